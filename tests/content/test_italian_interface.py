"""One way of writing in the Italian of the windows: typographic apostrophes, a small `lei`, one voice for declining."""

import re
from collections.abc import Iterator

from babel.messages.pofile import read_po

from intake_app import i18n

_LETTER = "A-Za-zÀ-ÿ"
_STRAIGHT = re.compile(rf"[{_LETTER}]'[{_LETTER}«{{\u2066\u2068]|\bpo'(?!\w)")
_CAPITAL = re.compile(rf"[{_LETTER}0-9,;:] (?:Lei|Suo|Sua|Suoi|Sue)\b")


def texts() -> Iterator[str]:
    """Every Italian text of the windows."""
    with (i18n._folder() / "it.po").open("rb") as file:
        for message in read_po(file):
            if message.id:
                yield from [message.string] if isinstance(message.string, str) else message.string


def test_an_apostrophe_is_typographic() -> None:
    found = list(texts())
    assert len(found) > 3000 and sum("’" in text for text in found) > 400
    assert [text for text in found if _STRAIGHT.search(text)] == []
    assert _STRAIGHT.search("l'aiuto") and _STRAIGHT.search("un po' dopo")
    assert not _STRAIGHT.search("date('2024-01-01')")


def test_whoever_reads_is_called_by_a_small_lei() -> None:
    """But where a sentence begins."""
    assert [text for text in texts() if _CAPITAL.search(text)] == []
    assert _CAPITAL.search("La decisione è Sua") and not _CAPITAL.search("da dove è ora. Lei non la vede")


def test_what_is_said_instead_of_an_answer_is_in_the_voice_of_the_person() -> None:
    """As in the forms themselves: one question does not say `Non lo sa` and the next `Non lo so`."""
    tr = i18n.load("it")
    assert (tr("Does not know"), tr("Prefers not to say")) == ("Non lo so", "Preferisco non dirlo")
