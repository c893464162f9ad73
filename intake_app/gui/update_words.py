"""What an update of a questionnaire changes, in words: headings with their lines."""

from collections import Counter
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt

from intake_app.gui.words import Words, apart, with_colon
from intake_app.workflow import UpdateChanges
from intake_app.xform.comparison import FormChanges, TextChange

_MOST = 12
"""Lines under one heading; the others are counted."""
_LONGEST = 90


def changed(changes: UpdateChanges, tr: Words) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Headings, each with its lines; one that says so when nothing differs."""
    told = [*_of_form(changes.form, tr), *_of_files(changes, tr)]
    if changes.form is None:
        told.insert(0, (tr("The version in use is gone: there is nothing to compare with."), ()))
    if changes.key_changed:
        told.insert(0, (tr("Its key for sending encrypted is another."), ()))
    return tuple(told) or ((tr("Nothing that a person would notice."), ()),)


def _of_form(form: FormChanges | None, tr: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    if form is None:
        return
    headings = {
        "added": tr("New questions"),
        "removed": tr("Questions that are gone"),
        "kind": tr("Questions of another kind"),
        "rules": tr("Questions with other rules"),
    }
    for kind, heading in headings.items():
        places = [_name(one.path) for one in form.questions if one.kind == kind]
        if places:
            yield f"{heading} · {len(places)}", _few(places, tr)
    choices = [_choice(one.place, one.added, one.removed, tr) for one in form.choices]
    if choices:
        yield f"{tr('Choices')} · {len(choices)}", _few(choices, tr)
    yield from _of_languages(form, tr)


def _of_languages(form: FormChanges, tr: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    for heading, names in (
        (tr("New languages"), form.new_languages),
        (tr("Languages that are gone"), form.lost_languages),
    ):
        if names:
            yield heading, tuple(names)
    for language, texts in form.texts.items():
        number = len(texts)
        heading = tr.plural("{n} text reads otherwise", "{n} texts read otherwise", number).format(n=number)
        heading = with_colon(language, heading, tr.language) if language else heading
        yield heading, _few([_text(one, tr) for one in texts], tr)


def _of_files(changes: UpdateChanges, tr: Words) -> Iterator[tuple[str, tuple[str, ...]]]:
    told = (
        (tr("New files"), changes.new_files),
        (tr("Files that are gone"), changes.lost_files),
        (tr("Files with another content"), changes.changed_files),
    )
    yield from ((f"{heading} · {len(names)}", _few(names, tr)) for heading, names in told if names)


def _few(lines: Sequence[str], tr: Words) -> tuple[str, ...]:
    """The first ones, alike ones once, and how many more."""
    alike = Counter(lines)
    shown = tuple(f"{line} (× {count})" if count > 1 else line for line, count in alike.items())
    more = len(shown) - _MOST
    if more <= 0:
        return shown
    return (*shown[:_MOST], tr.plural("and {n} more", "and {n} more", more).format(n=more))


def _name(path: str) -> str:
    """A name says more than a path to who wrote the form; a label would cut a long one off."""
    return path.rpartition("/")[2].replace("_", "_\u200b")


def _choice(place: str, added: Sequence[str], removed: Sequence[str], tr: Words) -> str:
    told = []
    if added:
        told.append(tr("new {values}").format(values=", ".join(added[:_MOST])))
    if removed:
        told.append(tr("gone {values}").format(values=", ".join(removed[:_MOST])))
    return f"{_name(place)}: {'; '.join(told)}"


def _text(change: TextChange, tr: Words) -> str:
    """What it was, and what it is: one after the other as the interface runs."""
    before, after = (apart(f"“{_short(text)}”", tr) for text in (change.before, change.after))
    if tr.direction == Qt.LayoutDirection.LeftToRight:
        return f"{before} → {after}"
    return f"\u2067{before} ← {after}\u2069"


def _short(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
