"""Appearances reach the client as they are written; two of them matter to the engine: field-list and masked."""

import pytest

from intake_app.xform.views import MASK
from tests.xform.forms import inputs, session

LOOKS = {
    58: "multiline",
    59: "numbers",
    60: "masked",
    61: "url",
    62: "thousands-sep",
    63: "counter",
    64: "bearing",
    65: "ex:org.example.app(code='a')",
    66: "printer:org.example.print",
    67: "no-calendar month-year year",
    68: "ethiopian coptic islamic bikram-sambat myanmar persian buddhist",
    69: "minimal",
    70: "search autocomplete",
    71: "quick",
    72: "columns columns-4 columns-pack compact compact-2 quickcompact horizontal",
    73: "no-buttons",
    74: "likert",
    75: "list list-nolabel label table-list",
    76: "image-map",
    77: "map",
    79: "signature draw annotate",
    80: "new new-front front selfie",
    81: "placement-map maps hide-input",
    82: "rating picker vertical no-ticks",
    83: "w1 w10 pages theme-grid comment distress analog-scale",
    84: "x-timed-grid",
    85: "incremental",
}


@pytest.mark.parametrize("look", [pytest.param(look, id=str(row)) for row, look in LOOKS.items()])
def test_the_words_of_an_appearance_reach_the_view_in_order(look: str) -> None:
    record = session("<a/>", "", f'<input ref="/data/a" appearance="{look}"/>')
    assert record.question("/data/a").appearance == tuple(look.split())
    record.answer("/data/a", "7")
    assert record.value("/data/a") == "7"


@pytest.mark.feature(78)
def test_a_field_list_is_one_page_also_with_groups_and_repeats_inside() -> None:
    body = (
        '<group ref="/data/g" appearance="field-list"><input ref="/data/g/a"/><group><input ref="/data/g/b"/></group>'
        '</group><group ref="/data/h">' + inputs("x") + '</group><repeat nodeset="/data/r" appearance="field-list">'
        '<input ref="/data/r/c"/><input ref="/data/r/d"/></repeat>'
    )
    record = session("<g><a/><b/></g><h/><x/><r><c/><d/></r>", "", body)
    assert [(page.kind, page.refs) for page in record.pages()] == [
        ("field-list", ("/data/g/a", "/data/g/b")),
        ("question", ("/data/x",)),
        ("field-list", ("/data/r[1]/c", "/data/r[1]/d")),
        ("repeat-prompt", ()),
    ]


@pytest.mark.feature(78)
def test_the_lists_of_one_page_are_offered_after_it_also_when_they_are_empty() -> None:
    inner = '<repeat nodeset="/data/g/r/s"><input ref="/data/g/r/s/c"/></repeat>'
    body = (
        f'<group ref="/data/g" appearance="field-list"><group><repeat nodeset="/data/g/r">{inner}</repeat></group>'
        '<repeat nodeset="/data/g/n" jr:count="1"><input ref="/data/g/n/d"/></repeat></group>'
    )
    record = session("<g><r jr:template=''><s><c/></s></r><n><d/></n></g>", "", body)
    told = [(page.kind, page.ref, len(page.refs)) for page in record.pages()]
    assert told == [("field-list", "/data/g", 1), ("repeat-prompt", "/data/g/r", 0)], "a counted one is not offered"
    record.add_repeat("/data/g/r")
    record.add_repeat("/data/g/r[1]/s")
    told = [(page.kind, page.ref, len(page.refs)) for page in record.pages()]
    assert told == [
        ("field-list", "/data/g", 3), ("repeat-prompt", "/data/g/r[1]/s", 0), ("repeat-prompt", "/data/g/r", 0)
    ]  # fmt: skip


@pytest.mark.feature(57, 60)
def test_a_masked_answer_is_not_listed_and_a_secret_is_masked() -> None:
    body = '<secret ref="/data/a"/><input ref="/data/b" appearance="masked"/><textarea ref="/data/c"/><submit/>'
    record = session("<a/><b/><c/>", "", body)
    assert record.question("/data/a").appearance == ("masked",)
    assert record.question("/data/c").control == "input"
    for name in "ac":
        record.answer(f"/data/{name}", "long and secret")
    listed = {row.ref: row.value_text for row in record.outline()}
    assert listed == {"/data/a": MASK, "/data/b": "", "/data/c": "long and secret"}
    assert record.value("/data/a") == "long and secret"
