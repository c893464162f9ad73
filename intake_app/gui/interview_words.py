"""Sentences and first choices of the interview page that need no window."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from intake_app import calendars, workflow
from intake_app.gui.answers.answer import Option, Setting
from intake_app.gui.answers.birth_words import stated_words, unfinished_day
from intake_app.gui.answers.moments import DAYS
from intake_app.gui.interview_course import Course
from intake_app.gui.interview_reading import Both, Reading, name_in
from intake_app.gui.states import when
from intake_app.gui.tokens import direction
from intake_app.gui.words import Words, listed, own_way, quoted, steady
from intake_app.i18n import msg
from intake_app.workflow import OpenRecord
from intake_app.xform import Changes, QuestionView, Session, Text

_LONGEST_FILE = 28
_NAMED_FILES = 2
_OTHER_APPS = msg("Other apps are not opened; the answer is typed.")
_ELSEWHERE = msg("The list of this question is only on phones; the answer is typed.")
_NO_PLACE = msg("There is no map; the place is typed.")
_USUAL = msg("The question has its usual look here.")
_NO_MAP = msg("There is no map to choose from; the choices are a list.")
_NOT_HERE = {
    "bearing": msg("There is no compass; the number is typed."),
    "ex": _OTHER_APPS,
    "hidden-answer": _OTHER_APPS,
    "printer": msg("Nothing is printed from a question."),
    "myanmar": msg("Here the Gregorian date is asked for; its year is not that of the calendar of Myanmar."),
    "map": _NO_MAP,
    "quick-map": _NO_MAP,
    **dict.fromkeys(("placement-map", "maps", "hide-input"), _NO_PLACE),
    **dict.fromkeys(("comment", "distress", "analog-scale", "x-timed-grid"), _USUAL),
}
"""Looks that are not followed, and what is done instead."""


def progress_words(words: Words, reading: Reading, course: Course) -> tuple[Text, str]:
    """The section in front and how far in it, counting questions: ("Consent", "question 2 of 5")."""
    tr, count = words, course.progress()
    if course.page is None:
        return Text(tr("Finish"), tr.language), ""
    name = section_name(words, reading, count.section)
    if not count.total:
        return name, ""
    if not count.first:
        return name, tr.plural("{n} question", "{n} questions", count.total).format(n=count.total)
    if count.first == count.last:
        return name, tr("question {n} of {total}").format(n=count.first, total=count.total)
    return name, tr("questions {first} to {last} of {total}").format(
        first=count.first, last=count.last, total=count.total
    )


def section_name(words: Words, reading: Reading, key: str | None) -> Text:
    """A section in the mediator's words; the form's title for pages outside any group."""
    told = reading.group_for_mediator(key) if key else Text("")
    if not told.text:
        told = Text(reading.session.definition.title or words("Questions"), reading.own_code)
    return replace(told, text=" ".join(told.text.split()))


def answer_words(reading: Reading, ref: str, tr: Words) -> str:
    """An answer in the mediator's words; a birth as it was told, for its date is but the last that it may mean."""
    if workflow.asks_birth(reading.session, ref):
        said = workflow.birth_said(reading.session, ref)
        meant = workflow.understand_birth(reading.session, ref, said, date.today()).readings
        elsewhere = any(one.calendar != calendars.GREGORIAN for one in meant)
        return "" if said.blank else stated_words(said, tr, elsewhere=elsewhere)
    view = reading.session.question(ref)
    return (unfinished_day(view.value, tr) if view.type in DAYS else "") or reading.chosen_words(view)


def asked_words(reading: Reading, ref: str, tr: Words) -> str:
    """Who asked what must not be asked twice, for a colleague who goes on, and what came from an earlier record and
    nobody asked since; never where the person alone reads.
    """
    if not reading.alone and (copied := reading.earlier(ref)):
        return tr("From {code}, {when}; not asked now").format(code=own_way(copied[1]), when=when(copied[0], tr))
    found = None if reading.alone else reading.asked(ref)
    return tr("Asked by {name}, {when}").format(name=own_way(found[0]), when=when(found[1], tr)) if found else ""


def copied_words(opened: OpenRecord, tr: Words) -> str:
    """That a record begins with answers of another one."""
    copied = opened.draft.copied
    told = tr("Answers in {new} that are from {code}: {n}. Each says so until it is asked or confirmed.")
    code = max(copied).split(" ", 2)[1]
    return told.format(n=len(copied), new=own_way(opened.row.code), code=own_way(code))


def ready_words(code: str, tr: Words) -> str:
    """To who asked for an interview and went elsewhere before it was there."""
    return tr("The interview {code} is ready to be opened.").format(code=own_way(code))


def shown_in(said: Sequence[Both], tr: Words) -> str:
    """That texts are in another language than was asked for, the first of them the question itself; "" for none."""
    texts = (text for both in said for text in (both.person, both.mediator, both.lacks) if text is not None)
    fallen = [text for text in texts if text.fallback and text.text]
    if not fallen:
        return ""
    names = [*dict.fromkeys(name_in(tr, text.language or "") for text in fallen)]
    if not all(names):
        return tr("Shown in the form's own language")
    told = tr("Shown in {language}") if fallen[0] is said[0].person else tr("Partly shown in {language}")
    return told.format(language=listed(names, tr.language))


def mark_of(text: Text, tr: Words) -> str:
    """That one text of the mediator's is in another language than was asked for; "" for none."""
    return shown_in([Both(text, None)], tr)


def not_here_words(view: QuestionView, setting: Setting) -> str:
    """That a look a form wants is not followed; never where the person reads."""
    names = [look.partition("(")[0].partition(":")[0] for look in view.appearance]
    told = next((_NOT_HERE[name] for name in names if name in _NOT_HERE), "")
    if "query" in view.parameters or any("search(" in look for look in view.appearance):
        told = _ELSEWHERE
    return setting.tr(told) if told and not setting.alone else ""


def missing_words(reading: Reading, view: QuestionView, options: Sequence[Option], setting: Setting) -> dict[str, str]:
    """By kind, which files of a question and its choices did not come with the form; never where the person reads."""
    gone = frozenset(() if setting.alone else reading.session.definition.missing_files)
    lost: dict[str, dict[str, None]] = {"image": {}, "audio": {}, "video": {}}
    if gone:
        said = [reading.text(view.ref), *(Both(one.person, one.mediator) for one in options)]
        named = [file for both in said for file in both.person.media.items()]
        named += [("audio", both.mediator.media.get("audio", "")) for both in said if both.mediator is not None]
        if view.value.startswith("jr://"):
            named.append((view.mediatype.partition("/")[0], view.value.rpartition("/")[2]))
        for kind, name in named:
            if name in gone:
                lost.get(kind.rpartition("-")[2], {})[name] = None
    return {kind: _missing(kind, list(names), setting.tr) for kind, names in lost.items()}


def _missing(kind: str, names: Sequence[str], tr: Words) -> str:
    """How many files of a kind are missing, with the first names; "" for none."""
    if not names:
        return ""
    count, half = len(names), _LONGEST_FILE // 2
    if kind == "image":
        told = tr.plural(
            "A picture did not come with the form: {names}", "{n} pictures did not come with the form: {names}", count
        )
    elif kind == "audio":
        told = tr.plural(
            "A recording did not come with the form: {names}",
            "{n} recordings did not come with the form: {names}",
            count,
        )
    else:
        told = tr.plural(
            "A film did not come with the form: {names}", "{n} films did not come with the form: {names}", count
        )
    short = [one if len(one) <= _LONGEST_FILE else f"{one[:half]}…{one[-half:]}" for one in names[:_NAMED_FILES]]
    more = ["…"] if count > _NAMED_FILES else []
    return told.format(n=count, names=listed([*map(own_way, short), *more], tr.language))


def first_languages(opened: OpenRecord, session: Session) -> tuple[str, str]:
    """Names of the two languages, which may be one; the language of the windows says nothing of either."""
    definition = session.definition
    person, mediator = opened.languages
    person = person or definition.default_language
    spoken = person if definition.language(person) is not None else definition.default_language
    return person, mediator or spoken


def cleared_words(words: Words, reading: Reading, changes: Changes) -> str:
    """Which answers a narrowed list, or the form itself, took away."""
    tr, language = words, words.language
    names = listed((quoted(reading.for_mediator(ref).text, language) for ref, _ in changes.cleared), language)
    told = tr.plural(
        "The answer to {questions} no longer fits, and was taken away.",
        "The answers to {questions} no longer fit, and were taken away.",
        len(changes.cleared),
    )
    return told.format(questions=names)


def is_one_tap(control: str, told: str) -> bool:
    """Whether an answer is told again as quickly as it is taken back."""
    if control == "range":
        return len(told) < len("1000")  # of so many steps the value is typed
    return control in ("select1", "trigger") or (control == "select" and " " not in told)


def removed_words(tr: Words, reading: Reading, ref: str, changes: Changes) -> tuple[str, str]:
    """That the answer to a question was taken out, and others with it; and the word that brings it back."""
    question = quoted(reading.for_mediator(ref).text, tr.language)
    told = tr("What was told to {question} was taken out.").format(question=question)
    cleared = f" {cleared_words(tr, reading, changes)}" if changes.cleared else ""
    return told + cleared, tr("Undo")


def doubt_words(tr: Words, reading: Reading, ref: str, doubt: tuple[str, str]) -> tuple[str, str]:
    """What a number of the page before was taken for, and what else it may mean; and the way back to it."""
    question = quoted(reading.for_mediator(ref).text, tr.language)
    told = tr("The answer to {question} was taken as {less}, not as {more}.")
    less, more = map(steady, doubt)
    return told.format(question=question, less=less, more=more), tr("Go back to it")


def wrong_words(tr: Words, message: Both, own: str) -> tuple[str, str]:
    """That an answer on the page before breaks a rule, as `message` says it and in which language, where that is none
    of the mediator's `own` (BCP 47); and the way back to it."""
    why = message.lacks or message.mediator or message.person
    mark = mark_of(why, tr) if why.language not in (own, tr.language) else ""
    turned = direction(why.language or own) != tr.direction
    text = f"\u2068{why.text}\u2069" if turned and why.text else why.text
    told = " ".join(filter(None, (text, mark and f"({mark})")))
    return tr("The answer before does not fit.") + (f" {told}" if told else ""), tr("Go back to it")
