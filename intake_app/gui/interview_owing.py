"""What the law asks for a child who is alone, for the mediator: whom to tell, by when, and which talk is due."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from intake_app.gui.controls import Badge, Card, Kind, Label
from intake_app.gui.interview_reading import Reading
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.slips import wording
from intake_app.workflow.owing import Owing, for_child

_MAY_BE = msg(
    "The person is, or may be, under 18. If they are alone, with no parent or other adult who answers for them by "
    "law, the juvenile court and the social services are to be told, whatever they agreed to: by a slip, {soon}."
)
_ALONE = msg(
    "The child is alone: the juvenile court and the social services are to be told, whatever they agreed to: by a "
    "slip, {soon}."
)
_TALK = msg("The talk with a child who came alone is due within {days} days of coming into first reception.")


def owing_of(reading: Reading) -> Owing | None:
    """None where there is nothing to say, while somebody else reads along, and where the person is alone with it."""
    return None if reading.alone or reading.discreet else for_child(reading.session, reading.beyond)


def owing_words(owing: Owing, tr: Words) -> str:
    """Whom to tell and by when."""
    head, soon = _ALONE if owing.alone else _MAY_BE, wording.label("priority", owing.soon, str)
    parts = [head, soon, *([_TALK] if owing.within_days else [])]
    known = all(map(tr.translator.knows, parts))  # else all of it is English, and not a part
    head, soon, *talk = map(tr, parts) if known else parts
    told = [head.format(soon=soon[:1].lower() + soon[1:]), *(each.format(days=owing.within_days) for each in talk)]
    return " ".join(told) if known else tr.translator.apart(" ".join(told))


class OwingCard(Card):
    """Above what leads there, once the record is closed."""

    def __init__(self, owing: Owing, tr: Words) -> None:
        super().__init__(margin=Space.LARGE, gap=Space.SMALL)
        line = QHBoxLayout()
        line.addWidget(Badge(tr("Asked for by law"), Kind.WARN), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(owing_words(owing, tr), wrap=True), 1)
        nest(self.column, line)
        self.ways = Label(role="second", wrap=True)
        ways = tr("Once the record is closed: “{slip}”, and “{person}” for the talk.")
        names = {"slip": tr("Prepare a slip"), "person": tr("The person: what comes next")}
        self.ways.setText(ways.format(**names))
        self.column.addWidget(self.ways)
