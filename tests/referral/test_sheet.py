"""The sheet holds codes of closed lists and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.referral import (
    CALLED,
    SAFE_CONTACTS,
    SlipSheet,
    as_phone,
    propose_recipient,
    propose_sheet,
    sheet_from_json,
    sheet_to_json,
)


def test_no_slip_fields_give_the_cautious_sheet() -> None:
    assert propose_sheet({}) == SlipSheet(safe_contact="do_not_call", age_band="not_stated", services=())


def test_tagged_answers_become_the_proposal() -> None:
    sheet = propose_sheet(
        {
            "services": "legal_information medical_visit",
            "priority": "24h",
            "language": "ar-EG",
            "interpreter": "yes",
            "interpreter_gender": "woman",
            "age_band": "adult",
            "safe_contact": "ask_information_point",
            "recipient": "health",
        }
    )
    assert sheet == SlipSheet(
        services=("medical_visit", "legal_information"),
        priority="24h",
        language="ar-EG",
        interpreter=True,
        interpreter_gender="woman",
        age_band="adult",
        safe_contact="ask_information_point",
    )
    assert propose_recipient({"recipient": "health"}) == "health"
    assert propose_recipient({}) is None


@given(st.dictionaries(st.sampled_from(["priority", "services", "safe_contact", "age_band", "interpreter"]), st.text()))
def test_answers_outside_the_lists_never_reach_the_sheet(fields: dict[str, str]) -> None:
    assert propose_sheet(fields).safe_contact in {"do_not_call", fields.get("safe_contact")}


@pytest.mark.parametrize("wrong", [{"priority": "1h"}, {"services": ("tell_all",)}, {"consent_how": "guessed"}])
def test_a_code_outside_its_list_is_a_bug(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        SlipSheet(**wrong)  # type: ignore[arg-type]


def test_json_keeps_the_sheet() -> None:
    sheet = SlipSheet(services=("mediation",), language="bn", person_code="KARO-27-4", consent_how="witness")
    assert sheet_from_json(sheet_to_json(sheet)) == sheet


@pytest.mark.parametrize("text", ["[]", '{"narrative": "x"}', "nonsense", '{"priority": "now"}'])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        sheet_from_json(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""), ("  ", ""), ("+39 351 234 5678", "+39 351 234 5678"), ("+39-351.234/5678", "+39 351 234 5678"),
        ("⁦٠٣٥١ ٢٣٤ ٥٦٧٨⁩", "0351 234 5678"),
        ("+39 (0)81 123456", "+39 081 123456"), ("+39(0) 81/123456", "+39 081 123456"),
        ("0039 (٠)81 12345", "0039 081 12345"),
        ("+44 (0)20 7946 0958", "+44 20 7946 0958"), ("+378 (0)549 882 111", "+378 0549 882 111"),
        ("(0)81 123456", "0 81 123456"), ("081/12 34 56", "081 12 34 56"), ("333-123-45-67", "333 123 45 67"),
        ("\u061c+39\u2060 333\u00ad1234567\ufeff", "+39 3331234567"),
        ("(0922) 12 34 5", "0922 12 34 5"), ("+ 251 91 234 5678", "+251 91 234 5678"), ("11234", "11234"),
    ],
)  # fmt: skip
def test_a_number_to_call_is_kept_in_ascii_figures(typed: str, kept: str) -> None:
    assert as_phone(typed) == kept == as_phone(kept)


@pytest.mark.parametrize(
    "typed",
    ["1123", "ask Omar", "+39 351 abc", "0" * 16, "39+351 234", "++39351234", "3331234567/8", "3331234567 / 68",
              "3331234567-8", "3331234567/8/9", "12345 he hit me"],
)  # fmt: skip
def test_nothing_else_passes_for_a_number(typed: str) -> None:
    assert as_phone(typed) is None


@given(st.text())
def test_no_word_travels_as_a_number(text: str) -> None:
    told = as_phone(text)
    assert told is None or set(told) <= set("+ 0123456789")


@pytest.mark.parametrize("contact", SAFE_CONTACTS)
def test_a_number_goes_only_with_a_way_to_call(contact: str) -> None:
    if contact in CALLED:
        sheet = SlipSheet(safe_contact=contact, phone="+39 351 234 5678")
        assert sheet_from_json(sheet_to_json(sheet)) == sheet
        return
    with pytest.raises(ValueError, match="phone"):
        SlipSheet(safe_contact=contact, phone="+39 351 234 5678")
