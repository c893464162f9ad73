"""What is in a record and must not travel is on no paper: no page, no property, in any language, for any recipient."""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from intake_app import i18n, slips, vault, workflow
from intake_app.referral import Recipient, SlipSheet
from intake_app.screening import RECIPIENT_KINDS
from intake_app.vault import Role
from intake_app.workflow import ConsentSheet
from tests.slips.examples import sample_directory
from tests.slips.test_pdf import extracted
from tests.slips.test_variants import EVERYTHING, TIER_1, content
from tests.vault import scene

CANARY = "Zarafshan"
FORM = b"""| survey | | | |
| | type | name | label |
| | text | zarafshan | Zarafshan? |
| settings | | | |
| | form_title | form_id | version |
| | Zarafshan | zarafshan | 1 |
"""


def read(pdf: bytes) -> str:
    """All that a reader of the file finds: words, properties, and the bytes as they lie there."""
    document = pypdfium2.PdfDocument(pdf)
    about = " ".join(map(str, document.get_metadata_dict().values()))
    document.close()
    return f"{extracted(pdf)} {about} {pdf.decode('latin-1')}".casefold()


def paired() -> Iterator[tuple[str, str]]:
    """Each kind once and each language at least once; the long run takes all of them."""
    languages = [*TIER_1, *TIER_1]
    random.Random(7).shuffle(languages)
    return zip(RECIPIENT_KINDS, languages, strict=False)


@cache
def others() -> tuple[Recipient, ...]:
    return tuple(one for one in sample_directory() if one.code != "health")


def look(kind: str, language: str) -> None:
    made = content(kind)
    secret = replace(made.release, id=CANARY, record_id=CANARY, by=CANARY, detail=CANARY)
    told = replace(made, release=secret, recipient=replace(made.recipient, code=CANARY, source=CANARY))
    found = read(slips.render(told, language))
    assert CANARY.casefold() not in found
    assert [one.code for one in others() if one.name("it").casefold() in found] == [], "another body is on the slip"


@pytest.mark.parametrize(("kind", "language"), list(paired()))
def test_no_slip_has_what_is_forbidden_and_none_names_another_body(kind: str, language: str) -> None:
    look(kind, language)


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "language"), list(product(RECIPIENT_KINDS, TIER_1)))
def test_no_slip_in_any_language_has_it(kind: str, language: str) -> None:
    look(kind, language)


def test_the_check_finds_what_is_there() -> None:
    made = content("health")
    sender = replace(made.sender, site=CANARY)
    assert CANARY.casefold() in read(slips.render(replace(made, sender=sender), "bn"))


def test_of_a_record_full_of_it_nothing_comes_on_a_slip(tmp_path: Path) -> None:
    """Its answer, its form, the name of the person and of the mediator, what was typed in the place of the code."""
    setup = workflow.Setup("Org", "Quay", "0", CANARY, Role.MEDIATOR, scene.PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as store:
        workflow.import_form(store, "zarafshan.md", FORM, {})
        key = next(row.key for row in workflow.form_list(store) if row.form_id == "zarafshan")
        opened = workflow.start_record(store, key, "", "")
        session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
        session.answer("/data/zarafshan", CANARY)
        workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
        record = workflow.finalise_draft(store, opened.row.id).row.id
        sheet = replace(EVERYTHING, person_code=CANARY)
        for kind in ("anti_trafficking", "health", "prefecture"):
            service = replace(workflow.directory().get("health"), code=kind, recipient_kind=kind)
            noted = ConsentSheet(given=True, age="adult", age_from="person")
            made = workflow.slip_for(store, record, service, sheet, noted)
            assert CANARY.casefold() not in read(slips.render(made, "bn"))
            assert CANARY.casefold() not in made.reference.casefold(), "a file is named by its reference"


@pytest.mark.parametrize("language", ["it", "bn", "ar", "ur"])
def test_cards_and_leaflets_have_only_the_line(language: str) -> None:
    papers, line = workflow.papers()
    line = replace(line, source=CANARY, territory=CANARY, address=CANARY)
    leaflets = [slips.leaflet(papers, topic, line, language, i18n.load) for topic in papers.leaflets]
    pages = (slips.card(papers, line, language, i18n.load), *leaflets)
    assert [CANARY.casefold() in read(pdf) for pdf in pages] == [False] * (1 + len(papers.leaflets))


@pytest.mark.parametrize("field", ["reason", "gender", "age_band", "safe_contact", "priority"])
def test_free_words_do_not_get_into_a_sheet(field: str) -> None:
    changed: dict[str, Any] = {field: CANARY}
    with pytest.raises(ValueError, match=field):
        SlipSheet(**changed)


