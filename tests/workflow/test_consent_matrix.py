"""Purpose by recipient by path by age by what was said: nothing leaves without consent, a duty or a kept reason.

What may go is worked out here once more, by hand; a seeded sample of all that there is runs each time.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.referral import Recipient
from intake_app.screening import RECIPIENT_KINDS
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet

SAMPLE = 36
PASSPHRASE = "quiet harbour lantern seven"
PURPOSES = ("interview", "record", "sync", "referral", "export")
SPECIAL = {"police": "judicial", "judicial_authority": "judicial", "abroad": "cross_border", "consulate": "consular"}
WHOLE = ("anti_trafficking", "freephone", "police", "judicial_authority", "abroad")
"""To whom a whole case may go, which tells of trafficking."""
DUTY = ("juvenile_court", "social_services")
PERSON_ALONE = ("judicial_authority", "abroad", "consulate")
HEAD = "| survey |\n| | type | name | label | bind::intake:consent | bind::intake:slip |\n"
AGE = "| | select_one age | age | Age? | | age_band |\n"
TAIL = """| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| | age | adult | Adult |
| | age | minor | Minor |
| | age | prefers_not_to_say | No |
| settings |
| | form_title | form_id | version | namespaces |
| | Small | {name} | 1 | intake="urn:intake:form:1" |
"""


@dataclass(frozen=True)
class Scene:
    """What was said and by whom, where it is to go, and what the desk notes."""

    asks: bool
    said: dict[str, str]
    age: str
    guardian: bool
    path: str
    recipient: str
    special: str
    given: bool
    reason: str
    danger: bool
    asylum: bool
    alone: bool
    age_here: str

    @property
    def sheet(self) -> ConsentSheet:
        return ConsentSheet(
            self.given, "spoken", False, self.reason, guardian=self.guardian, danger=self.danger, asylum=self.asylum,
            age=self.age_here, age_from="person", alone=self.alone,
        )  # fmt: skip

    def agreed(self, *purposes: str) -> bool:
        """By the person: where the form asked and they passed a question over, what is noted at the desk counts."""
        if not self.asks:
            return self.given
        heard = self.said["interview"] == "yes"
        return heard and all(self.said[each] == "yes" or (self.given and not self.said[each]) for each in purposes)

    def basis(self, way: str, back: bool = False) -> str:
        """On what it goes to the recipient, "" when it must not; `back`: after all was taken back."""
        child = "minor" in (self.age, self.age_here)
        minor, own = child or "adult" not in (self.age, self.age_here), SPECIAL.get(self.recipient)
        if self.recipient == "consulate" and self.asylum:
            return ""
        if way == "slip" and child and self.alone and self.recipient in DUTY:
            return "duty"
        if way == "export" and self.recipient not in WHOLE:
            return ""
        needed = ("referral",) if way == "slip" else ("record", "export")
        whole = self.agreed(*needed) and (own is None or self.special in ("person", "both"))
        beside = not minor or (self.guardian and (own is None or self.special == "both"))
        if whole and beside and not back:
            return "consent"
        alone = self.recipient in PERSON_ALONE or (self.recipient == "police" and not self.danger)
        return "override" if self.reason and not alone and (self.danger or not back) else ""


def scenes(seed: int, size: int) -> list[Scene]:
    """Recipients with ages and paths, of which 180 are all that there are; at least half said yes to all."""
    rng = random.Random(seed)
    ages, paths = ("adult", "minor", "prefers_not_to_say", ""), ("not_decided", "social", "judicial")
    grid = list(itertools.product(RECIPIENT_KINDS, ages, paths))
    rng.shuffle(grid)
    picked = []
    for recipient, age, path in grid[:size]:
        willing = rng.random() < 0.6
        said = {each: "yes" if willing else rng.choice(["yes", "no", ""]) for each in PURPOSES}
        special = rng.choice(["", "person", "both"])
        odds = [rng.random() for _ in range(8)]
        picked.append(
            Scene(
                asks=odds[0] < 0.7,
                said=said,
                age=age,
                guardian=odds[1] < 0.6,
                path=path,
                recipient=recipient,
                special=special,
                given=odds[2] < 0.6,
                reason="he was hurt" if odds[3] < 0.4 else "",
                danger=odds[4] < 0.3,
                asylum=odds[5] < 0.5,
                alone=odds[6] < 0.7,
                age_here="adult" if odds[7] < 0.3 else "minor" if odds[7] < 0.4 else "",
            )
        )
    return picked


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A workplace with a form that asks for every purpose and one that asks for none."""
    setup = workflow.Setup("Example", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path_factory.mktemp("matrix") / "work.intake", setup, vault.FLOOR) as store:
        workflow.add_server(store, "central", "https://central.example")
        asked = "".join(f"| | select_one yn | c_{each} | May I? | {each} | |\n" for each in PURPOSES)
        for name, questions in (("asks", asked), ("silent", "")):
            source = HEAD + questions + AGE + TAIL.format(name=name)
            assert workflow.import_form(store, f"{name}.md", source.encode(), {}).form_key is not None
        yield store


def met(store: Vault, scene: Scene) -> str:
    """A finished record of a person in a case."""
    name = "asks" if scene.asks else "silent"
    key = next(form.key for form in workflow.form_list(store) if form.form_id == name)
    opened = workflow.start_record(store, key, "", "")
    record = opened.row.id
    case = store.put_in_case(record, store.open_case().id).id
    store.note_path(case, scene.path)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    session.answer("/data/age", scene.age)
    for purpose in PURPOSES if scene.asks else ():
        session.answer(f"/data/c_{purpose}", scene.said[purpose])
    workflow.finalise(store, session, record, ConsentSheet(scene.given and not scene.asks))
    own = SPECIAL.get(scene.recipient)
    for whose in {"": (), "person": ("person",), "both": ("person", "guardian")}[scene.special] if own else ():
        workflow.consent_given(store, record, str(own), scene.recipient, whose=whose, how="signed")
    return record


def service(kind: str) -> Recipient:
    some = workflow.directory().get("health")
    return replace(some, code=f"service_{kind}", recipient_kind=kind)


def slip(store: Vault, record: str, kind: str, scene: Scene) -> str:
    """The basis of the slip that came of it, "" when it was refused."""
    sheet = workflow.propose_slip(store, record).sheet
    before = len(store.slips(record))
    try:
        content = workflow.slip_for(store, record, service(kind), sheet, scene.sheet)
    except IntakeError as refused:
        assert refused.code.startswith("screening.")
        assert len(store.slips(record)) == before
        return ""
    row = workflow.keep_slip(store, content, b"%PDF")
    assert workflow.reprint(store, row.reference) == b"%PDF"
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


def walked(store: Vault, seed: int, size: int) -> set[tuple[str, object]]:
    """Every scene up to the taking back of all; the grounds that were met."""
    seen: set[tuple[str, object]] = set()
    for scene in scenes(seed, size):
        record = met(store, scene)
        sent = replace(scene, given=scene.given and not scene.asks).agreed("record", "sync")
        assert due(store, record) is sent, scene
        bases = slip(store, record, scene.recipient, scene), export(store, record, scene.recipient, scene)
        assert bases == (scene.basis("slip"), scene.basis("export")), scene
        seen |= {("slip", bases[0]), ("export", bases[1]), ("sync", sent)}
        taken_back(store, record, replace(scene, given=False, guardian=False))
    assert store.check() == ()
    return seen


GROUNDS = {
    *(("slip", each) for each in ("", "consent", "duty", "override")),
    *(("export", each) for each in ("", "consent", "override")),
    *(("sync", each) for each in (True, False)),
}


def test_nothing_leaves_without_its_ground_and_nothing_at_all_once_it_is_taken_back(place: Vault) -> None:
    assert walked(place, 1, SAMPLE) == GROUNDS


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_the_whole_of_it(place: Vault, seed: int) -> None:
    assert walked(place, seed, 90) == GROUNDS


def taken_back(store: Vault, record: str, scene: Scene) -> None:
    slips = {row.reference: row.release_id for row in store.slips(record)}
    duties = {one.id for one in store.releases(record) if one.basis == "duty"}
    workflow.withdraw_consent(store, record)
    assert {one.id for one in store.releases(record)} == duties
    assert not due(store, record)
    for reference, release in slips.items():
        if release in duties:
            workflow.reprint(store, reference)
            continue
        for again in (workflow.reprint, lambda place, code: workflow.slip_left(place, code, "printed")):
            with pytest.raises(IntakeError, match=r"vault\.withdrawn"):
                again(store, reference)
    assert slip(store, record, scene.recipient, scene) == scene.basis("slip", back=True), scene
    assert export(store, record, scene.recipient, scene) == scene.basis("export", back=True), scene
    later = workflow.release_later(store, record, ConsentSheet(override_reason="somebody asked"))
    assert (later.released, later.code) == (False, "screening.consent_withdrawn")
    assert not due(store, record)


YES = Scene(
    True, dict.fromkeys(PURPOSES, "yes"), "adult", False, "social", "health", "", False, "", False, True, False, ""
)  # fmt: skip


def test_to_agree_anew_reaches_no_further_than_what_is_said(place: Vault) -> None:
    record = met(place, YES)
    workflow.withdraw_consent(place, record)
    workflow.consent_given(place, record, "slip", "labour_desk")
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


@pytest.mark.parametrize("call", ["consent_given", "export_record"])
def test_a_recipient_is_a_kind_that_the_rules_know(place: Vault, call: str) -> None:
    record = met(place, YES)
    with pytest.raises(ValueError, match="no such recipient"):
        getattr(workflow, call)(place, record, "slip" if call == "consent_given" else "gossip", "gossip")


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
    workflow.agree_again(place, second, [("sync", "organisation")])
    assert due(place, first) and due(place, second) and not due(place, elsewhere)
    assert slip(place, first, "health", YES) == "", "a slip was not spoken of"
    assert place.check() == ()


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
    workflow.agree_again(place, first, [("sync", "organisation")])
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
