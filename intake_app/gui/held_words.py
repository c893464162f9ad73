"""What a doubt of somebody's age means for what had gone: told on the page on which the doubt was noted."""

from functools import partial

from intake_app import messages
from intake_app.gui.controls import Kind
from intake_app.gui.page import Page
from intake_app.workflow import on_hold


def tell_held(page: Page, record_id: str, done: str = "") -> None:
    """Say what was `done`, and behind it which slips a doubt holds and whose sight of a record it ended, if any."""

    def tell(facts: dict[str, str]) -> None:  # holds the page: nothing is told where that is gone
        if facts:
            told = " ".join(filter(None, (done, *messages.held(facts, page.words.translator))))
            page.said.emit(told, Kind.WARN, "", None)

    if done:
        page.said.emit(done, Kind.OK, "", None)
    page.lanes.vault(partial(on_hold.told, record_id=record_id), tell)
