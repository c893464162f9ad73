"""Cards and leaflets from the command line: without a store, over no file, with what is to be known of their texts."""

import json
import os
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from intake_app import cli, vault, workflow
from intake_app.vault import Role
from tests.cli.conftest import Line
from tests.gui_shell.windows import PASSPHRASE


def run(capfd: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capfd.readouterr()
    code = cli.run(words)
    return {**json.loads(capfd.readouterr().out), "exit": code}


def test_cards_and_leaflets_are_written_without_a_store(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    cards, leaflet = tmp_path / "cards.pdf", tmp_path / "leaflet.pdf"
    line = ("print", "card", "--person-language", "bn", "--copies", "12", "-o", str(cards))
    told = run(capfd, *line, "--language", "it")
    assert (told["exit"], told["language"]) == (0, "bn")
    assert told["notes"] == ["Bozza, da confermare da una persona del settore", "traduzione non ancora rivista"]
    assert len(pypdfium2.PdfDocument(cards.read_bytes())) == 2
    assert cards.stat().st_mode & 0o777 == 0o600
    told = run(capfd, "print", "leaflet", "--topic", "paths", "--person-language", "en", "-o", str(leaflet))
    assert told["notes"] == ["Draft, to be confirmed by a domain person"]
    assert leaflet.read_bytes().startswith(b"%PDF")


def test_no_file_is_written_over(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there.pdf"
    there.write_bytes(b"mine")
    told = run(capfd, "print", "card", "--person-language", "ar", "-o", str(there))
    assert (told["exit"], told["error"]) == (1, "cli.file_exists")
    assert there.read_bytes() == b"mine"


@pytest.mark.parametrize("copies", ["0", "1001", "ten"])
def test_a_number_of_cards_that_makes_no_sense_is_refused(copies: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        cli.run(["print", "card", "--person-language", "it", "--copies", copies, "-o", str(tmp_path / "x.pdf")])


def test_information_is_counted_and_no_record_comes_of_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Thirty persons with a card are thirty contacts and no case."""
    path = tmp_path / "place.intake"
    setup = workflow.Setup("Mediatori", "Molo", "", "Sara", Role.MEDIATOR, PASSPHRASE)
    workflow.create_store(path, setup, vault.FLOOR).close()

    def information(*words: str) -> dict[str, Any]:
        reading, writing = os.pipe()
        os.write(writing, f"{PASSPHRASE}\n".encode())
        os.close(writing)
        try:
            opening = ("--store", str(path), "--user", "Sara", "--passphrase-fd", str(reading))
            return run(capfd, *words, *opening)
        finally:
            os.close(reading)

    card = ("information", "add", "--topic", "freephone", "--medium", "card", "--person-language")
    assert information(*card, "bn", "--copies", "29")["contacts"] == 29
    assert information(*card, "bn")["contacts"] == 1
    told = information(*card, "klingon")
    assert (told["exit"], told["error"]) == (1, "workflow.unknown_language")
    told = information("information", "count")
    assert told["contacts"] == 30
    (one,) = told["information"]
    assert (one["topic"], one["medium"], one["contacts"]) == ("freephone", "card", 30)
    information(*card, "ti", "--copies", "2")
    told = information("information", "count")
    assert {row["contacts"] for row in told["information"]} == {None}, "two of them are told by nothing"
    assert information("information", "count", "--month", "2020-01")["contacts"] == 0
    assert information("store", "info")["counts"] == {}
    with pytest.raises(SystemExit):
        information("information", "add", "--topic", "nobody", "--medium", "card", "--person-language", "bn")
    with pytest.raises(SystemExit):
        information(*card, "bn", "--copies", "10001")


def test_a_workplace_is_named_otherwise_on_neutral_papers(line: Line) -> None:
    known = {"organisation": "Example", "paper_name": "", "needed": False, "exit": 0}
    assert line("store", "paper-name") == known
    assert line("store", "paper-name", "--name", " Centro  Alba ") == {**known, "paper_name": "Centro Alba"}
    refused = line("store", "paper-name", "--name", "Centro antitratta")
    assert (refused["exit"], refused["error"]) == (1, "workflow.name_tells")
    assert line("store", "paper-name")["paper_name"] == "Centro Alba"
    assert line("store", "paper-name", "--none") == known
