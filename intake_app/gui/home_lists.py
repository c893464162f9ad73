"""The lists of work on the first page: their names, heads, rows, and what an empty one says."""

from collections.abc import Mapping, Sequence

from intake_app.gui.form_languages import spoken
from intake_app.gui.states import (
    DRAFT,
    READY,
    REFERRED,
    REFUSED,
    SECTIONS,
    SENT,
    delivery_cell,
    form_title,
    is_own_title,
    last_words,
    when,
)
from intake_app.gui.table import Cell, Row
from intake_app.gui.words import Words, own_way, steady
from intake_app.referral import Directory
from intake_app.vault import RecordRow, SlipRow
from intake_app.workflow import RecordList


def tab_words(found: RecordList, tr: Words) -> Mapping[str, str]:
    """The name of each list with how many records are in it."""
    names = {
        DRAFT: tr("Drafts"),
        READY: tr("Finished, not sent"),
        SENT: tr("Sent"),
        REFUSED: tr("Refused by server"),
        REFERRED: tr("Referred"),
    }
    return {name: f"{told} · {found.count(SECTIONS[name])}" for name, told in names.items()}


def to_open(found: RecordList) -> str:
    """The first list that has something, those first in which there is something to do; "" for none."""
    return next((name for name in (DRAFT, READY, REFUSED, SENT, REFERRED) if found.count(SECTIONS[name])), "")


def heads(section: str, tr: Words) -> tuple[str, ...]:
    """What stands over the columns; a list of what was found has no section."""
    third = tr("Referral slip") if section == REFERRED else tr("Last change")
    last = tr("Why it was refused") if section == REFUSED else tr("State")
    return (tr("Record"), tr("Person"), tr("Questionnaire"), tr("Language"), third, last)


def unused(records: Sequence[RecordRow]) -> tuple[int, ...]:
    """The column of persons, where no record is of one that has a code."""
    return () if any(record.case_code for record in records) else (1,)


def row(record: RecordRow, slip: SlipRow | None, directory: Directory, tr: Words, *, named: bool) -> Row:
    """A record; of a referred one the slip in the place of the last change.  ``named``: the name beside the code.

    Only where somebody looks for a name is it shown, and never in the lists.
    """
    third = _slip_words(slip, directory, tr) if slip else when(record.changed, tr)
    cells = (Cell(_name(record, named)), Cell(record.case_code), Cell(form_title(record.form_title, tr)))
    return Row(record.id, (*cells, Cell(spoken(record.language, tr)), Cell(third), _state_cell(record, tr)))


def _name(record: RecordRow, named: bool) -> str:
    shown = record.title if named and not is_own_title(record) else ""
    return f"{record.code} · {own_way(shown)}" if shown else record.code


def _slip_words(slip: SlipRow, directory: Directory, tr: Words) -> str:
    names = {one.code: steady(one.name(tr.language)) for one in directory}
    return f"{names.get(slip.recipient, slip.recipient)} · {when(slip.issued_at, tr)}"


def _state_cell(record: RecordRow, tr: Words) -> Cell:
    """The state; of a refused one why, in our words and the server's; and who it was handed over by."""
    cell = delivery_cell(record, tr)
    told = [tr("from {name}").format(name=record.handed_by)] if record.handed_by else []
    told += [text for text in (why_refused(record, tr) or cell.text,) if text]
    return Cell(" · ".join(told), cell.badge, cell.kind)


def why_refused(record: RecordRow | None, tr: Words) -> str:
    """Why a server refused a record, in our words and the server's; "" for one that none did."""
    if record is None or record.state != "refused" or not record.last_outcome or record.damaged:
        return ""
    said = own_way(record.last_message or "")
    return f"{last_words(record, tr)} “{said}”" if said else last_words(record, tr)


def empty_words(section: str, tr: Words) -> str:
    """What an empty list says; one of what was found has no section."""
    return {
        "": tr("Nothing was found."),
        DRAFT: tr("No interview is open. Start one with “New interview”."),
        READY: tr("Nothing is waiting to be sent."),
        SENT: tr("Nothing has been sent from here yet."),
        REFUSED: tr("No server has refused a record."),
        REFERRED: tr("No referral slip has been made from here yet."),
    }[section]
