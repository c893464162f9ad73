"""A slip for each kind of recipient: what it may say, where it stands in every language, and what is never on it.

`python -m tests.slips.test_variants` writes the goldens anew, after somebody has looked at the pages.
"""

import json
import random
import time
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake_app import i18n, paths, slips
from intake_app.errors import IntakeError
from intake_app.referral import (
    SERVICES,
    WORK_ANSWERS,
    Agreed,
    CallTold,
    Recipient,
    Sender,
    SlipContent,
    SlipSheet,
    WorkTold,
    load_variants,
    new_reference,
    slip_content,
)
from intake_app.screening import RECIPIENT_KINDS, Release
from intake_app.slips.layout import LEAST, Layout, QrCode
from tests.slips.examples import sample_directory
from tests.slips.test_pages import FORBIDDEN, faults, shown

GOLDEN = Path(__file__).with_name("golden")
DATA = (paths.resources() / "slip_variants.json").read_bytes()
VARIANTS = load_variants(DATA)
TIER_1 = ("it", "en", "fr", "ar", "bn", "ur", "fa", "so", "ti", "am")
EVERYTHING = SlipSheet(
    services=SERVICES, priority="24h", language="ar", interpreter=True, interpreter_gender="woman", age_band="adult",
    safe_contact="no_message", person_code="PINO-44-1", gender="woman", reason="follow_up", dossier=True,
    phone="+39 000 000 0001", doctor_gender="woman",
)  # fmt: skip
WORK = WorkTold((1, 3), "F", tuple((name, codes[-1]) for name, codes in WORK_ANSWERS.items()))
CANARY = "Zarafshan"


def recipient(kind: str) -> Recipient:
    return replace(sample_directory().get("health"), code=kind, recipient_kind=kind)


def content(kind: str, basis: str = "consent", lawful: str = "", **changed: object) -> SlipContent:
    """A slip for which the desk has chosen everything that there is."""
    sheet = replace(EVERYTHING, **changed)  # type: ignore[arg-type]
    return slip_content(
        Release("r-1", "uuid:1", "slip", kind, basis, CANARY, CANARY, "2026-11-21T14:30+01:00", kind, lawful),
        record_id="uuid:1",
        reference=new_reference(random.Random(3)),
        issued_at="2026-11-21T14:32:00+01:00",
        sender=Sender("Mediazione, punto di sbarco", "Favaloro, Lampedusa", "mediator", "000 000 0000"),
        recipient=recipient(kind),
        sheet=VARIANTS.of(kind).permitted(sheet),
        work=WORK,
        tells_age="age_band" in VARIANTS.of(kind).fields,
    )


@cache
def lay_out(kind: str, language: str) -> Layout:
    return slips.lay_out(replace(content(kind), agreed_in=language), language, i18n.load)


def pictured(layout: Layout) -> dict[str, list[object]]:
    """Each text by its role: page, box in points, words."""
    return {
        f"{number} {text.role}": [round(part) for part in (text.box.x, text.box.y, text.box.width, text.box.height)]
        + [text.text]
        for number, page in enumerate(layout.pages, start=1)
        for text in page.texts
    }


def smallest(layout: Layout) -> float:
    return min(text.size for page in layout.pages for text in page.texts)


def sampled() -> list[tuple[str, str]]:
    """Italian for each kind and two more languages, another two for the next; all of them by the long run."""
    dice = random.Random(27)
    return [(kind, language) for kind in RECIPIENT_KINDS for language in ("it", *dice.sample(TIER_1[1:], 2))]


@pytest.mark.parametrize(("kind", "language"), sampled())
def test_a_page_stands_as_it_was_looked_at(kind: str, language: str) -> None:
    kept = json.loads((GOLDEN / f"{kind}.json").read_text(encoding="utf-8"))
    assert kept["permitted"] == permitted(kind)
    assert pictured(lay_out(kind, language)) == kept["languages"][language]


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "language"), list(product(RECIPIENT_KINDS, TIER_1)))
def test_every_page_stands_as_it_was_looked_at(kind: str, language: str) -> None:
    test_a_page_stands_as_it_was_looked_at(kind, language)
    assert faults(lay_out(kind, language)) == []
    assert smallest(lay_out(kind, language)) >= LEAST


@pytest.mark.parametrize(("kind", "language"), sampled())
def test_nothing_that_is_forbidden_stands_on_any(kind: str, language: str) -> None:
    pages = " ".join(shown(page) for page in lay_out(kind, language).pages).lower()
    allowed = {"asylum", "asilo"} if kind == "asylum_body" else set()
    assert [word for word in FORBIDDEN if word in pages and word not in allowed] == []
    assert faults(lay_out(kind, language)) == []


@pytest.mark.parametrize(("kind", "language"), sampled())
def test_how_a_guardian_agreed_stands_below_how_the_child_did(kind: str, language: str) -> None:
    theirs = Agreed("witness", "ti", "colleague")
    made = slips.lay_out(
        replace(content(kind, age_band="minor"), agreed_in=language, guardian=theirs), language, i18n.load
    )
    told = {text.role: text for page in made.pages for text in page.texts}
    line = "Tutore, o chi ne fa le veci: Consenso dato davanti a un testimone (presente: un collega di chi invia) · "
    assert told["guardian-consent"].text == f"{line}lingua: tigrino"
    assert told["guardian-consent"].box.y >= told["consent"].box.bottom
    row = [told[role].text for role in sorted(told) if role.startswith("guardian-") and role[-1].isdigit()]
    assert row == ["Tutore o adulto di riferimento informato:", "sì"], "no box is left to tick for what is known"
    assert faults(made) == [] and smallest(made) >= LEAST


@pytest.mark.parametrize("age", ["minor", "not_stated"])
@pytest.mark.parametrize("kind", ["juvenile_court", "social_services"])
def test_nobody_is_asked_on_the_slip_of_a_child_who_is_alone_whether_a_guardian_was_told(kind: str, age: str) -> None:
    slip = content(kind, age_band=age)
    made = slips.lay_out(replace(slip, release=replace(slip.release, basis="duty")), "bn", i18n.load)
    told = {text.role: text.text for page in made.pages for text in page.texts}
    row = [told[role] for role in sorted(told) if role.startswith("guardian-") and role[-1].isdigit()]
    assert row == ["Tutore o adulto di riferimento informato:", "nessuno: non ne ha con sé"]
    assert faults(made) == [] and smallest(made) >= LEAST


@pytest.mark.parametrize("language", TIER_1)
def test_a_dossier_says_not_that_nothing_that_was_told_goes(language: str) -> None:
    tr = i18n.load(language)
    page = " ".join(shown(page) for page in lay_out("labour_desk", language).pages)
    assert tr("name, anything else that you told.") in page
    assert tr("name, story.") not in page


@pytest.mark.parametrize("language", TIER_1)
def test_what_goes_on_no_consent_says_not_that_it_was_explained_or_agreed(language: str) -> None:
    """Nobody noted that it was: who hands it over ticks it."""
    tr, it = i18n.load(language), i18n.load("it")
    for kind, basis in (("health", "override"), ("social_services", "duty")):
        made = slips.lay_out(content(kind, basis), language, i18n.load)
        page = " ".join(shown(page) for page in made.pages)
        assert it("What the person is told") in page and it("What was explained") not in page
        assert tr("What happens now") in page and tr("What we agreed") not in page
        assert page.count("spiegato") == 0 and page.count("Spiegato alla persona:") == 1
        assert faults(made) == []


@pytest.mark.parametrize(
    ("basis", "lawful", "services", "told", "line"),
    [
        ("consent", "consent", SERVICES, "la persona ha chiesto sostegno", "Consenso dato a voce"),
        ("consent", "consent", (), "la persona accetta il contatto", "Consenso dato a voce"),
        ("duty", "legal_duty", SERVICES, "comunicazione dovuta per legge", "Invio dovuto per legge"),
        ("duty", "legal_duty", (), "comunicazione dovuta per legge", "Invio dovuto per legge"),
        ("override", "vital_interest", (), "tutela urgente", "Invio per tutela urgente"),
        ("override", "public_interest", (), "un motivo annotato da chi invia", "Invio per un motivo annotato"),
    ],
)
def test_the_reason_is_that_of_the_ground(
    basis: str, lawful: str, services: tuple[str, ...], told: str, line: str
) -> None:
    sheet = {"reason": "support_requested", "services": services, "age_band": "minor"}
    made = slips.lay_out(content("social_services", basis, lawful, **sheet), "it", i18n.load)
    texts = {text.role: text.text for text in made.pages[0].texts}
    assert texts["reason"] == told and line in texts["consent"]
    assert ("la persona ha chiesto sostegno" in shown(made.pages[0])) == (told == "la persona ha chiesto sostegno")


@pytest.mark.parametrize(
    ("told", "number", "without"),
    [
        ("call_any_time", "si può telefonare a ogni ora", "chi invia può telefonare a ogni ora"),
        ("call_evening", "si può telefonare, solo di sera", "chi invia può telefonare, solo di sera"),
        (
            "no_message", "si può telefonare, senza lasciare messaggi",
            "chi invia può telefonare, senza lasciare messaggi",
        ),
    ],
)  # fmt: skip
def test_who_has_no_number_of_theirs_is_not_told_to_phone_and_who_has_one_is(
    told: str, number: str, without: str
) -> None:
    for phone, said in (("+39 351 2345678", f"{number} · +39 351 2345678"), ("", without)):
        made = slips.lay_out(content("health", safe_contact=told, phone=phone), "it", i18n.load)
        assert {text.role: text.text for text in made.pages[0].texts}["contact"] == said
    made = slips.lay_out(content("prefecture", safe_contact=told), "it", i18n.load)
    assert {text.role: text.text for text in made.pages[0].texts}["contact"] == without, "it is told no number"


def test_a_reason_that_is_chosen_stays_on_every_ground() -> None:
    for basis in ("consent", "duty", "override"):
        assert content("health", basis, reason="follow_up").sheet.reason == "follow_up"
    assert content("transfer_body", reason="follow_up").sheet.reason == "", "who is not told, is not told"


@pytest.mark.parametrize("language", TIER_1)
def test_what_is_passed_on_is_what_is_on_the_slip(language: str) -> None:
    """No help where none was asked for; why it goes to whoever is told, on whichever ground."""
    tr = i18n.load(language)
    told = {
        "the help asked for": content("health"),
        "the gender": content("health"),
        "the age group": content("juvenile_court", "duty"),
        "why it is sent": content("police", "override", "vital_interest"),
        "what you told about work": content("labour_desk"),
        "the language": content("health"),
    }
    lacks = {
        "the help asked for": content("health", services=()),
        "the gender": content("police"),
        "the age group": content("police"),
        "why it is sent": content("transfer_body"),
        "what you told about work": content("health"),
        "the language": content("health", language=""),
    }
    for key, there in told.items():
        for made, found in ((there, True), (lacks[key], False)):
            pages = slips.lay_out(made, language, i18n.load).pages
            carried = [text.text for text in pages[-1].texts if text.role == f"leaflet-{language}-1-0"]
            assert (tr(key) in carried[0]) is found, (key, carried)


OFFICES = ("police", "judicial_authority", "juvenile_court", "prefecture", "asylum_body", "consulate")


@pytest.mark.parametrize("language", TIER_1)
def test_of_an_authority_nobody_promises_that_a_service_sees_them(language: str) -> None:
    tr = i18n.load(language)
    for kind in (*OFFICES, "health", "abroad"):
        for basis in ("consent", "duty"):
            pages = " ".join(map(shown, slips.lay_out(content(kind, basis), language, i18n.load).pages))
            office = kind in OFFICES
            assert (tr("A public office will be asked to look at your situation within 24 hours.") in pages) is office
            assert (tr("A service will be asked to see you within 24 hours.") in pages) is not office


def test_a_language_that_nobody_told_is_not_made_up() -> None:
    def language(**told: str) -> str:
        made = replace(content("health", language=told.get("best", "")), spoken=told.get("spoken", ""))
        page = slips.lay_out(made, "bn", i18n.load).pages[0]
        return next(text.text for text in page.texts if text.role == "language")

    assert language(best="sus", spoken="bn").startswith("susu ")
    assert language(best="other", spoken="bn").startswith("un’altra lingua "), "it is no Bengali"
    assert language(spoken="bn").startswith("si è parlato in bengalese "), "named as what it is"
    assert language().startswith("– ")


@pytest.mark.soak
def test_a_hundred_slips_take_less_than_a_moment_each() -> None:
    """Of every kind and language, and joined to be printed at once; time of this process alone, 0.15 s for a slip."""
    kinds = RECIPIENT_KINDS * 7
    made = [(content(kinds[number]), TIER_1[number % len(TIER_1)]) for number in range(100)]
    began = time.process_time()
    whole = slips.together([slips.render(told, language) for told, language in made])
    assert time.process_time() - began < 100 * 0.15
    pages = [len(slips.lay_out(told, language, i18n.load).pages) for told, language in made]
    assert sum(pages) >= 200 + sum(told.work is not None for told, _ in made)
    sheets = sum(each + each % 2 for each in pages)  # each slip begins on a sheet of its own
    assert whole.count(b"/Type /Page\n") == sheets


@pytest.mark.parametrize("language", TIER_1)
def test_the_number_to_call_goes_where_it_may_and_is_told_of(language: str) -> None:
    tr = i18n.load(language)
    told = tr("We also pass on the telephone number that you gave us for this.")
    for kind in ("health", "police"):
        desk, carried = (shown(page) for page in lay_out(kind, language).pages)
        goes = kind == "health"
        assert ("+39 000 000 0001" in desk) == goes and "+39" not in carried
        assert (told in desk) == (told in carried) == goes
        assert (tr("name, story, telephone number.") in desk) != goes


def permitted(kind: str) -> dict[str, list[str]]:
    variant = VARIANTS.of(kind)
    return {"services": list(variant.services), "fields": list(variant.fields)}


@pytest.mark.parametrize("kind", RECIPIENT_KINDS)
def test_who_may_not_be_told_an_age_is_not_told_that_nobody_stated_it(kind: str) -> None:
    told = "age_band" in VARIANTS.of(kind).fields
    for age, words in (("adult", "persona adulta"), ("not_stated", "età non indicata")):
        text = " ".join(shown(page) for page in slips.lay_out(content(kind, age_band=age), "it", i18n.load).pages)
        assert (words in text) == told, (kind, age)
        assert told or "età" not in text.split("PINO-44-1")[1][:30]


@pytest.mark.parametrize("kind", RECIPIENT_KINDS)
def test_what_is_not_permitted_is_as_if_nobody_had_said_it(kind: str) -> None:
    variant, sheet = VARIANTS.of(kind), content(kind).sheet
    assert set(sheet.services) == set(variant.services)
    blank = {"age_band": "not_stated", "gender": "not_stated", "reason": "", "dossier": False, "phone": ""}
    for field, nothing in blank.items():
        assert getattr(sheet, field) == (getattr(EVERYTHING, field) if field in variant.fields else nothing)
    assert content(kind, age_band="minor").sheet.age_band == "minor", "it decides how they are spoken to"


@pytest.mark.parametrize("kind", RECIPIENT_KINDS)
def test_each_is_told_why_in_a_neutral_phrase_and_the_person_knows_of_it(kind: str) -> None:
    """Of the ground on which it goes: a duty to tell of a child is not a request by the child. The office for transfers
    alone is told as little as can be.
    """
    grounds = {
        ("consent", "consent"): "la persona ha chiesto sostegno",
        ("duty", "legal_duty"): "comunicazione dovuta per legge",
        ("override", "vital_interest"): "tutela urgente",
        ("override", "public_interest"): "un motivo annotato da chi invia",
    }
    for (basis, lawful), told in grounds.items():
        made = content(kind, basis, lawful, reason="support_requested", age_band="minor")
        first, *_, last = slips.lay_out(made, "it", i18n.load).pages
        texts = {text.role: text.text for text in first.texts}
        silent = kind == "transfer_body"
        assert texts.get("reason", "") == ("" if silent else told)
        assert (texts.get("reason-label", "") == "Motivo") is not silent
        assert ("il motivo dell’invio" in shown(last)) is not silent
        assert faults(slips.lay_out(made, "ur", i18n.load)) == []


@pytest.mark.parametrize(("days", "told"), [(90, False), (91, True)])
def test_a_slip_says_that_nobody_has_checked_its_service_lately(days: int, told: bool) -> None:
    made = content("health")
    issued = date.fromisoformat(made.issued_at[:10])
    one = replace(made.recipient, draft=False, last_verified=issued - timedelta(days=days))
    page = shown(slips.lay_out(replace(made, recipient=one), "it", i18n.load).pages[0])
    assert (i18n.load("it")("directory entry to be confirmed") in page) is told


def test_consent_is_told_in_the_language_in_which_it_was_asked() -> None:
    asked = replace(content("health", language="sus"), spoken="ur", agreed_in="bn")
    page = " ".join(text.text for text in slips.lay_out(asked, "ar", i18n.load).pages[0].texts)
    assert "lingua: bengalese" in page and "susu" in page and "urdu" not in page
    untold = replace(asked, agreed_in="")
    page = " ".join(text.text for text in slips.lay_out(untold, "ar", i18n.load).pages[0].texts)
    assert "lingua non annotata" in page and "urdu" not in page, "no other word's, nor that of the talk"


@pytest.mark.parametrize("code", ["other", "xx"])
def test_a_language_that_is_not_in_the_list_is_told_as_another_one(code: str) -> None:
    asked = replace(content("health", language=""), spoken=code, agreed_in=code)
    page = " ".join(text.text for text in slips.lay_out(asked, "it", i18n.load).pages[0].texts)
    assert "lingua: un’altra lingua" in page and "si è parlato in un’altra lingua" in page


@pytest.mark.parametrize(
    "language", [pytest.param(one, marks=[] if one in ("it", "ar") else pytest.mark.soak) for one in TIER_1]
)
def test_the_person_knows_that_calls_are_passed_on_and_whoever_finds_the_page_not_to_whom(language: str) -> None:
    call = CallTold("2026-11-21T10:00:00+01:00", "staff", "12", "place_found")
    told, without = replace(content("anti_trafficking"), calls=(call,)), lay_out("anti_trafficking", language)
    layout = slips.lay_out(told, language, i18n.load)
    tr, carried = i18n.load(language), shown(layout.pages[-1])
    assert tr("We also pass on when a telephone call was made, and what came of it.") in carried
    to_service = "We also pass on when the freephone was called, and what came of it."
    assert any(tr(to_service) in shown(page) for page in layout.pages[:-1]), "two pages in Urdu"
    assert "800" not in carried and "operat" not in carried and shown(without.pages[-1]) != carried
    assert faults(layout) == []


def test_health_is_asked_for_health_and_the_desk_for_work_for_work() -> None:
    assert set(VARIANTS.of("health").services) == {"medical_visit", "psychological_support", "mediation"}
    assert "medical_visit" not in VARIANTS.of("labour_desk").services
    assert [kind for kind in RECIPIENT_KINDS if "dossier" in VARIANTS.of(kind).fields] == ["labour_desk"]


@pytest.mark.parametrize("language", TIER_1)
def test_a_long_dossier_has_a_page_of_its_own_in_letters_one_can_read(language: str) -> None:
    first, second, carried = lay_out("labour_desk", language).pages
    told = "Il lavoro, come raccontato"
    assert "Pagina 1 di 2" in shown(first) and f"{told} a pagina 2" in shown(first)
    assert "Pagina 2 di 2" in shown(second) and "codice PINO-44-1" in shown(second)
    codes = [[shape.says for shape in page.shapes if isinstance(shape, QrCode)] for page in (first, second)]
    assert set(codes[0]) == set(codes[1]) and len(codes[1]) == 1
    answers = [text.text for text in second.texts if text.role.startswith("work-")]
    assert len(answers) == 2 * 9 + 1 and not any(answer in shown(first) for answer in answers[1:])
    names = [text for page in (first, second) for text in page.texts if text.role in ("consent", "services", "work-0")]
    assert len(names) == 3 and smallest(lay_out("labour_desk", language)) >= LEAST
    assert "Pagina" not in shown(carried) and faults(lay_out("labour_desk", language)) == []


def test_a_short_dossier_stands_with_the_rest() -> None:
    few = replace(content("labour_desk", services=("labour_rights",), phone=""), work=WorkTold((1,), "A", ()))
    first, _carried = slips.lay_out(few, "ar", i18n.load).pages
    assert "Il lavoro, come raccontato" in shown(first) and "Pagina" not in shown(first)


@pytest.mark.parametrize("language", [pytest.param("ur"), pytest.param("ti", marks=pytest.mark.soak)])
def test_however_much_there_is_no_letters_are_too_small(language: str) -> None:
    """Of a child with calls to the freephone for whom all is asked: what has no room above the cut is on page 2, what
    was explained too where there is none even so, and the copy of the person has two sides."""
    calls = [CallTold(f"2026-11-21T1{hour}:00:00+01:00", "person", "OP7", "passed_on") for hour in range(3)]
    for kind in ("freephone", "anti_trafficking", "social_services"):
        told = replace(content(kind, age_band="minor", language=language), calls=tuple(calls))
        layout = slips.lay_out(told, language, i18n.load)
        first, second, carried, *_italian = layout.pages
        assert faults(layout) == [] and smallest(layout) >= LEAST
        assert "Chiamate al numero verde a pagina 2" in shown(first) and shown(second).count("operatore OP7") == 3
        words = [[text.role for text in page.texts if text.role == f"explained-{language}-0"] for page in layout.pages]
        assert sum(map(len, words)) == 1
        assert len(layout.pages) == (4 if (kind, language) == ("freephone", "ur") else 3)
        assert {text.language for text in carried.texts} >= {language}


def test_slips_of_two_people_are_never_on_one_sheet() -> None:
    """Where both sides are printed the back of the last page of one is no page of another."""
    one, other = (slips.render(content(kind), "it") for kind in ("labour_desk", "health"))
    pages = PdfReader(BytesIO(slips.together([one, other]))).pages
    assert [bool(page.extract_text().strip()) for page in pages] == [True, True, True, False, True, True]


def test_the_dossier_has_the_four_indices_and_goes_on_consent_alone() -> None:
    page = " ".join(map(shown, lay_out("labour_desk", "it").pages[:2]))
    assert "603-bis" in page and "F · costruzioni" in page
    assert "1\u00a0paga" in page and "3\u00a0norme" in page and "non detti: 2, 4" in page
    assert "18-ter" in page and "parere dell’inl" in page.lower()
    assert content("labour_desk", basis="override").work is None
    assert content("labour_desk", dossier=False).work is None
    assert content("health").work is None
    carried = shown(lay_out("labour_desk", "it").pages[-1])
    answers = [word for word in ("603", "F ·", "18-ter", "INL", "euro") if word in carried]
    assert answers == [], "whoever finds the person's copy learns no answer"
    assert "lavoro" in carried, "the person knows what is passed on"


@pytest.mark.parametrize(
    ("spoil", "place", "reason"),
    [
        (lambda data: data.update(format=2), "file", "format"),
        (lambda data: data["variants"].append(data["variants"][0]), "anti_trafficking", "twice"),
        (lambda data: data["variants"].pop(1), "health", "missing"),
        (lambda data: data["variants"].append("x"), "variants 15", "format"),
        (lambda data: data["variants"][0].update(services=["story"]), "variants 1 services", "not_listed"),
        (lambda data: data["variants"][0].update(fields="reason"), "variants 1 fields", "not_listed"),
        (lambda data: data["variants"][0].pop("whole_case"), "variants 1 whole_case", "not_listed"),
        (lambda data: data["variants"][0].update(recipients=["press"]), "variants 1 recipients", "not_listed"),
        (lambda data: data["variants"][0].update(priority="soon"), "variants 1 priority", "not_listed"),
    ],
)
def test_an_error_names_the_entry(spoil: object, place: str, reason: str) -> None:
    data = json.loads(DATA)
    assert callable(spoil)
    spoil(data)
    with pytest.raises(IntakeError) as caught:
        load_variants(json.dumps(data).encode())
    assert caught.value.facts == {"place": place, "reason": reason}
    with pytest.raises(IntakeError):
        load_variants(b"{")


def keep(name: str, told: dict[str, object]) -> None:
    """Writes one golden."""
    GOLDEN.mkdir(exist_ok=True)
    text = json.dumps(told, ensure_ascii=False, indent=None, separators=(",", ":"))
    (GOLDEN / f"{name}.json").write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


def write() -> None:
    """Writes every golden of a slip."""
    for kind in RECIPIENT_KINDS:
        languages = {language: pictured(lay_out(kind, language)) for language in TIER_1}
        keep(kind, {"permitted": permitted(kind), "languages": languages})


if __name__ == "__main__":
    from tests.slips import test_golden_papers

    write()
    test_golden_papers.write()
