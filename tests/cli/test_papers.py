"""Cards and leaflets from the command line: without a store, over no file, with what is to be known of their texts."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from intake_app import cli


def run(capfd: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capfd.readouterr()
    code = cli.run(words)
    return {**json.loads(capfd.readouterr().out), "exit": code}


def test_cards_and_leaflets_are_written_without_a_store(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    cards, leaflet = tmp_path / "cards.pdf", tmp_path / "leaflet.pdf"
    line = ("print", "card", "--person-language", "bn", "--copies", "12", "-o", str(cards))
    told = run(capfd, *line, "--language", "it")
    assert (told["exit"], told["language"]) == (0, "bn")
    assert told["notes"] == ["Bozza, da confermare da una persona del settore", "traduzione non ancora riveduta"]
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
