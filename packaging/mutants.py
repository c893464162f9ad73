"""Mutation testing of one package: `make mutants` (options in ARGS, such as `ARGS="--seed 7 --count 100"`).

`make mutants-keys` does it for the modules of `vault` that hold keys, headers and the audit chain.

A seeded sample of small faults, made by the operators of mutmut, each put into a temporary copy of the checkout and
tried by those of the package's own tests that run its line, quick files first, until one fails. Exit code 1 if fewer
than the floor are noticed.
Faults that change nothing anyone can see stand in `tests/<package>/equivalent_mutants.json` with the reason.
"""

import argparse
import ast
import compileall
import importlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from py_compile import PycInvalidationMode
from queue import SimpleQueue

import libcst
import pytest
from coverage import CoverageData
from mutmut.mutation.file_mutation import MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT = Path(__file__).resolve().parents[1]
SLOW = (
    "test_lists.py",
    "test_errors.py",
    "test_budget.py",
    "test_conformance.py",
    "test_killed.py",
    "test_faults.py",
    "test_keys_faults.py",
    "test_powerloss.py",
    "test_speed.py",
)
SETTINGS = """[pytest]
addopts = -q --import-mode=importlib --assert=plain -p no:cacheprovider -p no:pytest-qt -p no:xdist
pythonpath = .
"""
MEMORY = 3 << 30
QUICK, MANY, FEW = 0.1, 24, 3
"""Of a line that more tests than `MANY` run, those below `QUICK` seconds try its faults, and `FEW` of each file."""
MEASURED, TIMES = ".coverage", "times.json"
PRELOADED = ("hypothesis.strategies", "lxml.etree", "regex", "cryptography.hazmat.primitives.asymmetric.ed25519")
_TYPES = re.compile(r"TypeAlias =|= Literal\[|TypeVar\(")
_PROPERTY = re.compile(r"\\p\{+\w+", re.IGNORECASE)
_STRICT = re.compile(r"^strict=\w+,$|,\s*(?:strict=\w+)?\)")  # a guard of zip() against our own mistakes
_SQL = re.compile(r"""^[^'"]*"(SELECT|INSERT|UPDATE|DELETE) [^"']*"[^'"]*$""", re.IGNORECASE)
_CAST = re.compile(r"cast\((?:\"[^\"]*\"|[\w.]+), ")


@dataclass(frozen=True)
class Mutant:
    """One fault: the file below the checkout, its 1-based line, the line before and after, the whole new source."""

    file: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        return f"{self.file} | {self.before} | {self.after}"


def sources(package: str, modules: list[str]) -> list[Path]:
    """The sources of a package, or those of its modules that are named."""
    found = [path for path in sorted((ROOT / package).rglob("*.py")) if not modules or path.stem in modules]
    unknown = set(modules) - {path.stem for path in found}
    if unknown:
        raise SystemExit(f"no module {', '.join(sorted(unknown))} in {package}")
    return found


def sample(package: str, modules: list[str], count: int, seed: int) -> list[Mutant]:
    """That many faults of all there are, always the same for a seed and a state of the sources."""
    places = []
    for path in sources(package, modules):
        visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
        module = libcst.MetadataWrapper(libcst.parse_module(path.read_text(encoding="utf-8"))).visit(visitor)
        places += [(path.relative_to(ROOT).as_posix(), module, mutation) for mutation in visitor.mutations]
    random.Random(seed).shuffle(places)
    found: list[Mutant] = []
    for file, module, mutation in places:
        if len(found) == count:
            break
        mutated = deep_replace(module, mutation.original_node, mutation.mutated_node)
        mutant = _mutant(file, module.code, mutated.code)
        if _is_run(mutant):
            found.append(mutant)
    sys.stdout.write(f"{len(found)} of {len(places)} possible faults in {package}, seed {seed}\n")
    return found


def _is_run(mutant: Mutant) -> bool:
    """Whether a fault is in what runs: not in a type, a guard, or the letter case of a property or SQL."""
    if _TYPES.search(mutant.before):
        return False
    if _SQL.match(mutant.before) and mutant.before.lower() == mutant.after.lower():
        return False  # SQL without text in it knows no letter case
    return _plain(mutant.before) != _plain(mutant.after)


def _plain(line: str) -> str:
    typeless = _STRICT.sub(")", _CAST.sub("cast(", line))
    return _PROPERTY.sub(lambda match: match[0].lower(), typeless)


def _mutant(file: str, before: str, after: str) -> Mutant:
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    for number, (old, new) in enumerate(pairs, 1):
        if old != new:
            return Mutant(file, number, old.strip(), new.strip(), after)
    return Mutant(file, 1, "", "", after)


def copied(package: str, folder: Path) -> Path:
    """A copy of what the tests of a package need."""
    tests = f"tests/{Path(package).name}"
    skip = shutil.ignore_patterns("__pycache__", ".hypothesis")
    for part in ("intake_app", tests):
        shutil.copytree(ROOT / part, folder / part, ignore=skip)
    for name in ("tests/__init__.py", "tests/conftest.py", "tests/shared_data.py"):
        shutil.copy2(ROOT / name, folder / name)
    (folder / "pytest.ini").write_text(SETTINGS, encoding="utf-8")  # without what only windows need
    compileall.compile_dir(folder, quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return folder


def arguments(package: str, chosen: list[str], names: list[str]) -> list[str]:
    """What pytest is told: the files of the tests named, else quick ones first, or those chosen as they are given.

    It stops at the first failure.
    """
    told = ["-x", "-m", "not soak", "--no-header", "--hypothesis-seed=0"]
    if names:
        return [*told, *dict.fromkeys(name.partition("::")[0] for name in names)]
    tests = ROOT / "tests" / Path(package).name
    quick = sorted(path.name for path in tests.glob("test_*.py") if path.name not in SLOW)
    last = [name for name in SLOW if (tests / name).exists()]
    return [*told, *(f"tests/{tests.name}/{name}" for name in (chosen or (*quick, *last)))]


@dataclass
class Chosen:
    """A plugin of pytest: only these tests, in this order (none named: all); how long each took, in seconds."""

    names: list[str]
    took: dict[str, float] = field(default_factory=dict)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.names:
            places = {name: place for place, name in enumerate(self.names)}
            items[:] = sorted((item for item in items if item.nodeid in places), key=lambda item: places[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[report.nodeid] = self.took.get(report.nodeid, 0.0) + report.duration


@dataclass
class Reach:
    """Which tests run which line, as the first run told, and how long each takes."""

    took: dict[str, float]
    lines: dict[str, dict[int, list[str]]]

    @classmethod
    def of_file(cls, path: Path) -> "Reach":
        """What an earlier run kept."""
        told = json.loads(path.read_text(encoding="utf-8"))
        lines = {file: {int(line): names for line, names in of.items()} for file, of in told["lines"].items()}
        return cls(told["took"], lines)

    @classmethod
    def told(cls, folder: Path) -> "Reach":
        """What a run that measured left in the folder of its copy."""
        data = CoverageData(str(folder / MEASURED))
        data.read()
        files = {Path(name).relative_to(folder).as_posix(): name for name in data.measured_files()}
        took = json.loads((folder / TIMES).read_text(encoding="utf-8"))
        return cls(took, {file: data.contexts_by_lineno(name) for file, name in files.items()})

    def tests_of(self, mutant: Mutant, original: str) -> list[str]:
        """The tests that run a fault, quick files first; what a fixture runs counts for each test of its file.

        Of a line that many run, or the import itself, some of each file, quick ones and slower ones: a fault that
        survives costs all of them.
        """
        lines = self.lines.get(mutant.file, {})
        contexts = {name for line in _statement(original, mutant.line) for name in lines.get(line, ())}
        found = {name.rpartition("|")[0] for name in contexts}
        files = {name.partition("::")[0] for name in contexts if name.endswith("|setup")}
        chosen = [name for name in self.took if "" in contexts or name in found or name.partition("::")[0] in files]
        each: dict[str, list[str]] = {}
        for name in sorted(chosen, key=lambda name: (self.took[name], name)):
            each.setdefault(name.partition("::")[0], []).append(name)
        if len(chosen) > MANY:
            each = {file: self._some(names) for file, names in each.items()}
        files_in_turn = sorted(each.values(), key=lambda names: sum(self.took[name] for name in names))
        return [name for names in files_in_turn for name in names]

    def _some(self, names: list[str]) -> list[str]:
        """The quick ones, and a few of the others, from the quicker to the slower."""
        slower = [name for name in names if self.took[name] > QUICK]
        return [*names[: len(names) - len(slower)], *slower[:: max(len(slower) // FEW, 1)][:FEW]]

    def seconds(self, names: list[str]) -> float:
        """How long they may take at the most."""
        return sum(self.took[name] for name in names) * 3 + 20


def _statement(source: str, line: int) -> range:
    """The lines of the statement that a line is in; of one with a body, those before the body."""
    found = range(line, line + 1)
    for node in ast.walk(ast.parse(source)):  # from the outside in
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            end = max(node.lineno, body[0].lineno - 1 if body else node.end_lineno or node.lineno)
            if node.lineno <= line <= end:
                found = range(node.lineno, end + 1)
    return found


class Lane:
    """One copy of the checkout and the process that forks to run its tests, with all but our own code imported."""

    def __init__(self, package: str, tests: list[str], folder: Path) -> None:
        self.folder = copied(package, folder)
        shared = os.environ.get("INTAKE_SHARED") or str(ROOT.parent / "shared")
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--package", package, *(["--tests", *tests] if tests else []), "--lane"],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(folder),
                "INTAKE_SHARED": shared,
                "PYTHONDONTWRITEBYTECODE": "1",
                **dict.fromkeys(("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"), str(MEMORY // 2)),
                "TMPDIR": str(folder),
                "COVERAGE_FILE": str(folder / MEASURED),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def outcome(self, seconds: float, names: list[str]) -> str:
        """`passed`, `failed` or `timeout` of these tests as the copy stands; of all, aloud and measured, if none."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"seconds": seconds, "names": names}) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def outcome_of(self, mutant: Mutant, reach: Reach) -> str:
        target = self.folder / mutant.file
        original = target.read_text(encoding="utf-8")
        names = reach.tests_of(mutant, original)
        if not names:
            return "passed"  # nothing runs it
        target.write_text(mutant.source, encoding="utf-8")
        try:
            return self.outcome(reach.seconds(names), names)
        finally:
            target.write_text(original, encoding="utf-8")


def serve(package: str, tests: list[str]) -> None:
    """A lane's own process: for each line read (seconds, names) the tests in a fork, and one word about them."""
    for name in PRELOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        told = json.loads(line)
        child = os.fork()
        if child == 0:
            _become_a_test_run(loud=not told["names"])
            os._exit(_tested(package, tests, told["names"]))
        sys.stdout.write(f"{_waited(child, told['seconds'])}\n")
        sys.stdout.flush()


def _tested(package: str, tests: list[str], names: list[str]) -> int:
    """The exit code of pytest; a run of all tests leaves beside the copy which test ran what, and for how long."""
    chosen = Chosen(names)
    measured = [f"--cov={package.replace('/', '.')}", "--cov-context=test", "--cov-report="] if not names else []
    code = int(pytest.main([*measured, *arguments(package, tests, names)], plugins=[chosen]))
    if measured:
        Path(TIMES).write_text(json.dumps(chosen.took), encoding="utf-8")
    return code


def _become_a_test_run(loud: bool) -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    for stream in (1, 2):
        os.dup2(2 if loud else nowhere, stream)


def _waited(child: int, seconds: float) -> str:
    left, last = seconds, time.monotonic()
    while left > 0:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return "passed" if status == 0 else "failed"
        time.sleep(0.02)
        now = time.monotonic()
        left, last = left - min(now - last, 1.0), now  # a machine that was stopped meanwhile is no timeout
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def outcomes(
    package: str, tests: list[str], mutants: list[Mutant], jobs: int, kept: Path | None
) -> Iterator[tuple[Mutant, str]]:
    """What became of each fault, in the order of the sample."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # where waiting for the disk takes no time
    with tempfile.TemporaryDirectory(dir=memory) as place:
        lanes = [Lane(package, tests, Path(place) / str(number)) for number in range(jobs)]
        reach = _reach(lanes[0], kept)
        free: SimpleQueue[Lane] = SimpleQueue()
        for lane in lanes:
            free.put(lane)

        def one(mutant: Mutant) -> str:
            lane = free.get()
            try:
                return lane.outcome_of(mutant, reach)
            finally:
                free.put(lane)

        with ThreadPoolExecutor(jobs) as pool:
            yield from zip(mutants, pool.map(one, mutants), strict=True)


def _reach(lane: Lane, kept: Path | None) -> Reach:
    """Which tests run which line: as an earlier run kept it, or measured now, and kept if that is wanted."""
    if kept is not None and kept.exists():
        return Reach.of_file(kept)
    if lane.outcome(3600, []) != "passed":
        raise SystemExit("the tests fail before anything is changed")
    reach = Reach.told(lane.folder)
    if kept is not None:
        kept.write_text(json.dumps(asdict(reach)), encoding="utf-8")
    return reach


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", default="intake_app/xpath")
    parser.add_argument("--files", nargs="+", default=[], metavar="MODULE", help="only these modules of the package")
    parser.add_argument(
        "--tests", nargs="+", default=[], metavar="FILE", help="only these files of tests, in this order"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--floor", type=float, default=85.0, help="per cent that must be noticed")
    parser.add_argument(
        "--reach", type=Path, metavar="FILE", help="which tests run which line: read from there, else measured and kept"
    )
    parser.add_argument("--lane", action="store_true", help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.lane:
        serve(parsed.package, parsed.tests)
        return 0
    listed = ROOT / "tests" / Path(parsed.package).name / "equivalent_mutants.json"
    equivalent = json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else {}
    found = sample(parsed.package, parsed.files, parsed.count, parsed.seed)
    mutants = [mutant for mutant in found if mutant.key not in equivalent]
    count = {"failed": 0, "timeout": 0, "passed": 0}
    tried = outcomes(parsed.package, parsed.tests, mutants, parsed.jobs, parsed.reach)
    for number, (mutant, outcome) in enumerate(tried, 1):
        count[outcome] += 1
        if number % 10 == 0:
            sys.stderr.write(f"{number} of {len(mutants)} tried, {count['passed']} survived\n")
        if outcome == "passed":
            sys.stdout.write(f"survived {mutant.file}:{mutant.line}\n  - {mutant.before}\n  + {mutant.after}\n")
            sys.stdout.flush()
    noticed = 100 * (count["failed"] + count["timeout"]) / max(len(mutants), 1)
    sys.stdout.write(
        f"killed {count['failed']}, timeouts {count['timeout']}, survived {count['passed']}, "
        f"set aside as equivalent {len(found) - len(mutants)}: {noticed:.1f} % noticed, floor {parsed.floor:g} %\n"
    )
    return 0 if noticed >= parsed.floor else 1


if __name__ == "__main__":
    sys.exit(main())
