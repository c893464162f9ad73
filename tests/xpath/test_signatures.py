"""Every function: how many arguments it takes at least and at most (None: any number), and what it gives."""

import pytest

from intake_app.errors import IntakeError
from intake_app.xpath.expression import compile_expression
from intake_app.xpath.functions import FUNCTIONS

TABLE: list[tuple[str, int, int | None, str]] = [
    ("string", 0, 1, "text"),
    ("string-length", 0, 1, "number"),
    ("normalize-space", 0, 1, "text"),
    ("concat", 0, None, "text"),
    ("join", 1, None, "text"),
    ("substr", 2, 3, "text"),
    ("substring", 2, 3, "text"),
    ("substring-before", 2, 2, "text"),
    ("substring-after", 2, 2, "text"),
    ("translate", 3, 3, "text"),
    ("contains", 2, 2, "boolean"),
    ("starts-with", 2, 2, "boolean"),
    ("ends-with", 2, 2, "boolean"),
    ("number", 0, 1, "number"),
    ("int", 1, 1, "number"),
    ("round", 1, 2, "number"),
    ("floor", 1, 1, "number"),
    ("ceiling", 1, 1, "number"),
    ("abs", 1, 1, "number"),
    ("pow", 2, 2, "number"),
    ("log", 1, 1, "number"),
    ("log10", 1, 1, "number"),
    ("sqrt", 1, 1, "number"),
    ("exp", 1, 1, "number"),
    ("exp10", 1, 1, "number"),
    ("sin", 1, 1, "number"),
    ("cos", 1, 1, "number"),
    ("tan", 1, 1, "number"),
    ("asin", 1, 1, "number"),
    ("acos", 1, 1, "number"),
    ("atan", 1, 1, "number"),
    ("atan2", 2, 2, "number"),
    ("pi", 0, 0, "number"),
    ("count", 1, 1, "number"),
    ("count-non-empty", 1, 1, "number"),
    ("sum", 1, 1, "number"),
    ("max", 1, None, "number"),
    ("min", 1, None, "number"),
    ("position", 0, 1, "number"),
    ("last", 0, 0, "number"),
    ("name", 0, 1, "text"),
    ("local-name", 0, 1, "text"),
    ("namespace-uri", 0, 1, "text"),
    ("id", 1, 1, "nodes"),
    ("lang", 1, 1, "boolean"),
    ("if", 3, 3, "number"),
    ("coalesce", 1, None, "number"),
    ("once", 1, 1, "any"),
    ("depend", 1, None, "number"),
    ("true", 0, 0, "boolean"),
    ("false", 0, 0, "boolean"),
    ("boolean", 1, 1, "boolean"),
    ("not", 1, 1, "boolean"),
    ("boolean-from-string", 1, 1, "boolean"),
    ("today", 0, 0, "date"),
    ("now", 0, 0, "date"),
    ("date", 1, 1, "date"),
    ("date-time", 1, 1, "date"),
    ("decimal-date-time", 1, 1, "any"),
    ("decimal-time", 1, 1, "any"),
    ("format-date", 2, 2, "text"),
    ("format-date-time", 2, 2, "text"),
    ("selected", 2, 2, "boolean"),
    ("is-selected", 2, 2, "boolean"),
    ("selected-at", 2, 2, "text"),
    ("count-selected", 1, 1, "number"),
    ("checklist", 2, None, "boolean"),
    ("weighted-checklist", 2, None, "boolean"),
    ("regex", 2, 2, "boolean"),
    ("digest", 2, 3, "text"),
    ("base64-decode", 1, 1, "text"),
    ("extract-signed", 2, 2, "text"),
    ("area", 1, None, "number"),
    ("enclosed-area", 1, None, "number"),
    ("distance", 1, None, "number"),
    ("geofence", 2, 2, "boolean"),
    ("intersects", 1, 1, "boolean"),
    ("randomize", 1, 2, "nodes"),
    ("random", 0, 0, "number"),
    ("uuid", 0, 1, "text"),
    ("instance", 1, 1, "nodes"),
    ("current", 0, 0, "nodes"),
    ("jr:itext", 1, 1, "text"),
    ("jr:choice-name", 2, 2, "text"),
    ("property", 1, 1, "text"),
    ("version", 0, 0, "text"),
    ("pulldata", 4, 4, "text"),
    ("indexed-repeat", 3, 7, "nodes"),
]
OF_NODES = frozenset(
    "count count-non-empty sum position name local-name namespace-uri randomize indexed-repeat".split()  # noqa: SIM905
)
IN_STEPS = {"weighted-checklist": 2, "indexed-repeat": 2}


def called(name: str, count: int) -> str:
    argument = "/a" if name in OF_NODES else "1"
    return f"{name}({', '.join([argument] * count)})"


@pytest.mark.decision("21")
@pytest.mark.parametrize(("name", "low", "high", "kind"), TABLE, ids=[row[0] for row in TABLE])
def test_arity_and_kind(name: str, low: int, high: int | None, kind: str) -> None:
    step = IN_STEPS.get(name, 1)
    for count in range(low, (low + 4 if high is None else high) + 1, step):
        assert compile_expression(called(name, count)).kind == kind
    wrong = [low - 1, *([] if high is None else [high + 1]), *([low + 1] if step == 2 else [])]
    for count in [count for count in wrong if count >= 0]:
        with pytest.raises(IntakeError) as refused:
            compile_expression(called(name, count))
        assert dict(refused.value.facts) == {"name": name, "position": 1, "given": count}


def test_the_table_is_whole() -> None:
    assert [row[0] for row in TABLE] == list(FUNCTIONS)
    assert {name for name, function in FUNCTIONS.items() if function.volatile} == {"random", "uuid", "today", "now"}


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("if(1, 'a', 'b')", "text"),
        ("if(1, date('2020-01-01'), today())", "date"),
        ("if(1, date('2020-01-01'), '')", "any"),
        ("if('a', 1, 2)", "number"),
        ("if(1, /a, /b)", "nodes"),
        ("coalesce('a', 1)", "any"),
        ("coalesce('a', 'b')", "text"),
        ("once('a')", "text"),
        ("once(today())", "date"),
        ("once(/a)", "any"),
        ("depend(/a, 1)", "nodes"),
        ("/a", "nodes"),
        ("/a | /b", "nodes"),
        ("(/a)[1]", "nodes"),
        ("'a'", "text"),
        ("1", "number"),
        ("-1", "number"),
        ("1 + 1", "number"),
        ("1 = 1", "boolean"),
        ("1 or 1", "boolean"),
    ],
)
def test_the_kind_of_an_expression(source: str, kind: str) -> None:
    assert compile_expression(source).kind == kind
