"""Purpose by recipient by path by age by what was said: nothing leaves without consent, a duty or a kept reason.

What may go is worked out by hand in `consent_scenes`; a seeded sample of all that there is runs each time. Here by the
verbs; by the command line and by the windows beside their tests.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.referral import Recipient
from intake_app.vault import AttemptResult, Vault
from intake_app.workflow import ConsentSheet
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import GROUNDS, KEPT, OTHER, PURPOSES, REFUSED, WHOLE, YES, Scene, basis_of, met

pytestmark = pytest.mark.always

WORDS = "meadow copper eleven windows"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A workplace with a form that asks for every purpose and one that asks for none."""
    with consent_scenes.make(tmp_path_factory.mktemp("matrix") / "work.intake") as store:
        workflow.add_server(store, "central", "https://central.example")
        yield store


def service(kind: str) -> Recipient:
    some = workflow.directory().get("health")
    return replace(some, code=consent_scenes.service(kind), recipient_kind=kind)


def slip(store: Vault, record: str, kind: str, scene: Scene, work: bool = False) -> str:
    """The basis of the slip that came of it, "" when it was refused; `work`: with what was told of it."""
    sheet = replace(workflow.propose_slip(store, record).sheet, dossier=work)
    before = len(store.slips(record))
    try:
        content = workflow.slip_for(store, record, service(kind), sheet, scene.sheet)
    except IntakeError as refused:
        assert refused.code.startswith("screening.")
        assert len(store.slips(record)) == before
        return ""
    assert (content.work is not None) is (work and content.release.basis == "consent"), "no reason takes it along"
    row = workflow.keep_slip(store, content, b"%PDF")
    assert workflow.reprint(store, row.reference).pdf == b"%PDF"
    return content.release.basis


def export(store: Vault, record: str, kind: str, scene: Scene) -> str:
    before = {one.id for one in store.releases(record)}
    try:
        assert workflow.export_record(store, record, kind, "json", scene.sheet)
    except IntakeError as refused:
        assert refused.code.startswith("screening." if kind in WHOLE else "exports.not_for_recipient")
        assert {one.id for one in store.releases(record)} == before
        return ""
    return next(one.basis for one in reversed(store.releases(record)) if one.purpose == "export")


def due(store: Vault, record: str) -> bool:
    """Whether the queue would give it out."""
    skipped = set()
    while (found := store.next_due("central", None, skipped)) is not None:
        if found.record_id == record:
            return True
        skipped.add(found.record_id)
    return False


class Verbs:
    """The verbs themselves."""

    NOWHERE = frozenset({("sight", "person")})

    def __init__(self, store: Vault) -> None:
        self.store = store

    def waits(self, record: str) -> bool:
        return due(self.store, record)

    def out(self, way: str, record: str, scene: Scene) -> tuple[str, Scene]:
        if way in consent_scenes.SLIPS:
            to = consent_scenes.TO.get(way, scene.recipient)
            return slip(self.store, record, to, scene, way == "dossier"), scene
        before = self.releases(record)
        try:
            self._let_out(way, record, scene)
        except IntakeError as refused:
            assert refused.code.startswith(REFUSED[way])
            after = self.releases(record)
            assert after == before or (scene.no and all(one in before for one in after)), "a no ends what went"
            return "", scene
        return basis_of(before, self.releases(record), way, scene), scene

    def _let_out(self, way: str, record: str, scene: Scene) -> None:
        if way == "sight":
            workflow.hand_over(self.store, record, OTHER, scene.recipient, scene.sheet)
        elif way == "page":
            workflow.screening_page(self.store, record, "it", scene.sheet)
        elif way == "report":
            workflow.minor_report(self.store, record, scene.sheet)
        else:
            form = "csv" if way == "table" else "json"
            workflow.export_record(self.store, record, scene.recipient, form, scene.sheet)

    def releases(self, record: str) -> list[dict[str, str]]:
        return [asdict(one) for one in self.store.releases(record)]

    def take_back(self, record: str) -> set[str]:
        workflow.withdraw_consent(self.store, record)
        return {one["basis"] for one in self.releases(record)}

    def slips(self, record: str) -> dict[str, str]:
        grounds, rows = {one["id"]: one["basis"] for one in self.releases(record)}, self.store.slips(record)
        for row in rows:
            if row.release_id not in grounds:  # a guardian answers for them since, see `ages.is_presumed`
                with pytest.raises(IntakeError, match=r"workflow\.duty_ended"):
                    workflow.reprint(self.store, row.reference)
        return {row.reference: grounds[row.release_id] for row in rows if row.release_id in grounds}

    def prints(self, record: str, reference: str) -> bool:
        try:
            workflow.reprint(self.store, reference)
            workflow.slip_left(self.store, reference, "printed")
        except IntakeError as refused:
            if refused.code == "workflow.duty_ended":
                return False
            assert refused.code in ("vault.withdrawn", "workflow.slip_anew")
            with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
                workflow.slip_left(self.store, reference, "printed")
            with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
                workflow.reprint_several(self.store, [row.reference for row in self.store.slips(record)])
            return False
        return True

    def seen_beyond(self, record: str) -> bool:
        return any(one.ended is None for one in self.store.handovers(record))

    def release_later(self, record: str) -> str:
        return workflow.release_later(self.store, record, ConsentSheet(override_reason="somebody asked")).code


def walked(store: Vault, chosen: list[Scene]) -> set[consent_scenes.Ground]:
    """Every scene up to the taking back of all; the grounds that were met."""
    seen = set()
    for scene in chosen:
        seen |= consent_scenes.walk(Verbs(store), met(store, scene), scene)
    assert store.check() == ()
    return seen


def test_nothing_leaves_without_its_ground_and_nothing_at_all_once_it_is_taken_back(place: Vault) -> None:
    assert walked(place, consent_scenes.one_of_each(3)) >= GROUNDS


def test_each_no_and_each_word_that_is_missing_keeps_each_way_shut_alone(place: Vault) -> None:
    assert walked(place, consent_scenes.fewest(3, KEPT)) >= KEPT


def taken_out(store: Vault, record: str, file: Path) -> str:
    """The code with which a record does not go as a sealed file, "" where it goes."""
    file.unlink(missing_ok=True)
    try:
        workflow.take_out(store, record, file, WORDS, vault.FLOOR)
    except IntakeError as refused:
        assert not file.exists()
        return refused.code
    assert workflow.look_into(file, WORDS).xml == store.submission(record)
    return ""


def test_a_sealed_file_goes_on_the_word_that_it_is_sent_and_not_once_that_is_taken_back(
    place: Vault, tmp_path: Path
) -> None:
    seen = set()
    for number, scene in enumerate(consent_scenes.scenes(3, 24)):
        record, file = met(place, scene), tmp_path / "out.sealed"
        assert due(place, record) is scene.sent
        assert taken_out(place, record, file) == "vault.not_refused", "a server takes it, or it is kept back"
        seen.add((scene.sent, number % 2))
        if not scene.sent:
            continue
        place.attempt_ended(place.attempt_started(record, "central"), AttemptResult("hold", "openrosa.refused", 400))
        assert taken_out(place, record, file) == ""
        if number % 2:
            workflow.withdraw_consent(place, record)
        else:
            workflow.withdraw_consent(place, record, "sync")
        assert taken_out(place, record, file) == "vault.withdrawn"
    assert seen == {(True, 0), (True, 1), (False, 0), (False, 1)} and place.check() == ()


@pytest.mark.soak
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("seed", range(20))
def test_the_whole_of_it(place: Vault, seed: int) -> None:
    chosen = consent_scenes.scenes(seed, 90)
    there = GROUNDS & set().union(*map(consent_scenes.grounds_of, chosen))
    assert walked(place, chosen) & GROUNDS == there, "half of all that there are"


def test_to_agree_anew_reaches_no_further_than_what_is_said(place: Vault) -> None:
    record = met(place, YES)
    workflow.withdraw_consent(place, record)
    workflow.consent_given(place, record, "slip", "labour_desk", language="bn")
    assert slip(place, record, "labour_desk", YES) == "", "what is not to be kept is not told either"
    workflow.consent_given(place, record, "record", "labour_desk", language="bn")
    assert slip(place, record, "labour_desk", YES) == "consent"
    assert slip(place, record, "health", YES) == export(place, record, "anti_trafficking", YES) == ""
    sheet = ConsentSheet(given=True, how="witness", language="bn", witness="interpreter")
    with pytest.raises(IntakeError, match=r"screening\.no_witness"):
        workflow.release_later(place, record, replace(sheet, witness=""))
    assert not due(place, record)
    assert workflow.release_later(place, record, sheet).released and due(place, record)
    newest = place.said(record)[-1]
    assert (newest.purpose, newest.how, newest.language, newest.witness) == ("sync", "witness", "bn", "interpreter")
    assert slip(place, record, "health", replace(YES, given=True)) == "consent"


@pytest.mark.parametrize("way", ["desk", "again"])
def test_who_takes_back_that_answers_are_kept_takes_slips_back_with_it(place: Vault, way: str) -> None:
    record, to = met(place, YES), [("slip", "service_health")]
    assert slip(place, record, "health", YES) == "consent"
    (issued,) = place.slips(record)
    assert workflow.withdraw_consent(place, record, "record").stopped == 2
    with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
        workflow.reprint(place, issued.reference)
    assert {slip(place, record, kind, YES) for kind in ("health", "labour_desk", "anti_trafficking")} == {""}
    with pytest.raises(IntakeError, match=r"screening\.consent_withdrawn"):
        workflow.slip_for(place, record, service("health"), workflow.propose_slip(place, record).sheet)
    if way == "desk":
        assert workflow.propose_slip(place, record).sheet_needs_consent
        assert slip(place, record, "health", replace(YES, given=True)) == "consent"
    else:
        (back,) = (one for one in workflow.agreement(place, record).returning if one.way == to[0])
        assert back.asked == ("record", "slip")
        workflow.agree_again(place, record, to, language="bn")
        assert slip(place, record, "health", YES) == "consent"
    assert not due(place, record), "that it is sent was not spoken of"
    assert slip(place, record, "labour_desk", YES) == "" and place.check() == ()


def test_over_a_no_to_being_written_down_a_slip_goes_for_a_reason_alone_without_the_work(place: Vault) -> None:
    refused, passed = (met(place, replace(YES, said={**YES.said, "record": word})) for word in ("no", ""))
    assert slip(place, refused, "labour_desk", replace(YES, given=True, work=True), work=True) == ""
    assert slip(place, refused, "labour_desk", replace(YES, reason="he was hurt", work=True), work=True) == "override"
    assert slip(place, passed, "labour_desk", YES) == "consent", "who passed the question over refused nothing"
    assert not due(place, refused) and not due(place, passed)


def test_one_service_can_be_taken_back_alone(place: Vault) -> None:
    record = met(place, YES)
    assert slip(place, record, "health", YES) == slip(place, record, "labour_desk", YES) == "consent"
    left = workflow.withdraw_consent(place, record, "slip", "service_health")
    assert left.stopped == 1
    assert slip(place, record, "health", YES) == ""
    assert slip(place, record, "labour_desk", YES) == "consent" and due(place, record)
    assert ("slip", "service_health") not in workflow.ways_out(place, record).open


def test_what_one_form_heard_holds_for_the_others_of_the_person(place: Vault) -> None:
    """A module asks nothing itself; what is taken back meanwhile is not agreed to by a draft that was begun before."""
    first = met(place, YES)
    case = place.case_of(first)
    assert case is not None
    key = next(form.key for form in workflow.form_list(place) if form.form_id == "silent")
    for withdrawn in (False, True):
        opened = workflow.start_record(place, key, "", "")
        place.put_in_case(opened.row.id, case.id)
        if withdrawn:
            workflow.withdraw_consent(place, first, "sync")
        done = workflow.finalise_draft(place, opened.row.id)
        assert (done.released, done.code) == (not withdrawn, "screening.consent_withdrawn" * withdrawn)
        assert due(place, opened.row.id) is not withdrawn


def test_a_draft_that_agreed_before_it_was_taken_back_does_not_agree_after(place: Vault) -> None:
    key = next(form.key for form in workflow.form_list(place) if form.form_id == "asks")
    opened = workflow.start_record(place, key, "", "")
    place.put_in_case(opened.row.id, place.open_case().id)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for purpose in PURPOSES:
        session.answer(f"/data/c_{purpose}", "yes")
    workflow.withdraw_consent(place, opened.row.id, "sync")
    done = workflow.finalise(place, session, opened.row.id)
    assert (done.released, done.code) == (False, "screening.consent_withdrawn")
    told = {(word.purpose, word.word) for word in place.said(opened.row.id)}
    assert {("sync", "withdrawn"), ("slip", "yes")} <= told and ("sync", "yes") not in told
    found = workflow.found_closed(place, opened.row.id)
    assert found is not None and found.code == "screening.consent_withdrawn"


def test_a_recipient_is_a_kind_that_the_rules_know_or_a_service(place: Vault) -> None:
    record = met(place, YES)
    for purpose, to, code in (("slip", "gossip", "unknown_recipient"), ("export", "service_health", "kind_and_no")):
        with pytest.raises(IntakeError, match=code):
            workflow.consent_given(place, record, purpose, to, language="bn")
    with pytest.raises(ValueError, match="no such recipient"):
        workflow.export_record(place, record, "gossip", "json")


def together(store: Vault, *others: str) -> tuple[str, ...]:
    """Finished records of one person: one that asks, and of each form that is named one more."""
    first = met(store, YES)
    case = store.case_of(first)
    assert case is not None
    made = [first]
    for name in others:
        key = next(form.key for form in workflow.form_list(store) if form.form_id == name)
        opened = workflow.start_record(store, key, "", "")
        store.put_in_case(opened.row.id, case.id)
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        for purpose in PURPOSES if name == "asks" else ():
            session.answer(f"/data/c_{purpose}", "no" if purpose == "sync" else "yes")
        workflow.finalise(store, session, opened.row.id)
        made.append(opened.row.id)
    return tuple(made)


def test_to_agree_again_brings_back_every_record_that_was_stopped(place: Vault) -> None:
    first, second = together(place, "silent")
    elsewhere = met(place, YES)
    workflow.withdraw_consent(place, elsewhere)
    assert due(place, first) and due(place, second)
    workflow.withdraw_consent(place, second)
    workflow.agree_again(place, second, [("sync", "organisation")], language="bn")
    assert due(place, first) and due(place, second) and not due(place, elsewhere)
    assert slip(place, first, "health", YES) == "", "a slip was not spoken of"
    assert place.check() == ()


def test_that_it_is_sent_is_taken_back_alone_and_agreed_to_again(place: Vault) -> None:
    record, way = met(place, YES), ("sync", "organisation")
    workflow.withdraw_consent(place, record, *way)
    assert not due(place, record) and slip(place, record, "health", YES) == "consent"
    workflow.agree_again(place, record, [way], language="bn")
    assert due(place, record)


def test_to_agree_again_before_somebody_says_who_that_was(place: Vault) -> None:
    record = met(place, YES)
    workflow.withdraw_consent(place, record)
    way, told = [("sync", "organisation")], {"how": "witness", "language": "bn"}
    with pytest.raises(IntakeError, match=r"screening\.no_witness"):
        workflow.agree_again(place, record, way, **told)
    assert not due(place, record)
    workflow.agree_again(place, record, way, **told, witness="interpreter")
    newest = place.said(record)[-1]
    assert (newest.how, newest.language, newest.witness) == ("witness", "bn", "interpreter") and due(place, record)


def test_what_had_gone_on_a_reason_is_told_apart_where_they_agree_again(place: Vault) -> None:
    record = met(place, replace(YES, said=dict.fromkeys(PURPOSES, "no")))
    reason = ConsentSheet(override_reason="somebody may be hurt tonight", danger=True)
    assert workflow.release_later(place, record, reason).released
    spoken = met(place, YES)
    for each in (record, spoken):
        workflow.withdraw_consent(place, each)
    told = [
        one.reasoned
        for each in (record, spoken)
        for one in workflow.agreement(place, each).returning
        if one.purpose == "sync"
    ]
    assert told == [True, False]


def test_what_was_refused_does_not_come_back_with_what_was_stopped(place: Vault) -> None:
    first, refused = together(place, "asks")
    workflow.withdraw_consent(place, first)
    workflow.agree_again(place, first, [("sync", "organisation")], language="bn")
    assert due(place, first) and not due(place, refused)


def test_of_two_cases_that_are_one_person_the_narrower_word_counts(place: Vault) -> None:
    kept, other = met(place, YES), met(place, YES)
    cases = [place.case_of(each) for each in (kept, other)]
    first, second = [case.id for case in cases if case is not None]
    codes = [case.code for case in cases if case is not None]
    workflow.withdraw_consent(place, other, "slip")
    workflow.consent_given(place, other, "sync", word="no")
    assert due(place, kept) and slip(place, kept, "health", YES) == "consent"
    workflow.merge_cases(place, first, second, "they said so themselves")
    assert not due(place, kept) and slip(place, kept, "health", YES) == ""
    assert [one.code for one in workflow.case_sheet(place, first).merges] == codes[1:]
    with pytest.raises(IntakeError, match=r"vault\.no_such_case"):
        workflow.part_cases(place, first, codes[0], "it was somebody else after all")
    workflow.part_cases(place, first, codes[1], "it was somebody else after all")
    assert due(place, kept) and slip(place, kept, "health", YES) == "consent"
    assert slip(place, other, "health", YES) == "" and place.check() == ()
