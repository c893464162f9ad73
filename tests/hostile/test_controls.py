"""The watch itself: each thing it watches for is done once, and must be seen."""

import socket
import time
from pathlib import Path

import pytest
from lxml import etree

from intake_app.errors import IntakeError
from tests.hostile.conftest import Warden
from tests.hostile.trial import Case, Seen, trap


def reads_the_secret(_: bytes) -> object:
    form = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{trap().secret.as_uri()}">]><a>&x;</a>'
    root = etree.fromstring(form.encode(), etree.XMLParser(resolve_entities=True, no_network=False))
    assert root.text == "the secret of the canary"
    return root


def opens_the_secret(_: bytes) -> object:
    return trap().secret.read_text()


def writes_a_file(_: bytes) -> object:
    return trap().secret.with_name("other").write_text("x")


def calls_out(_: bytes) -> object:
    return socket.create_connection(trap().listener.getsockname()).close()


def takes_memory(_: bytes) -> object:
    return len(bytearray(b"x" * 150_000_000)) + len(b"y" * 150_000_000)


def takes_time(_: bytes) -> object:
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
    return None


def crashes(_: bytes) -> object:
    return 1 / 0


def refuses(_: bytes) -> object:
    raise IntakeError("xform.too_deep")


CASES = {
    each.__name__: Case(each)
    for each in (
        reads_the_secret,
        opens_the_secret,
        writes_a_file,
        calls_out,
        takes_memory,
        takes_time,
        crashes,
        refuses,
    )
}


def seen_of(warden: Warden, case: str) -> Seen:
    return warden.run(__name__, case)


def test_a_library_that_reads_a_file_is_seen(warden: Warden) -> None:
    seen = seen_of(warden, "reads_the_secret")
    assert not seen.broken
    assert (seen.opened, seen.reads > 0) == ([], True), "python knows nothing of it, the system does"


def test_a_file_that_is_opened_or_written_is_seen(warden: Warden) -> None:
    assert "secret.txt" in seen_of(warden, "opens_the_secret").opened[0]
    seen = seen_of(warden, "writes_a_file")
    assert Path(seen.opened[0].split("'")[1]).name == "other"
    assert seen.writes


def test_a_connection_is_seen(warden: Warden) -> None:
    assert seen_of(warden, "calls_out").connected
    assert not seen_of(warden, "crashes").connected, "of the case before"


def test_time_and_memory_are_seen(warden: Warden) -> None:
    assert seen_of(warden, "takes_memory").megabytes > 256
    assert seen_of(warden, "takes_time").seconds > 0.25


def test_a_crash_and_a_sentence_without_its_facts_are_seen(warden: Warden) -> None:
    assert "ZeroDivisionError" in seen_of(warden, "crashes").broken
    with pytest.raises(AssertionError, match="a fact of the sentence is missing"):
        warden.check(__name__, "refuses", Case(refuses, refused="xform.too_deep"))
