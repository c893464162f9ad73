"""What a person did not answer in one talk is no "no" in any other of theirs, until a later one has the answer."""

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import screening, vault, workflow
from intake_app.screening.tags import bare, signs
from intake_app.vault import Role, Vault
from intake_app.workflow import concluded, finalising, known_beyond
from intake_app.xform import AnswerState, Session
from tests.content.played import shown
from tests.gui_shell.windows import PASSPHRASE
from tests.workflow.test_concluding import SHEET, store

__all__ = ["store"]

OPEN = ("", "does_not_know", "prefers_not_to_say")
WORKED, VISA = "/data/work/worked", "/data/start/visa"
OUTCOME = "no_indication_now"


def all_no(session: Session, left: Collection[str] = (), said: str = "") -> None:
    """All that is asked is answered with a choice that points to nothing; but what is left."""
    counting: dict[str, set[str]] = {}
    for path, own in signs(session.definition):
        counting.setdefault(path, set()).update(own.get("when", "yes").split())
    outcomes = {path for path, _ in session.definition.tagged("outcome")}
    done: set[str] = set()
    while due := [ref for ref in shown(session) if ref not in done]:
        for ref in due:
            done.add(ref)
            choices = list(session.choice_values(ref))
            if session.question(ref).control not in ("select1", "select") or not choices:
                continue
            plain = [one for one in choices if one not in counting.get(bare(ref), ()) and one not in OPEN]
            safe = bare(ref).startswith(("/data/information/", "/data/safety/")) and "danger" not in ref
            wanted = (("yes",) if safe else ()) + ("adult", "no")
            value = next((one for one in wanted if one in plain or (safe and one in choices)), plain[-1])
            session.answer(ref, said if bare(ref) in left else OUTCOME if bare(ref) in outcomes else value)


class Talk:
    """A talk that pauses, or is finished."""

    def __init__(self, store: Vault, case: str = "", name: str = "", again: bool = False) -> None:
        self._store = store
        self.opened = workflow.begin_module(store, case, name, again=again) if name else self._first()
        definition = workflow.load_definition(self.opened.package.xml, self.opened.package.files)
        self.session = workflow.session_for(self.opened, definition)
        self.id, self.code = self.opened.row.id, self.opened.row.code

    def _first(self) -> workflow.OpenRecord:
        key = next(row.key for row in workflow.form_list(self._store) if row.form_id == "intake_first_interview")
        return workflow.start_record(self._store, key)

    def answered(self, left: Collection[str] = (), said: str = "") -> "Talk":
        all_no(self.session, left, said)
        return self.paused()

    def paused(self) -> "Talk":
        workflow.save(self._store, self.id, workflow.snapshot(self.session, None, self.opened.languages))
        return self

    def closed(self) -> "Talk":
        workflow.finalise(self._store, self.session, self.id, SHEET)
        return self

    def weighed(self) -> screening.Assessment:
        beyond = known_beyond.of_person(self._store, self.id)
        return screening.assess(
            self.session.definition, self.session.values(), workflow.assessment_rules(), beyond
        )


def begun(store: Vault) -> tuple[Talk, str]:
    """A first interview in which all was answered with no."""
    first = Talk(store).answered().closed()
    return first, workflow.case_for(store, first.id).id


def on_page(store: Vault, case: str) -> tuple[str, str, bool]:
    found = concluded.of_case(store, case)
    assert found is not None and found.found is not None
    return found.suggestion, found.found.rule, found.differs


PLAIN, LITTLE = (OUTCOME, "none", False), ("needs_more_time", "too_little_asked", True)


@pytest.mark.parametrize("pauses", [True, False])
@pytest.mark.parametrize("said", OPEN)
def test_who_did_not_speak_of_work_said_no_no_on_their_page_and_in_every_other_talk(
    store: Vault, said: str, pauses: bool
) -> None:
    _, case = begun(store)
    assert on_page(store, case) == PLAIN
    labour = Talk(store, case, "labour").answered((WORKED, VISA), said)
    if not pauses:
        labour.closed()
    assert on_page(store, case) == LITTLE
    transit = Talk(store, case, "transit").answered()
    found = transit.weighed()
    assert (found.suggestion, found.rule) == LITTLE[:2]
    left = [one for one in found.missing if one.record]
    assert {one.record for one in left} == {labour.code} and {one.why for one in left} == {said or "not_asked"}
    assert {one.place for one in left} <= set(found.traced)
    transit.closed()
    after = concluded.of_record(store, transit.id)
    assert after is not None and (after.suggestion, after.differs) == ("needs_more_time", True)
    assert on_page(store, case) == LITTLE


def test_what_a_later_talk_answers_is_not_open_any_more(store: Vault) -> None:
    _, case = begun(store)
    Talk(store, case, "labour").answered((WORKED, VISA), "prefers_not_to_say").closed()
    later = Talk(store, case, "labour", again=True)
    assert later.answered().weighed().rule == "none"
    later.closed()
    assert on_page(store, case) == PLAIN
    transit = Talk(store, case, "transit").answered()
    assert (transit.weighed().rule, known_beyond.of_person(store, transit.id).open) == ("none", ())


def test_who_did_not_work_by_a_later_talk_has_told_what_was_kept_back_before(store: Vault) -> None:
    _, case = begun(store)
    Talk(store, case, "labour").answered((WORKED,), "prefers_not_to_say").closed()
    again = Talk(store, case, "labour", again=True).answered((WORKED,), "no")
    assert again.weighed().rule == "none"
    again.closed()
    assert on_page(store, case) == PLAIN


def test_a_later_talk_that_broke_off_answers_nothing(store: Vault) -> None:
    _, case = begun(store)
    labour = Talk(store, case, "labour").answered((WORKED,), "prefers_not_to_say").closed()
    again = Talk(store, case, "labour", again=True)
    again.session.answer(WORKED, "no")
    again.paused()
    transit = Talk(store, case, "transit")
    assert labour.code in {one.record for one in known_beyond.of_person(store, transit.id).open}


def test_who_does_not_read_a_talk_is_told_nothing_of_what_is_open_in_it(tmp_path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "two.intake", setup, vault.FLOOR) as ours:
        workflow.add_person(ours, "Bea", Role.MEDIATOR, PASSPHRASE)
        _, case = begun(ours)
        Talk(ours, case, "labour").answered((WORKED,), "prefers_not_to_say").closed()
        assert known_beyond.of_person(ours, Talk(ours, case, "transit").id).open
    with workflow.open_store(tmp_path / "two.intake", "Bea", PASSPHRASE) as hers:
        assert known_beyond.of_person(hers, Talk(hers, case, "domestic").id).open == ()


def test_what_an_earlier_talk_answered_is_open_where_it_was_kept_back_since(store: Vault) -> None:
    first, case = begun(store)
    own = {each["indicator"] for _, each in signs(first.session.definition)}
    labour = Talk(store, case, "labour").answered(("/data/start/debt",), "prefers_not_to_say").closed()
    left = known_beyond.of_person(store, first.id).open
    assert "fee_debt" in own & {one.code for one in left}
    assert {(one.record, one.why, one.after) for one in left} == {(labour.code, "prefers_not_to_say", True)}
    assert on_page(store, case) == LITTLE


def test_a_talk_that_was_never_begun_opens_nothing(store: Vault) -> None:
    _, case = begun(store)
    blank = Talk(store, case, "labour").paused()
    assert on_page(store, case) == PLAIN
    assert known_beyond.of_person(store, Talk(store, case, "transit").id).open == ()
    blank.session.mark(VISA, AnswerState.DECLINED)
    blank.paused()
    assert on_page(store, case) == LITTLE, "that it was declined, in words or not, is a talk"


def test_a_questionnaire_that_was_only_begun_was_not_asked_yet(store: Vault) -> None:
    first, case = begun(store)
    blank = Talk(store, case, "labour").paused()
    assert "labour" not in known_beyond.of_person(store, first.id).asked
    blank.session.mark(VISA, AnswerState.DECLINED)
    blank.paused()
    assert known_beyond.of_person(store, first.id).asked == {"labour"}
    Talk(store, case, "transit").closed()
    assert known_beyond.of_person(store, first.id).asked == {"labour"}, "nor was one that is closed blank"
    Talk(store, case, "sexual").answered().closed()
    assert known_beyond.of_person(store, first.id).asked == {"labour", "sexual"}


def test_a_record_that_kept_nothing_of_what_is_open_is_read_by_its_form(store: Vault) -> None:
    _, case = begun(store)
    labour = Talk(store, case, "labour").answered((WORKED, VISA), "prefers_not_to_say")
    prepared = finalising.prepare(labour.session)
    facts = json.loads(prepared.frozen.values_json)
    kept = facts.pop("asked")
    frozen = replace(prepared.frozen, values_json=json.dumps(facts))
    finalising.freeze(store, labour.id, replace(prepared, frozen=frozen), SHEET)
    left = known_beyond.of_person(store, Talk(store, case, "transit").id).open
    assert {one.code: [one.ref, one.why] for one in left} == {code: one[:2] for code, one in kept.items() if one[1]}
    assert on_page(store, case) == LITTLE


def test_a_talk_that_asks_for_no_sign_tells_what_is_open_in_another(store: Vault) -> None:
    _, case = begun(store)
    labour = Talk(store, case, "labour").answered((WORKED, VISA), "prefers_not_to_say").closed()
    needs = Talk(store, case, "needs").answered().closed()
    found = concluded.of_record(store, needs.id)
    assert found is not None and found.found is not None and found.suggestion == "needs_more_time"
    assert {one.record for one in found.found.missing} == {labour.code}
