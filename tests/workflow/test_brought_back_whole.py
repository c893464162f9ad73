"""A draft that is brought back: what had stopped for it alone goes again with it, or nothing of it happened."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, NO, Place, code_of

SERVER = "http://127.0.0.1:9/v1/key/abc/projects/1"


class Desk:
    """A workplace at which one person sits after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
        self.store = workflow.create_store(path, setup, vault.FLOOR)
        workflow.add_server(self.store, "practice", SERVER)
        Place(self.store).form("asks", True)

    def anew(self) -> Vault:
        self.store.close()
        self.store = workflow.open_store(self.path, "Ada", PASSPHRASE)
        return self.store

    def sits(self, name: str) -> Place:
        if self.store.me.name != name:
            self.store.close()
            self.store = workflow.open_store(self.path, name, PASSPHRASE)
        return Place(self.store)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "w.intake")
    yield made
    made.store.close()


@pytest.mark.parametrize("agency", ["", "Other"])
def test_what_a_colleague_or_another_agency_has_of_the_person_keeps_nothing_back(desk: Desk, agency: str) -> None:
    desk.store.add_person("Bea", Role.MEDIATOR, PASSPHRASE, agency=agency)
    ada = desk.sits("Ada")
    case = ada.store.open_case().id
    mine = ada.closed("asks", case, **ALL)
    given = ("anti_trafficking", ConsentSheet(given=True, language="bn")) if agency else ()
    workflow.hand_over(ada.store, mine, "Bea", *given)
    theirs = desk.sits("Bea").closed("asks", case, **ALL)
    ada = desk.sits("Ada")
    draft = ada.begun("asks", True, case, **{**ALL, **NO})
    workflow.discard(ada.store, draft)
    assert ada.store.record(mine).delivery == "held"
    workflow.restore(ada.store, draft)
    assert (ada.store.record(mine).delivery, ada.store.record(draft).state) == ("waiting", "draft")
    bea = desk.sits("Bea").store
    assert bea.record(theirs).delivery == ("held" if agency else "waiting"), "to another agency it is theirs to say"
    assert bea.check() == ()


DIES = """
import os, signal, sys
from pathlib import Path
from intake_app import workflow

def look(statement):
    if statement.startswith("INSERT INTO " + sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

store = workflow.open_store(Path(sys.argv[1]), "Ada", {passphrase!r})
workflow.discard(store, sys.argv[2])
assert store.words_of_away(sys.argv[2])
store._opening.database.connection.set_trace_callback(look)
workflow.restore(store, sys.argv[2])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-29: there is no SIGKILL")
@pytest.mark.parametrize("table", ["consent_back ", "release ", "nothing"])
def test_killed_at_any_write_it_is_away_or_back_with_all_that_goes_again(desk: Desk, table: str) -> None:
    ada = desk.sits("Ada")
    case = ada.store.open_case().id
    first, draft = ada.closed("asks", case, **ALL), ada.begun("asks", True, case, **{**ALL, **NO})
    ada.store.close()
    line = [sys.executable, "-c", DIES.format(passphrase=PASSPHRASE), str(desk.path), draft, table]
    assert subprocess.run(line, env=dict(os.environ), check=False).returncode == -signal.SIGKILL
    desk.store = workflow.open_store(desk.path, "Ada", PASSPHRASE)
    refused = {word.word for word in desk.store.said(first)} == {"yes", "no"}
    assert refused == (table != "nothing"), "what was away when the power went is gone, and what it refused stands"
    assert desk.store.record(first).delivery == ("held" if refused else "waiting")
    assert desk.store.check() == ()


@pytest.mark.parametrize("kept", ["first", "second"])
def test_a_merging_that_was_undone_meanwhile_keeps_nothing_back(desk: Desk, kept: str) -> None:
    ada = desk.sits("Ada")
    store = ada.store
    cases = [store.open_case().id, store.open_case().id]
    first, second = (ada.closed("asks", case, **ALL) for case in cases)
    draft = ada.begun("asks", True, cases[0], **{**ALL, **NO})
    one, other = cases if kept == "first" else reversed(cases)
    workflow.discard(store, draft)
    workflow.merge_cases(store, one, other, "they told us that they are the same person")
    workflow.part_cases(store, one, store.case_merges(one)[0].code, "they turned out to be somebody else after all")
    workflow.restore(store, draft)
    assert [store.record(record).delivery for record in (first, second)] == ["waiting", "waiting"]
    assert {word.word for record in (first, second) for word in store.said(record)} == {"yes"}
    assert store.check() == ()


@pytest.mark.parametrize("first", ["another form", "a correction"])
def test_two_drafts_refuse_and_one_is_brought_back(desk: Desk, first: str) -> None:
    ada = desk.sits("Ada")
    store, case = ada.store, ada.store.open_case().id
    record = ada.closed("asks", case, **ALL)
    if first == "a correction":
        one = workflow.edit_record(store, record).row.id
        ada.answer(one, sync="no", referral="no")
    else:
        one = ada.begun("asks", True, case, **{**ALL, "sync": "no", "referral": "no"})
    two = ada.begun("asks2", True, case, **{**ALL, "sync": "no", "referral": "no"})
    workflow.discard(store, one)
    workflow.discard(store, two)
    workflow.restore(store, one)
    assert (store.record(record).delivery, ada.due()) == ("held", set())
    assert code_of(lambda: ada.slip(record)) == "screening.consent_refused"
    workflow.restore(store, two)
    assert store.record(record).delivery == "waiting", "of both speak their own answers"
    workflow.discard(store, two)
    ada.answer(one, sync="yes", referral="yes")
    desk.anew()
    assert desk.store.record(record).delivery == "held", "it is gone, and what it refused stands"
    assert desk.store.check() == ()


def test_what_a_draft_had_refused_stays_so_where_another_that_refuses_it_is_brought_back(desk: Desk) -> None:
    ada = desk.sits("Ada")
    store, case = ada.store, ada.store.open_case().id
    record = ada.closed("asks", case, **ALL)
    one, two = (ada.begun(name, True, case, **{**ALL, **NO}) for name in ("asks", "asks2"))
    workflow.discard(store, one)
    workflow.restore(store, one)
    ada.answer(one, sync="yes")
    workflow.discard(store, two)
    workflow.discard(store, one)
    workflow.restore(store, two)
    assert store.record(record).delivery == "held"


AFTER_ALL = "they turned out to be somebody else after all"


@pytest.mark.parametrize("then", ["parted", "parted and closed", "closed and parted"])
@pytest.mark.parametrize("said", ["no", "yes"])
def test_what_a_draft_refused_stays_with_its_person_when_they_are_taken_apart(desk: Desk, said: str, then: str) -> None:
    ada = desk.sits("Ada")
    store = ada.store
    cases = [store.open_case().id, store.open_case().id]
    first, second = (ada.closed("asks", case, **ALL) for case in cases)
    draft = ada.begun("asks2", True, cases[1], **{**ALL, "sync": "no", "referral": "no"})
    if said == "no":
        for purpose in ("sync", "slip"):
            workflow.consent_given(store, first, purpose, word="no")
    workflow.merge_cases(store, cases[0], cases[1], "they told us that they are the same person")
    if said == "yes":
        for purpose in ("sync", "slip"):
            workflow.consent_given(store, first, purpose, language="bn")
    workflow.discard(store, draft)
    assert store.record(second).delivery == ("held" if said == "no" else "waiting"), "the newest word of one person"
    if then == "closed and parted":
        store = desk.anew()
    workflow.part_cases(store, cases[0], store.case_merges(cases[0])[0].code, AFTER_ALL)
    if then == "parted and closed":
        store = desk.anew()
    assert store.record(second).delivery == "held"
    assert code_of(lambda: Place(store).slip(second)) == "screening.consent_refused"
    assert (store.record(first).delivery == "held") == (said == "no")
    assert store.check() == ()


def test_papers_of_two_that_are_one_bear_one_code_by_which_both_are_found(desk: Desk) -> None:
    store = desk.sits("Ada").store
    cases = [store.open_case() for _ in range(2)]
    records = [desk.sits("Ada").closed("asks", case.id, **ALL) for case in cases]

    def codes() -> list[str]:
        return [workflow.paper_head(store, record, "health")[0] for record in records]

    assert codes() == [case.code for case in cases]
    workflow.merge_cases(store, cases[0].id, cases[1].id, "they told us that they are the same person")
    assert codes() == [cases[0].code] * 2
    assert {row.id for row in store.search(cases[0].code)} == set(records)
    merged = store.case_merges(cases[0].id)[0].code
    workflow.part_cases(store, cases[0].id, merged, "they turned out to be somebody else after all")
    assert codes() == [case.code for case in cases]
    assert {row.id for row in store.search(cases[0].code)} == {records[0]}
