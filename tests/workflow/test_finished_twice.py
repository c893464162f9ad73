"""Finishing again after a try whose success could not be told: the same bytes are done, others are refused."""

from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role
from intake_app.workflow import ConsentSheet

PASSPHRASE = "quiet harbour lantern seven"
FORM = b"""| survey | | | |
| | type | name | label |
| | text | note | What? |
| settings | | | |
| | form_title | form_id | version |
| | Small | small | 1 |
"""


@pytest.mark.parametrize("given", [True, False])
def test_finished_twice(tmp_path: Path, given: bool) -> None:
    sheet = ConsentSheet(given=given, language="bn")
    setup = workflow.Setup("Example", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "work.intake", setup, vault.FLOOR) as store:
        key = workflow.import_form(store, "small.md", FORM, {}).form_key
        assert key is not None
        opened = workflow.start_record(store, key, "", "")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.answer("/data/note", "one")
        prepared = workflow.prepare(session)
        first = workflow.freeze(store, opened.row.id, prepared, sheet)
        assert workflow.freeze(store, opened.row.id, prepared, sheet) == first
        assert first.released is given
        assert len(store.releases(opened.row.id)) == int(given)
        session.answer("/data/note", "two")
        with pytest.raises(IntakeError, match=r"vault\.frozen"):
            workflow.freeze(store, opened.row.id, workflow.prepare(session), sheet)
