"""No byte of what was typed lies in the open in the store's folder, in any usual dress."""

import base64
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.vault import AttemptResult, Draft, FormFile, Frozen, ReleaseRow, Role, ServerRow, Site, SlipRow, Vault
from tests.vault import scene

CANARY = "Zaffiro-Kestrel-9271"


def _base64(text: str) -> list[bytes]:
    """The letters that base64 shows of a text, at each of the three places that it can begin."""
    found = []
    for lead in range(3):
        whole = base64.b64encode(b"\0" * lead + text.encode())
        found.append(whole[4 if lead else 0 : -4])
    return found


def dresses(text: str) -> list[bytes]:
    """A text as it might lie in a file."""
    plain = text.encode()
    wide = [text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("utf-32-le")]
    return [plain, plain[::-1], *wide, plain.hex().encode(), plain.hex().upper().encode(), *_base64(text)]


def found_in(folder: Path) -> list[str]:
    """Which file shows which dress."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [
        f"{path.name} {number}"
        for path in files
        for number, dress in enumerate(dresses(CANARY))
        if dress in path.read_bytes()
    ]


def _full_cycle(store: Vault, between: Callable[[], None]) -> None:
    canary = CANARY.encode()
    key = store.put_form(FormFile(CANARY, CANARY, CANARY, canary, CANARY, "central", CANARY, CANARY), {CANARY: canary})
    store.put_server(ServerRow("central", CANARY, "basic", CANARY, CANARY))
    store.set_setting(CANARY, CANARY)
    for record in (f"uuid:{CANARY}", f"uuid:{CANARY}-gone"):
        store.new_draft(key, record, canary, CANARY, CANARY)
        store.save_draft(record, Draft(canary * 500, {CANARY: CANARY}, CANARY, CANARY, (CANARY, CANARY)))
        store.put_media(record, CANARY, canary * 100_000, CANARY)
        between()
    store.discard(f"uuid:{CANARY}-gone")
    record = f"uuid:{CANARY}"
    store.finalise(record, Frozen(canary, (CANARY,), CANARY, CANARY))
    for purpose in ("sync", "slip"):
        store.put_release(ReleaseRow(purpose, record, purpose, CANARY, "consent", CANARY, CANARY, CANARY))
    sheet = json.dumps(CANARY)
    store.put_slip(SlipRow(CANARY, record, CANARY, "slip", CANARY, CANARY, sheet, canary))
    attempt = store.attempt_started(record, "central")
    store.attempt_ended(attempt, AttemptResult("accepted", CANARY, 201, CANARY, CANARY))
    between()


def test_no_canary_in_any_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, temporary = tmp_path / "store", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    site = Site(CANARY, CANARY, CANARY)
    path = here / "place.intake"
    hits: list[str] = []
    with vault.create(path, site, CANARY, Role.MEDIATOR, scene.PASSPHRASE, vault.FLOOR) as store:
        _full_cycle(store, lambda: hits.extend(found_in(here)))
        names = {file.name for file in here.iterdir()}
    assert "place.intake-wal" in names
    assert hits == found_in(here) == found_in(temporary) == []
    assert list(temporary.iterdir()) == []
    with vault.open_store(path, CANARY, scene.PASSPHRASE) as store:
        assert store.submission(f"uuid:{CANARY}") == CANARY.encode()
        assert len(store.records()) == 1


@pytest.mark.parametrize("number", range(len(dresses(CANARY))))
def test_the_scan_finds_each_dress(tmp_path: Path, number: int) -> None:
    """Positive control."""
    (tmp_path / "leak").write_bytes(b"\1\2" + dresses(CANARY)[number] + b"\3")
    assert found_in(tmp_path) == [f"leak {number}"]
