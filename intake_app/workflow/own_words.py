"""Our own texts, read out before somebody is asked about what no general yes opens or no questionnaire asked."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from intake_app import languages, paths, referral, screening
from intake_app.errors import IntakeError
from intake_app.xform import Text

SOURCE: Final = "en"
CODES: Final = "export"
"""The text about answers that go out as codes, to whichever body."""
SIGHT: Final = "sight"
"""The text about another agency that reads the whole record, whichever body it is."""
READ_OUT: Final = (
    *("police", "judicial_authority", "abroad", "consulate"),
    *("screening_authority", "labour_desk", "return_advice", "transfer_body", "asylum_body", "prefecture"),
    *(CODES, SIGHT),
)
"""What there is a text about: kinds of bodies, and codes and the sight of a record for any."""
_NOTHING: Final = Text("")
_NAMELESS: Final = ("", "default")
"""What a form calls a language of which it tells no name."""


@dataclass(frozen=True)
class Passage:
    """What is read out, in the person's language and in the mediator's, and what stands below each in smaller type."""

    person: Text
    mediator: Text
    below: tuple[Text, Text]


@dataclass(frozen=True)
class OwnWordTexts:
    """The texts of one version, by what they are about (`READ_OUT`) and language (BCP 47); `name` is kept with what
    they say, to tell which text was read; `reviewed`: languages that a speaker has read.
    """

    name: str
    texts: Mapping[str, Mapping[str, str]]
    reviewed: frozenset[str] = frozenset()

    def passage(self, kind: str, person: str, mediator: str) -> Passage:
        """The text for a kind of body in both languages, by code; in English where there is none in that language."""
        return Passage(self._in(kind, person), self._in(kind, mediator), (_NOTHING, _NOTHING))

    def _in(self, kind: str, code: str) -> Text:
        texts = self.texts[kind]
        found = next((each for each in languages.chain(code) if each in texts), SOURCE)
        fallback = found.partition("-")[0] != code.partition("-")[0]
        return Text(texts[found], found, fallback, "reviewed" if found in self.reviewed else "unreviewed")


@cache
def texts() -> OwnWordTexts:
    """The texts that come with the program."""
    told = json.loads((paths.resources() / "own_words.json").read_text(encoding="utf-8"))
    return OwnWordTexts(f"intake_own_words {told['version']}", told["texts"], frozenset(told["reviewed"]))


def about(purpose: str, kind: str) -> str:
    """Which text is read out before somebody is asked about a purpose and a kind of body; "" where there is none."""
    if screening.own_word(kind) == purpose or screening.asked_by_name(purpose, kind):
        return kind
    return CODES if purpose == "export" else ""


def text_read(purpose: str, kind: str, language: str) -> str:
    """The name of the text about what no general yes opens; "" for all else. Raises IntakeError `screening.no_language`
    where nobody tells in which language they were asked.
    """
    if about(purpose, kind) in ("", CODES):
        return ""
    if not language:
        raise IntakeError("screening.no_language")
    return texts().name


def need_language(words: Iterable[screening.Word]) -> None:
    """Raises IntakeError `screening.no_language` where the person says yes, and nobody tells in which language they
    were asked, and so which text was read to them.
    """
    if any((each.word, each.whose, each.language) == ("yes", "person", "") for each in words):
        raise IntakeError("screening.no_language")


def need_by_name(purpose: str, kind: str, language: str) -> None:
    """A yes to what no general yes opens is to one kind of body by name, about which a text was read in a language.

    Raises IntakeError `screening.name_recipient`, `screening.no_language`.
    """
    kinds = [each for each in screening.RECIPIENT_KINDS if purpose and screening.own_word(each) == purpose]
    if kinds and kind not in kinds:
        raise IntakeError("screening.name_recipient", kinds=", ".join(kinds))
    if kinds and not language:
        raise IntakeError("screening.no_language")


def known_language(code: str) -> str:
    """The code of a language that was spoken, as it is registered, or one beyond, or that it was another one; "" for
    none told.

    Raises IntakeError `workflow.unlisted_language` for a code that is none of these, `workflow.unknown_language` for
    what is none: no sentence is kept in the place of a language.
    """
    if code in ("", referral.ANOTHER_LANGUAGE) or code in languages.beyond():
        return code
    found = languages.get(code)
    if not found.known:
        if languages.is_code(code):
            raise IntakeError("workflow.unlisted_language", language=code)
        raise IntakeError("workflow.unknown_language", language=code)
    return found.code


def of_form(name: str) -> str:
    """The code of the language in which somebody was asked, as a form or a code names it, also one beyond the registry
    by its code; that it was another one, where a form calls it what is not registered; "" where none is named.
    """
    if name.casefold() in _NAMELESS:
        return ""
    if name in languages.beyond():
        return name
    found = languages.from_form_name(name)
    return found.code if found is not None and found.known else referral.ANOTHER_LANGUAGE


def heard(
    consents: Sequence[screening.Consent], at: str = "", named: str = "", script: str = ""
) -> tuple[screening.Word, ...]:
    """What a form heard, as `screening.words_of`; what was asked in a language that is not registered was asked in
    that one by its code, or in another one. `named`: the language of the record, as its form names it.
    """
    spoken = {screening.words_of([each])[0].purpose: of_form(each.language) for each in consents if each.language}
    told = screening.words_of(consents, at, of_form(named), script)
    unlisted = {purpose: code for purpose, code in spoken.items() if code and not languages.get(code).known}
    return tuple(replace(each, language=unlisted.get(each.purpose, each.language)) for each in told)


def language(name: str) -> str:
    """The code of a language, as a form or a code names it; "" for none."""
    found = languages.from_form_name(name) if name else None
    return found.code if found is not None else name


def best_told(told: str) -> str:
    """The language that the person told to be best for them, also that it is another one than those that are asked
    about; "" where nobody asked. The one of the talk is not put in its place.
    """
    found = languages.get(told)
    return found.code if told and found.known else told if told == referral.ANOTHER_LANGUAGE else ""


def registered(code: str) -> str:
    """A language as the registry has it, or that it is another one; "" for none. Raises IntakeError
    `referral.unknown_language`.
    """
    if code in ("", referral.ANOTHER_LANGUAGE):
        return code
    found = languages.get(code)
    if not found.known:
        raise IntakeError("referral.unknown_language")
    return found.code
