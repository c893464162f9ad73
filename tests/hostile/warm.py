"""What the engine loads once, so that no attempt is charged for it."""

import gc

from intake_app import workflow
from intake_app.xform import load, new_session
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings

_SHEET = b"""| survey | | | | |
| | type | name | label | calculation |
| | text | a | A | |
"""


def up() -> None:
    """Import and use once whatever is imported at first use."""
    listed = '<instance id="l" src="jr://file-csv/l.csv"/>'
    form = load(xform("<a/>", body=inputs("a"), model=listed), {"l.csv": b"name,label\na,A\n"})
    new_session(form, surroundings(NOW)).serialise_draft()
    workflow.to_xform("form.md", _SHEET)
    workflow.check_form("form.xml", xform("<a/>", body=inputs("a")))
    gc.collect()
    gc.freeze()
