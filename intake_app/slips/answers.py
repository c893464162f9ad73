"""An answer of a record as paper has it: its words, a day as it is written here, or why there are none; never cut."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from intake_app.exports import Heard
from intake_app.i18n import msg
from intake_app.slips.cleaning import clean
from intake_app.slips.flowing import GAP, Flow
from intake_app.slips.shaping import Span
from intake_app.slips.stated import birth_told
from intake_app.slips.voice import Said, Voice

_STATES: Final = {
    "does_not_know": msg("does not know"),
    "prefers_not_to_say": msg("prefers not to say"),
}
_BESIDE: Final = 60
"""Signs of an answer that stands beside its question."""
_ISO: Final = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")


def whole(text: str) -> str:
    """Clean, and not clipped."""
    return clean(text, longest=len(text) + 1)


def answered(heard: Iterable[Heard]) -> list[Heard]:
    """Those that were answered, or of which the person said that they do not know or would rather not say."""
    return [each for each in heard if each.answer or each.state in _STATES]


def answered_rows(flow: Flow, role: str, heard: Iterable[Heard], sizes: tuple[float, float]) -> None:
    """What was answered, each beside its question; a longer answer below it, going on on the next page. `sizes`: of an
    answer, of the question above a longer one.
    """
    body, small = sizes
    for number, each in enumerate(answered(heard)):
        name = f"{role}-{number}"
        question = Said((Span(whole(each.question)),), flow.voice.language)
        if len(each.answer) > _BESIDE:
            flow.said(f"{name}-question", question, small, soft=True, gap=GAP / 2)
            flow.told(name, each.answer, body)
            continue
        flow.row(name, ((question, 0.62, True), (answer(flow.voice, each), 0.38, False)), body)


_UNASKED: Final = (
    msg("Not asked: there is no answer to any question about this."),
    msg("Not asked, of the questions about this: {n}"),
)


def not_asked(
    flow: Flow, role: str, heard: Collection[Heard], size: float, words: tuple[str, str] = _UNASKED
) -> None:
    """What was not asked of these, apart from what was answered or declined: it is no "nothing". `words` for all and
    for some of them.
    """
    shown = answered(heard)
    if not shown:
        flow.said(f"{role}-none", flow.voice.say(words[0]), size, gap=2)
    elif len(shown) < len(heard):
        left = str(len(heard) - len(shown))
        told = flow.voice.say(words[1], n=left)
        flow.said(f"{role}-left", told, size, gap=2)


def answer(voice: Voice, each: Heard) -> Said:
    """The words of one of `answered`."""
    if not each.answer:
        return voice.say(_STATES[each.state])
    if each.stated is not None:
        return birth_told(voice, each.stated)
    day = _ISO.fullmatch(each.answer)
    words = "/".join(reversed(day.groups())) if day else whole(each.answer)
    return Said((Span(words, alone=True),), voice.language)
