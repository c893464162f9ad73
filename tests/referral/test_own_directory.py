"""A workplace's own services: a table or JSON, each mistake with its line and column, laid over the built-in ones."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from intake_app import i18n, messages, workflow
from intake_app.errors import IntakeError
from intake_app.referral import (
    FITTING,
    KINDS,
    Directory,
    Rules,
    added,
    as_json,
    as_table,
    check_room,
    load_directory,
    merged,
    read_kept,
    to_keep,
)
from intake_app.referral import read_own as read_by_rules
from intake_app.referral.directory import ACCEPTS
from intake_app.referral.own_directory import COLUMNS
from intake_app.screening import RECIPIENT_KINDS
from tests.slips.examples import sample_directory

RULES = Rules(
    date(2026, 11, 27),
    tuple(sample_directory()),
    {"health": "health", "former": "police", "Old": "health"},
    workflow.variants().revealing,
    workflow.variants().told,
)
HEADS = (
    "code,kind,recipient_kind,names:it,names:ar,mandate:it,phone,hours:it,languages,territory,provinces,accepts,channels,needs,source,"
    "last_verified"
)
CLINIC = (
    'clinic,health,health,"Ambulatorio, via Roma",عيادة,visite,'
    "+39 0922 1,lun-ven,it;ar bn,Agrigento,AG,women men,phone,"
)
TABLE = f"{HEADS}\n{CLINIC}medical_visit,sito,2026-11-01\n\nhealth,health,health,Altra azienda,,visite,,,,,,,,,,\n"


def read_own(data: bytes) -> Directory:
    return read_by_rules(data, RULES)


def entry(**changes: Any) -> bytes:
    """JSON of one entry."""
    plain = {"code": "a", "kind": "health", "recipient_kind": "health", "names": {"it": "A"}, "mandate": {"it": "B"}}
    return json.dumps({"format": 1, "recipients": [{**plain, **changes}]}).encode()


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
    lines = (
        ["code", "kind", "recipient_kind", "names:it", "mandate:it"],
        ["a", "legal", "labour_desk", "Studio", "consigli"],
    )
    table = "\r\n".join(delimiter.join(cells) for cells in lines)
    assert [one.code for one in read_own(table.encode(encoding))] == ["a"]


def test_what_goes_out_comes_back() -> None:
    own = read_own(TABLE.encode())
    assert read_own(as_json(own)).recipients == read_own(as_table(own)).recipients == own.recipients
    assert b"\r\n" in as_table(own) and b", +39 0922 1," in as_table(own), "no formula for a spreadsheet"


def test_an_own_entry_takes_the_place_of_the_built_in_one_of_its_code() -> None:
    own = read_own(TABLE.encode())
    whole = merged(sample_directory(), own)
    assert [one.code for one in whole] == [*(one.code for one in sample_directory()), "clinic"]
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
        (TABLE.replace("2026-11-01", "01/11/2026"), 2, "last_verified", "not_a_day"),
        (TABLE.replace("Altra azienda", ""), 4, "names:it", "missing"),
        (TABLE.replace("Altra azienda", "A" * 301), 4, "names:it", "long"),
        (TABLE.replace("+39 0922 1", "1" * 301), 2, "phone", "long"),
        (TABLE.replace("\nhealth,health,", "\nclinic,health,"), 4, "code", "twice"),
        (TABLE.replace("2026-11-01", "2026-11-01,more"), 2, "17", "syntax"),
        (TABLE.replace("recipient_kind,", "", 1), 1, "recipient_kind", "missing"),
        (TABLE.replace("names:ar", "names:<b>"), 2, "names", "not_listed"),
        (TABLE.replace("clinic,health,", "ASP Agrigento,health,"), 2, "code", "not_a_code"),
        (TABLE.replace("clinic,health,", "=1+1,health,"), 2, "code", "not_a_code"),
        (TABLE.replace("clinic,health,", "clinic\u200b,health,"), 2, "code", "hidden"),
        (TABLE.replace("clinic,health,", f"{'c' * 65},health,"), 2, "code", "not_a_code"),
        (TABLE.replace("clinic,health,", "Police,health,"), 2, "code", "reserved"),
        (TABLE.replace("clinic,health,", "organisation,health,"), 2, "code", "reserved"),
        (TABLE.replace("clinic,health,", "former,health,"), 2, "recipient_kind", "kind_changed"),
        (TABLE.replace("+39 0922 1", "\u202e1"), 2, "phone", "hidden"),
        (TABLE.replace("via Roma", "via \0Roma"), 2, "names:it", "nul"),
        (TABLE.replace("2026-11-01", "2026-11-28"), 2, "last_verified", "future"),
        (TABLE.replace("via Roma", "vittime di tratta"), 2, "names:it", "revealing"),
        (TABLE.replace("visite,+39", "cura: Anti-tratta,+39"), 2, "mandate:it", "revealing"),
        (TABLE.replace("عيادة", "ضحايا الاتجار"), 2, "names:ar", "revealing"),
        (TABLE.replace("2026-11-01", "0001-01-01"), 2, "last_verified", "long_ago"),
        (TABLE.replace("+39 0922 1", "chiamare sempre"), 2, "phone", "not_a_number"),
        (TABLE.replace("+39 0922 1", "112 chiamare"), 2, "phone", "not_a_number"),
        (TABLE.replace("+39 0922 1", "0922 12345 / 0922 54321"), 2, "phone", "not_a_number"),
        (TABLE.replace("Agrigento,AG", "Agrigento,AG ZZ"), 2, "provinces", "not_listed"),
        (TABLE.replace("clinic,health,", "Clinic,health,"), 2, "code", "not_a_code"),
        (TABLE.replace("clinic,health,", "Former,health,"), 2, "code", "not_a_code"),
        (TABLE.replace("clinic,health,", "old,health,"), 2, "code", "capitals"),
        (TABLE.replace("Ambulatorio", "Numero verde 800 290 290"), 2, "names:it", "national"),
        (TABLE.replace("visite,+39", "chiami 800-290-290,+39"), 2, "mandate:it", "national"),
        (TABLE.replace("it;ar bn", "it;ar b!"), 2, "languages", "not_listed"),
        (TABLE.replace("it;ar bn", "it " * 101), 2, "languages", "long"),
        (TABLE.replace('"Ambulatorio', '"Ambul"atorio'), 2, "1", "syntax"),
        ('{"format": 1,\n "recipients": [}', 2, "17", "not_json"),
    ],
)
def test_a_mistake_is_named_by_line_and_column(table: str, line: int, column: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(table.encode())
    assert caught.value.code == "referral.bad_table"
    assert caught.value.facts == {"line": line, "column": column, "reason": reason}


@pytest.mark.parametrize(
    ("table", "column", "allowed"),
    [
        (TABLE.replace("clinic,health,", "clinic,hospital,"), "kind", KINDS),
        (TABLE.replace("women men", "women cats"), "accepts", ACCEPTS),
        (json.dumps({"format": 1, "recipients": [{"code": "a", "kind": ["pub"]}]}), "kind", KINDS),
    ],
)
def test_of_a_column_with_few_values_these_are_named(table: str, column: str, allowed: tuple[str, ...]) -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(table.encode())
    told = messages.explain(caught.value, i18n.load("en"))
    assert caught.value.code == "referral.not_allowed" and column in told.sentence
    assert all(each in told.advice for each in allowed)


def test_a_code_that_was_kept_with_capitals_stays_and_short_numbers_are_numbers() -> None:
    (old,) = read_own(entry(code="Old", phone="1522"))
    assert (old.code, old.phone) == ("Old", "1522")
    both = replace(RULES, kinds={**RULES.kinds, "old": "health"})
    assert [one.code for each in ("Old", "old") for one in read_by_rules(entry(code=each), both)] == ["Old", "old"]
    for phone in ("", "112", "+39 0922 123456", "٠٩٢٢ ١٢٣٤٥٦", "800 290 290"):
        assert [one.phone for one in read_own(entry(phone=phone))] == [phone]


def test_letters_of_another_encoding_are_named() -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(TABLE.replace("Altra", "Perché").encode("cp1252", "replace"))
    assert caught.value.facts == {"line": 4, "column": "27", "reason": "encoding"}
    with pytest.raises(IntakeError) as caught:
        read_own(b"x" * 2_000_001)
    assert caught.value.facts["reason"] == "too_large"


@pytest.mark.parametrize(
    ("told", "code", "facts"),
    [
        ({"format": 2, "recipients": []}, "referral.bad_directory", {"place": "file", "reason": "format"}),
        ({"format": 1, "recipients": ["x"]}, "referral.bad_entry", {"entry": 1, "column": "code", "reason": "missing"}),
        (
            {"format": 1, "recipients": [{"code": "a", "kind": "pub"}]},
            "referral.not_allowed",
            {"line": 1, "column": "kind", "allowed": ", ".join(KINDS)},
        ),
    ],
)
def test_of_json_the_entry_is_named(told: object, code: str, facts: object) -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(json.dumps(told).encode())
    assert (caught.value.code, caught.value.facts) == (code, facts)


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"names": {"it": "A" * 301}}, "names:it", "long"),
        ({"names": {"it": "\ud800"}}, "names:it", "nul"),
        ({"names": {"it": "a\0b"}}, "names:it", "nul"),
        ({"names": {"it": "\u202egnihtemos"}}, "names:it", "hidden"),
        ({"names": {"it": "A", "<b>": "B"}}, "names", "not_listed"),
        ({"names": {"it": "A", **{f"aa-{number}": "B" for number in range(100)}}}, "names", "not_listed"),
        ({"code": "../../x"}, "code", "not_a_code"),
        ({"code": " "}, "code", "missing"),
        ({"code": "c" * 301}, "code", "long"),
        ({"phone": "+39\u2060 1"}, "phone", "hidden"),
        ({"phone": 1}, "phone", "not_listed"),
        ({"languages": ["a b"]}, "languages", "not_listed"),
        ({"last_verified": "2999-01-01"}, "last_verified", "future"),
    ],
)
def test_json_has_the_limits_of_a_table(changes: dict[str, Any], column: str, reason: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(entry(**changes))
    assert caught.value.facts == {"entry": 1, "column": column, "reason": reason}


def test_json_as_deep_as_a_well_is_no_fault_of_the_program() -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(b'{"format":1,"recipients":' + b"[" * 100_000)
    assert caught.value.facts["reason"] == "not_json"


def test_lines_between_are_blanks_and_letters_may_be_joined() -> None:
    (one,) = read_own(entry(names={"it": " Via\nRoma ", "fa": "بهره\u200cمند"}, hours={"it": "lun\tven"}))
    assert (one.name("it"), one.name("fa"), one.hours_text("it")) == ("Via Roma", "بهره\u200cمند", "lun ven")


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({"kind": "legal", "recipient_kind": ""}, "anti_trafficking, labour_desk"),
        ({"kind": "health", "recipient_kind": "freephone"}, "health"),
        ({"kind": "freephone", "recipient_kind": "police"}, "freephone, health"),
        ({"kind": "support", "recipient_kind": "person"}, "anti_trafficking, social_services"),
        ({"recipient_kind": ["police"]}, "health"),
    ],
)
def test_the_kind_of_body_is_chosen_and_fits(changes: dict[str, Any], allowed: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_own(entry(**changes))
    assert caught.value.code == "referral.kind_of_body" and str(caught.value.facts["allowed"]).startswith(allowed)


def test_every_kind_of_body_but_the_person_fits_somewhere() -> None:
    assert set(FITTING) == set(KINDS)
    assert {kind for fits in FITTING.values() for kind in fits} == set(RECIPIENT_KINDS) - {"person"}
    assert all(one.recipient_kind in FITTING[one.kind] for one in sample_directory())


def test_what_fits_and_each_column_are_told_to_who_prepares_a_file() -> None:
    told = (Path(__file__).parents[2] / "docs" / "services.md").read_text(encoding="utf-8")
    for kind, fits in FITTING.items():
        assert f"| `{kind}` | {', '.join(f'`{each}`' for each in fits)} |" in told
    assert [column for column in COLUMNS if f"`{column}`" not in told] == []


def test_the_freephone_keeps_its_number_and_may_be_checked() -> None:
    shipped = sample_directory().get("freephone")
    mine = replace(shipped, draft=False, last_verified=date(2026, 11, 1), phone="800290290")
    assert read_own(as_json(Directory((mine,)))).get("freephone") == mine
    for wrong in (replace(mine, phone="333 666"), replace(mine, names={"it": "Numero 333 666"})):
        with pytest.raises(IntakeError) as caught:
            read_own(as_json(Directory((wrong,))))
        assert caught.value.facts["reason"] == "national"
        assert merged(sample_directory(), Directory((wrong,))).get("freephone") == shipped, "nor where it was kept"
    beside = replace(mine, code="line", phone="333 666", names={"it": "Linea 333 666"})
    assert read_own(as_json(Directory((beside,)))).get("line") == beside


def test_who_is_told_of_trafficking_anyway_may_be_named_by_it() -> None:
    project = {"kind": "support", "recipient_kind": "anti_trafficking", "names": {"it": "Progetto antitratta"}}
    assert len(read_own(entry(**project))) == 1
    for plain in ("Trattamento del dolore", "Tratta ferroviaria", "Centro vittoria"):
        told = workflow.variants().reveals("health", plain)
        assert told == (plain == "Tratta ferroviaria")


@pytest.mark.parametrize(
    "name",
    ["NoTratta Sicilia", "StopTratta", "Sportello lavoro forzato", "Forced labour desk", "Travail forcé, accueil",
     "Trafic d’êtres humains", "Riduzione in servitù"],
)  # fmt: skip
def test_a_name_by_which_a_desk_is_known_stands_on_no_slip_to_who_is_not_told(name: str) -> None:
    assert workflow.variants().reveals("health", name)
    assert not workflow.variants().reveals("anti_trafficking", name)


def test_a_desk_for_workers_is_called_by_its_name_on_its_own_slips_alone() -> None:
    desk, variants = "Sportello ALT Caporalato", workflow.variants()
    assert not any(variants.reveals(kind, desk) for kind in ("labour_desk", "anti_trafficking"))
    assert all(variants.reveals(kind, desk) for kind in ("health", "social_services"))


def test_what_has_no_room_is_refused_before_it_is_kept() -> None:
    plain = read_own(entry()).get("a")
    many = tuple(replace(plain, code=f"a{number}") for number in range(1001))
    check_room(Directory(many[:1000]))
    long = tuple(replace(one, mandate={"it": "è" * 300, "en": "è" * 300}) for one in many[:1000])
    for each, reason in ((many, 1001), (tuple(replace(one, address="è" * 300) for one in long), 1000)):
        with pytest.raises(IntakeError) as caught:
            check_room(Directory(each))
        assert (caught.value.code, caught.value.facts["own"]) == ("referral.too_many_services", reason)
        assert len(read_kept(to_keep(Directory(each), {})).own) == reason, "and what was kept is read whatever its size"


@pytest.mark.parametrize(
    ("kept", "unread"),
    [
        ("{", 1),
        ("[1]", 1),
        ('{"recipients": 7}', 1),
        ('{"recipients": [], "kinds": []}', 1),
        ("[" * 100_000, 1),
        ('{"recipients": [7, {"code": "x"}]}', 2),
    ],
)
def test_what_was_kept_never_stops_anything(kept: str, unread: int) -> None:
    assert (len(read_kept(kept).own), read_kept(kept).own.unread) == (0, unread)


def test_what_can_be_read_is_kept_with_the_kinds_that_were() -> None:
    own = read_own(TABLE.encode())
    told = json.loads(to_keep(own, {"former": "police"}))
    told["recipients"].append({"code": "broken"})
    kept = read_kept(json.dumps(told))
    assert kept.own.recipients == own.recipients and kept.own.unread == 1
    assert kept.kinds == {"former": "police", "clinic": "health", "health": "health"}
    assert added(kept.own, own).unread == 0


def test_json_of_this_program_is_taken_and_is_no_draft() -> None:
    own = read_own(
        json.dumps({"format": 1, "recipients": [json.loads(as_json(sample_directory()))["recipients"][1]]}).encode()
    )
    assert [one.code for one in own] == ["health"] and not any(one.draft for one in own)
    assert load_directory(as_json(own)).recipients == own.recipients
