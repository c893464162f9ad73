"""What of what had gone ended by an age or a doubt that was noted: told on the page on which it was noted."""

from intake_app import messages
from intake_app.errors import IntakeError
from intake_app.gui.controls import Kind
from intake_app.gui.page import Page
from intake_app.screening import SAID_NO
from intake_app.vault import Vault
from intake_app.workflow import ended_for_age


def as_no(error: Exception) -> IntakeError:
    """That they said no, in the place of what else keeps it from going; with what ended by it."""
    return IntakeError(SAID_NO, **(error.facts if isinstance(error, IntakeError) else {}))


def tell_ended(page: Page, record_id: str = "", done: str = "", *, case_id: str = "") -> None:
    """Say what was `done`, and behind it which slips and whose sight of a record ended with that, if any, of the person
    of a record or of a case; of all persons where neither is named.
    """

    def query(store: Vault) -> dict[str, str]:
        if not (case_id or record_id):
            return ended_for_age.left_over(store)
        return ended_for_age.told_of_case(store, case_id) if case_id else ended_for_age.told(store, record_id)

    def tell(ended: dict[str, str]) -> None:  # holds the page: nothing is told where that is gone
        if ended:
            told = " ".join(filter(None, (done, *messages.ended(ended, page.words.translator))))
            page.said.emit(told, Kind.WARN, "", None)

    if done:
        page.said.emit(done, Kind.OK, "", None)
    page.lanes.vault(query, tell)
