"""Rows of the domain about services, paths and slips, beside `test_domain_rows`: each check as it runs."""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from intake_app import i18n, slips, vault, workflow
from intake_app.errors import IntakeError
from intake_app.referral import Recipient, SlipSheet
from intake_app.slips import wording
from intake_app.slips.render import draw
from intake_app.vault import Role, SlipRow, Vault
from intake_app.workflow import ConsentSheet
from tests.gui_shell import people
from tests.slips.test_pdf import extracted
from tests.vault import scene


@contextmanager
def finished(folder: Path, changed: dict[str, str] | None = None) -> Iterator[tuple[Vault, str]]:
    """A workplace where one person was interviewed."""
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(folder / "w.intake", setup, vault.FLOOR) as store:
        yield store, people.finish(store, people.BENGALI, changed)


def service(kind: str) -> Recipient:
    return replace(workflow.directory().get("health"), code=kind, recipient_kind=kind)


def refused(store: Vault, record: str, kind: str, noted: ConsentSheet | None = None) -> str:
    with pytest.raises(IntakeError) as caught:
        workflow.slip_for(store, record, service(kind), workflow.propose_slip(store, record).sheet, noted)
    return caught.value.code


def row_9_a_call_is_on_the_slip_of_who_may_be_told(folder: Path) -> None:
    """Call log appears on the slip: who called, when, with which operator, what came of it; not on one for health."""
    with finished(folder) as (store, record):
        workflow.note_call(store, record, "no_answer", called="2026-11-27T09:00:00+01:00")
        workflow.note_call(store, record, "passed_on", "NV-12", "person", "2026-11-27T10:32:00+01:00")
        sheet = workflow.propose_slip(store, record).sheet
        for kind, there in (("anti_trafficking", True), ("health", False), ("labour_desk", False)):
            noted = ConsentSheet(given=True, language="bn")
            made = workflow.slip_for(store, record, service(kind), sheet, noted)
            page = extracted(slips.render(made, "bn"))
            assert ("NV-12" in page) is ("27/11/2026 · 10:32" in page) is there
            assert ("numero verde" in page) is there


def row_2_on_the_social_path_the_police_is_told_by_a_consent_of_its_own(folder: Path) -> None:
    """Social track → no police slip without a separate consent; switch → audit; leaflet in the person's language."""
    with finished(folder) as (store, record):
        case = workflow.case_for(store, record)
        assert store.case_course(case.id).path.path == "not_decided"
        workflow.note_path(store, case.id, "social")
        assert refused(store, record, "police") == "screening.social_path"
        workflow.note_path(store, case.id, "judicial")
        assert refused(store, record, "police") == "screening.judicial_missing", "a path is no consent"
        workflow.note_path(store, case.id, "social")
        workflow.consent_given(store, record, "judicial", "police", how="spoken", language="bn")
        sheet = workflow.propose_slip(store, record).sheet
        assert workflow.slip_for(store, record, service("police"), sheet).release.basis == "consent"
        chain = store._opening.database.all("SELECT action FROM audit")
        assert [action for (action,) in chain].count("case.path") == 3
    papers, line = workflow.papers()
    said = i18n.load("bn")
    for topic, words in (("paths", "There are two ways. You choose."), ("permits", papers.permit_term)):
        pages = " ".join(extracted(draw(slips.lay_out_leaflet(papers, topic, line, "bn", i18n.load))).split())
        assert said(words) in pages and said(words) != words


def row_21_an_orientation_is_kept_and_the_dossier_goes_only_when_the_person_agrees(folder: Path) -> None:
    """Save orientation without complaint; reopen 3 weeks later; produce dossier only when the person agrees."""
    with finished(folder) as (store, record):
        case = workflow.case_for(store, record)
        opened = workflow.begin_module(store, case.id, "labour")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.answer("/data/work/worked", "yes")
        session.answer("/data/work/pay_below", "yes")
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    later = datetime.now(UTC) + timedelta(weeks=3)
    path = folder / "w.intake"
    with vault.open_store(path, "Ada", scene.PASSPHRASE, clock=lambda: later) as store:
        again = workflow.begin_module(store, case.id, "labour")
        assert again.row.id == opened.row.id, "the draft is gone on with, three weeks later"
        session = workflow.session_for(again, workflow.load_definition(again.package.xml, again.package.files))
        assert session.values()["/data/work/pay_below"] == "yes"
        workflow.finalise(store, session, again.row.id, ConsentSheet(given=True, language="bn"))
        sheet = replace(workflow.propose_slip(store, again.row.id).sheet, dossier=True)
        desk, agreed = workflow.directory().get("labour_desk"), ConsentSheet(given=True, language="bn")
        with pytest.raises(IntakeError, match=r"screening\.work_not_asked"):
            workflow.slip_for(store, again.row.id, desk, sheet, agreed)
        for chosen, there in ((sheet, True), (replace(sheet, dossier=False), False)):
            made = workflow.slip_for(store, again.row.id, desk, chosen, replace(agreed, work=True, language="bn"))
            assert ("603-bis" in extracted(slips.render(made, "bn"))) is there


OWN_SERVICES = """code;kind;recipient_kind;names:it;mandate:it;languages;provinces;needs;last_verified
here_bn;health;health;Ambulatorio;visite;it bn;AG;medical_visit;2026-11-01
here_fr;health;health;Guardia;visite;it fr;AG;medical_visit;2026-11-01
here_else;health;health;Ascolto;colloqui;it bn;AG;psychological_support;2026-11-01
far_bn;health;health;Poliambulatorio;visite;it bn;PA TP;medical_visit;2026-11-01
all_over;health;health;Presidio;visite;;;;2026-11-01
"""
SOUGHT = {
    ("AG", "medical_visit", "bn"): {"here_bn", "all_over"},
    ("AG", "medical_visit", ""): {"here_bn", "here_fr", "all_over"},
    ("AG", "psychological_support", "bn"): {"here_else", "all_over"},
    ("TP", "medical_visit", "bn"): {"far_bn", "all_over"},
    ("CT", "medical_visit", "bn"): {"all_over"},
    ("", "", ""): {"here_bn", "here_fr", "here_else", "far_bn", "all_over"},
}
_TAKEN_AWAY: list[str] = []


def _no_network(event: str, _facts: object) -> None:
    """While the network is taken away whoever asks for it is told that there is none."""
    if _TAKEN_AWAY and event.startswith("socket."):
        raise OSError("there is no network")


sys.addaudithook(_no_network)


@contextmanager
def no_network() -> Iterator[None]:
    """Nothing in here reaches for a network, which is seen to be away."""
    _TAKEN_AWAY.append("all")
    try:
        with pytest.raises(OSError, match="no network"):
            socket.getaddrinfo("localhost", 80)
        yield
    finally:
        _TAKEN_AWAY.clear()


def row_30_old_entries_are_flagged_and_a_search_needs_no_network(folder: Path) -> None:
    """Entries >90 days unverified are flagged; search by province+need works offline: by language as well."""
    with no_network():
        assert "health" in {one.code for one in workflow.directory().search(province="AG", need="medical_visit")}
        with finished(folder) as (store, _record):
            workflow.import_services(store, OWN_SERVICES.encode())
            own = {one.code for one in workflow.own_directory(store)}
            for (province, need, language), codes in SOUGHT.items():
                found = workflow.directory(store).search(province=province, need=need, language=language)
                assert own & {one.code for one in found} == codes, (province, need, language)
            found = workflow.directory(store).search("visite", province="AG", language="bn")
            assert next(iter(found)).code == "here_bn", "whoever says that they speak it comes first"
    checked = replace(workflow.directory().get("health"), draft=False, last_verified=date(2026, 1, 1))
    assert [checked.needs_check(date(2026, 1, 1) + timedelta(days=days)) for days in (90, 91)] == [False, True]


def row_32_the_consulate_is_closed_to_who_may_ask_for_protection(folder: Path) -> None:
    """Consular recipient requires separate consent, disabled for asylum seekers."""
    with finished(folder) as (store, record):
        workflow.consent_given(store, record, "consular", "consulate", how="spoken", language="bn")
        assert refused(store, record, "consulate") == "screening.consulate_closed"
    other = folder / "other"
    other.mkdir()
    with finished(other) as (store, record):
        no_asylum = ConsentSheet(asylum=False)
        assert refused(store, record, "consulate", no_asylum) == "screening.consular_missing"
        workflow.own_word_given(store, record, "consulate", "yes", "spoken", language="bn")
        made = workflow.slip_for(
            store, record, service("consulate"), workflow.propose_slip(store, record).sheet, no_asylum
        )
        assert (made.release.basis, made.release.kind) == ("consent", "consulate"), "the word alone opens it"
        assert refused(store, record, "consulate") == "screening.consulate_closed", "who may ask for protection"
        workflow.own_word_given(store, record, "consulate", "no", "spoken", language="bn")
        assert refused(store, record, "consulate", no_asylum) != "screening.consulate_closed", "and closes it again"


def about_work(store: Vault, record: str, answers: dict[str, str]) -> str:
    """A questionnaire on work in the case of a person; gives its record id."""
    return module(store, workflow.case_for(store, record).id, "labour", {"work/worked": "yes", **answers})


def labour_slip(store: Vault, told: str, *, dossier: bool = True) -> str:
    """The pages of a slip for the desk for workers, as somebody reads them."""
    sheet = replace(workflow.propose_slip(store, told).sheet, dossier=dossier)
    desk = workflow.directory().get("labour_desk")
    made = workflow.slip_for(store, told, desk, sheet, ConsentSheet(given=True, work=dossier, language="bn"))
    return " ".join(extracted(slips.render(made, "bn")).replace("\u00a0", " ").split())


def module(store: Vault, case: str, name: str, answers: dict[str, str], again: bool = False) -> str:
    """One more questionnaire in a case, finished; gives its record id."""
    opened = workflow.begin_module(store, case, name, again=again)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for place, value in answers.items():
        session.answer(f"/data/{place}", value)
    return workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn")).row.id


INDICES = {1: "work/pay_below", 2: "work/hours", 3: "work/unsafe", 4: "work/housing"}


def row_36_the_dossier_has_the_four_indices(folder: Path) -> None:
    """Dossier contains the four statutory indices: as told, each alone, all, none, said no to or never asked about;
    with what else is a code."""
    words = i18n.load("it")
    for number in (*INDICES, 0, 5):
        own = folder / str(number)
        own.mkdir()
        yes = {place for index, place in INDICES.items() if number in (index, 5)}
        answers = {place: "yes" if place in yes else "no" for place in INDICES.values()}
        with finished(own) as (store, record):
            page = labour_slip(store, about_work(store, record, {**answers, "work/day_pay": "up_to_20"}))
        for index, place in INDICES.items():
            assert (f"{index} {wording.label('index', str(index), words)}" in page) is (place in yes)
        others = ", ".join(str(index) for index, place in INDICES.items() if place not in yes)
        assert (f"risposto no: {others}" in page) is (number != 5) and "non detti" not in page
        assert "per un giorno: fino a 20 euro" in page
    (folder / "asked").mkdir()
    with finished(folder / "asked") as (store, record):
        told = {INDICES[1]: "yes", INDICES[3]: "no", INDICES[4]: "does_not_know"}
        page = labour_slip(store, about_work(store, record, told))
    assert "risposto no: 3 · non detti: 2, 4" in page
    (folder / "declined").mkdir()
    with finished(folder / "declined") as (store, record):
        told = {INDICES[1]: "yes", INDICES[2]: "no", "work/hours_day": "prefers_not_to_say", INDICES[3]: "no"}
        page = labour_slip(store, about_work(store, record, told))
    assert "risposto no: 3 · non detti: 2, 4" in page, "one of its questions was declined"


def row_21_what_the_dossier_tells_of_the_work(folder: Path) -> None:
    """Employer, workplace, period, pay, hours, housing, documents and the rest of the answers that are codes; a refusal
    and what nobody said are not there, nor a name: for that there is a line to write on."""
    told = {
        "work/employer": "firm", "work/orders": "gang_master", "work/province": "FG", "work/hours_day": "14",
        "work/days_week": "7", "work/housed_by": "gang_master", "work/housed_in": "shelter",
        "work/housed_cost": "up_to_200",
        "start/chain": "two", "start/visa": "yes", "start/paid": "up_to_5000", "start/debt": "yes",
        "start/debt_sum": "prefers_not_to_say", "work/section": "A", "work/last_day": "three_months",
        "work/others": "over_10", "work/pay_withheld": "yes", "freedom/documents": "does_not_know",
    }  # fmt: skip
    with finished(folder) as (store, record):
        page = labour_slip(store, about_work(store, record, told))
    for words in (
        "A · agricoltura", "ultimo giorno di lavoro: negli ultimi tre mesi · altri: più di dieci",
        "paga dovuta trattenuta: sì", "pagato: da 1.000 a 5.000 euro",
            "intermediari fra la persona e il datore di lavoro: due persone o uffici",
        "visto per lavoro: sì", "Appuntamento il",
        "datore di lavoro: un’impresa, un’azienda agricola", "ordini da: chi raccoglie i lavoratori (caporale)",
        "provincia: FG · ore al giorno: 14 · giorni alla settimana: 7",
        "dato da: chi raccoglie i lavoratori (caporale) · tipo: tenda, baracca, container o stalla",
        "tolto dalla paga di un mese: da 100 a 200 euro",
        "2 orari, riposi e ferie", "4 condizioni di lavoro, sorveglianza o alloggio degradanti",
        "Nome e indirizzo del datore di lavoro, se detti allo sportello:",
    ):  # fmt: skip
        assert words in page, words
    assert not any(words in page for words in ("ancora dovuto", "documenti tenuti", "per un giorno"))


def row_47_the_inspectorate_gives_its_opinion_on_the_permit(folder: Path) -> None:
    """Row 36, and: the permit of art. 18-ter on proposal of the judicial authority, with the opinion of the INL."""
    with finished(folder) as (store, record):
        told = about_work(store, record, {"work/pay_below": "yes"})
        page, without = labour_slip(store, told), labour_slip(store, told, dossier=False)
    assert "art. 18-ter è proposto dall’autorità giudiziaria; l’Ispettorato del lavoro (INL) dà il suo parere" in page
    assert "Parere dell’INL: richiesto reso non necessario" in page
    assert "18-ter" not in without and "INL" not in without, "for the desk, with the dossier alone"


def row_20_after_a_yes_no_details_are_asked_and_health_comes_first(folder: Path) -> None:
    """Disclosure → "stop asking details" prompt + health slip top of list, within 72 hours and in danger within 24."""
    with finished(folder) as (store, record):
        case = workflow.case_for(store, record)
        opened = workflow.begin_module(store, case.id, "sexual")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        assert not session.relevant("/data/how/no_details")
        session.answer("/data/what/unwanted", "yes")
        assert session.relevant("/data/how/no_details")
        assert session.definition.tags("/data/how/no_details") == {"audience": "mediator"}
        workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn"))
        proposal = workflow.propose_slip(store, opened.row.id)
        assert proposal.offers[0].recipient == "health" and "urgent_health" in proposal.offers[0].reasons
        assert (proposal.sheet.priority, proposal.soon) == ("72h", "urgent_health")
        made = workflow.slip_for(
            store, opened.row.id, service("health"), proposal.sheet, ConsentSheet(given=True, language="bn")
        )
        assert "Entro 72 ore" in extracted(slips.render(made, "bn"))
        asked = workflow.propose_slip(store, record)
        assert asked.offers[0].recipient == "health", "whichever record of the person the slip is made of"
        assert (asked.sheet.priority, asked.soon) == ("72h", "urgent_health")
        later = replace(proposal.sheet, priority="2w")
        made = workflow.slip_for(
            store, opened.row.id, service("health"), later, ConsentSheet(given=True, language="bn")
        )
        assert "Entro 2 settimane" in extracted(slips.render(made, "bn")), "the officer may choose another"
    other = folder / "other"
    other.mkdir()
    with finished(other, {"safety/danger_now": "yes"}) as (store, record):
        proposal = workflow.propose_slip(store, record)
        assert (proposal.sheet.priority, proposal.soon) == ("24h", "urgent_danger")


UNIT = "code,kind,recipient_kind,names:it,mandate:it\ntransfer_unit,legal,transfer_body,{name},{mandate}\n"
OWN_TERM = "Unità Dublino", "trasferimenti secondo il vecchio Regolamento"


def row_39_the_alert_has_little_and_its_words_are_data(folder: Path) -> None:
    """Passed through, family in which Member State; an alert slip with minimal data, whose term text is edited."""
    told = {
        "europe/passed": "FR DE", "europe/family_in": "SE", "europe/transfer": "yes",
        "page/page_wanted": "yes", "page/nationality": "SO", "page/birthplace": "Zarafshan",
        "able/help_with": "move", "wishes/legal": "yes", "wishes/safe_contact": "in_person_only",
    }  # fmt: skip
    about = {"next_steps/gender": "woman", "information/age_band": "adult", "next_steps/services": "medical_visit"}
    with finished(folder, about) as (store, first):
        assert "transfer_body" not in {one.recipient for one in workflow.propose_slip(store, first).offers}
        case = workflow.case_for(store, first).id
        record = module(store, case, "needs", told)
        answers = {one.ref: one.answer for one in workflow.read_record(store, record, "en").answers}
        assert [answers[f"/data/europe/{name}"] for name in ("passed", "family_in")] == ["France, Germany", "Sweden"]
        proposal = workflow.propose_slip(store, first)
        assert [one.reasons for one in proposal.offers if one.recipient == "transfer_body"] == [("transfer",)]
        called = replace(proposal.sheet, safe_contact="call_any_time", phone="+39 351 234 5678")
        sheet = replace(called, age_band="adult", gender="woman", dossier=True)
        built_in, kept = alert(store, first, sheet), []
        workflow.import_services(store, UNIT.format(name=OWN_TERM[0], mandate=OWN_TERM[1]).encode())
        edited = alert(store, first, sheet)
        for slip in (built_in, edited):
            kept.append(" ".join(extracted(workflow.reprint(store, slip.reference).pdf).split()))
        module(store, case, "needs", {"europe/transfer": "no"}, again=True)
        assert "transfer_body" not in {one.recipient for one in workflow.propose_slip(store, first).offers}
    assert "Regolamento (UE) 2024/1351" in kept[0] and OWN_TERM[0] not in kept[0]
    assert all(term in kept[1] for term in OWN_TERM) and "2024/1351" not in kept[1]
    for page in kept:
        assert "informazioni legali" in page
        assert "Chiederemo a un servizio" not in page and "ufficio per i trasferimenti" in page, "it sees nobody"
        for more in ("Zarafshan", "France", "Francia", "German", "Svezia", "Somalia", "donna", "adulta", "Motivo",
                     "603", "muoversi", "visita medica", "351 234"):  # fmt: skip
            assert more not in page, more


def alert(store: Vault, record: str, sheet: SlipSheet) -> SlipRow:
    noted = ConsentSheet(given=True, language="bn")
    return workflow.issue_slip(store, record, "transfer_unit", sheet, "bn", slips.render, noted)


def row_45_the_page_beside_the_form_of_art_17(folder: Path) -> None:
    """One-page extract filling a, b, e, f, g only, with a note on the ground."""
    with finished(folder, {"information/consent_export": "yes", "next_steps/gender": "woman"}) as (store, record):
        case = workflow.case_for(store, record)
        opened = workflow.begin_module(store, case.id, "needs")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.answer("/data/able/help_with", "move")
        told = {"page_wanted": "yes", "nationality": "SO IT", "birthplace": "مقديشو", "residence": "বাংলাদেশ"}
        for name, value in (*told.items(), ("protection", "yes"), ("in_europe", "no")):
            session.answer(f"/data/page/{name}", value)
        workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn"))
        with pytest.raises(IntakeError, match=r"screening\.page_not_asked"):
            workflow.screening_page(store, record, "it")
        page = workflow.screening_page(store, record, "it", ConsentSheet(given=True, language="bn"))
        assert set(page.items) == {"a", "b", "e", "f", "g"} and page.bases == ("consent",)
        assert any(each.value == "move" for each in page.items["e"]), "what another questionnaire heard"
        asked = {letter: {each.value for each in page.items[letter]} for letter in "abfg"}
        assert {"مقديشو", "woman"} <= asked["a"], "gender is of item a"
        assert {"SO IT", "বাংলাদেশ"} <= asked["b"]
        assert "yes" in asked["f"] and "no" in asked["g"]
        text = extracted(slips.screening_pages(page, slips.ReportFrame("PINO-44-1", "Org", "Quay"), "it", i18n.load))
        assert "2024/1356" in text and "consenso" in text and "Somalia" in text and "Italia" in text
    other = folder / "other"
    other.mkdir()
    with finished(other, {"information/consent_export": "no"}) as (store, record):
        with pytest.raises(IntakeError) as caught:
            workflow.screening_page(store, record, "it")
        assert caught.value.code == "screening.consent_refused"


ROWS: dict[int, Callable[[Path], None]] = {
    9: row_9_a_call_is_on_the_slip_of_who_may_be_told,
    2: row_2_on_the_social_path_the_police_is_told_by_a_consent_of_its_own,
    21: row_21_an_orientation_is_kept_and_the_dossier_goes_only_when_the_person_agrees,
    30: row_30_old_entries_are_flagged_and_a_search_needs_no_network,
    32: row_32_the_consulate_is_closed_to_who_may_ask_for_protection,
    20: row_20_after_a_yes_no_details_are_asked_and_health_comes_first,
    36: row_36_the_dossier_has_the_four_indices,
    45: row_45_the_page_beside_the_form_of_art_17,
    47: row_47_the_inspectorate_gives_its_opinion_on_the_permit,
    39: row_39_the_alert_has_little_and_its_words_are_data,
}


@pytest.mark.parametrize("row", ROWS)
def test_the_check_of_the_row_runs(row: int, tmp_path: Path) -> None:
    ROWS[row](tmp_path)


def test_the_dossier_tells_what_is_a_code(tmp_path: Path) -> None:
    row_21_what_the_dossier_tells_of_the_work(tmp_path)
