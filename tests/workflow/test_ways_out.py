"""Every verb by which something of a record can leave the store is known, with what tries it: a new one fails here."""

import ast
import inspect
from functools import cache
from pathlib import Path

import pytest

from intake_app import workflow
from tests.workflow import consent_scenes

pytestmark = pytest.mark.always

HOUSE = Path(workflow.__file__).parent
ROOT = Path(__file__).resolve().parents[2]
MATRIX, PARTED = "tests/workflow/test_consent_matrix.py", "tests/workflow/test_parted.py"
WAYS_OUT = {
    **dict.fromkeys(("finalise", "finalise_draft", "release_later", "agree_again"), MATRIX),
    **dict.fromkeys(("slip_for", "keep_slip", "reprint", "slip_left"), MATRIX),
    **dict.fromkeys(("hand_over", "screening_page", "minor_report", "export_record"), MATRIX),
    **dict.fromkeys(("freeze", "issue_slip", "draft_slip"), "tests/workflow/test_leaving.py"),
    "reprint_several": "tests/workflow/test_said_since.py",
    "sync_round": "tests/workflow/test_said_since.py",
    "automatic_round": "tests/workflow/test_automatic.py",
    "send_as_new": PARTED,
    "part_cases": PARTED,
    "taken_apart": "tests/workflow/test_parted_goes.py",
    "merge_cases": "tests/workflow/test_together.py",
    "file_written": "tests/workflow/test_export_case.py",
    "take_out": MATRIX,
    "restore": "tests/workflow/test_said_since.py",
    "open_store": "tests/workflow/test_decided_on.py",
    "decide_age": "tests/workflow/test_decided_a_child.py",
}
"""Each verb with the tests that take back what it goes on; the consent matrix walks most, by the command line and at
the windows too."""
VAULT = frozenset({"slip", "slip_left", "prepare_export", "export_left", "take_out", "hand_over", "put_leaving"})
"""What the store gives out, or notes that it left."""
TAKERS: dict[str, tuple[str, ...]] = {
    "referral/content.py": ("slip", "dossier"),
    "exports/case.py": ("export", "table"),
    "exports/heard.py": ("export", "table", "page", "report"),
    "exports/screening_page.py": ("page",),
    "exports/minor_report.py": ("report",),
}
"""What takes a `Release`, with the ways of the consent matrix that go by it; one for the sight of a record is the
store's alone, and so is what waits to be sent."""
DECIDE = frozenset({"screening", "vault", "workflow", "gui", "cli"})
"""Packages that make, keep or show one."""
OUTSIDE = ("cli", "gui", "app.py", "__main__.py")
Place = tuple[str, str]


@cache
def parsed(module: str) -> ast.Module:
    return ast.parse((HOUSE / f"{module}.py").read_text(encoding="utf-8"))


def known(module: str) -> dict[str, Place]:
    """Names of a module that mean another module of the workflow (with "") or a function of one."""
    found: dict[str, Place] = {}
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.ImportFrom) and node.module == "intake_app.workflow":
            found |= {each.asname or each.name: (each.name, "") for each in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("intake_app.workflow."):
            name = str(node.module).rpartition(".")[2]
            found |= {each.asname or each.name: (name, each.name) for each in node.names}
    own = (node for node in parsed(module).body if isinstance(node, ast.FunctionDef))
    return {**found, **{node.name: (module, node.name) for node in own}}


@cache
def mentions(place: Place) -> tuple[frozenset[Place], bool]:
    """The functions that one names, and whether it makes a release, sends, or takes from the store what leaves."""
    module, name = place
    body = next((each for each in parsed(module).body if getattr(each, "name", "") == name), None)
    names, said, lets_out = known(module), set[Place](), False
    for node in ast.walk(body) if body is not None else ():
        if isinstance(node, ast.Name) and node.id in names:
            said.add(names[node.id])
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            of, what = node.value.id, node.attr
            if of in names and not names[of][1]:
                said.add((names[of][0], what))
            lets_out |= (of, what) in (("screening", "Release"), ("sync", "run_round"))
            lets_out |= of == "store" and what in VAULT
        lets_out |= isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Release"
    return frozenset(said), lets_out


def lets_out(place: Place) -> bool:
    """Whether a function, or one that it calls, lets something out."""
    seen, left = set[Place](), [place]
    while left:
        one = left.pop()
        if one in seen:
            continue
        seen.add(one)
        said, out = mentions(one)
        if out:
            return True
        left += said
    return False


def verbs() -> dict[str, Place]:
    """The public verbs, with the module that each stands in."""
    found = {name: getattr(workflow, name) for name in workflow.__all__}
    return {
        name: (str(verb.__module__).rpartition(".")[2], verb.__name__)
        for name, verb in found.items()
        if inspect.isfunction(inspect.unwrap(verb)) and verb.__module__.startswith("intake_app.workflow.")
    }


def test_every_way_out_is_named() -> None:
    assert {name for name, place in verbs().items() if lets_out(place)} == set(WAYS_OUT)


def names_in(path: Path) -> set[str]:
    """All names that a file uses, attributes among them."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in nodes if isinstance(node, ast.Name)}


def test_what_takes_a_release_is_a_way_of_the_matrix() -> None:
    files = [path for path in HOUSE.parent.rglob("*.py") if path.relative_to(HOUSE.parent).parts[0] not in DECIDE]
    found = {path.relative_to(HOUSE.parent).as_posix() for path in files if names_in(path) & {"Release", "ReleaseRow"}}
    assert found == set(TAKERS)
    ways = {way for told in TAKERS.values() for way in told}
    assert ways | {"sight"} == set(consent_scenes.WAYS)


@pytest.mark.parametrize(("verb", "file"), WAYS_OUT.items())
def test_each_is_tried(verb: str, file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert f"workflow.{verb}(" in text or f"workflow.{verb}," in text, "by the tests that are named for it"


def test_windows_and_commands_let_nothing_out_past_the_verbs() -> None:
    files = [path for name in OUTSIDE for path in sorted((HOUSE.parent / name).rglob("*.py") or [HOUSE.parent / name])]
    assert len(files) > 100
    found = [
        f"{path.name}: {node.attr}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("store", "opened")
        and node.attr in VAULT | {"put_slip", "next_due"}
    ]  # fmt: skip
    assert found == []
