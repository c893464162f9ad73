"""What the frame asks of a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from intake_app.gui.controls import set_role
from intake_app.gui.lanes import Lanes
from intake_app.gui.words import Words

IDLE_SECONDS = 180
IDLE_SECONDS_IN_INTERVIEW = 600


class Page(QWidget):
    """One page of the main window. It shows what it queried; it owns no record.

    Heirs build their widgets in `__init__`, set every word in `retranslate`, and call `retranslate` once.
    """

    idle_seconds = IDLE_SECONDS
    """Seconds without a key or a click before the program locks."""

    keeps_keyboard = False
    """Whether the page itself gives the keyboard back where it is made anew in another language."""

    left = Signal()
    """The page is done; the frame goes back to where the person came from."""

    said = Signal(object, str, object, object)
    """A line for the frame to show: sentence, kind of `controls.Kind`, words of its link, what the link does.

    What stays until somebody closes it, or has a link, gives functions that say both: in another language they are
    asked anew. A plain sentence is one of a few seconds and goes when the windows change their language.
    """

    def __init__(self, words: Words, lanes: Lanes) -> None:
        super().__init__()
        self.words = words
        self.lanes = lanes
        set_role(self, "ground")
        words.changed.connect(self.retranslate)

    @property
    def sending(self) -> bool:
        """Whether the page has a round on the wire, which goes on behind the cover when the program locks by itself."""
        return False

    def title(self) -> str:
        """The neutral name of the page, for its pill and for screen readers."""
        return self.named(self.words)

    @staticmethod
    def named(tr: Words) -> str:
        """The word in the navigation, also before there is such a page."""
        del tr
        return ""

    way: tuple[str, ...] = ()
    """How it is opened again after the program was locked, see `coming_back`; () for a page that is not."""

    ticks: Sequence[QAbstractButton] = ()
    """What was ticked here and is there again after the program was locked, as the page would else do what nobody said.
    No yes is among it, which somebody may have taken back meanwhile: it is said again, and so is all on other pages."""

    def retranslate(self) -> None:
        """Set every word again; called at each change of the interface language."""

    def shown(self) -> None:
        """The page came to the front: query again, give the keyboard to the first control."""

    def hush(self) -> None:
        """Let nothing be heard or seen from outside any more, at once: no sound, no camera."""

    def save_now(self) -> None:
        """Order the saving of anything unsaved in the vault lane and return at once."""

    def forget(self) -> None:
        """Nobody comes back to this page: wait for nothing any more, keep nothing that was typed."""

    def back(self) -> None:
        """Escape was pressed."""

    def bar(self) -> QWidget | None:
        """What stands in the top bar instead of brand and navigation, or None."""
        return None


@dataclass
class Place:
    """A place in the navigation, and the page that is there from when somebody first goes to it."""

    title: Callable[[], str]
    """The word in the navigation, in the language that is chosen."""
    make: Callable[[], Page]
    page: Page | None = None
    way: tuple[str, ...] = ()
    """As of the page."""

    def go(self) -> Page:
        """The page; made now if nobody was there yet."""
        if self.page is None:
            self.page = self.make()
            self.page.way = self.way
        return self.page
