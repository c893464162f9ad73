"""Where the engines disagree: the rows of our table that live in the form engine, by name."""

from dataclasses import replace

import pytest

from intake_app.errors import IntakeError
from intake_app.xform import AnswerState, resume
from tests.xform.forms import NOW, definition, inputs, session
from tests.xform.replay import surroundings


@pytest.mark.decision("1")
@pytest.mark.parametrize("kind", ["string", "boolean", "int"])
def test_1_a_boolean_is_stored_as_one_or_zero(kind: str) -> None:
    form = session("<a>3</a><b/>", f'<bind nodeset="/data/b" type="{kind}" calculate="/data/a = 3"/>', inputs("a"))
    assert form.value("/data/b") == "1"
    form.answer("/data/a", "4")
    assert form.value("/data/b") == "0"


@pytest.mark.decision("5")
def test_5_an_absolute_path_inside_a_repeat_means_the_own_instance() -> None:
    binds = '<bind nodeset="/data/r/b" calculate="/data/r/a * 2"/>'
    form = session("<r><a/><b/></r>", binds, '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>')
    form.add_repeat("/data/r")
    form.answer("/data/r[1]/a", "1")
    form.answer("/data/r[2]/a", "5")
    assert (form.value("/data/r[1]/b"), form.value("/data/r[2]/b")) == ("2", "10")
    assert [notice.code for notice in form.definition.notices] == ["xform.own_instance"]


@pytest.mark.decision("5")
def test_5_names_with_prefixes_mean_the_own_instance_too() -> None:
    binds = (
        '<bind nodeset="/data/orx:r/orx:b" calculate="/data/orx:r/orx:a * 2"/>'
        '<bind nodeset="/data/orx:r/c" calculate="indexed-repeat(/data/orx:r/orx:a, /data/orx:r, 1)"/>'
        '<bind nodeset="/data/all" calculate="sum(/data/orx:r/orx:a)"/>'
        '<bind nodeset="/data/none" calculate="count(/data/odk:r)"/>'
    )
    body = '<repeat nodeset="/data/orx:r"><input ref="/data/orx:r/orx:a"/></repeat>'
    form = session("<orx:r><orx:a/><orx:b/><c/></orx:r><all/><none/>", binds, body)
    form.add_repeat("/data/r")
    form.answer("/data/r[1]/a", "1")
    changes = form.answer("/data/r[2]/a", "5")
    assert changes.value == {"/data/r[2]/a", "/data/r[2]/b", "/data/all"}
    assert [form.value(f"/data/r[{at}]/{name}") for at in (1, 2) for name in "bc"] == ["2", "1", "10", "1"]
    assert (form.value("/data/all"), form.value("/data/none")) == ("6", "0")
    assert [notice.code for notice in form.definition.notices if notice.place != "/data/none"] == ["xform.own_instance"]


@pytest.mark.decision("9b")
def test_9b_a_date_keeps_the_form_of_its_type() -> None:
    kinds = {"date": "2026-03-29", "string": "2026-03-29", "dateTime": "2026-03-29T00:00:00.000+01:00"}
    binds = "".join(f'<bind nodeset="/data/{kind}" type="{kind}" calculate="today()"/>' for kind in kinds)
    form = session("".join(f"<{kind}/>" for kind in kinds), binds)
    assert {kind: form.value(f"/data/{kind}") for kind in kinds} == kinds


@pytest.mark.decision("12")
@pytest.mark.feature(15, 17)
def test_12_a_hidden_calculate_goes_on_reads_as_blank_and_is_not_sent() -> None:
    binds = (
        '<bind nodeset="/data/c" calculate="/data/a * 2" relevant="/data/on = 1"/>'
        "<bind nodeset=\"/data/d\" calculate=\"concat('[', /data/c, ']')\"/>"
    )
    form = session("<on/><a/><c/><d/>", binds, inputs("on", "a"))
    form.answer("/data/a", "4")
    assert (form.value("/data/c"), form.value("/data/d")) == ("8", "[]")
    assert b"<c>" not in form.serialise()
    form.answer("/data/a", "5")
    form.answer("/data/on", "1")
    assert (form.value("/data/c"), form.value("/data/d")) == ("10", "[10]")
    assert b"<c>10</c>" in form.serialise()


@pytest.mark.decision("15")
@pytest.mark.feature(93)
def test_15_texts_in_calculates_are_fresh_after_a_switch() -> None:
    itext = "".join(
        f'<translation lang="{code}"><text id="w"><value>{word}</value></text></translation>'
        for code, word in (("en", "water"), ("it", "acqua"))
    )
    binds = '<bind nodeset="/data/a" calculate="jr:itext(\'w\')"/>'
    binds += '<bind nodeset="/data/b" calculate="concat(/data/a, \'!\')"/>'
    form = session("<a/><b/>", binds, "", f"<itext>{itext}</itext>")
    assert form.set_language("it").value == {"/data/a", "/data/b"}
    assert form.value("/data/b") == "acqua!"


@pytest.mark.decision("16")
@pytest.mark.parametrize(
    "binds",
    [
        '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a"/>',
        '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" relevant="/data/a"/>',
        '<bind nodeset="/data/a" calculate=". + 1"/>',
        '<bind nodeset="/data/a" calculate="/data/a + 1"/>',
        '<bind nodeset="/data/a" relevant=". = 1"/>',
        '<bind nodeset="/data/a" relevant="../a = 1"/>',
        '<bind nodeset="/data/a" calculate=". + once(1)"/>',
        '<bind nodeset="/data/a" relevant="once(.) = 1"/>',
    ],
)
def test_16_cycles_are_refused_with_both_places(binds: str) -> None:
    with pytest.raises(IntakeError) as caught:
        definition("<a/><b/>", binds, inputs("a", "b"))
    places = {caught.value.facts["first"], caught.value.facts["second"]}
    assert (caught.value.code, places <= {"/data/a", "/data/b"}) == ("xform.cycle", True)
    assert ("/data/b" in binds) == (places == {"/data/a", "/data/b"})


@pytest.mark.decision("16")
def test_16_what_once_guards_and_constraints_may_read_themselves() -> None:
    binds = (
        '<bind nodeset="/data/a" calculate="once(uuid())"/><bind nodeset="/data/b" constraint=". &gt; 3" '
        'required="string-length(.) &lt; 9" readonly=". = 8"/>'
    )
    form = session("<a/><b/>", binds, inputs("b"))
    first = form.value("/data/a")
    form.set_language("")
    again = resume(form.definition, form.serialise_draft(), {}, surroundings(NOW))
    assert first == again.value("/data/a") != ""
    again.answer("/data/b", "8")
    assert again.readonly("/data/b")


@pytest.mark.decision("17")
@pytest.mark.feature(49)
def test_17_a_falling_count_keeps_what_it_hides() -> None:
    body = inputs("n") + '<repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/q"/></repeat>'
    form = session(
        "<n>3</n><r jr:template=''><q/></r><s/>", '<bind nodeset="/data/s" calculate="count(/data/r)"/>', body
    )
    form.answer("/data/r[3]/q", "kept")
    form.mark("/data/r[2]/q", AnswerState.DECLINED)
    changes = form.answer("/data/n", "1")
    assert {"/data/r[2]", "/data/r[3]", "/data/r[3]/q"} <= changes.relevance
    assert (form.count_repeat("/data/r"), form.value("/data/s"), form.serialise().count(b"<r>")) == (1, "1", 1)
    assert b"kept" in form.serialise_draft()
    again = resume(form.definition, form.serialise_draft(), form.states(), surroundings(NOW))
    again.answer("/data/n", "3")
    assert (again.value("/data/r[3]/q"), again.state("/data/r[2]/q")) == ("kept", AnswerState.DECLINED)


@pytest.mark.decision("18")
@pytest.mark.feature(28)
def test_18_ends_are_trimmed_and_a_number_is_never_made_another() -> None:
    form = session("<a/><n/>", '<bind nodeset="/data/n" type="int"/>', inputs("a", "n"))
    form.answer("/data/a", " \t a  b \r\n")
    assert form.value("/data/a") == "a  b"
    for text, fault in (
        ("2147483647", None), ("-2147483648", None), ("2147483648", "type"), ("12345678901", "type"), ("2.5", "type"),
    ):  # fmt: skip
        form.answer("/data/n", text)
        assert (form.question("/data/n").value, form.fault("/data/n")) == (text, fault)
        assert form.value("/data/n") == ("" if fault else text)
    with pytest.raises(IntakeError) as caught:
        form.finalise()
    assert (caught.value.code, caught.value.facts["rule"]) == ("xform.unfinished", "type")


@pytest.mark.decision("18")
@pytest.mark.feature(28, 29)
def test_18_digits_of_any_script_are_digits_and_a_calculated_text_is_no_number() -> None:
    binds = '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/d" type="decimal"/>'
    form = session(
        "<a/><n/><d/><c/>", binds + '<bind nodeset="/data/c" type="int" calculate="/data/a"/>', inputs("n", "d")
    )
    for ref, text, kept in (("/data/n", "-٠١٢", "-12"), ("/data/n", "３", "3"), ("/data/d", "۵.۵۰", "5.5")):
        form.answer(ref, text)
        assert (form.value(ref), form.fault(ref)) == (kept, None)
    form.answer("/data/n", "③")
    assert (form.value("/data/n"), form.fault("/data/n")) == ("", "type")
    calculated = {"007": "007", "12345678901234567890": "12345678901234567890", "7.9": "7", "-0.5": "0", "-03.9": "-3"}
    for text, kept in calculated.items():
        form.answer("/data/a", text)
        assert form.value("/data/c") == kept


@pytest.mark.decision("7")
@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("boolean(/data/g)", "0"), ("not(/data/g)", "1"), ("if(/data/g, 'a', 'b')", "b"), ("/data/g or false()", "0"),
        ("true() = /data/g", "0"), ("/data/g = false()", "1"), ("boolean(/data/g/x)", "1"), ("boolean(/data/nil)", "0"),
        ("boolean(/data/g[x = 5])", "0"), ("not(/data/nil[. = 0])", "1"), ("boolean(/data/g/x[. = 5])", "1"),
        ("count-non-empty(/data/g)", "1"), ("count-non-empty(/data/h)", "0"), ("count-non-empty(/data/g/*)", "1"),
        ("boolean(/data/e/r)", "0"), ("count-non-empty(/data/e)", "1"), ("boolean(/data/w[. != 'no'])", "1"),
    ],
)  # fmt: skip
def test_07_a_group_has_no_answer_that_could_be_true(rule: str, value: str) -> None:
    binds = (
        f'<bind nodeset="/data/c" calculate="{rule}"/><bind nodeset="/data/h" relevant="false()"/>'
        '<bind nodeset="/data/w" relevant="position(.) = 2"/>'
    )
    nodes = "<g><x>5</x><z/></g><h><y>1</y></h><nil>0</nil><c/><e><r jr:template=''><i/></r></e><w>k</w><w>k</w>"
    repeat = '<repeat nodeset="/data/e/r"><input ref="/data/e/r/i"/></repeat>'
    assert session(nodes, binds, inputs("nil") + repeat).value("/data/c") == value


@pytest.mark.decision("7")
def test_07_a_group_with_nothing_but_a_repeat_is_one_before_and_after_an_instance() -> None:
    binds = '<bind nodeset="/data/c" calculate="count-non-empty(/data/e)"/>'
    repeat = '<repeat nodeset="/data/e/r"><input ref="/data/e/r/i"/></repeat>'
    made = session("<c/><e><r jr:template=''><i/></r></e>", binds, repeat)
    before = made.value("/data/c")
    made.add_repeat("/data/e/r")
    assert (before, made.value("/data/c")) == ("1", "1")


@pytest.mark.decision("17")
def test_17_what_once_gave_is_kept_while_a_count_alone_hides_it() -> None:
    binds = '<bind nodeset="/data/r/q" calculate="once(uuid())"/>'
    body = inputs("n") + '<repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/t"/></repeat>'
    made = session("<n>3</n><r jr:template=''><q/><t/></r>", binds, body)
    first = made.value("/data/r[3]/q")
    made.answer("/data/n", "1")
    surely_other = replace(surroundings(NOW), uuid=lambda: "another")
    again = resume(made.definition, made.serialise_draft(), made.states(), surely_other)
    again.answer("/data/n", "3")
    assert again.value("/data/r[3]/q") == first


@pytest.mark.decision("17")
def test_17_once_is_kept_though_its_condition_reads_what_the_count_hides() -> None:
    binds = '<bind nodeset="/data/r/g" relevant="../t = 1"/><bind nodeset="/data/r/g/q" calculate="once(/data/b)"/>'
    body = inputs("n", "b") + '<repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/t"/></repeat>'
    made = session("<n>2</n><b>old</b><r jr:template=''><t>1</t><g><q/></g></r>", binds, body)
    for name, text in (("n", "1"), ("b", "new")):
        made.answer(f"/data/{name}", text)
    again = resume(made.definition, made.serialise_draft(), made.states(), surroundings(NOW))
    for record in (made, again):
        record.answer("/data/n", "2")
        assert record.value("/data/r[2]/g/q") == "old"


@pytest.mark.decision("17")
def test_17_what_a_condition_hides_is_worked_out_anew_by_once() -> None:
    """As in JavaRosa."""
    binds = '<bind nodeset="/data/g" relevant="/data/a = 1"/><bind nodeset="/data/g/q" calculate="once(/data/b)"/>'
    made = session("<a>1</a><b>1</b><g><q/></g>", binds, inputs("a", "b"))
    for name, text in (("b", "2"), ("a", "2"), ("b", "3"), ("a", "1"), ("b", "4")):
        made.answer(f"/data/{name}", text)
    assert made.value("/data/g/q") == "3"


@pytest.mark.decision("20")
@pytest.mark.parametrize(
    ("number", "text"),
    [("1 div 1000000", "0.000001"), ("3 * 1", "3"), ("10000000 * 100", "1000000000"), ("0.1 + 0.2", "0.3")],
)
def test_20_numbers_are_stored_as_plain_decimals(number: str, text: str) -> None:
    form = session("<a/>", f'<bind nodeset="/data/a" type="decimal" calculate="{number}"/>')
    assert "e" not in form.value("/data/a").lower()
    assert float(form.value("/data/a")) == pytest.approx(float(text))


@pytest.mark.decision("21")
@pytest.mark.parametrize(
    ("rule", "reason", "position"),
    [
        (". &gt; nonsense(1)", "xpath.unknown_function", 5),
        ("count()", "xpath.arity", 1),
        ("1 +", "xpath.syntax", 4),
        ("/data/a[", "xpath.syntax", 9),
    ],
)
def test_21_a_faulty_rule_is_refused_with_question_and_position(rule: str, reason: str, position: int) -> None:
    for attribute in ("calculate", "constraint", "relevant", "required", "readonly"):
        with pytest.raises(IntakeError) as caught:
            definition("<a/><b/>", f'<bind nodeset="/data/b" {attribute}="{rule}"/>', inputs("b"))
        facts = caught.value.facts
        assert (facts["place"], facts["reason"], facts["position"]) == ("/data/b", reason, position)


@pytest.mark.decision("18")
@pytest.mark.feature(28, 31)
def test_18_what_does_not_fit_is_blank_to_rules_kept_in_drafts_and_never_sent() -> None:
    binds = (
        '<bind nodeset="/data/n" type="int" required="true()"/><bind nodeset="/data/d" type="date"/>'
        "<bind nodeset=\"/data/c\" calculate=\"concat('[', /data/n, /data/d, ']')\"/>"
    )
    form = session("<n/><d/><c/>", binds, inputs("n", "d"))
    form.answer("/data/n", "7")
    assert form.answer("/data/n", "a few").value == {"/data/n", "/data/c"}
    assert form.answer("/data/d", "30.2.").validity == {"/data/d"}
    assert (form.value("/data/c"), [fault.kind for fault in form.violations()]) == ("[]", ["type", "type"])
    assert [row.value_text for row in form.outline()] == ["a few", "30.2."]
    again = resume(form.definition, form.serialise_draft(), form.states(), surroundings(NOW))
    assert (again.question("/data/n").value, again.fault("/data/d"), again.value("/data/c")) == ("a few", "type", "[]")
    assert again.serialise_draft() == form.serialise_draft()
    assert b"few" not in again.serialise()
    again.answer("/data/n", "")
    assert again.fault("/data/n") == "required"
    again.mark("/data/n", AnswerState.DECLINED)
    again.answer("/data/d", "2026-02-28")
    assert again.violations() == ()
    assert b"<c>[2026-02-28]</c>" in again.finalise().xml


@pytest.mark.decision("18")
def test_18_a_default_that_does_not_fit_is_left_out_and_told() -> None:
    binds = '<bind nodeset="/data/r/n" type="int"/><bind nodeset="/data/d" type="date"/>'
    binds += '<bind nodeset="/data/i" type="int"/>'
    body = '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>' + inputs("d", "i")
    form = session('<r jr:template=""><n>2.5</n></r><d>13:30</d><i> 5 </i>', binds, body)
    form.add_repeat("/data/r")
    assert [form.value(ref) for ref in ("/data/r[1]/n", "/data/d", "/data/i")] == ["", "", "5"]
    assert [(notice.place, notice.code, notice.facts["type"]) for notice in form.definition.notices] == [
        ("/data/r/n", "xform.bad_default", "int"),
        ("/data/d", "xform.bad_default", "date"),
    ]
