"""Rows of the engine decisions that are XPath's to keep: where the engines disagree, what ours gives."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from intake_app.errors import IntakeError
from intake_app.xpath.context import Context
from intake_app.xpath.expression import compile_expression
from intake_app.xpath.tree import Node
from tests.xpath.forms import at, environment, text, value


@pytest.mark.decision("1")
def test_a_boolean_comes_as_a_boolean_so_that_a_calculate_can_store_1_or_0() -> None:
    assert value("1 = 1") is True
    assert value("/data/age > 30 or /data/blank") is False
    assert value("if(/data/age, 1 = 1, 'x')") is True


@pytest.mark.decision("2")
def test_of_several_nodes_the_first_is_meant_and_any_match_counts() -> None:
    assert text("/data/person/name") == "Ada"
    assert text("/data/person/amount + 1") == "11"
    assert text("/data/person/name = 'Cy' and /data/person/name = 'Ada'") == "true"
    assert text("/data/person/amount > 29 and /data/person/amount < 11") == "true"
    assert text("/data/person/amount = /data/person/visit/days") == "false"
    assert text("/data/person/name != /data/person/name") == "true"


@pytest.mark.decision("3")
def test_positional_predicates_are_those_of_xpath() -> None:
    assert text("/data/person[3]/name") == "Cy"
    assert text("/data/person[last()]/name") == "Cy"
    assert text("join(',', /data/person[position() < 3]/amount)") == "10,"
    assert text("join('', /data/person/visit[1]/days)") == "134"
    assert text("(/data/person/visit)[4]/days") == "4"


@pytest.mark.decision("4")
def test_blank_and_hidden_nodes_are_skipped() -> None:
    env = environment()
    assert text("sum(/data/person/amount)", env) == "40"
    assert text("min(/data/person/amount | /data/hidden)", env) == "10"
    assert text("max(/data/hidden)", env) == "NaN"
    assert text("count(/data/hidden | /data/age)", env) == "1"
    at(env, "person", 2).relevant = False
    assert text("count(/data/person)", env) == "2"
    assert text("count-non-empty(/data/person/name)", env) == "2"


@pytest.mark.feature(160)
@pytest.mark.decision("5")
def test_an_absolute_path_means_the_own_instance_of_a_repeat() -> None:
    env = environment()
    inside = at(env, "person", 2, "visit", 1, "days")
    assert text("/data/person/name", env, inside) == "Cy"
    assert text("/data/person/visit/days", env, inside) == "5"
    assert text("count(/data/person)", env, inside) == "1"
    assert text("sum(/data/person/visit/days)", env, at(env, "person", 2, "name")) == "9"
    assert text("instance('villages')/root/item[people = /data/person/amount]/name", env, inside) == "v90"


@pytest.mark.decision("5")
def test_names_with_prefixes_mean_the_own_instance_too() -> None:
    env, spaces = environment(), {"p": "urn:p", "q": "urn:q"}
    for person in env.main.children[0].named("person"):
        for node in (person, *person.named("name"), *person.named("visit")):
            node.namespace = "urn:p"
    inside = at(env, "person", 2, "visit", 1, "days")

    def of(source: str, node: Node) -> str:
        return compile_expression(source, spaces).string(Context(node, env))

    assert of("/data/p:person/p:name", inside) == "Cy"
    assert of("/data/person/p:visit/days", inside) == "5"
    assert of("/data/p:person/p:visit[2]/days", at(env, "age")) == "2"
    assert of("count(/data/p:person)", inside) == "1"
    assert of("count(/data/p:person/name)", at(env, "age")) == "3"
    assert of("count(/data/q:person | /data/p:person/q:name)", inside) == "0"


@pytest.mark.decision("6")
def test_a_pattern_must_match_the_whole_text() -> None:
    assert text("regex('abc', 'b')") == "false"
    assert text("regex('abc', '.b.')") == "true"
    assert text("regex('ab', 'a|ab')") == "true"


@pytest.mark.decision("7")
def test_a_blank_or_zero_node_is_false_and_a_written_zero_true() -> None:
    assert text("boolean(/data/blank)") == "false"
    assert text("boolean(/data/zero)") == "false"
    assert text("boolean('0')") == "true"
    assert text("/data/zero or /data/blank") == "false"
    assert text("boolean(/data/person)") == "true"
    assert text("boolean(/data/hidden)") == "false"
    env = environment()
    for told, wanted in (("0.0", "false"), ("-0", "false"), ("00", "false"), ("0x", "true"), (" ", "true")):
        at(env, "zero").value = told
        assert text("boolean(/data/zero)", env) == wanted, told
    assert text("boolean(/data/zero[. = ' '])", env) == "true"


@pytest.mark.decision("7")
def test_in_a_record_a_group_is_no_answer_and_a_condition_behind_a_path_changes_nothing() -> None:
    in_document, in_record = environment(), environment()
    in_record.steady = True
    for source, there, kept in (
        ("boolean(/data/person)", "true", "false"),
        ("boolean(/data/person[name = 'Cy'])", "true", "false"),
        ("boolean(/data/person[name = 'Cy']/name[. = 'Cy'])", "true", "true"),
        ("boolean(/data/blank[1])", "true", "false"),
        ("boolean(/data/zero[. = 0])", "true", "false"),
        ("boolean(/data/none[1])", "false", "false"),
        ("boolean(/data/hidden[1])", "false", "false"),
        ("/data/person = true()", "true", "false"),
        ("count-non-empty(/data/blank)", "0", "0"),
        ("count-non-empty(/data/hidden)", "0", "0"),
        ("count-non-empty(/data/age)", "1", "1"),
        ("count-non-empty(/data/person)", "3", "3"),
        ("count(/data[blank])", "0", "0"),
        ("count(/data[hidden])", "0", "0"),
        ("count(/data/person[name])", "2", "2"),
    ):
        assert (source, text(source, in_document), text(source, in_record)) == (source, there, kept)
    at(in_record, "person").relevant = False
    at(in_document, "person").relevant = False
    assert [text("count-non-empty(/data/person)", env) for env in (in_document, in_record)] == ["2", "2"]
    assert [text("boolean(/data/person)", env) for env in (in_document, in_record)] == ["false", "false"]


@pytest.mark.decision("8")
def test_halves_are_rounded_up_in_decimal() -> None:
    assert [text(f"round({number})") for number in ("-2.5", "-1.5", "2.5", "0.5")] == ["-2", "-1", "3", "1"]
    assert text("round(1.005, 2)") == "1.01"
    assert text("round(-1.005, 2)") == "-1"


@pytest.mark.decision("9")
def test_date_texts_are_compared_as_dates() -> None:
    assert text("'2020-01-01' < '2020-01-02'") == "true"
    assert text("'2020-1-2' > '2020-01-01'") == "true"
    assert text("/data/born >= '2001-05-17'") == "true"
    assert text("date('2020-01-01') = '2020-01-01T00:00:00.000+01:00'") == "true"
    assert text("date('2020-01-01') != '2020-01-02'") == "true"
    assert text("/data/born = date('2001-05-17')") == "true"
    assert text("/data/born != date('2001-05-17')") == "false"
    assert text("'2020-01-02' < 'soon'") == "false"


@pytest.mark.decision("9b")
def test_a_date_stays_a_date() -> None:
    assert text("date('2024-02-29')") == "2024-02-29"
    assert text("date('2024-02-29T10:00:00')") == "2024-02-29"
    assert text("if(true(), date('2024-02-29'), '')") == "2024-02-29"
    assert text("concat(today(), '')") == "2026-03-28"


ZONES = ["Pacific/Kiritimati", "America/Phoenix", "Africa/Cairo", "Europe/Rome", "Asia/Kathmandu", "America/St_Johns"]


@pytest.mark.decision("9c")
@pytest.mark.parametrize("zone", ZONES)
def test_dates_count_in_local_civil_time(zone: str) -> None:
    env = environment()
    env.zone = ZoneInfo(zone)
    env.now = lambda: datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert text("number('1970-01-01')", env) == "0"
    assert text("date('1941-12-07') - date('1941-12-06')", env) == "1"
    assert text("date('2024-10-28') - date('2024-10-26')", env) == "2"
    assert text("date(date('2024-03-30') + 2)", env) == "2024-04-01"
    assert text("date(-1)", env) == "1969-12-31"
    assert text("date-time('2024-03-31T00:30:00') - date('2024-03-31') < 0.03", env) == "true"
    assert text("round((date-time(19813.75) - 19813) * 24, 3)", env) == "18"


@pytest.mark.decision("10")
def test_only_an_xpath_numeral_or_a_date_is_a_number() -> None:
    for told in ("1e3", "+5", "0x10", "Infinity", "1,000", "NaN", "5 6", "", "1.2.3", "२"):
        assert text(f"number('{told}')") == "NaN", told
    assert text("number('2001-05-17')") == "11459"
    assert text("number(' -5. ')") == "-5"
    assert text("number('-.5')") == "-0.5"
    assert text("number('123456789012345678')") == "123456789012345680"


@pytest.mark.decision("11")
def test_area_and_distance_have_javarosas_radius_and_full_precision() -> None:
    assert text("distance('0 0;0 1')") == "111318.84502143922"
    assert text("area('0 0;0 1;1 1')") == "6195942628.45484"


@pytest.mark.decision("14")
def test_a_multiple_selection_keeps_its_order() -> None:
    assert text("selected-at('work food', 0)") == "work"
    assert text("/data/chosen = 'work food'") == "false"


@pytest.mark.feature(159)
@pytest.mark.decision("19")
def test_what_javarosa_alone_knows_works() -> None:
    env = environment()
    env.version = "2026032801"
    assert text("--3", env) == "3"
    assert text("---3", env) == "-3"
    assert text("2 - -3", env) == "5"
    assert text("version()", env) == "2026032801"
    assert text("depend('a', /data/age)", env) == "a"
    assert text("regex('ABC', '(?i)abc')", env) == "true"


@pytest.mark.decision("20")
def test_numbers_are_written_without_an_exponent() -> None:
    assert text("0.000001 * 1") == "0.000001"
    assert text("1 div 1024") == "0.0009765625"
    assert text("1234567890123 * 1") == "1234567890123"
    assert text("100000000000000000000 * 10") == "1000000000000000000000"
    assert text("123456789.125 * 10000000000") == "1234567891250000000"
    assert text("-0.0000025 * 1") == "-0.0000025"
    assert text("999999999999999") == "999999999999999"
    assert text("-1 div 0") == "-Infinity"


@pytest.mark.decision("21")
@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        ("1 + explode(2)", "xpath.unknown_function", 5),
        ("true() or jr:explode()", "xpath.unknown_function", 11),
        ("/data/a[substr('x')]", "xpath.arity", 9),
        ("if(1, 2, 3, 4)", "xpath.arity", 1),
        ("1 +* 2 )", "xpath.syntax", 6),
        ("/data/a[1", "xpath.syntax", 10),
    ],
)
def test_a_fault_is_told_at_load_with_its_place(source: str, code: str, position: int) -> None:
    with pytest.raises(IntakeError) as refused:
        compile_expression(source)
    assert (refused.value.code, refused.value.facts["position"]) == (code, position)
