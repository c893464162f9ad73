"""On whose answers it rests whether a path is asked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake_app.xform.definition import NodeSpec

Reads = dict[str, list[str]]


def gates_of(specs: Mapping[str, "NodeSpec"]) -> Mapping[str, tuple[str, ...]]:
    """The paths that the relevance of each path reads, where it has one, by generic path.

    A value that the form works out stands for those it is worked out from.
    """
    relevant: Reads = {}
    calculate: Reads = {}
    for path, spec in specs.items():
        for each in spec.readers:
            if each.task.kind in ("relevant", "calculate"):
                found = relevant if each.task.kind == "relevant" else calculate
                found.setdefault(each.task.spec.path, []).append(path)
    return {path: _answered(reads, calculate) for path, reads in relevant.items()}


def _answered(reads: list[str], calculate: Reads) -> tuple[str, ...]:
    found, waiting = dict[str, None](), list(reads)
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found[path] = None
            waiting += calculate.get(path, ())
    return tuple(path for path in found if path not in calculate)
