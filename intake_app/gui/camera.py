"""What the camera of this computer sees while somebody looks for a settings code with it; nothing of it is kept."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage

from intake_app import openrosa
from intake_app.errors import IntakeError
from intake_app.gui.lanes import Lanes
from intake_app.gui.viewfinder import Viewfinder
from intake_app.openrosa import Settings

_LARGEST_SIDE = 1280
_SECONDS = 0.2
"""Between two looks for a code."""


class Camera(Viewfinder):
    """`found` carries `Settings`; `failed` an IntakeError `gui.no_camera`."""

    found = Signal(object)

    def __init__(self, lanes: Lanes) -> None:
        super().__init__()
        self._lanes = lanes
        self._reading, self._looked = False, 0.0

    def watch(self) -> None:
        """Look for a code until one is found, or `stop`."""
        self._reading = False
        super().watch()

    def take(self, image: QImage) -> None:
        """Look for a code in it, unless the one before is still being looked at."""
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
