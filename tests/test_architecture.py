"""The table in ARCHITECTURE.md against the code: who imports whom, sizes, names, words for people."""

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "intake_app"
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
WORDS = {"tr", "trn", "words", "_words"}
LGPL_QT = {
    "QtCore",
    "QtGui",
    "QtWidgets",
    "QtPrintSupport",
    "QtPdf",
    "QtPdfWidgets",
    "QtMultimedia",
    "QtTextToSpeech",
    "QtDBus",
    "QtTest",
    "QtSvg",
    "QtNetwork",
}


@cache
def table() -> dict[str, tuple[set[str], set[str], str]]:
    """Package name to (own imports, third-party imports, words) as ARCHITECTURE.md says."""
    rows = {}
    for line in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 4 and cells[0].startswith("`"):
            own, third = ({part.strip() for part in cell.split(",")} - {"–"} for cell in cells[1:3])
            rows[cells[0].strip("`")] = (own, third, cells[3])
    return rows


@cache
def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Dotted module name to its file and syntax tree."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = (path, ast.parse(path.read_text(encoding="utf-8")))
    return found


@pytest.fixture(autouse=True, scope="module")
def _trees_go() -> Iterator[None]:
    """A million small objects, which every later look for garbage in this process would go through."""
    yield
    modules.cache_clear()


def package_of(module: str) -> str | None:
    """The first level below intake_app, or None for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


def imports(name: str, path: Path, tree: ast.Module) -> Iterator[str]:
    """Every module that a module imports, absolute, type-only imports included."""
    here = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            stem = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            target = ".".join(part for part in (stem, node.module or "") if part)
            for alias in node.names:
                longer = f"{target}.{alias.name}"
                yield longer if longer in modules() else target


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, (_, tree) in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield name, node


def called_name(call: ast.Call) -> str:
    """The bare name of what is called: `tr` of `tr(…)` and of `self.tr(…)`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_package_has_a_row() -> None:
    packages = {package_of(name) for name in modules()} - {None}
    assert packages <= set(table()), f"no row in ARCHITECTURE.md for {packages - set(table())}"


def test_own_imports_follow_the_table() -> None:
    wrong = []
    for name, (path, tree) in modules().items():
        package = package_of(name)
        if package is None:
            continue
        allowed = table()[package][0]
        for target in imports(name, path, tree):
            other = package_of(target) if target.split(".")[0] == "intake_app" else None
            if other and other != package and "*" not in allowed and other not in allowed:
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_third_party_imports_follow_the_table() -> None:
    wrong = []
    for name, (path, tree) in modules().items():
        package = package_of(name)
        allowed = table()[package][1] if package else set()
        for target in imports(name, path, tree):
            top = target.split(".")[0]
            if top not in sys.stdlib_module_names and top != "intake_app" and top not in allowed:
                wrong.append(f"{name} imports {top}")
    assert wrong == []


def test_no_import_cycle_between_modules() -> None:
    graph = {
        name: {target for target in imports(name, path, tree) if target in modules() and target != name}
        for name, (path, tree) in modules().items()
    }
    seen: dict[str, int] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            pytest.fail("import cycle: " + " > ".join((*trail[trail.index(name) :], name)))
        if seen.get(name):
            return
        for target in graph[name]:
            visit(target, (*trail, name))
        seen[name] = 1

    for name in graph:
        visit(name, ())


def test_only_lgpl_parts_of_qt() -> None:
    wrong = []
    for name, (path, tree) in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
                parts = (node.module or "").split(".")
                wanted = {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
                wrong += [f"{name}: {part}" for part in wanted - LGPL_QT]
        del path
    assert wrong == []


def test_words_for_people_only_where_the_table_says() -> None:
    wrong = []
    for name, (_, tree) in modules().items():
        package = package_of(name)
        if package is None or table()[package][2] != "no":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called_name(node) in WORDS:
                wrong.append(f"{name}:{node.lineno}")
    assert wrong == []


def test_nothing_is_translated_at_import_time() -> None:
    wrong = []
    for name, (_, tree) in modules().items():
        inside = {
            id(sub)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.Lambda)
            for sub in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and id(node) not in inside and called_name(node) in WORDS:
                wrong.append(f"{name}:{node.lineno}")
    assert wrong == []


def test_files_and_functions_stay_small() -> None:
    long_files = [str(path) for path, _ in modules().values() if path.read_text(encoding="utf-8").count("\n") > 500]
    long_functions = [f"{name}.{node.name}: {length(node)}" for name, node in functions() if length(node) > 50]
    assert (long_files, long_functions) == ([], [])
    assert statistics.median(length(node) for _, node in functions()) <= 10


def test_names_say_what_things_are() -> None:
    assert [name for name in modules() if name.split(".")[-1] in FORBIDDEN_NAMES] == []


def test_no_stub_and_no_swallowed_exception() -> None:
    wrong = []
    for name, (_, tree) in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and all(isinstance(part, ast.Pass) for part in node.body):
                wrong.append(f"{name}:{node.lineno} swallows an exception")
            if isinstance(node, ast.Raise) and node.exc and "NotImplementedError" in ast.dump(node.exc):
                wrong.append(f"{name}:{node.lineno} is a stub")
    assert wrong == []


def test_public_functions_are_documented() -> None:
    bare = [
        f"{name}.{node.name}"
        for name, (_, tree) in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and package_of(name) not in {"gui"}
    ]
    assert bare == []


def test_no_machine_path_in_the_tree() -> None:
    pattern = re.compile(r"(?<![\w.)'\"/])/(?:" + "work|farm|tmp" + r")/")
    files = [
        path
        for part in ("intake_app", "tests", "packaging")
        for path in (ROOT / part).rglob("*")
        if path.suffix in {".py", ".sh", ".md"}
    ]
    assert [str(path) for path in files if pattern.search(path.read_text(encoding="utf-8"))] == []
