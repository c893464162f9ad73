"""What was told of the work goes along with a slip where they agreed to it, or the line says why it does not."""

from pathlib import Path

import pypdfium2
import pytest

from intake_app import workflow
from intake_app.vault import Role
from intake_app.workflow import finalising
from tests.cli.conftest import AGREED, ASKED, PASSPHRASE, Line
from tests.workflow.test_concluding import later
from tests.workflow.test_person_told import first

TOLD = "Il lavoro, come raccontato"


def read(file: Path) -> str:
    with pypdfium2.PdfDocument(file.read_bytes()) as paper:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in paper).split())


@pytest.fixture
def worker(store: Path) -> str:
    """Somebody who told of their work, by their code."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        record, case = first(ada)
        later(ada, case, "labour", work__worked="yes", work__pay_withheld="yes")
        return ada.record(record).code


@pytest.mark.parametrize("words", [("--work",), ("--consent", "yes", "--work")])
def test_a_yes_to_it_is_enough(line: Line, worker: str, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "a.pdf"
    slip = ("slip", worker, "--recipient", "labour_desk", "-o", str(file), *words)
    assert line(*slip)["error"] == "screening.no_language", "nobody knows what was read to them"
    told = line(*slip, "--in-language", "bn")
    assert (told["exit"], [each for each in told["warnings"] if "languages" not in each]) == (0, []), told
    assert TOLD in read(file)


def test_without_it_nothing_of_the_work_goes(line: Line, worker: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    assert line("slip", worker, "--recipient", "labour_desk", "-o", str(file), *AGREED)["exit"] == 0
    assert TOLD not in read(file)


def test_the_line_says_why_it_does_not_go(line: Line, store: Path, worker: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    slip = ("slip", worker, "-o", str(file), "--work", "--recipient")
    assert line(*slip, "health")["error"] == "cli.work_not_for_it" and not file.exists()
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        other = ada.record(first(ada)[0]).code
    untold = line("slip", other, "-o", str(file), "--work", "--recipient", "labour_desk")
    assert untold["error"] == "cli.no_work_told" and not file.exists()


def test_of_a_colleague_who_asked_the_line_tells_and_goes_on_what_was_handed_over(
    line: Line, store: Path, tmp_path: Path
) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as ada:
        record, case = first(ada)
        code = ada.record(record).code
        workflow.add_person(ada, "Omar", Role.MEDIATOR, PASSPHRASE, site="Porto")
    with workflow.open_store(store, "Omar", PASSPHRASE) as omar:
        asked, _session = later(omar, case, "labour", work__worked="yes", work__pay_withheld="yes")
        theirs = omar.record(asked)
    file = tmp_path / "a.pdf"
    slip = ("slip", code, "--recipient", "labour_desk", "-o", str(file), "--work", "--in-language", "bn")
    refused = line(*slip)
    assert refused["error"] == "workflow.work_elsewhere" and not file.exists()
    day = str(finalising.day_of(theirs.finalised))
    assert all(each in refused["sentence"] for each in ("Omar", theirs.code, day)), refused["sentence"]
    assert line("record", "hand-over", theirs.code, "--to", "Ada", user="Omar")["to"] == "Ada"
    reference = line(*slip)["reference"]
    assert TOLD in read(file)
    assert line("record", "withdraw", theirs.code, "--from", "Ada", user="Omar")["exit"] == 0
    file.unlink()
    assert line(*slip)["error"] == "workflow.work_elsewhere", "it is read no more"
    taken = line("record", "withdraw-consent", code, "--purpose", "export", "--recipient", "labour_desk")
    assert taken["stopped"] == 1, "what was told of the work is on it still"
    again = ("print", "slips", reference, "-o", str(tmp_path / "b.pdf"))
    assert line(*again)["error"] == "vault.withdrawn"


def test_on_a_reason_the_slip_goes_without_it_and_says_so(line: Line, worker: str, tmp_path: Path) -> None:
    line("record", "consent", worker, "--purpose", "slip", "--word", "no")
    file = tmp_path / "a.pdf"
    words = ("--work", "--override", "he was hurt", "--danger")
    told = line("slip", worker, "--recipient", "labour_desk", "-o", str(file), *words)
    assert told["exit"] == 0, told
    assert TOLD not in read(file)
    assert any("What they told of the work is not on the slip" in each for each in told["warnings"])


@pytest.mark.parametrize("recipient", ["labour_desk", ".labour_desk", ""])
def test_what_was_told_of_the_work_is_taken_back_whole(
    line: Line, worker: str, tmp_path: Path, recipient: str
) -> None:
    file = tmp_path / "a.pdf"
    slip = ("slip", worker, "--recipient", "labour_desk", "-o", str(file), "--consent", "yes")
    reference = line(*slip, "--work", "--in-language", "bn")["reference"]
    out = ("--purpose", "export", "--recipient", recipient)
    done = line("record", "withdraw-consent", worker, *out)
    assert done["stopped"] == 1, "the slip, which is not printed again"
    assert [(one["reference"], one["paper"]) for one in done["left"]] == [(reference, "work")]
    again = ("print", "slips", reference, "-o", str(tmp_path / "b.pdf"))
    assert line(*again)["error"] == "vault.withdrawn"
    told = line("record", "consents", worker)
    assert ("slip", "labour_desk") not in [(one["purpose"], one["recipient"]) for one in told["open"]]
    assert [(one["purpose"], one["recipient"]) for one in told["returning"]] == [("export", "labour_desk")]
    file.unlink()
    for reason in ((), ("--override", "he was hurt")):
        refused = line(*slip, "--work", *reason)
        assert refused["error"] == "screening.consent_withdrawn" and "agree-again" in refused["advice"], refused
    assert line(*slip, *ASKED)["exit"] == 0 and TOLD not in read(file), "the slip itself was not taken back"
    file.unlink()
    again_to = ("record", "agree-again", worker, "--purpose", "export", "--in-language", "bn")
    told = line(*again_to)
    assert told.get("error", "") == ("cli.by_name_alone" if recipient else "") and "labour_desk" in str(told)
    assert line(*slip, "--work")["exit"] == 1, "no general yes opens it"
    assert line(*again)["error"] == "vault.withdrawn", "they have not agreed to it again"
    back = line(*again_to, "--recipient", "labour_desk")
    assert "labour_desk" in [one["recipient"] for one in back["returned"]]
    assert all((one["purpose"], one["asked"]) == ("export", ["record", "export"]) for one in back["returned"])
    assert line("record", "consents", worker)["returning"] == []
    assert line(*slip, "--work")["exit"] == 0 and TOLD in read(file)
    assert line(*again)["error"] == "workflow.slip_anew", "what was stopped stays so, and another one is issued"


def test_who_says_no_to_a_slip_with_the_work_is_asked_about_the_work_again(
    line: Line, worker: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"

    def slip(*words: str) -> str:
        file.unlink(missing_ok=True)
        told = line("slip", worker, "--recipient", "labour_desk", "-o", str(file), *words)
        if "error" in told:
            return str(told["error"])
        return "with it" if TOLD in read(file) else "without it"

    yes = AGREED
    assert slip(*yes, "--work") == slip("--work") == "with it"
    assert slip("--consent", "no", "--work") == "screening.said_no"
    told = line("record", "consents", worker)
    assert {(one["purpose"], one["recipient"]) for one in told["returning"]} == {
        ("slip", "labour_desk"), ("export", "labour_desk")
    }  # fmt: skip
    assert slip(*yes) == "without it"
    sheet = tmp_path / "sheet.json"
    sheet.write_text('{"dossier": true}', "utf-8")
    file.unlink()
    refused = line("slip", worker, "--recipient", "labour_desk", "-o", str(file), *yes, "--sheet", str(sheet))
    assert refused["error"] == "workflow.work_said_no" and refused["advice"].endswith("(--work)"), "not to the slip"
    assert slip("--work") == "screening.no_language", "not on the older yes"
    assert slip("--work", "--in-language", "bn") == slip("--work") == "with it"
    assert slip("--consent", "no") == "screening.said_no"
    assert slip(*yes) == "without it" and slip("--work") == "with it", "nobody said no to that"
    assert slip("--consent", "no", "--work") == "screening.said_no"
    for purpose in ("slip", "export"):
        again = ("record", "agree-again", worker, "--recipient", "labour_desk", "--in-language", "bn")
        assert [one["purpose"] for one in line(*again, "--purpose", purpose)["returned"]] == [purpose]
    assert slip("--work") == "with it"


def test_a_no_with_the_work_to_a_service_that_is_told_nothing_of_it_is_a_no_to_the_slip_alone(
    line: Line, worker: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    told = line("slip", worker, "--recipient", "health", "-o", str(file), "--work", "--consent", "no")
    assert told["exit"] == 1 and not file.exists()
    words = [one for one in line("record", "consents", worker)["words"] if one["word"] == "no"]
    assert [(one["purpose"], one["recipient"]) for one in words] == [("slip", ".health")]
