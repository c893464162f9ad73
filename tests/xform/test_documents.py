"""Records as documents: nothing is lost on the way in and out, drafts keep all, submissions what is relevant."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from intake_app.xform import FormDefinition, Session, edit, load, new_session, resume
from tests.shared_data import shared
from tests.xform.forms import NOW, definition, inputs, session, xform
from tests.xform.recording import answer_for
from tests.xform.replay import surroundings
from tests.xform.test_conformance import pyxform_forms

REAL = (
    "data/htcds/htcds_xlsform.xml",
    "data/forms/all-widgets.xml",
    "data/forms/eIMCI-by-D-Tree.xml",
    "data/forms/ifrc-distribution-site-assessment-v1.xml",
)
BARE = definition("<meta><instanceID/></meta>")
PARSER = etree.XMLParser(remove_comments=True, remove_pis=True)


def parsed(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, PARSER)


def content(element: etree._Element) -> Iterator[Any]:
    """All a reader of XML can tell: names with namespaces, attributes in any order, texts; blanks between elements
    do not count."""
    yield element.tag, sorted((str(key), str(value)) for key, value in element.items())
    yield _text(element.text, leaf=not len(element))
    for child in element:
        yield from content(child)
        yield "end", _text(child.tail, leaf=False)


def _text(text: str | None, leaf: bool) -> str:
    return text if text and (leaf or not text.isspace()) else ""


def again(form: FormDefinition, xml: bytes) -> bytes:
    return resume(form, xml, {}, surroundings(NOW)).serialise_draft()


SPACES = ("", "http://openrosa.org/formdesigner/1", "urn:a", "urn:b", "http://www.w3.org/XML/1998/namespace")
NAMES = ("a", "b", "_uuid", "été", "x-1", "data", "__version__")
SIGNS = "abcXYZ 0123\t\n\r<>&\"';]]>éعব漢\u0301\u200f\U0001f600\U00020000\ufffd\x85"


def words(dice: random.Random) -> str:
    """A text of anything XML can hold, often nothing."""
    return "".join(dice.choices(SIGNS, k=dice.randrange(9))) if dice.random() < 0.6 else ""


def element(dice: random.Random, depth: int = 0) -> etree._Element:
    """An element with attributes, text and children, in any namespace, prefixed or not."""
    space, name = dice.choice(SPACES[:4]), dice.choice(NAMES)
    made = etree.Element(named(space, name), nsmap={dice.choice(("p", "q", None)): space} if space else {})
    for key in dice.sample(NAMES, dice.randrange(3)):
        made.set(named(dice.choice(SPACES), key), words(dice))
    made.text = words(dice)
    for _ in range(dice.randrange(4) if depth < 3 else 0):
        child = element(dice, depth + 1)
        child.tail = words(dice)
        made.append(child)
    if dice.random() < 0.2:
        made.append(etree.Comment("seen"))
    return made


def named(space: str, name: str) -> str:
    return f"{{{space}}}{name}" if space else name


def record_of(dice: random.Random) -> bytes:
    """A record of the bare form with anything else in it."""
    space = dice.choice(SPACES[:3])
    root = etree.Element(named(space, "data"), nsmap={dice.choice((None, "r")): space} if space else {})
    root.set("id", "t")
    root.set("version", words(dice))
    for _ in range(dice.randrange(5)):
        root.append(element(dice))
    meta = etree.SubElement(root, dice.choice(("meta", "{http://openrosa.org/xforms}meta")))
    etree.SubElement(meta, str(meta.tag).replace("meta", "instanceID")).text = "uuid:1"
    return etree.tostring(root, encoding=dice.choice(("UTF-8", "UTF-16")))


def check_unchanged(record: bytes) -> None:
    once = again(BARE, record)
    assert list(content(parsed(once))) == list(content(parsed(record)))
    assert again(BARE, once) == once


@pytest.mark.feature(1, 6, 116, 117)
@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_a_record_of_anything_goes_through_unchanged(seed: int) -> None:
    check_unchanged(record_of(random.Random(seed)))


@pytest.mark.soak
@settings(max_examples=5_000, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_records_of_anything_at_length(seed: int) -> None:
    check_unchanged(record_of(random.Random(seed)))


KOBO = (
    '<data xmlns="http://openrosa.org/formdesigner/K" xmlns:jr="http://openrosa.org/javarosa" id="t" version="1" '
    'xmlns:k="urn:kobo" k:mark="yes"><formhub><uuid>f1</uuid></formhub><a>1</a><__version__>vX</__version__>'
    '<k:extra deep="1">x<b/>y</k:extra><meta><instanceID>uuid:1</instanceID><rootUuid>uuid:0</rootUuid></meta></data>'
)


@pytest.mark.feature(6, 117)
def test_what_kobo_adds_survives_editing() -> None:
    form = definition("<formhub><uuid/></formhub><a/><__version__/>", "", inputs("a"))
    edited = edit(form, KOBO.encode(), surroundings(NOW))
    edited.answer("/data/a", "2")
    sent = parsed(edited.finalise().xml)
    names = [etree.QName(each).localname for each in sent.iter()]
    assert names == [
        "data",
        "formhub",
        "uuid",
        "a",
        "__version__",
        "extra",
        "b",
        "meta",
        "instanceID",
        "deprecatedID",
        "rootUuid",
    ]
    values = [sent.findtext(f".//{{*}}{name}") for name in ("formhub/{*}uuid", "a", "__version__", "rootUuid")]
    assert values == ["f1", "2", "vX", "uuid:0"]
    assert {etree.QName(each).namespace for each in sent.iter()} == {"http://openrosa.org/formdesigner/K", "urn:kobo"}
    (extra,) = sent.iter("{urn:kobo}extra")
    assert (extra.text, extra[0].tail, sent.get("{urn:kobo}mark")) == ("x", "y", "yes")


@pytest.mark.feature(4, 116)
@pytest.mark.parametrize("written", ['version="7"', 'orx:version="7"'])
def test_both_spellings_of_the_version(written: str) -> None:
    form = load(xform("<a/>").replace(b'version="1"', written.encode()))
    assert form.version == "7"
    assert written.encode() in new_session(form, surroundings(NOW)).finalise().xml


@pytest.mark.feature(4)
def test_the_address_of_the_root_may_stand_in_for_the_id() -> None:
    xml = xform("<a/>").replace(b'<data id="t" version="1">', b'<data xmlns="http://x.org/f" version="1">')
    form = load(xml)
    sent = new_session(form, surroundings(NOW)).finalise()
    assert (form.form_id, sent.form_id) == ("http://x.org/f", "http://x.org/f")
    root = parsed(sent.xml)
    assert {etree.QName(each).namespace for each in (root, root[0])} == {"http://x.org/f"}


@pytest.mark.feature(15)
def test_drafts_keep_what_submissions_leave_out() -> None:
    body = inputs("on", "g/b") + '<repeat nodeset="/data/r" jr:count="/data/on"><input ref="/data/r/q"/></repeat>'
    binds = '<bind nodeset="/data/g" relevant="/data/on &gt; 1"/><bind nodeset="/data/r/q" type="string"/>'
    form = session('<on>2</on><g><b/></g><r jr:template=""><q/></r>', binds, body)
    form.answer("/data/g/b", "hidden")
    form.answer("/data/r[2]/q", "second")
    form.answer("/data/on", "1")
    draft, sent = form.serialise_draft(), form.finalise().xml
    assert b"hidden" in draft
    assert b"second" in draft
    assert b"<g" not in sent
    assert sent.count(b"<r>") == 1
    assert b"template" not in draft + sent
    later = resume(form.definition, draft, {}, surroundings(NOW))
    later.answer("/data/on", "2")
    assert (later.value("/data/g/b"), later.value("/data/r[2]/q")) == ("hidden", "second")
    assert later.serialise_draft() != draft
    later.answer("/data/on", "1")
    assert later.serialise_draft() == draft


@pytest.mark.parametrize("text", ["a\r\nb\tc", "\U0001f600\U00020000", "]]><&>\"'", " inner  blanks ", "e\u0301"])
def test_answers_come_back_as_they_were_typed(text: str) -> None:
    form = session("<a/>", "", inputs("a"))
    form.answer("/data/a", text)
    for xml in (form.serialise_draft(), form.serialise()):
        assert resume(form.definition, xml, {}, surroundings(NOW)).value("/data/a") == text.strip()
    assert parsed(form.finalise().xml).findtext("a") == text.strip()


def test_a_worked_out_value_that_xml_can_not_hold_does_no_harm() -> None:
    form = session("<a/>", "<bind nodeset='/data/a' calculate=\"base64-decode('QQBC')\"/>")
    assert parsed(form.finalise().xml).findtext("a") == "AB"


def answered(form: FormDefinition, seed: int) -> Session:
    """A record with a few answers of every kind the form asks for."""
    record, dice = new_session(form, surroundings(NOW)), random.Random(seed)
    for page in record.pages():
        for ref in page.refs:
            text = answer_for(record, ref, dice) if record.exists(ref) and record.relevant(ref) else None
            if text is not None and not form.calculated(ref):
                record.answer(ref, text)
    return record


def check_fixed_point(form: FormDefinition, seed: int) -> None:
    """Draft and submission, read and written again, are the same bytes; an edit tells the same but its identity."""
    record = answered(form, seed)
    sources = [task.expression.source for task in form.tasks if task.expression is not None]
    if any(word in source for source in sources for word in ("uuid(", "random(")):
        return  # another value at each start, as in ODK Collect
    draft, sent = record.serialise_draft(), record.serialise()
    for xml in (draft, again(form, draft)):
        later = resume(form, xml, {}, surroundings(NOW))
        assert (later.serialise_draft(), later.serialise()) == (draft, sent)
    edited = edit(form, sent, surroundings(NOW))
    kept = {ref: value for ref, value in record.values().items() if record.instance_id not in value}
    assert {ref: edited.value(ref) for ref in kept} == kept


@pytest.mark.no_cover
@pytest.mark.parametrize("name", REAL)
def test_records_of_real_forms_come_back_whole(name: str) -> None:
    check_fixed_point(load(shared(name).read_bytes()), 3)


def test_records_of_a_sample_of_forms_come_back_whole() -> None:
    for number in random.Random(5).sample(range(len(pyxform_forms())), 60):
        check_fixed_point(load(pyxform_forms()[number]["xform"].encode()), number)


@pytest.mark.soak
def test_records_of_every_form_come_back_whole() -> None:
    for number, form in enumerate(pyxform_forms()):
        check_fixed_point(load(form["xform"].encode()), number)
