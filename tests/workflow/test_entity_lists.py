"""A server's list of entities between records: what records change in it, what the server's next one makes of it."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest

from intake_app import workflow
from intake_app.practice import Break, PracticeServer
from intake_app.vault import Role, ServerRow, Vault
from intake_app.workflow import ConsentSheet, drafts, entity_lists
from intake_app.xform import Session
from tests.workflow.conftest import PASSPHRASE
from tests.xform.forms import inputs, xform

T = TypeVar("T")
SPACE = "http://www.opendatakit.org/xforms/entities"
OAK, ELM = "0ed0b751-0d7d-4342-a818-67910a01df9a", "1ed0b751-0d7d-4342-a818-67910a01df9b"
HEAD = "name,label,__version,species\n"
FIRST = f"{HEAD}{OAK},Old oak,3,oak\n".encode()
ROW = "instance('trees')/root/item[name = /data/which]"
MODEL = (
    '<setvalue ref="/data/meta/entity/@id" event="odk-instance-first-load" value="uuid()"/>'
    '<instance id="trees" src="jr://file-csv/trees.csv"/>'
)
WHICH = (
    '<select1 ref="/data/which"><label>Which</label><itemset nodeset="instance(\'trees\')/root/item">'
    '<value ref="name"/><label ref="label"/></itemset></select1>'
)


COLUMNS = {"baseVersion": "__version", "trunkVersion": "__trunkVersion", "branchId": "__branchId"}


def form(version: str = "1", action: str = 'create="1"', key: str = "") -> bytes:
    """A form that makes a tree or, with another action, changes the one that is chosen."""
    binds = (
        '<bind nodeset="/data/kind" e:saveto="species"/>'
        '<bind nodeset="/data/meta/entity/label" calculate="/data/kind"/>'
    )
    model = MODEL
    if "update" in action:
        model = MODEL.partition("/>")[2]
        binds += '<bind nodeset="/data/meta/entity/@id" calculate="/data/which"/>'
        for name, column in COLUMNS.items():
            binds += f'<bind nodeset="/data/meta/entity/@{name}" calculate="{ROW}/{column}"/>'
    more = ' baseVersion="" trunkVersion="" branchId=""' if "update" in action else ""
    meta = f'<meta><instanceID/><entity dataset="trees" id="" {action}{more}><label/></entity></meta>'
    made = xform(f"<kind/><which/>{meta}", binds, inputs("kind") + WHICH, model + key)
    made = made.replace(b"<model", f'<model xmlns:e="{SPACE}" e:entities-version="2024.1.0"'.encode())
    return made.replace(b'version="1">', f'version="{version}">'.encode())


@dataclass
class Orchard:
    """A workplace, and the server that its form and its list come from."""

    store: Vault
    server: PracticeServer

    def lane(self, work: Callable[[Vault], T], /) -> T:
        return work(self.store)

    def fetch(self) -> list[str]:
        report = workflow.fetch_forms(self.lane, "practice", lambda progress: None, lambda: False)
        assert report.stopped is None
        return [one.code or one.state for one in report.results]

    def offer(self, lists: bytes, xml: bytes | None = None) -> None:
        self.server.add_form(xml or form(), {"trees.csv": lists}, {"trees.csv"})

    def begin(self) -> tuple[Session, str]:
        (row,) = [each for each in self.store.forms() if each.server == "practice"]
        opened = workflow.start_record(self.store, row.key)
        definition = workflow.load_definition(opened.package.xml, opened.package.files)
        return workflow.session_for(opened, definition), opened.row.id

    def record(self, kind: str, which: str = "", *, agreed: bool = True) -> str:
        session, name = self.begin()
        session.answer("/data/kind", kind)
        if which:
            session.answer("/data/which", which)
        workflow.save(self.store, name, workflow.snapshot(session, None, ("", "")))
        workflow.finalise(self.store, session, name, ConsentSheet(given=agreed, language="bn"))
        return name

    def choices(self) -> list[str]:
        """What is offered in a new record."""
        return [choice.label.text for choice in self.begin()[0].choices("/data/which")]


    def take_update(self, lists: bytes = FIRST) -> None:
        """The form of follow-ups, which changes the tree that is chosen, is in use from now on."""
        self.offer(lists, form("2", 'update="1"'))
        self.fetch()
        workflow.accept_update(self.store, self.store.offers()[0].id)


def made_here(orchard: Orchard, record: str) -> str:
    """The id of the tree that a record made."""
    texts = orchard.store.submission(record).decode().split('"')
    return next(text for text in texts if len(text) == 36 and text not in (OAK, ELM))


@pytest.fixture
def orchard(store: Vault) -> Iterator[Orchard]:
    with PracticeServer() as server:
        workflow.add_server(store, "practice", server.url)
        found = Orchard(store, server)
        found.offer(FIRST)
        assert found.fetch() == ["new"]
        yield found


@pytest.mark.feature(167, 168)
def test_what_a_record_makes_can_be_chosen_in_the_next_one_also_after_the_store_was_closed(orchard: Orchard) -> None:
    assert orchard.choices() == ["Old oak"]
    orchard.record("elm")
    assert orchard.choices() == ["Old oak", "elm"]
    assert orchard.store.check() == ()


@pytest.mark.feature(168)
def test_without_a_release_nothing_of_a_record_is_in_any_list(orchard: Orchard) -> None:
    record = orchard.record("elm", agreed=False)
    assert orchard.choices() == ["Old oak"]
    workflow.release_later(orchard.store, record, ConsentSheet(given=True, language="bn"))
    assert orchard.choices() == ["Old oak", "elm"]
    assert "elm" in (orchard.store.entity_list("practice", "trees") or "")


@pytest.mark.feature(168)
def test_what_a_person_takes_back_is_in_no_list_any_more(orchard: Orchard) -> None:
    first = orchard.record("elm")
    orchard.record("ash")
    workflow.withdraw_consent(orchard.store, first, "sync")
    assert orchard.choices() == ["Old oak", "ash"]
    orchard.offer(FIRST.replace(b",3,", b",5,"))
    assert orchard.fetch() == ["unchanged"]
    assert orchard.choices() == ["Old oak", "ash"]
    assert "elm" not in (orchard.store.entity_list("practice", "trees") or "")


@pytest.mark.feature(168)
def test_a_change_that_is_taken_back_leaves_the_entry_as_it_was(orchard: Orchard) -> None:
    orchard.offer(FIRST, form("2", 'update="1"'))
    orchard.fetch()
    workflow.accept_update(orchard.store, orchard.store.offers()[0].id)
    first, second = orchard.record("pine", OAK), orchard.record("fir", OAK)
    workflow.withdraw_consent(orchard.store, second, "sync")
    assert orchard.choices() == ["pine"]
    workflow.withdraw_consent(orchard.store, first, "sync")
    assert orchard.choices() == ["Old oak"]


@pytest.mark.feature(168)
def test_a_newer_list_of_the_server_is_merged_and_no_update_of_the_form(orchard: Orchard) -> None:
    orchard.record("elm")
    orchard.offer(f"{HEAD}{OAK},Oldest oak,4,oak\n{ELM},Ash,1,ash\n".encode())
    assert orchard.fetch() == ["unchanged"]
    assert orchard.choices() == ["Oldest oak", "elm", "Ash"]
    assert orchard.store.offers() == ()
    orchard.offer(f"{HEAD}{ELM},Ash,1,ash\n".encode())
    assert orchard.fetch() == ["unchanged"]
    assert orchard.choices() == ["elm", "Ash"], "what the server gave and has no longer is gone"


@pytest.mark.feature(168)
def test_an_update_here_goes_on_from_the_servers_version_until_the_server_has_a_newer_one(orchard: Orchard) -> None:
    orchard.offer(FIRST, form("2", 'update="1"'))
    assert orchard.fetch() == ["offered"]
    (offer,) = orchard.store.offers()
    workflow.accept_update(orchard.store, offer.id)
    first, second = orchard.record("pine", OAK), orchard.record("fir", OAK)
    told = [orchard.store.submission(name).decode() for name in (first, second)]
    assert ['baseVersion="3"' in told[0], 'baseVersion="4"' in told[1]] == [True, True]
    assert all('trunkVersion="3"' in text for text in told)
    branches = {text.partition('branchId="')[2].partition('"')[0] for text in told}
    assert len(branches) == 1 and branches != {""}
    assert orchard.choices() == ["fir"]
    orchard.offer(f"{HEAD}{OAK},Ours of before,4,pine\n".encode(), form("2", 'update="1"'))
    orchard.fetch()
    assert orchard.choices() == ["fir"], "newer here"
    orchard.offer(f"{HEAD}{OAK},Theirs,6,larch\n".encode(), form("2", 'update="1"'))
    orchard.fetch()
    assert orchard.choices() == ["Theirs"]


@pytest.mark.feature(168)
def test_what_the_server_had_deleted_before_it_was_seen_here_goes(orchard: Orchard) -> None:
    record = orchard.record("elm")
    (ours,) = [one for one in orchard.store.submission(record).decode().split('"') if len(one) == 36 and one != OAK]
    orchard.server.delete_entity(ours)
    orchard.offer(FIRST.replace(b",3,", b",5,"))
    orchard.fetch()
    assert orchard.choices() == ["Old oak"]


@pytest.mark.feature(168)
@pytest.mark.parametrize("at", range(1, 4))
def test_what_the_server_had_deleted_goes_also_where_the_line_broke_before_it_said_so(
    orchard: Orchard, at: int
) -> None:
    record = orchard.record("elm")
    orchard.server.delete_entity(made_here(orchard, record))
    orchard.offer(FIRST.replace(b",3,", b",5,"))
    orchard.server.breaking(*[None] * at, Break("response", 5))
    workflow.fetch_forms(orchard.lane, "practice", lambda progress: None, lambda: False)
    assert ("elm" in orchard.choices()) == bool(orchard.server.traffic[-1].broken)
    orchard.server.mend()
    orchard.fetch()
    assert orchard.choices() == ["Old oak"]
    before = len(orchard.server.traffic)
    assert orchard.fetch() == ["unchanged"]
    assert len(orchard.server.traffic) - before == 2, "form list and manifest: what is settled is not asked again"


@pytest.mark.feature(168)
def test_another_project_of_the_server_has_other_lists(orchard: Orchard) -> None:
    orchard.record("elm")
    assert orchard.store.entity_lists("practice") == ("trees",)
    url = orchard.store.server("practice").url
    orchard.store.put_server(ServerRow("practice", url.replace("projects/1", "projects/2")))
    assert orchard.store.entity_lists("practice") == ()
    assert orchard.choices() == ["Old oak"], "as the form came"


def test_a_server_that_is_taken_away_and_set_again_has_what_waiting_records_made_of_its_lists(orchard: Orchard) -> None:
    orchard.record("elm")
    workflow.drop_server(orchard.store, "practice")
    workflow.add_server(orchard.store, "practice", orchard.server.url)
    assert orchard.choices() == ["Old oak", "elm"]
    orchard.fetch()
    assert orchard.choices() == ["Old oak", "elm"]


@pytest.mark.feature(168)
def test_a_list_that_is_none_leaves_what_is_kept(orchard: Orchard) -> None:
    orchard.record("elm")
    orchard.offer(b"name,title\nx,y\n")
    assert orchard.fetch() == ["unchanged"]
    assert orchard.choices() == ["Old oak", "elm"]


@pytest.mark.feature(168)
def test_of_records_that_leave_encrypted_no_server_makes_entities(orchard: Orchard) -> None:
    orchard.offer(FIRST, form("2", key='<submission base64RsaPublicKey="Zm9vYmFy"/>'))
    orchard.fetch()
    (offer,) = orchard.store.offers()
    workflow.accept_update(orchard.store, offer.id)
    orchard.record("elm")
    assert orchard.choices() == ["Old oak"]


@pytest.mark.feature(168)
def test_who_agrees_again_is_in_the_list_again(orchard: Orchard) -> None:
    first = orchard.record("elm")
    workflow.withdraw_consent(orchard.store, first, "sync")
    orchard.offer(FIRST.replace(b",3,", b",5,"))
    orchard.fetch()
    orchard.record("ash")
    workflow.agree_again(orchard.store, first, [("sync", "organisation")], language="bn")
    assert sorted(orchard.choices()) == ["Old oak", "ash", "elm"]
    workflow.agree_again(orchard.store, first, [("sync", "organisation")], language="bn")
    assert sorted(orchard.choices()) == ["Old oak", "ash", "elm"]


@pytest.mark.feature(168)
def test_what_a_record_says_is_in_the_list_of_who_reads_it_until_the_server_gives_it(
    orchard: Orchard, tmp_path: Path
) -> None:
    workflow.add_person(orchard.store, "Bea", Role.MEDIATOR, PASSPHRASE)
    elm = made_here(orchard, orchard.record("elm"))
    orchard.take_update()
    pine = orchard.store.submission(orchard.record("pine", OAK)).decode()
    assert orchard.choices() == ["pine", "elm"]
    orchard.store.close()
    with workflow.open_store(tmp_path / "w.intake", "Bea", PASSPHRASE) as store:
        hers = Orchard(store, orchard.server)
        assert hers.choices() == ["Old oak"], "nothing of the records of Ada"
        orchard.offer(f"{HEAD}{OAK},Old oak,3,oak\n{elm},elm,1,elm\n".encode(), form("2", 'update="1"'))
        hers.fetch()
        assert hers.choices() == ["Old oak", "elm"], "the server has given it"
        told = [store.submission(hers.record(kind, OAK)).decode() for kind in ("fir", "ash")]
        assert hers.choices() == ["ash", "elm"]
        first, second = (re.search('branchId="([^"]+)"', each) for each in told)
        assert first is not None and second is not None and first.group(1) == second.group(1)
        assert first.group(1) not in pine, "a line of changes beside that of Ada"
    with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as store:
        assert Orchard(store, orchard.server).choices() == ["pine", "elm"]


@pytest.mark.feature(168)
def test_what_is_taken_back_takes_along_what_a_later_record_made_of_it_and_nothing_else(orchard: Orchard) -> None:
    first = orchard.record("elm")
    elm = made_here(orchard, first)
    orchard.take_update()
    second, _third = orchard.record("pine", OAK), orchard.record("fir", OAK)
    orchard.record("larch", elm)
    assert orchard.choices() == ["fir", "larch"]
    workflow.withdraw_consent(orchard.store, second, "sync")
    assert orchard.choices() == ["fir", "larch"]
    fourth = orchard.store.submission(orchard.record("yew", OAK)).decode()
    assert 'baseVersion="4"' in fourth, "the server gets one change less"
    workflow.withdraw_consent(orchard.store, first, "sync")
    assert orchard.choices() == ["yew"], "there is nothing to change on the server"


@pytest.mark.feature(168)
def test_a_follow_up_on_what_the_server_has_not_got_yet(orchard: Orchard) -> None:
    elm = made_here(orchard, orchard.record("elm"))
    orchard.take_update()
    record = orchard.record("pine", elm)
    assert orchard.choices() == ["Old oak", "pine"]
    assert 'baseVersion="1"' in orchard.store.submission(record).decode()
    told = {answer.ref: answer.answer for answer in workflow.read_record(orchard.store, record, "en").answers}
    assert told["/data/which"] == "pine", "in words, and not as an id"
    assert 'baseVersion="2"' in orchard.store.submission(orchard.record("yew", elm)).decode()


@pytest.mark.feature(168)
def test_a_draft_says_the_same_without_a_window(orchard: Orchard) -> None:
    elm = made_here(orchard, orchard.record("elm"))
    orchard.take_update()
    session, draft = orchard.begin()
    session.answer("/data/which", elm)
    workflow.save(orchard.store, draft, workflow.snapshot(session, None, ("", "")))
    told = {ref: value for ref, value in drafts.draft_told(orchard.store, draft)[1].items() if value}
    assert told == {ref: value for ref, value in session.values().items() if value}
    assert (told["/data/which"], told["/data/meta/entity/@baseVersion"]) == (elm, "1")


@pytest.mark.feature(167, 168)
@pytest.mark.parametrize(
    ("given", "code"),
    [
        (f"{HEAD}{OAK[:5]}\0,Old oak,4,oak\n".encode(), "xform.bad_csv"),
        (f"{HEAD}{OAK},Old oak,4,oak\n".encode("utf-16"), "xform.bad_csv"),
        (f"{HEAD}{OAK},{'o' * 200_000},4,oak\n".encode(), "xform.bad_csv"),
        (f"{HEAD}{OAK},Old oak,{'9' * 5000},oak\n".encode(), "unchanged"),
    ],
    ids=["nul", "utf-16", "long field", "long version"],
)
def test_a_list_that_no_form_could_read_is_told_and_leaves_what_is_kept(
    orchard: Orchard, given: bytes, code: str
) -> None:
    orchard.record("elm")
    orchard.offer(given)
    assert orchard.fetch() == [code]
    assert orchard.choices() == ["Old oak", "elm"]


@pytest.mark.feature(168)
def test_what_is_too_long_for_a_list_is_sent_and_not_kept_in_it(orchard: Orchard) -> None:
    record = orchard.record("x" * 200_000)
    assert orchard.choices() == ["Old oak"]
    assert [one.purpose for one in orchard.store.releases(record)] == ["sync"]


KILLED = """
import os, signal, sys
from pathlib import Path
from intake_app import workflow
from intake_app.workflow import ConsentSheet, entity_lists

def die(*_told, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

path, record, where = sys.argv[1:]
store = workflow.open_store(Path(path), "Ada", {passphrase!r})
if where == "before":
    entity_lists.take_changes = die
else:
    type(store).put_entity_list = die
workflow.finalise_draft(store, record, ConsentSheet(given=True, language="bn"))
"""


@pytest.mark.feature(168)
@pytest.mark.parametrize("where", ["before", "within"])
def test_what_a_record_makes_is_in_the_list_though_the_power_went(
    orchard: Orchard, tmp_path: Path, where: str
) -> None:
    orchard.record("elm")
    session, record = orchard.begin()
    session.answer("/data/kind", "pine")
    workflow.save(orchard.store, record, workflow.snapshot(session, None, ("", "")))
    orchard.store.close()
    path, script = tmp_path / "w.intake", KILLED.format(passphrase=PASSPHRASE)
    done = subprocess.run([sys.executable, "-c", script, str(path), record, where], check=False)
    assert done.returncode == -signal.SIGKILL
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        again = Orchard(store, orchard.server)
        assert store.record(record).delivery == "waiting" and again.choices() == ["Old oak", "elm", "pine"]
        assert store.check() == ()


@pytest.mark.feature(168)
def test_who_takes_over_a_draft_has_what_was_chosen_in_it(orchard: Orchard, tmp_path: Path) -> None:
    elm = made_here(orchard, orchard.record("elm"))
    workflow.add_person(orchard.store, "Bea", Role.MEDIATOR, PASSPHRASE)
    orchard.take_update()
    session, draft = orchard.begin()
    session.answer("/data/kind", "pine")
    session.answer("/data/which", elm)
    workflow.save(orchard.store, draft, workflow.snapshot(session, None, ("", "")))
    orchard.record("SECRET", elm)
    workflow.hand_over(orchard.store, draft, "Bea")
    orchard.store.close()
    with workflow.open_store(tmp_path / "w.intake", "Bea", PASSPHRASE) as store:
        hers, opened = Orchard(store, orchard.server), workflow.open_record(store, draft)
        assert b"SECRET" not in opened.package.files["trees.csv"]
        again = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        assert again.value("/data/which") == elm and hers.choices() == ["Old oak"]
        workflow.save(store, draft, workflow.snapshot(again, None, opened.languages))
        workflow.finalise_draft(store, draft, ConsentSheet(given=True, language="bn"))
        assert elm in store.submission(draft).decode()
        told = {answer.ref: answer.answer for answer in workflow.read_record(store, draft, "en").answers}
        assert told["/data/which"] == "elm"


def test_an_id_that_somebody_types_brings_no_entry_of_a_colleagues(orchard: Orchard, tmp_path: Path) -> None:
    elm = made_here(orchard, orchard.record("elm"))
    workflow.add_person(orchard.store, "Bea", Role.MEDIATOR, PASSPHRASE)
    orchard.store.close()
    with workflow.open_store(tmp_path / "w.intake", "Bea", PASSPHRASE) as store:
        session, draft = Orchard(store, orchard.server).begin()
        session.answer("/data/kind", f"see {elm}")
        workflow.save(store, draft, workflow.snapshot(session, None, ("", "")))
        opened = workflow.open_record(store, draft)
        again = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        assert again.value("/data/kind") == f"see {elm}" and elm.encode() not in opened.package.files["trees.csv"]


def form_of_several() -> bytes:
    """A form that makes as many trees as are told, and chooses one beside."""
    binds = (
        '<bind nodeset="/data/tree/kind" e:saveto="species"/>'
        '<bind nodeset="/data/tree/meta/entity/label" calculate="../../../kind"/>'
    )
    tree = '<tree jr:template=""><kind/><meta><entity dataset="trees" id="" create="1"><label/></entity></meta></tree>'
    new = '<setvalue ref="/data/tree/meta/entity/@id" event="odk-new-repeat" value="uuid()"/>'
    body = f'{WHICH}<repeat nodeset="/data/tree">{new}<input ref="/data/tree/kind"/></repeat>'
    made = xform(f"<which/>{tree}<meta><instanceID/></meta>", binds, body, MODEL.partition("/>")[2])
    return made.replace(b"<model", f'<model xmlns:e="{SPACE}" e:entities-version="2025.1.0"'.encode())


@pytest.mark.feature(168)
def test_what_was_chosen_of_a_colleagues_may_be_gone_from_the_server(orchard: Orchard, tmp_path: Path) -> None:
    workflow.add_person(orchard.store, "Bea", Role.MEDIATOR, PASSPHRASE)
    orchard.offer(FIRST, form_of_several())
    orchard.fetch()
    workflow.accept_update(orchard.store, orchard.store.offers()[0].id)
    session, record = orchard.begin()
    for number, kind in enumerate(("elm", "pine"), 1):
        session.add_repeat("/data/tree")
        session.answer(f"/data/tree[{number}]/kind", kind)
    workflow.save(orchard.store, record, workflow.snapshot(session, None, ("", "")))
    workflow.finalise(orchard.store, session, record, ConsentSheet(given=True, language="bn"))
    elm = made_here(orchard, record)
    orchard.offer(FIRST + f"{elm},elm,1,elm\n".encode(), form_of_several())
    orchard.fetch()
    orchard.store.close()
    path, drafts_of_hers = tmp_path / "w.intake", list[str]()
    with workflow.open_store(path, "Bea", PASSPHRASE) as store:
        hers = Orchard(store, orchard.server)
        for _ in range(2):
            session, draft = hers.begin()
            session.answer("/data/which", elm)
            workflow.save(store, draft, workflow.snapshot(session, None, ("", "")))
            drafts_of_hers.append(draft)
        workflow.finalise(store, session, draft, ConsentSheet(given=True, language="bn"))
    with workflow.open_store(path, "Ada", PASSPHRASE) as store:
        orchard.offer(FIRST.replace(b",3,", b",4,"), form_of_several())
        Orchard(store, orchard.server).fetch()
    with workflow.open_store(path, "Bea", PASSPHRASE) as store:
        finished, begun = drafts_of_hers[::-1]
        assert workflow.open_record(store, begun).row.id == begun
        entity_lists.take_changes(store, finished)
        assert elm in store.submission(finished).decode()


@pytest.mark.feature(168)
def test_a_server_that_becomes_another_while_it_is_asked_leaves_nothing_in_the_lists_of_that_one(
    orchard: Orchard,
) -> None:
    """Other work with the store comes between two answers of a server."""
    orchard.record("birch")
    lists = FIRST + f"{ELM},Elm,1,elm\n".encode()
    orchard.offer(lists)
    with PracticeServer() as other:
        other.add_form(form(), {"trees.csv": lists}, {"trees.csv"})

        def lane(work: Callable[[Vault], T], /) -> T:
            row = orchard.store.server("practice")
            if row.url != other.url and "Elm" in (orchard.store.entity_list("practice", "trees") or ""):
                orchard.store.put_server(replace(row, url=other.url))
            return work(orchard.store)

        report = workflow.fetch_forms(lane, "practice", lambda progress: None, lambda: False)
        assert report.stopped is not None and report.stopped.code == "openrosa.server_changed"
        assert orchard.store.entity_list("practice", "trees") is None
        orchard.fetch()
        assert set(orchard.choices()) >= {"Old oak", "Elm"}
