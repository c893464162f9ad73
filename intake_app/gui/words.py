"""The interface language as something that can change while windows are open."""

import re

from PySide6.QtCore import QObject, Qt, Signal

from intake_app import i18n
from intake_app.gui import tokens


class Words(QObject):
    """The present translator. Call it for a sentence; connect `changed` to `retranslate`.

    Call sites name it `tr` and its `plural` `trn`, so that the sentences are found by the extraction.
    """

    changed = Signal()

    def __init__(self, language: str = "en") -> None:
        super().__init__()
        self.translator = i18n.load(language).for_frame()
        self.language = language

    def __call__(self, msgid: str) -> str:
        """The sentence in the interface language, or the English one."""
        return self.translator(msgid)

    def plural(self, one: str, many: str, n: int) -> str:
        """The form of the sentence for a count."""
        return self.translator.plural(one, many, n)

    def set_language(self, language: str) -> None:
        """Change the interface language of every window that listens."""
        if language != self.language:
            self.translator = i18n.load(language).for_frame()
            self.language = language
            self.changed.emit()

    @property
    def direction(self) -> Qt.LayoutDirection:
        """The direction of the frame of the windows."""
        return tokens.direction(self.language)


def bare(text: str) -> str:
    """The text without the marks that keep an English text together in a window: for paper and files."""
    return text.replace("\u2066", "").replace("\u2069", "")


_GROUPS = re.compile(r"\+?\d+(?: \d+)+")


def steady(text: str) -> str:
    """The text with its telephone numbers held together: right-to-left text would turn their groups round."""
    return _GROUPS.sub(lambda found: f"\u2066{found.group()}\u2069", text)
