"""A question that was not asked because another has no answer is open: who keeps that to themselves said no "no"."""

from functools import cache
from typing import ClassVar

import pytest

from intake_app import paths, workflow, xform, xlsform
from intake_app.screening import Beyond, assess
from intake_app.screening.tags import bare, signs
from tests.content.played import begun, shown

MODULES = ("labour", "sexual", "begging_crime", "domestic", "marriage_family", "transit")
GROWN = Beyond(grown=True)
OPEN = ("", "does_not_know", "prefers_not_to_say")


@cache
def definition(name: str) -> xform.FormDefinition:
    return xform.load(xlsform.compile_own(paths.forms() / f"{name}.md", paths.translations()).xml)


def told_nothing(name: str, leaving: str = "", said: str = "") -> xform.Session:
    """A talk in which all that is asked is answered with a choice that points to nothing; but one question."""
    form, session = definition(name), begun(definition(name))
    counting: dict[str, set[str]] = {}
    for path, own in signs(form):
        counting.setdefault(path, set()).update(own.get("when", "yes").split())
    done: set[str] = set()
    while due := [ref for ref in shown(session) if ref not in done]:
        for ref in due:
            done.add(ref)
            if session.question(ref).control not in ("select1", "select"):
                continue
            plain = [
                one for one in session.choice_values(ref) if one not in counting.get(bare(ref), ()) and one not in OPEN
            ]
            session.answer(ref, said if bare(ref) == leaving else "no" if "no" in plain else plain[-1])
    return session


def hiding(name: str) -> dict[str, set[str]]:
    """The questions on which it rests whether others about an indicator are asked."""
    form, found = definition(name), dict[str, set[str]]()
    for path, _ in signs(form):
        for around in (path, path.rpartition("/")[0]):
            for gate in form.gates.get(around, ()):
                found.setdefault(gate, set()).add(path)
    return found


@pytest.mark.parametrize("name", MODULES)
def test_what_hides_questions_and_has_no_answer_leaves_them_open(name: str) -> None:
    rules = workflow.assessment_rules()
    plain = told_nothing(name)
    assert assess(definition(name), plain.values(), rules, GROWN).suggestion == "no_indication_now"
    there = set(map(bare, plain.values()))
    gates = [gate for gate in hiding(name) if gate in there]
    assert gates
    for gate in gates:
        for said in OPEN:
            values = told_nothing(name, gate, said).values()
            found = assess(definition(name), values, rules, GROWN)
            assert found.suggestion == "needs_more_time", (gate, said)
            hidden = {
                one.ref: one.why for one in found.missing if one.ref in hiding(name)[gate] - set(map(bare, values))
            }
            assert set(hidden.values()) == {said or "not_asked"}, (gate, said)


def test_what_is_hidden_by_a_no_is_not_open_for_what_is_around_it() -> None:
    rules = workflow.assessment_rules()
    session = told_nothing("begging_crime")
    things = next(gate for gate in hiding("begging_crime") if gate.endswith("/things"))
    asked = next(gate for gate in hiding("begging_crime") if gate.endswith("/ask_money"))
    session.answer(asked, "yes")
    session.answer(things, "prefers_not_to_say")
    found = assess(definition("begging_crime"), session.values(), rules, GROWN)
    debt = next(gate for gate in hiding("begging_crime") if gate.endswith("/debt"))
    assert session.values()[debt] == ""
    session.answer(debt, "no")
    found = assess(definition("begging_crime"), session.values(), rules, GROWN)
    assert [one.why for one in found.missing if one.code == "debt_grows"] == ["not_relevant"]


def asked(values: dict[str, str], gates: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """What is open of a questionnaire of somebody else: whether they were paid."""

    class Form:
        choice_tags: ClassVar[dict[str, dict[str, dict[str, str]]]] = {}

        def __init__(self) -> None:
            self.gates = gates

        def tagged(self, name: str) -> list[tuple[str, str]]:
            path = "/d/r/g/paid" if "/d/r/g" in gates else "/d/paid"
            return [(path, "pay_withheld")] if name == "indicator" else []

        def tags(self, _ref: str) -> dict[str, str]:
            return {"indicator": "pay_withheld", "strength": "strong", "when": "no"}

    return [(one.ref, one.why) for one in assess(Form(), values).missing]


@pytest.mark.parametrize("said", OPEN)
def test_a_question_two_steps_behind_one_without_an_answer_is_open(said: str) -> None:
    gates = {"/d/paid": ("/d/abroad",), "/d/abroad": ("/d/worked",)}
    assert asked({"/d/worked": said}, gates) == [("/d/paid", said or "not_asked")]
    assert asked({"/d/worked": f"no {said}"}, gates) == [("/d/paid", said or "not_relevant")], "while both are chosen"
    assert asked({"/d/worked": "no"}, gates) == [("/d/paid", "not_relevant")]
    assert asked({"/d/worked": "yes", "/d/abroad": "no"}, gates) == [("/d/paid", "not_relevant")]
    assert asked({"/d/worked": said, "/d/abroad": "yes", "/d/paid": "yes"}, gates) == []


@pytest.mark.parametrize("said", OPEN)
def test_each_entry_of_a_list_is_looked_at_for_itself(said: str) -> None:
    gates = {"/d/r/g": ("/d/r/worked", "/d/any")}
    one = {"/d/any": said, "/d/r[1]/worked": "yes", "/d/r[1]/g/paid": "yes"}
    assert asked(one, gates) == []
    assert asked({**one, "/d/r[2]/worked": "no"}, gates) == []
    assert asked({**one, "/d/r[2]/worked": said}, gates) == [("/d/r/g/paid", said or "not_asked")]
