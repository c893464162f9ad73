"""The services of a workplace from the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Line

TABLE = "code,kind,recipient_kind,names:it,mandate:it,last_verified\nclinic,health,health,Clinica,visite,2026-01-01\n"


def test_own_services_come_in_are_found_and_go_out(line: Line, tmp_path: Path) -> None:
    table, out = tmp_path / "in.csv", tmp_path / "out.json"
    table.write_text(TABLE)
    told = line("referral", "directory", "import", str(table))
    assert (told["exit"], told["added"], told["own"], told["to_check"]) == (0, 1, 1, 1)
    (found,) = line("referral", "directory", "search", "clinica")["services"]
    assert (found["code"], found["check_before_use"]) == ("clinic", True)
    assert line("referral", "directory", "export", str(out))["own"] == 1
    assert '"clinic"' in out.read_text() and out.stat().st_mode & 0o777 == 0o600
    assert line("referral", "directory", "import", str(out), "--replace")["changed"] == 0


def test_a_mistake_is_told_with_its_line_and_column_and_nothing_changes(line: Line, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(TABLE.replace("clinic,health", "clinic,hospital"))
    told = line("referral", "directory", "import", str(table), "--language", "it")
    assert (told["exit"], told["error"]) == (1, "referral.not_allowed")
    assert "2, colonna kind" in told["sentence"] and "freephone, health" in told["advice"]
    assert line("referral", "directory", "search", "clinica")["services"] == []


@pytest.mark.parametrize(
    ("told", "error"),
    [(("--province", "RGX"), "workflow.unknown_province"), (("--speaks", "xx"), "workflow.unknown_language")],
)
def test_a_wrong_word_for_province_or_language_is_refused(line: Line, told: tuple[str, ...], error: str) -> None:
    refused = line("referral", "directory", "search", *told)
    assert (refused["error"], refused["exit"] != 0) == (error, True)
    found = line("referral", "directory", "search", "--province", "Ragusa", "--speaks", "Arabic")["services"]
    assert found == line("referral", "directory", "search", "--province", "RG", "--speaks", "ar")["services"]
    assert found[0]["code"] == "freephone"
