"""Answers from the record finished before, and editing a record that was sent."""

import random
from datetime import timedelta

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import AnswerState, FormDefinition, Surroundings, edit, load, new_session, resume
from tests.xform.forms import NOW, definition, inputs, session, xform
from tests.xform.replay import surroundings

LAST = '<instance id="__last-saved" src="jr://instance/last-saved"/>'
SET = '<setvalue ref="/data/a" event="odk-instance-first-load" value="instance(\'__last-saved\')/data/a"/>'
READ = "<bind nodeset=\"/data/b\" calculate=\"concat(instance('__last-saved')/data/r[2]/q, '!')\"/>"
BEFORE = b'<data id="t" version="0"><a>Rome</a><r><q>1</q></r><r><q>2</q></r></data>'


def form_with_memory(more: str = "") -> FormDefinition:
    return definition("<a/><b/>", READ, inputs("a"), LAST + SET + more)


@pytest.mark.feature(99)
def test_answers_of_the_record_before_fill_in_a_new_one() -> None:
    form = form_with_memory()
    new = new_session(form, surroundings(NOW), last_saved=BEFORE)
    assert (new.value("/data/a"), new.value("/data/b")) == ("Rome", "2!")
    new.answer("/data/a", "Bari")
    again = resume(form, new.serialise_draft(), {}, surroundings(NOW), last_saved=BEFORE)
    assert (again.value("/data/a"), again.value("/data/b")) == ("Bari", "2!")
    assert b"2!" in again.finalise().xml


@pytest.mark.feature(99)
def test_without_a_record_before_its_places_are_blank() -> None:
    new = new_session(form_with_memory(), surroundings(NOW))
    assert (new.value("/data/a"), new.value("/data/b")) == ("", "!")
    assert [notice.code for notice in form_with_memory().notices] == ["xform.last_saved_used"]


@pytest.mark.feature(99)
def test_an_encrypted_form_gets_nothing_back() -> None:
    form = form_with_memory('<submission base64RsaPublicKey="AA"/>')
    assert new_session(form, surroundings(NOW), last_saved=BEFORE).value("/data/a") == ""
    assert "xform.last_saved_ignored" in {notice.code for notice in form.notices}


@pytest.mark.feature(99)
def test_a_form_that_does_not_ask_is_not_told() -> None:
    form = definition("<a>x</a>", "", inputs("a"))
    assert new_session(form, surroundings(NOW), last_saved=b"not even XML").value("/data/a") == "x"


META = "<{0}meta><{0}instanceID/><{0}instanceName/></{0}meta>"
BINDS = (
    '<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start"/>'
    '<bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end"/>'
    '<bind nodeset="/data/day" jr:preload="date" jr:preloadParams="today" type="date"/>'
    '<bind nodeset="/data/device" jr:preload="property" jr:preloadParams="deviceid"/>'
    '<bind nodeset="/data/b" relevant="/data/a != \'no\'"/><bind nodeset="/data/c" calculate="concat(/data/a, 1)"/>'
    '<bind nodeset="/data/meta/instanceID" jr:preload="uid"/>'
    '<bind nodeset="/data/meta/instanceName" calculate="../../a"/>'
)
ACTIONS = (
    '<setvalue ref="/data/first" event="odk-instance-first-load" value="concat(/data/first, 1)"/>'
    '<setvalue ref="/data/each" event="odk-instance-load" value="concat(/data/each, 1)"/>'
)
LATER = Surroundings(lambda: NOW + timedelta(days=2), random.Random(3), lambda: "new-one", {"deviceid": "other"})


def editable(prefix: str) -> FormDefinition:
    places = "<start/><end/><day/><device/><first/><each/><a/><b>d</b><c/>"
    return load(xform(places + META.format(prefix), BINDS, inputs("a", "b"), ACTIONS))


@pytest.mark.feature(113, 116, 121, 122)
@pytest.mark.parametrize("prefix", ["", "orx:"])
def test_an_edited_record_gets_a_new_identity_and_names_the_old_one(prefix: str) -> None:
    form = editable(prefix)
    new = new_session(form, surroundings(NOW))
    new.answer("/data/a", "no")
    sent = new.finalise()
    edited = edit(form, sent.xml, LATER)
    assert edited.instance_id == "uuid:new-one"
    assert edited.value("/data/meta/deprecatedID") == sent.instance_id
    for kept in ("start", "day", "device", "first"):
        assert edited.value(f"/data/{kept}") == new.value(f"/data/{kept}")
    assert edited.value("/data/each") == "11"
    edited.answer("/data/a", "yes")
    assert edited.value("/data/b") == "d"
    again = edited.finalise()
    assert (again.instance_name, edited.value("/data/end")[:10]) == ("yes", "2026-03-31")
    assert f"<{prefix}deprecatedID>{sent.instance_id}</{prefix}deprecatedID>".encode() in again.xml
    tags = [each.split(b">")[0].rstrip(b"/") for each in again.xml.split(b"<")]
    assert [tag for tag in tags if tag in b"start end day device first each a b c".split()] == (
        b"start end day device first each a b c".split()
    )


@pytest.mark.feature(113)
def test_edits_of_edits_name_the_one_before() -> None:
    form = editable("orx:")
    first = new_session(form, surroundings(NOW)).finalise()
    second = edit(form, first.xml, surroundings(NOW)).finalise()
    third = edit(form, second.xml, surroundings(NOW))
    assert third.value("/data/meta/deprecatedID") == second.instance_id != first.instance_id
    assert third.serialise().count(b"deprecatedID>") == 2
    restored = resume(form, third.serialise_draft(), {}, surroundings(NOW))
    assert (restored.instance_id, restored.value("/data/meta/deprecatedID")) == (third.instance_id, second.instance_id)


@pytest.mark.feature(113)
def test_states_are_kept_and_another_form_is_refused() -> None:
    form = definition("<a/>", '<bind nodeset="/data/a" required="true()"/>', inputs("a"))
    sent = b"<data><a/><meta><instanceID>uuid:1</instanceID></meta></data>"
    edited = edit(form, sent, surroundings(NOW), states={"/data/a": AnswerState.DECLINED})
    assert edited.violations() == ()
    with pytest.raises(IntakeError, match=r"xform\.draft_of_other_form"):
        edit(form, b"<other/>", surroundings(NOW))


def test_a_record_without_identity_gets_one_and_names_none() -> None:
    edited = edit(definition("<a/>"), b"<data><a>1</a></data>", surroundings(NOW))
    assert edited.instance_id.startswith("uuid:")
    assert not edited.exists("/data/meta/deprecatedID")


def test_what_was_left_out_comes_back_where_the_form_has_it() -> None:
    form = session("<a/><g><b>1</b><c x='1'/></g><k>2</k><d/>", "", inputs("a", "d")).definition
    again = resume(form, b'<data y="2"><mine>?</mine><g><c/></g><d/></data>', {}, surroundings(NOW))
    assert again.serialise_draft().startswith(
        b'<data xmlns:orx="http://openrosa.org/xforms" y="2" id="t" version="1"><mine>?</mine>'
        b'<a/><g><b>1</b><c x="1"/></g><k>2</k><d/><orx:meta>'
    )


@pytest.mark.feature(49)
def test_instances_of_a_fixed_repeat_come_back() -> None:
    body = '<repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/q"/></repeat>'
    three = session("<a/><r><q>1</q></r><r><q>2</q></r><r><q>3</q></r>", "", body).definition
    for sent, values in ((b"<data><r><q>x</q></r></data>", "x23"), (b"<data/>", "123")):
        again = resume(three, sent, {}, surroundings(NOW))
        assert "".join(again.value(f"/data/r[{n}]/q") for n in (1, 2, 3)) == values
    pattern = session('<r jr:template=""><q>1</q></r>', "", body).definition
    assert resume(pattern, b"<data/>", {}, surroundings(NOW)).value("/data/r[1]/q") == "1"
