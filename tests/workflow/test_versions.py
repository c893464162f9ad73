"""The versions of a record side by side."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.practice import PracticeServer
from intake_app.vault import Role, Vault
from intake_app.xform import AnswerState
from tests.openrosa.certificates import Authority
from tests.vault import scene
from tests.workflow.test_editing import AGREED, FORM, answered, edited, finished, sent


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """A store with a form that may be edited."""
    with PracticeServer() as server, scene.new_store(tmp_path) as opened:
        opened.add_person("Cora", Role.COORDINATOR, scene.OTHER)
        opened.add_person("Dora", Role.DESK, scene.OTHER)
        workflow.add_server(opened, "practice", server.url)
        workflow.import_form(opened, "landing.xml", FORM)
        yield opened


def test_what_differs_is_told_question_by_question(store: Vault) -> None:
    first = finished(store, "first")
    second = edited(store, first, "second")
    draft = answered(store, workflow.edit_record(store, second), place="pier")
    sheet = workflow.versions(store, second, "en")
    assert [(one.number, one.place, one.row.id if one.row else "") for one in sheet.columns] == [
        (1, "here", first), (2, "here", second), (3, "here", draft),
    ]  # fmt: skip
    (picture,) = store.media(first)
    assert [(line.label, line.values, line.differs) for line in sheet.lines] == [
        ("What?", ("first", "second", "second"), True),
        ("Where?", ("", "", "pier"), True),
        ("Picture", (picture.name,) * 3, False),
    ]
    assert sheet.differences == 2
    other = store.submission(first).replace(b">first<", b">on the server<")
    beside = workflow.versions(store, first, "en", other)
    assert beside.columns[-1].place == "server" and beside.lines[0].values[-1] == "on the server"


def test_the_ways_of_having_no_answer_are_told_apart(store: Vault) -> None:
    """A server is not told why an answer is blank: what it has differs by no such reason."""
    opened = workflow.start_record(store, workflow.form_list(store)[0].key)
    first, refs = opened.row.id, {"What?": "/data/q", "Where?": "/data/place"}
    marks = [(AnswerState.DECLINED, ""), (AnswerState.DOES_NOT_KNOW, "pier"), (AnswerState.DOES_NOT_KNOW, "")]
    for number, (what, where) in enumerate(marks):
        opened = opened if not number else workflow.edit_record(store, opened.row.id)
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.mark(refs["What?"], what)
        if where:
            session.answer(refs["Where?"], where)
        else:
            session.mark(refs["Where?"], AnswerState.DECLINED)
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        workflow.finalise_draft(store, opened.row.id, AGREED)
    declined, unknown = AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW
    sheet = workflow.versions(store, first, "en", store.submission(first))
    told = [(line.label, line.values, line.states, line.differs) for line in sheet.lines]
    assert told == [
        ("What?", ("",) * 4, (declined, unknown, unknown, None), True),
        ("Where?", ("", "pier", "", ""), (declined, AnswerState.ANSWERED, declined, None), True),
    ]
    alike = workflow.versions(store, first, "en").lines[0]
    assert alike.states == (declined, unknown, unknown)


def test_who_does_not_read_them_sees_that_there_are_versions(store: Vault, tmp_path: Path) -> None:
    first = finished(store)
    second = edited(store, first, "second")
    sent(store)
    workflow.edit_record(store, second)
    store.close()
    with scene.reopened(tmp_path, "Cora", scene.OTHER) as opened:
        sheet = workflow.versions(opened, first, "en")
        assert ([one.readable for one in sheet.columns], sheet.lines) == ([False] * 3, ())
    with scene.reopened(tmp_path, "Dora", scene.OTHER) as opened:
        sheet = workflow.versions(opened, first, "en")
        assert [one.readable for one in sheet.columns] == [True, True], "a draft is not hers to see"
        assert sheet.lines[0].values == ("first", "second")


def test_instances_of_a_repeat_are_told_apart(tmp_path: Path) -> None:
    form = FORM.replace(
        b"<photo/>", b'<photo/><child jr:template="" xmlns:jr="http://openrosa.org/javarosa"><age/></child>', 1
    )
    form = form.replace(
        b"</h:body>",
        b'<group ref="/data/child"><label>Child</label><repeat nodeset="/data/child"><input ref="/data/child/age">'
        b"<label>Age</label></input></repeat></group></h:body>",
    ).replace(b"</model>", b'<bind nodeset="/data/child/age" type="int"/></model>')  # fmt: skip
    with scene.new_store(tmp_path) as store:
        workflow.import_form(store, "landing.xml", form)
        opened = workflow.start_record(store, workflow.form_list(store)[0].key)
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        for number, age in ((1, "3"), (2, "7")):
            session.add_repeat("/data/child")
            session.answer(f"/data/child[{number}]/age", age)
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        sheet = workflow.versions(store, opened.row.id, "en")
        assert [(line.label, line.place, line.values) for line in sheet.lines] == [
            ("Age", "1", ("3",)),
            ("Age", "2", ("7",)),
        ]


def test_what_central_has_is_read_by_who_signs_in_there(tmp_path: Path) -> None:
    """An app user reads nothing there; a person of the same project does, over TLS."""
    authority = Authority.make(tmp_path)
    with (
        PracticeServer(people={"anna": "geheim"}, tls=authority.server()) as server,
        scene.new_store(tmp_path, Role.MEDIATOR) as store,
    ):
        trusted = authority.file.read_bytes()
        workflow.add_server(store, "practice", server.url)
        workflow.change_server(store, "practice", authority=trusted)
        workflow.import_form(store, "landing.xml", FORM)
        first = finished(store, "first")
        assert workflow.reader_of(store, first) is None, "nothing was sent"
        second = edited(store, first, "second")
        sent(store)
        assert workflow.server_version(lambda call: call(store), second) is None
        for name, url in (("people", server.web_url), ("kobo", server.page_url)):
            workflow.add_server(store, name, url, "basic", "anna", "geheim")
            workflow.change_server(store, name, authority=trusted)
        reader = workflow.reader_of(store, second)
        assert reader is not None and reader.name == "people"
        found = workflow.server_version(lambda call: call(store), second)
        assert found == store.submission(second), "the newest version, asked for by the first"
        server.delete(second)
        server.delete(first)
        with pytest.raises(IntakeError, match=r"openrosa\.not_found"):
            workflow.server_version(lambda call: call(store), second)
        workflow.add_server(store, "people", server.web_url, "basic", "anna", "falsch")
        with pytest.raises(IntakeError, match=r"openrosa\.credentials"):
            workflow.server_version(lambda call: call(store), second)


def test_what_central_has_is_read_only_by_who_reads_the_record(tmp_path: Path) -> None:
    """A coordinator breaks the glass first; a colleague with the second version asks by the first one's id."""
    authority = Authority.make(tmp_path)
    with PracticeServer(people={"anna": "geheim"}, tls=authority.server()) as server:
        with scene.new_store(tmp_path) as store:
            for name, role in (("Bea", Role.MEDIATOR), ("Cora", Role.COORDINATOR)):
                store.add_person(name, role, scene.OTHER)
            workflow.add_server(store, "practice", server.url)
            workflow.add_server(store, "people", server.web_url, "basic", "anna", "geheim")
            for name in ("practice", "people"):
                workflow.change_server(store, name, authority=authority.file.read_bytes())
            workflow.import_form(store, "landing.xml", FORM)
            first = finished(store, "first")
            sent(store)
            second = workflow.edit_record(store, first).row.id
            workflow.hand_over(store, second, "Bea")
            stood = store.submission(first)
        with scene.reopened(tmp_path, "Cora", scene.OTHER) as store:
            _refused_without_a_reason(store, first, stood)
        with scene.reopened(tmp_path, "Bea", scene.OTHER) as store:
            answered(store, workflow.open_record(store, second), q="second")
            workflow.finalise_draft(store, second, AGREED)
            sent(store)
            assert workflow.server_version(lambda call: call(store), second) == store.submission(second)


def _refused_without_a_reason(store: Vault, first: str, stood: bytes) -> None:
    before = len(store.log(actions=["record.read"]))
    assert workflow.reader_of(store, first) is None
    with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
        workflow.server_version(lambda call: call(store), first)
    with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
        workflow.versions(store, first, "en", stood)
    assert len(store.log(actions=["record.read"])) == before
    workflow.break_glass(store, first, "The person asked for a copy of what was written down.")
    found = workflow.server_version(lambda call: call(store), first)
    assert found == stood
    assert len(store.log(actions=["record.read"])) == before + 1
    assert workflow.versions(store, first, "en", found).lines[0].values[-1] == "first"
