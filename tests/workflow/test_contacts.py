"""Somebody who may have been met before: a hint with its reasons, told apart for good, within what the role reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.cli import filling, rehearsal
from intake_app.errors import IntakeError
from intake_app.screening import Known, compared
from intake_app.screening.contact import sex_of
from intake_app.vault import Role, Sighting, Vault
from intake_app.vault.days import day_of
from intake_app.workflow import ConsentSheet, Contacts
from tests.gui_interview import forms
from tests.gui_shell import people

PASSPHRASE = "seven grey boats at the quay 4"
AMINA = {"given": "Amina", "family": "Diallo", "who/born": "1996-05-02", "sex": "f"}
SOUNDS_SO = {"given": "أمينة", "family": "ديالو", "who/born": "1996-05-02", "sex": "f"}
MUSA = {"given": "Musa", "family": "Keita", "sex": "m"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    with workflow.create_store(tmp_path / "w.intake", setup, vault.FLOOR) as made:
        workflow.add_person(made, "Dario", Role.MEDIATOR, PASSPHRASE)
        workflow.import_form(made, "landed.xml", forms.landed())
        workflow.import_form(made, "named.xml", forms.named())
        yield made


def recorded(store: Vault, answers: dict[str, str], *, finish: bool = False, form: str = "landed") -> str:
    """A record with these answers."""
    key = next(row.key for row in workflow.form_list(store) if row.form_id == form)
    opened = workflow.start_record(store, key)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    for path, value in answers.items():
        workflow.answer(session, f"/data/{path}", value)
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages))
    if finish:
        workflow.finalise(store, session, opened.row.id, ConsentSheet(given=True, language="bn"))
    return opened.row.id


def told(found: Contacts) -> dict[str, str]:
    """Reasons and what speaks against it, by record."""
    return {one.row.id: " ".join(f"{point.part}:{point.how}" for point in one.likeness.points) for one in found.met}


@pytest.mark.parametrize("finish", [False, True])
def test_somebody_of_a_name_that_sounds_so_and_of_one_birth_may_have_been_met(store: Vault, finish: bool) -> None:
    first = recorded(store, SOUNDS_SO, finish=finish)
    recorded(store, MUSA, finish=finish)
    second = recorded(store, AMINA)
    found = workflow.possible_contacts(store, second)
    assert told(found) == {first: "name:alike birth:same sex:same"}
    assert found and found.elsewhere == ()
    assert told(workflow.possible_contacts(store, first)) == {second: "name:alike birth:same sex:same"}
    assert store.check() == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("صلاح الدين", "نوري"), ("Salahuddin", "Nuri")),
        (("সালাহ উদ্দিন", "নূরী"), ("Salahuddin", "Nuri")),
        (("Salah Eddine", "Nuri"), ("সালাহউদ্দিন", "নূরী")),
        (("روح الله", "احمدی"), ("Ruhullah", "Ahmadi")),
        (("ذبیح الله", "احمدی"), ("Zabihullah", "Ahmadi")),
        (("مصباح الدين", "حسن"), ("Misbahuddin", "Hasan")),
        (("رحمة الله", "نوري"), ("Rahmatullah", "Nuri")),
        (("Shah Jahan", "Miah"), ("শাহজাহান", "মিয়া")),
    ],
    ids=lambda name: " ".join(name),
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_name_of_one_word_may_have_been_written_in_two_whichever_was_met_first(
    store: Vault, tmp_path: Path, one: tuple[str, str], other: tuple[str, str], turned: bool
) -> None:
    before, now = (other, one) if turned else (one, other)
    first = recorded(store, {**AMINA, "given": before[0], "family": before[1]}, finish=True)
    recorded(store, MUSA)
    here = {**AMINA, "given": now[0], "family": now[1]}
    assert told(workflow.possible_contacts(store, recorded(store, here))) == {first: "name:alike birth:same sex:same"}
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Dario", PASSPHRASE) as colleague:
        found = workflow.possible_contacts(colleague, recorded(colleague, here))
        assert [sighting.site for sighting in found.elsewhere] == ["Quay"]


def test_while_somebody_types_it_is_what_is_typed_that_counts(store: Vault) -> None:
    first = recorded(store, AMINA, finish=True)
    second = recorded(store, {})
    assert not workflow.possible_contacts(store, second)
    assert not workflow.possible_contacts(store, second, Known("Amina"))
    found = workflow.possible_contacts(store, second, Known("Amina", ("1996-01-01", "1996-12-31")))
    assert told(found) == {first: "name:same birth:overlaps"}
    assert not workflow.possible_contacts(store, second, Known(sex="f", born=("1996-05-02", "1996-05-02")))


def test_two_told_apart_are_not_shown_for_each_other_again_but_for_a_third(store: Vault) -> None:
    first, second, third = (recorded(store, AMINA, finish=True) for _each in range(3))
    workflow.tell_apart(store, second, first)
    workflow.tell_apart(store, first, second)
    assert set(told(workflow.possible_contacts(store, first))) == {third}
    assert set(told(workflow.possible_contacts(store, second))) == {third}
    assert set(told(workflow.possible_contacts(store, third))) == {first, second}
    assert store.check() == ()


def test_the_likeliest_stands_first_and_only_some_are_shown(store: Vault) -> None:
    many = [recorded(store, {"given": "Amina", "family": "Diallo", "who/born": f"1996-05-0{n}"}) for n in range(1, 8)]
    best = recorded(store, {**AMINA, "phone": "+39 333 1234567"}, finish=True)
    here = recorded(store, {**AMINA, "phone": "333 1234567"})
    found = told(workflow.possible_contacts(store, here))
    assert next(iter(found)) == best and len(found) == 2, "a birth on another day speaks against it"
    assert set(found) - {best} == {many[1]}


def test_a_name_that_many_have_says_nothing_by_itself(store: Vault) -> None:
    for _each in range(6):
        recorded(store, {"name": "Amina Diallo"}, form="named")
    here = recorded(store, {"name": "Amina Diallo"}, form="named")
    assert not workflow.possible_contacts(store, here).met
    with_birth = recorded(store, AMINA)
    other = recorded(store, AMINA)
    assert set(told(workflow.possible_contacts(store, other))) == {with_birth}


def test_the_name_of_a_record_stands_for_that_of_a_person_but_in_our_own_forms(store: Vault) -> None:
    first = recorded(store, {"name": "Amina Diallo"}, form="named")
    second = recorded(store, {"name": "Diallo Amina"}, form="named")
    assert told(workflow.possible_contacts(store, second)) == {first: "name:same"}
    mine = [people.finish(store, people.ARABIC) for _each in range(2)]
    assert not workflow.possible_contacts(store, mine[0])


def test_a_colleague_learns_the_day_and_the_site_and_no_more(store: Vault, tmp_path: Path) -> None:
    first = recorded(store, SOUNDS_SO, finish=True)
    recorded(store, AMINA)
    day = day_of(store.record(first).created).isoformat()
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Dario", PASSPHRASE) as other:
        here = recorded(other, AMINA)
        found = workflow.possible_contacts(other, here)
        assert found == Contacts((), (Sighting(day, "Quay"),)), "a draft is nobody's but its author's"
        assert workflow.possible_contacts(other, recorded(other, {"given": "Amina"})).elsewhere == ()
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            workflow.possible_contacts(other, first)
        with pytest.raises(IntakeError, match=r"vault\.not_allowed"):
            workflow.tell_apart(other, here, first)
        for _each in range(4):
            recorded(other, AMINA, finish=True)
    with workflow.open_store(tmp_path / "w.intake", "Ada", PASSPHRASE) as store:
        assert workflow.possible_contacts(store, first).elsewhere == (), "a name that many have"


def test_a_handed_over_record_is_read_and_so_compared(store: Vault, tmp_path: Path) -> None:
    first = recorded(store, AMINA, finish=True)
    workflow.hand_over(store, first, "Dario")
    store.close()
    with workflow.open_store(tmp_path / "w.intake", "Dario", PASSPHRASE) as other:
        here = recorded(other, AMINA)
        assert told(workflow.possible_contacts(other, here)) == {first: "name:same birth:same sex:same"}


def named(store: Vault, record_id: str, name: str) -> str:
    """The same record, whose person said a name that is kept with their case."""
    workflow.put_case_name(store, workflow.case_for(store, record_id).id, name)
    return record_id


def begun(store: Vault, name: str, language: str = people.ARABIC) -> str:
    """A new interview with our own questionnaire, of somebody who said their name."""
    return named(store, workflow.start_record(store, people.own_form(store), language, people.ITALIAN).row.id, name)


def test_in_our_own_questionnaires_the_name_of_the_case_is_compared(store: Vault) -> None:
    first = named(store, people.finish(store, people.ARABIC), "محمد علي حسن")
    other = named(store, people.finish(store, people.BENGALI), "Zarafshan Mirzoyeva")
    here = begun(store, "Mohammed Ali Hassan")
    found = workflow.possible_contacts(store, here)
    assert told(found) == {first: "name:alike language:same"}
    (point, _language) = found.met[0].likeness.points
    assert (point.here, point.there) == ("Mohammed Ali Hassan", "محمد علي حسن")
    assert [row.object for row in store.audit_rows() if row.action == "case.name_read"], "both names were read"
    assert set(told(workflow.possible_contacts(store, begun(store, "Zarafshan Mirzoyeva")))) == {other}
    workflow.tell_apart(store, here, first)
    assert not workflow.possible_contacts(store, here)
    workflow.tell_apart(store, here, first, apart=False)
    workflow.put_case_name(store, workflow.case_for(store, first).id, "")
    assert not workflow.possible_contacts(store, here), "a name that was taken out"
    assert store.check() == ()


def test_two_names_that_sound_alike_need_something_else_that_agrees(store: Vault) -> None:
    first = named(store, people.finish(store, people.ARABIC), "أمينة ديالو")
    here = begun(store, "Amina Diallo")
    assert not workflow.possible_contacts(store, here)
    landed = recorded(store, AMINA)
    assert told(workflow.possible_contacts(store, here)) == {landed: "name:same"}, "also a name that a form asks"
    assert set(told(workflow.possible_contacts(store, here, Known("أمينة ديالو")))) == {first}
    both = Known(country="ML SN"), Known("Amina Diallo", country="SN")
    assert [point.how for point in compared(*both).points] == ["same"]
    assert compared(Known(country="ML"), Known(country="SN")).weight == -1


def test_what_is_of_one_person_already_is_no_hint(store: Vault) -> None:
    first = named(store, people.finish(store, people.ARABIC), "Zarafshan Mirzoyeva")
    module = workflow.begin_module(store, workflow.case_for(store, first).id, "transit").row.id
    assert not workflow.possible_contacts(store, module) and not workflow.possible_contacts(store, first)
    here = begun(store, "Zarafshan Mirzoyeva")
    assert set(told(workflow.possible_contacts(store, here))) == {first, module}
    one, other = (workflow.case_for(store, each).id for each in (first, here))
    workflow.merge_cases(store, one, other, "they said so themselves")
    assert not workflow.possible_contacts(store, here)


def test_a_name_that_one_may_not_read_is_no_hint(store: Vault) -> None:
    first = named(store, people.finish(store, people.ARABIC), "Zarafshan Mirzoyeva")
    path = store.info().path
    store.close()
    with workflow.open_store(path, "Dario", PASSPHRASE) as other:
        here = begun(other, "Zarafshan Mirzoyeva")
        assert workflow.possible_contacts(other, here) == Contacts()
        module = workflow.begin_module(other, other.find_case(_code_of(other, first)).id, "transit").row.id
        assert workflow.possible_contacts(other, module) == Contacts(), "the name of this case is not told to him"


def _code_of(store: Vault, record_id: str) -> str:
    ((code,),) = store._opening.database.all("SELECT code FROM record WHERE id = ?", record_id)
    return str(code)


def test_nationality_and_gender_of_our_own_questionnaires_are_known(store: Vault) -> None:
    first = people.finish(store, people.ARABIC)
    case = workflow.case_for(store, first)
    opened = workflow.begin_module(store, case.id, "needs")
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    (where,) = [path for path, whose in session.definition.tagged("htcds") if whose == "prs_Citizenship"]
    filling.fill(session, {where.replace("nationality", "page_wanted"): "yes", where: "SN ML"}, str)
    assert workflow.who_told(session).country == "ML SN"
    opened = workflow.open_record(store, workflow.start_record(store, people.own_form(store), people.ARABIC).row.id)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    answers = {**rehearsal.ANSWERS[people.ARABIC], "next_steps/gender": "woman"}
    filling.fill(session, {f"/data/{path}": value for path, value in answers.items()}, str)
    assert sex_of(workflow.who_told(session).sex) == "f"
