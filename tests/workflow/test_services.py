"""A workplace's own services lie in its store, over the built-in ones; a bad file changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role, Vault
from intake_app.workflow import ConsentSheet, services
from tests.gui_shell import people
from tests.slips.test_pdf import extracted
from tests.vault import scene

HEADS = "code;kind;recipient_kind;names:it;mandate:it;provinces;needs;last_verified\n"
TABLE = (
    f"{HEADS}health;health;health;Azienda vera;visite;AG;medical_visit;2026-01-01\n"
    "lawyer;legal;labour_desk;Studio;consigli;;;\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """One person works alone: interviews and settings are theirs."""
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        yield store


def test_own_services_are_kept_searched_and_on_slips(store: Vault) -> None:
    assert workflow.directory(store) == workflow.directory()
    told = workflow.import_services(store, TABLE.encode())
    assert (told.added, told.changed, told.own, told.to_check) == (1, 1, 2, 2)
    found = workflow.directory(store).search(province="AG", need="medical_visit")
    assert "Azienda vera" in {one.name("it") for one in found}
    record = people.finish(store, people.BENGALI)
    sheet, agreed = workflow.propose_slip(store, record).sheet, ConsentSheet(given=True, language="bn")
    slip = workflow.issue_slip(store, record, "health", sheet, "bn", slips.render, agreed)
    assert "Azienda vera" in extracted(slip.pdf) and "voce dell’elenco da confermare" in extracted(slip.pdf)
    assert len(workflow.directory()) + 1 == len(workflow.directory(store))


def test_more_come_beside_what_is_there_or_in_its_place(store: Vault) -> None:
    workflow.import_services(store, TABLE.encode())
    more = (HEADS + "clinic;health;health;Clinica;visite;;;\n").encode()
    assert workflow.import_services(store, more).own == 3
    again = workflow.export_services(store, "csv")
    assert workflow.import_services(store, more, replace=True).own == 1
    assert workflow.import_services(store, again, replace=True).own == 3
    assert workflow.import_services(store, workflow.export_services(store, "json")).changed == 0


def test_a_bad_file_changes_nothing(store: Vault) -> None:
    workflow.import_services(store, TABLE.encode())
    before = workflow.own_directory(store)
    for bad in (TABLE.replace(";legal", ";lawyers"), TABLE[:-30], "{", ""):
        with pytest.raises(IntakeError, match=r"referral\.(bad_table|not_allowed)"):
            workflow.import_services(store, bad.encode(), replace=True)
    assert workflow.own_directory(store) == before


def many(letter: str, number: int) -> bytes:
    rows = (f"{letter}{each};health;health;A;m;;;\n" for each in range(number))
    return (HEADS + "".join(rows)).encode()


def test_imports_that_are_too_many_together_are_refused_and_nothing_changes(store: Vault) -> None:
    workflow.import_services(store, many("a", 600))
    with pytest.raises(IntakeError) as caught:
        workflow.import_services(store, many("b", 600))
    assert caught.value.code == "referral.too_many_services"
    assert (caught.value.facts["own"], caught.value.facts["most"]) == (1200, 1000)
    assert len(workflow.own_directory(store)) == 600
    assert workflow.import_services(store, many("b", 600), replace=True).own == 600


@pytest.mark.parametrize("kept", ["{", many("a", 3).decode(), '{"format": 1, "recipients": [{"code": "x"}]}'])
def test_a_directory_that_can_not_be_read_holds_up_nobody(store: Vault, kept: str) -> None:
    store.set_setting("directory", kept)
    record = people.finish(store, people.BENGALI)
    sheet, agreed = workflow.propose_slip(store, record).sheet, ConsentSheet(given=True, language="bn")
    workflow.issue_slip(store, record, "health", sheet, "bn", lambda *_told: b"%PDF", agreed)
    assert workflow.withdraw_consent(store, record).stopped
    assert workflow.directory(store).unread == 1 and workflow.export_services(store, "csv")
    assert workflow.import_services(store, many("b", 2), replace=True).own == 2
    assert workflow.directory(store).unread == 0


def test_a_no_that_was_said_to_a_service_goes_on_counting(store: Vault) -> None:
    workflow.import_services(store, (HEADS + "asl;health;health;ASL;m;;;\n").encode())
    labour = (HEADS + "asl;labour;labour_desk;ASL;m;;;\n").encode()
    for replace in (False, True):
        with pytest.raises(IntakeError, match=r"referral\.bad_table") as caught:
            workflow.import_services(store, labour, replace=replace)
        assert caught.value.facts == {"line": 2, "column": "recipient_kind", "reason": "kind_changed"}
    workflow.import_services(store, many("b", 1), replace=True)
    with pytest.raises(IntakeError, match=r"referral\.bad_table"):
        workflow.import_services(store, labour)


def test_who_imports_is_told_what_each_gets_and_what_was_replaced(store: Vault) -> None:
    rows = "health;health;health;Azienda vera;visite;;;\ncasa;shelter;anti_trafficking;Casa;alloggio;;;\n"
    told = workflow.import_services(store, (HEADS + rows).encode())
    assert told.kinds == {"health": "health", "casa": "anti_trafficking"} and told.whole == ("casa",)
    (replaced,) = told.replaced
    assert (replaced.code, replaced.former_phone, replaced.phone) == ("health", "", "")


def test_a_word_that_reveals_is_on_no_slip_of_who_must_not_be_told(tmp_path: Path) -> None:
    """Of a service that was kept before such were refused, and of who sends."""
    kept = {"names": {"it": "Cura vittime di tratta"}, "mandate": {"it": "tratta"}, "hours": {"it": "lun"}}
    whole = [{"code": code, "kind": kind, **kept} for code, kind in (("b1", "health"), ("b2", "support"))]
    setup = workflow.Setup("Antitratta", "Sportello vittime", "0", "Ada", Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        store.set_setting("directory", json.dumps({"format": 1, "recipients": whole}))
        record, agreed = people.finish(store, people.BENGALI), ConsentSheet(given=True, language="bn")
        sheet = workflow.propose_slip(store, record).sheet
        shown = [
            extracted(workflow.issue_slip(store, record, code, sheet, "bn", slips.render, agreed).pdf).casefold()
            for code in ("b1", "b2")
        ]
        named = [services.place_named(store, kind) for kind in ("police", "social_services", "asylum_body")]
    assert "tratta" not in shown[0].replace("trattament", "") and "vittim" not in shown[0] and "lun" in shown[0]
    assert "un servizio sanitario" in shown[0]
    assert "un servizio per chi arriva" in shown[0] and "un servizio per chi arriva" not in shown[1]
    assert named == [("Antitratta", "Sportello vittime"), ("", ""), ("", "")], "and so on other papers"
    assert "antitratta" in shown[1] and "sportello vittime" in shown[1] and "cura vittime di tratta" in shown[1]


def test_for_a_service_of_any_code_that_was_kept_what_was_agreed_is_taken_back(store: Vault) -> None:
    kept = {"code": "ASP Agrigento", "kind": "health", "names": {"it": "ASP"}, "mandate": {"it": "m"}}
    store.set_setting("directory", json.dumps({"format": 1, "recipients": [kept]}))
    record, agreed = people.finish(store, people.BENGALI), ConsentSheet(given=True, language="bn")
    sheet = workflow.propose_slip(store, record).sheet
    workflow.issue_slip(store, record, "ASP Agrigento", sheet, "bn", lambda *_told: b"%PDF", agreed)
    assert workflow.withdraw_consent(store, record, "slip", "ASP Agrigento").stopped
    assert all(purpose != "slip" for purpose, _to in workflow.agreement(store, record).open)


def test_the_longest_code_that_is_taken_can_be_named_when_it_is_taken_back(store: Vault) -> None:
    code = "a_b.-9" + "z" * 58
    workflow.import_services(store, (HEADS + f"{code};health;health;ASP;m;;;\n").encode())
    record, agreed = people.finish(store, people.BENGALI), ConsentSheet(given=True, language="bn")
    sheet = workflow.propose_slip(store, record).sheet
    workflow.issue_slip(store, record, code, sheet, "bn", lambda *_told: b"%PDF", agreed)
    assert workflow.withdraw_consent(store, record, "slip", code).stopped


def test_a_workplace_whose_name_tells_of_trafficking_has_another_for_who_is_not_told(tmp_path: Path) -> None:
    """It could not say who it is: every such slip came from "a service for people who arrive"."""
    organisation = "Contro il traffico di persone"
    setup = workflow.Setup(organisation, "Molo", "0", "Ada", Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        assert services.paper_name(store).needed and services.place_named(store, "health") == ("", "Molo")
        for wrong in ("Centro antitratta", "x" * 81):
            with pytest.raises(IntakeError) as refused:
                services.set_paper_name(store, wrong)
            assert refused.value.code in ("workflow.name_tells", "workflow.name_too_long")
        assert services.set_paper_name(store, "  Centro   Alba ").name == "Centro Alba"
        assert services.place_named(store, "health") == ("Centro Alba", "Molo")
        assert services.place_named(store, "anti_trafficking") == (organisation, "Molo")
        record = people.finish(store, people.BENGALI)
        sheet, agreed = workflow.propose_slip(store, record).sheet, ConsentSheet(given=True, language="bn")
        text = extracted(workflow.issue_slip(store, record, "health", sheet, "bn", slips.render, agreed).pdf)
        assert "Centro Alba" in text and "traffico" not in text and "persone che arrivano" not in text
        store.set_setting("paper_name", "Centro antitratta")
        assert services.place_named(store, "health") == ("", "Molo"), "kept when that word was not known yet"
        assert services.set_paper_name(store, "").name == ""


def test_a_name_that_tells_nothing_stands_on_every_paper(store: Vault) -> None:
    services.set_paper_name(store, "Centro Alba")
    assert not services.paper_name(store).needed and services.place_named(store, "health") == ("Org", "Quay")
