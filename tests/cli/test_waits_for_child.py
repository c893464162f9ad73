"""A record that went on the yes of an adult who is decided a child says on the line why it waits, and what to do."""

from collections.abc import Callable
from pathlib import Path

from intake_app import workflow
from intake_app.practice import PracticeServer
from intake_app.vault import Role
from intake_app.workflow import held
from tests.cli.conftest import PASSPHRASE, Line
from tests.gui_shell import people
from tests.workflow.test_adult_corrected import ADULT, AGREED, Correction

CODE = "screening.agreed_as_adult"


def test_the_line_tells_why_a_record_waits_and_releases_it_on_the_yes_of_the_child(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        code = opened.record(record).code
        case = workflow.case_for(opened, record).code
    told = line("case", "age", case, "minor", "--reason", "a birth certificate was seen")
    assert told["exit"] == 0 and code in " ".join(told["warnings"]), told
    (row,) = line("queue", "list")["records"]
    assert (row["delivery"], row["reason"]) == ("held", CODE) and "record release" in row["advice"]
    asked = line("record", "release", code)
    assert (asked["released"], asked["reason"]) == (False, CODE) and "--consent yes" in asked["advice"]
    assert line("record", "release", code, "--consent", "yes", "--in-language", "bn")["released"]
    (row,) = line("queue", "list")["records"]
    assert row["delivery"] == "waiting" and "reason" not in row


def test_what_an_adult_agreed_to_is_not_told_as_agreed_of_a_child(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        code = opened.record(record).code
        case = workflow.case_for(opened, record).code
    before = line("record", "consents", code)
    assert {"purpose": "sync", "recipient": ""} in before["agreed"] and before["as_adult"] == []
    assert line("case", "age", case, "minor", "--reason", "a birth certificate was seen")["exit"] == 0
    told = line("record", "consents", code)
    assert [each["purpose"] for each in told["agreed"]] == ["record"], told["agreed"]
    as_adult = {each["purpose"] for each in told["as_adult"]}
    assert as_adult == {each["purpose"] for each in before["agreed"]} - {"record"}
    assert all("a child is asked anew" in each["sentence"] for each in told["as_adult"])
    (back,) = told["returning"]
    assert back["purpose"] == "sync" and back["as_adult"]
    assert line("record", "consent", code, "--purpose", "slip", "--in-language", "bn")["exit"] == 0
    told = line("record", "consents", code)
    assert [each["purpose"] for each in told["agreed"]] == ["record", "slip"], told["agreed"]
    decided_adult(line, case)
    told = line("record", "consents", code)
    assert told["agreed"] == before["agreed"] and told["as_adult"] == []


def test_a_record_that_was_taken_back_says_so_in_the_queue(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        code = opened.record(record).code
    assert line("record", "withdraw-consent", code)["exit"] == 0
    (row,) = line("queue", "list")["records"]
    assert row["delivery"] == "held" and row["reason"].startswith("screening."), row
    assert row["sentence"] and row["advice"]


def test_a_no_of_the_guardian_is_told_as_theirs(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        code = opened.record(record).code
        case = workflow.case_for(opened, record).code
    assert line("case", "age", case, "minor", "--reason", "a birth certificate was seen")["exit"] == 0
    assert line("record", "release", code, "--consent", "yes", "--in-language", "bn")["released"]
    no = ("record", "consent", code, "--purpose", "sync", "--word", "no", "--in-language", "bn")
    assert line(*no, "--whose", "guardian")["exit"] == 0
    (row,) = line("queue", "list")["records"]
    assert (row["delivery"], row["reason"]) == ("held", "screening.guardian_said_no")
    assert "The guardian" in row["sentence"] and "person" not in row["sentence"]
    asked = line("record", "release", code)
    assert (asked["released"], asked["reason"]) == (False, "screening.guardian_said_no")
    shut = line("record", "consent", code, "--purpose", "sync", "--in-language", "bn")
    assert shut["shut"] == "screening.guardian_said_no"
    assert line(*no)["exit"] == 0
    (row,) = line("queue", "list")["records"]
    assert row["reason"] == "screening.consent_refused", "the child said no as well"


def test_who_reads_nothing_of_a_record_that_stays_is_told_who_knows_why(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_person(opened, "Cora", Role.COORDINATOR, PASSPHRASE)
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        workflow.withdraw_consent(opened, record)
    stays, goes = sorted(line("queue", "list", user="Cora")["records"], key=lambda row: str(row["delivery"]))
    assert (stays["delivery"], stays["reason"]) == ("held", "screening.held_unread")
    assert "whoever wrote this record" in stays["sentence"] and stays["advice"]
    assert goes["delivery"] == "waiting" and "reason" not in goes
    (own,) = (row for row in line("queue", "list")["records"] if row["delivery"] == "held")
    assert own["reason"] == "screening.consent_withdrawn", "who wrote it sees why"
    with workflow.open_store(store, "Cora", PASSPHRASE) as opened:
        assert held.why(opened, record) == held.UNREAD


def test_an_adult_told_over_a_child_is_told_that_it_needs_a_decision(line: Line, store: Path) -> None:
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        code = opened.record(record).code
        case = workflow.case_for(opened, record).code
    assert not line("record", "release", code, "--age", "minor", "--age-from", "person")["released"]
    told = line("record", "release", code, "--age", "adult", "--age-from", "document")
    assert (told["released"], told["reason"]) == (False, CODE)
    assert any("intake case age adult --document" in each for each in told["warnings"]), told
    decided_adult(line, case)
    told = line("record", "release", code, "--age", "adult", "--age-from", "document")
    assert told["released"] and not any("under 18" in each for each in told["warnings"])


def corrected_twice(store: Path, **third: str) -> tuple[str, list[str]]:
    """The code of a case whose record tells an adult, then a child, then an adult again, and those of its versions."""
    with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        versions = [people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})]
        for age, said in (("minor", {}), ("adult", third)):
            made = Correction(opened, versions[-1])
            made.told(age_band=age, **said)
            assert not made.closed()
            versions.append(made.id)
        return workflow.case_for(opened, versions[0]).code, [opened.record(each).code for each in versions]


def standing(line: Line) -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["delivery"], row.get("reason", "")) for row in line("queue", "list")["records"]}


def decided_adult(line: Line, case: str) -> None:
    told = line("case", "age", case, "adult", "--document", "passport", "--reason", "the passport was seen here")
    assert told["exit"] == 0, told


def test_what_was_corrected_to_a_child_and_back_names_the_decision_and_then_the_question_that_is_open(
    line: Line, store: Path
) -> None:
    case, (first, second, third) = corrected_twice(store)
    rows = {row["code"]: row for row in line("queue", "list")["records"]}
    assert {code: row["reason"] for code, row in rows.items()} == {
        first: CODE, second: "screening.sending_unanswered", third: "screening.counts_as_child",
    }  # fmt: skip
    for each in (first, third):
        assert "a document that was seen or a body that decided" in rows[each]["advice"], rows[each]
        assert "intake case age --document" in rows[each]["advice"], rows[each]
    decided_adult(line, case)
    unanswered = "screening.sending_unanswered"
    held = {first: "screening.newer_stays", second: unanswered, third: unanswered}
    assert standing(line) == {code: ("held", why) for code, why in held.items()}
    assert all(
        "record release --consent yes --in-language" in row["advice"] for row in line("queue", "list")["records"]
    )
    assert line("record", "release", third, "--consent", "yes", "--in-language", "bn")["released"]
    assert standing(line) == dict.fromkeys((first, second, third), ("waiting", ""))


def test_a_yes_of_the_adult_in_the_last_correction_sends_all_versions_once_that_is_decided(
    line: Line, store: Path
) -> None:
    case, (first, second, third) = corrected_twice(store, **dict.fromkeys(AGREED, "yes"))
    assert standing(line)[third] == ("held", CODE)
    decided_adult(line, case)
    assert standing(line) == dict.fromkeys((first, second, third), ("waiting", ""))


def test_a_child_who_agrees_to_what_tells_an_adult_sends_it(line: Line, store: Path) -> None:
    _case, codes = corrected_twice(store)
    assert line("record", "release", codes[-1], "--consent", "yes", "--in-language", "bn")["released"]
    assert standing(line) == dict.fromkeys(codes, ("waiting", ""))


def test_what_ended_while_nobody_looked_is_told_once_on_the_line(line: Line, store: Path) -> None:
    verbs: tuple[Callable[[str, str], tuple[str, ...]], ...] = (
        lambda record, _case: ("record", "show", record), lambda _record, case: ("case", "show", case),
        lambda *_codes: ("queue", "list"),
    )  # fmt: skip
    for verb in verbs:
        with workflow.open_store(store, "Ada", PASSPHRASE) as opened:
            record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
            case, code = workflow.case_for(opened, record).code, opened.record(record).code
            Correction(opened, record).told(age_band="minor")
        told = line(*verb(code, case))
        assert told["exit"] == 0 and code in " ".join(told.get("warnings", ())), told
        assert "warnings" not in line("queue", "list"), "it is told once"


def test_what_a_server_has_otherwise_offers_only_what_can_be_done_and_says_why(line: Line, store: Path) -> None:
    with PracticeServer() as server, workflow.open_store(store, "Ada", PASSPHRASE) as opened:
        workflow.add_server(opened, "practice", server.url)
        record = people.finish(opened, people.BENGALI, {**ADULT, "information/age_band": "adult"})
        package = opened.form(people.own_form(opened))
        server.add_form(package.xml, package.files)
        server.then("conflict")
        workflow.sync_round(lambda call: call(opened), "practice", lambda _progress: None, lambda: False)
        code = opened.record(record).code
        case = workflow.case_for(opened, record).code
    (row,) = line("queue", "list")["records"]
    assert "queue send-as-new" in row["actions"] and "queue export" in row["actions"] and "reason" not in row
    line("case", "age", case, "minor", "--reason", "a birth certificate was seen")
    (row,) = line("queue", "list")["records"]
    assert (row["delivery"], row["reason"]) == ("needs_person", CODE), row
    assert row["actions"] == ["queue versions", "queue keep-server"] and "record release" in row["advice"]
    assert line("record", "release", code, "--consent", "yes", "--in-language", "bn")["released"]
    (row,) = line("queue", "list")["records"]
    assert "queue send-as-new" in row["actions"] and "reason" not in row
