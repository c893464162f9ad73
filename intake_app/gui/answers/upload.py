"""Files and pictures: bytes go to the store, the thumbnail comes from memory, nothing touches a temporary file."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from intake_app.gui.answers.answer import Answer, Setting
from intake_app.gui.controls import Label, link, secondary
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size, Space
from intake_app.xform import QuestionView

_THUMBNAIL = 220
_MOST_PIXELS = 60_000_000
_FILTERS = {
    "image": "*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff *.heic",
    "audio": "*.mp3 *.wav *.ogg *.m4a *.aac *.opus *.amr *.flac",
    "video": "*.mp4 *.mov *.webm *.mkv *.3gp *.avi",
}


def thumbnail(data: bytes, side: int) -> QImage | None:
    """A small picture of `data` no longer than `side` pixels; None when it is no picture or a bomb of one."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class UploadAnswer(Answer):
    """Choose a file, see that it is kept, take it away. `file_chosen` names the file; the page reads it on a lane."""

    file_chosen = Signal(object)

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

    def show_view(self, view: QuestionView) -> None:
        changed = view.value != self.view.value
        super().show_view(view)
        tr = self.setting.tr
        self.choose.setEnabled(not view.readonly)
        self.remove.setVisible(bool(view.value) and not view.readonly)
        if not view.value or changed:
            self.picture.hide()
        told = tr("A file is kept, encrypted, with this interview.") if view.value else tr("No file yet")
        self.told.tell(told, tr.language, self.setting.tokens)

    def show_file(self, data: bytes) -> None:
        """Show the kept file: its size in words, and a thumbnail when it is a picture."""
        tr = self.setting.tr
        told = tr("A file is kept, encrypted, with this interview ({size} kB).").format(size=max(1, len(data) // 1000))
        self.told.tell(told, tr.language, self.setting.tokens)
        image = thumbnail(data, self.setting.tokens.px(_THUMBNAIL))
        self.picture.setVisible(image is not None)
        if image is not None:
            self.picture.setPixmap(QPixmap.fromImage(image))
            self.picture.setAccessibleName(tr("Small picture of the file"))

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

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.MEDIUM)
        line.addWidget(self.choose)
        line.addWidget(self.remove)
        line.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(line)
        box.addWidget(self.told)
        box.addWidget(self.picture)

    def _ask(self) -> None:
        tr = self.setting.tr
        kind = self.view.mediatype.partition("/")[0]
        filters = [f"{tr('Fitting files')} ({_FILTERS[kind]})"] if kind in _FILTERS else []
        name, _ = QFileDialog.getOpenFileName(
            self,
            tr("Choose a file"),
            "",
            ";;".join([*filters, f"{tr('All files')} (*)"]),
            options=QFileDialog.Option.DontUseNativeDialog,
        )
        if name:
            self.file_chosen.emit(Path(name))
