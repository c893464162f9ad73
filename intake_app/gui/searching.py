"""Records are looked for while one types: in the list of interviews and at the desk."""

from collections.abc import Callable

from intake_app import workflow
from intake_app.gui.fields import Line
from intake_app.gui.lanes import Lanes
from intake_app.vault import RecordRow

TYPING_MS = 150
"""From the last letter until the store is asked, which notes each search in its log."""


def look_for(line: Line, lanes: Lanes, tell: Callable[[tuple[RecordRow, ...] | None], None]) -> None:
    """Ask the store for what is typed; ``tell`` takes what was found, None where nothing is typed.

    An answer that comes when something else is typed is passed over.
    """
    text = line.text().strip()
    if not text:
        tell(None)
        return

    def found(rows: tuple[RecordRow, ...]) -> None:
        if text == line.text().strip():
            tell(rows)

    lanes.vault(lambda store: workflow.find_records(store, text), found)
