"""A picture as an answer: taken with the camera of this computer, or chosen from a file."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake_app.errors import IntakeError
from intake_app.gui.answers.answer import Setting
from intake_app.gui.answers.pad import Drawn
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.controls import primary, secondary
from intake_app.gui.nested import layout_at
from intake_app.gui.trouble import explain
from intake_app.gui.viewfinder import Viewfinder, may_have_camera
from intake_app.xform import QuestionView

_FRONT = frozenset({"new-front", "selfie", "front"})
_NEW = frozenset({"new"}) | _FRONT
"""Looks that ask for a photograph taken now; a file may be chosen where there is no camera."""


class _Finder(Viewfinder):
    """Holds the last picture while it is on."""

    def __init__(self) -> None:
        super().__init__("gui.no_photo")
        self.last = QImage()

    def take(self, image: QImage) -> None:
        """Remember it until the next."""
        self.last = image

    def stop(self) -> None:
        """Let go of the camera and of what it saw last."""
        self.last = QImage()
        super().stop()


class PhotoAnswer(UploadAnswer):
    """A photograph goes out through `file_chosen` as a `Drawn`: pixels alone, which tell no place and no camera."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        self.film, self.shoot = secondary(), primary()
        self.finder = _Finder()
        self._works = may_have_camera()
        super().__init__(setting, view)
        self.film.clicked.connect(self._film)
        self.shoot.clicked.connect(self._shoot)
        self.finder.failed.connect(self._failed)
        self._tell()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._tell()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        self._tell()

    def hush(self) -> None:
        """Film nobody any more."""
        if self.finder.looking:
            self.finder.stop()
            self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hush()

    def _lay_out(self) -> None:
        super()._lay_out()
        box = cast(QVBoxLayout, self.layout())
        line = cast(QHBoxLayout, layout_at(box, 0))
        line.insertWidget(0, self.shoot)
        line.insertWidget(1, self.film)
        box.insertWidget(1, self.finder.view, 0, Qt.AlignmentFlag.AlignLeading)

    def _film(self) -> None:
        if self.finder.looking:
            self.hush()
            return
        self.finder.start(front=bool(_FRONT & set(self.view.appearance)))
        self._tell()
        if not self.shoot.isHidden():
            self.shoot.setFocus()

    def _shoot(self) -> None:
        image = self.finder.last
        if not image.isNull():
            self.hush()
            self.film.setFocus()
            self.file_chosen.emit(Drawn(image, "JPEG"))

    def _failed(self, error: IntakeError) -> None:
        self._works = False
        self._tell()
        self.say(str(explain(error, self.setting.tr)))

    def _tell(self) -> None:
        tr, on = self.setting.tr, self.finder.looking
        self.shoot.say(tr("Take the picture"))
        self.film.say(tr("Stop the camera") if on else tr("Take a photo"))
        self.shoot.setVisible(on)
        self.film.setVisible((self._works or on) and not self.view.readonly)
        self.choose.setVisible(not on and not (self._works and _NEW & set(self.view.appearance)))
        self.finder.view.setAccessibleName(tr("What the camera sees"))
