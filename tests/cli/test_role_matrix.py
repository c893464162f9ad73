"""Every command that opens the store, as other people against a mediator's records; nothing of them is printed."""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake_app import cli, i18n
from intake_app.cli import arguments
from intake_app.vault import Role, ServerRow, roles
from intake_app.vault.roles import Condition
from intake_app.vault.types import Person
from tests.cli.conftest import AGREED, ASKED
from tests.vault import test_role_matrix as matrix
from tests.vault import world
from tests.vault.world import CANARY, STATES, Actor, record_id

ACTORS = (
    *world.COLLEAGUES[:4],
    Actor("coordinator agency", Role.COORDINATOR, "agency"),
    Actor(world.KEEPER, Role.MEDIATOR, keeper=True),
)
Allowed = Callable[[Actor, str], bool]
Told = Callable[[str], list[str]]


def _slip(state: str) -> list[str]:
    return [record_id(state), "--recipient", world.RECIPIENT, *AGREED, "-o", f"OUT/{state}.pdf"]


def _notes(actor: Actor, state: str) -> bool:
    """What came back of a slip; that there is none of a draft is told to everybody who refers."""
    return matrix.refers(actor) if state == "draft" else matrix.reads(actor, state)


ON_RECORD: dict[str, tuple[Allowed, Told]] = {
    "record show": (matrix.reads, lambda state: [record_id(state)]),
    "record finalise": (matrix.nobody, lambda state: [record_id(state), *AGREED]),
    "record release": (matrix.reads, lambda state: [record_id(state), *AGREED]),
    "queue send-as-new": (matrix.sees, lambda state: [record_id(state)]),
    "record copy": (matrix.nobody, lambda state: [record_id(state)]),
    "record met": (matrix.nobody, lambda state: [record_id(state)]),
    "record edit": (matrix.nobody, lambda state: [record_id(state)]),
    "queue versions": (matrix.sees, lambda state: [record_id(state)]),
    "queue versions --server": (matrix.reads, lambda state: [record_id(state)]),
    "queue export": (matrix.sends, lambda state: [record_id(state), f"OUT/{state}.sealed"]),
    "queue keep-server": (matrix.sends, lambda state: [record_id(state)]),
    "queue any-server": (matrix.sends, lambda state: [record_id(state)]),
    "queue retry": (matrix.sends, lambda state: [record_id(state)]),
    "record hand-over": (matrix.nobody, lambda state: [record_id(state), "--to", world.AUTHOR]),
    "record hand-back": (matrix.sees, lambda state: [record_id(state)]),
    "record withdraw": (matrix.nobody, lambda state: [record_id(state), "--from", world.AUTHOR]),
    "print screening": (
        matrix.reads,
        lambda state: [record_id(state), "-o", f"OUT/screening-{state}.pdf", *AGREED],
    ),
    "print minor-report": (matrix.reads, lambda state: [record_id(state), "-o", f"OUT/report-{state}.pdf"]),
    "slip": (matrix.reads, _slip),
    "case open": (matrix.sees, lambda state: [record_id(state)]),
    "case show": (matrix.sees, lambda state: [record_id(state)]),
    "case asking": (matrix.nobody, lambda state: [record_id(state)]),
    "case begin": (matrix.nobody, lambda state: [record_id(state), "transit", "--again"]),
    "case name": (matrix.reads, lambda state: [record_id(state)]),
    "case meeting": (matrix.nobody, lambda state: [record_id(state), "--at", "phone"]),
    "case stage": (matrix.nobody, lambda state: [record_id(state), "inclusion"]),
    "case path": (matrix.nobody, lambda state: [record_id(state), "judicial"]),
    "case age": (matrix.nobody, lambda state: [record_id(state), "minor", "--reason", "document"]),
    "case reflection": (matrix.nobody, lambda state: [record_id(state), "--days", "45"]),
    "case identified": (
        matrix.nobody,
        lambda state: [record_id(state), "formal", "--kind", "police", "--by", "Questura"],
    ),
    "print slips": (_notes, lambda state: [world.SLIPS[state], "-o", f"OUT/{state}-all.pdf"]),
    "referral note": (_notes, lambda state: [world.SLIPS[state], "received"]),
    "referral call": (matrix.reads, lambda state: [record_id(state), "advised", "--operator", "12"]),
    "referral calls": (matrix.reads, lambda state: [record_id(state)]),
    "record consent": (matrix.reads, lambda state: [record_id(state), "--purpose", "slip", *ASKED]),
    "record consents": (matrix.reads, lambda state: [record_id(state)]),
    "record export": (
        matrix.reads,
        lambda state: [record_id(state), "--recipient", "freephone", *AGREED, "-o", f"OUT/{state}.json"],
    ),
    "record agree-again": (matrix.reads, lambda state: [record_id(state), "--purpose", "slip", *ASKED]),
    "record withdraw-consent": (
        matrix.sees,
        lambda state: [record_id(state), "--purpose", "export", "--recipient", "health"],
    ),
}
GIVES = {"record show", "record release", "case name"}
HIDES = {"referral note", "print slips"}
"""By a reference, which could be guessed: whoever may not is told that there is none, as for the draft everybody is."""
LISTS = {"queue versions", "queue versions --server", "case open", "case show"}
"""Shows that there is a record to who sees it, and content to who reads it."""
ON_STORE: dict[str, tuple[Callable[[Actor], bool], list[str]]] = {
    "record new": (matrix.interviews, [world.FORM_ID]),
    "record list": (matrix.everybody, []),
    "referral list": (matrix.refers, []),
    "referral overdue": (matrix.refers, []),
    "referral directory export": (matrix.everybody, ["OUT/services.csv"]),
    "information add": (matrix.informs, ["--topic", "paths", "--medium", "spoken", "--person-language", "bn"]),
    "information count": (matrix.informs, []),
    "record readings": (matrix.everybody, ["--seen"]),
    "store info": (matrix.everybody, []),
    "store paper-name": (matrix.looks_after, ["--none"]),
    "store check": (matrix.everybody, []),
    "store verify": (matrix.everybody, []),
    "store open-check": (matrix.everybody, []),
    "store reports": (matrix.everybody, []),
    "store backup": (matrix.looks_after, ["OUT/copy"]),
    "store put-back": (matrix.everybody, []),
    "store confirm-put-back": (matrix.looks_after, ["--nobody"]),
    "ledger export": (matrix.everybody, ["OUT/proof.jsonl"]),
    "audit show": (matrix.looks_after, []),
    "audit verify": (matrix.everybody, []),
    "audit readings": (matrix.looks_after, []),
    "user list": (matrix.everybody, []),
    "user revoke": (matrix.lets_in, ["Nobody"]),
    "form list": (matrix.everybody, []),
    "form updates list": (matrix.everybody, []),
    "form updates accept": (matrix.looks_after, ["99"]),
    "form updates leave": (matrix.looks_after, ["99"]),
    "server own-forms": (matrix.looks_after, ["--any"]),
    "server certificates": (matrix.everybody, ["central"]),
    "server set": (matrix.looks_after, ["central", "--test", "yes"]),
    "profile export": (matrix.looks_after, ["OUT/profile.json"]),
    "server cover": (matrix.looks_after, ["central", "--told"]),
    "queue facts": (matrix.everybody, []),
    "queue list": (matrix.everybody, []),
    "queue receipt": (matrix.everybody, ["OUT/receipt.pdf", "--server", "central"]),
    "server list": (matrix.everybody, []),
    "sync": (matrix.everybody, ["--server", "central"]),
    "org-key list": (matrix.everybody, []),
}
NOT_TRIED = {
    *("store create", "store recover", "store restore", "store passwd", "store set-recovery", "store add-person"),
    *("store passphrase", "store recovery-key", "user add", "org-key create", "org-key fingerprint", "org-key add"),
    *("org-key remove", "form import", "form check", "form compile", "form play", "form walk", "server add"),
    *(
        "practice-server",
        "case merge",
        "case part",
        "case take-out",
        "print card",
        "print leaflet",
        "referral directory search",
        "referral directory import",
        "ledger verify",
        "queue open-export",
        "server forms",
        "server remove",
        "server scan",
        "profile show",
        "profile import",
    ),
}
"""Commands that read no record: keys, people, forms, servers, two codes of one person; papers for everybody.

What may do these is in the matrix of the vault."""


def _leaves(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield before.strip()
    for group in groups:
        for name, child in group.choices.items():
            yield from _leaves(child, f"{before} {name}")


def test_every_command_has_a_row() -> None:
    tr = i18n.load("en")
    groups = [name.partition(" ")[0] for name in _leaves(arguments.parser(tr, []))]
    rows = {name.partition(" --")[0] for name in (*ON_RECORD, *ON_STORE, *NOT_TRIED)}
    assert set(_leaves(arguments.parser(tr, groups))) == rows


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workplace; its server does not answer."""
    others = tuple(actor for actor in ACTORS if not actor.keeper)
    path = world.build(tmp_path_factory.mktemp("place"), Role.MEDIATOR, others)
    with world.enter(path, world.KEEPER) as store:
        store.put_server(ServerRow("central", "http://127.0.0.1:9"))
    return path


Line = Callable[[str], tuple[str, str]]


def _line(path: Path, actor: Actor, capfd: pytest.CaptureFixture[str]) -> Line:
    """Runs a command; its error, "" without one, and all that it printed or wrote."""

    def run(words: str) -> tuple[str, str]:
        reading, writing = os.pipe()
        os.write(writing, f"{world.PASSPHRASE}\n".encode())
        os.close(writing)
        line = [word.replace("OUT", str(path.parent)) for word in words.split()]
        capfd.readouterr()
        try:
            cli.run([*line, "--store", str(path), "--user", actor.name, "--passphrase-fd", str(reading)])
        finally:
            os.close(reading)
        out, err = capfd.readouterr()
        told = json.loads(out)
        error = told.get("error", "") if isinstance(told, dict) else ""
        return error, out + err

    return run


def violations(line: Line, actor: Actor) -> list[str]:
    """What the table does not allow, or what it allows and did not happen."""
    wrong = []
    for name, (may, words) in ON_RECORD.items():
        for state in STATES:
            error, text = line(" ".join([name, *words(state)]))
            hidden = name in HIDES and state != "draft" and error == "vault.no_such_slip"
            through, expected = error != "vault.not_allowed" and not hidden, may(actor, state)
            if through != expected:
                wrong.append(f"{name} of {state}: {error or 'let through'}")
            if (CANARY in text) != (matrix.reads(actor, state) if name in LISTS else name in GIVES and expected):
                wrong.append(f"{name} of {state}: content")
    for name, (right, given) in ON_STORE.items():
        error, text = line(" ".join([name, *given]))
        if (error != "vault.not_allowed") != right(actor):
            wrong.append(f"{name}: {error or 'let through'}")
        if (CANARY in text) != (name == "record list" and matrix.reads(actor, "sent")):
            wrong.append(f"{name}: content")
    return wrong


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.label)
def test_only_what_the_table_allows(
    place: Path, actor: Actor, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = world.copied(place, tmp_path)
    assert violations(_line(path, actor, capfd), actor) == []


def _all(_person: Person, handed: bool = False, held: bool = False) -> Condition:
    return "1", ()


def test_a_rule_that_lets_everything_through_is_noticed(
    place: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the matrix."""
    monkeypatch.setattr(roles, "visible", _all)
    monkeypatch.setattr(roles, "readable", _all)
    found = set(violations(_line(world.copied(place, tmp_path), ACTORS[0], capfd), ACTORS[0]))
    assert {"record show of sent: content", "record list: content"} <= found


def test_a_coordinator_reads_for_a_reason_and_the_author_is_told(
    place: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path, sara = world.copied(place, tmp_path), Actor(world.AUTHOR, Role.MEDIATOR)
    coordinator = _line(path, ACTORS[2], capfd)
    assert coordinator(f"record show {record_id('held')} --because audit")[0] == "vault.bad_reason"
    reason = "court_order_12_asks_for this record by tomorrow"
    error, text = _because(path, ACTORS[2], capfd, record_id("held"), reason)
    assert error == "" and CANARY in text
    assert coordinator(f"record show {record_id('held')}")[0] == "vault.not_allowed"
    assert reason in _line(path, sara, capfd)("record list")[1]
    assert reason in _line(path, sara, capfd)("record readings --seen")[1]
    assert reason not in _line(path, sara, capfd)("record list")[1]
    assert reason in coordinator("audit readings")[1]


def _because(path: Path, actor: Actor, capfd: pytest.CaptureFixture[str], record: str, reason: str) -> tuple[str, str]:
    reading, writing = os.pipe()
    os.write(writing, f"{world.PASSPHRASE}\n".encode())
    os.close(writing)
    line = ["record", "show", record, "--because", reason, "--store", str(path), "--user", actor.name]
    capfd.readouterr()
    try:
        cli.run([*line, "--passphrase-fd", str(reading)])
    finally:
        os.close(reading)
    out = capfd.readouterr().out
    return str(json.loads(out).get("error", "")), out


def test_a_draft_is_handed_over_and_back(place: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = world.copied(place, tmp_path)
    sara, second = _line(path, Actor(world.AUTHOR, Role.MEDIATOR), capfd), _line(path, ACTORS[0], capfd)
    draft = record_id("draft")
    assert json.loads(sara(f"record hand-over {draft} --to mediator")[1])["to"] == "mediator"
    assert sara(f"record show {draft}")[0] == "vault.not_allowed"
    assert CANARY in second(f"record show {draft}")[1]
    assert json.loads(second(f"record hand-back {draft}")[1])["to"] == world.AUTHOR
    assert CANARY in sara(f"record show {draft}")[1]
    assert sara(f"record hand-over {record_id('sent')} --to mediator")[0] == ""
    assert CANARY in second(f"record show {record_id('sent')}")[1]
    assert sara(f"record withdraw {record_id('sent')} --from mediator")[0] == ""
    assert second(f"record show {record_id('sent')}")[0] == "vault.not_allowed"
