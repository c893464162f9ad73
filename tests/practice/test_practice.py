"""The practice server answers as ODK Central was measured to answer.

Each test names the row of openrosa.md that it stands for, of part 2 unless it says part 1, or that there is none.
"""

import logging
import re
import time
from collections.abc import Iterator

import pytest
import requests
from requests import Response, Session

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, parse_address
from intake_app.practice import PracticeServer, serving

OPENROSA = {"X-OpenRosa-Version": "1.0"}
FORM = (
    b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Landing'
    b'</h:title><model><instance><data id="landing" version="%s"><q/></data></instance></model></h:head></h:html>'
)


def record(instance_id: str = "uuid:1", answer: str = "Nadia", photo: str = "a.jpg", version: str = "1") -> bytes:
    meta = f"<meta><instanceID>{instance_id}</instanceID></meta>" if instance_id else ""
    return f'<data id="landing" version="{version}"><q>{answer}</q><p>{photo}</p>{meta}</data>'.encode()


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as running:
        yield running


@pytest.fixture
def web() -> Iterator[Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.headers.update(OPENROSA)
        yield session


def post(web: Session, server: PracticeServer, xml: bytes, **files: bytes) -> Response:
    given = {name.replace("_", "."): (name.replace("_", "."), content) for name, content in files.items()}
    return web.post(f"{server.url}/submission", files={"xml_submission_file": ("s.xml", xml, "text/xml"), **given})


def test_forms_are_listed_and_fetched(server: PracticeServer) -> None:
    """3.1: formList 200 with `version`; a manifest only of a form with files; part 1, 2.1: the whole set comes."""
    assert server.add_form(FORM % b"1", {"cities.csv": b"name,label\n", "صورة 1.png": b"png"}) == "landing"
    with Client(parse_address(server.url), "d") as client:
        (form,) = client.form_list()
        assert (form.form_id, form.name, form.version) == ("landing", "Landing", "1")
        assert client.fetch_form(form).files == {"cities.csv": b"name,label\n", "صورة 1.png": b"png"}
        server.add_form(FORM % b"2")
        (newer,) = client.form_list()
        assert (newer.version, newer.manifest_url) == ("2", None)
        assert client.fetch_form(newer).xml == FORM % b"2"


def test_what_is_no_form_is_not_offered(server: PracticeServer) -> None:
    """No row: what somebody offers by mistake is refused here, not listed."""
    for xml in (b"", b"<a/>", b"not xml", FORM.replace(b'id="landing"', b"") % b"1"):
        with pytest.raises(IntakeError, match=r"practice\.not_a_form"):
            server.add_form(xml)


@pytest.mark.parametrize(("key", "status"), [("x" * 64, 403), ("x" * 63, 401), ("%C3%B6" * 64, 401), ("x" * 65, 401)])
def test_a_key_that_is_not_ours(server: PracticeServer, web: Session, key: str, status: int) -> None:
    """3.2: well-formed but unknown 403, malformed 401; 3: neither carries the headers of the protocol."""
    base = re.sub("/key/[^/]+/", lambda _: f"/key/{key}/", server.url)
    for answer in (web.get(f"{base}/formList"), web.head(f"{base}/submission"), web.post(f"{base}/submission")):
        assert answer.status_code == status and "X-OpenRosa-Version" not in answer.headers


def test_the_header_of_the_protocol_is_asked_for(server: PracticeServer, web: Session) -> None:
    """3.1: without X-OpenRosa-Version 400 for formList and HEAD; 3.3: for POST."""
    web.headers.pop("X-OpenRosa-Version")
    assert web.get(f"{server.url}/formList").status_code == 400
    assert web.head(f"{server.url}/submission").status_code == 400
    assert post(web, server, record()).status_code == 400
    assert server.received == []


def test_head_tells_the_size(server: PracticeServer, web: Session) -> None:
    """3.1: HEAD /submission 204 with the size, no Location."""
    answer = web.head(f"{server.url}/submission")
    assert (answer.status_code, answer.headers["X-OpenRosa-Accept-Content-Length"]) == (204, "100000000")
    assert "Location" not in answer.headers


def test_a_record_and_its_retries(server: PracticeServer, web: Session) -> None:
    """3.3: new 201; again with or without files 201; other bytes of a file replace it; other XML 409."""
    first = post(web, server, record())
    assert first.status_code == 201 and b"full submission upload was successful!" in first.content
    assert first.headers["X-OpenRosa-Version"] == "1.0" and first.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert post(web, server, record(), a_jpg=b"one").status_code == 201
    assert post(web, server, record(), a_jpg=b"two").status_code == 201
    (kept,) = server.received
    assert (kept.instance_id, kept.form_id, kept.version) == ("uuid:1", "landing", "1")
    assert (kept.xml, kept.files) == (record(), {"a.jpg": b"two"})
    other = post(web, server, record() + b"\n")
    assert other.status_code == 409 and b"already exists with this ID, but with different XML" in other.content
    assert len(server.received) == 1 and server.posts == 4


def test_files_that_are_silently_dropped(server: PracticeServer, web: Session) -> None:
    """3.3: a file that the record does not name, a part whose name is not the file name: 201, dropped."""
    assert post(web, server, record(), b_jpg=b"not named").status_code == 201
    wrong = {"xml_submission_file": ("s.xml", record("uuid:2")), "whatever": ("a.jpg", b"named, but not by its part")}
    assert web.post(f"{server.url}/submission", files=wrong).status_code == 201
    assert [kept.files for kept in server.received] == [{}, {}]


def test_records_that_central_should_not_take(server: PracticeServer, web: Session) -> None:
    """3.3: no instanceID, malformed XML: 201, each time under a made-up id."""
    for _ in range(2):
        assert post(web, server, record("")).status_code == 201
        assert post(web, server, record()[:-9]).status_code == 201
    assert len({kept.instance_id for kept in server.received}) == 4


def test_posts_without_a_record(server: PracticeServer, web: Session) -> None:
    """3.3: not multipart, no xml_submission_file, as a plain field: 400."""
    url = f"{server.url}/submission"
    for answer in (
        web.post(url, data=record(), headers={"Content-Type": "text/xml"}),
        web.post(url, files={"a.jpg": b"x"}),
        web.post(url, data={"xml_submission_file": record()}),
    ):
        assert answer.status_code == 400 and b"xml_submission_file missing" in answer.content
    assert server.received == []


def test_forms_that_it_does_not_know(web: Session) -> None:
    """3.3: unknown form 404, unknown version 404 with its words."""
    with PracticeServer(strict_forms=True) as server:
        assert post(web, server, record()).status_code == 404
        server.add_form(FORM % b"1")
        assert post(web, server, record()).status_code == 201
        unknown = post(web, server, record("uuid:2", version="9"))
        assert unknown.status_code == 404 and b"form version" in unknown.content


def test_a_post_that_is_too_large(web: Session) -> None:
    """3.3: more than nginx takes: 413, nothing stored."""
    with PracticeServer(largest=20_000) as server:
        assert post(web, server, record(), a_jpg=b"x" * 30_000).status_code == 413
        assert server.received == []


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [
        *(("busy", 503), ("error", 500), ("conflict", 409), ("closed", 409), ("revoked", 403), ("full", 413)),
        *(("not_assigned", 401), ("login_page", 200), ("redirect", 302), ("created_page", 201)),
    ],
)
def test_a_behaviour_for_one_post(server: PracticeServer, web: Session, behaviour: str, status: int) -> None:
    """Part 1, 2.1 and 2.2: each answer that the policy of a queue tells apart, for one post."""
    server.then(behaviour)  # type: ignore[arg-type]
    url = f"{server.url}/submission"
    files = {"xml_submission_file": ("s.xml", record())}
    assert web.post(url, files=files, allow_redirects=False).status_code == status
    assert server.received == []
    assert web.post(url, files=files).status_code == 201


@pytest.mark.parametrize(("behaviour", "kept"), [("cut", 0), ("cut_before_answer", 1)])
def test_a_line_that_breaks(server: PracticeServer, web: Session, behaviour: str, kept: int) -> None:
    """3.3: the same XML again is 201 and doubles nothing, whether or not it was stored before the line broke."""
    server.then(behaviour)  # type: ignore[arg-type]
    with pytest.raises(requests.ConnectionError):
        post(web, server, record(), a_jpg=b"x" * 2_000_000)
    assert len(server.received) == kept
    assert post(web, server, record(), a_jpg=b"x" * 2_000_000).status_code == 201
    assert len(server.received) == 1


def test_a_behaviour_that_lasts(server: PracticeServer, web: Session) -> None:
    """Part 1, 2.1: a captive portal answers whatever is asked; 3.2: a revoked key 403."""
    server.behaviour = "login_page"
    assert b"<form>" in web.get(f"{server.url}/formList").content
    server.behaviour = "revoked"
    assert web.get(f"{server.url}/formList").status_code == 403
    server.behaviour = None
    assert web.get(f"{server.url}/formList").status_code == 200


def test_the_page_lists_what_arrived_and_no_answers(server: PracticeServer, web: Session) -> None:
    """No row: the page for people."""
    post(web, server, record("uuid:&lt;1&gt;", "Kanarienvogel"), a_jpg=b"12345")
    server.behaviour = "login_page"
    page = web.get(server.page_url).text
    assert "Records: 1" in page and "a.jpg (5 bytes)" in page
    assert "Kanarienvogel" not in page and "<1>" not in page and server.url not in page


def test_the_page_tells_form_time_and_parts_of_what_arrived_and_ids_behind_that(
    server: PracticeServer, web: Session
) -> None:
    first, second = "uuid:0b6f7c1e-0000-4000-8000-000000000001", "uuid:9d2a4411-0000-4000-8000-000000000002"
    server.add_form(FORM % b"1", {})
    post(web, server, record(first), a_jpg=b"bytes")
    before = f"</instanceID><deprecatedID>{first}</deprecatedID>".encode()
    post(web, server, record(second).replace(b"</instanceID>", before))
    rows = web.get(server.page_url).text.split("<tr>")[2:]
    assert len(rows) == 2
    for row, instance in zip(rows, (first, second), strict=True):
        cells = [re.sub("<[^>]*>", " ", cell).strip() for cell in row.split("<td>")[1:]]
        assert cells[0].startswith("Landing") and re.fullmatch(r"\d\d \w{3} \d{4}, \d\d:\d\d:\d\d UTC", cells[1])
        assert cells[2].startswith("Answers (") and cells[3] == instance[5:13]
        assert f'title="{instance}"' in row
    assert "a.jpg (5 bytes)" in rows[0] and "corrects 0b6f7c1e" in rows[1]


def test_it_stops_at_once_and_lets_go_of_its_port(
    web: Session, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row: it starts, stops and keeps its key out of what is logged. No line that is still open is waited for."""
    monkeypatch.setattr(serving, "_PATIENCE", 600.0)
    caplog.set_level(logging.INFO)
    server = PracticeServer()
    server.start()
    assert post(web, server, record()).status_code == 201
    port = int(server.page_url.split(":")[2].strip("/"))
    with pytest.raises(IntakeError, match=r"practice\.port_taken"):
        PracticeServer(port=port)
    start = time.monotonic()
    server.stop()
    assert time.monotonic() - start < 60
    with PracticeServer(port=port, key="k" * 64) as again:
        assert again.url == f"http://127.0.0.1:{port}/v1/key/{'k' * 64}/projects/1"
    assert "/v1/key/" not in caplog.text
