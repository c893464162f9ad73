"""Passphrases, people, recovery and organisations from the command line, secrets through real descriptors."""

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from intake_app import cli, machine, vault
from tests.cli.conftest import PASSPHRASE

NEW = "silver orchard bridge nineteen"
OTHER = "copper meadow window eleven"
ROOT = Path(__file__).resolve().parents[2]
Told = Any
Run = Callable[..., Told]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """One command; keywords are secrets, each on a descriptor of the option with its name. Gives the JSON."""

    def carry_out(*words: str, **secrets: str) -> Told:
        line, open_ends = list(words), []
        for option, secret in secrets.items():
            reading, writing = os.pipe()
            os.write(writing, secret.encode() + b"\n")
            os.close(writing)
            open_ends.append(reading)
            line += [f"--{option.replace('_', '-')}-fd", str(reading)]
        capfd.readouterr()
        try:
            code = cli.run(line)
        finally:
            for end in open_ends:
                os.close(end)
        told = json.loads(capfd.readouterr().out)
        assert code == (1 if isinstance(told, dict) and told.get("ok") is False else 0)
        return told

    return carry_out


@pytest.fixture
def here(store: Path) -> tuple[str, ...]:
    """The options that name the store and its keeper."""
    return ("--store", str(store), "--user", "Ada")


def _facts(run: Run, here: tuple[str, ...], passphrase: str = PASSPHRASE) -> Told:
    return run("store", "info", *here, passphrase=passphrase)


def test_a_store_is_created_with_a_recovery_key_that_is_on_paper(run: Run, tmp_path: Path) -> None:
    place = ("--store", str(tmp_path / "new" / "work.intake"), "--user", "Ada")
    key = run("store", "recovery-key")["recovery_key"]
    told = run("store", "create", *place, "--organisation", "E", "--site", "Q", passphrase=PASSPHRASE, recovery=key)
    assert told["recovery"] is True
    assert len(bytes.fromhex(told["signer"])) == 32
    again = run("store", "recover", *place, new_passphrase=NEW, recovery=key.lower())
    assert again == {"user": "Ada", "role": "mediator", "keeper": True}
    assert run("store", "info", *place, passphrase=PASSPHRASE)["error"] == "vault.wrong_passphrase"
    assert run("store", "info", *place, passphrase=NEW)["recovery"] is True


@pytest.mark.parametrize("lies_open", [True, False])
def test_swap_in_the_open_is_told_where_a_store_is_created(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lies_open: bool
) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text("Filename Type Size Used Priority\n" + "/dev/sda2 partition 100 0 -2\n" * lies_open)
    monkeypatch.setattr(machine.open_swap, "__defaults__", (swaps, tmp_path, tmp_path))
    place = ("--store", str(tmp_path / "work.intake"), "--user", "Ada", "--organisation", "E", "--site", "Antitratta")
    told = run("store", "create", *place, "--without-recovery", passphrase=PASSPHRASE)["warnings"]
    assert ["not encrypted" in one for one in told] == [True] * lies_open + [False] and "leave it out" in told[-1]


@pytest.mark.parametrize(
    ("words", "secrets", "code"),
    [
        ((), {}, "cli.no_recovery_choice"),
        ((), {"recovery": "ABCD-EFGH"}, "vault.recovery_typo"),
    ],
)
def test_without_a_choice_about_recovery_no_store_is_made(
    run: Run, tmp_path: Path, words: tuple[str, ...], secrets: dict[str, str], code: str
) -> None:
    place = tmp_path / "work.intake"
    names = ("--store", str(place), "--user", "Ada", "--organisation", "E", "--site", "Q")
    assert run("store", "create", *names, *words, passphrase=PASSPHRASE, **secrets)["error"] == code
    assert list(tmp_path.glob("work.intake*")) == []


def test_a_key_shown_on_a_terminal_is_typed_back_before_anything_is_made(tmp_path: Path) -> None:
    """A real terminal, played by a program at its other end that reads the key and types it in."""
    if sys.platform == "win32":
        pytest.skip("2026-11-26: pseudo-terminals are POSIX")
    import pty

    place = tmp_path / "work.intake"
    line = ["store", "create", "--store", str(place), "--user", "Ada", "--organisation", "E", "--site", "Q"]
    for good in (False, True):
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(ROOT)
            os.execv(sys.executable, [sys.executable, "-m", "intake_app", *line])
        seen = ""

        def until(mark: str, terminal: int = terminal) -> None:
            nonlocal seen
            while mark not in seen:
                seen += os.read(terminal, 1024).decode()

        until("New passphrase: ")
        os.write(terminal, PASSPHRASE.encode() + b"\n")
        until("Type it back")
        found = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{3}", seen)
        assert found is not None
        typed = found[0] if good else vault.new_recovery_key()
        os.write(terminal, typed.encode() + b"\n")
        try:
            while True:
                seen += os.read(terminal, 1024).decode()
        except OSError:  # the other end is closed
            os.close(terminal)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == (0 if good else 1)
        assert place.exists() == good
        assert ("cli.recovery_differs" in seen) != good


def test_passwd(run: Run, here: tuple[str, ...]) -> None:
    told = run("store", "passwd", *here, passphrase=PASSPHRASE, new_passphrase=NEW)
    assert told == {"user": "Ada", "keyring": False}
    assert _facts(run, here)["error"] == "vault.wrong_passphrase"
    assert _facts(run, here, NEW)["user"] == "Ada"
    assert run("store", "passwd", *here[:2], passphrase=NEW, new_passphrase=OTHER)["error"] == "cli.no_user"


class Memory(KeyringBackend):
    """A keyring that lasts as long as the test: the platform's part."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


@pytest.fixture
def ring() -> Iterator[Memory]:
    """It is the keyring of this computer account for one test."""
    backend = Memory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(fail.Keyring())


def test_a_second_secret_in_the_keyring(run: Run, here: tuple[str, ...], ring: Memory) -> None:
    on = run("store", "passwd", *here, "--keyring", "on", passphrase=PASSPHRASE, new_passphrase=NEW)
    assert on == {"user": "Ada", "keyring": True}
    assert len(ring.kept) == 1
    assert _facts(run, here, NEW)["user"] == "Ada"
    again = run("store", "passwd", *here, "--keyring", "on", passphrase=NEW, new_passphrase=OTHER)
    assert again["keyring"] is True
    kept, ring.kept = ring.kept, {}
    told = _facts(run, here, OTHER)
    assert told["error"] == "vault.keyring_missing"
    assert "recovery key" in told["advice"]
    ring.kept = kept
    off = run("store", "passwd", *here, "--keyring", "off", passphrase=OTHER, new_passphrase=NEW)
    assert (off["keyring"], ring.kept) == (False, {})
    assert _facts(run, here, NEW)["user"] == "Ada"


def test_a_keyring_that_can_not_be_used_changes_nothing(run: Run, here: tuple[str, ...], ring: Memory) -> None:
    weak = run("store", "passwd", *here, "--keyring", "on", passphrase=PASSPHRASE, new_passphrase="short")
    assert (weak["error"], ring.kept) == ("vault.weak_passphrase", {})
    keyring.set_keyring(fail.Keyring())
    told = run("store", "passwd", *here, "--keyring", "on", passphrase=PASSPHRASE, new_passphrase=NEW)
    assert told["error"] == "keychain.none"
    assert _facts(run, here)["user"] == "Ada"


def test_people_come_and_go(run: Run, here: tuple[str, ...]) -> None:
    run("user", "add", "Omar", "--role", "desk", *here, passphrase=PASSPHRASE, new_passphrase=OTHER)
    listed = run("user", "list", *here, passphrase=PASSPHRASE)
    assert [(one["name"], one["role"], one["keeper"]) for one in listed] == [
        ("Ada", "mediator", True),
        ("Omar", "desk", False),
    ]
    assert run("user", "revoke", "Omar", *here, passphrase=PASSPHRASE) == {"removed": "Omar"}
    assert run("user", "revoke", "Omar", *here, passphrase=PASSPHRASE)["error"] == "vault.no_such_person"
    assert len(run("user", "list", *here, passphrase=PASSPHRASE)) == 1
    assert run("store", "check", *here, passphrase=PASSPHRASE)["ok"] is True


def test_a_recovery_key_later_and_a_new_keeper_by_it(run: Run, here: tuple[str, ...]) -> None:
    assert _facts(run, here)["recovery"] is False
    key = run("store", "recovery-key")["recovery_key"]
    assert run("store", "set-recovery", *here, passphrase=PASSPHRASE, recovery=key) == {"recovery": True}
    nadia = (*here[:3], "Nadia")
    assert run("store", "recover", *nadia, recovery=key, new_passphrase=NEW)["error"] == "vault.no_such_person"
    told = run("store", "recover", *nadia, "--new-keeper", recovery=key, new_passphrase=NEW)
    assert told == {"user": "Nadia", "role": "administrator", "keeper": True}
    assert run("store", "recover", *here[:2], recovery=key, new_passphrase=NEW)["error"] == "cli.no_user"


@pytest.mark.parametrize(("language", "count"), [("en", 6), ("it", 6), ("it", 7)])
def test_a_passphrase_is_suggested(run: Run, language: str, count: int) -> None:
    told = run("store", "passphrase", "--language", language, "--words", str(count))["passphrase"]
    assert len(told.split()) == count


def test_the_key_of_an_organisation_brings_a_store_back(run: Run, here: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "organisation"
    made = run("org-key", "create", "--shares", "3", "--threshold", "2", "--out", str(folder))
    assert sorted(path.name for path in folder.iterdir()) == [
        "organisation-key.pub",
        *(f"share-{number}-of-3.txt" for number in (1, 2, 3)),
    ]
    assert run("org-key", "fingerprint", made["public"])["fingerprint"] == made["fingerprint"]
    assert run("org-key", "create", "--out", str(folder))["error"] == "cli.key_files_exist"
    run("org-key", "add", made["public"], *here, passphrase=PASSPHRASE)
    assert run("org-key", "list", *here, passphrase=PASSPHRASE) == [{"fingerprint": made["fingerprint"]}]
    assert _facts(run, here)["organisation_keys"] == [made["fingerprint"]]
    shares = [word for path in made["shares"][1:] for word in ("--share", path)]
    told = run("store", "recover", *here, *shares, new_passphrase=NEW)
    assert told["user"] == "Ada"
    few = run("store", "recover", *here, *shares[:2], new_passphrase=NEW)
    assert few["error"] == "share.too_few"
    assert "1 of the shares are here; 2 are needed" in few["sentence"]
    wrong = run("org-key", "remove", "1234", *here, passphrase=NEW)
    assert wrong["error"] == "vault.no_organisation_key"
    assert run("org-key", "remove", made["fingerprint"], *here, passphrase=NEW)["removed"] == made["fingerprint"]
    gone = run("store", "recover", *here, *shares, new_passphrase=OTHER)
    assert gone["error"] == "vault.no_organisation_key"


@pytest.mark.skipif(sys.platform == "win32", reason="2026-11-26: POSIX modes")
def test_shares_are_private_and_say_what_they_are_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    made = run("org-key", "create", "--out", str(tmp_path / "o"), "--language", "it")
    for path in map(Path, [made["public"], *made["shares"]]):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = Path(made["shares"][0]).read_text(encoding="utf-8")
    assert "Parte 1 di 3" in text
    assert made["fingerprint"] in text


def test_a_file_that_is_no_key_is_told(run: Run, here: tuple[str, ...], tmp_path: Path) -> None:
    odd = tmp_path / "odd.pub"
    odd.write_text("notes")
    assert run("org-key", "add", str(odd), *here, passphrase=PASSPHRASE)["error"] == "share.bad_file"
    odd.write_bytes(b"\xff\xfe\x00")
    assert run("org-key", "fingerprint", str(odd))["error"] == "cli.not_utf8"
    assert run("org-key", "fingerprint", str(tmp_path / "none"))["error"] == "cli.file"
    assert run("org-key", "create", "--shares", "2", "--threshold", "3", "--out", str(tmp_path / "o"))["error"] == (
        "share.numbers"
    )
