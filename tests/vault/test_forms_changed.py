"""Questions, choices or keys of a form that other tools changed are not asked: the log knows the digest of each."""

from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from tests.vault import scene
from tests.vault.test_hostile_store import STORE, key_of, with_tools

FILE = "INSERT INTO form_file VALUES (1, '{}', x'6576696c')"
XML = "UPDATE form SET xml = x'6576696c'"
DIGEST = "UPDATE form SET digest = x'00'"

CHANGES = {
    "another file": ("DELETE FROM form_file", FILE.format("list.csv")),
    "one more file": (FILE.format("more.csv"),),
    "a file less": ("DELETE FROM form_file",),
    "other questions": ("DROP TRIGGER form_change", XML),
    "another digest": ("DROP TRIGGER form_change", DIGEST),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_form_that_other_tools_changed_is_not_given_out(tmp_path: Path, change: str) -> None:
    with scene.new_store(tmp_path) as store:
        record = scene.started(store)
        assert store.form(1).files == {"list.csv": b"name,label\na,A\n"}
    key = key_of(tmp_path)
    ((trigger,),) = with_tools(tmp_path / STORE, key, "SELECT sql FROM sqlite_master WHERE name = 'form_change'")
    again = (trigger,) if "TRIGGER" in CHANGES[change][0] else ()
    with_tools(tmp_path / STORE, key, *CHANGES[change], *again)
    with scene.reopened(tmp_path) as store:
        with pytest.raises(IntakeError, match=r"vault\.damaged"):
            store.form(1)
        assert "vault.damaged" in store.check()
        assert store.draft(record).xml == b"<data/>", "what was answered is there"
