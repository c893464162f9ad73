"""Real forms of the field filled in the window from the first page to the last, finished there and sent.

What arrives is what was typed and chosen, what the store froze, and the pictures byte for byte.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtGui import QColor, QImage

from intake_app import workflow
from intake_app.gui.interview_finish import ConsentCard, FinishPage
from intake_app.practice import PracticeServer
from intake_app.practice.shelf import Received
from intake_app.sync import RoundReport
from intake_app.workflow import Finalised
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.hands import Hands
from tests.shared_data import shared

FORMS: dict[str, str | bytes] = {
    "HTCDS": "data/htcds/htcds_xlsform.xml",
    "HTCDS, imported": "data/htcds/htcds_xlsform.xlsx",
    "IFRC": "data/forms/ifrc-distribution-site-assessment-v1.xml",
    "eIMCI": "data/forms/eIMCI-by-D-Tree.xml",
    "all widgets": "data/forms/all-widgets.xml",
    "kinds": forms.kinds(),
    "family": forms.family(),
}
FEWEST = {"HTCDS": 31, "HTCDS, imported": 31, "IFRC": 70, "eIMCI": 30, "all widgets": 65, "kinds": 14, "family": 4}
"""How many values a form must bring to the server."""
_TIMED = re.compile(r"\d\d:\d\d:00\.000$")

pytestmark = [pytest.mark.window, pytest.mark.always]


def painter(folder: Path) -> Callable[[], Path]:
    """Pictures on disk, each of another colour."""
    made: list[Path] = []

    def paint() -> Path:
        picture = QImage(40, 30, QImage.Format.Format_RGB32)
        picture.fill(QColor.fromHsv(37 * len(made) % 360, 200, 200))
        made.append(folder / f"IMG {len(made)}.png")
        assert picture.save(str(made[-1]))
        return made[-1]

    return paint


def finish(talk: Interview, hands: Hands) -> Finalised:
    """What is asked on the last page, by clicks."""
    end = talk.page.centre
    assert isinstance(end, FinishPage)
    assert list(end.links) == []
    if end.consent is not None:
        assert not end.button.isEnabled()
        note_consent(end.consent, hands, about_a_person="htcds" in talk.opened.row.form_id.lower())
    with talk.bot.waitSignal(talk.page.finished, timeout=10000) as told:
        hands.press(end.button)
    done = told.args[0]
    assert isinstance(done, Finalised)
    return done


def note_consent(card: ConsentCard, hands: Hands, *, about_a_person: bool) -> None:
    if about_a_person:
        hands.press(card.yes)
        hands.press(card.how["spoken"])
    else:
        hands.press(card.place)


def send(house: House, server: PracticeServer) -> RoundReport:
    house.wait(lambda done: house.lanes.vault(lambda store: workflow.add_server(store, "central", server.url), done))
    report: RoundReport = house.wait(
        lambda done: house.lanes.net(
            lambda: workflow.sync_round(house.lanes.on_vault, "central", lambda _now: None, lambda: False), done
        )
    )
    return report


def text_at(xml: bytes, ref: str) -> str | None:
    """What a record says under the path of a question; None when there is no such place."""
    node = etree.fromstring(xml)
    for step in ref.split("/")[2:]:
        name, _, number = step.rstrip("]").partition("[")
        same = [child for child in node if etree.QName(child).localname == name]
        if len(same) < int(number or 1):
            return None
        node = same[int(number or 1) - 1]
    return node.text or ""


def compare(talk: Interview, hands: Hands, received: Received) -> int:
    """Every value given stands at its place, or the place is gone because later answers made it pointless."""
    stands = 0
    for ref, value in hands.given.items():
        there = text_at(received.xml, ref)
        if not talk.session.relevant(ref):
            assert there is None, ref
            continue
        if _TIMED.search(value) and there is not None:
            there = re.sub(r"(?:Z|[+-]\d\d:\d\d)$", "", there)
        assert there == value, ref
        stands += 1
    return stands


LONG = ("IFRC", "eIMCI", "all widgets")
"""The same is done with these from the command line in every run (tests/cli/test_foreign_forms.py)."""


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.soak] * (name in LONG)) for name in FORMS])
def test_filled_finished_and_sent(name: str, house: House, tmp_path: Path) -> None:
    source = FORMS[name]
    talk = house.start(source if isinstance(source, bytes) else shared(source))
    hands = Hands(talk, painter(tmp_path), seed=3)
    hands.fill()
    assert hands.still_open() == []
    done = finish(talk, hands)
    assert done.released

    with PracticeServer(strict_forms=True) as server:
        server.add_form(talk.opened.package.xml, talk.opened.package.files)
        report = send(house, server)
        assert len(server.received) == 1, report
        received = server.received[0]
    record_id = talk.opened.row.id
    frozen = house.wait(lambda told: house.lanes.vault(lambda store: store.frozen(record_id), told))
    assert received.xml == frozen.xml
    assert received.instance_id == talk.session.instance_id
    assert compare(talk, hands, received) >= FEWEST[name]
    kept = {hands.given[ref]: path.read_bytes() for ref, path in hands.files.items() if talk.session.relevant(ref)}
    assert received.files == kept
    assert set(frozen.attachments) == set(kept)
