"""Pictures of every window without a screen."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from intake_app.gui import portrait
from tests.gui_shell.windows import PASSPHRASE

pytestmark = pytest.mark.window


def test_every_window_is_pictured_with_its_data(qapp: QApplication, workplace_store: Path) -> None:
    pictures = portrait.grab_all(workplace_store, {"Sara": PASSPHRASE, "Ada": PASSPHRASE}, "it", (1024, 600))
    assert set(pictures) == {
        "1-first-start", "2-unlock", "3-recover", "Sara-home", "Sara-begin", "Sara-interview", "Sara-desk", "Sara-slip",
        "Sara-dayend", "Sara-people", "Ada-dayend", "Ada-server", "Ada-people", "Ada-logpage", "Ada-safeguards",
    }  # fmt: skip
    for name, data in pictures.items():
        image = QImage.fromData(data)
        assert (image.width(), image.height()) == (1024, 600), name
