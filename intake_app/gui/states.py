"""States of records, roles and times in words."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from intake_app import messages
from intake_app.gui.controls import Kind
from intake_app.gui.own_titles import BY_TITLE
from intake_app.gui.table import Cell
from intake_app.gui.words import Words
from intake_app.vault import RecordRow, Role
from intake_app.vault.worklists import REFERRED as REFERRED_STATE
from intake_app.workflow.conflicts import FORMER_DECIDED

DRAFT, READY, SENT, REFUSED, REFERRED = "draft", "ready", "sent", "refused", "referred"


SECTIONS = {
    DRAFT: ("draft",),
    READY: ("finalised",),
    SENT: ("sent",),
    REFUSED: ("refused",),
    REFERRED: (REFERRED_STATE,),
}
"""What the records of each list have: a state, or a slip beside whatever state."""


def section_of(row: RecordRow) -> str:
    """Which list a record stands in by its state."""
    return next(name for name, states in SECTIONS.items() if row.state in states)


def form_title(title: str, words: Words) -> str:
    """The title of a questionnaire: ours in the interface language, any other as its author wrote it.

    Of a record that one does not read nobody is told which it is.
    """
    return words(BY_TITLE[title]) if title in BY_TITLE else title or words("Questionnaire")


def is_own_title(row: RecordRow) -> bool:
    """Whether a record is of a questionnaire of ours, whose names of records say nothing."""
    return row.form_title in BY_TITLE


def delivery_cell(row: RecordRow, words: Words) -> Cell:
    """The state of a record as a badge, with the reason when it waits for a person."""
    if row.damaged:
        told = words("noticed {when}").format(when=when(row.damaged, words))
        return Cell(told, words("Can not be read"), Kind.STOP)
    badge, kind = delivery_words(words).get(row.delivery, (row.delivery, Kind.NEUTRAL))
    told = ""
    if row.delivery == "needs_person" and row.state == "finalised":
        told = messages.sentence(FORMER_DECIDED, {}, words.translator)
    elif row.delivery == "needs_person" and row.last_outcome:
        told = last_words(row, words)
    elif waits_after_trouble(row):
        told = f"{last_words(row, words)} {next_turn(row, words)}".rstrip()
    elif row.delivery == "sent":
        told = when(row.changed, words)
    elif row.delivery == "draft" and row.edit_of:
        told = words("edits {code}").format(code=row.edit_of)
    elif row.behind:
        told = words("after {code}").format(code=row.edit_of)
    return Cell(told, badge, kind)


def last_words(row: RecordRow, words: Words) -> str:
    """What came of the last try."""
    facts = {"message": row.last_message, "fingerprint": row.last_message, "server": row.server}
    return messages.sentence(row.last_outcome or "", facts, words.translator)


def waits_after_trouble(row: RecordRow) -> bool:
    """Whether a record waits because its last try failed, and nobody has put it back in line since; not for nothing."""
    again = row.last_kind == "retry" and not row.next_try
    nowhere = row.tied and not row.server
    return row.delivery == "waiting" and row.last_kind in ("retry", "stop", "suspect") and not again and not nowhere


def next_turn(row: RecordRow, words: Words) -> str:
    """When a record is tried next after a try that failed; "" where that is whenever somebody sends."""
    if not row.next_try or datetime.fromisoformat(row.next_try) <= datetime.now(UTC):
        return ""
    return words("Its turn comes again {when}, or when somebody sends.").format(when=when(row.next_try, words))


def delivery_words(words: Words) -> Mapping[str, tuple[str, Kind]]:
    """Badge and kind for each state of delivery."""
    tr = words
    return {
        "draft": (tr("Draft"), Kind.NEUTRAL),
        "held": (tr("Stays here"), Kind.WARN),
        "waiting": (tr("Waiting"), Kind.NEUTRAL),
        "sending": (tr("Waiting"), Kind.NEUTRAL),  # begun; what is on the wire just now the page that sends knows
        "sent": (tr("Received"), Kind.OK),
        "needs_person": (tr("Waits for a person"), Kind.WARN),
        "settled": (tr("Decided: not sent"), Kind.NEUTRAL),
    }


def role_words(code: str, words: Words) -> str:
    """The task of a person in words."""
    tr = words
    return {
        Role.MEDIATOR: tr("Interviews (mediator)"),
        Role.DESK: tr("Referrals (desk officer)"),
        Role.COORDINATOR: tr("Coordination"),
        Role.ADMINISTRATOR: tr("Administration"),
    }[Role(code)]


def when(moment: str | None, words: Words, now: datetime | None = None) -> str:
    """A stored moment in the time of this computer: today 11:02, yesterday 17:20, 03/11/2026 09:40."""
    if not moment:
        return ""
    tr = words
    here = datetime.fromisoformat(moment).astimezone()
    today = now.astimezone().date() if now else date.today()
    if here.date() == today:
        return tr("today {time}").format(time=f"{here:%H:%M}")
    if here.date() == today - timedelta(days=1):
        return tr("yesterday {time}").format(time=f"{here:%H:%M}")
    return f"{here:%d/%m/%Y %H:%M}"
