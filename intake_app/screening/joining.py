"""Two lists of what one person said, heard apart: put together, the narrower word counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from intake_app.screening.gate import CONSENT_PURPOSES, Word, counting

_NARROWER = ("withdrawn", "no", "not_asked", "yes")


def narrower(
    first: Sequence[Word], second: Sequence[Word], kinds: Mapping[str, str] | None = None
) -> tuple[Word, ...]:
    """What must be said once more, as the newest words, so that what one of the two lists refused stays refused.

    Where both tell of one thing the narrower word counts, and a withdrawal for both, whichever was heard first: no
    clock tells that of two places. `kinds`: of services, as words name them.
    """
    added = list[Word]()
    services = kinds or {}
    recipients = sorted({"", *(word.recipient for word in (*first, *second))})
    for purpose in CONSENT_PURPOSES:
        for whose in ("person", "guardian"):
            for recipient in recipients:
                reached = (recipient, services[recipient]) if recipient in services else (recipient,)
                apart = [counting(purpose, reached, told, whose) for told in (first, second)]
                strict = _strictest(word for word in apart if word is not None)
                if strict is None or strict.word == "yes":
                    continue
                orders = ([*first, *second, *added], [*second, *first, *added])
                if any(_looser(counting(purpose, reached, order, whose), strict) for order in orders):
                    added.append(replace(strict, recipient=recipient))
    return tuple(added)


def _looser(now: Word | None, strict: Word) -> bool:
    return now is None or _NARROWER.index(now.word) > _NARROWER.index(strict.word)


def _strictest(words: Iterable[Word]) -> Word | None:
    return min(words, key=lambda word: _NARROWER.index(word.word), default=None)
