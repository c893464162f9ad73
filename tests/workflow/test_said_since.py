"""What a person says after something was released: it ends with their no, in whatever way it is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.practice import PracticeServer
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from intake_app.workflow.weighing_again import weigh_again
from tests.workflow.consent_scenes import GUARDIAN
from tests.workflow.test_finished_twice import PASSPHRASE

PURPOSES = ("record", "sync", "referral", "export")
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
| | form_title | form_id | version | namespaces | client_editable |
| | {title} | {name} | 1 | intake="urn:intake:form:1" | {editable} |
"""
ASKS = "".join(f"| | select_one yn | {each} | May I? | {each} | |\n" for each in ("interview", *PURPOSES))
FIRST = "intake_first_interview"
ASYLUM = "| | select_one yn | protection | Do you ask for protection? | | asylum |\n"
ALL = {"interview": "yes", **dict.fromkeys(PURPOSES, "yes")}


@dataclass
class Place:
    """A workplace with a server, and forms that ask for consent or do not."""

    store: Vault
    mine: set[str] = field(default_factory=set)
    """Records of this test."""

    def form(self, name: str, asks: bool) -> int:
        editable = "yes" if asks and name != FIRST else ""
        source = HEAD + (ASKS if asks else "") + AGE + TAIL.format(name=name, title=name, editable=editable)
        known = [row.key for row in workflow.form_list(self.store) if (row.form_id, row.title) == (name, name)]
        key = known[0] if known else workflow.import_form(self.store, f"{name}.md", source.encode(), {}).form_key
        assert key is not None
        return key

    def begun(self, name: str = "asks", asks: bool = True, case: str = "", /, **answers: str) -> str:
        opened = workflow.start_record(self.store, self.form(name, asks), "", "")
        self.mine.add(opened.row.id)
        if case:
            workflow.put_in_case(self.store, opened.row.id, case)
        self.answer(opened.row.id, **{"age": "adult", **answers})
        return opened.row.id

    def answer(self, record: str, /, **answers: str) -> None:
        opened = workflow.open_record(self.store, record)
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        asked = workflow.AskedBy(session, "Ada", opened.draft.asked, opened.said_to)
        for name, value in answers.items():
            session.answer(next(ref for ref in session.leaves() if ref.endswith(f"/{name}")), value)
            asked.note()
        workflow.save(self.store, record, workflow.snapshot(session, None, opened.languages, asked))

    def closed(self, name: str = "asks", case: str = "", /, **answers: str) -> str:
        record = self.begun(name, True, case, **answers)
        workflow.finalise_draft(self.store, record)
        return record

    def slip(self, record: str, kind: str = "health", noted: ConsentSheet | None = None) -> str:
        service = replace(workflow.directory().get("health"), code=f"some_{kind}", recipient_kind=kind)
        content = workflow.slip_for(self.store, record, service, workflow.propose_slip(self.store, record).sheet, noted)
        return workflow.keep_slip(self.store, content, b"%PDF").reference

    def due(self) -> set[str]:
        waiting: set[str] = set()
        while (found := self.store.next_due("practice", None, waiting)) is not None:
            waiting.add(found.record_id)
        return waiting & self.mine

    def refusals(self, record: str, slip: str) -> list[str]:
        """Why nothing of a record leaves any more: a slip again, a new one, an export."""
        return [
            code_of(lambda: workflow.reprint(self.store, slip)),
            code_of(lambda: self.slip(record)),
            code_of(lambda: workflow.export_record(self.store, record, "anti_trafficking", "json")),
        ]


def code_of(call: object) -> str:
    assert callable(call)
    try:
        call()
    except IntakeError as told:
        return told.code
    return ""


@pytest.fixture
def place(workplace: Vault) -> Place:
    """One store for all that needs none of its own."""
    return Place(workplace)


def test_a_no_ends_what_was_released_before(place: Place) -> None:
    record = place.closed(**ALL)
    slip = place.slip(record)
    assert place.due() == {record}
    for purpose in ("record", "sync", "slip", "export"):
        workflow.consent_given(place.store, record, purpose, word="no")
    assert place.due() == set()
    assert place.refusals(record, slip) == ["vault.withdrawn", *["screening.consent_refused"] * 2]
    assert workflow.ways_out(place.store, record).open == ()


def test_a_no_to_a_kind_of_body_ends_what_goes_to_its_services(place: Place) -> None:
    record = place.closed(**ALL)
    slips = {kind: place.slip(record, kind) for kind in ("health", "labour_desk")}
    workflow.consent_given(place.store, record, "slip", "health", word="no")
    assert [code_of(lambda one=one: workflow.reprint(place.store, one)) for one in slips.values()] == [
        "vault.withdrawn",
        "",
    ]
    assert workflow.withdraw_consent(place.store, record, "slip", "labour_desk").stopped == 1
    assert code_of(lambda: workflow.withdraw_consent(place.store, record, "slip", "helth")) == (
        "referral.unknown_recipient"
    )
    assert workflow.withdraw_consent(place.store, record, "slip", "local_support").stopped == 0, "one never written to"


def test_an_edit_that_says_no_ends_the_version_before(place: Place) -> None:
    record = place.closed(**ALL)
    slip = place.slip(record)
    workflow.consent_given(place.store, record, "slip", "health", language="bn")
    edit = workflow.edit_record(place.store, record).row.id
    place.answer(edit, sync="no", referral="no", export="no")
    assert not workflow.finalise_draft(place.store, edit).released
    assert place.due() == set()
    assert place.refusals(record, slip) == ["vault.withdrawn", *["screening.consent_refused"] * 2]
    assert code_of(lambda: place.slip(edit)) == "screening.consent_refused"


def test_a_module_waits_for_the_first_interview_to_be_closed(place: Place) -> None:
    case = place.store.open_case().id
    first = place.begun(FIRST, True, case, **ALL)
    module = place.begun("plain", False, case)
    assert {one.given for one in workflow.open_record(place.store, module).heard} == {"yes"}, "nothing is asked twice"
    told = workflow.finalise_draft(place.store, module)
    assert (told.released, told.code) == (False, "screening.first_open")
    assert code_of(lambda: place.slip(module)) == "screening.consent_missing"
    assert workflow.finalise_draft(place.store, first).released
    assert place.due() == {first, module}
    assert place.slip(module)


@pytest.mark.parametrize("ends", ["says no", "is discarded"])
def test_a_module_does_not_leave_on_what_the_first_interview_takes_back(place: Place, ends: str) -> None:
    case = place.store.open_case().id
    first = place.begun(FIRST, True, case, **ALL)
    module = place.begun("plain", False, case)
    workflow.finalise_draft(place.store, module)
    if ends == "says no":
        place.answer(first, sync="no", referral="no", export="no")
        workflow.finalise_draft(place.store, first)
    else:
        workflow.discard(place.store, first)
    assert place.due() == set()
    assert code_of(lambda: place.slip(module)).startswith("screening.consent_")


NO = {"sync": "no", "referral": "no", "export": "no"}


@pytest.mark.parametrize("in_case", [True, False])
@pytest.mark.parametrize("then", ["yes", "no", "away again", "blank, away again", "yes, away again", "nothing"])
def test_what_was_refused_in_a_draft_is_no_word_once_that_is_brought_back(
    place: Place, in_case: bool, then: str
) -> None:
    store, case = place.store, place.store.open_case().id if in_case else ""
    first = place.closed("edited" if not in_case else "asks", case, **ALL)
    slip = place.slip(first)
    draft = place.begun("asks", True, case, **{**ALL, **NO}) if in_case else workflow.edit_record(store, first).row.id
    place.answer(draft, **NO)
    workflow.discard(store, draft)
    assert (first in place.due(), code_of(lambda: place.slip(first))) == (False, "screening.consent_refused")
    assert workflow.restore(store, draft), "that slips stay stopped is told"
    assert first in place.due() and code_of(lambda: place.slip(first)) == ""
    assert code_of(lambda: workflow.reprint(store, slip)) == "workflow.slip_ended"
    if then == "yes":
        place.answer(draft, **ALL)
    if then in ("yes", "no"):
        workflow.finalise_draft(store, draft)
    elif then.endswith("away again"):
        said = {"yes": ALL, "blank": dict.fromkeys(NO, "")}.get(then.partition(",")[0], {})
        place.answer(draft, **said)
        workflow.discard(store, draft)
    last = draft if then in ("yes", "no") else first
    assert code_of(lambda: place.slip(last)) == ("" if then in ("yes", "nothing") else "screening.consent_refused")
    assert store.record(last).delivery == ("waiting" if then in ("yes", "nothing") else "held")
    assert store.check() == ()


def test_what_was_taken_back_meanwhile_stays_so_when_a_draft_is_brought_back(place: Place) -> None:
    case = place.store.open_case().id
    first, draft = place.closed("asks", case, **ALL), place.begun("asks", True, case, **{**ALL, **NO})
    workflow.discard(place.store, draft)
    workflow.withdraw_consent(place.store, first)
    assert not workflow.restore(place.store, draft) and first not in place.due()
    nothing = place.begun("asks")
    workflow.discard(place.store, nothing)
    assert not workflow.restore(place.store, nothing)


@pytest.mark.parametrize("how", ["deleted", "deleted twice", "blank, deleted twice"])
def test_a_no_is_no_older_than_a_yes_before_it_that_is_finished_after_it(place: Place, how: str) -> None:
    case = place.store.open_case().id
    first = place.closed("asks", case, **ALL)
    agreed = place.begun("asks", True, case, **ALL)
    refused = place.begun("asks", True, case, **{**ALL, **NO})
    if how != "deleted":
        workflow.discard(place.store, refused)
        workflow.restore(place.store, refused)
    if how.startswith("blank"):
        place.answer(refused, **dict.fromkeys(NO, ""))
    workflow.finalise_draft(place.store, agreed)
    assert place.due() == {first, agreed}
    workflow.discard(place.store, refused)
    assert place.due() == set()
    for record in (first, agreed):
        assert code_of(lambda record=record: place.slip(record)) == "screening.consent_refused"
    workflow.consent_given(place.store, first, "slip", language="bn")
    assert place.slip(first), "what is said after that is newer"


@pytest.mark.parametrize("how", ["withdrawn", "refused with another"])
def test_a_draft_that_is_brought_back_lets_nothing_go_that_stopped_for_something_else(place: Place, how: str) -> None:
    case = place.store.open_case().id
    first = place.closed("asks", case, **ALL)
    if how == "withdrawn":
        workflow.withdraw_consent(place.store, first, "sync")
    else:
        place.closed("asks", case, **(ALL | NO))
    place.closed("asks", case, **ALL)
    assert first not in place.due(), "what stopped waits to be agreed to again"
    draft = place.begun("asks", True, case, **ALL)
    workflow.discard(place.store, draft)
    workflow.restore(place.store, draft)
    assert first not in place.due()


def test_what_was_taken_back_while_a_draft_was_away_stays_so_whatever_was_said_after_it(place: Place) -> None:
    case = place.store.open_case().id
    first, draft = place.closed("asks", case, **ALL), place.begun("asks", True, case, **{**ALL, **NO})
    workflow.discard(place.store, draft)
    workflow.withdraw_consent(place.store, first, "sync")
    workflow.consent_given(place.store, first, "sync", language="bn")
    workflow.restore(place.store, draft)
    assert first not in place.due()


def test_what_a_draft_refused_counts_again_for_whom_it_is_of_when_it_is_put_away_again(place: Place) -> None:
    case = place.store.open_case().id
    first, draft = place.closed("asks", case, **ALL), place.begun("asks", True, case, **{**ALL, **NO})
    workflow.discard(place.store, draft)
    workflow.restore(place.store, draft)
    workflow.take_from_case(place.store, case, draft)
    place.answer(draft, **ALL)
    workflow.discard(place.store, draft)
    assert first in place.due() and code_of(lambda: place.slip(first)) == ""
    assert {one.word for one in place.store.said(first)} == {"yes"} and place.store.check() == ()


def test_a_draft_that_is_brought_back_lets_nothing_go_to_a_server_that_is_new_since(store: Vault) -> None:
    place, case = Place(store), store.open_case().id
    workflow.add_server(store, "practice", "http://127.0.0.1:9/v1/key/abc/projects/1")
    first, draft = place.closed("asks", case, **ALL), place.begun("asks", True, case, **{**ALL, **NO})
    other = place.closed("asks", store.open_case().id, **ALL)
    assert place.due() == {first, other}
    workflow.discard(store, draft)
    workflow.drop_server(store, "practice")
    workflow.add_server(store, "practice", "http://127.0.0.1:9/v1/key/abc/projects/2")
    workflow.restore(store, draft)
    assert place.due() == set()


def test_what_a_colleague_released_ends_with_the_no_of_the_first_interview(place: Place) -> None:
    case = place.store.open_case().id
    first = place.begun(FIRST, True, case, **ALL)
    module = place.begun("plain", False, case)
    workflow.finalise_draft(place.store, module, ConsentSheet(given=True, language="bn"))
    workflow.consent_given(place.store, module, "record", language="bn")
    workflow.consent_given(place.store, module, "sync", language="bn")
    workflow.finalise_draft(place.store, first)
    assert module in place.due()
    again = place.closed(FIRST, case, **(ALL | {"sync": "no"}))
    assert again not in place.due() and place.due() == set()


def test_the_order_is_that_of_the_store_and_not_of_a_clock(tmp_path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    path = tmp_path / "w.intake"
    workflow.create_store(path, setup, vault.FLOOR).close()
    ahead = datetime.now(UTC) + timedelta(days=30)
    with vault.open_store(path, "Ada", PASSPHRASE, clock=lambda: ahead) as store:
        place = Place(store)
        record = place.closed(**ALL)
        slip = place.slip(record)
    with vault.open_store(path, "Ada", PASSPHRASE) as store:
        workflow.withdraw_consent(store, record)
        told = Place(store).refusals(record, slip)
        late = workflow.release_later(store, record, ConsentSheet(override_reason="they must know of it"))
    assert told == ["vault.withdrawn", *["screening.consent_withdrawn"] * 2]
    assert (late.released, late.code) == (False, "screening.consent_withdrawn")


def test_a_record_that_turns_out_to_be_of_who_took_it_back_stops(place: Place) -> None:
    case = place.store.open_case().id
    other = place.closed(**ALL)
    slip = place.slip(other)
    first = place.closed("asks", case, **ALL)
    workflow.withdraw_consent(place.store, first)
    assert place.due() == {other}
    workflow.same_person(place.store, first, other)
    assert place.due() == set()
    assert place.refusals(other, slip) == ["vault.withdrawn", *["screening.consent_withdrawn"] * 2]


@pytest.mark.parametrize("since", ["", "yes"])
def test_what_went_for_a_reason_ends_in_the_case_of_who_took_it_back(place: Place, since: str) -> None:
    """A yes of their own that came later, in the record itself, stays."""
    case = place.store.open_case().id
    first = place.closed("asks", case, **ALL)
    workflow.withdraw_consent(place.store, first)
    reason = ConsentSheet(override_reason="they must know of it", age="adult", age_from="person")
    if since:
        later = place.closed(**ALL)
        slip = place.slip(later)
    else:
        later = place.begun("plain", False)
        workflow.finalise_draft(place.store, later, reason)
        slip = place.slip(later, "health", reason)
    assert later in place.due() and code_of(lambda: workflow.reprint(place.store, slip)) == ""
    workflow.put_in_case(place.store, later, case)
    told = "" if since else "vault.withdrawn"
    assert (later in place.due(), code_of(lambda: workflow.reprint(place.store, slip))) == (bool(since), told)


def test_a_form_that_passes_over_what_was_taken_back_opens_nothing(place: Place) -> None:
    case = place.store.open_case().id
    first = place.closed("asks", case, **ALL)
    workflow.withdraw_consent(place.store, first)
    later = place.begun("asks", True, case, interview="yes")
    reason = ConsentSheet(override_reason="they want it after all")
    assert workflow.finalise_draft(place.store, later, reason).code == "screening.consent_withdrawn"
    assert workflow.release_later(place.store, later, reason).code == "screening.consent_withdrawn"
    for call in (
        lambda: place.slip(later, "health", reason),
        lambda: workflow.export_record(place.store, later, "anti_trafficking", "json", reason),
    ):
        assert code_of(call) == "screening.consent_withdrawn"
    assert place.due() == set() and place.store.releases(later) == ()
    assert place.slip(later, "health", ConsentSheet(given=True, language="bn")), "they were asked anew, and said yes"


def test_a_form_that_passes_over_what_was_refused_leaves_it_refused(place: Place) -> None:
    case = place.store.open_case().id
    place.closed("asks", case, **(ALL | {"referral": "no", "export": "no"}))
    later = place.closed("asks", case, interview="yes")
    agreed = ConsentSheet(given=True, language="bn")
    assert code_of(lambda: place.slip(later, "health", agreed)) == "screening.consent_refused"
    assert code_of(lambda: workflow.export_record(place.store, later, "anti_trafficking", "json", agreed)) == (
        "screening.consent_refused"
    )


def test_a_yes_of_another_record_opens_nothing_that_was_taken_back(place: Place) -> None:
    case = place.store.open_case().id
    first = place.closed("asks", case, **ALL)
    workflow.withdraw_consent(place.store, first)
    later = place.closed(**ALL)
    workflow.same_person(place.store, first, later)
    assert code_of(lambda: place.slip(first)) == "screening.consent_withdrawn"
    assert place.slip(later), "they were asked anew, and said yes"


def test_after_the_guardian_took_it_back_nothing_of_the_child_goes(place: Place) -> None:
    case = place.store.open_case().id
    first = place.closed(FIRST, case, age="minor", **ALL)
    assert place.due() == {first}
    workflow.withdraw_consent(place.store, first, whose="guardian")
    module = place.begun("plain", False, case)
    assert workflow.finalise_draft(place.store, module).code == "screening.guardian_withdrawn"
    found = workflow.found_closed(place.store, module)
    assert found is not None and found.code == "screening.guardian_withdrawn"
    told = workflow.release_later(place.store, first, ConsentSheet(override_reason="they must know of it"))
    assert told.code == "screening.guardian_withdrawn" and place.due() == set()


def test_a_guardians_no_stops_the_sending(place: Place) -> None:
    first = place.closed(age="minor", **ALL)
    workflow.consent_given(place.store, first, "sync", word="no", whose="guardian")
    assert place.due() == set()


def test_what_a_guardian_took_back_is_sent_again_on_the_guardians_word(place: Place) -> None:
    case = place.store.open_case().id
    first, servers = place.closed(FIRST, case, age="minor", **ALL), [("sync", "organisation")]
    workflow.withdraw_consent(place.store, first, whose="guardian")
    back = [one for one in workflow.agreement(place.store, first).returning if one.purpose == "sync"]
    assert [(one.guardian, len(one.codes)) for one in back] == [(True, 1)], "the page asks for the guardian"
    for given in (False, True):
        sheet = ConsentSheet(given=given, override_reason="" if given else "they must know of it", language="bn")
        assert workflow.release_later(place.store, first, sheet).code == "screening.guardian_withdrawn"
    module = place.begun("plain", False, case)
    noted = ConsentSheet(given=True, language="bn")
    assert workflow.finalise_draft(place.store, module, noted).code == "screening.guardian_withdrawn"
    (alone,) = workflow.agree_again(place.store, first, servers, language="bn")
    assert (alone.codes, alone.guardian) == ((), True) and place.due() == set()
    (both,) = workflow.agree_again(place.store, first, servers, guardian=GUARDIAN, language="bn")
    assert len(both.codes) == 1 and place.due() == {first}
    assert workflow.release_later(place.store, module, ConsentSheet(given=True, language="bn")).released


def test_a_sheet_on_which_the_guardian_agreed_too_lets_the_record_of_a_child_go(place: Place) -> None:
    first = place.closed(age="minor", **ALL)
    workflow.withdraw_consent(place.store, first, whose="guardian")
    agreed = ConsentSheet(given=True, guardian=GUARDIAN, language="bn")
    assert workflow.release_later(place.store, first, agreed).released
    assert place.due() == {first} and weigh_again(place.store, first) == 0, "and it stays so"


def test_a_tick_at_the_desk_writes_no_refusal_of_a_guardian_over(place: Place) -> None:
    record, both = place.closed(age="minor", **ALL), ConsentSheet(guardian=GUARDIAN)
    assert place.slip(record, "health", both)
    workflow.consent_given(place.store, record, "slip", "health", word="no", whose="guardian", how="signed")
    assert code_of(lambda: place.slip(record, "health", both)) == "screening.guardian_said_no"
    assert place.slip(record, "labour_desk", both), "to whom it was not refused it goes"
    workflow.consent_given(place.store, record, "slip", "health", whose="guardian", how="signed", language="bn")
    assert place.slip(record, "health"), "the guardian was asked by themselves, and agreed"
    workflow.withdraw_consent(place.store, record, "slip", whose="guardian")
    assert place.slip(record, "health", both), "what was taken back is asked anew"


def fled(place: Place, case: str) -> str:
    """A draft of the case that asks whether the person asks for protection."""
    source = HEAD + ASYLUM + TAIL.format(name="fled", title="fled", editable="")
    known = [row.key for row in workflow.form_list(place.store) if row.form_id == "fled"]
    key = known[0] if known else workflow.import_form(place.store, "fled.md", source.encode(), {}).form_key
    assert key is not None
    told = workflow.start_record(place.store, key, "", "").row.id
    workflow.put_in_case(place.store, told, case)
    return told


@pytest.mark.parametrize("first", [False, True])
def test_nothing_goes_to_the_consulate_of_who_told_that_they_ask_for_protection(place: Place, first: bool) -> None:
    case, gone = place.store.open_case().id, ConsentSheet(given=True, asylum=False, language="bn")
    record = place.closed("asks", case, **ALL)
    workflow.consent_given(place.store, record, "consular", "consulate", language="bn")
    slip = "" if first else place.slip(record, "consulate", gone)
    told = fled(place, case)
    service = replace(workflow.directory().get("health"), code="some_consulate", recipient_kind="consulate")
    sheet = workflow.propose_slip(place.store, record).sheet
    made = workflow.slip_for(place.store, record, service, sheet, gone)
    place.answer(told, protection="yes")
    assert code_of(lambda: workflow.keep_slip(place.store, made, b"%PDF")) in ("vault.no_release", "vault.withdrawn")
    assert code_of(lambda: place.slip(record, "consulate", gone)) == "screening.consulate_closed", "a draft tells"
    workflow.finalise_draft(place.store, told)
    assert code_of(lambda: place.slip(record, "consulate", gone)) == "screening.consulate_closed"
    if slip:
        assert code_of(lambda: workflow.reprint(place.store, slip)) == "workflow.slip_ended"
    other = place.closed(**ALL)
    workflow.consent_given(place.store, other, "consular", "consulate", language="bn")
    assert place.slip(other, "consulate", gone), "who told nothing of it is believed at the desk"


def test_that_a_record_may_be_sent_is_no_yes_to_a_talk_that_was_refused(place: Place) -> None:
    record, agreed = place.closed(**(ALL | {"interview": "no"})), ConsentSheet(given=True, language="bn")
    assert workflow.release_later(place.store, record, agreed).code == "screening.consent_refused"
    assert place.due() == set()
    reason = ConsentSheet(override_reason="the team ashore must know")
    assert workflow.release_later(place.store, record, reason).released
    workflow.withdraw_consent(place.store, record)
    (back,) = workflow.agree_again(place.store, record, [("sync", "organisation")], language="bn")
    assert back.codes == () and place.due() == set()
    workflow.consent_given(place.store, record, "interview", language="bn")
    assert workflow.release_later(place.store, record, agreed).released
    assert weigh_again(place.store, record) == 0 and place.due() == {record}


def test_whoever_leaves_the_judicial_path_needs_a_new_word_for_police(place: Place) -> None:
    case = place.store.open_case().id
    record = place.closed(FIRST, case, **ALL)
    workflow.note_path(place.store, case, "judicial")
    workflow.consent_given(place.store, record, "judicial", "police", how="signed", language="bn")
    slip = place.slip(record, "police")
    workflow.note_path(place.store, case, "social")
    assert code_of(lambda: workflow.reprint(place.store, slip)) == "vault.withdrawn"
    assert code_of(lambda: place.slip(record, "police")) == "screening.path_left"
    assert place.due() == {record}, "what does not go to police goes on"
    workflow.consent_given(place.store, record, "judicial", "police", how="signed", language="bn")
    assert place.slip(record, "police")


def test_a_child_found_out_later_needs_the_guardian_for_a_slip_that_was_issued(place: Place) -> None:
    case = place.store.open_case().id
    first = place.closed(FIRST, case, **ALL)
    slip = place.slip(first)
    second = place.closed(FIRST, case, age="minor", **ALL)
    assert code_of(lambda: workflow.reprint(place.store, slip)) == "workflow.slip_of_child"
    assert place.due() == {second}, "the own servers need no guardian, but nothing goes there on an adult's yes"
    workflow.release_later(place.store, first, ConsentSheet(given=True, language="bn"))
    assert place.due() == {first, second}


@pytest.mark.parametrize("how", ["said no", "took it back"])
@pytest.mark.parametrize("then", ["changed", "left", "changed before"])
def test_the_word_of_a_form_is_as_old_as_the_answer(place: Place, how: str, then: str) -> None:
    case = place.store.open_case().id
    first = place.begun(FIRST, True, case, **(ALL | {"sync": "yes" if then == "left" else "no"}))
    if then == "changed before":
        workflow.consent_given(place.store, first, "slip", language="bn")
        place.answer(first, sync="yes")
    if how == "said no":
        workflow.consent_given(place.store, first, "sync", word="no")
    else:
        workflow.withdraw_consent(place.store, first, "sync")
    if then == "changed":
        place.answer(first, sync="yes")
    place.answer(first, export="yes")
    told = workflow.finalise_draft(place.store, first)
    code = "screening.consent_refused" if how == "said no" else "screening.consent_withdrawn"
    assert (told.released, told.code) == ((True, "") if then == "changed" else (False, code))
    module = place.begun("plain", False, case)
    assert workflow.finalise_draft(place.store, module).released is (then == "changed")
    workflow.withdraw_consent(place.store, first, "sync")
    assert place.due() == set()


@pytest.mark.parametrize("noted", [True, False])
def test_words_of_a_talk_that_was_corrected_bear_its_time(
    place: Place, monkeypatch: pytest.MonkeyPatch, noted: bool
) -> None:
    store, said = place.store, dict(ALL, referral="no")
    record = place.begun(**(said if noted else {}))
    if not noted:  # as an older program kept it
        opened = workflow.open_record(store, record)
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        for name, value in said.items():
            session.answer(f"/data/{name}", value)
        workflow.save(store, record, workflow.snapshot(session, None, opened.languages))
    workflow.finalise_draft(store, record)
    talk = store.record(record).finalised
    assert talk is not None
    monkeypatch.setattr(store._opening, "clock", lambda: datetime.now(UTC) + timedelta(days=30))
    for age in ("minor", "adult"):
        record = workflow.edit_record(store, record).row.id
        place.answer(record, age=age)
        workflow.finalise_draft(store, record)
    workflow.case_for(store, record)
    words = {word.purpose: word for word in store.said(record)}
    assert {word.at[:10] for word in words.values()} == {talk[:10]}
    assert words["sync"].word == "yes" and words["slip"].word == "no"


def test_an_answer_that_only_comes_back_into_sight_is_not_said_anew(place: Place) -> None:
    case = place.store.open_case().id
    hidden = "".join(f"| | select_one yn | {each} | May I? | {each} | ${{interview}} = 'yes' |\n" for each in PURPOSES)
    asks = f"| | select_one yn | interview | May I? | interview | |\n{hidden}"
    source = HEAD.replace("intake:slip", "relevant").replace("bind::relevant", "relevant") + asks
    source += TAIL.format(name=FIRST, title="hides", editable="")
    key = workflow.import_form(place.store, "hides.md", source.encode(), {}).form_key
    assert key is not None
    first = workflow.start_record(place.store, key).row.id
    workflow.put_in_case(place.store, first, case)
    place.answer(first, **ALL)
    workflow.consent_given(place.store, first, "sync", word="no")
    place.answer(first, interview="no")
    place.answer(first, interview="yes")
    assert workflow.finalise_draft(place.store, first).code == "screening.consent_refused"


def test_several_slips_are_weighed_as_one_is(place: Place) -> None:
    case = place.store.open_case().id
    first = place.closed(FIRST, case, **ALL)
    slips = [place.slip(first), place.slip(place.closed("asks", case, **ALL)), place.slip(place.closed(**ALL))]
    again = workflow.reprint_several(place.store, [*slips, slips[0]])
    assert [(one.reference, one.pdf) for one in again] == [(slip, b"%PDF") for slip in slips]
    place.store.put_age(first, "minor")
    assert code_of(lambda: workflow.reprint_several(place.store, slips)) == "workflow.slip_of_child"
    assert [one.reference for one in workflow.reprint_several(place.store, slips[2:])] == slips[2:]


def test_a_draft_has_nothing_to_take_back_but_its_answers(place: Place) -> None:
    draft = place.begun(**ALL)
    assert code_of(lambda: workflow.withdraw_consent(place.store, draft)) == "vault.not_finalised"


@pytest.mark.parametrize("how", ["case", "own form", "said no"])
def test_that_nobody_is_described_opens_nothing_about_a_person(place: Place, how: str) -> None:
    nobody, name = ConsentSheet(no_person=True), "intake_labour" if how == "own form" else "plain"
    case = place.store.open_case().id if how == "case" else ""
    record = place.begun(name, False, case)
    if how != "said no":
        assert not workflow.finalise_draft(place.store, record, nobody).released
    else:
        workflow.finalise_draft(place.store, record)
        workflow.consent_given(place.store, record, "sync", word="no")
    assert not workflow.release_later(place.store, record, nobody).released
    assert place.due() == set()


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as made:
        yield made


@pytest.mark.parametrize("how", ["withdrawn", "no"])
def test_what_a_server_refused_is_not_sent_as_new_after_a_no(store: Vault, server: PracticeServer, how: str) -> None:
    place = Place(store)
    workflow.add_server(store, "practice", server.url)
    record = place.closed(**ALL)
    server.then("conflict")
    workflow.sync_round(lambda call: call(store), "practice", lambda _progress: None, lambda: False)
    assert "send_as_new" in workflow.choices(store, record)
    if how == "no":
        workflow.consent_given(store, record, "sync", word="no")
    else:
        workflow.withdraw_consent(store, record)
    assert "send_as_new" not in workflow.choices(store, record)
    assert code_of(lambda: workflow.send_as_new(store, record)) == "vault.withdrawn"
    assert len(store.records()) == 1, "no copy was left"


@pytest.mark.parametrize(("danger", "lawful"), [(True, "vital_interest"), (False, "public_interest")])
def test_each_release_tells_its_ground_in_law(place: Place, danger: bool, lawful: str) -> None:
    record = place.closed(**(ALL | {"sync": "no"}))
    reason = ConsentSheet(override_reason="the team ashore must know", danger=danger)
    assert workflow.release_later(place.store, record, reason).released
    assert [one.lawful for one in place.store.releases(record)] == [lawful]
    assert [one.lawful for one in place.store.releases(place.closed(**ALL))] == ["consent"]


def test_what_is_taken_back_of_the_organisation_comes_back_when_they_agree_again(place: Place) -> None:
    record = place.closed(**ALL)
    assert place.due() == {record}
    for purpose in ("", "record", "sync"):
        workflow.withdraw_consent(place.store, record, purpose, "organisation")
        assert place.due() == set()
        workflow.agree_again(place.store, record, [("sync", "organisation")], language="bn")
        assert place.due() == {record}, purpose


def test_research_is_said_to_nobody_by_name(place: Place) -> None:
    record = place.closed(**ALL)
    for verb in (workflow.consent_given, workflow.withdraw_consent):
        assert code_of(lambda verb=verb: verb(place.store, record, "research", "health")) == (
            "referral.unknown_recipient"
        )


def test_whose_guardian_spoke_is_asked_beside_them_again_though_no_age_is_known(place: Place) -> None:
    record = place.closed(**{**ALL, "age": ""})
    workflow.consent_given(place.store, record, "slip", whose="guardian", language="bn")
    place.slip(record)
    workflow.withdraw_consent(place.store, record, "slip", whose="guardian")
    (back,) = (one for one in workflow.agreement(place.store, record).returning if one.purpose == "slip")
    assert back.guardian
    workflow.agree_again(place.store, record, [(back.purpose, back.recipient)], guardian=GUARDIAN, language="bn")
    assert code_of(lambda: place.slip(record)) == ""
