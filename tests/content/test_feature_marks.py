"""A test behind each row of the feature check-list that is said to be supported, and behind each engine decision."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from intake_app.workflow.forms import feature_catalogue
from tests.shared_data import shared

TESTS = Path(__file__).resolve().parents[1]


@cache
def named_rows(mark: str) -> dict[object, set[str]]:
    """Rows that tests name with a mark, wherever it stands (decorator, `pytestmark`, `marks=`), and the files."""
    found: dict[object, set[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for row in _rows(ast.parse(text), mark) if f"mark.{mark}(" in text else ():
            found.setdefault(row, set()).add(path.name)
    return found


def _rows(module: ast.Module, mark: str) -> Iterator[object]:
    tables = {
        ast.unparse(target): node.value
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    }
    loops = {
        id(inner): loop
        for outer in ast.walk(module)
        if isinstance(outer, ast.ListComp | ast.GeneratorExp)
        for loop in outer.generators
        for inner in ast.walk(outer.elt)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == f"pytest.mark.{mark}":
            for argument in node.args:
                loop = loops.get(id(argument))
                yield from _values(loop.iter if isinstance(argument, ast.Name) and loop else argument, tables)


def _values(node: ast.expr, tables: dict[str, ast.expr]) -> list[object]:
    """The constants an argument stands for: itself, those of a table at the top of the module, or its keys."""
    match node:
        case ast.Constant(value=value):
            return [value]
        case ast.Starred(value=inner) | ast.Call(func=ast.Name(id="sorted"), args=[inner]):
            return _values(inner, tables)
        case ast.Call(func=ast.Name(id="range"), args=[ast.Constant(value=int(first)), ast.Constant(value=int(end))]):
            return list(range(first, end))
        case ast.Name(id=name):
            return _values(tables[name], tables)
        case ast.Dict(keys=keys):
            return [value for key in keys if key is not None for value in _values(key, tables)]
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return [value for element in elements for value in _values(element, tables)]
    raise ValueError(f"line {node.lineno}: a mark names its rows in a way that can not be read")


def test_each_supported_row_has_a_test_that_names_it() -> None:
    supported = {feature.row for feature in feature_catalogue() if feature.state == "supported"}
    assert sorted(supported - named_rows("feature").keys()) == []


def test_no_test_names_a_row_that_does_not_exist() -> None:
    assert named_rows("feature").keys() <= {feature.row for feature in feature_catalogue()}


def test_each_engine_decision_has_a_test_that_names_it() -> None:
    text = shared("reference/engine_decisions.md").read_text(encoding="utf-8")
    wanted = re.findall(r"^\| (\d+[a-z]?) \|", text, re.MULTILINE)
    assert len(wanted) > 20
    assert [row for row in wanted if row not in named_rows("decision")] == []
    assert named_rows("decision").keys() <= set(wanted)
