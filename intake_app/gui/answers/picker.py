"""A number picked from a list of all values of a range, found by typing it or what it means."""

from dataclasses import replace

from intake_app.gui.answers.answer import Option, Setting
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.scale_field import off_scale
from intake_app.gui.words import steady
from intake_app.i18n import msg
from intake_app.workflow.ranges import Scale
from intake_app.xform import QuestionView, Text


class PickerAnswer(LongList):
    """`options` says what some values mean."""

    def __init__(self, setting: Setting, view: QuestionView, values: Scale, options: tuple[Option, ...]) -> None:
        self._values = values
        if not any(option.person.text for option in options):  # else what some of them mean is typed too
            self.looked_for = msg("Number")
        super().__init__(setting, view, options)

    def show_options(self, options: tuple[Option, ...]) -> None:
        meant = {option.value: option for option in options}
        super().show_options(tuple(_choice(value, meant.get(value)) for value in self._values))

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        tr = self.setting.tr
        off = off_scale(view.value, self._values, tr) if view.value and self._values.place(view.value) is None else ""
        if off:  # no row has it
            self.told.tell(off, tr.language, self.setting.tokens)
        self.remark(off)


def _choice(value: str, meant: Option | None) -> Option:
    if meant is None or not meant.person.text:
        return Option(value, Text(steady(value), "en"), None)
    return Option(value, replace(meant.person, text=f"{steady(value)} · {meant.person.text}"), meant.mediator)
