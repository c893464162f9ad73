"""A loaded form is immutable and shared: any number of records, on any thread, leave it as it was."""

import random
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import Any

import pytest

from intake_app.xform import FormDefinition, load, new_session
from intake_app.xform.definition import NodeSpec
from intake_app.xpath.expression import Compiled
from intake_app.xpath.tree import Node
from tests.shared_data import shared
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings
from tests.xform.test_invariants import FORMS, ROSTER, step

LISTS = '<instance id="l"><root>' + "".join(f"<item><name>n{n}</name><k>{n % 7}</k></item>" for n in range(60))
LISTED = load(
    xform(
        "<k/><c/><d/><e/>",
        '<bind nodeset="/data/d" calculate="jr:choice-name(/data/c, \'/data/c\')"/>'
        "<bind nodeset=\"/data/e\" calculate=\"pulldata('l', 'k', 'name', /data/c)\"/>",
        inputs("k") + '<select1 ref="/data/c"><itemset nodeset="randomize(instance(\'l\')/root/item[k = /data/k], 3)">'
        '<value ref="name"/><label ref="name"/></itemset></select1>',
        LISTS + "</root></instance>",
    )
)


def picture(thing: object, seen: dict[int, int]) -> Iterator[object]:
    """Everything a form says, in an order of its own. What is kept only for speed is left out: indexes of child nodes,
    expressions compiled on first use."""
    if id(thing) in seen:
        yield seen[id(thing)]
        return
    if isinstance(thing, str | int | float | bytes | None):
        yield thing
        return
    seen[id(thing)] = len(seen)
    yield type(thing).__name__
    for part in parts(thing):
        yield from picture(part, seen)


def parts(thing: object) -> Iterator[object]:
    if isinstance(thing, Compiled):
        yield thing.source
    elif isinstance(thing, Node):
        yield from (thing.kind, thing.name, thing.namespace, thing.prefix, thing.value, thing.data)
        yield from (thing.relevant, thing.template, thing.repeated, *thing.attributes, *thing.children)
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from (key, value)
    elif isinstance(thing, tuple | list | frozenset):
        yield from sorted(thing) if isinstance(thing, frozenset) else thing
    else:
        assert is_dataclass(thing), f"nothing is known of {thing!r}"
        yield from (getattr(thing, field.name) for field in fields(thing))


def told(form: FormDefinition) -> list[object]:
    return list(picture(form, {}))


def interview(form: FormDefinition, seed: int, length: int = 15) -> Any:
    """A person answers at random; what the record says at the end."""
    session, dice = new_session(form, surroundings(NOW)), random.Random(seed)
    for _ in range(length):
        step(session, dice)
    kept = {ref: value for ref, value in session.values().items() if "uuid:" not in value}
    return kept, session.pages(), session.violations()


def forms() -> Iterator[FormDefinition]:
    yield from (ROSTER, LISTED)
    yield from (load(shared(f"data/forms/{name}").read_bytes()) for name in FORMS)


@pytest.mark.no_cover
def test_a_record_leaves_its_form_as_it_was() -> None:
    for form in forms():
        before = told(form)
        interview(form, 1)
        for language in form.languages:
            new_session(form, surroundings(NOW), language.name).outline()
        assert told(form) == before


def test_records_on_several_threads_do_not_disturb_each_other() -> None:
    for form in (ROSTER, LISTED):
        alone = [interview(form, seed) for seed in range(4)]
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(lambda seed, form=form: interview(form, seed), range(4))) == alone


@pytest.mark.no_cover
def test_one_form_new_to_four_threads_at_once() -> None:
    xml = shared(f"data/forms/{FORMS[2]}").read_bytes()
    alone = [interview(load(xml), seed, 8) for seed in range(4)]
    form = load(xml)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda seed: interview(form, seed, 8), range(4))) == alone


def test_nothing_of_a_form_can_be_set() -> None:
    form = ROSTER
    with pytest.raises(FrozenInstanceError):
        form.form_id = "x"  # type: ignore[misc]
    for spec in form.specs.values():
        with pytest.raises(AttributeError, match="does not change"):
            spec.template = None
        assert isinstance(spec, NodeSpec)
    for table in (form.specs, form.groups, form.instances, form.itext):
        with pytest.raises(TypeError):
            table["x"] = None  # type: ignore[index]
