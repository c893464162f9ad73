"""A line that offers a way back is told anew in the language that is chosen later: else that way is gone with it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import intake_app

GUI = Path(intake_app.__file__).parent / "gui"
_ACTION, _PARTS = 2, 4


def fixed(source: str) -> Iterator[int]:
    """Lines where a sentence with an action beside it is a fixed text, and no function that tells it."""
    tree = ast.parse(source)
    told = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not ast.unparse(call.func).endswith("said.emit"):
            continue
        if len(call.args) < _PARTS or ast.unparse(call.args[_ACTION]) == "''":
            continue
        said = call.args[0]
        tells = isinstance(said, ast.Lambda) or (isinstance(said, ast.Name) and said.id in told)
        if not tells and not (isinstance(said, ast.Call) and ast.unparse(said.func) == "partial"):
            yield call.lineno


def test_no_line_with_an_action_is_a_fixed_text() -> None:
    texts = {path.relative_to(GUI): path.read_text("utf-8") for path in sorted(GUI.rglob("*.py"))}
    assert sum("said.emit(" in text for text in texts.values()) > 20
    assert [(str(path), line) for path, text in texts.items() for line in fixed(text)] == []


def test_a_fixed_text_is_found() -> None:
    assert list(fixed("x.said.emit(text, kind, lambda: 'Undo', back)")) == [1]
    assert list(fixed("x.said.emit(lambda: text, kind, lambda: 'Undo', back)")) == []
