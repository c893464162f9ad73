"""What the camera of this computer sees while somebody looks for a settings code with it; nothing of it is kept."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from intake_app import openrosa
from intake_app.errors import IntakeError
from intake_app.gui.controls import Label
from intake_app.gui.lanes import Lanes
from intake_app.openrosa import Settings

_SHOWN = QSize(480, 360)
_LARGEST_SIDE = 1280
_SECONDS = 0.2
"""Between two looks for a code."""


class Camera(QObject):
    """`view` shows what it sees while it looks; `found` carries `Settings`, `failed` an IntakeError `gui.no_camera`."""

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, lanes: Lanes) -> None:
        super().__init__()
        self._lanes = lanes
        self.view = Label()
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setMinimumHeight(_SHOWN.height())
        self.view.hide()
        self.sink: Any = None
        self._session: Any = None
        self._camera: Any = None
        self._reading, self._looked = False, 0.0

    @property
    def looking(self) -> bool:
        """Whether it is on."""
        return self.sink is not None

    def start(self) -> None:
        """Look until a code is found or `stop`."""
        if self.looking:
            return
        try:
            from PySide6.QtMultimedia import (  # it needs libraries of the system that may not be there
                QCamera,
                QMediaCaptureSession,
                QMediaDevices,
            )
        except ImportError:
            self.failed.emit(IntakeError("gui.no_camera"))
            return
        device = QMediaDevices.defaultVideoInput()
        if device.isNull():
            self.failed.emit(IntakeError("gui.no_camera"))
            return
        self._session, self._camera = QMediaCaptureSession(), QCamera(device)
        self._camera.errorOccurred.connect(lambda _error, _words: self._break())
        self._session.setCamera(self._camera)
        self.watch()
        self._session.setVideoSink(self.sink)
        self._camera.start()

    def watch(self) -> None:
        """Look at all that comes to `sink`."""
        from PySide6.QtMultimedia import QVideoSink

        self.sink, self._reading = QVideoSink(), False
        self.sink.videoFrameChanged.connect(self._seen)
        self.view.show()

    def stop(self) -> None:
        """Let go of the camera and of what it saw last."""
        if self._camera is not None:
            self._camera.stop()
        self._session = self._camera = self.sink = None
        self.view.clear()
        self.view.hide()

    def _break(self) -> None:
        if self.looking:
            self.stop()
            self.failed.emit(IntakeError("gui.no_camera"))

    def _seen(self, frame: Any) -> None:
        if not self.looking or not frame.isValid():
            return
        image = frame.toImage()
        modes = Qt.TransformationMode
        self.view.setPixmap(
            QPixmap.fromImage(image.scaled(_SHOWN, Qt.AspectRatioMode.KeepAspectRatio, modes.FastTransformation))
        )
        if not self._reading and monotonic() - self._looked >= _SECONDS:
            self._reading, self._looked = True, monotonic()
            self._lanes.work(_reader(image), self._take, lambda _error: self._take(None))

    def _take(self, settings: Settings | None) -> None:
        self._reading = False
        if settings is not None and self.looking:
            self.stop()
            self.found.emit(settings)


def _reader(image: QImage) -> Callable[[], Settings | None]:
    """Looks for the first settings code in a picture; None where there is none, or other codes only."""

    def look() -> Settings | None:
        small = image
        if max(image.width(), image.height()) > _LARGEST_SIDE:
            small = image.scaled(_LARGEST_SIDE, _LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
        bits, width = bytes(grey.constBits()), grey.width()
        rows = (bits[at : at + width] for at in range(0, grey.sizeInBytes(), grey.bytesPerLine()))
        for text in openrosa.codes_in_pixels(b"".join(rows), width, grey.height()):
            try:
                return openrosa.parse_settings(text)
            except IntakeError as _other:
                continue
        return None

    return look
