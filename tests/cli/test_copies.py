"""Copies, stores from copies, and the log of actions on the command line."""

import io
import json
import resource
from pathlib import Path

import pytest

from intake_app import cli, vault
from intake_app.cli.secret_input import private_file
from intake_app.errors import IntakeError
from intake_app.vault import schema
from tests.cli.conftest import PASSPHRASE, Line


def test_a_copy_is_made_restored_and_sound(line: Line, store: Path, tmp_path: Path) -> None:
    told = line("store", "backup", str(tmp_path / "copy"))
    assert told["exit"] == 0 and told["size"] > 100_000
    assert line("store", "backup", str(tmp_path / "copy"))["error"] == "vault.backup_exists"
    again = line("store", "restore", str(tmp_path / "copy"))
    assert (again["exit"], again["error"]) == (1, "vault.exists")
    for part in store.parent.iterdir():
        part.unlink()
    assert line("store", "open-check")["error"] == "vault.not_found"
    restored = line("store", "restore", str(tmp_path / "copy"))
    assert restored["organisation"] == "Example" and "intake store put-back" in restored["note"]
    assert line("server", "add", "desk", "--url", "http://127.0.0.1:9")["exit"] == 0
    assert line("sync")["error"] == "vault.put_back"
    assert line("store", "put-back")["put_back"]["confirms"]
    assert line("store", "confirm-put-back")["error"] == "cli.codes_or_nobody"
    assert line("store", "confirm-put-back", "KARO")["error"] == "vault.code_not_here"
    assert line("store", "confirm-put-back", "--nobody")["stopped"] == 0
    assert line("store", "put-back")["put_back"] is None
    assert line("store", "open-check") == {"ok": True, "opens": True, "wrong": [], "schema": schema.CURRENT, "exit": 0}
    verified = line("store", "verify")
    assert (verified["ok"], verified["wrong"], verified["set_apart"]) == (True, [], [])
    assert verified["audit_rows"] > 3


def test_the_log_of_actions(line: Line) -> None:
    newest, *others = line("audit", "show", "--limit", "2")["rows"]
    assert (newest["action"], newest["actor"], len(others)) == ("store.opened", "Ada", 1)
    head = line("audit", "verify")
    assert head["ok"] and head["audit_rows"] == head["head"]["seq"] and len(head["head"]["mac"]) == 64


def test_a_head_that_was_kept_tells_of_a_store_that_was_put_back(line: Line, store: Path, tmp_path: Path) -> None:
    """Also with everything beside it: the anchor, the headers."""
    before = {part: part.read_bytes() for part in store.parent.iterdir() if part.is_file()}
    line("record", "list")
    kept, other = tmp_path / "kept.json", tmp_path / "other.json"
    kept.write_text(json.dumps(line("audit", "verify")), encoding="utf-8")
    assert line("audit", "verify", "--kept", str(kept))["ok"]
    code = json.loads(kept.read_text(encoding="utf-8"))["receipt"]
    assert line("audit", "verify", "--receipt", code)["ok"]
    assert line("audit", "verify", "--receipt", "12")["error"] == "workflow.not_a_head"
    for part, data in before.items():
        part.write_bytes(data)
    told = line("audit", "verify", "--kept", str(kept))
    assert (told["exit"], told["ok"], told["wrong"]) == (1, False, ["vault.rolled_back"])
    assert not line("audit", "verify", "--receipt", code)["ok"]
    for text in ('{"head": 5}', '{"head": {"seq": "x", "mac": "", "changes": 0}}', "{}"):
        other.write_text(text, encoding="utf-8")
        assert line("audit", "verify", "--kept", str(other))["error"] == "cli.not_json"


def test_restore_asks_who(tmp_path: Path) -> None:
    assert cli.run(["store", "restore", str(tmp_path), "--store", str(tmp_path / "x")]) == 1


def test_an_export_is_written_over_nothing(line: Line, store: Path, tmp_path: Path) -> None:
    new, old = tmp_path / "new.json", tmp_path / "old.json"
    old.write_bytes(b"somebody's")
    assert line("queue", "export", "any", str(old))["error"] == "cli.file_exists"
    assert line("queue", "export", "any", str(store))["error"] == "vault.own_file"
    for verb in ("ledger", "profile"):
        assert line(verb, "export", str(old))["error"] == "cli.file_exists"
        assert line(verb, "export", str(store))["error"] == "vault.own_file"
        assert line(verb, "export", str(new))["exit"] == 0 and new.stat().st_size
        new.unlink()
    assert old.read_bytes() == b"somebody's"


def test_a_file_without_room_is_named_and_goes_again(tmp_path: Path) -> None:
    """What is small enough to wait in memory is met by the disk only when the file is closed."""
    path, before = tmp_path / "new.json", resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.raises(OSError) as caught, private_file(str(path)) as stream:
        stream.write(b"x" * 4000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.filename == str(path) and list(tmp_path.iterdir()) == []


def test_nothing_of_a_file_is_under_its_name_before_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    with private_file(str(path)) as stream:
        stream.write(b"x" * 100_000)
        assert path.read_bytes() == b""
        with pytest.raises(IntakeError, match=r"cli\.file_exists"), private_file(str(path)):
            pass
    assert path.stat().st_size == 100_000 and list(tmp_path.iterdir()) == [path]


class Terminal(io.StringIO):
    """What somebody looks at."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_who_looks_at_a_terminal_sees_how_far_long_work_is(
    line: Line, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with vault.open_store(store, "Ada", PASSPHRASE) as opened, opened._opening.database.transaction():
        opened._opening.database.run("DELETE FROM migration WHERE version >= 17")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert line("store", "open-check")["exit"] == 0
    copied, upgraded = terminal.getvalue().strip().split("\n")
    assert copied.split("\r")[-1].startswith("A copy is made before the store is brought up to date: ")
    assert upgraded.split("\r")[-1].startswith("The store is brought up to date: 0 of ")
    for words in (("store", "backup", str(tmp_path / "copy")), ("store", "verify"), ("store", "check")):
        terminal.truncate(terminal.seek(0))
        assert line(*words)["exit"] == 0
        told = terminal.getvalue().strip().split("\r")
        assert len(told) > 2 and told[-1] == "100 %" and told == sorted(told, key=lambda one: int(one[:-2])), words
