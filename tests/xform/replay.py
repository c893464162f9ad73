"""Replays recorded traces of another engine's tests: each operation that has a meaning here, and what it gave there."""

import gzip
import json
import random
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform import FormDefinition, Session, Surroundings, load, new_session, resume

CLOCK = datetime.fromisoformat("2026-11-21T12:59:00-07:00")
_UUID = re.compile(r"(uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|uuid:TODO[\w-]*")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")
_INDEX = re.compile(r"\[\d+\]")


def surroundings(now: datetime = CLOCK) -> Surroundings:
    """A fixed clock and seeded randomness."""
    return Surroundings(
        lambda: now,
        random.Random(7),
        lambda: str(uuid.uuid4()),
    )


class Unplayable(Exception):
    """An operation whose arguments were not recorded."""


@dataclass
class Case:
    """One test of the other engine: its operations by session, in order."""

    key: str
    fails: bool
    sessions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)


def cases(path: Path) -> list[Case]:
    """All recorded tests."""
    found: dict[str, Case] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            step = json.loads(line)
            key = f"{step['file']} :: {step['test']}"
            case = found.setdefault(key, Case(key, step["fails"]))
            case.sessions.setdefault(step["sid"], []).append(step)
    return list(found.values())


def plain(xml: str) -> str:
    """An instance with ids and times made alike, prefixes resolved, blanks gone."""
    root = etree.fromstring(_TIME.sub("TIME", _UUID.sub("UUID", xml)).encode())
    return "".join(_plain(root))


def _plain(element: etree._Element) -> Iterator[str]:
    name = etree.QName(element.tag).localname
    attributes = "".join(f" {etree.QName(str(k)).localname}={v!r}" for k, v in sorted(element.attrib.items()))
    yield f"<{name}{attributes}>"
    children = list(element)
    if children:
        for child in children:
            yield from _plain(child)
    else:
        yield "ID" if name == "instanceID" else str(_number((element.text or "").strip()))
    yield "</>"


def bare(ref: str) -> str:
    """A recorded path as a ref: prefixes off the names."""
    return "/".join(step.rpartition(":")[2] for step in ref.split("/"))


def _series(ref: str) -> str:
    above, _, name = ref.rpartition("/")
    return f"{above}/{_INDEX.sub('', name)}"


class Replay:
    """Replays one session; `differences` says where the outcome is another, `checked` how many were compared."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.session: Session = new_session(definition, surroundings())
        self.here = ""
        self.checked = 0
        self.differences: list[str] = []

    def play(self, steps: list[dict[str, Any]]) -> None:
        """Carry out the operations that mean something here; stops at one that can not be carried out."""
        for number, step in enumerate(steps):
            op = getattr(self, "op_" + step["op"], None)
            told = step.get("ret")
            broken = isinstance(told, dict) and "error" in told
            if op is None or broken:
                continue
            try:
                op(step)
            except Unplayable:
                return
            except (ValueError, IntakeError) as error:
                self.differences.append(f"{number} {step['op']} {step.get('args')}: {error}")
                return
            if step.get("inst"):
                self._same(number, step, plain(step["inst"]), plain(self.session.serialise().decode()))

    def _same(self, number: object, step: dict[str, Any], expected: object, found: object) -> None:
        self.checked += 1
        if expected != found:
            self.differences.append(f"{number} {step['op']} {step.get('args')}: expected {expected!r}, found {found!r}")

    def op_INIT(self, _: dict[str, Any]) -> None:
        return None

    def op_next(self, step: dict[str, Any]) -> None:
        told = step["ret"]
        self.here = bare(told.get("ref") or "")
        if told["event"] == "QUESTION":
            self._same("", step, True, self.session.question(self.here).relevant)

    op_prev = op_next

    def op_answer(self, step: dict[str, Any]) -> None:
        args = step["args"]
        named = isinstance(args[0], str) and args[0].startswith("/") and len(args) > 1
        ref, values = (bare(args[0]), args[1:]) if named else (self.here, args)
        control = self.session.question(ref).control
        self.session.answer(ref, " ".join(_lexical(value, control) for value in values))
        if "answer" in step["ret"]:
            self._same("", step, _number(step["ret"]["answer"]), _number(self.session.value(ref)))

    def op_answerOf(self, step: dict[str, Any]) -> None:
        ref = bare(step["args"][0])
        if step["ret"] is None or "answer" not in step["ret"]:
            return
        found = self.session.value(ref) if self.session.exists(ref) and self.session.relevant(ref) else ""
        self._same("", step, _alike(step["ret"]["answer"]), _alike(found))

    def op_createNewRepeat(self, step: dict[str, Any]) -> None:
        given = step["args"][0]
        ref = bare(given) if isinstance(given, str) else self.here
        self.session.add_repeat(_series(ref))
        self.here = ref

    def op_proposed_addExplicitCreateNewRepeatCallHere(self, step: dict[str, Any]) -> None:
        if step.get("inst") and plain(step["inst"]) != plain(self.session.serialise().decode()):
            self.session.add_repeat(_series(bare(step["args"][0])))

    def op_removeRepeat(self, step: dict[str, Any]) -> None:
        self.session.remove_repeat(bare(step["args"][0]))

    def op_countRepeatInstancesOf(self, step: dict[str, Any]) -> None:
        self._same("", step, step["ret"], self.session.count_repeat(bare(step["args"][0])))

    def op_choicesOf(self, step: dict[str, Any]) -> None:
        found = [(choice.value, choice.label.text) for choice in self.session.choices(bare(step["args"][0]))]
        told = [(choice["value"], choice["label"]) for choice in step["ret"]["choices"]]
        self._same("", step, told, found)

    def op_getInstanceNode(self, step: dict[str, Any]) -> None:
        told, ref = step["ret"], bare(step["args"][0])
        found = {name: getattr(self.session, name)(ref) for name in ("relevant", "readonly", "required")}
        self._same("", step, {name: told[name] for name in found}, found)
        if isinstance(told.get("value"), str):
            self._same("", step, _alike(told["value"]), _alike(self.session.value(ref) if found["relevant"] else ""))
        if told.get("label") is not None and self.definition.question(ref) is not None:
            self._same("", step, told["label"].strip(), self.session.text(ref, "label").text)

    def op_setLanguage(self, step: dict[str, Any]) -> None:
        self.session.set_language(step["args"][0])

    def op_attributeOf(self, step: dict[str, Any]) -> None:
        ref = f"{bare(step['args'][0])}/@{step['args'][1]}"
        self._same("", step, step["ret"]["answer"], self.session.value(ref))

    def op_proposed_serializeInstance(self, step: dict[str, Any]) -> None:
        faults = self.session.violations()
        xml = self.session.serialise() if faults else self.session.finalise().xml
        self._same("", step, plain(step["ret"]), plain(xml.decode()))

    def op_proposed_serializeAndRestoreInstanceState(self, _: dict[str, Any]) -> None:
        self.session = resume(self.definition, self.session.serialise_draft(), {}, surroundings())

    def op_getValidationOutcome(self, step: dict[str, Any]) -> None:
        violations = self.session.violations()
        if step["ret"]["outcome"] == "ANSWER_OK":
            self._same("", step, (), violations)
            return
        kinds = {"ANSWER_REQUIRED_BUT_EMPTY": "required", "ANSWER_CONSTRAINT_VIOLATED": "constraint"}
        told = (bare(step["ret"]["failedPrompt"]), kinds[step["ret"]["outcome"]])
        self._same("", step, told, (violations[0].ref, violations[0].kind) if violations else None)


def _lexical(value: object, control: str) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        if value["obj"] not in ("BigInt", "LocalDate"):
            raise Unplayable(value["obj"])
        return str(value["str"])
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        yes, no = ("OK", "") if control == "trigger" else ("1", "0")
        return yes if value else no
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def _alike(text: str) -> object:
    return _number(_TIME.sub("TIME", _UUID.sub("UUID", text)))


def _number(text: str) -> object:
    try:
        return round(float(text), 6)
    except ValueError:
        return text


def outcome(case: Case, form: Callable[[str], bytes]) -> tuple[int, list[str]]:
    """(comparisons made, differences) of one case."""
    checked, differences = 0, []
    for steps in case.sessions.values():
        start = next((step for step in steps if "form" in step), None)
        if start is None:
            continue
        try:
            definition = load(form(start["form"]))
        except IntakeError as error:
            return checked, [f"load: {error}"]
        if any(notice.code == "xform.file_missing" and notice.level == "error" for notice in definition.notices):
            continue
        replay = Replay(definition)
        replay.play(steps)
        checked += replay.checked
        differences += replay.differences
    return checked, differences
