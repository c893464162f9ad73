"""A new record that begins with the answers of another: nobody's yet, worked out anew, consent asked again."""

import random
from datetime import timedelta

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import AnswerState, Surroundings, again, edit, new_session
from tests.xform.forms import NOW, definition, inputs
from tests.xform.replay import surroundings

LATER = Surroundings(lambda: NOW + timedelta(days=2), random.Random(3), lambda: "new-one", {"deviceid": "other"})
TREE = (
    "<start/><device/><a/><b/><consent/><day/><sum/><once/><fixed>7</fixed><r><q/></r>"
    "<meta><instanceID/><instanceName/></meta>"
)
BINDS = (
    '<bind nodeset="/data/start" jr:preload="timestamp" jr:preloadParams="start"/>'
    '<bind nodeset="/data/device" jr:preload="property" jr:preloadParams="deviceid"/>'
    '<bind nodeset="/data/day" type="date"/><bind nodeset="/data/b" relevant="/data/consent = \'yes\'"/>'
    '<bind nodeset="/data/sum" calculate="concat(/data/a, count(/data/r))"/>'
    '<bind nodeset="/data/once" calculate="once(uuid())"/>'
    '<bind nodeset="/data/meta/instanceName" calculate="../../a"/>'
)
BODY = inputs("a", "b", "consent", "day") + '<repeat nodeset="/data/r"><input ref="/data/r/q"/></repeat>'
MODEL = (
    '<setvalue ref="/data/a" event="odk-instance-first-load" value="\'preset\'"/>'
    '<setvalue ref="/data/day" event="odk-instance-first-load" value="today()"/>'
)
FORM = definition(TREE, BINDS, BODY, MODEL)


def answered() -> tuple[bytes, str]:
    """A record as it is sent, and its id."""
    old = new_session(FORM, surroundings(NOW))
    for ref, text in (("/data/a", "Amal"), ("/data/consent", "yes"), ("/data/b", "told"), ("/data/r[1]/q", "one")):
        old.answer(ref, text)
    old.add_repeat("/data/r")
    old.answer("/data/r[2]/q", "two")
    return old.finalise().xml, old.instance_id


def test_answers_come_along_and_what_is_worked_out_or_preset_is_new() -> None:
    xml, identity = answered()
    before = edit(FORM, xml, surroundings(NOW))
    new = again(FORM, xml, LATER, asked_again={"/data/consent"})
    assert new.instance_id == "uuid:new-one" != identity
    kept = {name: new.value(f"/data/{name}") for name in ("a", "consent", "device", "fixed", "sum", "r[1]/q", "r[2]/q")}
    assert kept == {"a": "Amal", "consent": "", "device": "other", "fixed": "7", "sum": "Amal2", "r[1]/q": "one",
                    "r[2]/q": "two"}  # fmt: skip
    assert new.value("/data/day") == (NOW + timedelta(days=2)).date().isoformat()
    assert new.value("/data/start").startswith(new.value("/data/day"))
    assert new.value("/data/once") not in ("", before.value("/data/once"))
    assert not new.relevant("/data/b") and new.value("/data/b") == "told", "it is there once consent is given"
    new.answer("/data/consent", "yes")
    assert b"<b>told</b>" in new.finalise().xml


def test_a_preset_that_is_for_reading_only_is_new() -> None:
    binds = '<bind nodeset="/data/number" readonly="true()"/><bind nodeset="/data/g" readonly="true()"/>'
    preset = "".join(
        f'<setvalue ref="/data/{name}" event="odk-instance-first-load" value="uuid()"/>' for name in ("number", "g/in")
    )
    form = definition("<number/><g><in/></g><meta><instanceID/></meta>", binds, inputs("number", "g/in"), preset)
    old = new_session(form, surroundings(NOW))
    new = again(form, old.serialise_draft(), LATER)
    for ref in ("/data/number", "/data/g/in"):
        assert old.value(ref) != new.value(ref) != ""


def test_it_edits_nothing_whatever_the_record_was_an_edit_of() -> None:
    xml, identity = answered()
    edited = edit(FORM, xml, LATER)
    assert b"deprecatedID" in edited.serialise_draft()
    new = again(FORM, edited.serialise_draft(), surroundings(NOW))
    told = new.finalise().xml
    assert b"deprecatedID" not in told and identity.encode() not in told and b"new-one" not in told
    own = definition("<a/><meta><instanceID/><deprecatedID/><audit/></meta>", "", inputs("a"))
    first = new_session(own, surroundings(NOW))
    told = again(own, edit(own, first.finalise().xml, LATER).serialise_draft(), surroundings(NOW)).serialise_draft()
    assert b"deprecatedID" in told and first.instance_id.encode() not in told


def test_states_come_along_but_of_what_is_asked_again() -> None:
    old = new_session(FORM, surroundings(NOW))
    for name in ("b", "consent", "day"):
        old.mark(f"/data/{name}", AnswerState.DECLINED)
    gone = {"/data/nowhere": AnswerState.DECLINED, "/data/r[2]/q": AnswerState.DECLINED}
    states = {**old.states(), **gone}
    new = again(FORM, old.serialise_draft(), LATER, states=states, asked_again=["/data/consent"])
    assert new.states() == {"/data/b": AnswerState.DECLINED}, "a day that is preset is answered"


def test_a_record_of_another_form_and_parts_that_the_form_has_not() -> None:
    with pytest.raises(IntakeError, match=r"xform\.draft_of_other_form"):
        again(FORM, b"<other/>", LATER)
    assert again(FORM, b"<data><stray><in/>x</stray><a>Amal</a></data>", LATER).value("/data/a") == "Amal"
