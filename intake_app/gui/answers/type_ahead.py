"""Keys that are pressed one after the other in a list: letters that look a choice up, figures of one number.

Nothing is answered by letters. A key that means something by itself waits a moment whether another follows.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from intake_app import prose
from intake_app.gui.answers.answer import Option
from intake_app.gui.answers.long_list import folded
from intake_app.gui.answers.spelt import heard_ways, sounds_so
from intake_app.sounds import asked_for, count_letters, in_latin, keys_of

TOGETHER = 1000
"""Milliseconds within which letters are of one word."""
ALONE = 350
"""Milliseconds after which a letter is no beginning of a word."""
SECOND_FIGURE = 800
"""Milliseconds in which a number gets its second figure."""
_ARTICLES = ("al ", "el ")
_Do = Callable[[], object]


class KeysInTurn(QObject):
    """What was typed of a word, and what waits; `figure` is a number that may get a second figure, 0 for none.

    `pressed` is the key that waits, or that was pressed twice and did what it does once.
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.typed, self.figure, self.pressed = "", 0, ""
        self._waits: _Do | None = None
        self._word = QTimer(self, singleShot=True, interval=TOGETHER)
        self._word.timeout.connect(self.forget)
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self.settle)

    def gather(self, char: str) -> str:
        """The word with another letter."""
        self.typed += char
        self._word.start()
        return self.typed

    @property
    def waits(self) -> bool:
        """Whether something waits that is no figure."""
        return self._waits is not None and not self.figure

    def hold(self, do: _Do, wait: int, figure: int = 0) -> None:
        """Do this after so many milliseconds unless another key comes."""
        self._waits, self.figure = do, figure
        self._wait.start(wait)

    def drop(self) -> int:
        """Do not do what waits; the figure that waited."""
        self._wait.stop()
        figure, self._waits, self.figure = self.figure, None, 0
        return figure

    def again(self, char: str) -> bool:
        """Whether a key that states is pressed once more, as by a hand that trembles: it is taken once, and at once."""
        twice = bool(char) and char == self.pressed
        if twice:
            self.settle()
            self.pressed = char
            self._word.start()
        return twice

    def take_back(self) -> bool:
        """Take the last letter back, and what waits with it; False where nothing is typed."""
        begun = bool(self.drop() or self.typed)
        self.typed, self.pressed = self.typed[:-1], ""
        return begun

    def settle(self) -> None:
        """Do what waits, now."""
        do = self._waits
        self.drop()
        if do is not None:
            self.forget()
            do()

    def forget(self) -> None:
        """No word is being typed any more."""
        self.typed = self.pressed = ""


def begins(options: Sequence[Option], typed: str) -> bool:
    """Whether the words of a choice begin with what is typed, in either language; a blank belongs to the article in
    Latin letters of a word that is Arabic.
    """
    wanted = ("ال",) if folded(typed) in _ARTICLES else ()
    return any(label.startswith((folded(typed), *wanted)) for option in options for label in _labels(option))


def looked_up(options: Sequence[Option], typed: str, at: int) -> int | None:
    """Which choice is meant: one that begins so, else one with a word that does, else with one that does in Latin
    letters, as না is "na", else one that sounds so; a word of one sound, as "nah", for such a word alone.

    `at` is where the keyboard is, -1 for nowhere: one letter, also again and again, goes on from there.
    """
    wanted, count = folded(typed.rstrip()), len(options)
    again = len(set(wanted)) == 1
    order = [(at + again + step) % count if at >= 0 else step for step in range(count)]
    labels = [_labels(option) for option in options]
    ways = (heard_ways(typed) or asked_for(typed)) if len(wanted) > 1 and count_letters(wanted) > 1 else ()
    tries: list[Callable[[int], bool]] = [
        lambda one: any(label.startswith(wanted) for label in labels[one]),
        lambda one: len(wanted) > 1 and any(word.startswith(wanted) for label in labels[one] for word in label.split()),
        lambda one: len(wanted) > 1 and any(word.startswith(wanted) for word in _in_latin(labels[one])),
        lambda one: any(sounds_so(keys_of(" ".join(labels[one])), way) for way in ways),
        lambda one: again and any(label.startswith(wanted[0]) for label in labels[one]),
    ]
    return next((one for fits in tries for one in order if fits(one)), None)


def _in_latin(labels: Sequence[str]) -> list[str]:
    told = [in_latin(label) for label in labels if not label.isascii()]
    return [*told, *(word for label in told for word in label.split())]


def _labels(option: Option) -> list[str]:
    texts = (option.person, option.mediator)
    return [folded(prose.plain(text.text)).lstrip() for text in texts if text is not None and text.text]
