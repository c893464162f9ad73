"""Recovery in the windows: the key on paper at the first start, the way back, what the page of people shows."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from intake_app import organisation_key, vault
from intake_app.errors import IntakeError
from intake_app.gui.controls import Label
from intake_app.gui.first_start import FirstStart
from intake_app.gui.gate import Unlock
from intake_app.gui.home import Home
from intake_app.gui.people import ADD, OWN, SAFE, People
from intake_app.gui.recover_page import SHARES, Recover
from intake_app.gui.under_way import Halt
from intake_app.vault import Vault
from tests.cli.test_keys import Memory
from tests.gui_shell.windows import PASSPHRASE, Seat

pytestmark = pytest.mark.window
NEW = "silver orchard bridge nineteen"


def _filled(seat: Seat) -> FirstStart:
    """The first start, at its second step."""
    gate = seat.page(FirstStart)
    for field in (gate.organisation, gate.site, gate.name):
        seat.type(field.entry, "Amina")
    for field in (gate.passphrase, gate.again):
        seat.type(field.entry, PASSPHRASE)
    seat.click(gate.go)
    return gate


def test_the_store_is_made_when_the_key_was_typed_back(seat: Seat, store: Path) -> None:
    gate = _filled(seat)
    assert gate.on_paper and not vault.exists(store)
    key = gate.paper.key
    assert "".join(gate.paper.shown_key.text().split()) == key.replace("-", "")
    seat.type(gate.paper.back_line, key[:-1])
    seat.click(gate.go)
    assert "too few or too many" in gate.paper.back.note.text()
    seat.type(gate.paper.back_line, vault.new_recovery_key())
    seat.click(gate.go)
    assert "not the key above" in gate.paper.back.note.text()
    assert not vault.exists(store)
    seat.type(gate.paper.back_line, key.lower().replace("-", " "))
    seat.press(Qt.Key.Key_Return, on=gate.paper.back_line)
    seat.settle(lambda: seat.place.person is not None)
    seat.leave()
    with vault.recover(store, key, vault.Return("Amina", NEW)) as opened:
        assert opened.safeguards().recovery


def test_a_key_that_was_typed_back_is_printed_once_and_never_into_a_file(seat: Seat, tmp_path: Path) -> None:
    gate = _filled(seat)
    pages: list[bytes] = []
    gate.paper.print_wanted.disconnect()
    gate.paper.print_wanted.connect(pages.append)
    assert gate.paper.print.isHidden()
    key = gate.paper.key
    seat.type(gate.paper.back_line, key[:-1])
    assert gate.paper.print.isHidden()
    seat.type(gate.paper.back_line, key)
    seat.click(gate.paper.print)
    (pdf,) = pages
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert all(group in text for group in key.split("-"))
    assert "Amina" not in text and gate.paper.print.isHidden()
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "key.pdf"))
    gate.printing.print_on(pdf, printer)
    seat.settle(lambda: seat.shell.notice.isVisible())
    assert "never into a file" in seat.shell.notice.words.text()
    assert not (tmp_path / "key.pdf").exists()
    gate.printing.ask(pdf)
    seat.settle(lambda: "printer" in seat.shell.notice.words.text())


def test_doing_without_is_a_choice_that_the_page_of_people_keeps_telling(seat: Seat, store: Path) -> None:
    gate = _filled(seat)
    seat.click(gate.without)
    seat.settle(lambda: seat.place.person is not None)
    people = next(page for page in seat.shell.pages() if isinstance(page, People))
    seat.shell.show_page(people)
    seat.settle()
    assert people.warning.isVisible()
    people.show_section(SAFE)
    card = people.safeguards
    seat.click(card.renew)
    key = card.paper.key
    seat.type(card.paper.back_line, key)
    seat.click(card.keep)
    seat.settle(lambda: card.state.recovery)
    assert not people.warning.isVisible()
    assert card.paper.key == ""
    seat.leave()
    vault.recover(store, key, vault.Return("Amina", NEW)).close()


def test_one_may_go_back_from_the_key_and_the_key_is_another_then(seat: Seat) -> None:
    gate = _filled(seat)
    first = gate.paper.key
    seat.press(Qt.Key.Key_Escape)
    assert not gate.on_paper and gate.paper.shown_key.text() == ""
    assert gate.organisation.entry.hasFocus()
    seat.click(gate.go)
    assert gate.paper.key not in ("", first)


def test_suggested_words_fill_both_fields_and_are_shown_until_one_types(seat: Seat) -> None:
    gate = seat.page(FirstStart)
    gate.suggestion.draw.click()
    seat.settle(gate.suggestion.told.isVisible)
    drawn = gate._entry(gate.passphrase).text()
    assert len(drawn.split()) == 6
    assert gate._entry(gate.again).text() == drawn
    assert drawn in gate.suggestion.told.text()
    seat.words.set_language("it")
    assert drawn in gate.suggestion.told.text()
    seat.type(gate.passphrase.entry, "x")
    assert not gate.suggestion.told.isVisible() and gate.suggestion.told.text() == ""


@pytest.fixture
def kept(workplace_store: Path) -> tuple[Path, str, organisation_key.KeySet]:
    """The workplace with a recovery key and an organisation's key."""
    key, made = vault.new_recovery_key(), organisation_key.create(3, 2)
    with vault.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        store.put_recovery(key)
        store.put_escrow(made.public)
    return workplace_store, key, made


def _recovering(seat: Seat) -> Recover:
    seat.click(seat.page(Unlock).forgot)
    return seat.page(Recover)


def test_a_forgotten_passphrase_is_replaced_by_the_recovery_key(
    qtbot: QtBot, kept: tuple[Path, str, organisation_key.KeySet]
) -> None:
    path, key, _ = kept
    seat = Seat(qtbot, path)
    page = _recovering(seat)
    for line, text in ((page.name_line, "Sara"), (page.new_line, NEW), (page.again_line, NEW)):
        seat.type(line, text)
    seat.click(page.go)
    assert page.key.note.text() == "This is needed."
    seat.type(page.key_line, key[:-1] + ("0" if key[-1] != "0" else "1"))
    seat.click(page.go)
    assert "one character is wrong" in page.trouble.text()
    seat.type(page.key_line, key)
    seat.press(Qt.Key.Key_Return, on=page.key_line)
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    seat.leave()
    vault.open_store(path, "Sara", NEW).close()


def test_shares_of_the_organisation_take_in_somebody_new(
    qtbot: QtBot, kept: tuple[Path, str, organisation_key.KeySet]
) -> None:
    path, _, made = kept
    seat = Seat(qtbot, path)
    page = _recovering(seat)
    page.means_choice.choose(SHARES)
    assert not page.key.isVisible()
    for line, text in ((page.name_line, "Nadia"), (page.new_line, NEW), (page.again_line, NEW)):
        seat.type(line, text)
    seat.type(page.share_lines[0], made.shares[2])
    seat.click(page.go)
    assert "1 of the shares are here; 2 are needed" in page.trouble.text()
    seat.type(page.share_lines[2], made.shares[0])
    seat.click(page.go)
    seat.settle(lambda: page.trouble.isVisible())
    assert "Nobody with this name" in page.trouble.text()
    page.newcomer.click()
    seat.click(page.go)
    seat.settle(lambda: seat.place.person is not None)
    assert seat.place.person is not None and seat.place.person.keeper
    seat.leave()


def test_back_from_recovery_to_the_passphrase_leaves_nothing_typed(
    qtbot: QtBot, kept: tuple[Path, str, organisation_key.KeySet]
) -> None:
    path, key, _ = kept
    seat = Seat(qtbot, path)
    page = _recovering(seat)
    seat.type(page.key_line, key)
    seat.type(page.new_line, "short")
    seat.type(page.name_line, "Sara")
    seat.click(page.go)
    assert "too short" in page.new.note.text()
    seat.type(page.new_line, NEW)
    seat.click(page.go)
    assert page.again.note.text() == "The two are not the same."
    seat.press(Qt.Key.Key_Escape)
    seat.page(Unlock)
    assert page.key_line.text() == page.new_line.text() == ""
    seat.unlock("Sara")
    seat.settle(lambda: isinstance(seat.shell.page, Home))
    seat.leave()


@pytest.fixture
def people(qtbot: QtBot, workplace_store: Path) -> Iterator[tuple[Seat, People]]:
    """Ada, who keeps the store, at the page of people."""
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Ada")
    seat.settle(lambda: seat.place.person is not None)
    page = next(page for page in seat.shell.pages() if isinstance(page, People))
    seat.shell.show_page(page)
    seat.settle(lambda: len(page.table.rows) == 3)
    yield seat, page
    seat.leave()


def _choose(page: People, name: str) -> None:
    page.table.choose(next(one.id for one in page._people if one.name == name))


def test_a_person_is_removed_after_one_question(people: tuple[Seat, People], workplace_store: Path) -> None:
    seat, page = people
    _choose(page, "Ada")
    assert not page.remove.isEnabled()
    _choose(page, "Luca")
    seat.click(page.remove)
    assert page.removal.head.text() == "Remove Luca?"
    seat.place.door.show()  # a fixture's window may not be the active one, and only that hears keys
    seat.settle(seat.shell.isActiveWindow)
    seat.press(Qt.Key.Key_Escape)
    assert not page.removal.isVisible()
    _choose(page, "Luca")
    seat.click(page.remove)
    seat.click(page.removal.remove)
    seat.settle(lambda: len(page.table.rows) == 2)
    assert page.removal.progress.maximum() == 0 and not page.removal.isVisible()
    seat.leave()
    with pytest.raises(IntakeError, match=r"vault\.wrong_passphrase"):
        vault.open_store(workplace_store, "Luca", PASSPHRASE)


def test_a_removal_can_be_stopped_while_nothing_has_changed(people: tuple[Seat, People], workplace_store: Path) -> None:
    seat, page = people
    _choose(page, "Luca")
    seat.click(page.remove)
    page.removal.remove.click()
    page.removal.keep.click()  # before the first word of progress can have come
    seat.settle(page.removal.trouble.isVisible)
    assert "Nothing was changed" in page.removal.trouble.text()
    seat.leave()
    vault.open_store(workplace_store, "Luca", PASSPHRASE).close()


@pytest.mark.parametrize("what", ["recovery key", "organisation"])
def test_a_new_key_of_the_store_tells_how_far_the_copy_is_and_can_be_stopped(
    people: tuple[Seat, People], what: str
) -> None:
    seat, page = people
    card, public = page.safeguards, organisation_key.create(3, 2).public
    page.show_section(SAFE)
    first = vault.new_recovery_key()

    def known(store: Vault) -> None:
        store.put_recovery(first)
        store.put_escrow(public)

    seat.lanes.vault(known)
    card.refresh()
    seat.settle(lambda: card.state.organisations == (public,))
    told: list[str] = []
    begin = card.under_way.begin

    def looked_at(say: Callable[[int, int], str]) -> Halt:
        """Somebody stops it at the first word of how far it is."""
        halt = begin(say)
        go_on = halt.go_on

        def until(done: int = 0, of: int = 0) -> None:
            told.append(say(done, of))
            halt.stop()
            go_on(done, of)

        halt.go_on = until  # type: ignore[method-assign]
        return halt

    card.under_way.begin = looked_at  # type: ignore[method-assign, assignment]
    if what == "organisation":
        card.drop(public)
    else:
        seat.click(card.renew)
        seat.type(card.paper.back_line, card.paper.key)
        seat.click(card.keep)
    seat.settle(card.trouble.isVisible)
    assert len(told) == 1 and re.fullmatch(r"Copying: [0-9]+ of 100", told[0])
    assert "Nothing was changed" in card.trouble.text() and not card.under_way.busy and card.renew.isEnabled()
    kept: list[tuple[bool, tuple[bytes, ...]]] = []
    seat.lanes.vault(lambda store: (store.safeguards().recovery, store.safeguards().organisations), kept.append)
    seat.settle(lambda: bool(kept))
    assert kept == [(True, (public,))]


def test_the_key_of_an_organisation_is_put_in_listed_and_taken_out(people: tuple[Seat, People], tmp_path: Path) -> None:
    seat, page = people
    card = page.safeguards
    page.show_section(SAFE)
    made = organisation_key.create(3, 2)
    file = tmp_path / "organisation-key.pub"
    file.write_text("notes")
    card.add_file(file)
    assert "no public key" in card.trouble.text()
    file.write_text(organisation_key.public_file(made.public))
    card.add_file(file)
    seat.settle(lambda: card.state.organisations == (made.public,))
    told = organisation_key.fingerprint(made.public)
    seat.settle(lambda: told in [label.text() for label in card.findChildren(Label)])
    assert not card.trouble.isVisible()
    card.drop(made.public)
    seat.settle(lambda: card.state.organisations == ())


def test_a_coordinator_without_people_sees_organisations_and_makes_no_recovery_key(
    qtbot: QtBot, workplace_store: Path
) -> None:
    with vault.open_store(workplace_store, "Ada", PASSPHRASE) as store:
        store.add_person("Carla", vault.Role.COORDINATOR, PASSPHRASE)
    seat = Seat(qtbot, workplace_store)
    seat.unlock("Carla")
    seat.settle(lambda: seat.place.person is not None)
    page = next(page for page in seat.shell.pages() if isinstance(page, People))
    seat.shell.show_page(page)
    seat.settle()
    assert [name for name in (ADD, OWN, SAFE) if page.tabs[name].isVisible()] == [OWN, SAFE]
    page.show_section(SAFE)
    assert page.safeguards.add.isVisible()
    assert not page.safeguards.renew.isVisible() and not page.safeguards.recovery_head.isVisible()
    seat.leave()


def test_one_s_own_passphrase_with_the_keyring(people: tuple[Seat, People], workplace_store: Path) -> None:
    seat, page = people
    ring = Memory()
    keyring.set_keyring(ring)
    try:
        page.show_section(OWN)
        seat.type(page.old_line, PASSPHRASE)
        page.own_suggestion.draw.click()
        seat.settle(page.own_suggestion.told.isVisible)
        new = page.new_line.text()
        page.keyring.click()
        page.change.click()
        seat.settle(lambda: page._uses_keyring)
        assert len(ring.kept) == 1
        assert page.new_line.text() == "" and page.own_suggestion.told.text() == ""
        seat.leave()
        with pytest.raises(IntakeError, match=r"vault\.keyring_missing"):
            vault.open_store(workplace_store, "Ada", new)
    finally:
        keyring.set_keyring(fail.Keyring())
