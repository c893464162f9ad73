"""The engine by itself: no window, no disk and no network, in what it imports and in what it does."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = frozenset(
    """
    PySide6 shiboken6 os io.open pathlib shutil tempfile glob fileinput subprocess multiprocessing socket ssl select
    asyncio http urllib urllib3 requests ftplib smtplib sqlite3 sqlcipher3 ctypes webbrowser
    """.split()  # noqa: SIM905 - a list of words reads as one
)
LOADED = """
import json, sys
from intake_app import xform, xpath
form = b'''%s'''
definition = xform.load(form)
told = [event for event in sys.modules]
print(json.dumps(told))
"""
FORM = (
    b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance>'
    b'<data id="t"><a/></data></instance></model></h:head><h:body><input ref="/data/a"/></h:body></h:html>'
)


@pytest.mark.parametrize("package", ["xform", "xpath"])
def test_nothing_of_the_world_is_imported(package: str) -> None:
    wrong = []
    for path in sorted((ROOT / "intake_app" / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            wrong += [f"{path.name}: {name}" for name in names if name.partition(".")[0] in OUTSIDE]
            if isinstance(node, ast.Name) and node.id in ("open", "exec", "eval", "__import__"):
                wrong.append(f"{path.name}:{node.lineno} {node.id}")
    assert wrong == []


def test_no_window_and_no_network_comes_along() -> None:
    """Nor by way of what the engine imports, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED % FORM.decode()], cwd=ROOT, capture_output=True, text=True, check=True
    )
    modules = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert modules & {"PySide6", "shiboken6", "socket", "ssl", "http", "requests", "urllib3", "sqlite3"} == set()
    ours = {name.split(".")[1] for name in json.loads(done.stdout) if name.startswith("intake_app.")}
    assert ours == {"errors", "prose", "xform", "xpath"}
