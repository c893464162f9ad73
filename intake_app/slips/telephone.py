"""A telephone line on paper: its number as it is dialled, the languages it is known to serve, what is to be told of
the translation."""

from collections.abc import Callable, Sequence

from intake_app import languages
from intake_app.i18n import SOURCE
from intake_app.referral import Papers, Recipient
from intake_app.slips.fonts import require_fonts
from intake_app.slips.service_page import review_words
from intake_app.slips.shaping import Span
from intake_app.slips.voice import Said, Voice
from intake_app.slips.wording import Catalogues

NUMBER_LANGUAGE = SOURCE
"""Figures and blanks are set as in this one, whatever stands around them."""
NUMBER_LEADING = 1.1
"""The height of the line of a number: no figure reaches below it."""
_BETWEEN = "\u00a0· "
_COMMAS = {"Arab": "،", "Aran": "،", "Ethi": "፣"}
"""By script; others have the Latin one."""


def voice_for(language: str, catalogues: Catalogues) -> Voice:
    """The voice of a paper whose fonts are all here. Raises IntakeError ``slips.font_missing``."""
    voice = Voice.of(language, catalogues)
    require_fonts(told_in(voice))
    return voice


def told_in(voice: Voice) -> str:
    """The language that the paper is really in."""
    return SOURCE if voice.is_missing else voice.language


def number_of(line: Recipient) -> Span:
    """The number, in bold, in one piece."""
    return Span(line.phone, bold=True, alone=True)


def in_a_row(texts: Sequence[Said]) -> Said:
    """Short texts on one line, a dot between them."""
    spans = [span for said in texts for span in (Span(_BETWEEN), *said.spans)]
    return Said(tuple(spans[1:]), texts[0].language)


def served(line: Recipient, voice: Voice, most: int = 0) -> str:
    """The languages that the line is known to serve, named in the language of the paper, that one first."""
    language = told_in(voice)
    own = language.partition("-")[0]
    codes = sorted(line.languages, key=lambda code: code.partition("-")[0] != own)
    comma = _COMMAS.get(languages.get(language).script, ",") + " "
    return comma.join(languages.get(code).named_in(own) for code in codes[: most or None])


def paper_languages(papers: Papers, has: Callable[[str, str], bool]) -> tuple[str, ...]:
    """The languages in which there are cards and leaflets: those whose catalogue `has` a translation of their words."""
    return tuple(one.code for one in languages.all_languages() if has(one.code, papers.card.title))


def translation_note(language: str, catalogues: Catalogues, told_by: str) -> str:
    """What is to be told of the translation of a paper, in the language of `told_by`; "" when nothing."""
    said = review_words(Voice.of(told_by, catalogues), Voice.of(language, catalogues))
    return "".join(span.text for span in said.spans) if said else ""
