"""A workplace's own services: a table or JSON, each mistake with its line and column, laid over the built-in ones."""

import json
from datetime import date, timedelta

import pytest

from intake_app.errors import IntakeError
from intake_app.referral import added, as_json, as_table, load_directory, merged, read_own
from tests.slips.examples import shipped_directory

HEADS = (
    "code,kind,names:it,names:ar,mandate:it,phone,hours:it,languages,territory,provinces,accepts,channels,needs,source,"
    "last_verified"
)
CLINIC = 'clinic,health,"Ambulatorio, via Roma",عيادة,visite,+39 0922 1,lun-ven,it;ar bn,Agrigento,AG,women men,phone,'
TABLE = f"{HEADS}\n{CLINIC}medical_visit,sito,2026-11-01\n\nhealth,health,Altra azienda,,visite,,,,,,,,,,\n"


def test_a_table_has_all_that_an_entry_has() -> None:
    clinic, other = read_own(TABLE.encode())
    assert (clinic.code, clinic.name("ar"), clinic.phone) == ("clinic", "عيادة", "+39 0922 1")
    assert clinic.name("it") == "Ambulatorio, via Roma" and clinic.languages == ("it", "ar", "bn")
    assert (clinic.provinces, clinic.accepts, clinic.channels) == (("AG",), ("women", "men"), ("phone",))
    assert clinic.recipient_kind == "health" and clinic.source == "sito" and not clinic.draft
    assert [clinic.needs_check(date(2026, 11, 1) + timedelta(days=days)) for days in (90, 91)] == [False, True]
    assert other.last_verified is None and other.needs_check(date(2026, 11, 1)), "nobody has checked it"


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_as_spreadsheets_write_it(delimiter: str, encoding: str) -> None:
    lines = (["code", "kind", "names:it", "mandate:it"], ["a", "legal", "Studio", "consigli"])
    table = "\r\n".join(delimiter.join(cells) for cells in lines)
    assert [one.code for one in read_own(table.encode(encoding))] == ["a"]


def test_what_goes_out_comes_back() -> None:
    own = read_own(TABLE.encode())
    assert read_own(as_json(own)).recipients == read_own(as_table(own)).recipients == own.recipients
    assert b"\r\n" in as_table(own) and b", +39 0922 1," in as_table(own), "no formula for a spreadsheet"


def test_an_own_entry_takes_the_place_of_the_built_in_one_of_its_code() -> None:
    own = read_own(TABLE.encode())
    whole = merged(shipped_directory(), own)
    assert [one.code for one in whole] == [*(one.code for one in shipped_directory()), "clinic"]
    assert whole.get("health").name("it") == "Altra azienda" and not whole.get("health").draft
    later = added(own, read_own(TABLE.replace("Altra azienda", "Terza").encode()))
    assert [(one.code, one.name("it")) for one in later][1:] == [("health", "Terza")]


@pytest.mark.parametrize(
    ("table", "line", "column", "reason"),
    [
        ("", 1, "code", "missing"),
        (TABLE.replace("mandate:it", "mandate:fr"), 1, "mandate:it", "missing"),
        (TABLE.replace("phone,", "fax,", 1), 1, "fax", "not_listed"),
        (TABLE.replace("source,", "phone,", 1), 1, "phone", "twice"),
        (TABLE.replace("clinic,health", "clinic,hospital"), 2, "kind", "not_listed"),
        (TABLE.replace("women men", "women cats"), 2, "accepts", "not_listed"),
        (TABLE.replace("2026-11-01", "01/11/2026"), 2, "last_verified", "not_a_day"),
        (TABLE.replace("Altra azienda", ""), 4, "names:it", "missing"),
        (TABLE.replace("Altra azienda", "A" * 301), 4, "names:it", "long"),
        (TABLE.replace("+39 0922 1", "1" * 301), 2, "phone", "long"),
        (TABLE.replace("health,health", "clinic,health"), 4, "code", "twice"),
        (TABLE.replace("2026-11-01", "2026-11-01,more"), 2, "16", "syntax"),
        (TABLE.replace('"Ambulatorio', '"Ambul"atorio'), 2, "1", "syntax"),
        ('{"format": 1,\n "recipients": [}', 2, "17", "not_json"),
    ],
)
def test_a_mistake_is_named_by_line_and_column(table: str, line: int, column: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(table.encode())
    assert caught.value.code == "referral.bad_table"
    assert caught.value.facts == {"line": line, "column": column, "reason": reason}


def test_letters_of_another_encoding_are_named() -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(TABLE.replace("Altra", "Perché").encode("cp1252", "replace"))
    assert caught.value.facts == {"line": 4, "column": "20", "reason": "encoding"}
    with pytest.raises(IntakeError) as caught:
        read_own(b"x" * 2_000_001)
    assert caught.value.facts["reason"] == "too_large"


@pytest.mark.parametrize(
    ("told", "place", "reason"),
    [
        ({"format": 2, "recipients": []}, "file", "format"),
        ({"format": 1, "recipients": ["x"]}, "entry 1", "format"),
        ({"format": 1, "recipients": [{"code": "a", "kind": "pub"}]}, "a", "kind"),
        ({"format": 1, "recipients": [{}] * 1001}, "entry 1001", "too_many"),
    ],
)
def test_of_json_the_entry_is_named(told: object, place: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(json.dumps(told).encode())
    assert (caught.value.code, caught.value.facts) == ("referral.bad_directory", {"place": place, "reason": reason})


def test_json_of_this_program_is_taken_and_is_no_draft() -> None:
    own = read_own(json.dumps({"format": 1, "recipients": [json.loads(as_json(shipped_directory()))["recipients"][1]]}
    ).encode())
    assert [one.code for one in own] == ["health"] and not any(one.draft for one in own)
    assert load_directory(as_json(own)).recipients == own.recipients
