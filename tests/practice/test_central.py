"""ODK Central as measured: each test names the row of openrosa.md, part 2, that it stands for."""

import base64
import hashlib
import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from requests import Response, Session

from intake_app.practice import PracticeServer
from tests.openrosa.certificates import Authority
from tests.practice.test_practice import FORM, OPENROSA, post, record

LISTS = {"people.csv": b"name,label,__version\nid-1,Anna,1\nid-2,Nadia,1\n", "map.png": b"png"}


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(strict_forms=True) as running:
        running.add_form(FORM % b"1")
        yield running


@pytest.fixture
def web() -> Iterator[Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.headers.update(OPENROSA)
        yield session


def edit(instance_id: str, deprecated: str, answer: str = "Nadia", photo: str = "a.jpg") -> bytes:
    meta = f"<meta><instanceID>{instance_id}</instanceID><deprecatedID>{deprecated}</deprecatedID></meta>"
    return f'<data id="landing" version="1"><q>{answer}</q><p>{photo}</p>{meta}</data>'.encode()


def message(answer: Response) -> str:
    found = re.search(r"<message[^>]*>([^<]*)</message>", answer.text)
    return found.group(1) if found else ""


def test_3_every_answer_has_the_headers(server: PracticeServer, web: Session) -> None:
    """3: X-OpenRosa-Version, Accept-Content-Length 100000000, Content-Language, Date, text/xml; also of an error."""
    server.then(None, "conflict")
    ways = [web.get(f"{server.url}/formList"), post(web, server, record()), post(web, server, record())]
    assert [answer.status_code for answer in ways] == [200, 201, 409]
    for answer in ways:
        told = answer.headers
        assert (told["X-OpenRosa-Version"], told["X-OpenRosa-Accept-Content-Length"]) == ("1.0", "100000000")
        assert (told["Content-Language"], told["Content-Type"]) == ("en", "text/xml; charset=utf-8")
        assert told["Date"].endswith(" GMT")
    assert ways[1].text.startswith("\n    <OpenRosaResponse") and 'items="0"' in ways[1].text
    assert '<message nature="">' in ways[1].text and '<message nature="error">' in ways[2].text


def test_3_1_form_list_and_its_tag(server: PracticeServer, web: Session) -> None:
    """3.1: 200 with ETag, 304 by If-None-Match, HEAD too; at the root 404 JSON."""
    answer = web.get(f"{server.url}/formList")
    again = web.get(f"{server.url}/formList", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert web.head(f"{server.url}/formList").status_code == 200
    root = web.get(f"{server.page_url}formList")
    assert (root.status_code, root.headers["Content-Type"]) == (404, "application/json")


def test_3_1_a_form_that_is_asked_for(server: PracticeServer, web: Session) -> None:
    """3.1: formID filters; an unknown one gives an empty list; verbose and listAllVersions count for nothing."""
    server.add_form(FORM.replace(b"landing", b"other") % b"1")
    assert web.get(f"{server.url}/formList?formID=other").text.count("<xform>") == 1
    assert web.get(f"{server.url}/formList?formID=none").text.count("<xform>") == 0
    assert web.get(f"{server.url}/formList?verbose=1&listAllVersions=1").text.count("<xform>") == 2


def test_3_1_closing_and_closed(server: PracticeServer, web: Session) -> None:
    """3.1 and 3.3: not listed; XML 200 while closing, 403 JSON while closed; records 201, then 409."""
    for state, xml, sent in (("closing", 200, 201), ("closed", 403, 409), ("open", 200, 201)):
        server.set_state("landing", state)  # type: ignore[arg-type]
        assert ("landing" in web.get(f"{server.url}/formList").text) == (state == "open")
        assert web.get(f"{server.url}/forms/landing.xml").status_code == xml
        answer = post(web, server, record(f"uuid:{state}"))
        assert answer.status_code == sent
        assert ("not currently accepting submissions" in message(answer)) == (sent == 409)


def test_3_1_the_hash_of_a_form(server: PracticeServer, web: Session) -> None:
    """3.1: `md5:` of the form XML as served, also for an encrypted form."""
    sealed = FORM.replace(b"landing", b"sealed").replace(b"</model>", b"<submission base64RsaPublicKey='AA'/></model>")
    server.add_form(sealed % b"1[encrypted:AaH/nRLr]")
    listed = web.get(f"{server.url}/formList").text
    for form_id in ("landing", "sealed"):
        served = web.get(f"{server.url}/forms/{form_id}.xml").content
        told = hashlib.md5(served, usedforsecurity=False).hexdigest()
        assert f"<hash>md5:{told}</hash>" in listed.split(f"<formID>{form_id}<")[1].split("</xform>")[0]


def test_3_1_a_manifest_that_is_empty(server: PracticeServer, web: Session) -> None:
    """3.1: only a form with attachments has a manifest; empty when nobody uploaded them; 400 without the header."""
    assert "manifestUrl" not in web.get(f"{server.url}/formList").text
    server.add_form((FORM % b"2").replace(b"</model>", b"<v>jr://images/map.png</v></model>"))
    assert f"<manifestUrl>{server.url}/forms/landing/manifest</manifestUrl>" in web.get(f"{server.url}/formList").text
    answer = web.get(f"{server.url}/forms/landing/manifest")
    assert (answer.status_code, answer.text.count("<mediaFile")) == (200, 0) and "</manifest>" in answer.text
    web.headers.pop("X-OpenRosa-Version")
    assert web.get(f"{server.url}/forms/landing/manifest").status_code == 400


def test_3_1_a_version_is_escaped(server: PracticeServer, web: Session) -> None:
    """3.1: `1[encrypted:AaH&#x2F;nRLr]`, to be read as XML."""
    server.add_form(FORM % b"1[encrypted:AaH/nRLr]")
    assert "<version>1[encrypted:AaH&#x2F;nRLr]</version>" in web.get(f"{server.url}/formList").text


def test_3_1_manifest_and_media(server: PracticeServer, web: Session) -> None:
    """3.1: md5 of a file, an opaque mark of an entity list that equals its ETag, integrityUrl, 304, 404 JSON."""
    server.add_form(FORM % b"2", LISTS, {"people.csv"})
    told = web.get(f"{server.url}/forms/landing/manifest").text
    assert told.count('<mediaFile type="entityList">') == 1
    hashes = re.findall(r"<hash>md5:(\w+)</hash>", told)
    urls = re.findall(r"<downloadUrl>([^<]*)</downloadUrl>", told)
    web.headers.pop("X-OpenRosa-Version")
    for url, mark, content, entities in zip(urls, hashes, LISTS.values(), (True, False), strict=True):
        answer = web.get(url)
        assert (answer.content, answer.headers["ETag"]) == (content, f'"{mark}"')
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert (hashlib.md5(content).hexdigest() == mark) == (not entities)
        assert web.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    gone = web.get(f"{server.url}/forms/landing/attachments/none.png")
    assert (gone.status_code, gone.headers["Content-Type"]) == (404, "application/json")


def test_3_1_integrity(server: PracticeServer, web: Session) -> None:
    """3.1: 200 with the entities that are known; others are left out."""
    server.add_form(FORM % b"2", LISTS, {"people.csv"})
    (url,) = re.findall(r"<integrityUrl>([^<]*)</integrityUrl>", web.get(f"{server.url}/forms/landing/manifest").text)
    assert re.findall(r'id="([^"]*)"', web.get(url).text) == ["id-1", "id-2"]
    assert re.findall(r'id="([^"]*)"', web.get(url + "?id=id-2,id-9").text) == ["id-2"]
    web.headers.pop("X-OpenRosa-Version")
    assert web.get(url).status_code == 400


def test_3_2_a_project_that_is_not_there(server: PracticeServer, web: Session) -> None:
    """3.2: key on a project that does not exist: 404."""
    assert web.get(server.url.replace("/projects/1", "/projects/2") + "/formList").status_code == 404


def test_3_2_no_challenge_ever(server: PracticeServer, web: Session) -> None:
    """3.2: no credentials, Digest: 401 without WWW-Authenticate; Basic over http: only available over HTTPS."""
    for header in ("", 'Digest username="anna", nonce="1"', "Bearer x"):
        answer = web.get(f"{server.web_url}/formList", headers={"Authorization": header} if header else {})
        assert answer.status_code == 401 and "WWW-Authenticate" not in answer.headers
    told = "Basic " + base64.b64encode(b"anna:geheim").decode()
    answer = web.get(f"{server.web_url}/formList", headers={"Authorization": told})
    assert answer.status_code == 401 and "only available over HTTPS" in message(answer)


def test_3_2_basic_over_tls(web: Session, tmp_path: Path) -> None:
    """3.2: Basic over https: 200 and 201; a wrong password 401; no credentials 401, without a challenge there too."""
    authority = Authority.make(tmp_path)
    with PracticeServer(people={"anna": "geheim"}, tls=authority.server()) as server:
        web.verify = str(authority.file)
        web.auth = ("anna", "geheim")
        assert web.get(f"{server.web_url}/formList").status_code == 200
        files = {"xml_submission_file": ("s.xml", record())}
        assert web.post(f"{server.web_url}/submission", files=files).status_code == 201
        for wrong in (("anna", "falsch"), ("bert", "geheim"), ("bert", ""), None):
            web.auth = wrong
            answer = web.get(f"{server.web_url}/formList")
            assert answer.status_code == 401 and "WWW-Authenticate" not in answer.headers


def test_3_2_a_form_that_is_not_assigned(server: PracticeServer, web: Session) -> None:
    """3.2: POST 401, GET of its XML 403 JSON, HEAD 204 all the same."""
    server.set_state("landing", "unassigned")
    assert post(web, server, record()).status_code == 401
    answer = web.get(f"{server.url}/forms/landing.xml")
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/json")
    assert web.head(f"{server.url}/submission").status_code == 204


def test_3_3_a_chain_of_edits(server: PracticeServer, web: Session) -> None:
    """3.3: edit 201 with its files carried over; again 201; the original then 409; of an old one 409; unknown 404."""
    assert post(web, server, record("uuid:1"), a_jpg=b"one").status_code == 201
    assert post(web, server, edit("uuid:2", "uuid:1", "Anna")).status_code == 201
    assert post(web, server, edit("uuid:2", "uuid:1", "Anna")).status_code == 201
    original = post(web, server, record("uuid:1"))
    assert original.status_code == 409 and "out of date" in message(original) and "(undefined)" in message(original)
    late = post(web, server, edit("uuid:3", "uuid:1"))
    assert late.status_code == 409 and "out of date" in message(late)
    unknown = post(web, server, edit("uuid:4", "uuid:none"))
    assert unknown.status_code == 404 and "we can&#x27;t find that submission" in message(unknown)
    first, second = server.received
    assert (first.replaced, second.replaced, second.root) == (True, False, "uuid:1")
    assert (second.xml, second.files) == (edit("uuid:2", "uuid:1", "Anna"), {"a.jpg": b"one"})
    assert post(web, server, edit("uuid:5", "uuid:2", "Bea", "b.jpg"), b_jpg=b"two").status_code == 201
    assert (server.received[-1].root, server.received[-1].files) == ("uuid:1", {"b.jpg": b"two"})


def test_3_3_versions(server: PracticeServer, web: Session) -> None:
    """3.3: an older, published version 201; an unknown one 404; an unknown form 404."""
    server.add_form(FORM % b"2")
    assert post(web, server, record("uuid:1", version="1")).status_code == 201
    unknown = post(web, server, record("uuid:2", version="9"))
    assert unknown.status_code == 404 and "form version" in message(unknown) and "does not exist" in message(unknown)
    other = post(web, server, record("uuid:3").replace(b"landing", b"other"))
    assert other.status_code == 404 and "Could not find the resource" in message(other)


def test_3_3_a_record_that_was_deleted(server: PracticeServer, web: Session) -> None:
    """3.3: 409 'has been deleted. You may not resubmit it'."""
    assert post(web, server, record()).status_code == 201
    server.delete("uuid:1")
    answer = post(web, server, record())
    assert answer.status_code == 409 and "has been deleted. You may not resubmit it" in message(answer)
    assert server.received == []


def test_3_3_an_envelope_without_an_id(server: PracticeServer, web: Session) -> None:
    """3.3: an encrypted manifest without instanceID is refused."""
    manifest = b'<data id="landing" version="1" encrypted="yes"/>'
    assert post(web, server, manifest).status_code == 400
    assert post(web, server, manifest.replace(b"/>", b"><x/></data>")).status_code == 400


def raw(server: PracticeServer, body: bytes, *headers: tuple[str, str]) -> tuple[int, bytes]:
    host, path = re.fullmatch(r"http://([^/]+)(/.*)", server.url).groups()  # type: ignore[union-attr]
    line = http.client.HTTPConnection(host)
    told = {**OPENROSA, "Content-Type": "multipart/form-data; boundary=b", **dict(headers)}
    line.request("POST", f"{path}/submission", body, told)
    answer = line.getresponse()
    content = answer.read()
    line.close()
    return answer.status, content


PART = b'--b\r\nContent-Disposition: form-data; %s; filename="s.xml"\r\nContent-Type: text/xml\r\n\r\n%s\r\n'
NAME = b'name="xml_submission_file"'


def test_3_3_names_as_they_are(server: PracticeServer) -> None:
    """3.3: non-ASCII names, raw UTF-8 in `name=`: 201, stored properly."""
    told = 'name="صورة.jpg"; filename="صورة.jpg"'.encode()
    body = PART % (NAME, record(photo="صورة.jpg"))
    body += b"--b\r\nContent-Disposition: form-data; %s\r\n\r\nphoto\r\n--b--\r\n" % told
    assert raw(server, body)[0] == 201
    assert server.received[0].files == {"صورة.jpg": b"photo"}


def test_3_3_names_as_rfc_5987(server: PracticeServer) -> None:
    """3.3: `name*=utf-8''...` only: 500 JSON, nothing stored."""
    odd = PART % (NAME, record()) + PART % (b"name*=utf-8''a.jpg", b"x") + b"--b--\r\n"
    status, body = raw(server, odd)
    assert status == 500 and json.loads(body)["message"] == "Internal Server Error"
    assert server.received == []


def test_3_3_a_body_that_is_cut_off(server: PracticeServer) -> None:
    """3.3: 400 JSON 400.39 'Unexpected end of form'."""
    status, body = raw(server, (PART % (NAME, record()))[:-20])
    assert status == 400 and json.loads(body) == {
        "message": "Malformed",
        "code": 400.39,
        "details": "Unexpected end of form",
    }
    assert server.received == []


def test_3_3_chunks_and_expectations(server: PracticeServer, web: Session) -> None:
    """3.3: chunked transfer encoding 201; Expect: 100-continue is honoured."""
    whole = PART % (NAME, record()) + b"--b--\r\n"
    told = {"Content-Type": "multipart/form-data; boundary=b"}
    pieces = (whole[start : start + 50] for start in range(0, len(whole), 50))
    assert web.post(f"{server.url}/submission", data=pieces, headers=told).status_code == 201
    assert raw(server, whole, ("Expect", "100-continue"))[0] == 201


def test_3_3_more_than_the_proxy_takes(web: Session) -> None:
    """3.3: 413 from nginx in HTML without OpenRosa headers; what is a little over what the header says is taken."""
    with PracticeServer(largest=20_000) as server:
        assert post(web, server, record(), a_jpg=b"x" * 20_100).status_code == 201
        answer = post(web, server, record(), a_jpg=b"x" * 21_000)
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, "text/html")
        assert "X-OpenRosa-Version" not in answer.headers and "<title>413" in answer.text


def test_5_another_envelope(server: PracticeServer, web: Session) -> None:
    """5: encrypting again under the same instanceID gives 409; the same manifest again 201, with what was missing."""
    manifest = (
        '<data xmlns="http://opendatakit.org/submissions" xmlns:o="http://openrosa.org/xforms" id="landing" '
        'version="1" encrypted="yes"><base64EncryptedKey>%s</base64EncryptedKey><o:meta>'
        "<o:instanceID>uuid:1</o:instanceID></o:meta><media><file>a.jpg.enc</file></media><encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
    )
    first, second = (manifest % key for key in ("AAAA", "BBBB"))
    files = {name: (name, b"sealed") for name in ("a.jpg.enc", "submission.xml.enc")}
    for sent, given, status in ((first, ["a.jpg.enc"], 201), (second, list(files), 409), (first, list(files)[1:], 201)):
        parts = {"xml_submission_file": ("s.xml", sent.encode()), **{name: files[name] for name in given}}
        assert web.post(f"{server.url}/submission", files=parts).status_code == status
    assert [(kept.instance_id, kept.xml, set(kept.files)) for kept in server.received] == [
        ("uuid:1", first.encode(), set(files))
    ]


def test_5_a_plain_record_of_an_encrypted_form(server: PracticeServer, web: Session) -> None:
    """5: 201, and nobody is told."""
    key = b"<submission base64RsaPublicKey='AA'/></model>"
    server.add_form((FORM % b"1[encrypted:AaH/nRLr]").replace(b"</model>", key))
    assert post(web, server, record(version="1[encrypted:AaH/nRLr]")).status_code == 201


def test_2_3_records_are_read_by_people_and_not_by_app_users(web: Session, tmp_path: Path) -> None:
    """2.3: app users cannot read submissions at all; a web user reads the newest version by the id of the first."""
    authority = Authority.make(tmp_path)
    with PracticeServer(people={"anna": "geheim"}, tls=authority.server()) as server:
        web.verify = str(authority.file)
        for xml in (edit("uuid:1", ""), edit("uuid:2", "uuid:1", "Anna")):
            assert (
                web.post(f"{server.url}/submission", files={"xml_submission_file": ("s.xml", xml)}).status_code == 201
            )
        assert web.get(f"{server.url}/forms/landing/submissions/uuid:1.xml").status_code == 403
        web.auth = ("anna", "geheim")
        assert b"Anna" in web.get(f"{server.web_url}/forms/landing/submissions/uuid:1.xml").content
        for missing in ("landing/submissions/uuid:2", "other/submissions/uuid:1"):
            assert web.get(f"{server.web_url}/forms/{missing}.xml").status_code == 404
