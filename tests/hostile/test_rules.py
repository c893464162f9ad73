"""Items 11 to 18 of the catalogue: binds, cycles and expressions."""

from collections.abc import Callable

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import Session, load, new_session
from tests.hostile.acts import Opened, loads, refused
from tests.hostile.conftest import Warden
from tests.hostile.trial import Case
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings

NODES = 5_000
STOPPED = "xpath.too_expensive"


def bind(path: str, **rules: str) -> str:
    """A bind of a path below the root, its rules escaped."""
    quoted = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;"})
    told = {name: rule.translate(quoted) for name, rule in rules.items()}
    return f'<bind nodeset="/data/{path}" ' + " ".join(f'{name}="{rule}"' for name, rule in told.items()) + "/>"


def notes(code: str, place: str) -> Callable[[Opened], None]:
    """The import report names the place with a code."""

    def judge(opened: Opened) -> None:
        assert place in [where for where, _ in opened.noted(code)]

    return judge


def with_binds(*binds: str) -> Callable[[], bytes]:
    return lambda: xform("<a/><b/><c/><r><n/></r>", "".join(binds), inputs("a", "b"))


def binds_together(opened: Opened) -> None:
    notes("xform.duplicate_bind", "/data/a")(opened)
    opened.session.answer("/data/a", "x")
    assert opened.session.fault("/data/a") == "type"
    assert opened.session.required("/data/a")


def every_instance(opened: Opened) -> None:
    assert b"<n>7</n>" in opened.draft


def chain() -> bytes:
    binds = (bind(f"q{at}", type="int", calculate=f"/data/q{at - 1} + 1") for at in range(10_000, 0, -1))
    return xform("".join(f"<q{at}/>" for at in range(10_001)), "".join(binds), inputs("q0"))


def chain_follows(opened: Opened) -> None:
    changes = opened.session.answer("/data/q0", "5")
    assert len(changes.value) == 10_001
    assert opened.session.value("/data/q10000") == "10005"


def fan_out() -> bytes:
    binds = (bind(f"q{at}", type="int", calculate=f"/data/q0 + {at}") for at in range(1, 10_001))
    return xform("".join(f"<q{at}/>" for at in range(10_001)), "".join(binds), inputs("q0"))


def fan_follows(opened: Opened) -> None:
    opened.session.answer("/data/q0", "5")
    assert [opened.session.value(f"/data/q{at}") for at in (1, 10_000)] == ["6", "10005"]


def costly(**rules: str) -> Callable[[], bytes]:
    """A form of many nodes and of rules that look at them over and over once `a` has an answer."""

    def make() -> bytes:
        return xform("<a/><b>1</b>" + "<x>1</x>" * NODES, bind("b", **rules), inputs("a", "b"))

    return make


def answers(data: bytes) -> object:
    """Give the answer that sets off the costly rule, and go on working; then the record is not finished."""
    session = new_session(load(data), surroundings(NOW))
    session.answer("/data/a", "x")
    assert [trouble.facts["place"] for trouble in session.troubles()] == ["/data/b"]
    assert b"<a>x</a>" in session.serialise_draft()
    with pytest.raises(IntakeError) as caught:
        session.finalise()
    assert session.answer("/data/a", "").value, "the record can be gone on with"
    assert session.troubles() == ()
    raise caught.value


def stopped(expression: str) -> Case:
    """A calculate that is stopped; its answer is not lost, and the record goes on."""
    return Case(answers, costly(calculate=f"if(/data/a = '', '', {expression})"), refused=STOPPED, told=("/data/b",))


def stopped_rule(expression: str) -> Case:
    """The same for a constraint, which may read everything."""
    return Case(answers, costly(constraint=f"/data/a = '' or {expression}"), refused=STOPPED, told=("/data/b",))


def faulty(expression: str, *told: str) -> Case:
    """An expression that must be refused when the form is loaded, with its question."""
    return refused("xform.bad_expression", with_binds(bind("a", constraint=expression)), "/data/a", *told)


def valued(expression: str, *allowed: str, kind: str = "string") -> Case:
    """An expression that must give one of some values, whatever it is fed with."""

    def judge(opened: Opened) -> None:
        assert opened.session.value("/data/b") in allowed

    return loads(with_binds(bind("b", calculate=expression, type=kind)), judge)


def catastrophe(pattern: str, *warned: str) -> Case:
    """A pattern that would take for ever: it is found out or stopped and does not match; a warning says so."""

    def judge(session: Session) -> None:
        assert session.value("/data/b") == "0"
        assert session.warnings == set(warned)

    def act(data: bytes) -> Session:
        session = new_session(load(data), surroundings(NOW))
        session.answer("/data/a", "a" * 30 + "b")
        return session

    return Case(act, with_binds(bind("b", calculate=f"regex(/data/a, '{pattern}')")), judge)


def thousand_catastrophes() -> bytes:
    binds = "".join(bind(f"q{at}", constraint="regex(., '(a+)+$')") for at in range(1_000))
    return xform("".join(f"<q{at}>{'a' * 30}b</q{at}>" for at in range(1_000)), binds, inputs("q0"))


def is_minus_one(opened: Opened) -> None:
    assert opened.session.value("/data/b") == "-1"


def digits(count: int) -> str:
    return "9" * count


CASES: dict[str, Case] = {
    "11_bind_to_a_missing_node": loads(
        with_binds(bind("z", required="true()")), notes("xform.bind_without_node", "/data/z")
    ),
    "11_bind_without_a_path": loads(with_binds('<bind relevant="false()"/>'), notes("xform.bind_without_node", "bind")),
    "11_two_binds_for_one_node": loads(with_binds(bind("a", type="int"), bind("a", required="true()")), binds_together),
    "11_path_with_a_predicate": loads(with_binds(bind("r[1]/n", calculate="7")), every_instance),
    "11_relative_path_above_the_root": loads(
        with_binds('<bind nodeset="../../../.." type="int"/>'), notes("xform.bind_without_node", "/")
    ),
    "12_cycle_of_two": refused(
        "xform.cycle", with_binds(bind("a", calculate="/data/b"), bind("b", calculate="/data/a")), "/data/a", "/data/b"
    ),
    "12_cycle_of_three": refused(
        "xform.cycle",
        with_binds(bind("a", calculate="/data/b"), bind("b", calculate="/data/c"), bind("c", calculate="/data/a")),
        "/data/",
    ),
    "12_self": refused("xform.cycle", with_binds(bind("a", calculate="/data/a + 1")), "/data/a"),
    "12_self_by_dot": refused("xform.cycle", with_binds(bind("a", calculate=". + 1")), "/data/a"),
    "12_self_through_descendants": refused("xform.cycle", with_binds(bind("a", calculate="count(//*)")), "/data/a"),
    "12_through_relevant": refused(
        "xform.cycle",
        with_binds(bind("a", relevant="/data/b = 1"), bind("b", relevant="/data/a = 1")),
        "/data/a",
        "/data/b",
    ),
    "12_through_a_group": refused(
        "xform.cycle", with_binds(bind("r", relevant="/data/a = 1"), bind("a", calculate="/data/r/n")), "/data/a"
    ),
    "12_through_count": refused(
        "xform.cycle", with_binds(bind("a", calculate="count(/data/b)"), bind("b", calculate="/data/a")), "/data/a"
    ),
    "13_chain_of_10_000": loads(chain, chain_follows, seconds=10),
    "13_fan_out_of_10_000": loads(fan_out, fan_follows, seconds=10),
    "14_nested_predicates_depth_3": stopped_rule("count(//*[count(//*[count(//*) > 0]) > 0])"),
    "14_nested_predicates_depth_4": stopped_rule("count(//*[count(//*[count(//*[count(//*) > 0]) > 0]) > 0])"),
    "14_nested_predicates_by_position": stopped("count(//x[//x[//x[position() = last()]]])"),
    "15_preceding_of_everything": stopped_rule("count(//*/preceding::*/following::*)"),
    "15_preceding_siblings": stopped("count(//x/preceding-sibling::x/following-sibling::x)"),
    "15_union_of_2_000": stopped_rule("count(" + " | ".join(["//*"] * 2_000) + ") > 0"),
    "15_self_comparison": stopped_rule("count(//*[. = //*[. = //*]])"),
    "15_sum_in_a_sum": stopped("sum(//x[sum(//x[. = sum(//x)]) > 0])"),
    "15_join_in_a_filter": stopped("count(//x[string-length(join(',', //x)) > 0])"),
    "16_one_megabyte": faulty("1" + " + 1" * 262_144, "1048577"),
    "16_five_megabyte_literal": faulty(f"'{'x' * 5_000_000}' = ''", "5000007"),
    "16_100_000_minus_signs": loads(with_binds(bind("b", calculate="-" * 99_999 + "1")), is_minus_one),
    "16_50_000_parentheses": faulty("(" * 49_000 + "1" + ")" * 49_000),
    "16_predicates_in_predicates": faulty("a[" * 20_000 + "1" + "]" * 20_000),
    "16_20_000_way_or": loads(with_binds(bind("b", calculate="0 or " * 19_999 + "0")), None),
    "16_unbalanced_quotes": faulty('concat(\'a, "b")'),
    "16_unbalanced_parenthesis": faulty("concat('a'"),
    "16_unknown_function": faulty("system('rm')", "system"),
    "16_function_of_python": faulty("__import__('os')", "__import__"),
    "16_wrong_arity": faulty("count()", "count"),
    "16_unicode_operators": faulty("1 ≤ 2"),
    "16_unicode_minus_and_times": faulty("3 − 1 × 2"),
    "16_curly_quotes": faulty("‘a’ = ‘a’"),
    "16_full_width_digits": faulty("１ + １"),
    "16_zero_width_blank": faulty("1 \u200b+ 1"),
    "16_variable": faulty("$secret"),
    "17_nested_plus": catastrophe("(a+)+$"),
    "17_star_of_star": catastrophe("(.*)*x"),
    "17_alternatives": catastrophe("(a|aa)+$", "xpath.regex_timeout"),
    "17_backreference": catastrophe(r"(a*)*\1x"),
    "17_ten_kilobyte_pattern": catastrophe("(a?)" * 2_500 + "x", "xpath.regex_refused"),
    "17_one_million_repetitions": catastrophe("((a{1000}){1000}){1000}", "xpath.regex_refused"),
    "17_nested_brackets": catastrophe("(" * 5_000 + ")" * 5_000, "xpath.regex_refused"),
    "17_broken_pattern": catastrophe("(a", "xpath.regex_refused"),
    "17_a_thousand_catastrophes": loads(thousand_catastrophes, None),
    "18_substr_far_outside": valued("substr('abc', -1000000000000, 1000000000000)", "abc", ""),
    "18_substr_not_a_number": valued("substr('abc', number('x'))", "abc", ""),
    "18_substring_of_infinity": valued("substring('abc', -1 div 0, 1 div 0)", "", "abc"),
    "18_pow_beyond_floats": valued("pow(10, 999)", "Infinity", ""),
    "18_pow_negative_root": valued("pow(-1, 0.5)", ""),
    "18_pow_zero": valued("pow(0, -1)", "Infinity", ""),
    "18_int_of_infinity": valued("int(1 div 0)", "Infinity", "", "9223372036854775807"),
    "18_int_node_of_infinity": valued("1 div 0", "Infinity", "", kind="int"),
    "18_date_of_a_huge_number": valued("date(100000000000000000000)", ""),
    "18_round_to_a_billion_places": valued("round(1.5, 1000000000)", "1.5", ""),
    "18_round_to_minus_a_billion_places": valued("round(1.5, -1000000000)", "0", ""),
    "18_round_of_infinity": valued("round(1 div 0, 2)", "Infinity", ""),
    "18_division_by_zero": valued("1 div 0", "Infinity"),
    "18_remainder_of_zero": valued("1 mod 0", ""),
    "18_not_a_number": valued("number('x') + 1", ""),
    "18_minus_zero": valued("-0", "0", "-0"),
    "18_number_of_1e309": valued("number('1e309')", ""),
    "18_5_000_digit_number": valued(digits(5_000), "Infinity", ""),
    "18_5_000_digit_text": valued(f"number('{digits(5_000)}') * 2", "Infinity", ""),
    "18_5_000_digit_text_in_an_int": valued(f"'{digits(5_000)}'", digits(5_000), "", kind="int"),
    "18_repeat_a_billion_times": valued("string-length(concat('', 1000000000))", "10"),
    "18_format_date_of_the_year_one_million": valued("format-date(1000000 * 366, '%Y')", ""),
    "18_decimal_date_time_of_nonsense": valued("decimal-date-time('99999-99-99')", ""),
    "18_checklist_of_huge_limits": valued("checklist(-1000000000000, 1000000000000, 1)", "1"),
    "18_random_id": valued("string-length(uuid(8))", "8"),
    "18_uuid_of_a_billion": valued("string-length(uuid(1000000000)) <= 10000", "1"),
}


@pytest.mark.parametrize("name", CASES)
def test_catalogue(warden: Warden, name: str) -> None:
    warden.check(__name__, name, CASES[name])
