"""A store that was put back knows nothing of who took their word back since: nothing leaves before somebody says it."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, Leaving, PutBack, SlipRow, Vault, codes, returned
from tests.vault import scene

RECORD, OTHER = "uuid:1", "uuid:2"
SLIP = "6NYW-V4BV"
AT = "2026-03-01T10:00:00+00:00"
COLLEAGUE = "Noor"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two records that wait, a slip of one, a copy; the store as it was then; and who withdrew since."""
    folder = tmp_path_factory.mktemp("made")
    with scene.new_store(folder) as store:
        store.add_person(COLLEAGUE, vault.Role.MEDIATOR, scene.OTHER)
        store.add_person("Guest", vault.Role.MEDIATOR, scene.OTHER, agency="Another agency")
        scene.queued(store)
        scene.queued(store, OTHER)
        kept = store.put_release(scene.release(RECORD, "slip", "health"))
        store.put_slip(SlipRow(SLIP, RECORD, "health", kept.id, AT, store.me.id, "{}", b"%PDF"))
        store.back_up(folder / "copy")
    shutil.copytree(folder, folder / "then", ignore=shutil.ignore_patterns("copy"))
    with scene.reopened(folder) as store:
        store.withdraw_consent(RECORD)
        assert store.put_back() is None
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Vault]:
    """The store that was made from the copy, just now."""
    with vault.restore(made / "copy", tmp_path / "place.intake", scene.NAME, scene.PASSPHRASE, _heedless) as store:
        yield store


def _heedless(_done: int, _of: int) -> bool:
    return True


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(IntakeError) as caught:
        do()
    return caught.value.code


def ways(store: Vault) -> list[Callable[[], object]]:
    """Each way in which something of a record leaves."""
    kept = store.releases(RECORD)[-1]
    slip = SlipRow("YY34-4FXF", RECORD, "health", kept.id, AT, store.me.id, "{}", b"%PDF")
    exported = replace(scene.release(RECORD), id="e", purpose="export", recipient="health")
    return [
        lambda: store.next_due("central", None),
        lambda: store.attempt_started(RECORD, "central"),
        lambda: store.put_release(scene.release(RECORD, "slip", "shelter")),
        lambda: store.put_release(exported),
        lambda: store.put_slip(slip),
        lambda: store.slip(SLIP),
        lambda: store.slip_left(SLIP, "printed"),
        lambda: store.slip_kept(kept, "{}"),
        lambda: store.prepare_export("json", [Leaving(exported)]),
        lambda: store.put_leaving(Leaving(exported)),
        lambda: store.take_out(RECORD, scene.OTHER),
        lambda: store.hand_over(RECORD, "Guest", Leaving(exported)),
    ]


def test_nothing_leaves_of_a_store_made_from_a_copy(store: Vault) -> None:
    assert {refused(way) for way in ways(store)} == {"vault.put_back"}
    found = store.put_back()
    assert found is not None
    assert (found.records, found.slips, found.exports, found.confirms) == (2, 1, 0, True)
    assert store.check() == ()


def test_interviewing_and_releasing_go_on(store: Vault) -> None:
    scene.queued(store, "uuid:3")
    found = store.put_back()
    assert found is not None
    assert found.records == 3


def test_who_withdrew_is_noted_and_all_else_goes_on(store: Vault) -> None:
    code = store.record(RECORD).code
    assert store.confirm_put_back([f" {code.lower()} "]) == 2
    assert store.put_back() is None
    due = store.next_due("central", None)
    assert due is not None
    assert due.record_id == OTHER
    assert store.next_due("central", None, {OTHER}) is None
    assert refused(lambda: store.slip(SLIP)) == "vault.withdrawn"
    assert {word.word for word in store.said(RECORD)} == {"withdrawn"}
    assert "leaving.confirmed" in {row.action for row in store.audit_rows()}
    assert store.check() == ()


def test_it_is_remembered_until_somebody_says_it(store: Vault, tmp_path: Path) -> None:
    store.close()
    with scene.reopened(tmp_path) as again:
        assert refused(lambda: again.next_due("central", None)) == "vault.put_back"
        assert [row.action for row in again.audit_rows()].count("leaving.held") == 1
        again.confirm_put_back([])
    with scene.reopened(tmp_path) as again:
        assert again.put_back() is None
        assert again.slip(SLIP).pdf == b"%PDF"


def test_a_program_that_ends_before_the_store_is_open_loses_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last step, which is a rename, and the log."""

    def killed(*_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as change:
        change.setattr("intake_app.vault.restoring.enter", killed)
        with pytest.raises(KeyboardInterrupt):
            vault.restore(made / "copy", tmp_path / "place.intake", scene.NAME, scene.PASSPHRASE, _heedless)
    with scene.reopened(tmp_path) as store:
        assert refused(lambda: store.next_due("central", None)) == "vault.put_back"


def test_an_older_file_in_the_place_of_the_store_is_held_too(made: Path, tmp_path: Path) -> None:
    """Whoever put it there: what was said since is not in it."""
    shutil.copytree(made, tmp_path / "here", ignore=shutil.ignore_patterns("copy", "then"))
    shutil.copy(made / "then" / "place.intake", tmp_path / "here" / "place.intake")
    for _opening in range(2):
        with scene.reopened(tmp_path / "here") as store:
            assert refused(lambda: store.next_due("central", None)) == "vault.put_back"
            assert [row.action for row in store.audit_rows()].count("leaving.held") == 1


def test_a_file_that_was_copied_by_hand_without_its_anchor_is_held_too(made: Path, tmp_path: Path) -> None:
    """No manifest and no anchor tell of which day it is."""
    (tmp_path / "here").mkdir()
    for name in ("place.intake", "place.intake.header-a", "place.intake.header-b"):
        shutil.copy(made / "copy" / name, tmp_path / "here" / name)
    for _opening in range(2):
        with scene.reopened(tmp_path / "here") as store:
            assert refused(lambda: store.next_due("central", None)) == "vault.put_back"
            assert [row.action for row in store.audit_rows()].count("leaving.held") == 1
            assert store.noticed() == store.check() == ()
    with scene.reopened(tmp_path / "here") as store:
        store.confirm_put_back([])
    with scene.reopened(tmp_path / "here") as store:
        assert store.put_back() is None


def test_a_disk_that_is_full_at_the_first_opening_makes_nobody_forget_it(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_opening: object) -> None:
        raise IntakeError("vault.disk_full")

    shutil.copytree(made, tmp_path / "here", ignore=shutil.ignore_patterns("copy", "then"))
    shutil.copy(made / "then" / "place.intake", tmp_path / "here" / "place.intake")
    monkeypatch.setattr(returned, "note", full)
    for _opening in range(2):
        with scene.reopened(tmp_path / "here") as store:
            assert refused(lambda: store.next_due("central", None)) == "vault.put_back"
        monkeypatch.undo()


def test_another_agency_reads_nothing_meanwhile_of_what_was_handed_over_to_it(tmp_path: Path) -> None:
    scene.new_store(tmp_path).close()
    with scene.reopened(tmp_path) as store:
        for name, agency in (("Guest", "Another agency"), (COLLEAGUE, "")):
            store.add_person(name, vault.Role.DESK, scene.OTHER, agency=agency)
        scene.queued(store)
        store.hand_over(RECORD, "Guest", Leaving(replace(scene.release(RECORD, "export", "health"), id="e")))
        store.hand_over(RECORD, COLLEAGUE)
        store.back_up(tmp_path / "copy")
    with vault.restore(tmp_path / "copy", tmp_path / "back.intake", scene.NAME, scene.PASSPHRASE, _heedless):
        pass

    def reads(name: str) -> bool:
        with vault.open_store(tmp_path / "back.intake", name, scene.OTHER) as theirs:
            return bool(theirs.records())

    assert (reads("Guest"), reads(COLLEAGUE)) == (False, True)
    with vault.open_store(tmp_path / "back.intake", scene.NAME, scene.PASSPHRASE) as store:
        store.confirm_put_back([])
    assert reads("Guest")


def test_a_copy_that_is_opened_where_it_lies_is_held_too(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "copy", tmp_path / "copy")
    with scene.reopened(tmp_path / "copy") as store:
        assert refused(lambda: store.next_due("central", None)) == "vault.put_back"
        store.confirm_put_back([])
    with scene.reopened(tmp_path / "copy") as store:
        assert store.put_back() is None


def test_put_back_twice_it_is_asked_for_since_the_older_copy(store: Vault, tmp_path: Path) -> None:
    before = store.put_back()
    assert before is not None
    store.back_up(tmp_path / "copy")
    target = tmp_path / "next" / "place.intake"
    with vault.restore(tmp_path / "copy", target, scene.NAME, scene.PASSPHRASE, _heedless) as second:
        found = second.put_back()
        assert found is not None
        assert found.made == before.made


def test_a_code_that_is_not_here_ends_nothing(store: Vault) -> None:
    code = store.record(RECORD).code
    assert refused(lambda: store.confirm_put_back([code, codes.new_code(random.Random(1))])) == "vault.code_not_here"
    assert refused(lambda: store.confirm_put_back(["nonsense"])) == "vault.code_not_here"
    assert store.put_back() is not None
    assert store.said(RECORD) == ()


def test_a_draft_is_for_who_writes_it(store: Vault) -> None:
    scene.started(store, "uuid:4")
    code = store.record("uuid:4").code
    assert refused(lambda: store.confirm_put_back([code])) == "vault.code_of_draft"


def test_a_person_is_named_by_the_code_of_the_case_too(store: Vault) -> None:
    case = store.put_in_case(RECORD, store.open_case().id)
    assert store.confirm_put_back([case.code, store.record(RECORD).code]) == 2
    assert [word.word for word in store.said(RECORD)].count("withdrawn") == 8


def test_only_who_looks_after_the_store_confirms(store: Vault, tmp_path: Path) -> None:
    store.close()
    with scene.reopened(tmp_path, COLLEAGUE, scene.OTHER) as theirs:
        found = theirs.put_back()
        assert found == PutBack(found.made if found else "", 0, 0, 0, confirms=False)
        assert refused(lambda: theirs.confirm_put_back([])) == "vault.not_allowed"
        assert refused(lambda: theirs.next_due("central", None)) == "vault.put_back"


def test_there_is_nothing_to_confirm_of_a_store_that_was_never_put_back(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        assert refused(lambda: store.confirm_put_back([])) == "vault.not_put_back"


def test_what_had_begun_ends_all_the_same(store: Vault) -> None:
    """The end of a try is written down also where nothing new may begin."""
    store.confirm_put_back([])
    attempt = store.attempt_started(RECORD, "central")
    store._opening.held = AT
    store.attempt_ended(attempt, AttemptResult("accepted", "x", 201))
    assert store.record(RECORD).state == "sent"


def test_looking_for_it_reads_no_log_of_years(store: Vault) -> None:
    plan = store._opening.database.all(f"EXPLAIN QUERY PLAN {returned.LAST}")
    assert "audit_leaving" in str(plan)
