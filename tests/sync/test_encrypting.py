"""Records of a form with a key go out encrypted, the same bytes at each try, and only what is missing."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from intake_app.practice import PracticeServer
from intake_app.sync.ahead import _encrypts
from intake_app.vault import FormFile
from tests.openrosa.opening_envelopes import open_envelope
from tests.sync.errands import edited
from tests.sync.workplace import FORM, Workplace

FILES = {"1.jpg": b"first" * 1200, "2.jpg": bytes(16), "3.jpg": b""}


@pytest.fixture(scope="module")
def owner() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _with_key(place: Workplace, owner: rsa.RSAPrivateKey) -> None:
    public = base64.b64encode(owner.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    xml = (FORM % b"2").replace(b"</model>", f'<submission base64RsaPublicKey="{public}"/></model>'.encode())
    place.form_key = place.vault.put_form(FormFile("landing", "2", "Landing", xml), {})


def test_an_encrypted_record_arrives_whole(place: Workplace, server: PracticeServer, owner: rsa.RSAPrivateKey) -> None:
    _with_key(place, owner)
    name = place.record("a", FILES)
    assert place.round().sent == 1
    (arrived,) = server.received
    found = open_envelope(arrived.xml, arrived.files, owner)
    assert (found.xml, found.files) == (place.made[name][0], FILES)
    assert place.vault._opening.database.all("SELECT * FROM envelope") == []
    (receipt,) = place.vault.receipts(name)
    assert receipt.status == 201 and place.vault.check() == ()


def test_a_retry_is_the_same_bytes_and_begins_with_what_is_missing(
    place: Workplace, server: PracticeServer, owner: rsa.RSAPrivateKey
) -> None:
    _with_key(place, owner)
    files = {f"{number}.jpg": bytes([number]) * 9_000 for number in range(4)}
    name = place.record("a", files)
    server.then(None, "cut")
    assert [result.outcome.kind for result in place.round().results] == ["retry"]
    before = {part: content for one in server.received for part, content in one.files.items()}
    manifest = server.received[0].xml
    due = place.vault.next_due("practice", None)
    assert due is not None and due.confirmed == set(before) and 0 < len(before) < 5
    posts = server.posts
    place.reopen()
    assert place.round().sent == 1
    (arrived,) = server.received
    assert arrived.xml == manifest
    assert server.posts - posts < 5
    found = open_envelope(arrived.xml, arrived.files, owner)
    assert (found.xml, found.files) == (place.made[name][0], files)


def test_a_plain_record_resumes_too(place: Workplace, server: PracticeServer) -> None:
    files = {f"{number}.jpg": bytes([number]) * 9_000 for number in range(4)}
    name = place.record("a", files)
    server.then(None, "cut")
    assert place.round().sent == 0
    due = place.vault.next_due("practice", None)
    assert due is not None and due.confirmed == set(server.received[0].files)
    assert place.round().sent == 1
    assert server.received[0].files == files
    assert place.vault.record(name).state == "sent"


def test_an_edit_of_one_that_was_sent_is_held_and_nothing_of_it_goes_out(
    place: Workplace, server: PracticeServer, owner: rsa.RSAPrivateKey
) -> None:
    """Central would decrypt it under the id of what it corrects, and destroy the beginning of each file (part 2, 5)."""
    _with_key(place, owner)
    first = place.record("a", FILES)
    assert place.round().sent == 1
    manifest, posts = server.received[0].xml, server.posts
    edit = edited(place, first)
    good = place.record("b")
    codes = {one.record_id: one.outcome.code for one in place.round().results}
    assert codes == {edit: "openrosa.encrypted_edit", good: "openrosa.accepted"}
    assert (server.posts - posts, [one.xml for one in server.received][:1]) == (1, [manifest])
    assert [one.instance_id for one in server.received] == [first, good]
    assert not any(place.made[edit][0] in (one.xml, *one.files.values()) for one in server.received)
    assert place.vault.record(edit).delivery == "needs_person"
    place.reopen()
    assert place.round().results == () and server.posts == posts + 1
    assert place.vault.receipts(edit) == () and place.vault.frozen(edit).xml == place.made[edit][0]


def test_a_key_that_is_none_holds_the_record_and_no_other(place: Workplace, server: PracticeServer) -> None:
    plain = place.form_key
    xml = (FORM % b"2").replace(b"</model>", b'<submission base64RsaPublicKey="Zm9vYmFy"/></model>')
    place.form_key = place.vault.put_form(FormFile("other", "2", "Other", xml), {})
    bad = place.record("a")
    place.form_key = plain
    good = place.record("b")
    report = place.round()
    assert [one.outcome.code for one in report.results] == ["openrosa.bad_key", "openrosa.accepted"]
    assert place.vault.record(bad).delivery == "needs_person"
    assert [one.instance_id for one in server.received] == [good]


def test_a_file_that_is_damaged_holds_the_record_and_no_other(
    place: Workplace, server: PracticeServer, owner: rsa.RSAPrivateKey
) -> None:
    _with_key(place, owner)
    bad = place.record("a", {"1.jpg": b"one"})
    good = place.record("b")
    database = place.vault._opening.database
    with database.transaction():
        database.run("DROP TRIGGER part_change")
        database.run("UPDATE media_part SET content = zeroblob(40)")
    report = place.round()
    assert [one.outcome.code for one in report.results] == ["vault.damaged", "openrosa.accepted"]
    assert place.vault.record(bad).delivery == "needs_person"
    assert place.vault.record(good).delivery == "sent"


@pytest.mark.parametrize("form", [b"", b"<h:html", b"no form"])
def test_a_form_that_can_not_be_read_counts_as_one_that_encrypts(form: bytes) -> None:
    """No line tells a plain digest of its records; that they do not leave is decided where they are sent."""
    assert _encrypts(form)
    assert not _encrypts(FORM)
