"""Entities: what a record asks of shared lists (rows 115 and 161 to 167)."""

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import EntityChange, FormDefinition, load, new_session
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings

SPACE = "http://www.opendatakit.org/xforms/entities"
ID = "0ed0b751-0d7d-4342-a818-67910a01df9a"
CREATE = (
    '<setvalue ref="/data/meta/entity/@id" event="odk-instance-first-load" value="uuid()"/>'
    '<instance id="trees" src="jr://file-csv/trees.csv"/>'
)
SAVE = (
    '<bind nodeset="/data/kind" e:saveto="species"/><bind nodeset="/data/size" type="int" e:saveto="girth" '
    "relevant=\"/data/kind != 'fern'\"/>"
)
LABEL = '<bind nodeset="/data/meta/entity/label" calculate="concat(/data/kind, \' \', /data/size)"/>'
ROW = "instance('trees')/root/item[name = /data/which]"
FROM_LIST = "".join(
    f'<bind nodeset="/data/meta/entity/@{name}" calculate="{ROW}/{column}"/>'
    for name, column in (("baseVersion", "__version"), ("trunkVersion", "__trunkVersion"), ("branchId", "__branchId"))
)
TREES = f"name,label,__version,__trunkVersion,__branchId,species\n{ID},Old oak,4,3,b-1,oak\n".encode()


def form(
    entity: str = 'dataset="trees" create="1" id=""',
    binds: str = LABEL,
    version: str = "2024.1.0",
    inside: str = "<label/>",
    model: str = CREATE,
) -> bytes:
    """A form about trees with one entity block."""
    meta = f"<meta><instanceID/><entity {entity}>{inside}</entity></meta>"
    body = inputs("kind", "size", "which")
    xml = xform(f"<kind/><size/><which/>{meta}", SAVE + binds, body, model)
    mark = f'<model xmlns:e="{SPACE}"' + (f' e:entities-version="{version}"' if version else "")
    return xml.replace(b"<model", mark.encode())


def loaded(xml: bytes) -> FormDefinition:
    return load(xml, {"trees.csv": TREES})


def asked(xml: bytes, **answers: str) -> tuple[EntityChange, ...]:
    session = new_session(loaded(xml), surroundings(NOW))
    for name, text in answers.items():
        session.answer(f"/data/{name}", text)
    return session.finalise().entities


@pytest.mark.feature(115, 161, 162, 167, 21)
def test_a_new_entry_with_its_properties() -> None:
    (change,) = asked(form(), kind="oak", size="12")
    assert (change.ref, change.dataset, change.action, change.label) == (
        "/data/meta/entity",
        "trees",
        "create",
        "oak 12",
    )
    assert (change.properties, change.faults) == ({"species": "oak", "girth": "12"}, ())
    assert len(change.id) == 36
    (other,) = asked(form(), kind="fern", size="1")
    assert other.properties == {"species": "fern"}
    assert other.id != change.id


@pytest.mark.feature(6, 115, 162)
def test_the_block_is_sent_as_the_form_has_it() -> None:
    session = new_session(loaded(form()), surroundings(NOW))
    session.answer("/data/kind", "oak")
    (change,) = session.entities()
    assert f'<entity dataset="trees" create="1" id="{change.id}"><label>oak </label></entity>'.encode() in (
        session.finalise().xml
    )


@pytest.mark.feature(163, 165, 167)
def test_an_update_tells_which_version_it_was_made_from() -> None:
    entity = 'dataset="trees" update="1" id="" baseVersion="" trunkVersion="" branchId=""'
    chosen = '<bind nodeset="/data/meta/entity/@id" calculate="/data/which"/>'
    (change,) = asked(form(entity, FROM_LIST + chosen, inside=""), which=ID, kind="elm")
    assert (change.action, change.id, change.label, change.faults) == ("update", ID, "", ())
    assert (change.base_version, change.trunk_version, change.branch_id) == ("4", "3", "b-1")
    assert change.properties == {"species": "elm", "girth": ""}


@pytest.mark.feature(164)
@pytest.mark.parametrize(
    ("kind", "actions"), [("new", ["create"]), ("old", ["update"]), ("both", ["upsert"]), ("none", [])]
)
def test_rules_decide_what_is_asked(kind: str, actions: list[str]) -> None:
    rules = "".join(
        f"<bind nodeset=\"/data/meta/entity/@{name}\" calculate=\"/data/kind = '{word}' or /data/kind = 'both'\"/>"
        for name, word in (("create", "new"), ("update", "old"))
    )
    changes = asked(form('dataset="trees" create="" update="" id=""', LABEL + rules), kind=kind)
    assert [change.action for change in changes] == actions


@pytest.mark.feature(162)
@pytest.mark.parametrize(
    ("entity", "kind", "faults"),
    [
        ('dataset="trees" create="true" id=""', "oak", ()),
        ('dataset="trees" create="1" id="7"', "oak", ("id",)),
        ('dataset="" create="1" id=""', "oak", ("dataset",)),
        ('dataset="trees" create="1" id=""', "", ("label",)),
        ('dataset="trees" update="1" id=""', "", ("id",)),
        ('dataset="trees" update="1" id="7"', "", ()),
    ],
)
def test_what_a_server_would_leave_out_is_told(entity: str, kind: str, faults: tuple[str, ...]) -> None:
    label = '<bind nodeset="/data/meta/entity/label" calculate="/data/kind"/>'
    model = CREATE if "create" in entity and 'id=""' in entity else ""
    assert asked(form(entity, label, model=model), kind=kind)[0].faults == faults


@pytest.mark.feature(21)
def test_properties_without_a_block_go_nowhere() -> None:
    bind = "".join(f'<bind xmlns:e="{SPACE}" nodeset="/data/{name}" e:saveto="x"/>' for name in "az")
    session = new_session(load(xform("<a/>", bind, inputs("a"))), surroundings(NOW))
    assert session.entities() == ()


@pytest.mark.feature(115)
def test_a_block_that_is_not_relevant_asks_for_nothing() -> None:
    hidden = '<bind nodeset="/data/meta/entity" relevant="/data/kind = \'oak\'"/>'
    assert asked(form(binds=LABEL + hidden), kind="elm") == ()
    assert len(asked(form(binds=LABEL + hidden), kind="oak")) == 1


@pytest.mark.feature(166)
def test_entries_in_repeats_and_several_lists() -> None:
    meta = '<meta><entity dataset="{0}" create="1" id=""><label/></entity></meta>'
    instance = f'<who/><r jr:template=""><kind/>{meta.format("trees")}</r>'
    instance += meta.format("people").replace("<meta>", "<meta><instanceID/>")
    binds = '<bind nodeset="/data/r/kind" e:saveto="species"/><bind nodeset="/data/who" e:saveto="name"/>'
    binds += '<bind nodeset="/data/r/meta/entity/label" calculate="../../../kind"/>'
    binds += '<bind nodeset="/data/meta/entity/label" calculate="/data/who"/>'
    new = '<setvalue ref="/data/r/meta/entity/@id" event="odk-new-repeat" value="uuid()"/>'
    body = f'{inputs("who")}<repeat nodeset="/data/r">{new}<input ref="/data/r/kind"/></repeat>'
    first = '<setvalue ref="/data/meta/entity/@id" event="odk-instance-first-load" value="uuid()"/>'
    xml = xform(instance, binds, body, first)
    xml = xml.replace(b"<model", f'<model xmlns:e="{SPACE}" e:entities-version="2025.1.0"'.encode())
    session = new_session(load(xml), surroundings(NOW))
    session.answer("/data/who", "Ada")
    for number, kind in enumerate(("oak", "elm"), 1):
        session.add_repeat("/data/r")
        session.answer(f"/data/r[{number}]/kind", kind)
    changes = session.entities()
    assert [(change.ref, change.dataset, change.label, dict(change.properties)) for change in changes] == [
        ("/data/r[1]/meta/entity", "trees", "oak", {"species": "oak"}),
        ("/data/r[2]/meta/entity", "trees", "elm", {"species": "elm"}),
        ("/data/meta/entity", "people", "Ada", {"name": "Ada"}),
    ]
    assert len({change.id for change in changes}) == 3
    assert all(change.faults == () for change in changes)


@pytest.mark.feature(161)
@pytest.mark.parametrize("version", ["2022.1.0", "2022.1", "2023.1.0", "2024.1.7", "2025.1.0"])
def test_known_versions(version: str) -> None:
    assert loaded(form(version=version)).entities_version == version


@pytest.mark.feature(161)
@pytest.mark.parametrize("version", ["2025.10.0", "2026.1.0", "2022.2.0", "2022.11", "x"])
def test_newer_versions_are_refused(version: str) -> None:
    with pytest.raises(IntakeError, match=r"xform\.entities_too_new"):
        loaded(form(version=version))


@pytest.mark.feature(161, 162)
def test_what_the_author_is_told() -> None:
    def codes(xml: bytes) -> list[tuple[str, str]]:
        return [(notice.code, notice.place) for notice in loaded(xml).notices]

    assert codes(form()) == [("xform.entities_kept", "entity")]
    assert codes(form(version="")) == [("xform.entities_unversioned", "/data/meta/entity")]
    unnamed = loaded(form(inside="", binds="")).notices[-1]
    assert (unnamed.code, unnamed.facts) == ("xform.entity_without_label", {"list": "trees"})
