"""A signature, a drawing, marks on a picture: drawn here, kept as a picture with the record like any other file."""

from typing import cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake_app.gui.answers.answer import Setting
from intake_app.gui.answers.pad import LONGEST, Pad
from intake_app.gui.answers.photo import PhotoAnswer
from intake_app.gui.chosen_picture import Seen
from intake_app.gui.controls import Button, secondary
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import layout_at
from intake_app.gui.tokens import Size
from intake_app.xform import QuestionView

LOOKS = frozenset({"signature", "draw", "annotate"})
_SHAPES = {"signature": QSize(5, 2), "draw": QSize(4, 3), "annotate": QSize(4, 3)}


class DrawingAnswer(PhotoAnswer):
    """The pad is the answer; a picture from the camera or a file takes its place, or lies under the pen.

    Every stroke is told at once through `file_chosen`, as a `Drawn`. What the store holds comes back by `show_file`;
    of what was drawn here that is the very image that was given.
    """

    side = LONGEST

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        self._over = "annotate" in view.appearance
        self._given: QImage | None = None
        self._unseen = False
        look = next(look for look in view.appearance if look in LOOKS)
        self.pad = Pad(setting.tokens, _SHAPES[look])
        self.undo: Button = secondary()
        self.how = TextBlock(setting.tokens, Type(Size.SECOND, "ink_soft", follows_row=True))
        super().__init__(setting, view)
        self.pad.drawn.connect(self._drawn)
        self.undo.clicked.connect(self.pad.undo)

    def show_view(self, view: QuestionView) -> None:
        before = self.view.value
        super().show_view(view)
        self.picture.hide()
        if before and not view.value:
            self.pad.lay(None)
            self._unseen = False
        self._tell()

    def show_file(self, seen: Seen) -> None:
        """Put what is kept under the pen, unless it is what was drawn here."""
        self._unseen = seen.image is None
        if self._unseen or seen.image is not self._given:
            self.pad.lay(None)
            self.pad.lay(_within(seen.image))
        self._tell()
        self._say_kept(seen)

    def ring_rect(self) -> QRect:
        """The sheet, as long as there is one to draw on."""
        return self.pad.paper_rect().translated(self.pad.pos()) if self.pad.isVisible() else super().ring_rect()

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        tr = setting.tr
        self.undo.say(tr("Undo"), tr("Undo the last stroke"))
        self.remove.say(tr("Clear the drawing"))
        self.pad.setAccessibleName(tr("Drawing sheet"))
        self._tell()

    def _lay_out(self) -> None:
        super()._lay_out()
        box = cast(QVBoxLayout, self.layout())
        cast(QHBoxLayout, layout_at(box, 0)).insertWidget(0, self.undo)
        box.insertWidget(0, self.pad)
        box.insertWidget(2, self.how)

    def _drawn(self) -> None:
        if self.pad.blank:
            self._given = None
            self.chosen.emit("")
        else:
            drawn = self.pad.picture()
            self._given = drawn.image
            self.file_chosen.emit(drawn)
        self._tell()

    def _tell(self) -> None:
        """What the pad holds, and what to do without one."""
        super()._tell()
        tr, language, tokens = self.setting.tr, self.setting.tr.language, self.setting.tokens
        empty = self._over and self.pad.blank
        self.pad.setVisible(not empty and not self.finder.looking)
        self.pad.readonly = self.view.readonly or self._unseen
        self.undo.setVisible(not self.view.readonly)
        self.undo.setEnabled(self.pad.can_undo)
        ways = tr("Draw with a finger, a pen or the mouse. Without one, choose a picture of the drawing instead.")
        if self._over:
            ways = tr("Draw on the picture with a finger, a pen or the mouse. Keys alone cannot draw.")
        if empty and self.kept:
            ways = ""
        elif empty:
            ways = tr("Choose a picture first; then it can be drawn on.")
        self.how.tell(ways, language, tokens)
        self.how.setVisible(bool(ways) and not self.view.readonly and not self.setting.alone)
        told = tr("Nothing is drawn yet")
        if self.kept or not self.pad.blank:
            told = tr("The drawing is kept, encrypted, with this interview.")
        self.told.tell(told, language, tokens)
        self.pad.setAccessibleDescription(self.with_hint(f"{told} {ways}"))
        if empty and not self.kept:
            self.told.tell(tr("No file yet"), language, tokens)

    def _say_kept(self, seen: Seen) -> None:
        """A file that can not be drawn is kept all the same."""
        if seen.image is None:
            self.say(self.setting.tr("A file is kept, encrypted, with this interview.") + " " + self._traces(seen))


def _within(image: QImage | None) -> QImage | None:
    """A picture no longer than what is drawn here."""
    if image is None or max(image.width(), image.height()) <= LONGEST:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(LONGEST, LONGEST, keep, smooth)
