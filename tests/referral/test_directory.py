"""The directory of services is a file that people edit; what is wrong in it is named."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from intake_app import paths
from intake_app.errors import IntakeError
from intake_app.referral import Directory, load_directory
from intake_app.screening import RECIPIENT_KINDS
from tests.slips.examples import sample_directory

REVEALING = ("tratta", "traffick", "traite", "vittim", "victim", "sfrutt", "exploit", "الاتجار", "ضحي", "পাচার")


@pytest.fixture
def shipped() -> Directory:
    return load_directory((paths.resources() / "directory.json").read_bytes())


def entry(**changes: Any) -> dict[str, Any]:
    return {"code": "a", "kind": "health", "names": {"it": "A"}, "mandate": {"it": "B"}, **changes}


def pack(*entries: Any) -> bytes:
    return json.dumps({"format": 1, "recipients": entries}).encode()


def test_the_freephone_is_there_and_every_sample_is_marked(shipped: Directory) -> None:
    assert shipped.get("freephone").phone == "800 290 290"
    assert {recipient.kind for recipient in shipped} >= {"freephone", "health", "labour"}
    assert all(recipient.draft and recipient.needs_check(date(2026, 11, 21)) for recipient in shipped)


def test_no_entry_says_what_a_passer_by_must_not_read(shipped: Directory) -> None:
    shown = " ".join(
        text for recipient in shipped for text in (*recipient.names.values(), *recipient.mandate.values())
    ).casefold()
    assert [word for word in REVEALING if word in shown] == []


def test_names_come_in_the_language_asked_else_in_italian(shipped: Directory) -> None:
    health = shipped.get("health")
    assert health.name("ar-EG").startswith("الخدمة")
    assert health.name("ti") == health.names["it"]
    assert health.mandate_text("bn") == health.mandate["bn"]
    assert shipped.get("freephone").hours_text("ti") == "ogni giorno, 0-24, gratuito"


def test_search_by_words_and_kind(shipped: Directory) -> None:
    assert [found.code for found in shipped.search("salute donna")] == ["health"]
    assert [found.code for found in shipped.search(kind="labour")] == ["labour_desk"]
    assert len(shipped.search()) == len(shipped)
    assert shipped.search("no such words") == ()


def test_languages_of_a_service_set_the_region_aside(shipped: Directory) -> None:
    assert shipped.get("freephone").speaks("ar-EG")
    assert not shipped.get("freephone").speaks("bn")


def test_an_unknown_code_is_trouble_with_a_name(shipped: Directory) -> None:
    with pytest.raises(IntakeError) as caught:
        shipped.get("nowhere")
    assert caught.value.code == "referral.unknown_recipient"


def test_an_entry_goes_stale_after_ninety_days() -> None:
    (checked,) = load_directory(pack(entry(last_verified="2026-09-01", draft=False)))
    assert not checked.needs_check(date(2026, 11, 30))
    assert checked.needs_check(date(2026, 12, 1))


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"\xff\xfe", "file", "no_json"),
        (b"[]", "file", "format"),
        (b'{"format": 2, "recipients": []}', "file", "format"),
        (pack("text"), "entry 1", "format"),
        (pack(entry(code="")), "entry 1", "code"),
        (pack(entry(kind="embassy")), "a", "kind"),
        (pack(entry(names={"en": "A"})), "a", "names"),
        (pack(entry(mandate=[])), "a", "mandate"),
        (pack(entry(phone=800290290)), "a", "phone"),
        (pack(entry(languages="it")), "a", "languages"),
        (pack(entry(last_verified="soon")), "a", "last_verified"),
        (pack(entry(last_verified=20260901)), "a", "last_verified"),
        (pack(entry(), entry()), "a", "twice"),
    ],
)
def test_a_wrong_file_names_the_place(data: bytes, place: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        load_directory(data)
    assert caught.value.code == "referral.bad_directory"
    assert (caught.value.facts["place"], caught.value.facts["reason"]) == (place, reason)


def test_no_built_in_entry_says_more_than_is_public(shipped: Directory) -> None:
    """Any number, hour, place or language that nobody can check would be taken for one to call."""
    freephone, *others = shipped
    assert (freephone.code, freephone.phone) == ("freephone", "800 290 290")
    for one in others:
        told = (one.phone, one.address, one.territory, one.hours or {}, one.provinces, one.languages)
        assert told == ("", "", "", {}, (), ("it",)), one.code
    kinds = {one.recipient_kind for one in shipped}
    assert set(RECIPIENT_KINDS) - kinds == {"consulate", "abroad", "person"}, "left to the organisation on purpose"
    assert all(set(one.names) == set(one.mandate) == {"it", "en", "fr", "ar", "bn"} for one in shipped)


def test_a_search_by_province_need_and_language_works_offline() -> None:
    shipped = sample_directory()

    def codes(**asked: str) -> set[str]:
        return {one.code for one in shipped.search(**asked)}

    assert codes(province="ag", need="medical_visit") == {"freephone", "health", "local_support"}
    assert codes(province="TP") == {"freephone", "local_support"}
    assert codes(need="labour_rights", language="bn") == {"labour_desk"}
    assert "labour_desk" in codes(language="bn-BD")
    assert codes(text="AZIENDA sanitária") == {"health"}
    assert all(one.needs_check(date(2026, 11, 27)) for one in shipped), "nobody has checked a sample"


def test_a_service_of_which_no_language_is_known_is_found_after_those_that_speak_it(shipped: Directory) -> None:
    bengali = [one.code for one in shipped.search(language="bn")]
    assert set(bengali) == {one.code for one in shipped} - {"freephone"}, "it says which languages it speaks"
    speaking = replace(shipped.get("prefecture"), languages=("it", "bn"))
    known = Directory(tuple(speaking if one.code == "prefecture" else one for one in shipped))
    assert next(one.code for one in known.search(language="bn-BD")) == "prefecture"
    other = replace(speaking, languages=("it", "so"))
    assert not other.serves(language="bn")


def test_an_entry_is_stale_after_ninety_days() -> None:
    shipped = load_directory((paths.resources() / "directory.json").read_bytes())
    entry = replace(shipped.get("health"), draft=False, last_verified=date(2026, 8, 29))
    assert not entry.needs_check(date(2026, 11, 27))
    assert entry.needs_check(date(2026, 11, 28))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accepts", ["everybody"]),
        ("channels", "phone"),
        ("provinces", ["Agrigento"]),
        ("provinces", "AG"),
        ("needs", ["story"]),
        ("recipient_kind", "press"),
        ("source", 7),
    ],
)
def test_what_an_entry_says_of_itself_is_looked_at(field: str, value: object) -> None:
    entry = {"code": "x", "kind": "health", "names": {"it": "X"}, "mandate": {"it": "X"}, field: value}
    with pytest.raises(IntakeError) as caught:
        load_directory(json.dumps({"format": 1, "recipients": [entry]}).encode())
    assert caught.value.facts == {"place": "x", "reason": field}


@pytest.mark.parametrize(
    ("accepts", "gender", "age", "why"),
    [
        ((), "man", "adult", ""),
        (("women",), "man", "adult", "man"),
        (("women",), "man", "not_stated", "man"),
        (("women",), "woman", "adult", ""),
        (("men",), "woman", "adult", "woman"),
        (("women",), "not_stated", "adult", ""),
        (("women",), "other", "adult", ""),
        (("women", "families"), "man", "adult", ""),
        (("women",), "woman", "minor", "minor"),
        (("women", "minors"), "man", "minor", ""),
        (("women", "minors"), "man", "not_stated", ""),
        (("minors",), "woman", "adult", "adult"),
        (("minors",), "woman", "not_stated", ""),
    ],
)
def test_whom_an_entry_accepts_may_speak_against_a_person(
    accepts: tuple[str, ...], gender: str, age: str, why: str
) -> None:
    one = replace(sample_directory().get("health"), accepts=accepts)
    assert one.declines(gender, age) == why
