"""What stands on the pages, what must not, and that nothing lies on anything else."""

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app import i18n, slips
from intake_app.referral import (
    AGE_BANDS,
    CONSENT_HOW,
    GENDERS,
    INTERPRETER_GENDERS,
    PRIORITIES,
    REASONS,
    SAFE_CONTACTS,
    SERVICES,
    Recipient,
    Sender,
    SlipContent,
    WorkTold,
    slip_content,
)
from intake_app.slips import wording
from intake_app.slips.layout import PAGE_HEIGHT, PAGE_WIDTH, Box, Layout, Page, QrCode, Tick
from intake_app.slips.service_page import CUT
from tests.slips.examples import make_content, sample_directory

LANGUAGES = ("ar", "bn", "fr", "it", "ti", "ur", "so", "xx")
FORBIDDEN = (
    *("tratta ", "tratta,", "trattament", "anti-tratta", "antitratta", "vittim", "sfrutta", "prostitu", "violenz"),
    *("traffick", "victim", "exploit", "abuse", "slave", "asylum", "asilo", "indicator", "score", "punteggio"),
    *("traite", "exploité", "hiv", "gravid", "pregnan", "religio"),
    *("الاتجار", "ضحية", "ضحايا", "استغلال", "اغتصاب", "عنف", "لجوء"),
    *("পাচার", "শোষণ", "ভুক্তভোগী", "ধর্ষণ", "নির্যাতন"),
    *("اسمگلنگ", "استحصال", "متاثرہ", "تشدد", "پناہ", "قاچاق", "قربانی", "بهره‌کشی", "خشونت"),
    *("tahriib", "dhibban", "xadgudub", "magangelyo", "ንግዲ ሰባት", "ዓመጽ", "ዑቕባ", "ሕገወጥ", "ጥቃት", "ጥገኝነት"),
)


def shown(page: Page) -> str:
    return " ".join(text.text for text in page.texts)


def boxes(page: Page) -> list[tuple[str, Box]]:
    """Everything that must keep its own place: paragraphs, ticks, codes."""
    own = [(text.role, text.box) for text in page.texts]
    return own + [(type(shape).__name__, shape.box) for shape in page.shapes if isinstance(shape, Tick | QrCode)]


def faults(layout: Layout) -> list[str]:
    """What lies outside its page or on something else."""
    found = []
    for number, page in enumerate(layout.pages, start=1):
        for role, box in boxes(page):
            if box.x < 20 or box.y < 15 or box.right > PAGE_WIDTH - 20 or box.bottom > PAGE_HEIGHT - 15:
                found.append(f"page {number}: {role} leaves the page")
        for (left, one), (right, other) in itertools.combinations(boxes(page), 2):
            if one.overlaps(other):
                found.append(f"page {number}: {left} lies on {right}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("basis", ["consent", "duty", "override"])
@pytest.mark.parametrize("recipient", [recipient.code for recipient in sample_directory()])
def test_no_page_says_what_must_not_be_said(recipient: str, basis: str, language: str) -> None:
    layout = slips.lay_out(make_content(recipient, basis, language=language, age_band="minor"), language)
    text = " ".join(map(shown, layout.pages)).casefold()
    assert [word for word in FORBIDDEN if word in text] == []
    assert "canary" not in text
    assert faults(layout) == []


@pytest.mark.parametrize("language", ["ar", "bn", "fr", "it", "ur", "fa", "so", "ti", "am"])
def test_every_text_is_translated(language: str) -> None:
    tr = i18n.load(language)
    layout = slips.lay_out(make_content("freephone", language=language, age_band="minor"), language)
    told = {text.language for page in layout.pages for text in page.texts if not text.role.endswith("reference")}
    assert tr.language == language and told == {"it", language}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("recipient", [recipient.code for recipient in sample_directory()])
def test_nothing_is_cut_off(recipient: str, language: str) -> None:
    name = "Associazione di volontariato per la mediazione linguistica e culturale, sezione di Lampedusa e Linosa"
    place = "Molo Favaloro, banchina commerciale lato est, tenda 3, area di prima accoglienza, Lampedusa e Linosa"
    sender = Sender(name, place, "mediator", "+39 0922 000 000 000")
    content = make_content(recipient, sender=sender, services=SERVICES, language=language, age_band="minor")
    layout = slips.lay_out(content, language)
    assert [text.text for page in layout.pages for text in page.texts if "…" in text.text] == []
    assert place + " · mediazione linguistica" in shown(layout.pages[0])
    assert faults(layout) == []


@pytest.mark.parametrize(
    ("language", "word"), [("it", "il genere"), ("fr", "le genre"), ("ar", "الجنس"), ("bn", "লিঙ্গ")]
)
def test_a_gender_that_is_passed_on_is_named_among_what_is(language: str, word: str) -> None:
    for gender in GENDERS:
        pages = slips.lay_out(make_content(language=language, gender=gender), language).pages
        assert [word in shown(page) for page in pages] == [gender != "not_stated"] * 2


@pytest.mark.parametrize(
    ("language", "word"), [("it", "la fascia di età"), ("fr", "la tranche d’âge"), ("bn", "বয়সের শ্রেণি")]
)
@pytest.mark.parametrize("age", ["minor", "not_stated"])
def test_an_age_that_goes_along_with_what_was_told_of_work_is_named_among_what_does(
    language: str, word: str, age: str
) -> None:
    content = replace(make_content(language=language, age_band=age), work=WorkTold((1, 3), "F"))
    pages = slips.lay_out(content, language).pages
    assert [word in shown(page) for page in (pages[0], pages[-1])] == [age == "minor"] * 2


def test_the_service_page_says_all_it_must() -> None:
    first, _ = slips.lay_out(replace(make_content(gender="woman", reason="follow_up"), agreed_in="ar"), "ar").pages
    text = shown(first)
    content = make_content()
    wanted = (
        *("Entro 24 ore", content.reference, "21/11/2026 · 14:32", "Mediazione, punto di sbarco"),
        *("Favaloro, Lampedusa", "mediatrice", "000 000 0000", "Azienda sanitaria, ambulatorio"),
        *("medicina generale", "000 000 0001"),
        *("PINO-44-1", "persona adulta", "donna", "arabo", "serve interprete donna", "passare dal punto informazioni"),
        *("visita medica", "sostegno psicologico", "prosegue un sostegno", "Trasmettiamo", "Non trasmettiamo"),
        *("Consenso dato a voce", "lingua: arabo", "Firma", "ritirare", "voce dell’elenco da confermare"),
        *("Ricevuta del riferimento", "accolta il", "in attesa", "non accolta, perché", "Chi riceve"),
    )
    assert [part for part in wanted if part not in text] == []
    assert [shape.says for shape in first.shapes if isinstance(shape, QrCode)] == [content.reference] * 2


@pytest.mark.parametrize("recipient", [recipient.code for recipient in sample_directory()])
def test_the_persons_copy_names_no_service_and_no_sender(recipient: str) -> None:
    content = make_content(recipient, services=SERVICES, language="fr")
    _, second = slips.lay_out(content, "fr").pages
    text = shown(second)
    tr, fr = i18n.load("it"), i18n.load("fr")
    telling = [slips.label("services", code, words) for code in SERVICES for words in (tr, fr)]
    told = content.recipient
    if told.kind != "freephone":
        telling += [told.phone]
    telling += [*told.names.values(), *told.mandate.values(), content.sender.organisation, content.sender.site]
    telling += [content.sheet.person_code, "21/11/2026"]
    assert [part for part in telling if part in text] == []
    assert content.reference in text and content.sender.callback in text
    assert ("800 290 290" in text) == (told.kind == "freephone")


def test_no_line_of_a_workplace_is_promised_to_be_free() -> None:
    content = make_content("health", language="fr")
    line = replace(content.recipient, kind="freephone", phone="333 666", names={"it": "Linea"})
    _, second = slips.lay_out(replace(content, recipient=line), "fr").pages
    assert "333 666" not in shown(second)


@pytest.mark.parametrize("basis", ["duty", "override"])
def test_without_consent_nothing_speaks_of_consent(basis: str) -> None:
    layout = slips.lay_out(make_content("social_service", basis, age_band="minor"), "fr")
    text = " ".join(map(shown, layout.pages))
    assert re.findall("[Cc]onsen|[Ff]irma|cambia|changer|concordato", text) == []
    assert "Tutore o adulto di riferimento informato" in text
    assert {"duty": "dovuto per legge", "override": "motivo annotato da chi invia"}[basis] in text


@pytest.mark.parametrize("how", CONSENT_HOW)
def test_how_consent_was_given_is_told(how: str) -> None:
    first, _ = slips.lay_out(make_content(consent_how=how), "fr").pages
    assert slips.label("consent_how", how, i18n.load("it")) in shown(first)


def test_an_unreviewed_translation_says_so_and_a_missing_one_too() -> None:
    unread = "traduzione non ancora rivista"
    for language, note in (("ar", unread), ("ps", "il testo è in inglese"), ("it", unread)):
        layout = slips.lay_out(make_content(language=language), language)
        notes = [text.text for page in layout.pages for text in page.texts if text.role.startswith("review-note")]
        assert bool(notes) == bool(note)
        assert all(note in told for told in notes[:1])


def test_without_a_number_to_call_back_no_sentence_has_a_hole() -> None:
    sender = Sender("Mediazione", "Favaloro", "mediatore", "")
    for page in slips.lay_out(make_content(sender=sender), "fr").pages:
        assert not re.search(r"\{|: *$|al \.|le \.", shown(page))
        assert "richiamare" not in shown(page)


def test_numbers_in_right_to_left_text_read_from_left_to_right() -> None:
    _, second = slips.lay_out(make_content("freephone"), "ar").pages
    for text in second.texts:
        for placed in text.lines:
            across = "".join(piece.text for piece in placed.line.pieces)
            for number in ("800 290 290", "000 000 0000"):
                assert number in across or number not in placed.line.text


HOSTILE = st.one_of(
    st.text(max_size=320),
    st.sampled_from(
        [
            "<b>",
            "&",
            "</para><img src='file:///etc/passwd'/>",
            "%s{0}{name}",
            "x" * 300,
            "parola " * 60,
            "🙂" * 40,
            "\u202egnp.exe",
            "\u2066" * 50 + "a",
            "محمد " * 70,
            "কর্তৃপক্ষ" * 40,
            "a\u0301" * 150,
            "\x00\x1b[31m",
            "ﷺ" * 90,
            "עברית 12 (a[b)]",
            "W" * 300,
            "ሰላም " * 70,
            "\ud800",
            "𓀀𠮷",
            "",
            " ",
        ]
    ),
)


def hostile_content(values: tuple[str, ...], content: SlipContent) -> SlipContent:
    organisation, site, role, callback, code, name, mandate, phone = values
    recipient = Recipient("freephone", "freephone", {"it": name}, {"it": mandate}, phone, {"it": mandate}, draft=True)
    return slip_content(
        content.release,
        record_id="uuid:1",
        reference=content.reference,
        issued_at=content.issued_at,
        sender=Sender(organisation, site, role, callback),
        recipient=recipient,
        sheet=replace(content.sheet, person_code=code, services=SERVICES, age_band="minor"),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(*[HOSTILE] * 8), st.sampled_from(LANGUAGES))
def test_hostile_values_never_break_or_overlap(values: tuple[str, ...], language: str) -> None:
    layout = slips.lay_out(hostile_content(values, make_content("freephone", language=language)), language)
    assert faults(layout) == []
    assert all(text.box.bottom <= CUT or text.box.y >= CUT - 12 for text in layout.pages[0].texts)


@pytest.mark.parametrize("language", ["ar", "bn", "it"])
@pytest.mark.parametrize("value", ["W" * 300, "محمد " * 70, "কর্তৃপক্ষ " * 40, "🙂\u202e<b>&" * 30])
def test_the_longest_values_in_every_field_still_make_a_pdf(language: str, value: str) -> None:
    content = hostile_content((value,) * 8, make_content("freephone", language=language))
    assert faults(slips.lay_out(content, language)) == []
    assert slips.render(content, language).startswith(b"%PDF-")


@settings(max_examples=25, deadline=None)
@given(
    st.sets(st.sampled_from(SERVICES)),
    st.sampled_from(PRIORITIES),
    st.sampled_from(SAFE_CONTACTS),
    st.sampled_from(INTERPRETER_GENDERS),
    st.sampled_from(AGE_BANDS),
    st.sampled_from(GENDERS),
    st.sampled_from(REASONS),
    st.booleans(),
    st.sampled_from(LANGUAGES),
)
def test_every_choice_has_words_and_a_place(
    services: set[str],
    priority: str,
    contact: str,
    interpreter_gender: str,
    age: str,
    gender: str,
    reason: str,
    interpreter: bool,
    language: str,
) -> None:
    chosen = {"priority": priority, "safe_contact": contact, "age_band": age, "reason": reason, "gender": gender}
    content = make_content(
        services=tuple(sorted(services)),
        interpreter=interpreter,
        interpreter_gender=interpreter_gender,
        language=language,
        **chosen,
    )
    layout = slips.lay_out(content, language)
    assert faults(layout) == []
    first = shown(layout.pages[0])
    tr = i18n.load("it")
    told = {field: getattr(content.sheet, field) for field in chosen if field != "safe_contact"}
    assert wording.contact(contact, "", tr) in first
    assert all(slips.label(field, code, tr) in first for field, code in told.items() if code != "not_stated")


@pytest.mark.parametrize("language", ["it", "ar", "ps", "bn"])
@pytest.mark.parametrize("draft", [True, False])
def test_words_that_no_domain_person_confirmed_say_so_on_both_pages(language: str, draft: bool) -> None:
    layout = slips.lay_out(replace(make_content(language=language), draft=draft), language)
    for page in layout.pages:
        notes = " ".join(text.text for text in page.texts if text.role.startswith("review-note"))
        assert ("Bozza, da confermare" in notes) is draft or not notes
    told = [" ".join(text.text for text in page.texts if text.role.startswith("review-note")) for page in layout.pages]
    assert sum("Bozza, da confermare" in notes for notes in told) == (2 if draft else 0)
