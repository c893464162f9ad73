"""The questions of one page. Blocks whose question is still there are kept as they are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.gui.answers.answer import Setting
from intake_app.gui.answers.long_list import LongList
from intake_app.gui.answers.upload import UploadAnswer
from intake_app.gui.chosen_picture import SIDE, Seen
from intake_app.gui.controls import discard, set_role
from intake_app.gui.interview_block import QuestionBlock
from intake_app.gui.interview_reading import Reading
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import Size, Space
from intake_app.xform import AnswerState


class QuestionSheet(QWidget):
    """Blocks one under the other, under the name of their group."""

    typed = Signal(str, str)
    chosen = Signal(str, str)
    stated = Signal(str, object)
    finished = Signal(str)
    file_chosen = Signal(str, object)
    listened = Signal(str)

    def __init__(self, reading: Reading, setting: Setting, refs: tuple[str, ...], group: str | None) -> None:
        super().__init__()
        self._reading = reading
        self.setting = setting
        self._group = group
        self.blocks: dict[str, QuestionBlock] = {}
        self._alone = len(refs) == 1
        set_role(self, "scrolled")
        self.heading = TextBlock(setting.tokens, Type(Size.SECOND))
        self._column = QVBoxLayout(self)
        px = setting.tokens.px
        self._column.setContentsMargins(px(Space.HUGE), px(Space.LARGE), px(Space.HUGE), px(Space.LARGE))
        self._column.setSpacing(px(Space.SMALL))
        self._head = QHBoxLayout()
        self._head.addWidget(self.heading, 1)
        self._column.addLayout(self._head)
        self._column.addStretch(0)
        self.show_refs(refs)
        self._tell_heading()

    def show_refs(self, refs: tuple[str, ...]) -> None:
        """Show these questions: those that stay keep their block, the others come and go."""
        for ref in [ref for ref in self.blocks if ref not in refs]:
            gone = self.blocks.pop(ref)
            self._column.removeWidget(gone)
            discard(gone.listen)
            discard(gone)
        for ref in refs:
            if ref not in self.blocks:
                self.blocks[ref] = self._block(ref)
        ordered = {ref: self.blocks[ref] for ref in refs}
        for at, block in enumerate(ordered.values(), 1):
            if self._column.indexOf(block) != at:
                self._column.removeWidget(block)
                self._column.insertWidget(at, block, int(self._alone and isinstance(block.answer, LongList)))
        self.blocks = ordered
        for block in ordered.values():
            if len(ordered) == 1:
                self._head.addWidget(block.listen, 0, Qt.AlignmentFlag.AlignRight)
            else:
                block.take_listen()

    def refresh(self, refs: frozenset[str] | None = None) -> None:
        """Show the session's state in all blocks, or in those named."""
        for ref, block in self.blocks.items():
            if refs is None or ref in refs:
                block.refresh()

    def hush(self) -> None:
        """No camera of a question is on any more."""
        for block in self.blocks.values():
            block.answer.hush()

    def retell(self, setting: Setting) -> None:
        """Take other languages in place."""
        self.setting = setting
        for block in self.blocks.values():
            block.retell(setting)
        self._tell_heading()

    def judge(self) -> None:
        """Say of every question what is wrong."""
        for block in self.blocks.values():
            block.judge()

    def unfit(self) -> list[str]:
        """The questions whose answer breaks a rule."""
        seen = ((ref, block.view) for ref, block in self.blocks.items())
        return [ref for ref, view in seen if view.relevant and view.valid in ("constraint", "type")]

    def begin(self, ref: str | None = None) -> None:
        """Give the keyboard to a question, or to the first that asks something."""
        wanted = self.blocks.get(ref or "")
        asking = (block for block in self.blocks.values() if block.view.control != "note" and not block.view.readonly)
        target = wanted or next(asking, None)
        if target is not None:
            target.answer.begin()

    def focused(self) -> QuestionBlock | None:
        """The block that has the keyboard; the only asking one when none has it."""
        held = [block for block in self.blocks.values() if block.isAncestorOf(block.window().focusWidget() or block)]
        held = [block for block in held if block.window().focusWidget() is not None]
        if held:
            return held[0]
        asking = [block for block in self.blocks.values() if block.view.control != "note"]
        return asking[0] if asking else None

    def take_digit(self, number: int) -> bool:
        """Choose the nth row of the question that has the keyboard."""
        block = self.focused()
        return block is not None and block.answer.take_digit(number)

    def take_state(self, state: AnswerState) -> bool:
        """State instead of an answer for the question that has the keyboard."""
        block = self.focused()
        return block is not None and block.take_state(state)

    def kept_files(self) -> tuple[tuple[str, int], ...]:
        """Kept files of the questions shown, by name, and how long a side they are shown with.

        Those that stand in the form itself are not in the store.
        """
        answers = (block.answer for block in self.blocks.values() if isinstance(block.answer, UploadAnswer))
        named = ((answer.view.value, answer.side) for answer in answers)
        return tuple((name, side) for name, side in named if name and not name.startswith("jr://"))

    def show_file(self, name: str, seen: Seen) -> None:
        """Show a kept file where its name is the answer."""
        for block in self.blocks.values():
            if isinstance(block.answer, UploadAnswer) and block.view.value == name:
                block.answer.show_file(seen)

    def say_of_file(self, ref: str, text: str) -> int:
        """Say what is happening to the file of a question; how long a side its picture is shown with."""
        block = self.blocks.get(ref)
        if block is None or not isinstance(block.answer, UploadAnswer):
            return SIDE
        block.answer.say(text)
        return block.answer.side

    def _block(self, ref: str) -> QuestionBlock:
        block = QuestionBlock(self._reading, self.setting, ref, alone=self._alone)
        block.typed.connect(self.typed)
        block.chosen.connect(self.chosen)
        block.stated.connect(self.stated)
        block.finished.connect(self.finished)
        block.file_chosen.connect(self.file_chosen)
        block.listened.connect(self.listened)
        return block

    def _tell_heading(self) -> None:
        told = self._reading.group_for_mediator(self._group) if self._group else None
        self.heading.setVisible(told is not None and bool(told.text))
        if told is not None:
            self.heading.tell(told.text, told.language or "", self.setting.tokens)
