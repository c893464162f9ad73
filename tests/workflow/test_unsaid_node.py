"""Why answers are blank is written where a foreign form has a place for it; any other is told when it is brought."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import i18n, vault, workflow
from intake_app.messages import sentence
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet
from intake_app.xform import AnswerState
from tests.xform.forms import inputs, xform

BORN = '<bind nodeset="/data/born" type="date"/>'
META = "<orx:meta><orx:instanceID/><orx:note/></orx:meta>"
REPEAT = (
    '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r">'
    '<input ref="/data/r/x"><label>X</label></input></repeat></group>'
)
UNFIT = {
    "a group": ("<g><x/></g>", "/data/g", "", inputs("g/x")),
    "a repeat": ("<r><x/></r>", "/data/r", "", REPEAT),
    "in a repeat": ("<r><x/><why/></r>", "/data/r/why", "", REPEAT),
    "a question": ("<why/>", "/data/why", "", inputs("why")),
    "worked out": ("<why/>", "/data/why", ' calculate="1 + 1"', ""),
    "filled by itself": ("<why/>", "/data/why", ' jr:preload="property" jr:preloadParams="username"', ""),
    "the identity": (META, "/data/meta/instanceID", "", ""),
    "beside the identity": (META, "/data/meta/note", "", ""),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, "seven grey boats at the quay 4")
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        yield made


def closed(store: Vault, key: int | None) -> str:
    """The submission of a record in which the birth was declined."""
    assert key is not None
    opened = workflow.start_record(store, key)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    identity = session.instance_id
    session.mark("/data/born", AnswerState.DECLINED)
    done = workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn"))
    assert session.instance_id == identity == done.row.id
    return store.submission(done.row.id).decode()


@pytest.mark.parametrize("case", UNFIT)
def test_a_place_that_can_not_take_it_is_named_when_the_form_is_brought_and_stops_no_record(
    store: Vault, case: str
) -> None:
    instance, path, more, body = UNFIT[case]
    bind = f'<bind nodeset="{path}" intake:unsaid="yes"{more}/>'
    form = workflow.import_form(store, "f.xml", xform(f"<born/>{instance}", BORN + bind, inputs("born") + body))
    (told,) = [one for one in form.notices if one.code == "workflow.unsaid_unfit"]
    assert (told.level, told.place) == ("warning", path)
    assert path in sentence(told.code, {"place": told.place, **told.facts}, i18n.load("en"))
    assert "prefers_not_to_say" not in closed(store, form.form_key)


def test_a_hidden_node_takes_it_in_a_group_too(store: Vault) -> None:
    bind = '<bind nodeset="/data/g/why" intake:unsaid="yes"/>'
    xml = xform("<born/><g><why/></g>", BORN + bind, inputs("born"))
    form = workflow.import_form(store, "f.xml", xml)
    assert [one.code for one in form.notices if one.code.startswith("workflow.")] == []
    assert "<why>/data/born=prefers_not_to_say</why>" in closed(store, form.form_key)
