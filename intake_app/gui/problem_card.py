"""What the chosen record waits for: the sentence, the advice, and a button for each thing that can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from intake_app import messages, workflow
from intake_app.errors import Fact, IntakeError
from intake_app.gui.controls import Button, Label, column, link, secondary, set_role
from intake_app.gui.foot import Folding
from intake_app.gui.lanes import Lanes
from intake_app.gui.nested import nest
from intake_app.gui.states import next_turn, waits_after_trouble
from intake_app.gui.tokens import Space
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, own_way
from intake_app.openrosa import Outcome, actions_of
from intake_app.vault import RecordRow, Vault
from intake_app.workflow.conflicts import FORMER_DECIDED

TIED, MOVED, GONE, PINNED = "openrosa.tied", "openrosa.server_moved", "openrosa.server_gone", "openrosa.pin_changed"
AGAIN, AS_NEW, KEEP, OUT, ANY = "again", "send_as_new", "keep_server", "export", "any_server"


class ProblemCard(QFrame):
    """Hidden as long as the chosen record is in no trouble. What can not be undone is told before it is done."""

    done = Signal(str)
    """Something was done about the record with this id."""
    compare_wanted = Signal(str, str)
    """Its versions are to be seen side by side: its id and its code."""
    out_wanted = Signal(object)
    """A `RecordRow` to be taken out as a sealed file."""
    release_wanted = Signal(str, str)
    """It may not leave as it stands, and what was told since is to be noted: its id and its code."""
    try_wanted = Signal()
    """It is to be tried now."""
    settings_wanted = Signal()
    """The servers are to be looked at."""
    asked = Signal()
    """It says something else than before, because somebody pressed a button or a key."""

    def __init__(self, words: Words, lanes: Lanes, me: str) -> None:
        """``me``: the id of who works here; only the author of a record can send it as a new one."""
        super().__init__()
        self.words, self.lanes, self._me = words, lanes, me
        self._record: RecordRow | None = None
        self._told: tuple[str, dict[str, Fact]] = ("", {})
        self._asked = self._shut = ""
        self._may_send = self._may_set = self._several = False
        self._kind = ""
        self.sentence, self.advice = Label(wrap=True), Label(role="second", wrap=True)
        self.said = Label(role="second", wrap=True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again, self.as_new, self.keep = secondary("Ctrl+R"), secondary("Ctrl+Shift+N"), secondary("Ctrl+K")
        self.compare, self.out, self.any_server = link("Ctrl+Y"), link("Ctrl+E"), link("Ctrl+M")
        self.settings, self.now = link(), secondary()
        self.sure, self.stop = secondary(), link()
        self._lay_out()
        self.again.clicked.connect(self._again)
        self.as_new.clicked.connect(lambda: self._ask(AS_NEW))
        self.keep.clicked.connect(lambda: self._ask(KEEP))
        self.any_server.clicked.connect(lambda: self._ask(ANY))
        self.sure.clicked.connect(lambda: self._do(self._asked))
        self.stop.clicked.connect(lambda: self._ask(""))
        self.compare.clicked.connect(self._compare)
        self.out.clicked.connect(lambda: self.out_wanted.emit(self._record))
        self.now.clicked.connect(self.try_wanted)
        self.settings.clicked.connect(self.settings_wanted)
        self.hide()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed, in the order of the Tab key."""
        first = (self.compare, self.out, self.any_server, self.settings)
        return (*first, self.again, self.now, self.as_new, self.keep, self.stop, self.sure)

    def retranslate(self) -> None:
        """Words of the buttons, and of what was asked."""
        tr = self.words
        self.again.say(tr("Release…") if self._shut else tr("Try this one again"))
        self.as_new.say(tr("Send as a new record…"))
        self.keep.say(tr("Keep the server's…"))
        self.compare.say(tr("Compare…"), tr("Compare versions"))
        self.out.say(tr("Into a file…"), tr("Take it out as a file"))
        self.any_server.say(tr("Any server…"), tr("Let any server have it"))
        self.settings.say(tr("Servers…"))
        self.now.say(tr("Try now"))
        self.stop.say(tr("Back"))
        sure = {AS_NEW: tr("Send as a new record"), ANY: tr("Let any server have it")}
        self.sure.say(sure.get(self._asked, tr("Keep the server's")))
        self._show()

    def show_problem(
        self, record: RecordRow | None, outcome: Outcome | None, server: str, *, may_send: bool, several: bool = False,
        gone: bool = False, may_set: bool = False, shut: str = "",
    ) -> None:  # fmt: skip
        """Tell of a record, as this round or the last attempt left it; of none that is in no trouble.

        With `several` servers also of one that may have arrived at one of them; `gone`: its server is. `may_set`:
        whether who works here may change servers. `shut`: the code of why nothing of it may leave, see `held.shut`.
        """
        self._shut = shut
        before, self._record, self._may_send, self._several = self._record, record, may_send, several
        self._may_set = may_set
        if before is None or record is None or before.id != record.id:
            self._asked = ""
        self._told = _trouble(record, outcome, server)
        self._kind = outcome.kind if outcome is not None else record.last_kind if record is not None else ""
        if record is not None and (gone or (self._tied and not self._told[0])):
            why = TIED if record.server else MOVED
            self._told = GONE if gone else why, {"server": record.server}
        self.setVisible(bool(self._told[0]))
        self.retranslate()

    @property
    def _tied(self) -> bool:
        """Also where there is one server, when that is not any more where the record may be."""
        record = self._record
        return record is not None and record.tied and (self._several or not record.server)

    def _show(self) -> None:
        tr, (code, facts) = self.words, self._told
        if self._asked == AS_NEW:
            self.sentence.setText(tr("A copy under a number of its own goes to the server, beside what is there."))
            self.advice.setText(tr("This one stays here and is not sent any more. This can not be undone."))
        elif self._asked == KEEP:
            self.sentence.setText(tr("What the server has stands."))
            self.advice.setText(tr("This one stays here and is not sent any more. This can not be undone."))
        elif self._asked == ANY and self._record is not None and not self._record.server:
            self.sentence.setText(tr("It is sent as if it had not been tried."))
            self.advice.setText(tr("Only when you know that it did not arrive there before: else it is counted twice."))
        elif self._asked == ANY and self._record is not None:
            self.sentence.setText(tr("It goes to whichever server is sent to next."))
            told = tr("Only when you know that it did not arrive at {server}: else it is counted twice.")
            there = tr("Only when you know that it did not arrive there: else it is counted twice.")
            self.advice.setText((told if self._record.server else there).format(server=own_way(self._record.server)))
        elif code:
            self._tell(code, facts)
        self._quote(code)
        self._allow(code)

    def _tell(self, code: str, facts: dict[str, Fact]) -> None:
        """What happened, and what to do: of one that waits also when it goes, and where else it can not go."""
        tr, record = self.words, self._record
        told, advised = messages.sentence(code, facts, tr.translator), messages.advice(code, facts, tr.translator)
        waits = record is not None and record.delivery != "needs_person"
        if self._tied and record is not None and code not in (TIED, MOVED):
            at, why = {"server": record.server}, TIED if record.server else MOVED
            told += f" {messages.sentence(why, at, tr.translator)}"
            advised += f" {messages.advice(why, at, tr.translator)}" if waits else ""
        if record is not None and waits_after_trouble(record) and code not in (MOVED, GONE):
            advised = f"{advised} {next_turn(record, tr)}".rstrip()
        if self._shut:
            stays = explain(IntakeError(self._shut), tr)
            told, advised = f"{told} {stays.sentence}", stays.advice
        self.sentence.setText(told)
        self.advice.setText(advised)

    def _quote(self, code: str) -> None:
        """The words of the server, cleaned as they came in; they are in no language of ours."""
        words = str(self._told[1].get("message") or "") if code not in (PINNED, TIED, MOVED, GONE) else ""
        told = self.words("The server's words: {words}").format(words=f"“\u2066{words}\u2069”")
        self.said.setText(told)
        self.said.setVisible(bool(words) and not self._asked)

    def _allow(self, code: str) -> None:
        record = self._record
        waits = record is not None and record.delivery == "needs_person" and self._may_send
        actions = actions_of("hold", code) if waits else ()
        free = not self._asked
        self.again.setVisible(waits and free and (bool(self._shut) or code != FORMER_DECIDED))
        mine = record is not None and record.author_id == self._me
        self.compare.setVisible(AS_NEW in actions and mine and free)
        self.out.setVisible(OUT in actions and free and not self._shut)
        self.as_new.setVisible(AS_NEW in actions and mine and free and not self._shut)
        self.keep.setVisible(AS_NEW in actions and free)
        self.any_server.setVisible(self._tied and self._may_send and free)
        goes = self._kind in ("retry", "stop", "suspect") and code not in ("", TIED, MOVED, GONE)
        self.now.setVisible(goes and free and self._may_send)
        self.settings.setVisible(free and self._kind in ("stop", "suspect") and bool(code) and self._may_set)
        self.stop.setVisible(not free)
        self.sure.setVisible(not free)
        self._fit()

    def ask_no_more(self) -> None:
        """What was asked is left undone."""
        if self._asked:
            self._ask("")

    def _again(self) -> None:
        """To the server once more; what may not leave is released before."""
        if self._shut and self._record is not None:
            self.release_wanted.emit(self._record.id, self._record.code)
        else:
            self._do(AGAIN)

    def _compare(self) -> None:
        if self._record is not None:
            self.compare_wanted.emit(self._record.id, self._record.code)

    def _ask(self, what: str) -> None:
        asked = {AS_NEW: self.as_new, KEEP: self.keep, ANY: self.any_server}.get(self._asked)
        self._asked = what
        self.retranslate()
        holds = self.stop if what else asked
        if holds is not None:
            holds.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asked.emit()

    def _do(self, what: str) -> None:
        record, self._asked = self._record, ""
        if record is None or not what:  # pressed once more before it was done
            return
        verbs: dict[str, Callable[[Vault, str], object]] = {
            AGAIN: workflow.retry, AS_NEW: workflow.send_as_new, KEEP: workflow.keep_server,
            ANY: workflow.let_any_server,
        }  # fmt: skip
        name, verb = record.id, verbs[what]
        self.lanes.vault(lambda store: verb(store, name), lambda _value: self._was_done(name))

    def _was_done(self, record_id: str) -> None:
        self.done.emit(record_id)
        self.lanes.vault_changed.emit()

    def _lay_out(self) -> None:
        set_role(self, "notice-warn")
        down = column(self, gap=Space.HAIR)
        down.setContentsMargins(Space.NORMAL, Space.SMALL, Space.NORMAL, Space.SMALL)
        down.addWidget(self.sentence)
        down.addWidget(self.said)
        down.addWidget(self.advice)
        acts = (self.again, self.now, self.as_new, self.keep, self.stop, self.sure)
        self._acts = Folding((self.compare, self.out, self.any_server, self.settings), acts)
        self._acts.first.addStretch(1)
        nest(down, self._acts)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for a small window: the keys then work without being shown. As high as its words are here."""
        return QSize(0, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keys beside the words, or not, as there is room."""
        super().resizeEvent(event)
        self._fit()
        self.updateGeometry()

    def _fit(self) -> None:
        """Show the keys on the buttons only where all have room."""
        shown = [button for button in self.buttons if not button.isHidden()]
        needed = sum(button.wanted(keyed=True) + Space.SMALL for button in shown) + 2 * Space.NORMAL
        for button in shown:
            button.show_hint(shown=needed <= self.width())
        self._acts.fold(sum(button.wanted(button.hint != "") + Space.MEDIUM for button in shown) > self.width())


def _trouble(record: RecordRow | None, outcome: Outcome | None, server: str) -> tuple[str, dict[str, Fact]]:
    """The code that tells of the trouble, "" when there is none, and its facts."""
    if record is None:
        return "", {}
    if outcome is not None and outcome.kind not in ("accepted", "cancelled"):
        message = outcome.message
        return outcome.code, {"message": message, "fingerprint": message, "status": outcome.status, "server": server}
    if record.delivery == "needs_person" and record.state == "finalised":
        return FORMER_DECIDED, {}
    stays = record.delivery == "needs_person" or waits_after_trouble(record)
    if outcome is None and stays and record.last_outcome:
        said = record.last_message
        return record.last_outcome, {"message": said, "fingerprint": said, "server": record.server or server}
    return "", {}
