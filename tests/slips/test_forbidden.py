"""What is in a record and must not travel is on no paper: no page, no property, in any language, for any recipient.

From a real record with the canary in every answer and in all that is noted of its person.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import product
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from intake_app import i18n, screening, slips, vault, workflow
from intake_app.referral import WORK_ANSWERS, Recipient, SlipContent, SlipSheet
from intake_app.screening import RECIPIENT_KINDS
from intake_app.vault import CALL_OUTCOMES, Role, Vault
from intake_app.workflow import ConsentSheet
from intake_app.workflow.age_grounds import AgeGround
from tests.slips.examples import sample_directory
from tests.slips.test_pdf import extracted
from tests.slips.test_variants import EVERYTHING, TIER_1
from tests.slips.test_variants import recipient as a_service
from tests.vault import scene
from tests.workflow.consent_scenes import GUARDIAN

CANARY = "Zarafshan"
OPERATOR = "NV-7731"
"""Who answered a call to the freephone: a code, told to who may be told of calls."""
FIELDS = (
    "services", "priority", "language", "interpreter", "interpreter_gender", "safe_contact", "gender", "reason",
    "recipient", "consent_how", "person_code", "phone", "dossier", "alone", "story",
)  # fmt: skip
"""What a form may say is for a slip, and what it may not."""
_ROW = "| | {type} | {name} | Zarafshan? | Zarafshan: | {slip} | {work} | {htcds} |\n"


def form() -> bytes:
    """A form that asks for free words wherever a slip takes anything from, and for a code about the work."""
    head = "| survey |\n| | type | name | label | hint | bind::intake:slip | bind::intake:work | bind::intake:htcds |\n"
    rows = [_ROW.format(type="text", name=f"zarafshan_{each}", slip=each, work="", htcds="") for each in FIELDS]
    rows += [_ROW.format(type="text", name=f"work_{each}", slip="", work=each, htcds="") for each in WORK_ANSWERS]
    rows.append(_ROW.format(type="text", name="sector", slip="", work="", htcds="lab_Sector"))
    settings = """| settings |
| | form_title | form_id | version | namespaces |
| | Zarafshan | zarafshan | Zarafshan | intake="urn:intake:form:1" |
"""
    return (head + "".join(rows) + settings).encode()


def read(pdf: bytes) -> str:
    """All that a reader of the file finds: words, properties, what its parts say and hold, the bytes as they lie."""
    document = pypdfium2.PdfDocument(pdf)
    about = " ".join(map(str, document.get_metadata_dict().values()))
    document.close()
    return f"{extracted(pdf)} {about} {' '.join(_parts(pdf))} {pdf.decode('latin-1')}".casefold()


def _parts(pdf: bytes) -> Iterator[str]:
    """Each object of a file, streams without their filters; of fonts their names alone, for glyphs are no words."""
    reader = PdfReader(BytesIO(pdf))
    for number in range(1, int(reader.trailer["/Size"])):
        part: Any = reader.get_object(number)
        yield repr(part)
        if isinstance(part, StreamObject) and "/Length1" not in part:
            yield part.get_data().decode("latin-1")


def paired() -> list[tuple[str, str]]:
    """Each kind once and each language at least once; the long run takes all of them."""
    dice = random.Random(7)
    languages = [*dice.sample(TIER_1, len(TIER_1)), *dice.sample(TIER_1, len(TIER_1))]
    return list(zip(RECIPIENT_KINDS, languages, strict=False))


@cache
def others() -> tuple[Recipient, ...]:
    return tuple(one for one in sample_directory() if one.code != "health")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Vault, str]]:
    """A record of somebody of whom everything says the canary: answers, name, mediator, reasons, bodies, a file."""
    setup = workflow.Setup("Org", "Quay", "0", CANARY, Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(tmp_path_factory.mktemp("full") / "w.intake", setup, vault.FLOOR) as store:
        key = workflow.import_form(store, "zarafshan.md", form()).form_key
        assert key is not None
        opened = workflow.start_record(store, key, "", "")
        record = opened.row.id
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        for ref in [ref for ref in session.values() if ref.startswith(("/data/zarafshan_", "/data/work_"))]:
            session.answer(ref, CANARY)
        session.answer("/data/sector", CANARY)
        workflow.save(store, record, workflow.snapshot(session, None, opened.languages))
        case = workflow.case_for(store, record).id
        workflow.put_case_name(store, case, CANARY)
        workflow.finalise_draft(store, record)
        workflow.decide_age(store, case, "adult", f"{CANARY} told it and showed a passport", AgeGround("passport"))
        workflow.note_identified(store, case, "formal", "ngo", CANARY)
        workflow.note_call(store, record, CALL_OUTCOMES[0], OPERATOR)
        yield store, record


def issued(full: tuple[Vault, str], kind: str) -> SlipContent:
    """The content of a slip for which the desk has chosen everything that there is, on a reason that says it too."""
    store, record = full
    case = workflow.case_for(store, record).id  # a slip before may have gone for a doubt
    workflow.decide_age(store, case, "adult", f"{CANARY} showed a passport", AgeGround("passport"))
    sheet = replace(EVERYTHING, person_code=CANARY)
    noted = ConsentSheet(given=True, override_reason=f"{CANARY} is hurt", asylum=False, work=True, language="bn")
    if kind in ("return_advice", "transfer_body"):  # which no reason opens
        noted = replace(noted, override_reason="", risks=True)
    if kind in screening.MINORS_ALONE:  # no adult's slip goes there
        sheet, noted = replace(sheet, age_band="minor"), replace(noted, guardian=GUARDIAN)
    if own := screening.own_word(kind):
        workflow.consent_given(store, record, own, kind, language="bn")
    return workflow.slip_for(store, record, a_service(kind), sheet, noted)


def look(full: tuple[Vault, str], kind: str, language: str) -> bytes:
    made = issued(full, kind)
    secret = replace(made.release, id=CANARY, record_id=CANARY, by=CANARY, detail=CANARY)
    told = replace(made, release=secret, recipient=replace(made.recipient, code=CANARY, source=CANARY))
    pdf = slips.render(told, language, i18n.load)
    found = read(pdf)
    assert CANARY.casefold() not in found
    assert CANARY.casefold() not in f"{made.reference} {full[0].record(full[1]).code}".casefold(), "names of files"
    fields = workflow.variants().of(kind).fields
    for field, told_there in (("phone", EVERYTHING.phone), ("calls", OPERATOR.casefold())):
        assert (told_there in " ".join(found.split())) is (field in fields), field
    assert [one.code for one in others() if one.name("it").casefold() in found] == [], "another body is on the slip"
    return pdf


def test_of_a_record_full_of_it_nothing_comes_on_a_slip(full: tuple[Vault, str]) -> None:
    """Each kind of recipient, each language, and all of them in the one file of a day."""
    made = [look(full, kind, language) for kind, language in paired()]
    assert {language for _, language in paired()} == set(TIER_1)
    whole = slips.together(made)
    sheets = sum(-(-len(PdfReader(BytesIO(one)).pages) // 2) for one in made)
    assert len(PdfReader(BytesIO(whole)).pages) == 2 * sheets and CANARY.casefold() not in read(whole)


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "language"), list(product(RECIPIENT_KINDS, TIER_1)))
def test_no_slip_in_any_language_has_it(full: tuple[Vault, str], kind: str, language: str) -> None:
    look(full, kind, language)


def test_the_check_finds_what_is_there(full: tuple[Vault, str]) -> None:
    made = issued(full, "health")
    shown = slips.render(replace(made, sender=replace(made.sender, site=CANARY)), "bn")
    assert CANARY.casefold() in read(shown) and CANARY.casefold() in read(slips.together([shown, shown]))


def papers_in(language: str, topics: list[str]) -> None:
    papers, line = workflow.papers()
    line = replace(line, source=CANARY, territory=CANARY, address=CANARY)
    pages = [slips.leaflet(papers, topic, line, language, i18n.load) for topic in topics]
    pages.append(slips.card(papers, line, language, i18n.load))
    assert [CANARY.casefold() in read(pdf) for pdf in pages] == [False] * len(pages)


def test_cards_and_leaflets_have_only_the_line() -> None:
    """The card in each language, and leaflets in turn."""
    topics = list(workflow.papers()[0].leaflets)
    for number, language in enumerate(TIER_1):
        papers_in(language, [topics[number % len(topics)]])


@pytest.mark.soak
@pytest.mark.parametrize("language", TIER_1)
def test_every_leaflet_in_every_language_has_only_the_line(language: str) -> None:
    papers_in(language, list(workflow.papers()[0].leaflets))


@pytest.mark.parametrize("field", ["reason", "gender", "age_band", "safe_contact", "priority"])
def test_free_words_do_not_get_into_a_sheet(field: str) -> None:
    changed: dict[str, Any] = {field: CANARY}
    with pytest.raises(ValueError, match=field):
        SlipSheet(**changed)
