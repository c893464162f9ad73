"""What a server can say to a record, over a real line: its code, its words in two languages, what can be done."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app import i18n, messages
from intake_app.errors import IntakeError
from intake_app.openrosa import Client, ServerAddress, parse_address
from intake_app.practice import FormState, PracticeServer
from tests.openrosa.certificates import Authority
from tests.openrosa.odd_server import HEAD, OddServer
from tests.openrosa.samples import listed, parts, record, xform
from tests.practice.test_practice import FORM

PERSON = {"anna": "geheim"}
ENGLISH, ITALIAN = i18n.load("en"), i18n.load("it")


def sender(server: PracticeServer) -> Client:
    return Client(parse_address(server.url), "device", seconds=60)


@pytest.mark.parametrize(
    ("behaviour", "status", "kind", "code", "actions"),
    [
        ("busy", 503, "retry", "busy", ("retry",)),
        ("busy_until", 503, "retry", "busy", ("retry",)),
        ("gateway", 502, "retry", "busy", ("retry",)),
        ("error", 500, "retry", "server_error", ("retry",)),
        ("slow", 408, "retry", "too_slow", ("retry",)),
        ("too_many", 429, "retry", "too_many", ("retry",)),
        ("locked", 423, "retry", "locked", ("retry",)),
        ("cut", None, "retry", "cut", ("retry",)),
        ("cut_before_answer", None, "retry", "cut", ("retry",)),
        ("conflict", 409, "hold", "conflict", ("hold", "send_as_new", "export")),
        ("odd_conflict", 409, "hold", "unknown_conflict", ("hold", "export")),
        ("deleted", 409, "hold", "deleted", ("hold", "send_as_new", "export")),
        ("out_of_date", 409, "hold", "out_of_date", ("hold", "send_as_new", "export")),
        ("closed", 409, "hold", "form_closed", ("hold", "retry", "export")),
        ("inactive", 405, "hold", "not_active", ("hold", "retry", "export")),
        ("quota", 402, "hold", "quota", ("hold", "retry", "export")),
        ("not_assigned", 401, "hold", "not_assigned", ("hold", "retry", "export")),
        ("full", 413, "hold", "too_large", ("hold", "retry", "export")),
        ("created_page", 201, "retry", "portal", ("retry",)),
    ],
)
def test_an_answer_to_a_post(
    behaviour: str, status: int | None, kind: str, code: str, actions: tuple[str, ...]
) -> None:
    with PracticeServer() as server, sender(server) as client:
        server.then(behaviour)  # type: ignore[arg-type]
        outcome = client.submit(parts({"a.jpg": b"x" * 5_000}))
        assert (outcome.kind, outcome.code, outcome.status) == (kind, f"openrosa.{code}", status)
        assert outcome.actions == actions
        if behaviour in ("busy", "busy_until", "too_many"):
            assert outcome.retry_after is not None and 25 < outcome.retry_after <= 31
        server.mend()
        if kind == "retry":
            assert client.submit(parts({"a.jpg": b"x" * 5_000})).kind == "accepted"
            assert len(server.received) == 1
    for words in (messages.sentence, messages.advice):
        english, italian = words(outcome.code, {}, ENGLISH), words(outcome.code, {}, ITALIAN)
        assert english != italian and outcome.code not in english + italian


@pytest.mark.parametrize(
    ("behaviour", "kind", "code"),
    [
        ("login_page", "suspect", "portal"),
        ("redirect", "suspect", "portal"),
        ("revoked", "stop", "forbidden"),
    ],
)
def test_what_stands_before_the_server_gets_no_record(behaviour: str, kind: str, code: str) -> None:
    with PracticeServer() as server, sender(server) as client:
        server.behaviour = behaviour  # type: ignore[assignment]
        outcome = client.submit(parts())
        assert (outcome.kind, outcome.code, server.posts) == (kind, f"openrosa.{code}", 0)


def edit(instance_id: str, of: str) -> bytes:
    told = f"<deprecatedID>{of}</deprecatedID></meta>".encode()
    return record(instance_id).replace(b"</meta>", told)


def test_a_chain_of_edits_as_central_takes_it() -> None:
    """3.3: the edit and its retry 201, the original then out of date, an unknown one not found."""
    with PracticeServer() as server, sender(server) as client:
        assert client.submit(parts(instance_id="uuid:1")).kind == "accepted"
        changed = replace(parts(), xml=edit("uuid:2", "uuid:1"))
        assert [client.submit(changed).kind for _ in range(2)] == ["accepted"] * 2
        assert client.submit(parts(instance_id="uuid:1")).code == "openrosa.out_of_date"
        assert client.submit(replace(parts(), xml=edit("uuid:3", "uuid:1"))).code == "openrosa.out_of_date"
        assert client.submit(replace(parts(), xml=edit("uuid:4", "uuid:none"))).code == "openrosa.edit_unknown"
        server.delete("uuid:2")
        assert client.submit(changed).code == "openrosa.deleted"


def test_forms_that_central_does_not_know() -> None:
    with PracticeServer(strict_forms=True) as server, sender(server) as client:
        outcome = client.submit(parts())
        assert (outcome.kind, outcome.code) == ("hold", "openrosa.not_found")


@pytest.mark.parametrize("state", ["closed", "unassigned"])
def test_a_form_that_was_listed_and_is_not_given_out_says_nothing_of_the_key(state: FormState) -> None:
    """The list came with the same key a moment ago."""
    with PracticeServer() as server, sender(server) as client:
        server.add_form(FORM % b"1", {"a.png": b"x"})
        (form,) = client.form_list()
        server.set_state("landing", state)
        with pytest.raises(IntakeError, match=r"openrosa\.form_withheld") as caught:
            client.fetch_form(form)
    told = messages.explain(caught.value, ENGLISH)
    assert "key" not in told.advice and told != messages.explain(caught.value, ITALIAN)


def test_a_project_that_is_not_there_is_no_unknown_form() -> None:
    with PracticeServer() as server:
        address = parse_address(server.url.replace("projects/1", "projects/2"))
        with Client(address, "device", seconds=60) as client, pytest.raises(IntakeError, match=r"openrosa\.no_place"):
            client.form_list()


def test_a_file_that_is_not_there_is_named() -> None:
    with PracticeServer() as server, sender(server) as client:
        server.add_form(FORM % b"1", {"a.png": b"x"})
        (form,) = client.form_list()
        (file,) = client.files_of(form)
        gone = replace(file, download_url=file.download_url + "x")
        with pytest.raises(IntakeError, match=r"openrosa\.file_gone") as caught:
            client.fetch_form(form, (gone,))
    assert "the file a.png that" in messages.explain(caught.value, ENGLISH).sentence


def test_kobo_takes_a_record_twice_and_keeps_the_first_file() -> None:
    """2.2: 202 for a resend, 409 for other XML and for other bytes under the same name."""
    with PracticeServer(kind="kobo", people=PERSON) as server:
        address = ServerAddress("kobo", server.url, "digest", "anna", "geheim")
        with Client(address, "device", seconds=60) as client:
            ends = [client.submit(parts({"a.jpg": b"one"})) for _ in range(2)]
            assert [(end.kind, end.status) for end in ends] == [("accepted", 201), ("accepted", 202)]
            assert client.submit(parts({"a.jpg": b"two"})).code == "openrosa.attachment_conflict"
            other = replace(parts({"a.jpg": b"one"}), xml=record("uuid:0001", ("a.jpg",), "Anna"))
            assert client.submit(other).code == "openrosa.conflict"
            server.then("locked", "quota", "inactive")
            ends = [client.submit(parts(instance_id="uuid:2")) for _ in range(4)]
            assert [end.status for end in ends] == [423, 402, 405, 201]


def test_a_web_user_of_central_comes_over_tls_with_the_first_request(tmp_path: Path) -> None:
    """3.2: Basic over https must be sent up front, there is no challenge; a wrong password 401."""
    authority = Authority.make(tmp_path)
    with PracticeServer(people=PERSON, tls=authority.server()) as server:
        address = ServerAddress("central", server.web_url, "basic", "anna", "geheim", authority.trust())
        with Client(address, "device", seconds=60) as client:
            assert client.submit(parts({"a.jpg": b"x" * 300_000})).kind == "accepted"
            assert [each.method for each in server.traffic] == ["HEAD", "POST"]
        with Client(replace(address, secret="falsch"), "device", seconds=60) as client:
            assert client.submit(parts(instance_id="uuid:2")).code == "openrosa.credentials"
        assert len(server.received) == 1


def test_a_proof_that_grew_stale_on_the_way_is_made_anew() -> None:
    """2.2: 401 with a challenge; the record goes again with an answer to it."""
    with PracticeServer(kind="kobo", people=PERSON) as server:
        address = ServerAddress("kobo", server.url, "digest", "anna", "geheim")
        with Client(address, "device", seconds=60) as client:
            assert client.submit(parts({"a.jpg": b"x" * 200_000})).kind == "accepted"
            server.renew_digest()
            assert client.submit(parts({"b.jpg": b"y" * 200_000}, "uuid:2")).kind == "accepted"
        assert [each.method for each in server.traffic] == ["HEAD", "HEAD", "POST", "POST", "POST"]
        assert [kept.files for kept in server.received] == [{"a.jpg": b"x" * 200_000}, {"b.jpg": b"y" * 200_000}]


def test_a_form_list_that_a_proxy_packed() -> None:
    """3.3: behind nginx the form list comes gzipped when asked."""
    head = HEAD + b"Content-Encoding: gzip\r\n"
    told = gzip.compress(listed(xform("https://127.0.0.1/f")))
    with OddServer(lambda x: x.answer(200, told, head)) as server:
        with Client(parse_address(server.url), "device", seconds=60) as client:
            assert [form.form_id for form in client.form_list()] == ["landing"]
        assert server.seen[0].headers["accept-encoding"] == "gzip"
