"""One sentence and one piece of advice for each code of trouble, for windows and command line alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake_app.errors import Fact, IntakeError
from intake_app.i18n import Translator, msg
from intake_app.messages import content, engine, store, wire

_UNKNOWN = msg("Something went wrong that this version has no words for ({code}).")
_UNKNOWN_ADVICE = msg("Your saved work is kept. Note the code in brackets and tell whoever looks after the program.")

TABLE: Mapping[str, tuple[str, str]] = {**engine.TABLE, **content.TABLE, **store.TABLE, **wire.TABLE}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened, in one sentence, and what to do now."""

    sentence: str
    advice: str


def sentence(code: str, facts: Mapping[str, Fact], tr: Translator) -> str:
    """What happened. A code without an entry gives an honest sentence that shows the code."""
    return _fill(tr(TABLE[code][0] if code in TABLE else _UNKNOWN), {"code": code, **facts})


def advice(code: str, facts: Mapping[str, Fact], tr: Translator) -> str:
    """What to do now."""
    return _fill(tr(TABLE[code][1] if code in TABLE else _UNKNOWN_ADVICE), {"code": code, **facts})


def explain(error: IntakeError, tr: Translator) -> Explanation:
    """Sentence and advice for an error."""
    return Explanation(sentence(error.code, error.facts, tr), advice(error.code, error.facts, tr))


class _Facts(dict[str, Fact]):
    """A fact that was not told is shown as an ellipsis: trouble must never hide behind trouble."""

    def __missing__(self, key: str) -> str:
        return "…"


def _fill(text: str, facts: Mapping[str, Fact]) -> str:
    return text.format_map(_Facts({key: "…" if value is None else value for key, value in facts.items()}))
