"""Languages of people, forms and windows: endonym, script, direction, font and line height.

The registry is `resources/languages.json`. Libraries turn a language they do not know into an English-looking
left-to-right one without a word; here an unknown code is flagged.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from typing import Any, Literal, cast

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from intake_app import paths

Direction = Literal["ltr", "rtl"]
Audio = Literal["with", "first", "only"]
"""What sound is to the people who speak a language: beside the text, before it, or all there is."""

_SCRIPT_OF_FORM_NAME = re.compile(r"\(([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*)\)\s*$")
_PLAIN, _NAMED_IN = re.compile(r"[a-z]{2,3}"), "en"
_SCRIPT, _COUNTRY = re.compile("[a-z]{4}"), re.compile("[a-z]{2}|[0-9]{3}")
_SAME_LETTERS = {"Aran": "Arab", "Hant": "Hans"}
_BARE_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*\Z")


@dataclass(frozen=True, slots=True)
class Language:
    """One language: `code` is BCP 47, `line_height` a factor of the type size, `fallbacks` codes to offer next.

    `region` is the one to format for, `digits` CLDR's numbering system there, `calendars` those in which people tell a
    date of birth, the likeliest first, by the names of `calendars`; `also` those of other people who are spoken with in
    it, away from home. `tier`: 1 all content to 4 no more than a name.
    `known` is false for a code that is not in the registry: its direction and names are then a guess.
    """

    code: str
    endonym: str
    english: str
    italian: str
    script: str
    direction: Direction
    font_family: str
    line_height: float
    fallbacks: tuple[str, ...]
    region: str = ""
    digits: str = "latn"
    calendars: tuple[str, ...] = ("gregorian",)
    also: tuple[str, ...] = ()
    tier: int = 4
    audio: Audio = "with"
    sources: tuple[str, ...] = ()
    known: bool = True
    names: tuple[tuple[str, str], ...] = ()
    """In interface languages of which CLDR lacks it, by their codes."""

    @property
    def locale(self) -> str:
        """The code with a region: what to ask a library for, to which a bare `ar` means Egypt and its digits."""
        has_region = not self.region or self.region in self.code.split("-")
        return self.code if has_region else f"{self.code}-{self.region}"

    def named_in(self, language: str) -> str:
        """Its name in an interface language: ours in English and Italian, or where there is one, else CLDR's, else the
        English one.
        """
        ours = {"en": self.english, "it": self.italian, **dict(self.names)}.get(language)
        return ours or _common_name(self.code, language) or self.english


@lru_cache(maxsize=1024)
def get(code: str) -> Language:
    """The language for a BCP 47 code, any case, `_` or `-`; `ar-IQ` falls to `ar`. Never raises.

    A code whose script, or whose country, tells of another script falls to none that is written otherwise: `pa-PK` is
    `pa-Arab`, and `ku-Arab` no Kurmancî in Latin letters, but a language that is not known, from right to left.
    """
    registry = _registry()
    parts = code.strip().replace("_", "-").casefold().split("-")
    whole = registry.get("-".join(parts))
    if whole is not None:
        return whole
    script = _script_told(parts)
    for size in range(len(parts) - 1, 0, -1):
        found = registry.get("-".join(parts[:size]))
        if found is not None and script in ("", found.script):
            return found
    return registry.get(f"{parts[0]}-{script.casefold()}") or _unknown(code, script)


def _script_told(parts: list[str]) -> str:
    """The script that a code names, or which CLDR has for its country; "" where neither tells of one.

    One that is another hand of the same letters counts as these.
    """
    more = _itself(parts)[1:]
    named = next((part.title() for part in more if _SCRIPT.fullmatch(part)), "")
    country = next((part.upper() for part in more if _COUNTRY.fullmatch(part)), "")
    if not named and country:
        named = str(_data()["written"].get(f"{parts[0]}-{country}") or _likely(f"{parts[0]}_{country}"))
    return _SAME_LETTERS.get(named, named)


def _itself(parts: list[str]) -> list[str]:
    """The parts of a code that name a language; behind a single letter stands how it is used: u-nu-latn."""
    return [parts[0], *takewhile(lambda part: len(part) > 1, parts[1:])]


def _likely(code: str) -> str:
    """The script of a language in a country where CLDR has it apart; "" else."""
    parts = get_global("likely_subtags").get(code, "").split("_")
    return parts[1] if len(parts) > 1 else ""


def from_form_name(name: str) -> Language | None:
    """The language of a form's own name for it, "Français (fr)", "fr" or "English"; None when it names none."""
    in_brackets = _SCRIPT_OF_FORM_NAME.search(name)
    if in_brackets:
        return get(in_brackets.group(1))
    told = name.strip()
    by_name = _names().get(told.casefold())
    if by_name is not None:
        return by_name
    if _BARE_CODE.match(told):
        found = get(told)
        return found if found.known else None
    return None


def is_code(text: str) -> bool:
    """Whether it is written as a code of a language is, registered or not."""
    return _BARE_CODE.match(text) is not None


def chain(code: str) -> tuple[str, ...]:
    """Codes to look for in turn when something is to be shown in a language, the language itself first.

    A region stands before its language, near languages before far ones: `ar-TN` gives ar-TN, ar, fr, en.
    """
    found: dict[str, None] = {}
    waiting = [code, get(code).code]
    while waiting:
        here = waiting.pop(0)
        if here not in found:
            found[here] = None
            waiting += [*_wider(here), *get(here).fallbacks]
    return tuple(found)


def _wider(code: str) -> list[str]:
    """The language of a code with a script or a region, if the registry has it."""
    wider = get(code.rpartition("-")[0]) if "-" in code else None
    return [wider.code] if wider is not None and wider.known else []


def all_languages() -> tuple[Language, ...]:
    """The whole registry, in its own order."""
    return tuple(dict.fromkeys(_registry().values()))


@cache
def beyond() -> tuple[str, ...]:
    """The codes of languages that are spoken, are not in the registry and have a name in CLDR."""
    left, known = frozenset(_data()["not_offered"].split()), _registry()
    names = Locale.parse(_NAMED_IN).languages
    return tuple(code for code in sorted(names) if _PLAIN.fullmatch(code) and code not in known and code not in left)


def name_beyond(code: str, language: str) -> str:
    """The name of one of those in an interface language, else in English; "" for any other code."""
    return (_common_name(code, language) or _common_name(code, _NAMED_IN)) if code in beyond() else ""


def form_name(code: str) -> str:
    """The name that a form carries for a language: "العربية (ar)"."""
    language = get(code)
    return f"{language.endonym} ({language.code})"


@cache
def calendars_of(country: str) -> tuple[str, ...]:
    """The calendars in which people of a country (ISO 3166) tell a date of birth, the likeliest first; the Gregorian
    one where nothing is known of it.
    """
    spoken = [calendar for one in all_languages() if one.region == country for calendar in one.calendars]
    return tuple(dict.fromkeys((*spoken, *_data()["countries"].get(country, ())))) or ("gregorian",)


@cache
def _data() -> Mapping[str, Any]:
    return cast(Mapping[str, Any], json.loads((paths.resources() / "languages.json").read_text(encoding="utf-8")))


@cache
def _registry() -> Mapping[str, Language]:
    data = _data()
    scripts = data["scripts"]
    registry = {row["code"].casefold(): _language(row, scripts[row["script"]]) for row in data["languages"]}
    aliases = {alias.casefold(): registry[code.casefold()] for alias, code in data["aliases"].items()}
    return {**registry, **aliases}


def _language(row: Mapping[str, Any], script: Mapping[str, Any]) -> Language:
    return Language(
        code=row["code"],
        endonym=row["endonym"],
        english=row["english"],
        italian=row["italian"],
        script="Arab" if row["script"] == "Aran" else row["script"],
        direction=script["direction"],
        font_family=script["font"],
        line_height=float(script["line_height"]),
        fallbacks=tuple(row["fallbacks"]),
        region=row["region"],
        digits=row["digits"],
        calendars=tuple(row["calendars"]),
        also=tuple(row.get("also", ())),
        tier=row["tier"],
        audio=cast(Audio, row["audio"]),
        sources=tuple(row["sources"]),
        names=tuple(row.get("names", {}).items()),
    )


@cache
def _names() -> Mapping[str, Language]:
    names: dict[str, Language] = {}
    for language in all_languages():
        for name in (language.endonym, language.english, language.italian):
            names.setdefault(name.casefold(), language)
    return names


def country_named(code: str, language: str) -> str:
    """CLDR's name of a country by its code of two letters; the code where it has none."""
    try:
        return str(Locale.parse(language, sep="-").territories.get(code, code))
    except (ValueError, UnknownLocaleError):
        return code


@cache
def _common_name(code: str, language: str) -> str:
    """CLDR's name of a language with its script or region, "arabe (Soudan)"; "" where it has none."""
    try:
        words = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return ""
    first, *rest = code.split("-")
    whole, name = words.languages.get(code.replace("-", "_")), words.languages.get(first)
    more = [words.scripts.get(part) or words.territories.get(part) for part in rest]
    if whole or not name or not all(more):
        return whole or ""
    return f"{name} ({', '.join(map(str, more))})" if more else name


def _unknown(code: str, script: str = "") -> Language:
    """A language that is not in the registry, in the script that its code tells, else as CLDR has it."""
    itself = _itself(code.replace("_", "-").split("-"))
    look = _data()["scripts"].get(script)
    if look is not None:
        name, font = _common_name("-".join(itself), _NAMED_IN) or code, look["font"]
        return Language(code, name, name, name, script, look["direction"], font, look["line_height"], (), known=False)
    direction: Direction = "ltr"
    name = code
    try:
        locale = Locale.parse("_".join(itself))
    except (ValueError, UnknownLocaleError):
        locale = None
    if locale is not None:
        direction = "rtl" if locale.text_direction == "rtl" else "ltr"
        name = locale.get_display_name() or code
    return Language(code, name, name, name, "Zyyy", direction, "Noto Sans", 1.5, (), known=False)


@cache
def _calendar_names(code: str, kind: str, short: bool) -> tuple[str, ...]:
    """Names of months (from January) or of days (from Monday) in a language, English where CLDR has none."""
    width = "abbreviated" if short else "wide"
    name = code.replace("-", "_")
    while name:
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            name = name.rpartition("_")[0]
            continue
        found = locale.months if kind == "months" else locale.days
        return tuple(found["format"][width][number] for number in sorted(found["format"][width]))
    return _calendar_names("en", kind, short)


def month_name(code: str, short: bool, month: int) -> str:
    """The name of a month (1 = January) in a language by its BCP 47 code. Source: CLDR through Babel."""
    return _calendar_names(code or "en", "months", short)[month - 1]


def day_name(code: str, short: bool, weekday: int) -> str:
    """The name of a day of the week (0 = Sunday) in a language by its BCP 47 code. Source: CLDR through Babel."""
    return _calendar_names(code or "en", "days", short)[(weekday - 1) % 7]
