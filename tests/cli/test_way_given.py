"""How consent was given, and before whom: noted with what the form heard, and told on the slip."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from intake_app import workflow
from intake_app.cli import rehearsal
from tests.cli.conftest import PASSPHRASE, Line
from tests.cli.test_consent import kept
from tests.cli.test_main_job import answers_file, own_answers
from tests.gui_shell import people
from tests.slips.test_pdf import extracted
from tests.workflow.test_concluding import later

NO_LANGUAGE = "screening.no_language"


def slip(line: Line, code: str, file: Path, *more: str) -> str:
    told = line("slip", code, "--recipient", "local_support", "-o", str(file), *more)
    assert told["exit"] == 0, told
    with pypdfium2.PdfDocument(file.read_bytes()) as paper:
        return " ".join(str(paper[0].get_textpage().get_text_bounded()).split())


def begun(line: Line, folder: Path) -> str:
    return str(line("record", "new", rehearsal.FORM, "--answers", answers_file(folder, own_answers()))["code"])


def test_what_our_own_form_heard_was_heard_before_a_witness(line: Line, tmp_path: Path) -> None:
    code = begun(line, tmp_path)
    assert line("record", "finalise", code, "--how", "witness")["error"] == "screening.no_witness"
    assert line("record", "show", code)["state"] == "draft"
    done = line("record", "finalise", code, "--how", "witness", "--witness", "colleague")
    assert done["released"]
    line("case", "open", code)
    words = {word["purpose"]: (word["how"], word["witness"]) for word in line("record", "consents", code)["words"]}
    assert words == dict.fromkeys(("interview", "record", "slip", "sync"), ("witness", "colleague"))
    page = slip(line, code, tmp_path / "a.pdf")
    assert "Consenso dato davanti a un testimone (presente: un collega di chi invia)" in page


def test_a_fingerprint_alone_is_not_dropped(line: Line, tmp_path: Path) -> None:
    code = begun(line, tmp_path)
    line("record", "finalise", code, "--how", "fingerprint")
    line("case", "open", code)
    assert {word["how"] for word in line("record", "consents", code)["words"]} == {"fingerprint"}


@pytest.mark.parametrize("more", [(), ("--witness", "other")])
def test_a_slip_says_how_the_word_was_given_that_it_goes_on(line: Line, tmp_path: Path, more: tuple[str, ...]) -> None:
    code = kept(line, tmp_path)
    assert "Consenso dato a voce" in slip(line, code, tmp_path / "a.pdf")
    line("record", "consent", "--in-language", "bn", code, "--purpose", "slip", "--how", "fingerprint", *more)
    there = " (presente: un’altra persona)" if more else " ·"
    assert f"Consenso dato con impronta{there}" in slip(line, code, tmp_path / "b.pdf")


def test_a_slip_says_how_it_was_given_for_this_slip(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    said = ("--how", "fingerprint", "--witness", "colleague")
    assert line("slip", code, "--recipient", "health", "-o", str(tmp_path / "x"), *said)["error"] == NO_LANGUAGE
    page = slip(line, code, tmp_path / "a.pdf", *said, "--in-language", "bn")
    assert "Consenso dato con impronta (presente: un collega di chi invia) · lingua: bengalese" in page
    word = line("record", "consents", code)["words"][-1]
    assert (word["purpose"], word["how"], word["witness"]) == ("slip", "fingerprint", "colleague")


def test_what_a_message_advises_can_be_done_on_this_line(line: Line, tmp_path: Path) -> None:
    code = kept(line, tmp_path)
    line("record", "withdraw-consent", code)
    paper = ("slip", code, "-o", str(tmp_path / "a.pdf"), "--recipient")
    told = line(*paper, "local_support")
    assert told["error"] == "screening.consent_withdrawn"
    assert "They agree again" not in told["advice"] and told["advice"].endswith("(intake record agree-again)")
    child, paper = ("--age", "minor"), ("slip", kept(line, tmp_path), *paper[2:])
    told = line(*paper, "juvenile_court", *child)
    assert told["error"] == "screening.alone_not_told" and told["advice"].endswith("(--alone)")
    assert line(*paper, "juvenile_court", *child, "--alone")["exit"] == 0
    refused = {"information__consent_referral": "no"}
    no = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers(**refused)))["code"]
    line("record", "finalise", no)
    file = str(tmp_path / "no.json")
    told = line("slip", no, "-o", file, "--recipient", "health", "--consent", "yes", "--in-language", "bn")
    assert told["error"] == "screening.consent_refused" and "note that as a new yes" in told["advice"]
    assert told["advice"].endswith("(intake record consent --purpose, --override)")
    line("record", "consent", no, "--purpose", "slip", "--in-language", "bn")
    assert line("slip", no, "-o", file, "--recipient", "health")["exit"] == 0


def test_a_child_of_whom_it_was_told_that_they_are_not_alone_is_not_asked_for_that(line: Line, tmp_path: Path) -> None:
    answers, told = tmp_path / "minor.json", {"begin/understands": "yes", "begin/wants_talk": "yes"}
    told |= {"present/alone": "no", "part/part_spoke": "freely"}
    answers.write_text(json.dumps({f"/data/{path}": value for path, value in told.items()}), encoding="utf-8")
    young = answers_file(tmp_path, own_answers(information__age_band="minor"))
    first = line("record", "new", rehearsal.FORM, "--answers", young)["code"]
    line("record", "finalise", first, "--anyway")
    line("case", "open", first)
    record = line("case", "begin", first, "minor", "--answers", str(answers))["code"]
    assert line("record", "finalise", record)["exit"] == 0
    paper = ("slip", record, "-o", str(tmp_path / "a.pdf"), "--recipient", "social_service")
    refused = line(*paper)
    assert refused["error"] == "screening.not_alone"
    assert refused["advice"].endswith("(--guardian, --guardian-language, --override)")
    assert line(*paper, "--guardian", "--guardian-language", "ur")["exit"] == 0
    (slip,) = line("referral", "list")["referrals"]
    assert slip["person"] == first != slip["code"], "as on the paper"
    assert first in extracted((tmp_path / "a.pdf").read_bytes())


@pytest.mark.parametrize(
    ("given", "ground"),
    [
        ((), ("consent", "consent")),
        (("--override", "they wait outside"), ("override", "public_interest")),
        (("--override", "they wait outside", "--danger"), ("override", "vital_interest")),
    ],
)
def test_what_a_slip_goes_on_is_told_wherever_it_is(
    line: Line, tmp_path: Path, given: tuple[str, ...], ground: tuple[str, str]
) -> None:
    answers, file = own_answers(), str(tmp_path / "a.pdf")
    if given:
        del answers["/data/information/consent_referral"], answers["/data/next_steps/safe_contact"]
    code = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, answers))["code"]
    line("record", "finalise", code)
    issued = line("slip", code, "-o", file, "--recipient", "health", *given)
    (listed,) = line("referral", "list")["referrals"]
    (left,) = line("record", "consents", code)["left"]
    (taken_back,) = line("record", "withdraw-consent", code)["left"]
    assert {(one["basis"], one["lawful"]) for one in (issued, listed, left, taken_back)} == {ground}


def test_a_slip_for_who_may_be_hurt_now_is_for_a_day(line: Line, tmp_path: Path) -> None:
    code, file = kept(line, tmp_path), str(tmp_path / "a.pdf")
    line("record", "withdraw-consent", code)
    told = line("slip", code, "-o", file, "--recipient", "health", "--override", "they wait outside", "--danger")
    (slip,) = line("referral", "list")["referrals"]
    assert (slip["reference"], slip["priority"]) == (told["reference"], "24h")


def test_a_word_bears_the_time_it_was_given_and_not_that_of_its_case(line: Line, tmp_path: Path) -> None:
    code = begun(line, tmp_path)
    done = line("record", "finalise", code)
    line("case", "open", code)
    words = line("record", "consents", code)["words"]
    assert len(words) == 4 and all(word["at"] <= done["finalised"] for word in words)


@pytest.mark.parametrize("given", [(), ("--consent", "yes", "--in-language", "bn")])
def test_an_export_on_a_word_before_a_witness_says_who_that_was(
    line: Line, tmp_path: Path, given: tuple[str, ...]
) -> None:
    code, table = kept(line, tmp_path), tmp_path / "case.json"
    line("record", "consent", "--in-language", "bn", code, "--purpose", "export")
    words = line("record", "consents", code)["words"]
    ask = ("record", "export", code, "--recipient", "freephone", "--format", "json", "-o", str(table), *given)
    ask = ask if given else (*ask, "--in-language", "bn")
    assert line(*ask, "--how", "witness")["error"] == "screening.no_witness"
    assert not table.exists() and line("record", "consents", code)["words"] == words
    assert line(*ask, "--how", "witness", "--witness", "interpreter")["exit"] == 0
    told = line("record", "consents", code)["words"][len(words) :]
    assert {(one["how"], one["witness"]) for one in told} == {("witness", "interpreter")}


def test_a_slip_on_a_reason_tells_what_is_in_its_record_by_itself(line: Line, store: Path, tmp_path: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        record = people.finish(opened, people.ARABIC, {"next_steps/services": "legal_information"})
        case = workflow.case_for(opened, record).id
        later(opened, case, "sexual", after__see_doctor="yes", after__doctor_gender="woman")
        workflow.withdraw_consent(opened, record, "slip")
    paper = ("slip", record, "--recipient", "health", "-o")
    for number, (way, told) in enumerate({"--override": False, "--consent": True}.items()):
        file = tmp_path / f"{number}.pdf"
        said = ("yes", "--in-language", "bn")
        more = ("she is bleeding and can not speak", "--danger") if way == "--override" else said
        assert line(*paper, str(file), way, *more)["exit"] == 0
        text = " ".join(page.extract_text() for page in PdfReader(file).pages)
        assert ("dottoressa" in text) is told


def test_what_was_said_last_to_the_police_stands_on_their_slip(line: Line, tmp_path: Path) -> None:
    code, file = kept(line, tmp_path), tmp_path / "a.pdf"
    own_word = ("record", "consent", code, "--purpose", "judicial", "--recipient", "police", "--in-language")
    paper = ("slip", code, "--recipient", "questura", "-o", str(file))

    def told(*more: str) -> str:
        assert line(*paper, *more)["exit"] == 0
        page = extracted(file.read_bytes())
        file.unlink()
        return page

    line(*own_word, "bn")
    assert "Consenso dato a voce · lingua: bengalese" in told()
    signed = told("--consent", "yes", "--how", "signed", "--in-language", "ur")
    assert "Consenso dato con firma · lingua: urdu" in signed
    assert "Consenso dato con firma · lingua: urdu" in told()
    line(*own_word, "fr")
    assert "Consenso dato a voce · lingua: francese" in told()


GUARDIAN = ("--guardian", "--guardian-language", "ur", "--guardian-how", "fingerprint")
THEIRS = {("record", "fingerprint", "ur"), ("sync", "fingerprint", "ur")}


def drafted(line: Line, folder: Path, **changed: str | None) -> str:
    """A first interview that is not closed."""
    answers = {path: told for path, told in own_answers(**changed).items() if told is not None}
    return str(line("record", "new", rehearsal.FORM, "--answers", answers_file(folder, answers))["code"])


def said_by(line: Line, code: str, whose: str) -> set[tuple[str, str, str]]:
    words = line("record", "consents", code)["words"]
    return {(one["purpose"], one["how"], one["language"]) for one in words if one["whose"] == whose}


def test_a_guardian_who_agrees_where_the_form_asked_the_child_is_kept(line: Line, tmp_path: Path) -> None:
    code = drafted(line, tmp_path, information__age_band="minor")
    assert line("record", "finalise", code, *GUARDIAN)["delivery"] == "waiting"
    line("case", "open", code)
    assert said_by(line, code, "guardian") == THEIRS
    assert {how for _purpose, how, _language in said_by(line, code, "person")} == {"spoken"}, "nothing of it is theirs"


def test_of_an_adult_no_guardian_is_asked_at_the_end_of_the_form(line: Line, tmp_path: Path) -> None:
    code = drafted(line, tmp_path, information__age_band="adult")
    assert line("record", "finalise", code, *GUARDIAN)["error"] == "screening.guardian_for_adult"
    assert line("record", "show", code)["state"] == "draft" and said_by(line, code, "guardian") == set()
    assert line("record", "finalise", code)["delivery"] == "waiting"


@pytest.mark.parametrize(("typed", "how"), [
    (("--how", "witness", "--witness", "interpreter", "--in-language", "ur"), "witness"),
    (("--consent", "yes", "--in-language", "ur"), "spoken"), (("--in-language", "ur"), "spoken"),
])  # fmt: skip
def test_the_language_that_is_typed_is_the_one_of_the_yes(
    line: Line, tmp_path: Path, typed: tuple[str, ...], how: str
) -> None:
    code = drafted(line, tmp_path)
    assert line("record", "finalise", code, *typed)["delivery"] == "waiting"
    line("case", "open", code)
    assert {(way, language) for _purpose, way, language in said_by(line, code, "person")} == {(how, "ur")}


def test_the_language_of_a_no_is_not_that_of_what_they_agreed_to(line: Line, tmp_path: Path) -> None:
    code = drafted(line, tmp_path)
    line("record", "finalise", code, "--consent", "no", "--how", "signed", "--in-language", "ur")
    line("case", "open", code)
    agreed = {each["language"] for each in line("record", "consents", code)["words"] if each["word"] == "yes"}
    assert agreed == {"en"}  # that of the form


def test_a_language_by_itself_says_nothing_of_what_was_signed_before(line: Line, tmp_path: Path) -> None:
    code = drafted(line, tmp_path)
    line("record", "finalise", code, "--how", "signed", "--in-language", "ur")
    new = line("record", "edit", code)["code"]
    for typed in (("--in-language", "fr"), ("--how", "spoken", "--in-language", "fr")):
        refused = line("record", "finalise", new, *typed)
        assert refused["error"] == "screening.way_of_nothing" and refused["advice"].endswith("(--consent)")
    assert line("record", "show", new)["state"] == "draft"
    assert line("record", "finalise", new, "--in-language", "ur")["exit"] == 0, "as it is noted"
    line("case", "open", new)
    assert {(how, at) for _purpose, how, at in said_by(line, new, "person")} == {("signed", "ur")}


@pytest.mark.parametrize("how", ["spoken", "signed"])
def test_a_yes_where_the_form_left_the_sending_open_lets_it_go(line: Line, tmp_path: Path, how: str) -> None:
    code = drafted(line, tmp_path, information__consent_sync=None)
    done = line("record", "finalise", code, "--consent", "yes", "--in-language", "bn", "--how", how)
    assert (done["exit"], done["released"], done["delivery"], done["reason"]) == (0, True, "waiting", "")
    line("case", "open", code)
    assert ("sync", how, "bn") in said_by(line, code, "person")


def test_who_answers_for_a_child_may_agree_before_the_child_does(line: Line, tmp_path: Path) -> None:
    code = drafted(line, tmp_path, information__age_band="minor", information__consent_sync=None)
    assert line("record", "finalise", code)["delivery"] == "held"
    line("case", "open", code)
    alone = line("record", "release", code, *GUARDIAN)
    assert (alone["exit"], alone["reason"], alone["delivery"]) == (1, "screening.consent_missing", "held")
    assert "is kept" in alone["warnings"][0] and alone["sentence"] and alone["advice"].endswith("(--consent yes)")
    assert said_by(line, code, "guardian") == THEIRS
    both = line("record", "release", code, "--consent", "yes", "--in-language", "bn")
    assert (both["exit"], both["delivery"], both["warnings"]) == (0, "waiting", [])
    assert said_by(line, code, "guardian") == THEIRS


def test_what_a_guardian_took_back_goes_again_on_their_word_where_the_child_agrees(line: Line, tmp_path: Path) -> None:
    code = drafted(line, tmp_path, information__age_band="minor")
    line("record", "finalise", code, *GUARDIAN)
    line("case", "open", code)
    line("record", "withdraw-consent", code, "--whose", "guardian")
    child = line("record", "release", code, "--consent", "yes", "--in-language", "bn", "--how", "signed")
    assert (child["exit"], child["reason"], len(child["warnings"])) == (1, "screening.guardian_withdrawn", 1)
    assert ("sync", "signed", "bn") in said_by(line, code, "person")
    assert line("record", "release", code, *GUARDIAN)["delivery"] == "waiting"


def test_of_a_record_that_waits_already_it_is_said(line: Line, tmp_path: Path) -> None:
    code = drafted(line, tmp_path)
    line("record", "finalise", code)
    told = line("record", "release", code)
    assert (told["exit"], told["delivery"], told["reason"]) == (0, "waiting", "")
    assert told["warnings"] == ["It waits to be sent already."]
    assert len(line("record", "show", code)["releases"]) == 1


def met(line: Line, folder: Path, *typed: str, **changed: str | None) -> str:
    """Somebody whose first interview is closed so."""
    code = drafted(line, folder, **changed)
    assert line("record", "finalise", code, *typed)["exit"] == 0
    line("case", "open", code)
    return code


def closed(line: Line, person: str, folder: Path, *typed: str) -> dict[str, Any]:
    """What is told at the end of a questionnaire that does not ask them whether they agree."""
    answers = folder / "module.json"
    answers.write_text(json.dumps({"/data/present/alone": "no"}), encoding="utf-8")
    begun = line("case", "begin", person, "minor", "--answers", str(answers))["code"]
    return line("record", "finalise", begun, *typed)


SIGNED = ("--consent", "yes", "--how", "signed", "--in-language", "ur")


@pytest.mark.parametrize("beside", [(), GUARDIAN])
def test_a_yes_at_the_end_of_a_questionnaire_that_asks_for_none_is_kept(
    line: Line, tmp_path: Path, beside: tuple[str, ...]
) -> None:
    child = met(line, tmp_path, information__age_band="minor")
    done = closed(line, child, tmp_path, *SIGNED, *beside)
    assert (done["exit"], done["delivery"]) == (0, "waiting")
    own = {each for each in said_by(line, child, "person") if each[2] == "ur"}
    assert own == {("record", "signed", "ur"), ("sync", "signed", "ur")}
    assert said_by(line, child, "guardian") == (THEIRS if beside else set())


def test_a_childs_yes_at_the_end_is_kept_until_a_guardian_who_took_theirs_back_agrees(
    line: Line, tmp_path: Path
) -> None:
    child = met(line, tmp_path, *GUARDIAN, information__age_band="minor")
    line("record", "withdraw-consent", child, "--whose", "guardian")
    done = closed(line, child, tmp_path, *SIGNED)
    assert (done["delivery"], done["reason"]) == ("held", "screening.guardian_withdrawn")
    assert ("sync", "signed", "ur") in said_by(line, child, "person")


def test_a_yes_at_the_end_of_a_later_questionnaire_counts_for_it_after_a_no_in_the_first(
    line: Line, tmp_path: Path
) -> None:
    person = met(line, tmp_path, information__consent_sync="no")
    held = closed(line, person, tmp_path)
    assert (held["delivery"], held["reason"]) == ("held", "screening.consent_refused")
    agreed = ("case", "begin", person, "needs")
    done = line("record", "finalise", line(*agreed)["code"], "--anyway", *SIGNED)
    assert (done["delivery"], done["released"], done["reason"]) == ("waiting", True, "")
    assert ("sync", "signed", "ur") in said_by(line, person, "person")
    assert line("record", "show", done["code"])["releases"][0]["detail"] == "signed"
    begun = line("case", "begin", person, "labour")["code"]
    assert line("record", "finalise", begun, "--anyway")["delivery"] == "waiting", "what they said last holds on"
    assert line("record", "show", begun)["releases"][0]["detail"] == "signed", "the form heard a no"
    assert {line("record", "show", each)["delivery"] for each in (person, held["code"])} == {"held"}, "not before it"


def test_a_guardians_no_in_the_first_outlasts_a_childs_yes_at_the_end_of_a_later_one(
    line: Line, tmp_path: Path
) -> None:
    child = met(line, tmp_path, information__age_band="minor")
    line("record", "consent", child, "--purpose", "sync", "--whose", "guardian", "--word", "no")
    done = closed(line, child, tmp_path, *SIGNED)
    assert (done["delivery"], done["reason"]) == ("held", "screening.guardian_said_no")
    assert ("sync", "signed", "ur") in said_by(line, child, "person")


def test_a_record_that_was_held_goes_on_no_yes_to_another(line: Line, tmp_path: Path) -> None:
    person = met(line, tmp_path, information__consent_sync="no")
    closed(line, person, tmp_path, *SIGNED)
    begun = line("case", "begin", person, "labour")["code"]
    no = ("--consent", "no", "--in-language", "bn")
    (warning,) = line("record", "finalise", begun, "--anyway", *no)["warnings"]
    assert "for this record alone" in warning and "intake record withdraw-consent" in warning
    for said in ((), ("--in-language", "ur")):
        assert line("record", "release", person, *said)["delivery"] == "held", "they said no since"
    assert line("record", "release", person, *SIGNED)["delivery"] == "waiting"


@pytest.mark.parametrize("typed", [(), ("--consent", "yes", "--how", "signed")])
def test_a_language_beyond_the_list_is_kept_by_its_code_over_a_form_that_asks(
    line: Line, tmp_path: Path, typed: tuple[str, ...]
) -> None:
    code = met(line, tmp_path, *typed, "--in-language", "sw")
    assert {language for _purpose, _how, language in said_by(line, code, "person")} == {"sw"}
    assert "lingua: swahili" in slip(line, code, tmp_path / "a.pdf")


@pytest.mark.parametrize("typed", [("--how", "signed"), ("--in-language", "ur"), ("--witness", "interpreter")])
def test_how_and_in_which_language_is_told_of_something_that_somebody_said(
    line: Line, tmp_path: Path, typed: tuple[str, ...]
) -> None:
    refused = closed(line, met(line, tmp_path), tmp_path, *typed)
    assert refused["error"] == "screening.way_of_nothing" and refused["advice"].endswith("(--consent)")
    assert [each["form_id"] for each in line("record", "list", "--state", "draft")["records"]] == ["intake_minor"]


@pytest.mark.parametrize("first", [True, False])
def test_how_they_agreed_as_a_correction_tells_it_is_shown_and_stands_on_the_paper(
    line: Line, tmp_path: Path, first: bool
) -> None:
    code, file = drafted(line, tmp_path), tmp_path / "a.pdf"
    steps = [("case", "open", code), ("record", "finalise", code, "--how", "signed", "--in-language", "fr")]
    for step in steps if first else reversed(steps):
        assert line(*step)["exit"] == 0
    before = said_by(line, code, "person")
    new = line("record", "edit", code)["code"]
    line("record", "finalise", new, "--consent", "yes", "--how", "fingerprint", "--in-language", "ur")
    assert ("slip", "fingerprint", "ur") in said_by(line, new, "person") - before
    assert line("slip", new, "--recipient", "health", "-o", str(file))["exit"] == 0
    assert "Consenso dato con impronta · lingua: urdu" in extracted(file.read_bytes())
    again = line("record", "edit", new)["code"]
    told = line("record", "consents", new)["words"]
    line("record", "finalise", again)
    assert line("record", "consents", again)["words"] == told, "what stands is not said anew"


def test_what_was_taken_back_is_not_said_anew_by_how_it_had_been_given(line: Line, tmp_path: Path) -> None:
    code = met(line, tmp_path)
    line("record", "withdraw-consent", code, "--purpose", "slip")
    new = line("record", "edit", code)["code"]
    line("record", "finalise", new, "--how", "signed", "--in-language", "ur")
    refused = line("slip", new, "--recipient", "health", "-o", str(tmp_path / "a"))
    assert refused["error"] == "screening.consent_withdrawn"
