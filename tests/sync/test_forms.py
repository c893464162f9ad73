"""Forms come in whole, only when they differ, and one that is refused does not keep the others out."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from intake_app.errors import IntakeError
from intake_app.openrosa import ListedFile, ListedForm, fingerprint
from intake_app.practice import PracticeServer
from intake_app.sync import FormsReport, Progress, fetch_forms
from intake_app.vault import FormFile, FormRow, ServerRow, Vault
from tests.openrosa.odd_server import Exchange, OddServer
from tests.openrosa.samples import listed, md5, xform
from tests.sync.workplace import FORM, SERVER, Workplace, never

Accept = Callable[[bytes, Mapping[str, bytes]], FormFile]


def form(form_id: str, version: str = "1") -> bytes:
    return (FORM % version.encode()).replace(b'id="landing"', f'id="{form_id}"'.encode())


def accept(xml: bytes, files: Mapping[str, bytes]) -> FormFile:
    """What the workflow does with the engine: read the form, or refuse it."""
    if b"broken" in xml:
        raise IntakeError("xform.no_model")
    form_id = xml.partition(b'<data id="')[2].partition(b'"')[0].decode()
    version = xml.partition(b'version="')[2].partition(b'"')[0].decode()
    return FormFile(form_id, version, form_id.title(), xml, "server", SERVER)


def fetch(place: Workplace, accepting: Accept = accept, cancelled: Callable[[], bool] = never) -> FormsReport:
    seen: list[Progress] = []
    with place.client() as client:
        report = fetch_forms(place.on_vault, client, SERVER, accepting, seen.append, cancelled)
    assert all(one.done < one.total for one in seen)
    return report


def states(report: FormsReport) -> dict[str, str]:
    return {result.form_id: result.code or result.state for result in report.results}


def rows(place: Workplace) -> dict[str, FormRow]:
    return {row.form_id: row for row in place.vault.forms() if row.server == SERVER}


def test_new_unchanged_updated(place: Workplace, server: PracticeServer) -> None:
    server.add_form(form("arrival"), {"cities.csv": b"name,label\n1,Lampedusa\n", "a.png": b"png"})
    server.add_form(form("transfer"))
    assert states(fetch(place)) == {"arrival": "new", "transfer": "new"}
    assert place.vault.form(rows(place)["arrival"].key).files == {
        "cities.csv": b"name,label\n1,Lampedusa\n",
        "a.png": b"png",
    }
    assert states(fetch(place)) == {"arrival": "unchanged", "transfer": "unchanged"}
    server.add_form(form("transfer", "2"))
    assert states(fetch(place)) == {"arrival": "unchanged", "transfer": "offered"}
    assert rows(place)["transfer"].version == "1"
    (offer,) = place.vault.offers()
    assert (offer.form_id, offer.version, offer.server) == ("transfer", "2", SERVER)
    report = fetch(place, lambda xml, files: pytest.fail("fetched again"))
    assert states(report) == {"arrival": "unchanged", "transfer": "offered"}
    assert [result.offer for result in report.results] == [None, offer.id]
    place.vault.accept_offer(offer.id)
    assert states(fetch(place)) == {"arrival": "unchanged", "transfer": "unchanged"}
    assert rows(place)["transfer"].version == "2"


def test_an_offer_gives_way_to_a_newer_one_and_goes_when_it_is_taken_back(
    place: Workplace, server: PracticeServer
) -> None:
    for version in ("1", "2", "3"):
        server.add_form(form("arrival"), {"list.csv": version.encode()})
        fetch(place)
    (offer,) = place.vault.offers()
    assert (place.vault.offer(offer.id).files, offer.left_at) == ({"list.csv": b"3"}, None)
    place.vault.leave_offer(place.vault.offers()[0].id)
    fetch(place)
    assert place.vault.offers()[0].left_at is not None
    server.add_form(form("arrival"), {"list.csv": b"1"})
    assert states(fetch(place)) == {"arrival": "unchanged"}
    assert place.vault.offers() == ()


def test_the_same_form_of_two_servers_stands_side_by_side(place: Workplace, server: PracticeServer) -> None:
    server.add_form(form("arrival"))
    fetch(place)
    place.vault.put_form(replace(accept(form("arrival"), {}), server="another"), {})
    assert {row.server for row in place.vault.forms() if row.form_id == "arrival"} == {SERVER, "another"}
    assert states(fetch(place)) == {"arrival": "unchanged"}


def test_a_list_that_changed_is_no_other_form(place: Workplace, server: PracticeServer) -> None:
    """An entity list's hash is not the md5 of its bytes (openrosa.md 3.1): a mark, and the list comes by itself."""
    marks = ("md5:" + "0" * 32, "v2")
    lists = [ListedFile("people.csv", mark, f"{server.url}/x", "entityList") for mark in marks]
    files = [ListedFile("people.csv", mark, f"{server.url}/x") for mark in marks]
    listed = ListedForm("follow", "1", "Follow", "md5:" + "1" * 32, f"{server.url}/y", "")
    told = [fingerprint(listed, (file,)) for file in (*lists, *files)]
    assert told[0] == told[1] and len(set(told)) == 3


def test_a_file_that_changed_alone_is_noticed(place: Workplace, server: PracticeServer) -> None:
    server.add_form(form("arrival"), {"cities.csv": b"old", "a.png": b"png"})
    fetch(place)
    server.add_form(form("arrival"), {"cities.csv": b"new", "a.png": b"png"})
    asked: list[Mapping[str, bytes]] = []

    def accepting(xml: bytes, files: Mapping[str, bytes]) -> FormFile:
        asked.append(files)
        return accept(xml, files)

    assert states(fetch(place, accepting)) == {"arrival": "offered"}
    assert asked == [{"cities.csv": b"new", "a.png": b"png"}]
    assert place.vault.form(rows(place)["arrival"].key).files["cities.csv"] == b"old"
    place.vault.accept_offer(place.vault.offers()[0].id)
    assert place.vault.form(rows(place)["arrival"].key).files["cities.csv"] == b"new"
    assert states(fetch(place)) == {"arrival": "unchanged"}


def test_a_refused_form_does_not_keep_the_others_out(place: Workplace, server: PracticeServer) -> None:
    server.add_form(form("broken"))
    server.add_form(form("fine"))
    report = fetch(place)
    assert states(report) == {"broken": "xform.no_model", "fine": "new"}
    assert report.stopped is None and set(rows(place)) == {"fine"}


def test_nothing_is_deleted_because_a_server_no_longer_lists_it(place: Workplace, server: PracticeServer) -> None:
    server.add_form(form("arrival"))
    fetch(place)
    before = place.vault.forms(all=True)
    with PracticeServer() as empty:
        place.use(empty)
        assert fetch(place) == FormsReport((), None)
    assert place.vault.forms(all=True) == before


def test_drafts_keep_the_version_they_began_with(place: Workplace, server: PracticeServer) -> None:
    server.add_form(form("arrival"))
    fetch(place)
    key = rows(place)["arrival"].key
    place.vault.new_draft(key, "uuid:draft", b"<data/>", "ar", "it")
    server.add_form(form("arrival", "2"))
    fetch(place)
    place.vault.accept_offer(place.vault.offers()[0].id)
    assert place.vault.form(place.vault.record("uuid:draft").form_key).row.version == "1"
    assert rows(place)["arrival"].key != key


@pytest.mark.parametrize(
    ("behaviour", "code"), [("login_page", "portal"), ("redirect", "portal"), ("revoked", "forbidden")]
)
def test_without_a_list_nothing_changes(place: Workplace, server: PracticeServer, behaviour: str, code: str) -> None:
    server.add_form(form("arrival"))
    fetch(place)
    before = place.vault.forms(all=True)
    server.behaviour = behaviour  # type: ignore[assignment]
    with pytest.raises(IntakeError, match=rf"openrosa\.{code}"):
        fetch(place)
    assert place.vault.forms(all=True) == before


def test_cancel_between_forms(place: Workplace, server: PracticeServer) -> None:
    for name in ("a", "b", "c"):
        server.add_form(form(name))
    report = fetch(place, cancelled=lambda: len(rows(place)) >= 1)
    assert states(report) == {"a": "new"}
    assert report.stopped is not None and report.stopped.code == "openrosa.cancelled"
    assert states(fetch(place)) == {"a": "unchanged", "b": "new", "c": "new"}


def test_a_portal_in_the_middle_ends_the_fetching(place: Workplace, server: PracticeServer) -> None:
    for name in ("a", "b", "c", "d"):
        server.add_form(form(name))

    def accepting(xml: bytes, files: Mapping[str, bytes]) -> FormFile:
        server.behaviour = "login_page"
        return accept(xml, files)

    report = fetch(place, accepting)
    assert states(report) == {"a": "new", "b": "openrosa.portal", "c": "openrosa.portal"}
    assert report.stopped is not None and set(rows(place)) == {"a"}
    server.behaviour = None
    assert states(fetch(place)) == {"a": "unchanged", "b": "new", "c": "new", "d": "new"}


def test_one_file_that_comes_as_a_page_does_not_keep_other_forms_out(place: Workplace, server: PracticeServer) -> None:
    for name in ("a", "b", "c"):
        server.add_form(form(name))

    def accepting(xml: bytes, files: Mapping[str, bytes]) -> FormFile:
        if b'id="b"' in xml:
            raise IntakeError("openrosa.portal")
        return accept(xml, files)

    report = fetch(place, accepting)
    assert states(report) == {"a": "new", "b": "openrosa.portal", "c": "new"} and report.stopped is None


def test_a_form_that_is_another_than_the_listed_one_is_refused(place: Workplace, server: PracticeServer) -> None:
    server.add_form(form("a"))
    report = fetch(place, lambda xml, files: accept(xml.replace(b'id="a"', b'id="z"'), files))
    assert states(report) == {"a": "openrosa.bad_answer"} and rows(place) == {}


def test_a_form_of_our_own_is_not_taken_for_the_servers(place: Workplace, server: PracticeServer) -> None:
    """The store came with 'landing'; the server's form of the same id is new, whatever ours is.

    What somebody brought in from a file is not changed by a server until somebody has looked.
    """
    place.vault.put_form(replace(accept(form("landing"), {}), source="own", server=None), {})
    place.vault.put_form(replace(accept(form("brought"), {}), source="file", server=None), {})
    server.add_form(form("landing"))
    server.add_form(form("brought"))
    assert states(fetch(place)) == {"landing": "new", "brought": "offered"}


def test_trouble_of_the_store_is_not_a_forms_trouble(place: Workplace, server: PracticeServer) -> None:
    server.add_form(form("arrival"))

    def accepting(xml: bytes, files: Mapping[str, bytes]) -> FormFile:
        raise IntakeError("vault.disk_full")

    with pytest.raises(IntakeError, match=r"vault\.disk_full"):
        fetch(place, accepting)


OTHER = ServerRow(SERVER, "https://other.example")


@pytest.mark.parametrize("change", [lambda vault: vault.drop_server(SERVER), lambda vault: vault.put_server(OTHER)])
def test_of_a_server_that_becomes_another_nothing_more_is_kept(
    place: Workplace, server: PracticeServer, change: Callable[[Vault], None]
) -> None:
    """What the one before still gives would stand under the name of the new one, and its records would go there."""
    names = ("arrival", "transfer", "third")
    for name in names:
        server.add_form(form(name))

    def accepting(xml: bytes, files: Mapping[str, bytes]) -> FormFile:
        if b"transfer" in xml:
            change(place.vault)
        return accept(xml, files)

    report = fetch(place, accepting)
    assert states(report) == {"arrival": "new", "transfer": "openrosa.server_changed"}
    assert report.stopped is not None and report.stopped.code == "openrosa.server_changed"
    assert set(rows(place)) == {"arrival"}


def test_nor_is_an_offer_of_it_kept_or_taken_back(place: Workplace, server: PracticeServer) -> None:
    for version in ("1", "2"):
        server.add_form(form("arrival"), {"list.csv": version.encode()})
        fetch(place)
    (offer,) = place.vault.offers()
    asked: list[int] = []

    def changed() -> bool:
        asked.append(1)
        return len(asked) > 1

    for version in ("1", "3"):
        server.add_form(form("arrival"), {"list.csv": version.encode()})
        asked.clear()
        with place.client() as client:
            report = fetch_forms(place.on_vault, client, SERVER, accept, lambda _at: None, never, changed)
        assert states(report) == {"arrival": "openrosa.server_changed"}
        assert place.vault.offers() == (offer,)


@pytest.mark.parametrize("versions", [("9", "10"), ("10", "9"), ("2026-2-9b", "2026-2-10"), ("", "1"), ("1.2", "1.2a")])
def test_of_several_versions_in_one_list_the_newest_comes(place: Workplace, versions: tuple[str, str]) -> None:
    """And no other is offered in its place, however often the list is asked for."""
    newest = "10" if "10" in versions else versions[1]

    def answer(asked: Exchange) -> None:
        if "formList" in asked.path:
            urls = [f"{odd.origin}/{number}" for number in range(2)]
            made = [xform(url, "arrival", md5(form("arrival", one))) for url, one in zip(urls, versions, strict=True)]
            asked.answer(200, listed(*(one.replace(">3<", f">{v}<") for one, v in zip(made, versions, strict=True))))
        else:
            asked.answer(200, form("arrival", versions[int(asked.path[-1])]))

    with OddServer(answer) as odd:
        place.vault.put_server(ServerRow(SERVER, odd.url))
        reports = [[(one.version, one.state) for one in fetch(place).results] for _again in range(3)]
    assert reports == [[(newest, "new")], *[[(newest, "unchanged")]] * 2]
    assert place.vault.offers() == ()
