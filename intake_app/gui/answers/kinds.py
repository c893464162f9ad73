"""Which widget a question gets."""

from intake_app.gui.answers.answer import Answer, Option, Setting
from intake_app.gui.answers.choices import ChoiceGrid
from intake_app.gui.answers.day import DateAnswer, MomentAnswer, TimeAnswer
from intake_app.gui.answers.drawing import LOOKS, DrawingAnswer
from intake_app.gui.answers.folded import MOST_ROWS, FoldedList
from intake_app.gui.answers.image_map import LOOK, ImageMapAnswer
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.photo import PhotoAnswer
from intake_app.gui.answers.picker import PickerAnswer
from intake_app.gui.answers.plain import NoteAnswer, TriggerAnswer
from intake_app.gui.answers.rank import RankAnswer
from intake_app.gui.answers.span import MOST_BUTTONS, SliderAnswer, StepsAnswer
from intake_app.gui.answers.stars import StarsAnswer
from intake_app.gui.answers.text import AddressAnswer, LineAnswer, NumberAnswer, PageAnswer, PointAnswer
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.workflow.ranges import MOST_LISTED, scale
from intake_app.xform import QuestionView

_MOST_OPEN = {"minimal": 9, "search": 4, "autocomplete": 4}
"""Choices that a person who looks on sees all at once, in their own window, also where a form would fold them."""
_SEARCHED = {"search", "autocomplete"}
_NUMBERS = {"int", "long", "decimal"}
CHOOSING = frozenset({"select", "select1", "rank", "range"})
"""Controls that have choices; those of a range say what some values mean."""
PLACES = ("geopoint", "geotrace", "geoshape")


def answer_for(setting: Setting, view: QuestionView, options: tuple[Option, ...]) -> Answer:
    """The widget for a question. `options` holds its choices without the own states of an answer."""
    if is_heading(view):
        return NoteAnswer(setting, view)
    if view.control in ("select1", "select"):
        return choosing(view, len(options), alone=setting.alone)(setting, view, options)
    if view.control == "rank":
        return RankAnswer(setting, view, options)
    if view.control == "range":
        return _between(setting, view, options)
    if view.control == "upload" and view.mediatype.startswith("image") and LOOKS & set(view.appearance):
        return DrawingAnswer(setting, view)
    if view.control == "upload" and view.mediatype.startswith("image"):
        return PhotoAnswer(setting, view)
    made = {"note": NoteAnswer, "trigger": TriggerAnswer, "upload": UploadAnswer}.get(view.control)
    return made(setting, view) if made else _typing(setting, view)


def is_heading(view: QuestionView) -> bool:
    """Whether a select only heads a table of others (appearance `label`)."""
    return view.control in ("select1", "select") and "label" in view.appearance


Choosing = type[ChoiceGrid] | type[LongList] | type[FoldedList] | type[ImageMapAnswer]


def choosing(view: QuestionView, count: int, *, alone: bool) -> Choosing:
    """How a select with so many choices is answered: in rows, searched, folded or on a picture."""
    looks = set(view.appearance)
    if LOOK in looks:
        return ImageMapAnswer
    most = min((most for look, most in _MOST_OPEN.items() if look in looks), default=MOST_ROWS)
    if not count or (count <= most and (alone or most == MOST_ROWS)):
        return ChoiceGrid
    return FoldedList if "minimal" in looks and not looks & _SEARCHED and not alone else LongList


def _between(setting: Setting, view: QuestionView, options: tuple[Option, ...]) -> Answer:
    """A number between two ends; `options` says what some values mean. It is typed when the ends make no range."""
    values, looks = scale(view.parameters), set(view.appearance)
    if not values:
        return NumberAnswer(setting, view)
    if "picker" in looks and len(values) <= MOST_LISTED + 1:
        return PickerAnswer(setting, view, values, options)
    if len(values) > MOST_BUTTONS or "vertical" in looks:
        return SliderAnswer(setting, view, values, options)
    return (StarsAnswer if "rating" in looks else StepsAnswer)(setting, view, values, options)


def _typing(setting: Setting, view: QuestionView) -> Answer:
    kinds: dict[str, type[Answer]] = {
        "date": DateAnswer,
        "time": TimeAnswer,
        "dateTime": MomentAnswer,
        **dict.fromkeys(PLACES, PointAnswer),
        "binary": UploadAnswer,
    }
    if view.type in kinds:
        return kinds[view.type](setting, view)
    if view.type in _NUMBERS:
        return NumberAnswer(setting, view)
    if "masked" in view.appearance:  # what shows several lines can not hide them; an address has a button to copy it
        return LineAnswer(setting, view)
    if "multiline" in view.appearance or view.parameters.get("rows", "1") != "1":
        return PageAnswer(setting, view)
    return (AddressAnswer if "url" in view.appearance else LineAnswer)(setting, view)
