"""A possible earlier contact in words: what agrees, what does not, and what a colleague is to be asked."""

from collections.abc import Mapping
from datetime import date

from intake_app import languages
from intake_app.gui.controls import Kind
from intake_app.gui.words import Words, listed, own_way
from intake_app.i18n import Translator
from intake_app.screening import Point
from intake_app.screening.contact import sex_of
from intake_app.vault import Sighting
from intake_app.workflow import Met

_DIFFERS = "differs"
Tr = Words | Translator


def part_words(tr: Tr) -> Mapping[str, str]:
    """What is compared."""
    return {
        "name": tr("Name"),
        "birth": tr("Birth"),
        "sex": tr("Sex"),
        "phone": tr("Telephone"),
        "language": tr("Language"),
        "country": tr("Nationality"),
        "place": tr("Place of landing"),
        "day": tr("Day of landing"),
    }


def reasons(met: Met, tr: Tr) -> str:
    """What speaks for one person."""
    return " · ".join(_reason(point, tr) for point in met.likeness.points if point.agrees)


def doubts(met: Met, tr: Tr) -> str:
    """What speaks against it; "" where nothing does."""
    names = part_words(tr)
    differing = [names[point.part] for point in met.likeness.points if not point.agrees]
    return tr("Does not agree: {what}").format(what=listed(differing, tr.language)) if differing else ""


def _reason(point: Point, tr: Tr) -> str:
    same = {
        "name": tr("the same name"),
        "birth": tr("the same birth"),
        "sex": tr("the same sex"),
        "phone": tr("the same telephone"),
        "language": tr("the same language"),
        "country": tr("the same nationality"),
        "place": tr("the same place of landing"),
        "day": tr("the same day of landing"),
    }
    other = {"alike": tr("a name that sounds alike"), "overlaps": tr("births that may be one")}
    return other.get(point.how) or same[point.part]


def verdict(point: Point, tr: Tr) -> tuple[str, Kind]:
    """How the two compare, as a badge."""
    return {
        "same": (tr("Agrees"), Kind.OK),
        "alike": (tr("Sounds alike"), Kind.NEUTRAL),
        "overlaps": (tr("May agree"), Kind.NEUTRAL),
        _DIFFERS: (tr("Does not agree"), Kind.WARN),
    }[point.how]


def told(point: Point, text: str, tr: Tr) -> str:
    """What one of the records tells."""
    if point.part == "sex":
        return {"f": tr("woman"), "m": tr("man")}.get(sex_of(text), text)
    if point.part == "language":
        return languages.get(text).named_in(tr.language)
    if point.part == "country":
        return listed([languages.country_named(code, tr.language) for code in text.split()], tr.language)
    if point.part in ("birth", "day"):
        return "–".join(day_words(each) for each in text.split("–"))
    return own_way(text)


def day_words(text: str) -> str:
    """An ISO day as days are written here; anything else as it is."""
    try:
        return f"{date.fromisoformat(text[:10]):%d/%m/%Y}"
    except ValueError:
        return text


def sighting_words(one: Sighting, tr: Tr) -> str:
    """What is told of a record that one may not read."""
    said = tr("A colleague met somebody with a name like this on {day} at {place}. Ask your coordinator.")
    return said.format(day=day_words(one.day), place=own_way(one.site))
