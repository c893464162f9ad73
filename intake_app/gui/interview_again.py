"""The middle of an interview is made anew in other words or another size: whoever types or walks there goes on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_room import Room
from intake_app.gui.interview_sheet import QuestionSheet
from intake_app.gui.standing import Standing


class Again:
    """How the middle stands before that, and after it again. `inside`: it has the keyboard, or gets it back from the
    list of questions that lies over it.
    """

    def __init__(self, page: QWidget, room: Room) -> None:
        self._room, centre, keys = room, room.centre, page.window().focusWidget()
        over = keys is not None and room.jump_list.isVisible() and room.jump_list.isAncestorOf(keys)
        self._over = keys if over else None
        held = room.jump_list.beneath if self._over is not None else keys
        self._ends = isinstance(centre, FinishPage) and held is centre.button
        within = centre is not None and held is not None and centre.isAncestorOf(held)
        self.inside = within or self._ends or held in (None, page, centre)
        self._stood = centre.stands(held) if isinstance(centre, QuestionSheet) else None
        self._part = Standing.of(held, centre) if held is not None and centre is not None and within else None

    def stand(self) -> bool:
        """The same in what was made anew; whether the keyboard is where it was."""
        done = self._stand(self._room.centre)
        if self._over is not None:
            self._room.jump_list.stand_over()
            self._over.setFocus(Qt.FocusReason.OtherFocusReason)
        return done

    def _stand(self, centre: QWidget | None) -> bool:
        if isinstance(centre, QuestionSheet) and self._stood is not None:
            centre.stand_again(self._stood, keyed=self.inside)
            return True
        if not self.inside:
            return True
        if self._ends and isinstance(centre, FinishPage):
            centre.button.setFocus(Qt.FocusReason.OtherFocusReason)
            return centre.button.hasFocus()
        return centre is not None and self._part is not None and self._part.lead(centre)
