"""The report on the talk with a child who came alone: six items, what is due by when, the age as stated, on a duty."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from intake_app import exports, i18n, paths, slips, vault, workflow, xlsform
from intake_app.cli import filling
from intake_app.errors import IntakeError
from intake_app.exports import MinorReport
from intake_app.screening import Release
from intake_app.slips.cleaning import clean
from intake_app.slips.flowing import BOTTOM, Flow
from intake_app.slips.layout import Layout, line_height
from intake_app.slips.voice import Voice
from intake_app.vault import Role, Vault
from intake_app.workflow.paper_answers import answers_on_paper
from tests.gui_shell.windows import PASSPHRASE
from tests.slips.test_pages import faults, shown

FRAME = slips.ReportFrame("PINO-44-1", "Mediazione", "Molo Favaloro")
STORY = "Sono partito con mio zio e poi sono rimasto solo. " * 60
ANSWERS: dict[str, Any] = {
    "begin/understands": "yes", "begin/wants_talk": "yes", "present/guardian": "none_yet", "present/alone": "yes",
    "present/led_by": "educator",
    "present/interpreter": "yes", "present/talk_language": "bn", "entry/entered": "2024-11-20T23:30:00.000+01:00",
    "entry/held_on": "2024-11-24", "entry/late_why": "no_guardian", "story/own_words": STORY,
    "family/family_here": "no", "how_you_are/sleep": "no", "safe/hurt": {"state": "prefers_not_to_say"},
    "plan/plan_view": "partly", "age/born": "2010-09-11", "age/born_said": "ethiopian 2002--", "age/doubt": "yes",
    "age/doubt_by": "police", "age/doubt_on": "2024-11-22", "part/part_spoke": "freely",
}  # fmt: skip


def talked(store: Vault, xml: bytes, changed: dict[str, Any]) -> str:
    """A finished talk, with some answers changed."""
    key = workflow.import_form(store, "minor.xml", xml).form_key
    assert key is not None
    opened = workflow.start_record(store, key, "বাংলা (bn)", "Italiano (it)")
    definition = workflow.load_definition(opened.package.xml, opened.package.files)
    session = workflow.session_for(opened, definition)
    filling.fill(session, {f"/data/{name}": value for name, value in {**ANSWERS, **changed}.items()}, str)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    return workflow.finalise_draft(store, opened.row.id).row.id


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A store with a finished talk, and the same with a court that decided otherwise: their ids."""
    path = tmp_path_factory.mktemp("minor") / "place.intake"
    setup = workflow.Setup("Mediazione", "Molo Favaloro", "", "Sara", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        xml = xlsform.compile_own(paths.forms() / "minor.md", paths.translations()).xml
        made = [talked(store, xml, changed) for changed in ({}, {"age/doubt_state": "court_adult"})]
    return path, made[0], made[1]


@pytest.fixture(scope="module")
def report(place: tuple[Path, str, str]) -> MinorReport:
    with workflow.open_store(place[0], "Sara", PASSPHRASE) as store:
        made = workflow.minor_report(store, place[1])
        assert [(one.purpose, one.basis, one.detail) for one in store.releases(place[1])] == [
            ("export", "duty", "DPCM 98/2024")
        ]
        assert workflow.minor_report(store, place[1]) == made
        assert len(store.releases(place[1])) == 1
    return made


@pytest.fixture(scope="module")
def layout(report: MinorReport) -> Layout:
    return slips.lay_out_minor_report(report, FRAME, i18n.load)


def test_deadlines_are_worked_out(report: MinorReport) -> None:
    assert (report.due, report.held, report.late) == (date(2024, 11, 23), date(2024, 11, 24), True)
    assert report.guardian == "to_be_asked"
    assert {letter: bool(heard) for letter, heard in report.items.items()} == dict.fromkeys("abcdef", True)


def test_all_parts_stand_in_order_on_the_pages(layout: Layout) -> None:
    text = " ".join(map(shown, layout.pages))
    wanted = (
        "Relazione sul colloquio con il minore non accompagnato", "DPCM 98/2024", "obbligo di legge e non sul consenso",
        "PINO-44-1 · Mediazione · Molo Favaloro", "Nome e cognome", "Ancora nessuno", "bengalese", "Termini",
        "20/11/2024 · 23:30", "entro il 23/11/2024", "tenuto il 24/11/2024", "Oltre i tre giorni, perché",
        "chiederne subito la nomina", "Età dichiarata", "2002 (calendario: Etiope)", "La polizia", "22/11/2024",
        "Finché un giudice non decide, la persona è trattata come minorenne", "a) La storia", "rimasto solo. Sono",
        "b) Legami", "c) Vulnerabilità", "d) Fatti", "Preferisco non dirlo", "e) Come", "parlato liberamente",
        "f) Opinione", "In parte va bene", "Firme", "Chi ha condotto", "Tutore o tutrice", "আরেকবার পড়ে",
        "riletta", "Luogo e data",
    )  # fmt: skip
    places = [text.find(part) for part in wanted]
    assert -1 not in places and places == sorted(places), [w for w, at in zip(wanted, places, strict=True) if at < 0]
    assert text.count("rimasto solo.") == 60
    assert "2010" not in text, "no day is told that was not stated"


def test_nothing_lies_on_anything_and_every_page_has_its_foot(layout: Layout) -> None:
    assert len(layout.pages) > 1 and faults(layout) == []
    for number, page in enumerate(layout.pages, start=1):
        (foot,) = [text.text for text in page.texts if text.role == "page"]
        told = "PINO-44-1 · Bozza, da confermare da una persona del settore · Pagina"
        assert foot == f"{told} {number} di {len(layout.pages)}"
    assert {text.language for page in layout.pages for text in page.texts} == {"it", "bn"}
    report = [text.role for page in layout.pages for text in page.texts]
    assert sum(role.startswith("signature") for role in report) == 5


def test_a_paragraph_is_parted_by_the_end_of_a_page_alone(layout: Layout) -> None:
    parts = [[text for text in page.texts if text.role.startswith("a-0-")] for page in layout.pages]
    told = [[text for text in page if not text.role.endswith("question")] for page in parts]
    assert [len(page) for page in told] == [1, 1, *[0] * (len(told) - 2)]
    assert BOTTOM - told[0][0].box.bottom < 2 * line_height("it", told[0][0].size)


@pytest.mark.parametrize("words", ["W" * 9000, "سافرت مع عمي. " * 700, "\n" * 90 + "x", "e\u0301" * 4000, "\u200b" * 9])
def test_whatever_somebody_tells_is_on_the_pages_whole(words: str) -> None:
    flow = Flow(Voice.of("it", i18n.load), ())
    flow.told("told", words, 9.5)
    layout = flow.layout()
    assert faults(layout) == []
    shown_there = "".join("".join(text.text for text in page.texts if text.role != "page") for page in layout.pages)
    assert shown_there.replace(" ", "") == clean(words, longest=len(words)).replace(" ", "")


def test_a_colleagues_correction_that_one_does_not_see_is_told_and_holds_no_duty_back(tmp_path: Path) -> None:
    path, setup = tmp_path / "w.intake", workflow.Setup("Org", "Quay", "", "Sara", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        mark = b'<submission xmlns:odk="http://www.opendatakit.org/xforms" odk:client-editable="true"/></model>'
        xml = xlsform.compile_own(paths.forms() / "minor.md", paths.translations()).xml.replace(b"</model>", mark)
        record = talked(store, xml, {})
        workflow.release_later(store, record, workflow.ConsentSheet(override_reason="the child is in danger here"))
        workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
        newer = workflow.edit_record(store, record).row.id
        workflow.hand_over(store, newer, "Bea")
        assert not workflow.minor_report(store, record).corrected, "nobody has finished it"
    with workflow.open_store(path, "Bea", PASSPHRASE) as store:
        workflow.finalise_draft(store, newer)
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        told = workflow.minor_report(store, record)
        assert (told.release.record_id, told.corrected) == (record, True)
    text = " ".join(map(shown, slips.lay_out_minor_report(told, FRAME, i18n.load).pages))
    assert "è stata corretta in seguito" in text and "chiederne una della versione più recente" in text


def test_it_rests_on_a_duty_and_on_nothing_else(place: tuple[Path, str, str]) -> None:
    path, record, decided = place
    with workflow.open_store(path, "Sara", PASSPHRASE) as store:
        definition, heard = answers_on_paper(store, record, "it")
        for basis, about in (("consent", record), ("override", record), ("duty", "another")):
            release = Release("r", about, "export", "social_services", basis, "", "me", "2024-11-24T10:00:00+01:00")
            with pytest.raises(IntakeError, match=r"exports\.no_release"):
                exports.minor_report(definition, heard, record, release)
        with pytest.raises(IntakeError, match=r"exports\.not_a_minor"):
            workflow.minor_report(store, decided)
        assert store.releases(decided) == ()


def test_a_form_without_such_parts_has_no_report() -> None:
    class Plain:
        def tagged(self, _name: str) -> list[tuple[str, str]]:
            return []

        def tags(self, _ref: str) -> dict[str, str]:
            return {}

    release = Release("r", "x", "export", "social_services", "duty", "", "me", "2024-11-24T10:00:00+01:00")
    with pytest.raises(IntakeError, match=r"exports\.no_report"):
        exports.minor_report(Plain(), (), "x", release)


def test_what_was_not_asked_is_told_apart_from_what_was_not_answered(place: tuple[Path, str, str]) -> None:
    with workflow.open_store(place[0], "Sara", PASSPHRASE) as store:
        xml = xlsform.compile_own(paths.forms() / "minor.md", paths.translations()).xml
        unsaid = {"story/own_words": {"state": "not_asked"}, "plan/plan_view": {"state": "prefers_not_to_say"}}
        told = workflow.minor_report(store, talked(store, xml, unsaid))
    text = " ".join(map(shown, slips.lay_out_minor_report(told, FRAME, i18n.load).pages))
    story, plan = text[text.index("a) La"):text.index("b) Legami")], text[text.index("f) Opinione"):]
    assert "Non chiesto" in story and "Preferisce non" not in story
    assert "preferisce non" in plan.casefold() or "preferisco non" in plan.casefold()


def test_what_a_court_decided_and_days_that_do_not_fit_are_told(report: MinorReport) -> None:
    def words(told: MinorReport) -> str:
        return " ".join(map(shown, slips.lay_out_minor_report(told, FRAME, i18n.load).pages))

    assert "Una di queste date non è giusta" not in words(report)
    assert "Data e luogo di nascita" in words(report), "who signs may write by hand what nobody told"
    decided = words(replace(report, decided=True, guardian="provisional", held=date(2024, 11, 19)))
    assert "Un giudice ha deciso che la persona è minorenne" in decided and "Finché un giudice" not in decided
    assert "tutrice provvisori" in decided and "Una di queste date non è giusta" in decided


def test_an_age_of_another_talk_bears_no_code_beside_that_of_the_person(report: MinorReport) -> None:
    told = replace(report, told=(exports.AgeTold("minor", "form", date(2024, 11, 21)),))
    text = " ".join(map(shown, slips.lay_out_minor_report(told, FRAME, i18n.load).pages))
    assert "risposta data in un altro colloquio, annotata il 21/11/2024" in text


def test_a_report_of_a_talk_in_which_nothing_was_asked_says_so(place: tuple[Path, str, str]) -> None:
    with workflow.open_store(place[0], "Sara", PASSPHRASE) as store:
        key = workflow.forms.own_form(store, "minor")
        opened = workflow.start_record(store, key, "", "")
        record = workflow.finalise_draft(store, opened.row.id).row.id
        noted = workflow.ConsentSheet(age="minor", age_from="person", alone=True)
        told = workflow.minor_report(store, record, noted)
    text = " ".join(map(shown, slips.lay_out_minor_report(told, FRAME, i18n.load).pages))
    assert "Nessuno dei sei punti è stato ancora chiesto" in text and text.count("Non chiesto: nessuna") == 6
    assert "la persona lo ha detto" in text and "Nessuna età è stata dichiarata" not in text
