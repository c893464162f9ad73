"""The form engine beside its peers, in one run on one machine: the second half of `make bench`.

The generated forms of the folder `shared/peers` are played on our engine, on JavaRosa and on ODK Web Forms, one process
after the other; a table gives medians and how many times faster ours is, and the values are compared. Then, ours
alone: the slowest of at least 200 answers on each form, and the cost of one answer as a form grows.

Usage: python packaging/bench_engines.py [--forms NAME …] [--runs N] [--peers javarosa web-forms] [--folder FOLDER]
FOLDER keeps the peers and their forms between runs (default: build/peers).
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intake_app.xform import Surroundings, hold, load, new_session, tidy  # noqa: E402 - the checkout itself is what is measured
from intake_app.xform.scenario import Player  # noqa: E402

# The bars: how many times faster than JavaRosa. Rows without a bar are shown all the same.
FIVE_TIMES = {
    "flat_1000": ("answer",),
    "flatpre_5000": ("answer",),
    "chain_500": ("answer",),
    "chain_2000": ("answer",),
    "fanout_500": ("answer",),
    "fanout_2000": ("answer",),
    "repeat_500": ("add_repeat", "answer_in_repeat", "remove_repeat"),
    "repeat_1000": ("add_repeat", "answer_in_repeat", "remove_repeat"),
}
ONCE = ("choices", "answer_lookup", "answer_count", "language")
ENOUGH = 200
SIZES = (100, 300, 1000, 3000, 10_000, 20_000)
OURS = "ours"
Results = dict[str, dict[str, Any]]


def main() -> int:
    """Run what was asked for and print the tables; 1 when a bar is missed or values differ."""
    parsed = _arguments()
    shared = Path(os.environ.get("INTAKE_SHARED") or ROOT.parent / "shared") / "peers"
    if not shared.is_dir():
        _say(f"no peers here: {shared} is absent")
        return 0
    peers = _peers(shared, Path(parsed.folder))
    forms = sorted(Path(parsed.folder, "forms").glob("*.xml"))
    wanted = [form for form in forms if not parsed.forms or form.stem in parsed.forms]
    os.environ["PEER_CMD_" + OURS] = f"{sys.executable} -m intake_app form play {{form}} {{scenario}}"
    names = [OURS, *parsed.peers]
    results: dict[str, Results] = {}
    for form in wanted:
        args = [str(form), str(form.with_suffix(".json"))]
        results[form.stem] = {name: peers.run(name, args, parsed.runs, parsed.budget, 600) for name in names}
        _print_form(form.stem, results[form.stem], peers.differences(results[form.stem]))
    Path(parsed.folder, "results.json").write_text(json.dumps(results))
    missed = [line for form, told in results.items() for line in _missed(form, told)]
    _summary(results, missed)
    _alone(wanted, Path(parsed.folder, "forms"))
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", nargs="*", metavar="NAME")
    parser.add_argument("--peers", nargs="*", default=["javarosa", "web-forms"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--budget", type=float, default=40, help="seconds in which runs of one engine begin")
    parser.add_argument("--folder", default=str(ROOT / "build" / "peers"))
    return parser.parse_args()


def _say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _peers(shared: Path, folder: Path) -> Any:
    """The harness of the peers, set up in a copy of its folder on the first run."""
    if not (folder / "build" / "java").is_dir() or not (folder / "forms").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for source in shared.rglob("*"):
            target = folder / source.relative_to(shared)
            if source.is_dir():
                target.mkdir(exist_ok=True)
            elif not target.exists():
                shutil.copyfile(source, target)
        subprocess.run(["bash", "setup.sh"], cwd=folder, check=True, env={**os.environ, "PYTHON": sys.executable})
    sys.path.insert(0, str(folder))
    import peers

    return peers


# the tables


def _rows(told: Results) -> Iterator[tuple[str, dict[str, float]]]:
    """(what was measured, median milliseconds by engine)."""
    warm = {name: result["warm"] for name, result in told.items() if result.get("warm")}
    yield "load + new record", {name: run["load_ms"] + run["init_ms"] for name, run in warm.items()}
    yield "whole interview", {name: run["steps_ms"] for name, run in warm.items() if "steps_ms" in run}
    for tag in warm.get("ours", {}).get("tags", {}):
        yield tag, {name: run["tags"][tag]["p50_us"] / 1e3 for name, run in warm.items() if tag in run["tags"]}


def _print_form(form: str, told: Results, differences: list[dict[str, Any]]) -> None:
    names = [name for name in told if name != "ours"]
    _say(f"\n### {form}")
    for name, result in told.items():
        if not result.get("ok"):
            _say(f"{name}: {str(result.get('error'))[:200]}")
    _say("| what | ours ms | " + " | ".join(f"{name} ms | times" for name in names) + " |")
    _say("|---" * (2 + 2 * len(names)) + "|")
    for what, times in _rows(told):
        if "ours" in times:
            beside = " | ".join(_beside(times, name) for name in names)
            _say(f"| {what} | {_figure(times['ours'])} | {beside} |")
    peaks = {name: result.get("memory", {}).get("peak_rss_mb", 0.0) for name, result in told.items()}
    _say(f"| peak MB | {peaks['ours']:.0f} | " + " | ".join(f"{peaks[name]:.0f} | " for name in names) + " |")
    _say(f"values that differ: {len(differences)}" + (f", e.g. {differences[0]}" if differences else ""))


def _beside(times: dict[str, float], name: str) -> str:
    if name not in times:
        return "– | "
    return f"{_figure(times[name])} | {times[name] / times['ours']:.1f}" if times["ours"] else f"{times[name]} | "


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _missed(form: str, told: Results) -> Iterator[str]:
    """The bars this form misses against JavaRosa."""
    if "javarosa" not in told or not told["javarosa"].get("warm") or not told["ours"].get("warm"):
        return
    for what, times in _rows(told):
        if len(times.keys() & {"ours", "javarosa"}) < 2:
            continue
        ratio = times["javarosa"] / max(times["ours"], 1e-6)
        bar = _bar(form, what)
        if bar and ratio < bar:
            yield f"{form} {what}: {ratio:.2f} times, bar {bar}"
    peaks = {name: told[name]["memory"]["peak_rss_mb"] for name in ("ours", "javarosa")}
    if peaks["ours"] > peaks["javarosa"]:
        yield f"{form} peak memory: {peaks['ours']:.0f} MB, JavaRosa {peaks['javarosa']:.0f} MB"


def _bar(form: str, what: str) -> float:
    if what in FIVE_TIMES.get(form, ()):
        return 5.0
    if what == "load + new record" or what.startswith(ONCE):
        return 1.0
    return 1.0 if form == "household_40" and what == "whole interview" else 0.0


def _summary(results: dict[str, Results], missed: list[str]) -> None:
    ratios = [
        times["web-forms"] / times["ours"]
        for told in results.values()
        for what, times in _rows(told)
        if what.startswith(("answer", "re_answer")) and len(times.keys() & {"ours", "web-forms"}) == 2
    ]
    _say("\n### Bars")
    if ratios:
        mean = math.exp(statistics.fmean(map(math.log, ratios)))
        _say(f"answers against Web Forms, geometric mean over {len(ratios)} rows: {mean:.0f} times")
    for line in missed:
        _say(f"MISSED {line}")
    if not missed:
        _say("none missed")


# ours alone


def _alone(forms: Iterable[Path], folder: Path) -> None:
    _say("\n### Ours alone: one answer, milliseconds\n| form | answers | median | p99 |\n|---|---|---|---|")
    for form in forms:
        times = _answers(form, folder)
        if times:
            at = times[min(len(times) - 1, len(times) * 99 // 100)]
            _say(f"| {form.stem} | {len(times)} | {_figure(times[len(times) // 2])} | {_figure(at)} |")
    _say("\n### Ours alone: one answer as the form grows, microseconds\n| questions | median | p99 |\n|---|---|---|")
    for size in SIZES:
        times = sorted(_flat_answers(size))
        _say(f"| {size} | {times[len(times) // 2] * 1e6:.0f} | {times[len(times) * 99 // 100] * 1e6:.0f} |")


def _surroundings() -> Surroundings:
    return Surroundings(lambda: datetime.now().astimezone(), Random(1), lambda: str(uuid4()))


def _answers(form: Path, folder: Path) -> list[float]:
    """Times of at least 200 answers (all rows of answers together) of a form's own scenario, ascending, in ms."""
    scenario = json.loads(form.with_suffix(".json").read_text())
    files = {name: (folder / place).read_bytes() for name, place in scenario.get("files", {}).items()}
    files |= {path.name: path.read_bytes() for path in folder.glob("*.csv") if path.name not in files}
    definition = load(form.read_bytes(), files)
    found: list[float] = []
    begun = time.monotonic()
    while len(found) < ENOUGH and time.monotonic() - begun < 60:
        player = Player(new_session(definition, _surroundings()))
        hold()  # as the program does once an interview is open
        player.play(scenario["steps"], {})
        answers = [each for tag, times in player.times.items() if "answer" in tag for each in times]
        if not answers:
            break
        found += answers
        del player
        tidy()
    return sorted(each * 1e3 for each in found)


def _flat_answers(size: int) -> Iterator[float]:
    """Each question is shown by the answer before it; 400 of them are answered."""
    names = [f"q{number}" for number in range(size)]
    binds = "".join(
        f'<bind nodeset="/data/{name}" type="int" relevant="/data/{before} >= 0" constraint=". &lt; 100"/>'
        for before, name in pairwise(names)
    )
    fields = "".join(f"<{name}/>" for name in names)
    body = "".join(f'<input ref="/data/{name}"><label>q</label></input>' for name in names)
    xml = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>'
        f'<h:title>f</h:title><model><instance><data id="f">{fields}</data></instance>{binds}</model></h:head>'
        f"<h:body>{body}</h:body></h:html>"
    )
    session = new_session(load(xml.encode()), _surroundings())
    for number in range(min(size, 2 * ENOUGH)):
        begun = time.perf_counter()
        session.answer(f"/data/q{number}", "5")
        yield time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
