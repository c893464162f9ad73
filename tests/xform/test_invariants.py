"""A seeded person fills in forms at random: what was worked out step by step is what a fresh start works out."""

import random
from pathlib import Path

import pytest

from intake_app.xform import Session, generic, load, new_session, resume
from intake_app.xform.views import TextKind
from tests.shared_data import shared
from tests.xform.forms import NOW, definition
from tests.xform.recording import answer_for
from tests.xform.replay import surroundings

OPEN_REPEATS = ("/data/o", "/data/o/i")
FORMS = ("eIMCI-by-D-Tree.xml", "ifrc-distribution-site-assessment-v1.xml", "all-widgets.xml")
ROSTER = definition(
    "<n/><o><a/><s/><i><b/><c/></i></o><t/><k><x/></k><last/>",
    '<bind nodeset="/data/o/s" calculate="sum(../i/b) + position(..)"/><bind nodeset="/data/o/i/b" type="int"/>'
    '<bind nodeset="/data/o/i/c" calculate="concat(../../a, ../b, count(/data/o))"/>'
    '<bind nodeset="/data/o/i" relevant="../a != \'x\'"/><bind nodeset="/data/t" calculate="sum(/data/o/s)"/>'
    '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/k/x" calculate="position(..) * 2"/>'
    '<bind nodeset="/data/last" calculate="indexed-repeat(/data/o/a, /data/o, count(/data/o))"/>',
    '<input ref="/data/n"/><repeat nodeset="/data/o"><input ref="/data/o/a"/><repeat nodeset="/data/o/i">'
    '<input ref="/data/o/i/b"/></repeat></repeat><repeat nodeset="/data/k" jr:count="/data/n"><input ref="/data/k/x"/>'
    "</repeat>",
)
RULED = definition(
    "<n/><who/><o><a/><s/><i><b/><c/><d/></i></o><all/>",
    '<bind nodeset="/data/n" type="int" required="count(/data/o) mod 2 = 1"/>'
    '<bind nodeset="/data/o/a" type="int" required="/data/n &gt; 3" constraint=". &lt; sum(../i/b) + 5"/>'
    '<bind nodeset="/data/o/s" calculate="sum(../i/b)"/>'
    '<bind nodeset="/data/o/i/b" type="int" readonly="../../a = 2" constraint=". != /data/n"/>'
    '<bind nodeset="/data/o/i/c" required="../b = ../../a" relevant="../../s != 9"/>'
    '<bind nodeset="/data/o/i/d" readonly="position(../..) = 2 and /data/n = 1"/>'
    '<bind nodeset="/data/all" type="int" constraint=". &gt;= sum(/data/o/s)" readonly="/data/o[1]/a = 1"/>',
    '<input ref="/data/n"><label>Of <output value="count(/data/o/i)"/></label></input>'
    '<input ref="/data/who"><label>Who</label><hint><output value="/data/n"/></hint></input>'
    '<repeat nodeset="/data/o"><input ref="/data/o/a"><label>A of <output value="/data/who"/></label></input>'
    '<repeat nodeset="/data/o/i"><input ref="/data/o/i/b"><label><output value="../../s"/></label>'
    '<hint><output value="concat(../../a, /data/n)"/></hint></input>'
    '<select1 ref="/data/o/i/c"><label>C</label><itemset nodeset="instance(\'l\')/root/item[n &gt;= '
    'current()/../b or n = /data/n]"><value ref="name"/><label ref="name"/></itemset></select1>'
    '<select ref="/data/o/i/d"><label>D</label><itemset nodeset="/data/o/i[b != \'\']"><value ref="b"/>'
    '<label ref="b"/></itemset></select></repeat></repeat><input ref="/data/all"><label>All</label></input>',
    '<instance id="l"><root>'
    + "".join(f"<item><name>{n}</name><n>{n}</n></item>" for n in range(5))
    + "</root></instance>",
)


def picture(session: Session) -> object:
    return session.values(), session.violations(), session.pages(), session.states(), session.serialise()


def step(session: Session, dice: random.Random) -> None:
    pages = session.pages()
    prompts = [page.ref for page in pages if page.kind == "repeat-prompt"]
    free = [ref for ref in {key for page in pages for key in page.groups} if generic(ref) in OPEN_REPEATS]
    instances = sorted(ref for ref in free if ref.endswith("]"))
    chance = dice.random()
    if prompts and chance < 0.15:
        session.add_repeat(dice.choice(prompts), dice.choice([None, 1, 2]))
    elif instances and chance < 0.22:
        session.remove_repeat(dice.choice(instances))
    elif chance < 0.27 and session.definition.languages:
        session.set_language(dice.choice(session.definition.languages).name)
    else:
        answer(session, dice, [ref for page in pages for ref in page.refs])


TEXTS: tuple[TextKind, ...] = ("label", "short", "hint", "guidance", "constraint", "required")


def shown(session: Session) -> dict[str, dict[str, object]]:
    """What a view paints of each question on a page, by the part of `Changes` that has to name it."""
    refs = [ref for page in session.pages() for ref in page.refs]
    lists = [ref for ref in refs if session.question(ref).control in ("select", "select1", "rank")]
    return {
        "required": {ref: session.required(ref) for ref in refs},
        "readonly": {ref: session.readonly(ref) for ref in refs},
        "validity": {ref: session.fault(ref) for ref in refs},
        "choices": {ref: session.choices(ref) for ref in lists},
        "label": {ref: [session.text(ref, kind) for kind in TEXTS] for ref in refs},
    }


def answer(session: Session, dice: random.Random, refs: list[str]) -> None:
    """Answer one question; the changes name every value, rule, list and text that is another afterwards."""
    free = [ref for ref in refs if not session.definition.calculated(ref)]
    ref = dice.choice(free)
    text = "" if dice.random() < 0.1 else answer_for(session, ref, dice)
    if text is None:
        return
    before, painted = session.values(), shown(session)
    changes = session.answer(ref, text)
    after, repainted = session.values(), shown(session)
    changed = {each for each in after.keys() | before.keys() if before.get(each) != after.get(each)}
    assert changed <= changes.value | changes.relevance or changes.structure
    for part, old in painted.items():
        new = repainted[part]
        unlike = {each for each in old.keys() & new.keys() if old[each] != new[each]}
        assert unlike <= getattr(changes, part), (part, ref, text)


def fill(session: Session, seed: int, length: int) -> None:
    dice = random.Random(seed)
    for number in range(length):
        step(session, dice)
        if number % 5 == 4:
            draft = session.serialise_draft()
            again = resume(session.definition, draft, session.states(), surroundings(NOW), session.language)
            assert picture(again) == picture(session)
            assert again.serialise_draft() == draft


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(6))
def test_repeats_inside_repeats(seed: int) -> None:
    fill(new_session(ROSTER, surroundings(NOW)), seed, 40)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(6))
def test_rules_lists_and_texts_over_repeats(seed: int) -> None:
    fill(new_session(RULED, surroundings(NOW)), seed, 40)


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FORMS)
def test_real_forms(name: str) -> None:
    loaded = load(shared(f"data/forms/{name}").read_bytes())
    fill(new_session(loaded, surroundings(NOW)), 1, 25)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("name", FORMS)
def test_real_forms_at_length(name: str, seed: int) -> None:
    loaded = load(shared(f"data/forms/{name}").read_bytes())
    fill(new_session(loaded, surroundings(NOW)), seed, 80)


def test_our_own_forms_load() -> None:
    for path in sorted((Path(__file__).parents[2] / "forms").glob("*.xml")):
        assert new_session(load(path.read_bytes()), surroundings(NOW)).pages()
