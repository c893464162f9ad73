"""Whether two records may be of one person: what agrees between them and what does not, each said for itself.

A form tags questions with `person`: name (more than one are read in order), sex, phone, place and day of landing; a
birth has tags of its own. It is never more than a hint with its reasons. Nothing is merged, and no number is shown: the
weights say only whether there is a hint at all, and which of several comes first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from intake_app import sounds
from intake_app.screening.birth import beside
from intake_app.screening.tags import DOES_NOT_KNOW, PREFERS_NOT_TO_SAY, Tagged, Values, answers, tags_with

Part = Literal["name", "birth", "sex", "phone", "language", "country", "place", "day"]
How = Literal["same", "alike", "overlaps", "differs"]

ENOUGH = 3
"""From this weight on there is a hint, where a name or a telephone agrees: a sex, a birth or a day alone is none."""
NARROW = 370
"""Days of a span of births that says something: a year, and what calendars differ by. A wider one says little."""
_LEAST_PHONE, _COMPARED_PHONE = 6, 8
_WOMAN = frozenset({"f", "female", "woman", "girl", "donna", "femmina", "femme"})
_MAN = frozenset({"m", "male", "man", "boy", "uomo", "maschio", "homme"})


@dataclass(frozen=True, slots=True)
class Known:
    """What a record tells of who somebody is; blank where it does not. `born`: the first and the last day, ISO;
    `language`: the code of the one that they spoke in a questionnaire of ours; `country`: codes, with spaces between.
    """

    name: str = field(default="", repr=False)
    born: tuple[str, str] = field(default=("", ""), repr=False)
    sex: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    day: str = field(default="", repr=False)
    language: str = field(default="", repr=False)
    country: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that both records tell, how they compare in it, and the two as they were told."""

    part: Part
    how: How
    here: str = field(repr=False)
    there: str = field(repr=False)

    @property
    def agrees(self) -> bool:
        """Whether it speaks for one person."""
        return self.how != "differs"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Everything that both records tell, in the order of `Part`; `weight` is for sorting, never to be shown."""

    points: tuple[Point, ...]
    weight: int

    @property
    def is_hint(self) -> bool:
        """Whether a person should be told that these may be one."""
        anchored = any(point.agrees and point.part in ("name", "phone") for point in self.points)
        return anchored and self.weight >= ENOUGH


def known(definition: Tagged, values: Values, named: str = "") -> Known:
    """Who a record is about, from a form definition and the relevant answers; people in repeats are others.

    `named` is what the form calls the record, for one that tags no name.
    """
    told: dict[str, list[str]] = {}
    for path, part in definition.tagged("person"):
        found = (value.strip() for ref, value in answers(path, values) if "[" not in ref)
        told.setdefault(part, []).extend(value for value in found if value and value not in _UNSAID)
    one = {part: (found or [""])[0] for part, found in told.items()}
    name = " ".join(told["name"]) if "name" in told else named
    parts = {part: one.get(part, "") for part in ("sex", "phone", "place", "day")}
    parts["sex"] = parts["sex"] or _of_gender(definition, values)
    country = " ".join(nationalities(definition, values))
    return Known(" ".join(name.split()), _born(definition, values), **parts, country=country)


def _of_gender(definition: Tagged, values: Values) -> str:
    """How a person wants their gender to be written on a slip, where it is woman or man."""
    paths = [path for path, field_of in definition.tagged("slip") if field_of == "gender"]
    found = (value for path in paths for ref, value in answers(path, values) if "[" not in ref)
    return next((value for value in found if sex_of(value) in ("f", "m")), "")


def asks_nationality(definition: Tagged, path: str) -> bool:
    """Whether a question asks for it, by what it tells to HTCDS."""
    return (path, "prs_Citizenship") in definition.tagged("htcds")


def nationalities(definition: Tagged, values: Values) -> tuple[str, ...]:
    """Those that a person told, of a question that tells the same to HTCDS: ISO 3166, in the order of letters."""
    paths = [path for path, whose in definition.tagged("htcds") if whose == "prs_Citizenship"]
    told = {code for path in paths for ref, value in answers(path, values) if "[" not in ref for code in value.split()}
    return tuple(sorted(code for code in told if _COUNTRY.fullmatch(code)))


_COUNTRY = re.compile("[A-Z]{2}")
_UNSAID = (DOES_NOT_KNOW, PREFERS_NOT_TO_SAY)


def _born(definition: Tagged, values: Values) -> tuple[str, str]:
    tags = tags_with(definition, "birth")
    for path in (path for path, own in tags.items() if own["birth"] == "date"):
        near = beside(tags, path)
        earliest, latest = (values.get(near.get(end, ""), "") for end in ("earliest", "latest"))
        day = values.get(path, "")
        for span in ((earliest, latest), (day, day)):
            if all(map(_is_day, span)):
                return span
    return "", ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def compared(here: Known, there: Known) -> Likeness:
    """What both tell, and what it weighs together."""
    found = [each for each in (_name(here, there), _birth(here, there), _sex(here, there), _phone(here, there)) if each]
    found += [*_spoken(here, there), *_landing(here, there)]
    return Likeness(tuple(point for point, _weight in found), sum(weight for _point, weight in found))


_Weighed = tuple[Point, int]


def _name(here: Known, there: Known) -> _Weighed | None:
    ours, theirs = sounds.words_of(here.name), sounds.words_of(there.name)
    if not ours or not theirs:
        return None
    fewer, more = sorted((ours, theirs), key=len)
    full = len(fewer) > 1
    if set(fewer) <= set(more):
        return Point("name", "same", here.name, there.name), 3 if full else 2
    if _sounds_like(" ".join(fewer), " ".join(more)):
        return Point("name", "alike", here.name, there.name), min(len(fewer), 3)
    return Point("name", "differs", here.name, there.name), -1


def _sounds_like(fewer: str, more: str) -> bool:
    keys = sounds.keys_of(more)
    return any(
        all(any(key.startswith(beginning) for key in keys for beginning in word) for word in way)
        for way in sounds.asked_for(fewer)
    )


def _birth(here: Known, there: Known) -> _Weighed | None:
    if not all((*here.born, *there.born)):
        return None
    told = "–".join(dict.fromkeys(here.born)), "–".join(dict.fromkeys(there.born))
    if here.born[0] > there.born[1] or there.born[0] > here.born[1]:
        return Point("birth", "differs", *told), -4
    narrow = max(_days(here.born), _days(there.born)) <= NARROW
    return Point("birth", "same" if here.born == there.born else "overlaps", *told), 2 if narrow else 1


def _days(span: tuple[str, str]) -> int:
    return (date.fromisoformat(span[1]) - date.fromisoformat(span[0])).days


def _sex(here: Known, there: Known) -> _Weighed | None:
    """It agrees with half of all people, so that it adds nothing; where it differs, it takes away."""
    if not here.sex or not there.sex:
        return None
    same = sex_of(here.sex) == sex_of(there.sex)
    return Point("sex", "same" if same else "differs", here.sex, there.sex), 0 if same else -3


def sex_of(told: str) -> str:
    """f or m where a form's word for it is known, else the word."""
    word = told.casefold().strip()
    return "f" if word in _WOMAN else "m" if word in _MAN else word


def _phone(here: Known, there: Known) -> _Weighed | None:
    ours, theirs = (re.sub(r"\D", "", each.phone) for each in (here, there))
    if min(len(ours), len(theirs)) < _LEAST_PHONE:
        return None
    same = ours[-_COMPARED_PHONE:] == theirs[-_COMPARED_PHONE:]
    return Point("phone", "same" if same else "differs", here.phone, there.phone), 4 if same else 0


def _spoken(here: Known, there: Known) -> Iterator[_Weighed]:
    """The language, which many share and which nobody speaks alone, says nothing by itself; a nationality a little."""
    if here.language and there.language:
        same = here.language == there.language
        yield Point("language", "same" if same else "differs", here.language, there.language), 0
    ours, theirs = set(here.country.split()), set(there.country.split())
    if ours and theirs:
        same = bool(ours & theirs)
        yield Point("country", "same" if same else "differs", here.country, there.country), 1 if same else -1


def _landing(here: Known, there: Known) -> Sequence[_Weighed]:
    """Place and day of landing: many land at one place and on one day, so that only both together say something."""
    same = {
        "place": sounds.words_of(here.place) == sounds.words_of(there.place),
        "day": here.day == there.day,
    }
    told: Mapping[Part, tuple[str, str]] = {"place": (here.place, there.place), "day": (here.day, there.day)}
    both = {part: each for part, each in told.items() if all(each)}
    agreeing = [part for part in both if same[part]]
    weight = {2: 2, 1: 0}.get(len(agreeing), -1 if len(both) == 2 else 0)
    points = [Point(part, "same" if same[part] else "differs", *each) for part, each in both.items()]
    return [(point, weight if at == 0 else 0) for at, point in enumerate(points)]
