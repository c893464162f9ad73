"""`intake form play`: scenarios on forms, without a store; imports no more of the program than that needs."""

import os
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from intake_app import given_files, paths
from intake_app.cli.reading import load_json, load_json_list
from intake_app.cli.weighing import peak_mb, resident_mb
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.xform import FormDefinition, Surroundings, load
from intake_app.xform.scenario import Limits
from intake_app.xform.scenario import play as play_scenario
from intake_app.xform.surroundings import SYSTEM_ZONE

_SPREADSHEETS = frozenset({".xlsx", ".xls", ".csv", ".md"})
_DATA = frozenset({".csv", ".xml", ".geojson"})


def play(parsed: Namespace, tr: Translator) -> Any:
    """Play a scenario on a form (format xforms-scenario/1), or with --batch each of a list; gives times and values.

    With --edit on a record of the form that was finished: it is edited, so it gets an identity of its own and names the
    one it had (meta/deprecatedID). An item of a batch names such a record as "edit".

    The environment sets how often (RUNS, 5), for how many seconds runs begin (BUDGET, 60) and how long the steps of one
    may take (STEPS_BUDGET, 120), as for the other engines' players. A batch plays each item once.
    """
    del tr
    if parsed.batch:
        return [_item(Path(parsed.batch).parent, item) for item in load_json_list(parsed.batch)]
    if not parsed.form or not parsed.scenario:
        raise IntakeError("cli.nothing_to_play")
    limits = Limits(int(_number("RUNS", 5)), _number("BUDGET", 60), _number("STEPS_BUDGET", 120))
    return _played(Path(parsed.form), Path(parsed.scenario), limits, Path(parsed.edit) if parsed.edit else None)


def _number(name: str, otherwise: float) -> float:
    try:
        return float(os.environ.get(name) or otherwise)
    except ValueError as error:
        raise IntakeError("cli.bad_number", name=name) from error


def _item(folder: Path, item: Any) -> dict[str, Any]:
    """One item of a batch; whatever is wrong with it is said in its place, and the next is played."""
    try:
        limits = Limits(1, longest=_number("STEPS_BUDGET", 120))
        record = folder / item["edit"] if "edit" in item else None
        return _played(folder / item["form"], folder / item["scenario"], limits, record)
    except Exception as error:  # noqa: BLE001 - the batch goes on
        form = item.get("form") if isinstance(item, dict) else None
        return {"engine": "ours", "form": form, "ok": False, "error": f"{type(error).__name__}: {error}"}


def _played(source: Path, script: Path, limits: Limits, record: Path | None) -> dict[str, Any]:
    scenario = load_json(str(script))
    xml, files = xform_of(source), _files(source, script, scenario)
    base = resident_mb()
    grown: list[float] = []
    try:
        played = play_scenario(
            lambda: load(xml, files),
            scenario,
            surroundings("intake:play"),
            limits,
            lambda: grown.append(resident_mb() - base),
            given_files.read_file(record) if record is not None else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise IntakeError("cli.bad_scenario", file=script.name, reason=str(error)) from error
    memory = {"peak_rss_mb": round(peak_mb(), 3), "heap_after_load_mb": round(max(0.0, *grown), 3)}
    return {**played, "form": source.name, "memory": memory}


def xform_of(source: Path) -> bytes:
    """The XForm of a file: a spreadsheet is compiled, with the translations that come with the program for a table of
    that name, as `intake form compile` does; XML is taken as it is.
    """
    data = given_files.read_file(source)
    if source.suffix.lower() not in _SPREADSHEETS:
        return data
    from intake_app import xlsform  # its spreadsheet libraries take half a second

    own = xlsform.own_catalogues(paths.translations() / "forms" / source.stem)
    return xlsform.compile_form(data, source.name, own).xml


def beside(source: Path) -> dict[str, bytes]:
    """The data files in the folder of a form, by name."""
    files = sorted(path for path in source.parent.iterdir() if path.suffix in _DATA and path.is_file())
    return {path.name: given_files.read_file(path) for path in files}


def _files(source: Path, script: Path, scenario: Mapping[str, Any]) -> dict[str, bytes]:
    given = scenario.get("files", {})
    if not isinstance(given, dict) or not all(isinstance(name, str) for name in given.values()):
        raise IntakeError("cli.bad_scenario", file=script.name, reason="files")
    return beside(source) | {name: given_files.read_file(script.parent / place) for name, place in given.items()}


def surroundings(device: str, seed: int | None = None, now: datetime | None = None) -> Surroundings:
    """A clock, randomness and ids: the machine's own, or with a seed and a moment always the same."""
    dice = Random(seed)
    return Surroundings(
        now=lambda: now if now is not None else datetime.now(SYSTEM_ZONE),
        random=dice,
        uuid=lambda: str(UUID(int=dice.getrandbits(128), version=4)),
        properties={"deviceid": device},
        month_names=_month,
        day_names=_day,
    )


def _month(language: str, short: bool, month: int) -> str:
    from intake_app import languages  # reads the calendars of a language, which few forms ask for

    return languages.month_name(language, short, month)


def _day(language: str, short: bool, weekday: int) -> str:
    from intake_app import languages  # as above

    return languages.day_name(language, short, weekday)


def definition_of(source: Path) -> FormDefinition:
    """The form of a file, with the data files beside it."""
    return load(xform_of(source), beside(source))
