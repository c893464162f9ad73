"""Items 23 and 24 on the screen: hostile words are plain words, and a page that shows them answers at once."""

import os
import sys
import time

if sys.platform != "win32" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from intake_app.gui import shell
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Tokens
from intake_app.xform.speaking import LONGEST_TEXT
from tests.cost import here

SECONDS = 2.0
"""Of processor time, for one text to be read, laid out and drawn."""

WORDS = {
    "tags": "<b><i>",
    "coloured": "<span style='color:red'>x</span>",
    "slanted": "<i>x</i> ",
    "one_word": "x",
    "combining_marks": "\u0301",
    "overrides": "\u202e\u202d\u2066",
    "zero_width": "\u200b\u200d\u2060",
    "emoji_chain": "\U0001f468\u200d",
    "stars": "**a",
    "stars_alone": "*",
    "underscores": "__a",
    "brackets": "[",
    "links": "[a](",
    "nested_marks": "**[*a",
    "open_tags": "<span ",
    "entities": "&#",
    "two_scripts": "aب",
    "line_breaks": "\n",
    "headings": "# a\n",
    "backslashes": "\\",
}


@pytest.fixture(scope="module")
def prepared(qapp: QApplication) -> QApplication:
    shell.prepare(qapp)
    return qapp


def shown(text: str) -> TextBlock:
    """A block that shows a text, laid out and drawn."""
    block = TextBlock(Tokens(), Type())
    block.tell(text, "en")
    block.resize(600, min(block.heightForWidth(600), 3_000))
    block.grab()
    return block


@pytest.mark.parametrize("name", WORDS)
def test_24_hostile_words_are_shown_at_once(prepared: QApplication, name: str) -> None:
    text = (WORDS[name] * LONGEST_TEXT)[:LONGEST_TEXT]
    begun = time.process_time()
    block = shown(text)
    assert time.process_time() - begun < here(SECONDS)
    block.deleteLater()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<img src="file:///etc/passwd">', '<img src="file:///etc/passwd">'),
        (r"<img src=\\host\x>", r"<img src=\host\x>"),  # Markdown's own: a backslash frees the next one
        ('<a href="javascript:alert(1)">x</a>', '<a href="javascript:alert(1)">x</a>'),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("[here](file:///etc/passwd)", "here (\u2066file:///etc/passwd\u2069)"),
        ("<b>bold</b>", "bold"),
    ],
)
def test_23_markup_is_words(prepared: QApplication, text: str, words: str) -> None:
    block = shown(text)
    assert block.text == words
    block.deleteLater()
