"""How many signs of a passphrase somebody has to guess who tries first what everybody tries first.

A common password, a run along the keyboard or the alphabet, and a word that whoever has the computer knows (the
person's name, the workplace) count as two signs however long they are; what was there before counts as one; blanks
count as none.  Twelve signs are the floor: below, 2**40 tries are in reach.
"""

from collections.abc import Iterable, Iterator

FLOOR = 12
_RUN, _AGAIN, _LONG_ENOUGH = 4, 4, 3
_ROWS = ("1234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_BOTH_WAYS = (*_ROWS, *(row[::-1] for row in _ROWS))
_COMMON = """
    password passwort passwd parola chiave pippo ciao amore forza benvenuto iloveyou tiamo welcome letmein admin login
    hello secret intake monkey dragon master princess sunshine football baseball superman batman trustno shadow
    michael jordan juventus milan napoli bismillah allah maria giuseppe francesco andrea
""".split()  # noqa: SIM905 - a list of words reads as one
_READ_AS = str.maketrans("013457@$!", "oleastasi")


def signs(text: str, known: Iterable[str] = ()) -> int:
    """How many signs there are to guess; ``known`` are texts whose words an attacker knows."""
    typed = text.casefold()
    words = sorted({*_COMMON, *(word for told in known for word in _parts(told))}, key=len, reverse=True)
    return sum(_costs(typed, typed.translate(_READ_AS), words))


def _parts(told: str) -> Iterator[str]:
    return (word for word in told.casefold().split() if len(word) >= _LONG_ENOUGH)


def _costs(typed: str, read: str, words: list[str]) -> Iterator[int]:
    """What each piece costs, from the beginning on."""
    at = 0
    while at < len(typed):
        run = _run_at(typed, at)
        word = next((len(word) for word in words if read.startswith(word, at) or typed.startswith(word, at)), 0)
        again = _again_at(typed, at)
        if max(run, word) >= max(again, 1):
            yield 2
        else:
            yield int(not typed[at].isspace())
        at += max(run, word, again, 1)


def _run_at(typed: str, at: int) -> int:
    """How many signs from here on follow one another on the keyboard or in the alphabet; 0 for a few."""
    end = at + _RUN
    while end <= len(typed) and any(typed[at:end] in row for row in _BOTH_WAYS):
        end += 1
    return end - 1 - at if end > at + _RUN else 0


def _again_at(typed: str, at: int) -> int:
    """How many signs from here on were there before; 0 for a few."""
    end = at + _AGAIN
    while end <= len(typed) and typed[at:end] in typed[:at]:
        end += 1
    return end - 1 - at if end > at + _AGAIN else 0
