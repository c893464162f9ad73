"""The servers of a workplace by the window: how each stands, what is changed, whom one takes for it, another laptop."""

import hashlib
import json
import socket
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.gui.certificate_page import CertificatePage
from intake_app.gui.dayend import DayEnd
from intake_app.gui.edit_server_page import EditServer
from intake_app.gui.fingerprints import groups
from intake_app.gui.page import Page
from intake_app.gui.profile_page import ProfilePage
from intake_app.gui.server_page import AddServer
from intake_app.gui.servers_page import ServersPage
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.practice import PracticeServer
from intake_app.vault import Role, ServerRow, Vault, signing
from tests.gui_shell import looking
from tests.gui_shell.test_automatic import asked
from tests.gui_shell.walking import come_to_rest
from tests.gui_shell.windows import PASSPHRASE, Seat, shown_texts
from tests.openrosa.certificates import Authority

pytestmark = pytest.mark.window
PEOPLE = {"ada": "a-password"}
SEALED = "harbour seven lanterns drift"


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    """A server on this computer."""
    with PracticeServer() as started:
        yield started


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """The organisation's own."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    return Authority.make(folder)


@pytest.fixture
def guarded(authority: Authority) -> Iterator[PracticeServer]:
    """A server behind TLS that only that authority vouches for."""
    with PracticeServer(people=PEOPLE, tls=authority.server()) as started:
        yield started


def at_servers(
    bot: QtBot, store: Path, name: str, language: str = "en", size: tuple[int, int] = (1366, 768)
) -> tuple[Seat, ServersPage]:
    """Ada looks after the servers and has chosen one."""
    seat = Seat(bot, store, language, size)
    seat.unlock("Ada")
    seat.settle(lambda: seat.place.person is not None)
    page = seat.own(DayEnd)
    seat.shell.show_page(page)
    seat.settle()
    seat.click(page.add)
    servers = seat.page(ServersPage)
    seat.settle(lambda: bool(servers.table.rows))
    servers.table.choose(name)
    return seat, servers


def kept(seat: Seat, name: str) -> ServerRow:
    """What the store has of a server."""
    return asked(seat, lambda store: store.server(name))


def leave(seat: Seat, page: Page) -> None:
    """Go back, and end."""
    page.back()
    seat.settle()
    seat.leave()


def test_a_server_is_reached_changed_and_removed_and_what_waits_is_told(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", server.url)
    seat, page = at_servers(qtbot, workplace_store, "Central")
    key = server.url.split("/key/")[1].split("/")[0]
    seat.press(Qt.Key.Key_T, ctrl=True)
    assert page.answer.text() == "It answers, and it knows this workplace."
    page.automatic_choice.setCurrentIndex(2)
    seat.settle(lambda: page._found[0].row.automatic == "metered")
    server.behaviour = "revoked"
    seat.click(page.reach)
    assert "key" in page.answer.text() or "password" in page.answer.text()
    seat.press(Qt.Key.Key_E, ctrl=True)
    edit = seat.page(EditServer)
    seat.type(edit.url_line, "https://elsewhere.example/v1/key/abc/projects/1")
    seat.click(edit.save)
    assert edit.url.note.property("role") == "trouble", "another host is another server"
    edit.url_line.clear()
    edit.test.setChecked(True)
    seat.type(edit.project_line, "Spring")
    seat.click(edit.save)
    seat.settle(lambda: seat.shell.page is page and page.test.isVisible())
    assert kept(seat, "Central").url == server.url
    assert "Project: Spring" in page.lines.text() and "2 records wait for it." in page.lines.text()
    assert key not in " ".join(shown_texts(seat.shell))
    assert page.table.rows[0].cells[1].badge == "TEST"
    day = seat.own(DayEnd)
    assert day.head.text() == "2 records to send to Central · TEST"
    assert day.second.text().startswith("TEST project: ")
    before = kept(seat, "Central")
    seat.press(Qt.Key.Key_D, ctrl=True)
    seat.settle(lambda: not page.table.rows)
    assert len(asked(seat, lambda store: store.records(state="finalised"))) == 2
    assert day.head.text() != "2 records to send to Central · TEST"
    assert seat.shell.notice.action.text().startswith("Undo")
    seat.click(seat.shell.notice.action)
    seat.settle(lambda: page.table.key() == "Central" and "2 records wait for it." in page.lines.text())
    assert kept(seat, "Central") == before and seat.shell.notice.words.text() == "Central is there as it was."
    assert day.head.text() == "2 records to send to Central · TEST" and page.bring_back.isHidden()
    leave(seat, page)


def test_what_was_agreed_to_before_a_server_was_here_goes_there_when_somebody_lets_it(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        for name in ("Central", "Later"):
            workflow.add_server(store, name, f"https://{name.lower()}.example/v1/key/abc/projects/1")
    seat, page = at_servers(qtbot, workplace_store, "Later")
    assert "2 records were agreed to before this server was here" in page.lines.text()
    seat.click(page.older)
    assert "was not told of it" in page.answer.text() and page.sure.text() == "Let them go there"
    seat.click(page.stop)
    assert page.older.isVisible()
    seat.click(page.older)
    seat.click(page.sure)
    seat.settle(lambda: "2 records wait for it." in page.lines.text())
    assert "2 records go there too now." in seat.shell.notice.words.text() and page.older.isHidden()
    leave(seat, page)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_in_a_small_window_the_card_of_a_server_shows_all_it_has(
    qtbot: QtBot, workplace_store: Path, language: str
) -> None:
    """Every button, whichever are there, and every line, with no part that scrolls within the page that scrolls."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        for name in ("Central", "Later"):
            workflow.add_server(store, name, f"https://{name.lower()}.example/v1/key/abc/projects/1")
    seat, page = at_servers(qtbot, workplace_store, "Later", language, (683, 384))
    for pressed in (None, page.older, page.stop):
        if pressed is not None:
            pressed.click()
        come_to_rest(seat.shell)
        assert page.area.verticalScrollBar().maximum() == 0
        assert [*looking.faults(seat.shell, language), *looking.out_of_sight(seat.shell)] == []
        card = page.acts.parentWidget()
        seen = [one for one in (page.lines, page.automatic, *page.acts.buttons) if one.isVisible()]
        places = [QRect(one.mapTo(card, QPoint(0, 0)), one.size()) for one in seen]
        assert all(card.rect().contains(place) for place in places)
        assert not any(one.intersects(other) for one, other in combinations(places, 2))
    page.back()
    leave(seat, page)


def test_a_certificate_that_changed_is_seen_beside_the_pinned_one_and_taken_once_it_was_compared(
    qtbot: QtBot, workplace_store: Path, guarded: PracticeServer, authority: Authority
) -> None:
    pinned, shown = "ab" * 32, authority.fingerprints[-1]
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", guarded.web_url, "basic", "ada", PEOPLE["ada"])
    seat, page = at_servers(qtbot, workplace_store, "Central")
    seat.shell.resize(1024, 600)
    seat.press(Qt.Key.Key_K, ctrl=True)
    sheet = seat.page(CertificatePage)
    seat.click(sheet.ask)
    assert sheet.answer.isVisible() and not sheet.pins, "nobody vouches for it: nothing to pin"
    sheet.take_file([authority.file])
    seat.settle(lambda: bool(sheet.server.ca))
    seat.click(sheet.ask)
    assert [one.fingerprint.replace(":", "").lower() for one in sheet.offered] == authority.fingerprints[::-1]
    assert not sheet.pins[0].isEnabled()
    sheet._change(pin=pinned)
    seat.settle(lambda: sheet.server.pin == pinned)
    seat.click(sheet.ask)
    seat.settle(lambda: groups(shown) in shown_texts(sheet))
    seat.settle(lambda: not sheet.pinned.visibleRegion().isEmpty() and not sheet.compared.visibleRegion().isEmpty())
    assert "\ufffd" not in sheet.answer.text()
    assert any(groups(pinned) in text for text in shown_texts(sheet)), "old and new, one above the other"
    assert guarded.posts == 0
    sheet.compared.setChecked(True)
    (take,) = sheet.pins
    take.click()
    seat.settle(lambda: sheet.server.pin == shown)
    seat.click(sheet.ask)
    assert sheet.offered and not sheet.changed
    seat.click(sheet.unpin)
    seat.click(sheet.public)
    assert (kept(seat, "Central").pin, kept(seat, "Central").ca) == ("", "")
    sheet.back()
    leave(seat, page)


def test_a_fingerprint_is_read_aloud_in_groups_of_four() -> None:
    told = groups(":".join(["AB"] * 31 + ["CD"]))
    assert told.count("ABAB") == 15 and told.endswith("ABCD\u2069")
    assert all(line.startswith("\u2066") for line in told.splitlines()), "its groups keep their order in Arabic"
    assert [len(line.split()) for line in told.splitlines()] == [8, 8]


def test_a_fingerprint_in_a_line_of_trouble_can_be_compared_too(words: Words) -> None:
    """In one piece its end was cut off."""
    told = explain(IntakeError("openrosa.pin_changed", fingerprint="ab" * 32), words)
    assert " ".join(["ABAB"] * 16) in told.sentence


def test_a_second_laptop_takes_what_it_was_shown_once_the_digits_were_compared(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, tmp_path: Path
) -> None:
    """No record goes along; the secrets of servers only with the passphrase that was given to them."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", server.url)
    seat, page = at_servers(qtbot, workplace_store, "Central")
    seat.press(Qt.Key.Key_P, ctrl=True)
    profile = seat.page(ProfilePage)
    seat.type(profile.words_line, SEALED)
    seat.click(profile.export)
    assert profile.again.note.isVisible(), "typed twice, or not at all"
    file = tmp_path / "profile.json"
    profile.save(file)
    seat.settle(lambda: profile.made.isVisible())
    digits = workflow.read_profile_file(file.read_bytes()).fingerprint
    assert digits in profile.made.text() and file.stat().st_mode & 0o077 == 0
    assert server.url not in file.read_text() and "uuid:" not in file.read_text()
    profile.back()
    leave(seat, page)
    other = tmp_path / "second"
    setup = workflow.Setup("Mediatori", "Molo", "000 000 0000", "Bea", Role.COORDINATOR, PASSPHRASE)
    workflow.create_store(other, setup, vault.FLOOR).close()
    _takes(Seat(qtbot, other), file, digits, server)


def _takes(seat: Seat, file: Path, digits: str, server: PracticeServer) -> None:
    seat.unlock("Bea")
    seat.settle(lambda: seat.place.person is not None)
    seat.place.servers()
    page = seat.page(ServersPage)
    seat.click(page.second)
    sheet = seat.page(ProfilePage)
    assert sheet.take.isHidden()
    sheet.take_file([file])
    seat.settle(lambda: sheet.opened is not None)
    assert digits in sheet.told.text() and not sheet.take.isEnabled()
    assert [row.cells[1].badge for row in sheet.table.rows][:2] == ["Is here already", "Not without its passphrase"]
    seat.type(sheet.open_line, "not the passphrase at all")
    seat.click(sheet.unseal)
    assert sheet.trouble.isVisible() and sheet.opened is not None
    seat.type(sheet.open_line, SEALED)
    seat.click(sheet.unseal)
    seat.settle(lambda: sheet.table.rows[1].cells[1].badge == "Comes in")
    sheet.compared.setChecked(True)
    seat.press(Qt.Key.Key_Return, ctrl=True)
    seat.settle(lambda: seat.shell.page is page and bool(page.table.rows))
    assert kept(seat, "Central").url == server.url
    assert asked(seat, _records) == 0
    seat.leave()


def _records(store: Vault) -> int:
    return len(store.records())


def test_what_is_no_profile_is_told_in_plain_words(qtbot: QtBot, workplace_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "profile.json"
    file.write_bytes(b"{}")
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Ada")
    seat.settle(lambda: seat.place.person is not None)
    seat.place.second_laptop()
    sheet = seat.page(ProfilePage)
    sheet.take_file([file])
    seat.settle(lambda: sheet.trouble.isVisible())
    assert sheet.opened is None and sheet.take.isHidden()
    seat.leave()


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes a call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1/key/abc/projects/1"


def test_a_server_that_is_silent_keeps_nobody_on_the_page(qtbot: QtBot, workplace_store: Path, silent: str) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", silent)
        workflow.add_server(store, "Second", silent)
    seat, page = at_servers(qtbot, workplace_store, "Central")
    page.reach.click()
    assert page.answer.text() == "Asking the server…"
    page.table.choose("Second")
    assert page.answer.isHidden()
    page.table.choose("Central")
    assert page.answer.text() == "Asking the server…"
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    seat.settle(lambda: seat.shell.page is not page)
    assert seat.shell.notice.isHidden(), "nobody waits for it, so nothing is told"
    seat.leave()


def test_a_server_is_removed_at_once_and_brought_back(qtbot: QtBot, workplace_store: Path) -> None:
    """Also when the line that told of it is gone, and in whatever language the windows are by then; one after another.
    """
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", "https://central.example/v1/key/abc/projects/1")
        workflow.add_server(store, "Second", "https://second.example/v1/key/abc/projects/1")
    seat, page = at_servers(qtbot, workplace_store, "Central")
    assert page.bring_back.isHidden()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    QTest.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    seat.settle(lambda: [row.key for row in page.table.rows] == ["Second"])
    assert seat.shell.notice.words.text().startswith("Central was removed.")
    seat.words.set_language("it")
    assert seat.shell.notice.words.text().endswith("finché il programma non si blocca.")
    seat.words.set_language("en")
    seat.click(page.remove)
    seat.settle(lambda: not page.table.rows)
    seat.click(seat.shell.notice.dismiss)
    for name in ("Second", "Central"):
        assert page.bring_back.text().startswith(f"Bring {name} back")
        seat.press(Qt.Key.Key_Z, ctrl=True)
        seat.settle(lambda one=name: one in [row.key for row in page.table.rows])  # type: ignore[misc]
    seat.settle(page.bring_back.isHidden)
    assert kept(seat, "Central").url == "https://central.example/v1/key/abc/projects/1"
    leave(seat, page)


def test_a_server_does_not_come_back_over_another_of_its_name(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", "https://central.example/v1/key/abc/projects/1")
    seat, page = at_servers(qtbot, workplace_store, "Central")
    seat.click(page.remove)
    seat.settle(lambda: not page.table.rows)
    other = "https://other.example/v1/key/abc/projects/1"
    asked(seat, lambda store: workflow.add_server(store, "Central", other))
    seat.click(seat.shell.notice.action)
    seat.settle(lambda: seat.shell.notice.words.text() == "Another server is called Central since: it stays.")
    assert kept(seat, "Central").url == other and page.bring_back.isHidden()
    leave(seat, page)


def test_a_page_about_a_server_opens_once_and_for_nobody_who_has_left(qtbot: QtBot, workplace_store: Path) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", "https://central.example/v1/key/abc/projects/1")
    seat, page = at_servers(qtbot, workplace_store, "Central")
    for button, kind in ((page.edit, EditServer), (page.certificate, CertificatePage)):
        for _twice in range(2):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        seat.settle()
        seat.page(kind).back()
        assert seat.shell.page is page
    QTest.mouseClick(page.edit, Qt.MouseButton.LeftButton)
    page.back()
    seat.settle()
    assert seat.shell.page is seat.own(DayEnd)
    seat.leave()


def test_in_large_letters_the_page_goes_where_the_keyboard_goes(qtbot: QtBot, workplace_store: Path) -> None:
    """A small screen shows a third of it; a mouse moves nothing away from under itself."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        for name in ("Central", "Second", "W" * 60):
            workflow.add_server(store, name, "https://central.example/v1/key/abc/projects/1")
    seat, page = at_servers(qtbot, workplace_store, "Central")
    seat.shell.resize(1024, 600)
    seat.look.set_scale(2.0)
    for _row in range(2):
        seat.press(Qt.Key.Key_Down, on=page.table)
    seat.settle(lambda: page.name.height() == page.name.heightForWidth(page.name.width()))
    seat.settle(lambda: page.table.visibleRegion().contains(page.table.ring_rect().center()))
    seat.press(Qt.Key.Key_N, ctrl=True)
    form = seat.page(AddServer)
    seat.settle(lambda: _whole(form.name_line))
    scroll = form._area.verticalScrollBar() if form._area is not None else None
    assert scroll is not None
    scroll.setValue(scroll.maximum() // 2)
    before = scroll.value()
    QTest.mouseClick(form.url_line, Qt.MouseButton.LeftButton)
    qtbot.wait(50)
    assert form.url_line.hasFocus() and scroll.value() == before
    seat.type(form.name_line, "Molo")
    seat.press(Qt.Key.Key_Return, ctrl=True)
    seat.settle(lambda: form.url.note.property("role") == "trouble" and _whole(form.url.note))
    leave(seat, form)


def test_what_scrolls_within_the_page_goes_where_the_keyboard_goes_backwards(
    qtbot: QtBot, workplace_store: Path
) -> None:
    """Shift+Tab from the buttons of a server came to what stood below the edge, and no ring was seen anywhere."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        for name in ("Central", "Later"):
            workflow.add_server(store, name, f"https://{name.lower()}.example/v1/key/abc/projects/1")
    seat, page = at_servers(qtbot, workplace_store, "Central", "en", (1024, 600))
    come_to_rest(seat.shell)
    bar = page.area.verticalScrollBar()
    assert bar.maximum() > 0
    page.reach.setFocus(Qt.FocusReason.TabFocusReason)
    come_to_rest(seat.shell)
    bar.setValue(0)
    assert not _whole(page.automatic_choice)
    seat.press(Qt.Key.Key_Backtab)
    assert page.automatic_choice.hasFocus()
    seat.settle(lambda: _whole(page.automatic_choice))
    leave(seat, page)


def _whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_an_empty_file_is_no_authority_and_what_has_no_certificate_says_so(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, authority: Authority, tmp_path: Path
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", server.url)
        workflow.change_server(store, "Central", authority=authority.file.read_bytes())
    seat, page = at_servers(qtbot, workplace_store, "Central")
    seat.click(page.certificate)
    sheet = seat.page(CertificatePage)
    seat.press(Qt.Key.Key_Return, ctrl=True)
    assert sheet.answer.text() == "It answers. It is on this computer and has no certificate."
    (tmp_path / "empty.pem").write_bytes(b"")
    for name, told in (("empty.pem", "there is nothing in it"), ("gone.pem", "The file gone.pem could not be read.")):
        sheet.take_file([tmp_path / name])
        seat.settle(lambda told=told: told in sheet.answer.text())  # type: ignore[misc]
    assert kept(seat, "Central").ca
    sheet.back()
    leave(seat, page)


def test_what_is_wrong_with_a_new_server_is_told_at_its_line(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", server.url)
    seat, page = at_servers(qtbot, workplace_store, "Central")
    seat.click(page.add)
    form = seat.page(AddServer)
    for name, user, field in (
        ("Central", "", form.name), ("\u202e\u200f", "", form.name), ("Web", "", form.user), ("Web", "u", form.secret),
    ):  # fmt: skip
        form.name_line.setText(name)
        seat.type(form.url_line, "https://elsewhere.example/v1/key/abc/projects/1" if field is form.name else WEB)
        form.user_line.setText(user)
        seat.press(Qt.Key.Key_Return, ctrl=True)
        assert field.note.property("role") == "trouble", name
    seat.type(form.name_line, "Molo " + "M" * 300)
    seat.type(form.secret_line, "p4ss")
    for _twice in range(2):
        QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
    seat.settle(lambda: seat.shell.page is page)
    names = [row.name for row in asked(seat, lambda store: store.servers())]
    assert len(names) == 2 and max(map(len, names)) <= 60
    page.table.choose(names[1] if names[0] == "Central" else names[0])
    assert page.minimumSizeHint().width() < 900, "a name without an end widens no window"
    leave(seat, page)


WEB = "https://elsewhere.example/v1/projects/1"


def test_a_profile_of_a_newer_program_is_told_apart_and_a_weak_passphrase_loses_nothing(
    qtbot: QtBot, workplace_store: Path, server: PracticeServer, tmp_path: Path
) -> None:
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", server.url)
        data = workflow.profile_file(store)
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Ada")
    seat.settle(lambda: seat.place.person is not None)
    seat.place.second_laptop()
    sheet, file = seat.page(ProfilePage), tmp_path / "profile.json"
    file.write_bytes(data.replace(b'"format": 1', b'"format": 2'))
    sheet.take_file([file])
    seat.settle(lambda: sheet.trouble.text().startswith("This profile was made by a newer version"))
    file.write_bytes(data)
    sheet.take_file([file])
    seat.settle(lambda: sheet.opened is not None)
    seat.type(sheet.words_line, "aaa")
    sheet.save(tmp_path / "out.json")
    seat.settle(lambda: sheet.words_field.note.property("role") == "trouble")
    assert sheet.opened is not None and sheet.table.isVisible()
    sheet.words_line.clear()
    sheet.save(tmp_path / "no folder" / "out.json")
    seat.settle(lambda: sheet.trouble.text().startswith("The file out.json could not be written."))
    sheet.save(tmp_path / "out.json")
    seat.settle(lambda: sheet.made.isVisible())
    seat.shell.resize(1024, 600)
    sheet.save(tmp_path / "out.json")
    seat.settle(lambda: sheet.made.visibleRegion().boundingRect().height() == sheet.made.height())
    seat.words.set_language("it")
    assert sheet.made.text().startswith("Salvato come")
    seat.leave()


def test_a_hostile_profile_is_refused_in_plain_words(tmp_path: Path) -> None:
    """It is signed, so that only what is in it can tell: names that turn, a date that is none, another place."""
    setup = workflow.Setup("Mediatori", "Molo", "000", "Ada", Role.COORDINATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "one", setup, vault.FLOOR) as store:
        workflow.add_server(store, "Central", "https://central.example/v1/key/abc/projects/1")
        good, key = workflow.profile_file(store, SEALED, vault.FLOOR), signing.key_of(store._opening.database)
    assert workflow.read_profile_file(good, SEALED).servers[0].url
    for old, new in (
        ('"name": "Central"', '"name": "Cen\\u202etral"'), ('"name": "Central"', '"name": ""'),
        ('"made": "20', '"made": "yesterday 20'), ('"host": "central.example"', '"host": "elsewhere.example"'),
        ('"memory_kib": ', '"memory_kib": 9999'),
    ):  # fmt: skip
        with pytest.raises(IntakeError, match=r"profile\.not_one"):
            workflow.read_profile_file(_resigned(good, key, old, new), SEALED)
    broken = {"form_id": "a", "version": "1", "title": "Landing", "server": None, "hash": "", "xml": "", "files": {}}
    opened = workflow.read_profile_file(_resigned(good, key, '"forms": []', f'"forms": [{json.dumps(broken)}]'))
    with workflow.open_store(tmp_path / "one", "Ada", PASSPHRASE) as store, pytest.raises(IntakeError) as told:
        workflow.profile_plan(store, opened)
    assert (told.value.code, told.value.facts["form"]) == ("profile.bad_form", "Landing")


def _resigned(data: bytes, key: Ed25519PrivateKey, old: str, new: str) -> bytes:
    whole = json.loads(data)
    assert old in whole["body"]
    body = whole["body"].replace(old, new)
    signature = key.sign(b"intake profile\0" + hashlib.sha256(body.encode()).digest())
    return json.dumps({**whole, "signature": signature.hex(), "body": body}).encode()


def test_where_records_of_questionnaires_of_no_server_go_is_chosen_and_taken_back(
    qtbot: QtBot, workplace_store: Path
) -> None:
    """Where their server is removed they wait, and the page says so, in each language, until somebody chooses."""
    with workflow.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        workflow.add_server(store, "Central", "https://central.example/v1/key/abc/projects/1")
    seat, page = at_servers(qtbot, workplace_store, "Central")
    assert page.own.isHidden(), "with one server there is nothing to choose"
    asked(seat, lambda store: workflow.add_server(store, "Second", "https://second.example/v1/key/abc/projects/1"))
    seat.lanes.vault_changed.emit()
    seat.settle(page.own.isVisible)

    def offered() -> list[str]:
        return [page.own_choice.itemText(at) for at in range(page.own_choice.count())]

    def goes() -> str:
        return asked(seat, workflow.own_forms_server)

    assert offered() == ["To any server", "To Central alone", "To Second alone"]
    page.own_choice.setFocus()
    QTest.keyClick(page.own_choice, Qt.Key.Key_Down)
    seat.settle(lambda: goes() == "Central")
    seat.settle(seat.shell.notice.isVisible)
    assert seat.shell.notice.words.text().endswith("to Central alone.")
    seat.click(seat.shell.notice.action)
    seat.settle(lambda: goes() == "" and page.own_choice.currentIndex() == 0)
    QTest.keyClick(page.own_choice, Qt.Key.Key_Down)
    seat.settle(lambda: goes() == "Central" and page.own_choice.currentIndex() == 1)
    page.table.choose("Central")
    seat.click(page.remove)
    seat.settle(lambda: page.own_choice.currentText() == "To none: Central was removed")
    assert offered()[:2] == ["To any server", "To Second alone"] and goes() == "Central"
    seat.words.set_language("it")
    assert page.own_choice.currentText() == "A nessuno: Central è stato tolto"
    seat.words.set_language("en")
    page.own_choice.setCurrentIndex(0)
    seat.settle(lambda: goes() == "")
    seat.settle(lambda: seat.shell.notice.words.text().endswith("go to any server."))
    seat.click(seat.shell.notice.action)
    seat.settle(lambda: page.own_choice.currentText() == "To none: Central was removed")
    assert goes() == "Central"
    seat.click(page.bring_back)
    seat.settle(lambda: page.own_choice.currentText() == "To Central alone")
    leave(seat, page)
