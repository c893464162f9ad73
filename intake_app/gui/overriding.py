"""What goes wrong in a method of ours that Qt calls is told, on Python 3.11 too, where it would end the process.

Ours call Qt, which calls ours. An error that C code raises there, an index beyond the end of a list or a widget that is
gone, is no object yet when Python 3.11 hands it on; PySide6 6.11.3 looks for its words where there are none, in
`PepException_GetArgs`, and no memory is there. Once Python code has caught it, it is one; from 3.12 on it always is.
"""

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject

_QT = ("PySide6.", "Shiboken")


def tell_errors() -> None:
    """From here on, in each class of Qt objects that is made: a method that overrides one of Qt catches once what goes
    on to Qt. That takes a tenth of a microsecond a call.
    """
    if sys.version_info < (3, 12):
        QObject.__init_subclass__ = classmethod(_made)  # type: ignore[assignment]


def _made(cls: type[QObject], /, **told: Any) -> None:
    super(QObject, cls).__init_subclass__(**told)
    of_qt = [base for base in cls.__mro__ if base.__module__.startswith(_QT)]
    for name, do in list(vars(cls).items()):
        if isinstance(do, FunctionType) and name[:2] != "__" and any(name in vars(base) for base in of_qt):
            setattr(cls, name, _catching(do))


def _catching(do: Callable[..., object]) -> Callable[..., object]:
    @functools.wraps(do)
    def caught(*told: Any, **named: Any) -> object:
        try:
            return do(*told, **named)
        except BaseException:
            raise

    return caught
