"""The line under fields of figures that tells what was left out."""

from intake_app.gui.answers import moments
from intake_app.gui.answers.answer import Setting
from intake_app.gui.answers.birth_words import NOT_TAKEN, TWO_YEARS
from intake_app.gui.answers.figures import DayField, Figures
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size


class LeftOut(TextBlock):
    """That what came last is not among the figures: until something comes in, or the field is left."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting.tokens, Type(Size.CONTROL, "ink_soft", follows_row=True))
        self._setting = setting
        self._fields = list[Figures]()
        self._by, self._why = -1, NOT_TAKEN
        self._open: tuple[str, str] | None = None
        """A year that was taken, "" where none was, and what else may be meant."""
        self.hide()

    def watch(self, *fields: Figures) -> None:
        """Stand under these."""
        for field in fields:
            self._fields.append(field)
            field.refused.connect(self._refused)
            field.left.connect(self._left)
            field.edited.connect(self._edited)
            field.whole.connect(self._taken)
            field.unread.connect(self._leave_out)
            if isinstance(field, DayField):
                field.settled.connect(self._taken)

    @property
    def doubt(self) -> tuple[str, str] | None:
        """See `Answer.doubt`: a year that was taken, and the month of it that may be meant."""
        return self._open if self._open and self._open[0] else None

    @property
    def trouble(self) -> str:
        """See `Answer.trouble`: of two years of which none was taken, of several ages, of letters behind a time."""
        return self._setting.tr(self._why) if self._open and not self._open[0] else ""

    @property
    def stands(self) -> tuple[int, str, tuple[str, str] | None] | None:
        """That it is told, at which field and why, for `stand`; None where it is not."""
        return None if self.isHidden() else (self._by, self._why, self._open)

    def stand(self, by: int, why: str = NOT_TAKEN, doubt: tuple[str, str] | None = None) -> None:
        """As another stood, until its field is left; what was taken otherwise than it may be meant, until that is
        typed anew.
        """
        self._by, self._why, self._open = by, why, doubt
        self.retell()
        self.show()

    def _edited(self) -> None:
        self._open = None
        self.hide()

    def _taken(self, told: object) -> None:
        """All parts at once, of which one may be another."""
        self._edited()
        if isinstance(told, moments.Parts) and told.or_month:
            self.stand(-1, TWO_YEARS, (told.year, f"{told.or_month[-2:].zfill(2)}/{told.year}"))
        elif isinstance(told, moments.Parts) and told.unread:
            self.stand(-1, NOT_TAKEN, ("", told.unread))

    def _leave_out(self, typed: str) -> None:
        self.stand(-1, NOT_TAKEN, ("", typed))

    def _refused(self) -> None:
        at = next((at for at, one in enumerate(self._fields) if one.field.hasFocus()), -1)
        self.stand(at, doubt=self._open if self.trouble else None)

    def _left(self) -> None:
        """Qt tells of it when the keyboard is elsewhere already; it may have come to that field."""
        there = self._by >= 0 and self._fields[self._by].field.hasFocus()
        if self._why == NOT_TAKEN and self._open is None and not there:
            self.hide()

    def retell(self, setting: Setting | None = None) -> None:
        """In the words of the window."""
        self._setting = setting or self._setting
        tr = self._setting.tr
        self.tell(tr(self._why), tr.language, self._setting.tokens)
