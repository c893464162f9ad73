"""How much an answer costs, counted in calls, not in seconds: it grows with what depends on it, not with the form."""

import pytest

from intake_app.xform import Session
from tests.cost import calls
from tests.xform.forms import session


def flat(size: int) -> Session:
    """Each question is shown by the one before it."""
    names = [f"q{number}" for number in range(size)]
    binds = "".join(
        f'<bind nodeset="/data/q{number}" type="int" relevant="/data/q{number - 1} &gt;= 0" constraint=". &lt; 100"/>'
        for number in range(1, size)
    )
    return session("".join(f"<{name}/>" for name in names), binds, "".join(f'<input ref="/data/{n}"/>' for n in names))


def fan(size: int) -> Session:
    """Many calculates of one answer."""
    names = [f"d{number}" for number in range(size)]
    binds = "".join(f'<bind nodeset="/data/{name}" type="int" calculate="/data/a * 2 + 1"/>' for name in names)
    return session("<a/>" + "".join(f"<{name}/>" for name in names), binds, '<input ref="/data/a"/>')


def chain(size: int) -> Session:
    """Each calculate reads the one before it."""
    binds = "".join(
        f'<bind nodeset="/data/c{number}" type="int" calculate="/data/c{number - 1} + 1"/>'
        for number in range(1, size + 1)
    )
    return session("".join(f"<c{number}/>" for number in range(size + 1)), binds, '<input ref="/data/c0"/>')


def roster(size: int) -> Session:
    """Instances of a repeat with a calculate of their own, one that looks at the first, and sums over all."""
    form = session(
        "<r jr:template=''><a/><b/><place/><first/></r><all/><most/>",
        '<bind nodeset="/data/r/a" type="int"/><bind nodeset="/data/r/b" calculate="../a * 2"/>'
        '<bind nodeset="/data/r/place" calculate="position(..)"/>'
        '<bind nodeset="/data/r/first" calculate="indexed-repeat(/data/r/a, /data/r, 1)"/>'
        '<bind nodeset="/data/all" calculate="sum(/data/r/a)"/><bind nodeset="/data/most" calculate="max(/data/r/a)"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>',
    )
    for number in range(1, size + 1):
        form.add_repeat("/data/r")
        form.answer(f"/data/r[{number}]/a", str(number))
    return form


def warm(form: Session, ref: str) -> int:
    """The calls of an answer that is not the first: expressions are compiled and lists are found by then."""
    form.answer(ref, "3")
    form.answer(ref, "4")
    return calls(lambda: form.answer(ref, "5"))


@pytest.mark.no_cover
def test_an_answer_costs_the_same_in_a_long_form() -> None:
    small, large = (warm(flat(size), "/data/q7") for size in (50, 5000))
    assert large == small < 150


def test_each_node_that_depends_costs_a_few_calls() -> None:
    few, many = (warm(fan(size), "/data/a") for size in (100, 1100))
    assert (many - few) / 1000 < 4


def test_each_link_of_a_chain_costs_a_few_calls() -> None:
    few, many = (warm(chain(size), "/data/c0") for size in (100, 1100))
    assert (many - few) / 1000 < 6


def test_an_answer_in_a_long_repeat_touches_its_own_instance() -> None:
    small, large = (warm(roster(size), "/data/r[9]/a") for size in (20, 400))
    assert large < small * 1.2


def test_an_instance_at_the_end_leaves_the_others_alone() -> None:
    form = roster(400)
    added = calls(lambda: form.add_repeat("/data/r"))
    assert added < 600
    assert form.value("/data/r[401]/place") == "401"


@pytest.mark.no_cover
@pytest.mark.parametrize("at", [1, 200, 400])
def test_what_moved_is_worked_out_and_nothing_else(at: int) -> None:
    form = roster(400)
    moved = form.remove_repeat(f"/data/r[{at}]").value
    assert {ref for ref in moved if ref.endswith("/place")} == {f"/data/r[{n}]/place" for n in range(at, 400)}
    assert form.value("/data/all") == str(400 * 401 // 2 - at)
    assert form.value("/data/r[399]/first") == ("2" if at == 1 else "1")


def test_a_column_follows_answers_relevance_and_instances() -> None:
    form = session(
        "<r jr:template=''><ok/><a/></r><all/><least/>",
        '<bind nodeset="/data/r/a" relevant="../ok = 1"/><bind nodeset="/data/all" calculate="sum(/data/r/a)"/>'
        '<bind nodeset="/data/least" calculate="min(/data/r/a)"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/ok"/><input ref="/data/r/a"/></repeat>',
    )
    for number, text in enumerate(("0.1", "0.2", "0.3"), 1):
        form.add_repeat("/data/r")
        form.answer(f"/data/r[{number}]/ok", "1")
        form.answer(f"/data/r[{number}]/a", text)
    assert (form.value("/data/all"), form.value("/data/least")) == ("0.6000000000000001", "0.1")
    form.answer("/data/r[1]/ok", "2")
    assert (form.value("/data/all"), form.value("/data/least")) == ("0.5", "0.2")
    form.answer("/data/r[2]/a", "7")
    form.answer("/data/r[1]/ok", "1")
    form.add_repeat("/data/r", 1)
    form.answer("/data/r[1]/ok", "1")
    form.answer("/data/r[1]/a", "1")
    assert (form.value("/data/all"), form.value("/data/least")) == ("8.4", "0.1")
    form.answer("/data/r[1]/a", "none")
    assert form.value("/data/least") in ("", "0.1")
    form.remove_repeat("/data/r[1]")
    assert form.value("/data/all") == "7.3999999999999995"
