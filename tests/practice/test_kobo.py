"""KoboToolbox and Ona by their source: each test names the row of openrosa.md, part 1, that it stands for."""

from collections.abc import Iterator

import pytest
import requests
from requests import Session
from requests.auth import HTTPDigestAuth

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, ServerAddress
from intake_app.practice import PracticeServer
from tests.practice.test_practice import FORM, post, record

PEOPLE = {"anna": "geheim", "أنا": "كلمة"}


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(kind="kobo", people=PEOPLE, strict_forms=True) as running:
        running.add_form(FORM % b"1", {"a.png": b"png"})
        yield running


@pytest.fixture
def web() -> Iterator[Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.auth = HTTPDigestAuth("anna", "geheim")
        yield session


def test_2_2_a_challenge_and_basic(server: PracticeServer) -> None:
    """2.2: bad token: 401 with a Digest challenge; 2.4: Basic over whatever there is."""
    answer = requests.get(f"{server.url}/formList", timeout=5)
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Digest realm=")
    for auth, status in ((("anna", "geheim"), 200), (("anna", "falsch"), 401), (("bert", "geheim"), 401)):
        assert requests.get(f"{server.url}/anna/formList", auth=auth, timeout=5).status_code == status
    for password, status in (("geheim", 200), ("falsch", 401)):
        auth2 = HTTPDigestAuth("anna", password)
        assert requests.get(f"{server.url}/formList?formID=landing", auth=auth2, timeout=5).status_code == status


def test_2_2_new_and_again(server: PracticeServer, web: Session) -> None:
    """2.2: new 201; identical resend 202 unless there are new attachments; what it stored is told."""
    first = post(web, server, record())
    assert first.status_code == 201 and 'instanceID="uuid:1"' in first.text
    assert post(web, server, record()).status_code == 202
    assert post(web, server, record(), a_jpg=b"one").status_code == 201
    again = post(web, server, record(), a_jpg=b"one")
    assert again.status_code == 202 and "Duplicate Instance" in again.text
    (kept,) = server.received
    assert (kept.xml, kept.files) == (record(), {"a.jpg": b"one"})


def test_2_2_conflicts(server: PracticeServer, web: Session) -> None:
    """2.2: same id with other XML 409; same file name with other bytes 409; nothing is changed."""
    assert post(web, server, record(), a_jpg=b"one").status_code == 201
    other = post(web, server, record(answer="Anna"))
    assert other.status_code == 409 and "Submission with this instance ID already exists" in other.text
    file = post(web, server, record(), a_jpg=b"two")
    assert file.status_code == 409 and "Attachment with same name already exists" in file.text
    assert (server.received[0].xml, server.received[0].files) == (record(), {"a.jpg": b"one"})


def test_2_2_edits(server: PracticeServer, web: Session) -> None:
    """2.2: an edit of what is no longer current: 409 (Ona)."""
    meta = b"<deprecatedID>uuid:1</deprecatedID></meta>"
    assert post(web, server, record("uuid:1")).status_code == 201
    assert post(web, server, record("uuid:2").replace(b"</meta>", meta)).status_code == 201
    late = post(web, server, record("uuid:3").replace(b"</meta>", meta))
    assert late.status_code == 409 and "modified since it was last fetched" in late.text


def test_2_2_an_edit_without_the_permission(server: PracticeServer, web: Session) -> None:
    """2.2: edit: 403 for who may not change what is there (KoboToolbox), 401 for nobody; what is there stays."""
    first, edit = record(), record("uuid:2").replace(b"</meta>", b"<deprecatedID>uuid:1</deprecatedID></meta>")
    assert post(web, server, first).status_code == 201
    server.set_state("landing", "unassigned")
    assert post(web, server, edit).status_code == 403
    files = {"xml_submission_file": ("s.xml", edit, "text/xml")}
    assert requests.post(f"{server.url}/submission", files=files, timeout=5).status_code == 401
    assert [kept.xml for kept in server.received] == [first]
    server.set_state("landing", "open")
    assert post(web, server, edit).status_code == 201


def test_2_2_a_long_name(server: PracticeServer, web: Session) -> None:
    """2.2: a file name of more than 100 characters 400 (Ona), of 100 taken."""
    for length, status in ((101, 400), (100, 201)):
        name = "a" * (length - 4) + ".jpg"
        files = {"xml_submission_file": ("s.xml", record(photo=name), "text/xml"), name: (name, b"1")}
        assert web.post(f"{server.url}/submission", files=files).status_code == status
    assert [len(name) for kept in server.received for name in kept.files] == [100]


def test_2_2_refusals(server: PracticeServer, web: Session) -> None:
    """2.2: no instanceID 400; broken XML 400; unknown form 404; unknown version taken; not active 405; 423; 402."""
    assert post(web, server, record("")).status_code == 400
    assert post(web, server, record()[:-9]).status_code == 400
    assert post(web, server, record().replace(b"landing", b"other")).status_code == 404
    assert post(web, server, record(version="9")).status_code == 201
    server.then("locked", "quota")
    assert [post(web, server, record("uuid:2")).status_code for _ in range(3)] == [423, 402, 201]
    server.set_state("landing", "closed")
    closed = post(web, server, record())
    assert closed.status_code == 405 and "Form is not active" in closed.text


def test_2_2_the_size_of_a_post(server: PracticeServer, web: Session) -> None:
    """2.2: max size 10,000,000; HEAD tells it with the place to post to."""
    answer = web.head(f"{server.url}/submission")
    assert (answer.status_code, answer.headers["X-OpenRosa-Accept-Content-Length"]) == (204, "10000000")
    assert answer.headers["Location"] == f"{server.url}/submission"


@pytest.mark.parametrize(("user", "secret"), list(PEOPLE.items()))
def test_our_client_with_digest(server: PracticeServer, user: str, secret: str) -> None:
    """2.4: formList below the name of an account; 2.1: Digest of RFC 2617, with a nonce that grew old."""
    address = ServerAddress("kobo", f"{server.url}/anna", "digest", user, secret)
    with Client(address, "device", seconds=60) as client:
        (form,) = client.form_list()
        assert client.fetch_form(form).files == {"a.png": b"png"}
        server.renew_digest()
        assert [form.form_id for form in client.form_list()] == ["landing"]
    wrong = ServerAddress("kobo", server.url, "digest", user, "falsch")
    with Client(wrong, "d", seconds=60) as client, pytest.raises(IntakeError, match=r"openrosa\.credentials"):
        client.form_list()
