"""What the engine loads once, so that no attempt is charged for it."""

import gc

from intake_app import workflow
from intake_app.xform import load, new_session
from tests.content.spreadsheets import xls, xlsx
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings

_SHEET = b"""| survey | | | | |
| | type | name | label | calculation |
| | text | a | A | |
"""
_ROWS = {"survey": [["type", "name", "label"], ["text", "who", "Who?"]]}


def up() -> None:
    """Import and use once whatever is imported at first use."""
    listed = '<instance id="l" src="jr://file-csv/l.csv"/>'
    form = load(xform("<a/>", body=inputs("a"), model=listed), {"l.csv": b"name,label\na,A\n"})
    new_session(form, surroundings(NOW)).serialise_draft()
    workflow.to_xform("form.md", _SHEET)
    for data in (xls(_ROWS), xlsx(_ROWS)):
        workflow.to_xform("form.xlsx", data)
    workflow.check_form("form.xml", xform("<a/>", body=inputs("a")))
    gc.collect()
    gc.freeze()
