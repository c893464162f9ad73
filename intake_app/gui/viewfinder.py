"""What a camera of this computer sees, shown while it is on; nothing of it is kept here."""

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from intake_app.errors import IntakeError
from intake_app.gui.controls import Label

_SHOWN = QSize(480, 360)


def may_have_camera() -> bool:
    """Whether a camera is worth a button, found out without asking Qt, which takes its time."""
    return not sys.platform.startswith("linux") or any(Path("/dev").glob("video*"))


class Viewfinder(QObject):
    """`view` shows what it sees while it looks; `failed` carries an IntakeError of the code given."""

    failed = Signal(object)

    def __init__(self, trouble: str = "gui.no_camera", owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._trouble = trouble
        self.view = Label()
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setMinimumHeight(_SHOWN.height())
        self.view.hide()
        self.sink: Any = None
        self._session: Any = None
        self._camera: Any = None

    @property
    def looking(self) -> bool:
        """Whether it is on."""
        return self.sink is not None

    def start(self, *, front: bool = False) -> None:
        """Look until `stop`; with `front` through the camera on the side of the screen, where there is one."""
        if self.looking:
            return
        try:
            from PySide6.QtMultimedia import (  # it needs libraries of the system that may not be there
                QCamera,
                QCameraDevice,
                QMediaCaptureSession,
                QMediaDevices,
            )
        except ImportError:
            self.failed.emit(IntakeError(self._trouble))
            return
        device = QMediaDevices.defaultVideoInput()
        if front:
            facing = (one for one in QMediaDevices.videoInputs() if one.position() == QCameraDevice.Position.FrontFace)
            device = next(facing, device)
        if device.isNull():
            self.failed.emit(IntakeError(self._trouble))
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

        self.sink = QVideoSink()
        self.sink.videoFrameChanged.connect(self._seen)
        self.view.show()

    def stop(self) -> None:
        """Let go of the camera and of what it saw last."""
        if self._camera is not None:
            self._camera.stop()
        self._session = self._camera = self.sink = None
        self.view.clear()
        self.view.hide()

    def take(self, image: QImage) -> None:
        """A picture came; for heirs."""

    def _break(self) -> None:
        if self.looking:
            self.stop()
            self.failed.emit(IntakeError(self._trouble))

    def _seen(self, frame: Any) -> None:
        if not self.looking or not frame.isValid():
            return
        image = frame.toImage()
        modes = Qt.TransformationMode
        self.view.setPixmap(
            QPixmap.fromImage(image.scaled(_SHOWN, Qt.AspectRatioMode.KeepAspectRatio, modes.FastTransformation))
        )
        self.take(image)
