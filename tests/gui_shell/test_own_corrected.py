"""One of our own interviews, finished and kept back, is corrected from the list in the window, to its end."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from intake_app import workflow
from intake_app.gui.home import READY, Home
from intake_app.gui.interview import InterviewPage
from intake_app.gui.interview_finish import FinishPage
from tests.gui_shell import people
from tests.gui_shell.test_asking import seat_of
from tests.gui_shell.windows import PASSSPHRASE
