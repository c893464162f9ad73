"""The practice server breaks a line exactly where it was told to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, DownloadedForm, parse_address
from intake_app.practice import Break, PracticeServer
from tests.openrosa.certificates import Authority
from tests.openrosa.samples import parts
from tests.practice.test_practice import FORM

STEPS = ["formList", "manifest", "form", "file", "preflight", "first post", "second post"]
FILES = {"a.jpg": b"a" * 9_000, "b.jpg": b"b" * 9_000, "c.jpg": b"c" * 9_000}


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(largest=20_000) as running:
        running.add_form(FORM % b"1", {"a.png": b"png" * 100})
        yield running


def whole_way(server: PracticeServer) -> list[str]:
    """Everything that the protocol has, once; what came of each part."""
    ends = []
    with Client(parse_address(server.url), "device", seconds=300) as client:
        try:
            fetched: DownloadedForm | None = client.fetch_form(client.form_list()[0])
        except IntakeError as error:
            fetched = None
            ends.append(error.code)
        else:
            ends.append("fetched")
        assert fetched is None or (fetched.xml, fetched.files) == (FORM % b"1", {"a.png": b"png" * 100})
        ends.append(client.submit(parts(FILES)).kind)
    return ends


def test_what_goes_over_the_line_is_measured(server: PracticeServer) -> None:
    assert whole_way(server) == ["fetched", "accepted"]
    assert [each.method for each in server.traffic] == ["GET"] * 4 + ["HEAD", "POST", "POST"]
    assert all(each.asked > 200 and each.answered > 100 and not each.broken for each in server.traffic)
    assert server.traffic[5].asked > 18_000 and server.traffic[6].asked > 9_000


@pytest.mark.parametrize("step", range(len(STEPS)), ids=STEPS)
@pytest.mark.parametrize("way", ["request", "response"])
def test_a_break_at_each_step(server: PracticeServer, step: int, way: str) -> None:
    assert whole_way(server) == ["fetched", "accepted"]
    usual = server.traffic[step].asked if way == "request" else server.traffic[step].answered
    for after in (0, 1, usual // 2, usual - 1):
        del server.traffic[:], server.received[:]
        server.mend()
        server.breaking(*[None] * step, Break(way, after))  # type: ignore[arg-type]
        ends = whole_way(server)
        broken = server.traffic[step]
        assert broken.broken and after == (broken.asked if way == "request" else broken.answered)
        assert ends == (["openrosa.cut", "accepted"] if step < 4 else ["fetched", "retry"])
        assert whole_way(server) == ["fetched", "accepted"]
        (kept,) = server.received
        assert (kept.xml, kept.files) == (parts(FILES).xml, FILES)


def test_a_break_after_the_last_byte_of_an_answer_changes_nothing(server: PracticeServer) -> None:
    """Each verb with a line of its own: the next one on a line that just ended may find that out too late."""

    def with_own_line(verb: Callable[[Client], object]) -> object:
        with Client(parse_address(server.url), "device", seconds=300) as client:
            return verb(client)

    verbs: list[tuple[int, Callable[[Client], object]]] = [
        (0, lambda client: client.form_list()),
        (0, lambda client: client.preflight()),
        (1, lambda client: client.submit(parts({"a.jpg": b"a" * 9_000})).kind),
    ]
    for step, verb in verbs:
        del server.traffic[:]
        usual = with_own_line(verb)
        length = server.traffic[step].answered
        del server.traffic[:], server.received[:]
        server.breaking(*[None] * step, Break("response", length))
        assert with_own_line(verb) == usual
        assert server.traffic[step].broken and len(server.traffic) == step + 1


def test_a_break_under_tls(tmp_path: Path) -> None:
    authority = Authority.make(tmp_path)
    with PracticeServer(tls=authority.server()) as server:
        server.breaking(None, Break("request", 3_000), Break("response", 30))
        with Client(replace(parse_address(server.url), trust=authority.trust()), "device", seconds=300) as client:
            ends = [client.submit(parts(FILES)).kind for _ in range(3)]
        assert ends == ["retry", "retry", "accepted"]
        assert len(server.received) == 1
