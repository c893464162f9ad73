"""A record that was kept back, released later: only by the person's word since, or by a reason that is kept."""

from pathlib import Path

from intake_app.cli import rehearsal
from tests.cli.conftest import Line
from tests.cli.test_main_job import answers_file, own_answers


def held_record(line: Line, folder: Path) -> str:
    said_no = own_answers(information__consent_sync="no")
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(folder, said_no))
    assert line("record", "finalise", new["code"])["delivery"] == "held"
    return str(new["code"])


def test_a_no_in_the_form_is_not_written_over(line: Line, tmp_path: Path) -> None:
    code = held_record(line, tmp_path)
    for words in ([], ["--no-person"], ["--consent", "no"]):
        told = line("record", "release", code, *words)
        assert (told["exit"], told["released"], told["delivery"]) == (1, False, "held")
    told = line("record", "release", code, "--consent", "yes", "--how", "witness")
    assert (told["exit"], told["released"], told["delivery"]) == (0, True, "waiting")
    kept = line("record", "show", code)["releases"]
    assert [(each["basis"], each["detail"]) for each in kept] == [("consent", "witness")]


def test_a_reason_lets_it_go_at_once_or_later(line: Line, tmp_path: Path) -> None:
    code = held_record(line, tmp_path)
    assert line("record", "release", code, "--override", "duty")["released"]
    said_no = own_answers(information__consent_sync="no")
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, said_no))
    assert line("record", "finalise", new["code"], "--consent", "yes")["released"] is False
    other = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, said_no))
    done = line("record", "finalise", other["code"], "--override", "urgent")
    assert (done["released"], done["delivery"]) == (True, "waiting")
