"""The queue of the end of a day, page by page: what waits for a person, what waits, what has left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from intake_app import messages, workflow
from intake_app.gui.controls import Kind
from intake_app.gui.states import delivery_cell, form_title, when
from intake_app.gui.table import Cell, Row
from intake_app.gui.words import Words
from intake_app.openrosa import Outcome
from intake_app.vault import RecordRow, Vault
from intake_app.workflow import held

PAGE = 100
"""So many at first, and so many more each time that older ones are asked for."""
_GROUPS = (("needs_person",), ("waiting", "held"), ("sent", "settled"))
_KINDS = {
    "accepted": Kind.OK, "retry": Kind.NEUTRAL, "hold": Kind.WARN, "stop": Kind.STOP, "suspect": Kind.STOP,
    "cancelled": Kind.NEUTRAL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows so far, where the next page begins, and whether there is one."""

    rows: tuple[RecordRow, ...] = ()
    group: int = 0
    after: str = ""
    more: bool = False
    why: Mapping[str, str] = field(default_factory=dict)
    """Why a record stays here, or may not leave though a server has it otherwise, as a code, by its id."""

    def shut(self, row: RecordRow | None) -> str:
        """The code of why a record that waits for a person may not leave, "" of any other."""
        return self.why.get(row.id, "") if row is not None and row.delivery == "needs_person" else ""


def listed(store: Vault, most: int, before: Listed | None = None) -> Listed:
    """At most so many rows after those of `before`, the newest of each group first."""
    found = before or Listed()
    rows, group, after = list(found.rows), found.group, found.after
    wanted = len(rows) + most
    while group < len(_GROUPS) and len(rows) < wanted:
        page = workflow.queue_page(store, after, wanted - len(rows), _GROUPS[group])
        rows += [_settled(row) if group == len(_GROUPS) - 1 else row for row in page.rows]
        after = page.after
        group += not after
    more = bool(after) or any(workflow.queue_page(store, "", 1, kinds).total for kinds in _GROUPS[group:])
    stay = (row.id for row in rows[len(found.rows) :] if row.delivery in ("held", "needs_person"))
    why = {each: held.why(store, each) or held.shut(store, each) for each in stay}
    return Listed(tuple(rows), group, after, more, {**found.why, **why})


def _settled(row: RecordRow) -> RecordRow:
    """A refused record among those that have left: somebody decided that it stays here."""
    return replace(row, delivery="settled") if row.state == "refused" else row


def titled(records: Sequence[RecordRow]) -> bool:
    """Whether whoever looks is told of any what questionnaire it is."""
    return any(record.form_title for record in records)


def heads(tr: Words, *, title: bool) -> tuple[str, ...]:
    """What stands over the columns; ``title``: with one for questionnaires."""
    return (tr("Record"), *((tr("Questionnaire"),) if title else ()), tr("Finished"), tr("What became of it"))


def record_row(record: RecordRow, cell: Cell, tr: Words, *, title: bool) -> Row:
    """A record as a row; `cell` says what became of it, ``title``: with its questionnaire."""
    named = (Cell(form_title(record.form_title, tr)),) if title else ()
    return Row(record.id, (Cell(record.code), *named, Cell(when(record.finalised, tr)), cell))


def outcome_cell(
    record: RecordRow, outcomes: Mapping[str, Outcome], server: str, tr: Words, why: Mapping[str, str]
) -> Cell:
    """What became of a record in this round, or where it stands; `why` one stays here: see `Listed`."""
    outcome = outcomes.get(record.id)
    code = why.get(record.id) if record.delivery in ("held", "needs_person") else ""
    if outcome is None or (code and record.delivery == "needs_person"):
        cell = delivery_cell(record, tr)
        return replace(cell, text=messages.sentence(code, {}, tr.translator)) if code else cell
    if outcome.kind == "accepted":
        return Cell(when(record.changed, tr), tr("Received"), Kind.OK)
    return Cell(outcome_words(outcome, server, tr), _badge(outcome, tr), _KINDS[outcome.kind])


def with_server(cell: Cell, record: RecordRow, tr: Words) -> Cell:
    """The same with the server that a record belongs to, or that has it; a sentence about trouble stays alone."""
    if cell.text and record.delivery != "sent":
        return cell
    if not record.server:
        return replace(cell, text=tr("may be where its server was")) if record.tied else cell
    told = f"{cell.text} · {record.server}" if cell.text else tr("for {server}").format(server=record.server)
    return replace(cell, text=told)


def outcome_words(outcome: Outcome, server: str, tr: Words) -> str:
    """The sentence of an outcome."""
    facts = {"message": outcome.message, "status": outcome.status, "server": server}
    return messages.sentence(outcome.code, facts, tr.translator)


def _badge(outcome: Outcome, tr: Words) -> str:
    return {
        "retry": tr("Goes again later"),
        "hold": tr("Waits for a person"),
        "stop": tr("Stopped"),
        "suspect": tr("Not confirmed"),
        "cancelled": tr("Interrupted"),
    }[outcome.kind]
