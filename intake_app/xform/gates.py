"""On whose answers it rests whether a path is asked."""

from collections.abc import Iterable, Mapping

_Reads = dict[str, list[str]]


def gates_of(reads: Iterable[tuple[str, str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The paths that the relevance of each path reads, where it has one, by generic path.

    `reads`: each path that is read, by which kind of rule, and the path whose rule that is. A value that the form works
    out stands for those it is worked out from.
    """
    relevant: _Reads = {}
    calculate: _Reads = {}
    for path, kind, of in reads:
        if kind in ("relevant", "calculate"):
            (relevant if kind == "relevant" else calculate).setdefault(of, []).append(path)
    return {path: _answered(read, calculate) for path, read in relevant.items()}


def _answered(read: list[str], calculate: _Reads) -> tuple[str, ...]:
    found, waiting = dict[str, None](), list(read)
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found[path] = None
            waiting += calculate.get(path, ())
    return tuple(path for path in found if path not in calculate)
