"""What gives an answer away while nobody is to hear of it: values, lists, pages, and words that say it."""

import pytest

from intake_app.xform import AnswerState, Session, given_away, new_session, only_then, shaping
from tests.xform.forms import NOW, definition, inputs, session
from tests.xform.replay import surroundings

LIST = '<instance id="l"><root><item><name>x</name><of>1</of></item></root></instance>'
CHANGED = 'event="xforms-value-changed"'


def chosen(name: str, condition: str) -> str:
    """A question of one choice out of those that fit."""
    return (
        f'<select1 ref="/data/{name}"><label>{name}</label><itemset nodeset="instance(\'l\')/root/item[{condition}]">'
        '<value ref="name"/><label ref="name"/></itemset></select1>'
    )


def test_a_value_a_list_a_number_of_entries_and_what_an_action_sets_give_an_answer_away() -> None:
    body = (
        f'<input ref="/data/a"><label>a</label><setvalue {CHANGED} ref="/data/flag" value="1"/></input>'
        f'<input ref="/data/b"><label>b</label><setvalue {CHANGED} ref="/data/copy" value="/data/a"/>'
        f'<setvalue {CHANGED} ref="/data/plain">2</setvalue><setvalue {CHANGED} ref="/data/none">2</setvalue></input>'
        + inputs("c", "flag", "copy", "plain")
        + chosen("list", "of = /data/sum")
        + '<group ref="/data/r"><label>r</label><repeat nodeset="/data/r" jr:count="/data/a"><input ref="/data/r/in">'
        '<label>in</label></input><setvalue event="odk-new-repeat" ref="/data/r/first" value="/data/b"/></repeat>'
        "</group>"
    )
    binds = '<bind nodeset="/data/sum" calculate="/data/half * 2"/>'
    binds += '<bind nodeset="/data/half" calculate="/data/a div 2"/>'
    binds += '<bind nodeset="/data/c" relevant="/data/sum &gt; 2" constraint="/data/a = 1"/>'
    leaves = "<a/><b/><c/><flag/><copy/><plain/><list/><half/><sum/><r jr:template=''><in/><first/></r>"
    form = definition(leaves, binds, body, LIST)
    named = ("a", "half", "sum", "flag", "copy", "list", "r", "r/in", "r/first", "r/@template")
    found = {f"/data/{name}" for name in named}
    assert given_away(form, ["/data/a"]) == found
    assert given_away(form, ["/data/a"], asked=True) == {*found, "/data/c"}
    assert given_away(form, ["/data/b"]) == {"/data/b", "/data/copy", "/data/plain", "/data/r/first"}
    assert given_away(form, ["/data/c"]) == {"/data/c"} and given_away(form, []) == frozenset()


def quoting() -> Session:
    """A record with a secret that its words say."""
    itext = (
        '<itext><translation lang="en" default="true()">'
        '<text id="yes"><value>You said <output value="/data/secret"/>.</value></text>'
        '<text id="no"><value>You said nothing.</value></text>'
        '<text id="who"><value>Him: <output value="/data/made"/></value></text></translation></itext>'
    )
    body = (
        inputs("secret", "open")
        + '<input ref="/data/q"><label>Of <output value="/data/secret"/> and <output value="/data/open"/></label>'
        "<hint ref=\"jr:itext(if(/data/secret = '', 'no', 'yes'))\"/></input>"
        '<select1 ref="/data/s"><label>Who</label><item><label ref="jr:itext(\'who\')"/><value>w</value></item>'
        "</select1>"
        '<input ref="/data/t"><label><output value="jr:choice-name(/data/s, \'/data/s\')"/></label></input>'
        '<group ref="/data/g"><label>About <output value="/data/secret"/></label><input ref="/data/g/in">'
        "<label>in</label></input></group>"
    )
    binds = "<bind nodeset=\"/data/made\" calculate=\"concat(/data/secret, '!')\"/>"
    binds += "<bind nodeset=\"/data/named\" calculate=\"concat(jr:choice-name(/data/s, '/data/s'), jr:itext('yes'))\"/>"
    one = session("<secret/><open/><made/><named/><q/><s/><t/><g><in/></g>", binds, body, itext)
    one.answer("/data/secret", "CANARY")
    one.answer("/data/open", "known")
    one.answer("/data/s", "w")
    return one


def said(one: Session) -> list[str]:
    """All that the record says in words."""
    texts = [one.text(ref, what) for ref in ("/data/q", "/data/t") for what in ("label", "hint")]  # type: ignore[arg-type]
    texts += [one.group_label("/data/g"), *(choice.label for choice in one.choices("/data/s"))]
    rows = [row.label.text + row.value_text for row in one.outline() if row.ref != "/data/secret"]
    return [*(text.text for text in texts), *rows]


def test_words_have_a_mask_for_what_is_covered_and_only_for_that() -> None:
    one = quoting()
    before, draft = said(one), one.serialise_draft()
    assert sum("CANARY" in words for words in before) >= 7
    one.shown.cover(given_away(one.definition, ["/data/secret"]))
    covered = said(one)
    assert not any("CANARY" in words for words in covered)
    assert covered[:3] == ["Of •••• and known", "••••", "••••"] and "About ••••" in covered and "Him: ••••" in covered
    assert one.text("/data/q", "hint").quotes
    assert "About ••••" in said(one)
    one.shown.cover(frozenset())
    assert said(one) == before and one.serialise_draft() == draft


def test_a_text_without_values_has_a_mask_for_each_and_leaves_the_others_as_they_are() -> None:
    one = quoting()
    before = said(one)
    bare = one.shown.without_values(lambda: one.text("/data/q", "label"))
    assert bare.quotes and "CANARY" not in bare.text and "••••" in bare.text
    assert said(one) == before


def test_what_is_worked_out_for_the_record_is_never_covered() -> None:
    one = quoting()
    one.shown.cover(given_away(one.definition, ["/data/secret"]))
    one.answer("/data/open", "other")
    one.answer("/data/secret", "CANARY2")
    assert one.value("/data/named") == "Him: CANARY2!You said CANARY2."


BINDS = (
    "<bind nodeset=\"/data/only\" relevant=\"/data/hurt = 'yes'\"/>"
    "<bind nodeset=\"/data/unless\" relevant=\"/data/hurt != 'yes'\"/>"
    "<bind nodeset=\"/data/gate\" calculate=\"if(/data/hurt = '', '', if(/data/hurt = 'yes', 'shut', 'open'))\"/>"
    "<bind nodeset=\"/data/on\" relevant=\"/data/gate = 'open'\"/>"
    "<bind nodeset=\"/data/unknown\" relevant=\"/data/hurt = 'does_not_know'\"/>"
    "<bind nodeset=\"/data/more\" relevant=\"/data/only != ''\"/>"
    "<bind nodeset=\"/data/g\" relevant=\"/data/hurt = 'yes'\"/>"
    "<bind nodeset=\"/data/either\" relevant=\"/data/hurt = 'yes' or /data/plain = '1'\"/>"
)
ASKED = (
    '<select1 ref="/data/hurt"><label>hurt</label>'
    + "".join(
        f"<item><label>{one}</label><value>{one}</value></item>"
        for one in ("yes", "no", "does_not_know", "prefers_not_to_say")
    )
    + "</select1>"
)
BODY = (
    ASKED
    + inputs("plain", "only", "unless", "on", "unknown", "more", "either")
    + '<group ref="/data/g"><label>Wounds</label><input ref="/data/g/in"><label>in</label></input></group>'
)


@pytest.mark.parametrize(
    ("hurt", "away"),
    [
        ("", set()),
        ("no", set()),
        ("prefers_not_to_say", set()),
        ("does_not_know", {"/data/unknown"}),
        ("yes", {"/data/only", "/data/more", "/data/g", "/data/g/in", "/data/either"}),
    ],
)
def test_a_page_tells_an_answer_where_neither_silence_nor_any_other_way_of_not_saying_brings_it(
    hurt: str, away: set[str]
) -> None:
    leaves = "<hurt/><plain/><only/><unless/><gate/><on/><unknown/><more/><either/><g><in/></g>"
    one = session(leaves, BINDS, BODY)
    one.answer("/data/hurt", hurt)
    one.answer("/data/only", "told")
    draft = one.serialise_draft()
    assert only_then(one, ["/data/hurt", "/data/gate"]) == away
    assert one.serialise_draft() == draft and one.value("/data/hurt") == hurt
    one.answer("/data/plain", "1")
    assert "/data/either" not in only_then(one, ["/data/hurt"])


def test_only_what_decides_over_such_pages_can_bring_one_or_take_one_away() -> None:
    leaves = "<hurt/><plain/><only/><unless/><gate/><on/><unknown/><more/><either/><g><in/></g>"
    one = session(leaves, BINDS, BODY)
    decides = shaping(one.definition, ["/data/hurt"])
    assert decides == {"/data", "/data/hurt", "/data/plain", "/data/gate", "/data/only"}
    one.answer("/data/hurt", "yes")
    away = only_then(one, ["/data/hurt"])
    for name in ("more", "either", "g/in"):
        for told in ("1", "yes", ""):
            changes = one.answer(f"/data/{name}", told)
            assert {*changes.value} == {f"/data/{name}"} and only_then(one, ["/data/hurt"]) == away
    assert shaping(one.definition, ["/data/plain"]) == {"/data", "/data/hurt", "/data/plain"}
    counted = definition(
        '<n/><m/><s/><r jr:template=""><in/></r>',
        '<bind nodeset="/data/s" calculate="/data/n + /data/m"/>',
        f'<input ref="/data/n"><label>n</label><setvalue {CHANGED} ref="/data/m" value="1"/></input>'
        '<group ref="/data/r"><label>r</label><repeat nodeset="/data/r" jr:count="/data/s">'
        '<input ref="/data/r/in"><label>in</label></input></repeat></group>',
    )
    assert shaping(counted, ["/data/m"]) == {"/data", "/data/n", "/data/m", "/data/s"}


def test_in_a_repeat_the_pages_of_the_entry_that_was_answered_so_are_told_apart() -> None:
    body = (
        '<group ref="/data/r"><label>r</label><repeat nodeset="/data/r"><input ref="/data/r/hurt"><label>h</label>'
        '</input><input ref="/data/r/where"><label>w</label></input></repeat></group>'
    )
    form = definition(
        '<r jr:template=""><hurt/><where/></r>', "<bind nodeset=\"/data/r/where\" relevant=\"../hurt = 'yes'\"/>", body
    )
    one = new_session(form, surroundings(NOW))
    for number, hurt in enumerate(("no", "yes"), 1):
        one.add_repeat("/data/r")
        one.answer(f"/data/r[{number}]/hurt", hurt)
    assert only_then(one, ["/data/r/hurt"]) == {"/data/r[2]/where"}


def test_an_entry_that_is_there_by_number_alone_tells_the_number_and_what_is_marked_keeps_its_mark() -> None:
    body = (
        inputs("n")
        + '<group ref="/data/r"><label>r</label><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/in">'
        "<label>in</label></input></repeat></group>"
    )
    one = session('<n/><hidden>7</hidden><r jr:template=""><in/></r>', '<bind nodeset="/data/n" type="int"/>', body)
    one.answer("/data/n", "2")
    one.mark("/data/r[1]/in", AnswerState.DECLINED)
    gone = only_then(one, ["/data/n", "/data/hidden", "/data/r/in"])
    assert {"/data/r[1]/in", "/data/r[2]/in"} <= gone and "/data/n" not in gone
    assert one.state("/data/r[1]/in") == AnswerState.DECLINED and one.value("/data/n") == "2"


def test_what_the_record_before_holds_there_is_of_somebody_and_covered_too() -> None:
    before = "instance('last')/data/secret"
    body = (
        inputs("secret", "made", "plain", "count")
        + f'<input ref="/data/q"><label>Last time <output value="{before}"/>, <output value="/data/plain"/></label>'
        "</input>"
    )
    binds = f'<bind nodeset="/data/made" calculate="concat({before}, instance(\'last\')/data/none)"/>'
    binds += f'<bind nodeset="/data/count" relevant="{before} = 1" required="{before} = 2"/>'
    model = '<instance id="last" src="jr://instance/last-saved"/><instance id="l"><root><item/></root></instance>'
    binds += "<bind nodeset=\"/data/plain\" calculate=\"count(instance('l')/root/item)\"/>"
    form = definition("<secret/><made/><plain/><count/><q/>", binds, body, model)
    earlier = new_session(form, surroundings(NOW))
    earlier.answer("/data/secret", "CANARY")
    one = new_session(form, surroundings(NOW), None, earlier.serialise())
    away = given_away(form, ["/data/secret"])
    assert one.text("/data/q", "label").text == "Last time CANARY, 1" and one.value("/data/made") == "CANARY"
    assert away == {"/data/secret", "/data/made"}
    assert given_away(form, ["/data/secret"], asked=True) == {*away, "/data/count"}
    one.shown.cover(away)
    assert one.text("/data/q", "label").text == "Last time ••••, 1"
