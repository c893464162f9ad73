"""What was concluded stands beside what the answers point to, on the command line as in the windows."""

from pathlib import Path
from typing import Any

from intake_app.cli import rehearsal
from tests.cli.conftest import Line
from tests.cli.test_main_job import answers_file, own_answers


def finished(line: Line, folder: Path, **changes: str) -> dict[str, Any]:
    changes.setdefault("next_steps__reason", "other_cause")
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(folder, own_answers(**changes)))
    return line("record", "finalise", new["code"], "--anyway")


def test_finishing_says_where_the_two_differ_and_why(line: Line, tmp_path: Path) -> None:
    done = finished(line, tmp_path, next_steps__outcome="no_indication_now")
    told = done["concluded"]
    assert (told["outcome"], told["record"], told["by"]) == ("no_indication_now", done["code"], "Ada")
    assert told["suggestion"] != "no_indication_now" and told["differs"] and told["rule"]
    assert told["signs"] and all(one["sign"] and one["question"] and one["answer"] for one in told["signs"])
    assert told["sentence"].startswith("The answers point to “Possible: refer”, and what was concluded is “No indica")
    assert (told["reason"], "advice" in told) == ("other_cause", False)
    same = finished(line, tmp_path, next_steps__outcome=told["suggestion"])["concluded"]
    assert not same["differs"] and "sentence" not in same and same["suggestion"] == same["outcome"]


def test_who_concludes_what_the_answers_point_to_is_asked_why_on_the_line_too(line: Line, tmp_path: Path) -> None:
    outcome = finished(line, tmp_path)["concluded"]["suggestion"]
    answers = {**own_answers(next_steps__outcome=outcome), "/data/next_steps/reason": ""}
    for said, asked in (("", True), ("told", False), ({"state": "prefers_not_to_say"}, True)):
        answers["/data/next_steps/reason"] = said
        new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, answers))
        done = line("record", "finalise", new["code"])
        told = done["concluded"]
        assert (done["exit"], told["differs"], "advice" in told) == (0, False, asked), told
        assert not asked or told["advice"].startswith("No reason was noted")


def test_a_conclusion_against_the_answers_has_a_reason_that_nothing_gets_round(line: Line, tmp_path: Path) -> None:
    changes = {"next_steps__outcome": "no_indication_now"}
    for told, fits in (({}, False), ({"next_steps__reason": "other_cause"}, True)):
        new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers(**changes, **told)))
        for way in ((), ("--anyway",))[: 1 if fits else 2]:
            done = line("record", "finalise", new["code"], *way)
            assert done.get("error", "") == ("" if fits else "workflow.no_reason")
    for unsaid in ("prefers_not_to_say", "does_not_know"):
        states = {**own_answers(**changes), "/data/next_steps/reason": {"state": unsaid}}
        declined = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, states))
        assert line("record", "finalise", declined["code"])["error"] == "workflow.no_reason", "that is no reason"
        states["/data/next_steps/outcome"] = "person_declined"
        ended = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, states))
        assert "error" not in line("record", "finalise", ended["code"]), "a person who ends a talk needs none"


def test_another_reason_against_the_answers_has_its_words(line: Line, tmp_path: Path) -> None:
    changes = {"next_steps__outcome": "no_indication_now", "next_steps__reason": "other"}
    for words in ("", " ", "the team talked about it"):
        answers = own_answers(**changes, next_steps__reason_words=words)
        new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, answers))
        done = line("record", "finalise", new["code"], "--anyway")
        if words.strip():
            assert done["exit"] == 0 and done["concluded"]["words"] == words, done
        else:
            assert done["error"] == "workflow.no_reason" and "reason_words" in done["sentence"], done
    told = finished(line, tmp_path, next_steps__reason="other")
    assert told["exit"] == 0 and not told["concluded"]["differs"], "what the answers point to needs none"


def test_who_concludes_decides_before_the_record_is_finished(line: Line, tmp_path: Path) -> None:
    states = {**own_answers(), "/data/next_steps/outcome": {"state": "does_not_know"}}
    new = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, states))
    assert [one["path"] for one in new["violations"]] == ["/data/next_steps/outcome"]
    assert line("record", "finalise", new["code"])["error"] == "workflow.not_complete"


def test_a_person_is_shown_with_the_newest_conclusion_and_its_reason(line: Line, tmp_path: Path) -> None:
    done = finished(line, tmp_path, next_steps__outcome="no_indication_now", next_steps__reason="other_cause")
    assert "advice" not in done["concluded"], "there is a reason"
    case = line("case", "open", done["code"])["code"]
    shown = line("case", "show", case)["concluded"]
    assert (shown["outcome"], shown["reason"], shown["differs"]) == ("no_indication_now", "other_cause", True)
    assert shown["suggestion"] == done["concluded"]["suggestion"] and shown["signs"] == done["concluded"]["signs"]
    again = line("record", "new", rehearsal.FORM, "--answers", answers_file(tmp_path, own_answers()))
    empty = line("case", "show", line("case", "open", again["code"])["code"])
    assert empty["concluded"] is None


def test_what_was_concluded_before_counts_where_a_talk_concludes_nothing(line: Line, tmp_path: Path) -> None:
    first = finished(line, tmp_path, next_steps__outcome="no_indication_now")
    case = line("case", "open", first["code"])["code"]
    answers = answers_file(tmp_path, {"/data/now/food": "yes"})
    needs = line("case", "begin", case, "needs", "--answers", answers)
    told = line("record", "finalise", needs["code"])["concluded"]
    assert told["record"] == first["code"] and told["differs"]
    assert {one["record"] for one in told["signs"]} == {first["code"]}, "the signs of another talk"
    here = [{**one, "record": ""} for one in told["signs"]]
    assert here == first["concluded"]["signs"], "with the questions and answers that tell them"


def test_what_is_open_is_told_with_its_talk_and_why(line: Line, tmp_path: Path) -> None:
    first = finished(line, tmp_path, next_steps__outcome="no_indication_now")
    assert all(one["record"] == "" and one["why"] != "not_relevant" for one in first["concluded"]["open"])
    case = line("case", "open", first["code"])["code"]
    answers = answers_file(tmp_path, {"/data/work/worked": "prefers_not_to_say"})
    labour = line("case", "begin", case, "labour", "--answers", answers)
    told = line("case", "show", case)["concluded"]["open"]
    kept = {one["sign"]: one for one in told if one["record"] == labour["code"]}
    assert kept["hours_excess"]["why"] == "prefers_not_to_say" and kept["hours_excess"]["question"].startswith("/data/")


def test_what_is_kept_back_could_change_the_suggestion_where_nothing_else_would(line: Line, tmp_path: Path) -> None:
    first = finished(line, tmp_path, screen__documents_held="documents", screen__threats="no")
    assert first["concluded"]["change"] or not first["concluded"]["kept_back"]
    case = line("case", "open", first["code"])["code"]
    begin = ("case", "begin", case, "labour", "--answers")
    labour = line(*begin, answers_file(tmp_path, {"/data/work/worked": "prefers_not_to_say"}))
    told = line("record", "finalise", labour["code"])["concluded"]
    assert (told["change"], told["kept_back"]) == ([], True), "that nothing would is not so"


def test_what_would_change_the_suggestion_is_told_alone_or_together(line: Line, tmp_path: Path) -> None:
    nothing = dict.fromkeys(("promise_broken", "locked_watched", "unpaid_work", "contact_waiting", "fear_here"), "no")
    answers = {f"screen__{name}": value for name, value in nothing.items()}
    alone = finished(line, tmp_path, **answers, screen__documents_held="no", screen__debt="yes", screen__threats="")
    assert alone["concluded"]["change"] == [
        {
            "questions": [{"sign": "threat_self", "question": "/data/screen/threats", "record": ""}],
            "suggestion": "possible_refer", "rule": "two_medium",
        }
    ]  # fmt: skip
    answers |= {"screen__documents_held": "documents", "screen__debt": "no", "screen__threats": "no"}
    first = finished(line, tmp_path, **answers)
    assert first["concluded"]["change"] == [], "nothing is open"
    others = ["labour", "sexual", "begging_crime", "domestic", "marriage_family", "transit"]
    assert first["concluded"]["could_change"] == others, "which were not asked yet"
    case = line("case", "open", first["code"])["code"]
    blank = line("record", "finalise", line("case", "begin", case, "sexual")["code"], "--anyway")
    assert blank["state"] == "finalised"
    assert line("case", "show", case)["concluded"]["could_change"] == others, "one that was closed blank asked nobody"
    worked = answers_file(tmp_path, {"/data/work/worked": "yes"})
    labour = line("record", "finalise", line("case", "begin", case, "labour", "--answers", worked)["code"])
    (together,) = line("case", "show", case)["concluded"]["change"]
    assert together["suggestion"] == "priority_refer_now" and together["rule"] == "exploitation_and_means"
    assert {one["record"] for one in together["questions"]} == {labour["code"]}, "where it is open"
    assert len({one["sign"] for one in together["questions"]}) == 3
    assert line("case", "show", case)["concluded"]["could_change"] == others[1:]
