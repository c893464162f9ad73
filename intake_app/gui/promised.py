"""How much is left of the time within which a service was to see somebody, as a list of slips tells it."""

from intake_app.gui.controls import Kind
from intake_app.gui.table import Cell
from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.workflow import Followed

_PROMISED = {"24h": msg("24 h"), "72h": msg("72 h"), "2w": msg("2 weeks")}


def promised_cell(one: Followed, words: Words) -> Cell:
    """Of one that has not answered how late it is, or what is left, short enough for a small window; else the time
    that was promised."""
    if not one.waits:
        return Cell(words(_PROMISED.get(one.slip.priority, one.slip.priority)))
    over, hours = one.standing.overdue, int(abs(one.standing.left).total_seconds() // 3600)
    if not hours:
        told = words("<1 h late") if over else words("<1 h left")
    elif hours < 48:
        told = words("{n} h late") if over else words("{n} h left")
    else:
        told = words("{n} d late") if over else words("{n} d left")
    return Cell("", told.format(n=hours if hours < 48 else hours // 24), Kind.STOP if over else Kind.NEUTRAL)
