"""An answer of a record as paper has it: its words, a day as it is written here, or why there are none."""

import re
from collections.abc import Iterable
from typing import Final

from intake_app.exports import Heard
from intake_app.i18n import msg
from intake_app.slips.cleaning import clean
from intake_app.slips.shaping import Span
from intake_app.slips.voice import Said, Voice

_STATES: Final = {
    "does_not_know": msg("does not know"),
    "prefers_not_to_say": msg("prefers not to say"),
}
_ISO: Final = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")


def answered(heard: Iterable[Heard]) -> list[Heard]:
    """Those that were answered, or of which the person said that they do not know or would rather not say."""
    return [each for each in heard if each.answer or each.state in _STATES]


def answer(voice: Voice, each: Heard) -> Said:
    """The words of one of `answered`."""
    if not each.answer:
        return voice.say(_STATES[each.state])
    day = _ISO.fullmatch(each.answer)
    words = "/".join(reversed(day.groups())) if day else clean(each.answer)
    return Said((Span(words, alone=True),), voice.language)
