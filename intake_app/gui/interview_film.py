"""The films of a question and of its choices: a button for each, and under them the one that plays."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Option, Setting
from intake_app.gui.controls import Button, discard
from intake_app.gui.film_answer import TALLEST, WIDEST
from intake_app.gui.films import Films
from intake_app.gui.interview_flow import Flow
from intake_app.gui.interview_reading import Reading
from intake_app.gui.tokens import Space

_NARROWEST = 160


@dataclass(frozen=True)
class Film:
    """A film by its name in the form, the question, and the words of the choice it belongs to; "" for the question's.
    """

    name: str
    ref: str
    of: str = ""


def films_of(reading: Reading, ref: str, options: Sequence[Option]) -> tuple[Film, ...]:
    """The films of a question and of its choices, in the person's language, that the form brought along."""
    if reading.films is None:
        return ()
    label = reading.text(ref).person
    texts = [(label, ""), *((one.person, one.person.text) for one in options)]
    named = ((text.media.get("video", ""), of) for text, of in texts)
    return tuple(Film(name, ref, of) for name, of in named if name and reading.file(name) is not None)


class FilmView(QWidget):
    """Asks the films of the form to play, and shows what is drawn of those that are its own."""

    def __init__(self, reading: Reading, films: Films, parent: QWidget) -> None:
        super().__init__(parent)
        self._reading, self._films = reading, films
        self._setting: Setting | None = None
        self.films: tuple[Film, ...] = ()
        self.buttons: list[Button] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self._row = Flow(Space.SMALL, self)
        box.addWidget(self._row)
        self.pictured = QLabel(self)
        self.pictured.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pictured.hide()
        box.addWidget(self.pictured)
        films.begun.connect(self._begin)
        films.drawn.connect(self._draw)
        films.ended.connect(self._end)

    def tell(self, films: Sequence[Film], setting: Setting) -> None:
        """Offer these films, in the words of the windows."""
        self._setting = setting
        if tuple(films) != self.films:
            if self._is_own(self._films.now) and all(film.name != self._films.now for film in films):
                self._films.stop()  # it is offered no more: another language, a choice that went
            self.films = tuple(films)
            for button in self.buttons:
                self._row.remove(button)
                discard(button)
            self.buttons = [self._made(film) for film in self.films]
        self.setVisible(bool(self.films))
        self._begin(self._films.now)  # it may play in the other window already

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The film is no wider than the window."""
        super().resizeEvent(event)
        self.pictured.setFixedSize(self._size())

    def hideEvent(self, event: QHideEvent) -> None:
        """Who does not see it does not hear it."""
        super().hideEvent(event)
        if not event.spontaneous() and self._is_own(self._films.now):
            self._films.stop()

    def _made(self, film: Film) -> Button:
        made = Button("link")
        self._row.add(made)
        made.clicked.connect(lambda: self._press(film))
        made.show()
        return made

    def _press(self, film: Film) -> None:
        if self._films.now == film.name:
            self._films.stop()
        else:
            self._films.play(film.name, self._reading.file(film.name), film.ref)

    def _is_own(self, name: str) -> bool:
        return any(film.name == name for film in self.films)

    def _begin(self, name: str) -> None:
        if self._is_own(name) and self.pictured.isHidden():
            self.pictured.setFixedSize(self._size())
            self.pictured.show()
        self._name()

    def _draw(self, name: str, image: QImage) -> None:
        if self._is_own(name):
            shown = QPixmap.fromImage(image)
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.pictured.setPixmap(shown.scaled(self.pictured.size(), keep, smooth))

    def _end(self) -> None:
        self.pictured.hide()
        self.pictured.clear()
        self._name()

    def _size(self) -> QSize:
        scale = self._setting.tokens.scale if self._setting is not None else 1.0
        wide = min(round(WIDEST * scale), max(self.width(), _NARROWEST))
        return QSize(wide, wide * TALLEST // WIDEST)

    def _name(self) -> None:
        """Each button says what it does now; where the window is the person's, in a language they know or by a sign."""
        if self._setting is None:
            return
        tr, alone = self._setting.tr, self._setting.alone
        known = not alone or tr.translator.knows("Play the film")
        for film, button in zip(self.films, self.buttons, strict=True):
            plays = self._films.now == film.name
            sign, words = ("■", tr("Stop the film")) if plays else ("▶", tr("Play the film"))
            of = f": {film.of}" if film.of else ""
            button.say(f"{sign} {words}{of}" if known else f"{sign}{of}", f"{words}{of}")
        self._row.arrange()  # other words are of another width
