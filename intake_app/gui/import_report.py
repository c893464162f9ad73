"""The report on an imported questionnaire: what hurts most first, counted in groups under a badge."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from intake_app import messages
from intake_app.gui.controls import Badge, Kind, Label, column, row
from intake_app.gui.form_languages import shown_name
from intake_app.gui.nested import nest
from intake_app.gui.tokens import Space
from intake_app.gui.words import Words, with_colon
from intake_app.workflow import ImportedForm
from intake_app.xform import Notice
from intake_app.xform.coverage import LanguageCoverage
from intake_app.xform.usage import STATES, FeatureUse

_PLACES = 4
_TOGETHER = 3
"""Notices of one kind from which on the first speaks for all."""
_WITH_ADVICE = frozenset(
    ("xform.costly_filter", "xform.costly_nested", "xform.costly_search", "xform.costly_repeat", "xform.encrypted_form")
)


@dataclass(frozen=True)
class Line:
    """One thing to know: its words, and what stands under them in small."""

    text: str
    under: str = ""


@dataclass(frozen=True)
class Part:
    """The things to know that are equally bad, under one badge."""

    badge: str
    kind: Kind
    lines: tuple[Line, ...]


def parts(form: ImportedForm, tr: Words) -> tuple[Part, ...]:
    """The report, worst first; a part that says so when there is nothing to tell."""
    texts = [_missing_texts(one, tr) for one in form.coverage if one.total.percent < 100]
    told = (
        Part(tr("Does not work"), Kind.STOP, tuple(_lines(form, "refused", "error", tr))),
        Part(tr("Files missing"), Kind.WARN, tuple(map(Line, form.missing_files))),
        Part(tr("Works differently"), Kind.WARN, tuple(_lines(form, "degraded", "warning", tr))),
        Part(tr("Translation"), Kind.WARN, tuple(texts)),
        Part(tr("Note"), Kind.NEUTRAL, tuple(_told(form, "info", tr))),
    )
    in_order = Part(tr("In order"), Kind.OK, (Line(tr("Everything in it works here.")),))
    return tuple(part for part in told if part.lines) or (in_order,)


def counts(form: ImportedForm, tr: Words) -> str:
    """How many features the form uses, and what comes of them."""
    number = {state: sum(use.state == state for use in form.features) for state in STATES}
    return tr(
        "Features used: {all}. Fully supported: {supported}, different here: {degraded}, not working: {refused}."
    ).format(all=len(form.features), **number)


def widget(part: Part) -> QWidget:
    """A part as it is shown: its badge and how many, then its lines."""
    made = QWidget()
    down = column(made, gap=Space.SMALL)
    head = row(gap=Space.SMALL)
    head.addWidget(Badge(part.badge, part.kind))
    head.addWidget(Label(str(len(part.lines)), "second"), 1)
    nest(down, head)
    for line in part.lines:
        words = column(gap=0)
        words.addWidget(Label(_breaking(line.text), wrap=True))
        if line.under:
            words.addWidget(Label(_breaking(line.under), "second", wrap=True))
        nest(down, words)
    return made


def _breaking(text: str) -> str:
    """The text with places inside paths and names where a line may end; a label would cut a long path off."""
    return text.replace("/", "/\u200b").replace("_", "_\u200b")


def _lines(form: ImportedForm, state: str, level: str, tr: Words) -> Iterator[Line]:
    for use in form.features:
        if use.state == state:
            yield _feature(use, tr)
    yield from _told(form, level, tr)


def _told(form: ImportedForm, level: str, tr: Words) -> Iterator[Line]:
    told = (*form.notices, *form.warnings)
    for alike in _together(notice for notice in told if notice.level == level):
        yield _notices(alike, tr)


def _feature(use: FeatureUse, tr: Words) -> Line:
    where = tr("Where: {places}").format(places=_places(use.places, tr))
    return Line(with_colon(tr(use.feature.name), tr(use.feature.note), tr.language), where)


def _notices(alike: Sequence[Notice], tr: Words) -> Line:
    first, *others = alike
    facts = {**first.facts, "place": first.place}
    advised = first.level != "info" or first.code in _WITH_ADVICE
    under = [messages.advice(first.code, facts, tr.translator)] if advised else []
    under += [tr("The same: {places}").format(places=_places([each.place for each in others], tr))] if others else []
    return Line(messages.sentence(first.code, facts, tr.translator), " ".join(under))


def _together(notices: Iterable[Notice]) -> Iterator[list[Notice]]:
    """Notices of one code together where there are many, else each by itself."""
    kinds: dict[str, list[Notice]] = {}
    for notice in notices:
        kinds.setdefault(notice.code, []).append(notice)
    for alike in kinds.values():
        if len(alike) >= _TOGETHER:
            yield alike
        else:
            yield from ([each] for each in alike)


def _places(places: Sequence[str], tr: Words) -> str:
    """The first few by name; a name says more than a path to who wrote the form."""
    shown = ", ".join(place.rpartition("/")[2] for place in places[:_PLACES])
    more = len(places) - _PLACES
    return tr("{places} and {count} more").format(places=shown, count=more) if more > 0 else shown


def _missing_texts(told: LanguageCoverage, tr: Words) -> Line:
    """Of one language: how much is there, and how much of what kind is not."""
    names = {"labels": tr("labels"), "hints": tr("hints"), "choices": tr("choices"), "messages": tr("messages")}
    lacking = {names[kind]: share.of - share.there for kind, share in told.shares.items() if share.there < share.of}
    facts = {"language": shown_name(told.language.name, tr), "there": told.total.there, "all": told.total.of}
    words = tr("{language}: {there} of {all} texts, {percent} %.").format(**facts, percent=told.total.percent)
    missing = ", ".join(f"{name} {count}" for name, count in lacking.items())
    return Line(words, tr("Missing: {kinds}").format(kinds=missing))
