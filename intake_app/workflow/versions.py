"""The versions of a record side by side: what each question was answered with in each, and where they differ."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from intake_app import prose, xform
from intake_app.openrosa import Client, central_project
from intake_app.screening import written_birth
from intake_app.sync import OnVault
from intake_app.vault import RecordRow, ServerReading, ServerRow, Vault
from intake_app.workflow import births, entity_lists, sharing
from intake_app.workflow import store as stores
from intake_app.workflow.server_settings import address_of
from intake_app.xform import AnswerState, FormDefinition, Surroundings

_PLACES = re.compile(r"\[(\d+)\]")
HERE, SERVER = "here", "server"
_UNSAID = (AnswerState.DOES_NOT_KNOW, AnswerState.DECLINED)
_PASSED_OVER = ("", "", AnswerState.NOT_ASKED)


@dataclass(frozen=True)
class Version:
    """One column: which version (from 1), where it lies, its row here; None for what a server has.

    `readable` is False for a version that is somebody else's: its column is empty.
    """

    number: int
    place: str
    row: RecordRow | None
    readable: bool = True


@dataclass(frozen=True)
class Line:
    """One question: its label, the place among repeats ("2" or "2.1", else ""), its answer in each version.

    `states`: which of the four it is in each version; None where nobody knows: on a server, or not one's to read.
    """

    label: str = field(repr=False)
    place: str
    values: tuple[str, ...] = field(repr=False)
    differs: bool
    states: tuple[AnswerState | None, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class VersionSheet:
    """All versions of a record that one sees, the oldest first, and the questions with an answer in any of them."""

    columns: tuple[Version, ...]
    lines: tuple[Line, ...]

    @property
    def differences(self) -> int:
        """How many questions are not answered alike."""
        return sum(line.differs for line in self.lines)


def versions(store: Vault, record_id: str, language: str, server: bytes | None = None) -> VersionSheet:
    """The sheet, questions in a language of the interface if the form has it; `server`: what a server has, as XML.

    Raises IntakeError as `Vault.versions` does, `xform.*` for bytes of a server that are no record of the form,
    `vault.not_allowed` for bytes of a server where the record is not this person's to read.
    """
    if server is not None:
        store.reader_for(record_id, None)
    rows = store.versions(record_id)
    found = [_stands(store, row) for row in rows]
    columns = [Version(at, HERE, row, found[at - 1] is not None) for at, row in enumerate(rows, 1)]
    read = [row.form_key for row, told in zip(rows, found, strict=True) if told is not None]
    if not read:
        return VersionSheet(tuple(columns), ())
    package = entity_lists.form_for(store, read[-1], *(told[0] for told in found if told is not None))
    definition, around = xform.load(package.xml, package.files), stores.surroundings(store)
    if server is not None:
        columns.append(Version(0, SERVER, None))
        found.append((server, {}))
    answers = [_answers(definition, around, *told, language) if told is not None else {} for told in found]
    return VersionSheet(tuple(columns), _lines(answers, columns))


_Stands = tuple[bytes, Mapping[str, AnswerState]]
_Answers = Mapping[str, tuple[str, str, AnswerState]]


def _stands(store: Vault, row: RecordRow) -> _Stands | None:
    """What a version says, and why what is blank in it is blank; None when it is not this person's to read."""
    if not row.size or (row.state == "draft" and row.author_id != store.me.id):
        return None
    return sharing.as_it_stands(store, row)


def _answers(
    definition: FormDefinition, around: Surroundings, xml: bytes, states: Mapping[str, AnswerState], language: str
) -> _Answers:
    """Label, answer and which of the four it is, by place in the record; of what was passed over nothing."""
    names = [each.name for each in definition.languages if each.code == language]
    session = xform.resume(definition, xml, states, around, names[0] if names else None)
    rows = [each for each in session.outline() if each.kind == "question"]
    told = (each for each in rows if each.value_text or each.state in _UNSAID)
    stated = births.told_births(session)
    words = {each.ref: written_birth(stated[each.ref]) if each.ref in stated else each.value_text for each in rows}
    return {each.ref: (prose.plain(each.label.text), words[each.ref], each.state) for each in told}


def _lines(answers: Sequence[_Answers], columns: Sequence[Version]) -> tuple[Line, ...]:
    """Every question in the order of the newest version, those that it lacks behind what they stood behind."""
    refs: list[str] = []
    for known in reversed(answers):
        at = 0
        for ref in known:
            if ref in refs:
                at = refs.index(ref) + 1
            else:
                refs.insert(at, ref)
                at += 1
    return tuple(_line(ref, answers, columns) for ref in refs)


def _line(ref: str, answers: Sequence[_Answers], columns: Sequence[Version]) -> Line:
    told = [known.get(ref, _PASSED_OVER) for known in answers]
    values = tuple(value for _label, value, _state in told)
    states = tuple(
        state if column.readable and column.place == HERE else None
        for (_label, _value, state), column in zip(told, columns, strict=True)
    )
    label = next(known[ref][0] for known in reversed(answers) if ref in known)
    compared = {value for value, column in zip(values, columns, strict=True) if column.readable}
    differs = len(compared) > 1 or len({state for state in states if state is not None}) > 1
    return Line(label, ".".join(_PLACES.findall(ref)), values, differs, states)


def reader_of(store: Vault, record_id: str) -> ServerRow | None:
    """The server, as somebody who signs in there, by which the server's version of a record can be read.

    That is ODK Central, to which the record was sent last, with a name and a password; an app user reads nothing there.
    None too for who does not read the record.
    """
    if not store.record(record_id).size:
        return None
    tried = [attempt.server for row in store.versions(record_id) for attempt in store.attempts(row.id)]
    rows = {row.name: store.server(row.name) for row in store.servers()}
    project = central_project(rows[tried[-1]].url) if tried and tried[-1] in rows else ""
    signed = (row for row in rows.values() if row.kind == "basic" and central_project(row.url) == project)
    return next(signed, None) if project else None


def server_version(
    on_vault: OnVault, record_id: str, cancelled: Callable[[], bool] = lambda: False
) -> bytes | None:
    """What the server has of a record; None where nobody is set up who may read it there. For the net lane.

    That it is read is written down, whatever the server answers.
    Raises IntakeError `openrosa.*`, `vault.not_allowed` where the record is not this person's to read.
    """
    reading = on_vault(lambda store: _reading(store, record_id))
    if reading is None:
        return None
    with Client(address_of(reading.server), on_vault(stores.device_id), cancelled=cancelled) as client:
        return client.record(reading.form_id, reading.first)


def _reading(store: Vault, record_id: str) -> ServerReading | None:
    row = reader_of(store, record_id)
    return store.reader_for(record_id, row.name if row is not None else None)
