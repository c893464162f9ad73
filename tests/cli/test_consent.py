"""What a person said, takes back and lets out, on the command line."""

import csv
import json
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.cli import rehearsal
from intake_app.vault import Role
from intake_app.workflow import own_words
from intake_app.workflow.own_words import READ_OUT
from tests.cli.conftest import AGREED, ASKED, PASSPHRASE, Line
from tests.cli.test_main_job import answers_file, own_answers
from tests.slips.test_pdf import extracted


def kept(line: Line, folder: Path) -> str:
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(folder, own_answers()))
    assert line("record", "finalise", new["code"])["delivery"] == "waiting"
    return str(new["code"])


def test_said_let_out_and_taken_back(line: Line, tmp_path: Path) -> None:
    code, table, again = kept(line, tmp_path), tmp_path / "case.csv", tmp_path / "again.csv"
    export = ("record", "export", code, "--recipient", "anti_trafficking", "--format", "csv", "-o")
    refused = line(*export, str(table))
    assert refused["error"] == "screening.consent_missing" and not table.exists()
    said = line("record", "consent", code, "--purpose", "export", "--in-language", "fr", "--witness", "interpreter")
    word = said["words"][0]
    assert (word["purpose"], word["language"], word["witness"]) == ("export", "fr", "interpreter")
    done = line(*export, str(table))
    assert table.read_bytes().startswith(b"\xef\xbb\xbf") and table.stat().st_mode & 0o777 == 0o600
    assert "CC BY 4.0" in Path(done["notice"]).read_text()
    told = line("record", "consents", code)
    assert {"purpose": "export", "recipient": "anti_trafficking"} in told["open"]
    back = line("record", "withdraw-consent", code)
    assert back["stopped"] == 2 and [one["way"] for one in back["left"]] == ["exported"]
    assert line(*export, str(again))["error"] == "screening.consent_withdrawn" and not again.exists()
    assert line("record", "release", code, "--override", "somebody asked")["reason"] == "screening.consent_withdrawn"
    stopped = line("record", "consents", code)["returning"]
    assert [one["recipient"] for one in stopped] == ["anti_trafficking", "organisation"]
    (came,) = line("record", "agree-again", *ASKED, code, "--purpose", "sync")["returned"]
    assert came["codes"] == [line("record", "show", code)["code"]]
    (came,) = line("record", "agree-again", *ASKED, code, "--purpose", "export", "--recipient", "freephone")["returned"]
    assert (came["recipient"], came["codes"], came["asked"]) == ("freephone", [], ["record", "export"]), "it never went"
    assert line("record", "release", code, *AGREED)["delivery"] == "waiting"


def test_research_is_agreed_to_again_and_one_service_is_taken_back_alone(line: Line, tmp_path: Path) -> None:
    code, paper = kept(line, tmp_path), str(tmp_path / "a.pdf")
    line("record", "consent", *ASKED, code, "--purpose", "research")
    line("record", "withdraw-consent", code, "--purpose", "research")
    assert [one["purpose"] for one in line("record", "consents", code)["returning"]] == ["research"]
    (came,) = line("record", "agree-again", code, "--purpose", "research", "--in-language", "bn")["returned"]
    assert (came["purpose"], came["recipient"], came["codes"], came["shut"]) == ("research", "", [], "")
    word = line("record", "consents", code)["words"][-1]
    assert (word["purpose"], word["word"], word["language"]) == ("research", "yes", "bn")
    line("slip", code, "--recipient", "health", "-o", paper)
    assert line("record", "withdraw-consent", code, "--purpose", "slip", "--recipient", ".health")["stopped"] == 1
    back = line("record", "consents", code)["returning"]
    assert [(one["purpose"], one["recipient"]) for one in back] == [("slip", "health")]
    line("record", "agree-again", *ASKED, code, "--purpose", "slip", "--recipient", "health")
    assert line("record", "consents", code)["words"][-1]["recipient"] == ".health"


def test_what_the_form_heard_is_among_the_words_before_there_is_a_case(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    told = ("purpose", "word", "whose", "how", "language", "script", "by")
    before = [[word[each] for each in told] for word in line("record", "consents", code)["words"]]
    assert ["sync", "yes", "person", "spoken"] in [word[:4] for word in before]
    line("case", "open", code)
    assert [[word[each] for each in told] for word in line("record", "consents", code)["words"]] == before


def test_an_export_says_which_record_of_the_person_is_not_in_it_and_why(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    line("record", "consent", *ASKED, code, "--purpose", "export")
    case = line("case", "open", code)["code"]
    needs = line("case", "begin", case, "needs")["code"]
    done = line("record", "export", code, "--recipient", "anti_trafficking", "-o", str(tmp_path / "case.json"))
    assert (done["left_out"], done["warnings"]) == (1, [f"{needs} of Ada is not in it. It is a draft."])


def test_who_may_have_no_whole_case_gets_the_sight_of_no_record_that_tells_of_trafficking(
    line: Line, store: Path, tmp_path: Path
) -> None:
    code = kept(line, tmp_path)
    case, before = line("case", "open", code)["code"], line("record", "consents", code)["words"]
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_person(opened, "Greta", Role.MEDIATOR, PASSPHRASE, agency="ASP")
    needs = line("record", "finalise", line("case", "begin", case, "needs")["code"], "--anyway")["code"]
    over = ("--to", "Greta", "--as", "health")
    for ground in (AGREED, ("--override", "she may bleed", "--danger")):
        told = line("record", "hand-over", code, *over, *ground)
        assert told["error"] == "workflow.tells_whole" and told["advice"].endswith("(intake slip)")
    for kind in ("labour_desk", "prefecture", "social_services", "asylum_body"):
        told = line("record", "hand-over", code, "--to", "Greta", "--as", kind, *AGREED)
        assert told["error"] == "workflow.tells_whole", kind
    assert line("record", "consents", code)["words"] == before and line("record", "list", user="Greta")["records"] == []
    assert line("record", "hand-over", needs, *over, *AGREED)["exit"] == 0, "that asks about nothing of it"
    answers = tmp_path / "needs.json"
    concluded = {"outcome": "possible_refer", "reason": "told", "reason_words": "she was sold to the house of a man"}
    answers.write_text(json.dumps({f"/data/conclusion/{path}": told for path, told in concluded.items()}))
    refer = line("case", "begin", case, "needs", "--again", "--answers", str(answers))["code"]
    line("record", "finalise", refer, "--anyway")
    assert line("record", "hand-over", refer, *over, *AGREED)["error"] == "workflow.tells_whole", "it concludes"
    assert [each["code"] for each in line("record", "list", user="Greta")["records"]] == [needs]
    assert line("record", "hand-over", code, "--to", "Greta", "--as", "anti_trafficking", *AGREED)["exit"] == 0
    form = tmp_path / "other.md"
    form.write_text("| survey |\n| | type | name | label |\n| | text | boss | Who exploited you? |\n")
    other = line("record", "new", str(line("form", "import", str(form))["form_key"]))["code"]
    line("record", "finalise", other, "--anyway")
    assert line("record", "hand-over", other, *over, *AGREED)["error"] == "workflow.tells_whole", "by its words"


def test_beside_a_table_nothing_is_written_over(line: Line, tmp_path: Path) -> None:
    code, table, one = kept(line, tmp_path), tmp_path / "case.csv", tmp_path / "case.json"
    line("record", "consent", *ASKED, code, "--purpose", "export")
    (tmp_path / "case.csv.txt").write_text("mine")
    told = ("record", "export", code, "--recipient", "freephone")
    assert line(*told, "--format", "csv", "-o", str(table))["error"] == "cli.file_exists"
    assert not table.exists() and (tmp_path / "case.csv.txt").read_text() == "mine"
    (tmp_path / "case.csv.txt").unlink()
    (note,) = line(*told, "--format", "csv", "-o", str(table))["notes"]
    assert "is a draft (draft-" in note
    (head, *_) = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert head["ext_Mapping"].endswith("(draft)")
    assert "draft" in (tmp_path / "case.csv.txt").read_text(encoding="utf-8")
    assert line(*told, "-o", str(one))["notice"] == "" and json.loads(one.read_text())["standard"] == "HTCDS"


def test_a_no_at_the_end_holds_what_the_form_had_heard_a_yes_to(line: Line, tmp_path: Path) -> None:
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))
    code, paper = str(new["code"]), ("-o", str(tmp_path / "a.pdf"))
    done = line("record", "finalise", code, "--consent", "no")
    assert (done["released"], done["reason"], done["delivery"]) == (False, "screening.consent_refused", "held")
    assert line("slip", code, "--recipient", "local_support", *paper)["error"] == "screening.consent_refused"
    line("case", "open", code)
    assert line("slip", code, "--recipient", "local_support", *paper)["error"] == "screening.consent_refused"
    assert line("record", "release", code, *AGREED)["delivery"] == "waiting"


def test_what_is_read_out_before_the_police_are_asked_about_stands_in_both_languages(
    line: Line, tmp_path: Path
) -> None:
    code = kept(line, tmp_path)
    assert "read" not in line("record", "consents", code)
    read = line("record", "consents", code, "--read", "police", "--in-language", "bn")["read"]
    assert read["text"].startswith("intake_own_words ")
    assert (read["person"]["language"], read["person"]["review"]) == ("bn", "unreviewed")
    assert "পুলিশ" in read["person"]["text"] and read["mediator"]["text"].endswith("?")
    with pytest.raises(SystemExit):
        line("record", "consents", code, "--read", "health")


def test_the_page_of_art_17_goes_on_a_yes_of_which_it_is_known_what_was_read(line: Line, tmp_path: Path) -> None:
    code, pdf = kept(line, tmp_path), tmp_path / "page.pdf"
    page = ("print", "screening", code, "--consent", "yes", "-o", str(pdf))
    refused = line(*page)
    assert refused["error"] == "screening.no_language" and "--in-language" in refused["advice"] and not pdf.exists()
    read = line("record", "consents", code, "--read", "screening_authority", "--in-language", "bn")["read"]
    assert read["person"]["language"] == "bn" and read["mediator"]["text"].endswith("?")
    done = line(*page, "--in-language", "bn", "--how", "witness", "--witness", "interpreter")
    assert done["exit"] == 0 and pdf.exists()
    assert "Ha compiuto 18 anni?" in extracted(pdf.read_bytes())
    assert done["items"] == {"a": 1, "b": 2, "e": 0, "f": 0, "g": 0}, "what stands on it, not all that is asked"
    told = line("record", "consents", code)
    (word,) = [one for one in told["words"] if one["recipient"] == "screening_authority"]
    assert word["purpose"] == "export", "that it is written down was asked in the talk, and not again here"
    assert (word["recipient"], word["language"], word["script"]) == ("screening_authority", "bn", read["text"])
    assert (word["how"], word["witness"]) == ("witness", "interpreter")
    (left,) = told["left"]
    assert (left["recipient"], left["paper"], left["way"]) == ("screening_authority", "screening", "exported")


@pytest.mark.parametrize("about", READ_OUT)
def test_there_is_a_text_to_read_out_about_each(line: Line, tmp_path: Path, about: str) -> None:
    read = line("record", "consents", kept(line, tmp_path), "--read", about, "--in-language", "ti")["read"]
    assert (read["person"]["language"], read["person"]["review"]) == ("ti", "unreviewed")


def test_codes_for_an_organisation_name_the_text_that_was_read_where_no_form_asked(line: Line, tmp_path: Path) -> None:
    code, file = kept(line, tmp_path), tmp_path / "case.json"
    out = ("record", "export", code, "--recipient", "freephone", *AGREED, "-o", str(file))
    assert line(*out, "--in-language", "ur")["exit"] == 0
    (word,) = [one for one in line("record", "consents", code)["words"] if one["purpose"] == "export"]
    assert (word["language"], word["script"]) == ("ur", own_words.texts().name)


@pytest.mark.parametrize(
    ("purpose", "kind", "other"),
    [("judicial", "police", "judicial_authority"), ("cross_border", "abroad", ""), ("consular", "consulate", "")],
)
def test_a_yes_that_no_general_one_opens_names_the_body_and_the_language(
    line: Line, tmp_path: Path, purpose: str, kind: str, other: str
) -> None:
    code = kept(line, tmp_path)
    before = line("record", "consents", code)["words"]
    yes = ("record", "consent", code, "--purpose", purpose)
    for more in ((), ("--recipient", "health"), ("--recipient", "service_police")):
        told = line(*yes, "--in-language", "bn", *more)
        assert told["error"] == "screening.name_recipient" and kind in told["sentence"] and other in told["sentence"]
    assert line(*yes, "--recipient", kind)["error"] == "screening.no_language"
    assert line("record", "consents", code)["words"] == before
    word = line(*yes, "--recipient", kind, "--in-language", "bn")["words"][-1]
    assert (word["recipient"], word["language"], word["script"]) == (kind, "bn", own_words.texts().name)
    assert line(*yes, "--word", "no")["exit"] == 0, "a no is to all of them"


def test_who_agrees_again_to_a_body_of_its_own_word_is_asked_in_a_language(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    line("record", "withdraw-consent", code)
    again = ("record", "agree-again", code, "--purpose", "export", "--recipient", "abroad")
    assert line(*again)["error"] == "screening.no_language"
    (back,) = line(*again, "--in-language", "bn")["returned"]
    assert "cross_border" in back["asked"]


def test_a_yes_to_police_or_court_is_for_one_by_name_and_tells_the_language_and_the_text(
    line: Line, tmp_path: Path
) -> None:
    code, paper, file = kept(line, tmp_path), str(tmp_path / "a.pdf"), str(tmp_path / "a.json")
    line("record", "consent", *ASKED, code, "--purpose", "export")
    own = ("record", "consent", code, "--purpose", "judicial", "--word", "yes")
    refused = line(*own, "--in-language", "bn")
    assert refused["error"] == "screening.name_recipient" and "police, judicial_authority" in refused["sentence"]
    named = line("record", "consent", *ASKED, code, "--purpose", "export", "--recipient", "questura")
    assert named["error"] == "referral.kind_and_no_service" and "police" in named["advice"]
    said = line(*own, "--recipient", "police", "--in-language", "bn", "--how", "witness", "--witness", "interpreter")
    word = said["words"][-1]
    assert (word["language"], word["script"], word["recipient"]) == ("bn", own_words.texts().name, "police")
    assert line("slip", code, "--recipient", "questura", "-o", paper)["exit"] == 0
    shown = " ".join(extracted(Path(paper).read_bytes()).split())
    assert "presente: un interprete" in shown and "lingua: bengalese" in shown
    for kind in ("judicial_authority", "abroad"):
        assert line("record", "export", code, "--recipient", kind, "-o", file)["error"].startswith("screening.")
    assert line(*own[:-1], "no")["exit"] == 0, "a no needs none of it"
    assert line("slip", code, "--recipient", "questura", "-o", f"{paper}2")["error"] == "screening.social_path"
