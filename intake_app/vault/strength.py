"""How many tries a passphrase costs somebody who tries first what people think of first.

The estimate is zxcvbn's (Wheeler, USENIX Security 2016): common passwords, names, English words, rows of keys, runs,
repetitions and dates in their cheapest arrangement, and ten tries for each sign of anything else.  It is given what it
does not know: Italian words and every word that this program suggests, what is said most in Italian and in this work,
and whatever an attacker knows of the person.  The floor is `TRIES` (security reference, section 3, rule 7).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from intake_app import passphrases

TRIES = 2**40
READ = 48
"""Signs that are estimated; the estimate takes time in the square of them, and no more are ever needed."""
_FEW = 3
"""Different signs that stand for letters which zxcvbn may itself read both ways; each more multiplies its time."""
_LONG_ENOUGH = 3
_COMMON = """
    passwort passwd parola chiave pippo ciao amore forza benvenuto benvenuti iloveyou tiamo intake intervista interview
    colloquio segreto segreta bismillah allah inshallah maria giuseppe francesco francesca andrea giovanni alessandro
    alessandra antonella buongiorno buonasera bella bello mamma papà italia come stai questa questo sono della nella
    per che non con del nel una uno gli mio mia tuo tua suo sua noi voi loro
""".split()  # noqa: SIM905 - a list of words reads as one
_LETTERS = str.maketrans("@$!|({[<+%", "asilcccctx")
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_]{3})[\W_]+(?=[^\W\d_]{3})")


def tries(text: str, known: Iterable[str] = ()) -> int:
    """How many tries until `text` is found; ``known`` are texts whose words an attacker tries first.

    White space counts for nothing, nor do other signs between two words.  Only the first `READ` signs count.
    """
    from zxcvbn import matching, scoring  # takes 0.15 s: not before somebody chooses a passphrase

    _teach()
    first = dict.fromkeys((word for told in known for word in _parts(told)), 1)
    lists: dict[str, dict[str, int]] = {**matching.RANKED_DICTIONARIES, "known": first}

    def estimate(reading: str) -> int:
        if not reading:
            return 1
        found: dict[str, Any] = scoring.most_guessable_match_sequence(reading, matching.omnimatch(reading, lists))
        return int(found["guesses"])

    return min(map(estimate, _readings("".join(text.split())[:READ])))


def _parts(told: str) -> Iterator[str]:
    return (word for word in told.lower().split() if len(word) >= _LONG_ENOUGH)


def _readings(typed: str) -> set[str]:
    """The text as it stands, with letters for the signs that look like them, and without what stands between words."""
    readings = {typed.translate(_LETTERS), _BETWEEN_WORDS.sub("", typed).translate(_LETTERS)}
    if len({sign for sign in typed if ord(sign) in _LETTERS}) <= _FEW:
        readings.add(typed)
    return readings


@cache
def _teach() -> None:
    """Words that zxcvbn does not know, once for the process: each suggested word is as likely as any other."""
    from zxcvbn import matching

    for language in passphrases.LANGUAGES:
        words = passphrases.wordlist(language)
        matching.RANKED_DICTIONARIES[f"suggested {language}"] = dict.fromkeys(words, len(words))
    matching.add_frequency_lists({"said": _COMMON})
