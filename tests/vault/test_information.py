"""Information that was given: counted by topic, medium and language, of nobody; the log has each row as a whole."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.vault import InformationCount, InformationGiven, Role, Vault
from tests.vault import scene

CARD = InformationGiven("freephone", "card", "bn")


def test_thirty_persons_with_a_card_are_thirty_contacts_and_no_case(store: Vault) -> None:
    for _person in range(10):
        store.put_information(CARD)
    store.put_information(InformationGiven("freephone", "card", "bn", 20))
    store.put_information(InformationGiven("paths", "spoken", "pa-Arab"))
    assert store.information() == (
        InformationCount("freephone", "card", "bn", 30, 1),
        InformationCount("paths", "spoken", "pa-Arab", 1, 1),
    )
    assert store.records() == () and sum(store.info().counts.values()) == 0
    assert store._opening.database.all("SELECT count(*) FROM casefile") == [(0,)]
    assert store.check() == ()


def test_of_some_days_only(tmp_path: Path) -> None:
    moments = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (20, 21, 22)]
    now = moments[:1]
    scene.new_store(tmp_path).close()
    with vault.open_store(tmp_path / "place.intake", scene.NAME, scene.PASSPHRASE, clock=lambda: now[0]) as store:
        for moment in moments:
            now[0] = moment
            store.put_information(CARD)
        (all_days,) = store.information()
        assert (all_days.contacts, all_days.days) == (3, 3)
        assert [one.contacts for one in store.information("2026-11-21")] == [2]
        assert [one.contacts for one in store.information("2026-11-21", "2026-11-22")] == [1]
        assert store.information("2026-11-23") == ()


@pytest.mark.parametrize(
    "given",
    [
        InformationGiven("Amina Diallo", "card", "bn"),
        InformationGiven("paths", "letter", "bn"),
        InformationGiven("paths", "card", "Amina Diallo"),
        InformationGiven("paths", "card", "bn", 0),
        InformationGiven("paths", "card", "bn", 10_001),
    ],
)
def test_nothing_but_codes_and_a_number_is_kept(store: Vault, given: InformationGiven) -> None:
    with pytest.raises(ValueError, match="not a"):
        store.put_information(given)
    assert store.information() == ()


def test_a_site_counts_its_own_and_a_coordinator_the_agency(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        store.put_information(CARD)
        store.add_person("Desk", Role.DESK, scene.OTHER)
        store.add_person("Far", Role.MEDIATOR, scene.OTHER, site="Airport")
        store.add_person("Other", Role.COORDINATOR, scene.OTHER, agency="Another")
        store.add_person("Cora", Role.COORDINATOR, scene.OTHER)

    def of(name: str, then: Callable[[Vault], None] = lambda _store: None) -> int:
        with scene.reopened(tmp_path, name, scene.OTHER) as store:
            then(store)
            return sum(one.contacts for one in store.information())

    assert of("Far", lambda store: store.put_information(CARD)) == 1
    assert [of(name) for name in ("Desk", "Other", "Cora")] == [1, 0, 2]


def test_the_log_names_neither_topic_nor_language(store: Vault) -> None:
    store.put_information(CARD)
    (told,) = [row for row in store.audit_rows() if row.action == "information.given"]
    assert told.object == "" and "bn" not in told.detail and len(told.detail) == len('{"row":""}') + 32
