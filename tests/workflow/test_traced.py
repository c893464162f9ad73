"""Every sign that another talk tells leads to the question and the answer in it, for who reads that talk."""

import json
from dataclasses import replace
from pathlib import Path

from intake_app import screening, vault, workflow
from intake_app.screening import Before
from intake_app.vault import Role, Vault
from intake_app.workflow import concluded, finalising, known_beyond, traced
from tests.gui_shell import people
from tests.workflow.test_concluding import SHEET, first, later
from tests.workflow.test_finished_twice import PASSPHRASE

DEBT, HELD = "/data/screen/debt", "/data/screen/documents_held"
TOLD = {"screen/debt": "yes", "screen/documents_held": "documents"}
LABOUR_DEBT = "/data/start/debt"


def told_by(store: Vault, record: str, sign: str) -> set[tuple[str, str, str]]:
    """Which answers of other talks tell a sign: code, question, answer."""
    return {
        (one.record, one.ref, one.value)
        for one in known_beyond.of_person(store, record).signs
        if one.code == sign
    }


def test_a_talk_that_concludes_by_what_another_told_keeps_those_answers(store: Vault) -> None:
    done, case = first(store, **TOLD)
    code = store.record(done).code
    needs, _ = later(store, case, "needs", conclusion__outcome="possible_refer")
    standing = concluded.of_record(store, needs)
    assert standing is not None and standing.found is not None
    signs = {one.code: one for one in standing.found.indicators}
    assert (signs["fee_debt"].record, signs["fee_debt"].ref, signs["fee_debt"].value) == (code, DEBT, "yes")
    assert all(one.ref and one.value and one.record == code for one in signs.values())
    assert set(standing.found.traced) <= {f"{code} {one.ref}" for one in signs.values()} and standing.found.traced


def test_all_answers_of_all_talks_that_tell_a_sign_are_known_also_of_one_that_pauses(store: Vault) -> None:
    done, case = first(store, **TOLD)
    opened = workflow.begin_module(store, case, "labour")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    session.answer(LABOUR_DEBT, "yes")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    other = workflow.begin_module(store, case, "transit").row.id
    assert told_by(store, other, "fee_debt") == {
        (store.record(done).code, DEBT, "yes"),
        (opened.row.code, LABOUR_DEBT, "yes"),
    }


def test_the_words_are_those_of_the_form_in_each_of_its_languages(store: Vault) -> None:
    done, case = first(store, **TOLD)
    other = workflow.begin_module(store, case, "labour").row.id
    words = {one.language: one for one in traced.told_beyond(store, other)[store.record(done).code, DEBT]}
    assert {"it", "fr", "ar", "bn"} <= set(words)
    assert (words["it"].answer, words["fr"].answer) == ("Sì", "Oui")
    assert words["it"].question.startswith("Lei o la sua famiglia") and "*" not in words["it"].question


def test_a_danger_of_another_day_is_none_of_today(store: Vault) -> None:
    done, case = first(store, **{"safety/danger_now": "yes"})
    opened = workflow.begin_module(store, case, "first_interview", again=True)
    assert told_by(store, opened.row.id, "danger_now") == {(store.record(done).code, "/data/safety/danger_now", "yes")}
    form = workflow.load_definition(opened.package.xml, opened.package.files)
    values = workflow.session_for(opened, form).values()
    found = screening.assess(form, values, workflow.assessment_rules(), opened.beyond)
    assert "danger_now" not in {one.code for one in found.indicators}
    assert not found.urgent and found.rule != "danger_now"


def test_who_does_not_read_a_talk_is_told_neither_its_signs_nor_its_answers(path: Path) -> None:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Bea", Role.MEDIATOR, PASSPHRASE)
        done, case = first(store, **TOLD)
        code = store.record(done).code
        own = workflow.begin_module(store, case, "labour").row.id
        assert {one for one, _ref in traced.told_beyond(store, own)} == {code}
    with workflow.open_store(path, "Bea", PASSPHRASE) as hers:
        begun = workflow.begin_module(hers, case, "transit").row.id
        assert code in {entry.code for entry in hers.case_outline(case)}
        assert known_beyond.of_person(hers, begun).signs == () and traced.told_beyond(hers, begun) == {}


def test_of_a_record_that_kept_no_answers_with_its_signs_the_form_tells_them(store: Vault) -> None:
    draft = people.answered(store, people.ARABIC, TOLD)
    case = workflow.case_for(store, draft).id
    opened = workflow.open_record(store, draft)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    prepared = finalising.prepare(session)
    facts = json.loads(prepared.frozen.values_json)
    facts["signs"] = {"fee_debt": "weak", "docs_held": "strong", "forced_sex": "strong"}
    frozen = replace(prepared.frozen, values_json=json.dumps(facts))
    finalising.freeze(store, draft, replace(prepared, frozen=frozen), SHEET)
    code, other = opened.row.code, workflow.begin_module(store, case, "labour").row.id
    assert known_beyond.of_person(store, other).signs == (
        Before("fee_debt", code, "weak", DEBT, "yes"),
        Before("docs_held", code, "strong", HELD, "documents"),
        Before("forced_sex", code, "strong"),
    )
    found = screening.assess_values({}, {}, workflow.assessment_rules(), known_beyond.of_person(store, other))
    assert {one.code for one in found.indicators} == {"fee_debt", "docs_held", "forced_sex"}
