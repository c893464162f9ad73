"""A record of a form that came from no server: another one gets it as long as nothing of it was posted to the first."""

from collections.abc import Callable

import pytest

from intake_app.practice import PracticeServer
from intake_app.vault import Draft, Frozen, ReleaseRow, ServerRow
from tests.openrosa.odd_server import HEAD, PREFLIGHT, Exchange, OddServer
from tests.sync.workplace import SERVER, Damage, Workplace, compare


def _away(asked: Exchange) -> None:
    asked.line.close()


ASKED: dict[str, Callable[[Exchange], None]] = {
    "busy": lambda asked: asked.answer(503),
    "gateway": lambda asked: asked.answer(502, b"<html/>", b""),
    "a portal": lambda asked: asked.answer(200, b"<html/>", b""),
    "cut": _away,
    "not here": lambda asked: asked.answer(404),
}


@pytest.mark.parametrize("what", ASKED)
def test_where_the_question_came_to_nothing_another_server_gets_it(
    place: Workplace, server: PracticeServer, what: str
) -> None:
    place.record("a")
    with OddServer(ASKED[what]) as odd:
        place.vault.put_server(ServerRow(SERVER, odd.url))
        assert place.round().sent == 0
        assert {each.method for each in odd.seen} == {"HEAD"}
    (row,) = place.vault.queue_page().rows
    assert (row.server, row.tied) == ("", False)
    place.vault.put_server(ServerRow("other", server.url))
    assert place.vault.cover("other") == 1
    assert place.vault.waiting("other") == 1


def test_where_it_was_posted_none_does(place: Workplace) -> None:
    place.record("a")

    def answer(asked: Exchange) -> None:
        asked.send(PREFLIGHT) if asked.method == "HEAD" else asked.answer(503, b"", HEAD)

    with OddServer(answer) as odd:
        place.vault.put_server(ServerRow(SERVER, odd.url))
        assert place.round().sent == 0
    (row,) = place.vault.queue_page().rows
    assert (row.server, row.tied) == (SERVER, True)


def test_what_is_refused_before_it_leaves_is_nowhere(place: Workplace, server: PracticeServer) -> None:
    """It has a file that its answers do not name: the server would drop it in silence."""
    store, xml = place.vault, b'<data id="landing" version="1"><meta><instanceID>uuid:a</instanceID></meta></data>'
    store.new_draft(place.form_key, "uuid:a", b"<data/>", "", "")
    store.put_media("uuid:a", "a.jpg", b"1", "image/jpeg")
    store.save_draft("uuid:a", Draft(xml))
    release = ReleaseRow("r", "uuid:a", "sync", SERVER, "consent", "", store.me.id, "2026-01-01T00:00:00.000+00:00")
    store.finalise("uuid:a", Frozen(xml, ("a.jpg",)), release)
    assert [result.outcome.code for result in place.round().results] == ["openrosa.attachment_unknown"]
    (row,) = store.queue_page("", 9, ("needs_person",)).rows
    assert (row.server, row.tied, server.traffic) == ("", False, [])
    assert compare(place, server) == Damage(0, 0, 0)
