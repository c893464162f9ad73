"""What a form offers by language: names, review marks, and how much of it is translated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from intake_app import languages, sounds
from intake_app.gui.answers.long_list import folded
from intake_app.gui.answers.spelt import heard_ways, sounds_so
from intake_app.gui.controls import Kind
from intake_app.gui.table import Cell, Row
from intake_app.gui.words import Words, with_colon
from intake_app.referral import ANOTHER_LANGUAGE
from intake_app.workflow.spoken_in import Translated
from intake_app.xform import FormDefinition
from intake_app.xform.coverage import LanguageCoverage
from intake_app.xform.coverage import coverage as xform_coverage

_NAMELESS = ("", "default")


@dataclass(frozen=True)
class Coverage:
    """One language of a form: its itext name, BCP 47 code ("" unknown), review mark, texts translated of all texts.

    `signed` are those that a person has read, `reviewers` who, most first.
    """

    name: str
    code: str
    review: str
    translated: int
    texts: int
    signed: int = 0
    reviewers: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Every text is there."""
        return self.translated == self.texts


def coverage(definition: FormDefinition) -> tuple[Coverage, ...]:
    """Every language of a form. A text that is missing or stands in another language does not count; pure."""
    return told(xform_coverage(definition))


def told(found: Iterable[LanguageCoverage]) -> tuple[Coverage, ...]:
    """The same of what the engine counted, with a code also where the form tells none but names a known language."""
    made = []
    for each in found:
        language = each.language
        known = languages.from_form_name(language.name)
        code = language.code or (known.code if known else "")
        counted = (each.total.there, each.total.of, each.reviewed.there, each.reviewers)
        made.append(Coverage(language.name, code, language.review or "", *counted))
    return tuple(made)


def of_own(found: Iterable[Translated]) -> tuple[Coverage, ...]:
    """The languages of a questionnaire of ours that is not compiled yet."""
    known = ((one, languages.from_form_name(one.name)) for one in found)
    return tuple(
        Coverage(one.name, spoken.code if spoken else "", one.review, one.there, one.of) for one, spoken in known
    )


def rows(found: Sequence[Coverage], words: Words) -> list[Row]:
    """A row for each language: its own name, its name in the interface language, how far it is."""
    return [
        Row(one.name, (_own_name(one, words), Cell(our_name(one.code, words)), _state(one, words)))
        for one in by_name(found, words)
    ]


def by_name(found: Sequence[Coverage], words: Words) -> list[Coverage]:
    """The languages of a form as one looks for them, by their names in the interface language; then those unknown."""
    return sorted(found, key=lambda one: (not one.code, our_name(one.code, words).casefold()))


def heads(words: Words) -> tuple[str, str, str]:
    """The heads over those rows."""
    tr = words
    return tr("Language"), tr("Name in your language"), tr("Translation")


def _own_name(one: Coverage, words: Words) -> Cell:
    known = languages.get(one.code) if one.code else None
    return Cell(known.endonym if known else shown_name(one.name, words), language=one.code)


def shown_name(name: str, words: Words) -> str:
    """The form's own name of a language; spreadsheets whose columns name none are given one that says nothing."""
    return words("Language not named") if name.casefold() in _NAMELESS else name


def asked_in() -> tuple[str, ...]:
    """The languages in which somebody may have been asked: none yet, the registered ones, another one."""
    return ("", *(one.code for one in languages.all_languages()), ANOTHER_LANGUAGE)


def agreed_in(words: Words) -> tuple[str, ...]:
    """The languages in which somebody may have agreed: the same and, below, by name, those that another one may be."""
    return (*asked_in(), *_beyond(words.language))


@cache
def _beyond(language: str) -> tuple[str, ...]:
    """By name; those that have none in the script of the interface come last."""
    latin = languages.get(language).script == "Latn"
    named = {code: languages.name_beyond(code, language).casefold() for code in languages.beyond()}
    return tuple(sorted(named, key=lambda code: (not latin and named[code][:1].isascii(), named[code])))


def our_name(code: str, words: Words) -> str:
    """A language in the interface language, so far as its name is known; "" for no code."""
    if not code:
        return ""
    if code == ANOTHER_LANGUAGE:
        return words("another language")
    return languages.name_beyond(code, words.language) or languages.get(code).named_in(words.language)


def spoken(name: str, words: Words) -> str:
    """The language that a form calls so, in the interface language; "" where one may not know it."""
    known = languages.from_form_name(name) if name else None
    return our_name(known.code, words) if known else shown_name(name, words) if name else ""


def _state(one: Coverage, words: Words) -> Cell:
    tr = words
    badge, kind = {
        "reviewed": (tr("Reviewed"), Kind.OK),
        "unreviewed": (tr("Not yet reviewed"), Kind.WARN),
    }.get(one.review, ("", Kind.NEUTRAL))
    far = tr("complete") if one.complete else tr("{there} of {all} texts").format(there=one.translated, all=one.texts)
    told = [far]
    if one.signed:
        names = ", ".join(one.reviewers)
        told.append(tr("{there} of {all} read by {names}").format(there=one.signed, all=one.texts, names=names))
    return Cell(" · ".join(told), badge, kind)


def before(name: str, found: Sequence[Coverage], words: Words) -> str:
    """What whoever begins a questionnaire knows first: how far it is in the language that a person speaks, by the name
    that forms have for it, or in which they read it.
    """
    known = languages.from_form_name(name) if name else None
    if known is None or not found:
        return ""
    own = next((one for one in found if one.code.casefold() == known.code.casefold()), None)
    if own is None:
        cell = _shown_in(known.code, found, found[0].name, words)
        told = " · ".join(part for part in (cell.text, cell.badge[:1].lower() + cell.badge[1:]) if part)
    else:
        cell = _state(own, words)
        whole = cell.badge and own.complete and not own.signed
        told = " · ".join(part for part in (cell.badge, "" if whole else cell.text) if part)
    return with_colon(our_name(known.code, words), told[:1].lower() + told[1:], words.language)


def others(found: Sequence[Coverage], default: str, words: Words) -> list[Row]:
    """A row for each language that a form lacks, by name, with the language in which a person who speaks it reads.

    `default`: the form's own name of the language in which it shows what nothing near has.
    """
    own = {one.code.casefold() for one in found if one.code}
    left = [one for one in languages.all_languages() if one.code.casefold() not in own]
    left.sort(key=lambda one: our_name(one.code, words).casefold())
    return [
        Row(
            languages.form_name(one.code),
            (
                Cell(one.endonym, language=one.code),
                Cell(our_name(one.code, words)),
                _shown_in(one.code, found, default, words),
            ),
        )
        for one in left
    ]


def _shown_in(code: str, found: Sequence[Coverage], default: str, words: Words) -> Cell:
    """Which language stands for one that the form lacks, and whether that is still unreviewed."""
    tr = words
    own = {one.code.casefold(): one.code for one in found if one.code}
    most = {one.code for one in found if 2 * one.translated >= one.texts}  # what says less is seen here and there
    near = next((own[each.casefold()] for each in languages.chain(code) if own.get(each.casefold()) in most), None)
    shown = near or next((one.code for one in found if one.name == default), "")
    if not shown:
        return Cell(tr("Shown in the form's own language"))
    state = next((_state(one, words) for one in found if one.code == shown), Cell(""))
    return Cell(tr("Shown in {language}").format(language=our_name(shown, words)), state.badge, state.kind)


def sought(typed: str, rows: Sequence[Row]) -> list[Row]:
    """Those whose language has every typed word in one of its names, then those whose names sound so in any script."""
    wanted = folded(typed).split()
    ways = heard_ways(typed)
    held = [row for row in rows if all(word in _names(row) for word in wanted)]
    alike = [row for row in rows if row not in held and any(sounds_so(_heard(_names(row)), way) for way in ways)]
    return [*held, *alike]


def _names(row: Row) -> str:
    known = languages.from_form_name(row.key)
    told = (known.endonym, known.english, known.italian) if known else ()
    return folded(" ".join((row.key, *told, *(cell.text for cell in row.cells[:2]))))


@cache
def _heard(names: str) -> frozenset[str]:
    return sounds.keys_of(names)
