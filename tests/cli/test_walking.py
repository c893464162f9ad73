"""The random user on the command line: the same seed the same walk, every invariant looked at, a report as JSON."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

import pytest

from intake_app import cli, paths
from intake_app.cli import walk_answers, walk_checks, walking
from intake_app.cli.playing import surroundings
from intake_app.xform import Changes, QuestionView, load
from tests.xform.forms import inputs, session, xform

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=timezone(timedelta(hours=1)))
FORM = xform(
    "<a/><b/><c/><g><d>x</d></g><r><e/><f/></r><u/><w/>",
    '<bind nodeset="/data/a" type="int" constraint=". &lt; 50"/><bind nodeset="/data/g" relevant="/data/a &gt; 5"/>'
    '<bind nodeset="/data/b" calculate="concat(/data/a, /data/g/d, sum(/data/r/e))"/>'
    '<bind nodeset="/data/r/e" type="int"/><bind nodeset="/data/r/f" type="date" required="true()"/>'
    '<bind nodeset="/data/c" type="select1"/>',
    inputs("a", "w") + '<select1 ref="/data/c"><label>C</label><itemset nodeset="instance(\'l\')/root/item[n &lt; '
    '/data/a]"><value ref="name"/><label ref="name"/></itemset></select1><group ref="/data/g"><label>G</label>'
    '<input ref="/data/g/d"><label>D</label></input></group><group ref="/data/r"><label>R</label><repeat '
    'nodeset="/data/r"><input ref="/data/r/e"><label>E</label></input><input ref="/data/r/f"><label>F</label></input>'
    '</repeat></group><upload ref="/data/u" mediatype="image/*"><label>U</label></upload>',
    '<itext><translation lang="English (en)"><text id="t"><value>T</value></text></translation>'
    '<translation lang="Italiano (it)"><text id="t"><value>T</value></text></translation></itext>'
    '<instance id="l"><root><item><name>p</name><n>1</n></item><item><name>q</name><n>9</n></item></root></instance>',
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xml"
    path.write_bytes(FORM)
    return path


def told(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capfd.readouterr()
    code = cli.run(["form", "walk", *words])
    return code, json.loads(capfd.readouterr().out)


def test_the_same_seed_is_the_same_walk(form: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = (str(form), "--steps", "150", "--now", NOW.isoformat(), "--reopen", "5")
    walks = [told(capfd, *words, "--seed", seed) for seed in ("1", "1", "2")]
    assert [code for code, _ in walks] == [0, 0, 0] and all(report["ok"] for _, report in walks)
    assert walks[0][1]["digest"] == walks[1][1]["digest"] != walks[2][1]["digest"]
    assert walks[0][1]["counts"] == walks[1][1]["counts"] and sum(walks[0][1]["counts"].values()) == 150
    kinds = {"answer", "junk", "clear", "mark", "add_repeat", "remove_repeat", "language", "resume", "look"}
    assert set(walks[0][1]["counts"]) == kinds
    assert 0 < walks[0][1]["p50_ms"] <= walks[0][1]["p99_ms"] <= walks[0][1]["max_ms"]


def test_the_walk_as_a_scenario_ends_with_the_same_values(form: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = form.with_name("walk.json")
    code, report = told(capfd, str(form), "--seed", "4", "--steps", "120", "--scenario", str(target))
    assert code == 0 and "junk" in report["counts"]
    walker = walking.Walker(load(FORM), walking.Plan(4, 120, datetime.fromisoformat(report["now"]),
                                                     tuple(report["languages"]), 10, True))  # fmt: skip
    walker.run()
    capfd.readouterr()
    assert cli.run(["form", "play", str(form), str(target)]) == 0
    results = json.loads(capfd.readouterr().out)["results"]
    played = {each["path"]: each["value"] for each in results if each["op"] == "get"}
    kept = {ref: value for ref, (value, _) in walker.session.leaves().items() if ref in played}
    assert played == kept and len(played) > 6 and all("error" not in each for each in results)


def test_languages(form: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert told(capfd, str(form), "--language", "Italiano (it)", "--steps", "20")[1]["languages"] == ["Italiano (it)"]
    code, report = told(capfd, str(form), "--language", "Klingon")
    assert (code, report["error"]) == (1, "cli.unknown_language") and "Italiano (it)" in report["advice"]


def test_a_table_of_our_own_has_the_languages_that_come_with_the_program(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    own = str(paths.forms() / "observations.md")
    code, report = told(capfd, own, "--language", "Italiano (it)", "--steps", "5")
    assert (code, report["languages"]) == (0, ["Italiano (it)"])
    plain = tmp_path / "plain.md"
    plain.write_text("| survey |\n| | type | name | label |\n| | text | a | A? |\n", encoding="utf-8")
    code, report = told(capfd, str(plain), "--language", "Italiano (it)")
    assert (code, report["error"]) == (1, "cli.no_language") and "Leave the language out" in report["advice"]


def test_a_clock_and_a_number_that_can_not_be_read(form: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert told(capfd, str(form), "--now", "yesterday")[1]["error"] == "cli.bad_moment"
    with pytest.raises(SystemExit):
        cli.run(["form", "walk", str(form), "--steps", "0"])


def test_the_checks_find_what_is_wrong() -> None:
    """The control: a change nobody names, and a record that is another when it is opened again."""
    record = session(
        "<a/><b/>", '<bind nodeset="/data/b" calculate="/data/a * 2" relevant="/data/a &gt; 1"/>', inputs("a")
    )
    before = walk_checks.snapshot(record)
    changes = record.answer("/data/a", "4")
    after = walk_checks.snapshot(record)
    assert list(walk_checks.unnamed(before, after, changes)) == []
    assert set(walk_checks.unnamed(before, after, Changes())) == {"/data/a", "/data/b"}
    chance = session("<a/><b/>", '<bind nodeset="/data/b" calculate="random()"/>', inputs("a"))
    assert walk_checks.by_chance(chance.definition) and not walk_checks.by_chance(record.definition)
    assert walk_checks.reopened(chance, lambda: surroundings("x", 3, NOW))[1] == ["/data/b"]
    assert walk_checks.reopened(record, lambda: surroundings("x", 3, NOW))[1] == []


def test_a_walk_that_raises_says_where(capfd: pytest.CaptureFixture[str]) -> None:
    class Stumbling(walking.Walker):
        def _choose(self) -> str:
            raise KeyError("canary")

    report = Stumbling(load(FORM), walking.Plan(1, 5, NOW, ())).run()
    assert not report["ok"] and report["broken"][0]["place"].startswith("KeyError at test_walking.py")
    assert "canary" not in json.dumps(report)


@pytest.mark.parametrize(
    "kind",
    ["int", "decimal", "boolean", "date", "dateTime", "time", "geopoint", "geotrace", "geoshape", "binary", "string"],
)
def test_answers_fit_the_type(kind: str) -> None:
    bind = f'<bind nodeset="/data/a" type="{kind}"/>'
    record = session("<a/>", bind, inputs("a"))
    for seed in range(20):
        text = walk_answers.answer(record.question("/data/a"), list, Random(seed), NOW)
        assert text is not None
        record.answer("/data/a", text)
        assert record.fault("/data/a") is None


def test_answers_by_control() -> None:
    def view(control: str, **parameters: str) -> QuestionView:
        record = session("<a/>", "", inputs("a"))
        seen = record.question("/data/a")
        return QuestionView(**{**{name: getattr(seen, name) for name in QuestionView.__slots__},
                               "control": control, "parameters": parameters})  # fmt: skip

    def given(control: str, offered: tuple[str, ...] = ("a", "b", "c"), **parameters: str) -> set[str | None]:
        return {walk_answers.answer(view(control, **parameters), lambda: offered, Random(n), NOW) for n in range(60)}

    assert given("select1") == {"a", "b", "c"} and given("select1", ()) == {None}
    assert all(len(set(str(text).split())) == 3 for text in given("rank"))
    assert {len(str(text).split()) for text in given("select")} == {1, 2, 3}
    assert given("trigger") == {"OK"} and len(given("upload")) > 50
    assert given("range", start="0", end="1", step="0.5") == {"0", "0.5", "1"}
    assert given("range", start="2", end="0", step="1") == {"0", "1", "2"}
