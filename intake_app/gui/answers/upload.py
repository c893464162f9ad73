"""Files and pictures: bytes go to the store, the thumbnail comes from memory, nothing touches a temporary file."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake_app.gui import files
from intake_app.gui.answers.answer import Answer, Setting
from intake_app.gui.chosen_picture import SIDE, Seen
from intake_app.gui.controls import Label, link, secondary
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.nested import nest
from intake_app.gui.picture_child import PLAIN
from intake_app.gui.tokens import Size, Space
from intake_app.xform import QuestionView

_THUMBNAIL = 220
_SILENCED = (b"png", b"jpeg", b"webp")
"""Formats out of which place and camera are taken when they are attached."""

_FILTERS = {
    "image": "*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff *.heic",
    "audio": "*.mp3 *.wav *.ogg *.m4a *.aac *.opus *.amr *.flac",
    "video": "*.mp4 *.mov *.webm *.mkv *.3gp *.avi",
}


class UploadAnswer(Answer):
    """Choose a file, see that it is kept, take it away. `file_chosen` names the file; the page reads it on a lane."""

    file_chosen = Signal(object)
    side = SIDE
    """Longest side of the picture that `show_file` is to bring, in pixels."""

    def __init__(self, setting: Setting, view: QuestionView) -> None:
        super().__init__(setting, view)
        self.choose = secondary()
        self.remove = link()
        self.picture = Label()
        self.told = TextBlock(setting.tokens, Type(Size.SECOND, "ink_soft", follows_row=True))
        self._lay_out()
        self.choose.clicked.connect(self._ask)
        self.remove.clicked.connect(lambda: self.chosen.emit(""))
        self.retell(setting)
        self.show_view(view)

    @property
    def kept(self) -> bool:
        """Whether a file is there; of one that stands in the form only `show_file` knows."""
        return bool(self.view.value) and not self.view.value.startswith("jr://")

    def ring_rect(self) -> QRect:
        """The button, for which Enter stands."""
        return self.choose.geometry() if self.choose.isVisible() else self.rect()

    def show_view(self, view: QuestionView) -> None:
        changed = view.value != self.view.value
        super().show_view(view)
        tr = self.setting.tr
        self.choose.setEnabled(not view.readonly)
        self.remove.setVisible(bool(view.value) and not view.readonly)
        if not view.value or changed:
            self.picture.hide()
        told = tr("A file is kept, encrypted, with this interview.") if self.kept else tr("No file yet")
        self.told.tell(told, tr.language, self.setting.tokens)

    def show_file(self, seen: Seen) -> None:
        """Show the kept file: its size in words, and a thumbnail when it is a picture."""
        tr = self.setting.tr
        told = tr("A file is kept, encrypted, with this interview ({size} kB).").format(size=max(1, seen.size // 1000))
        words = filter(None, (told, self._traces(seen), self._oddities(seen)))
        self.told.tell(" ".join(words), tr.language, self.setting.tokens)
        self.picture.setVisible(seen.image is not None)
        if seen.image is not None:
            side = self.setting.tokens.px(_THUMBNAIL)
            drawn = QPixmap.fromImage(seen.image)
            if max(drawn.width(), drawn.height()) > side:
                keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                drawn = drawn.scaled(side, side, keep, smooth)
            self.picture.setPixmap(drawn)
            self.picture.setAccessibleName(tr("Small picture of the file"))

    def _traces(self, seen: Seen) -> str:
        """What the file says beside what is seen, as far as it is a picture."""
        tr, kind = self.setting.tr, seen.kind
        if seen.failed:
            return tr("It is kept as it is; it could not be drawn safely.")
        if kind in _SILENCED:
            return tr("Place, time and camera were taken out of the picture.")
        return tr("A picture of this kind may tell the place, the time and the camera.") if kind else ""

    def _oddities(self, seen: Seen) -> str:
        """What whoever chose the file may not have meant."""
        tr, asked = self.setting.tr, self.view.mediatype.partition("/")[0]
        if seen.too_large:
            return tr("It has too many pixels to be shown here, and is kept in its full size.")
        if seen.full_size:
            return tr("A picture of this kind can not be made smaller here, and is kept in its full size.")
        unseen = seen.image is None and not seen.failed and (not seen.kind or seen.kind in PLAIN)
        if (asked == "image" and unseen) or (asked in ("audio", "video") and seen.kind):
            return tr("It does not seem to be what is asked for here: look whether it is the right file.")
        return ""

    def say(self, text: str) -> None:
        """Say what is happening, or what went wrong, in words."""
        self.told.tell(text, self.setting.tr.language, self.setting.tokens)

    def retell(self, setting: Setting) -> None:
        super().retell(setting)
        tr = setting.tr
        kind = self.view.mediatype.partition("/")[0]
        words = {"image": tr("Choose a picture…"), "audio": tr("Choose a recording…"), "video": tr("Choose a film…")}
        self.choose.say(words.get(kind) or tr("Choose a file…"))
        self.remove.say(tr("Remove the file"))
        for button in (self.choose, self.remove):  # our words have their own direction, whatever the person's is
            button.setLayoutDirection(tr.direction)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.MEDIUM)
        line.addWidget(self.choose)
        line.addWidget(self.remove)
        line.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        nest(box, line)
        box.addWidget(self.told)
        box.addWidget(self.picture)

    def _ask(self) -> None:
        tr = self.setting.tr
        kind = self.view.mediatype.partition("/")[0]
        filters = [f"{tr('Fitting files')} ({_FILTERS[kind]})"] if kind in _FILTERS else []
        kinds = ";;".join([*filters, f"{tr('All files')} (*)"])
        files.ask_open(self, tr("Choose a file"), kinds, lambda paths: self.file_chosen.emit(paths[0]), several=False)
