"""The sizes that must load (item 8 as the issue has it), and items 25 and 26: lists, repeats, translations."""

from collections.abc import Callable

import pytest

from intake_app.xform import FormDefinition, load, new_session
from intake_app.xform.counting import MAX_IN_ALL, MAX_INSTANCES, MAX_NODES, MAX_TOGETHER
from intake_app.xform.model import MAX_BINDS
from intake_app.xform.reading import MAX_BYTES, MAX_ELEMENTS
from intake_app.xform.wordings import MAX_OUTPUTS
from tests.hostile.acts import Opened, loads, refused
from tests.hostile.conftest import Warden
from tests.hostile.test_rules import bind
from tests.hostile.trial import Case
from tests.xform.forms import NOW, inputs, xform
from tests.xform.replay import surroundings

CHOOSE = (
    '<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item">'
    '<value ref="name"/><label ref="label"/></itemset></select1>'
)


def with_list(items: str) -> bytes:
    return xform("<a/>", body=CHOOSE, model=f'<instance id="l"><root>{items}</root></instance>')


def just_loaded(make: Callable[[], bytes], seconds: float, megabytes: float) -> Case:
    """A form as large as it may be: loaded, and a record begun."""

    def act(data: bytes) -> tuple[FormDefinition, str]:
        form = load(data)
        session = new_session(form, surroundings(NOW))
        session.answer("/data/a", "n1")
        return form, session.value("/data/a")

    def judge(made: tuple[FormDefinition, str]) -> None:
        assert made[1] == "n1"

    return Case(act, make, judge, seconds=seconds, megabytes=megabytes)


def million() -> bytes:
    """1,000,000 elements to the last one: items of a list, and what every form has."""
    frame = with_list("").count(b"<") - with_list("").count(b"</")
    items = "".join(f"<item><name>n{at}</name></item>" for at in range((MAX_ELEMENTS - frame) // 2))
    return with_list(items + "<x/>" * ((MAX_ELEMENTS - frame) % 2))


def nearly_32_megabytes() -> bytes:
    items = "".join(f"<item><name>n{at}</name><label>{'x' * 90}</label></item>" for at in range(240_000))
    form = with_list(items)
    assert MAX_BYTES - 2**20 * 2 < len(form) < MAX_BYTES
    return form


def many_binds(count: int, **rules: str) -> Callable[[], bytes]:
    """Questions with a bind each, all of which read an earlier one."""

    def make() -> bytes:
        told = (
            bind(f"q{at}", **{kind: rule.format(before=at // 2, at=at) for kind, rule in rules.items()})
            for at in range(1, count + 1)
        )
        body = "".join(f'<input ref="/data/q{at}"><label>Question {at}</label></input>' for at in range(1, count + 1))
        nodes = "".join(f"<q{at}/>" for at in range(count + 1))
        return xform(nodes, "".join(told), body)

    return make


def first_decides(opened: Opened) -> None:
    """An answer reaches what depends on it, however much else there is."""
    assert not opened.session.relevant("/data/q20000")
    opened.session.answer("/data/q0", "x")
    opened.session.answer("/data/q1", "x")
    assert opened.session.relevant("/data/q2")
    assert not opened.session.relevant("/data/q4")


def all_follow(opened: Opened) -> None:
    assert len(opened.session.answer("/data/q0", "5").value) == MAX_BINDS + 1
    assert opened.session.value("/data/q20000") == "20"


def choices_there(opened: Opened) -> None:
    choices = opened.session.choices("/data/a")
    assert (len(choices), choices[-1].label.text) == (50_000, "Label 49999")
    assert opened.session.answer("/data/a", "n49999").value


def fifty_thousand_written_out() -> bytes:
    items = "".join(f"<item><label>Label {at}</label><value>n{at}</value></item>" for at in range(50_000))
    return xform("<a/>", body=f'<select1 ref="/data/a">{items}</select1>')


def questions_there(opened: Opened) -> None:
    assert len(opened.session.pages()) == 10_000
    assert len(opened.session.outline()) == 10_000
    opened.session.answer("/data/q9999", "x")


def counted(rule: str, inner: str = "<n/>", binds: str = "") -> Callable[[], bytes]:
    """A repeat that a rule counts."""
    body = f'<repeat nodeset="/data/r" jr:count="{rule}"><input ref="/data/r/n"/></repeat>'
    return lambda: xform(f"<a/><r>{inner}</r>", binds, inputs("a") + body)


def everybody_reads_all() -> bytes:
    """Rules by the thousand, each of which looks at all answers of a group."""
    names = [f"q{at}" for at in range(3_000)]
    binds = "".join(bind(f"h/{name}", calculate=f"count(/data/g/*[. = '{name}'])") for name in names)
    inside = "".join(f"<{name}/>" for name in names)
    return xform(f"<g>{inside}</g><h>{inside}</h>", binds)


def long_rules() -> bytes:
    """A hundred rules, each as long as one may be."""
    return xform("".join(f"<q{at}/>" for at in range(100)), "".join(long_rule(at) for at in range(100)))


def long_rule(at: int) -> str:
    return bind(f"q{at}", calculate=f"'{'x' * 99_000}{at:04}'")


def many_rules() -> bytes:
    """Repeats without end, in each many rules."""
    names = [f"f{at}" for at in range(200)]
    binds = "".join(bind(f"r/{name}", calculate="position(..)") for name in names)
    return counted("1000000000", "<n/>" + "".join(f"<{name}/>" for name in names), binds)()


def many_actions() -> bytes:
    """Repeats without end, each with many actions of its own."""
    act = '<setvalue event="odk-new-repeat" ref="/data/r/n" value="/data/r/n + 1"/>'
    body = f'<repeat nodeset="/data/r" jr:count="1000000000"><input ref="/data/r/n"/>{act * 50}</repeat>'
    return xform("<r><n/></r>", "", body)


def shown(count: int) -> bytes:
    """A list whose labels show so many different values."""
    items = "".join(
        f'<item><label><output value="{at} + /data/a"/></label><value>{at}</value></item>' for at in range(count)
    )
    return xform("<a/><b/>", "", f'<input ref="/data/a"/><select1 ref="/data/b">{items}</select1>')


def has(count: int) -> Callable[[Opened], None]:
    def judge(opened: Opened) -> None:
        assert opened.session.count_repeat("/data/r") == count

    return judge


def bounded(opened: Opened) -> None:
    assert opened.session.count_repeat("/data/r") <= MAX_INSTANCES


def nested(levels: int, count: str = "") -> Callable[[], bytes]:
    """Repeats in repeats, six deep; `count` counts each of them."""

    def make() -> bytes:
        inner, body, path = "<n/>", "", "/data"
        paths = [path := f"{path}/r{level}" for level in range(levels)]
        for level in reversed(range(levels)):
            inner = f"<r{level}>{inner}</r{level}>"
        body = f'<input ref="{path}/n"/>'
        told = f' jr:count="{count}"' if count else ""
        for each in reversed(paths):
            body = f'<repeat nodeset="{each}"{told}>{body}</repeat>'
        return xform(f"<a/>{inner}", bind(f"{path.removeprefix('/data/')}/n", calculate="position(..)"), body)

    return make


def six_deep(opened: Opened) -> None:
    session = opened.session
    ref = "/data"
    for level in range(6):
        for _ in range(2 - session.count_repeat(f"{ref}/r{level}")):
            session.add_repeat(f"{ref}/r{level}")
        ref += f"/r{level}[2]"
    assert session.value(ref + "/n") == "2"
    assert load(xform("<z/>")).form_id == "t"


def together(opened: Opened) -> None:
    assert sum(opened.draft.count(f"<r{level}>".encode()) for level in range(6)) <= MAX_TOGETHER + 6


def product_bounded(opened: Opened) -> None:
    assert opened.draft.count(b"<r5>") <= MAX_IN_ALL


def translated(count: int, texts: int) -> Callable[[], bytes]:
    def make() -> bytes:
        each = "".join(f'<text id="t{at}"><value>Text {at}</value></text>' for at in range(texts))
        all_of = "".join(f'<translation lang="L{at} (x{at})">{each}</translation>' for at in range(count))
        body = '<input ref="/data/a"><label ref="jr:itext(\'t1\')"/></input>'
        return xform("<a/>", body=body, model=f"<itext>{all_of}</itext>")

    return make


def two_hundred(opened: Opened) -> None:
    assert len(opened.form.languages) == 200
    for language in opened.form.languages:
        opened.session.set_language(language.name)
        assert opened.session.text("/data/a", "label").text == "Text 1"


def itext(inside: str, label: str = "t") -> Callable[[], bytes]:
    body = f'<input ref="/data/a"><label ref="jr:itext(\'{label}\')"/></input>'
    return lambda: xform("<a/>", body=body, model=f"<itext>{inside}</itext>")


def says(text: str) -> Callable[[Opened], None]:
    def judge(opened: Opened) -> None:
        assert opened.session.text("/data/a", "label").text == text

    return judge


TWO_BINDS = {"relevant": "/data/q{before} != ''", "constraint": ". != '{at}'"}

CASES: dict[str, Case] = {
    "08_one_million_elements_load": just_loaded(million, 20, 900),
    "08_thirty_one_megabytes_load": just_loaded(nearly_32_megabytes, 20, 900),
    "08_20_000_binds_with_relevant_and_constraint_load": loads(
        many_binds(MAX_BINDS, **TWO_BINDS), first_decides, seconds=20
    ),
    "08_20_000_binds_with_calculates_load": loads(
        many_binds(MAX_BINDS, calculate="/data/q{before} + 1", type="int"), all_follow, seconds=20
    ),
    "08_above_20_000_binds": refused("xform.too_large", many_binds(MAX_BINDS + 1, required="true()")),
    "13_3_000_rules_that_read_3_000_questions": refused("xform.too_large", everybody_reads_all),
    "16_rules_of_nine_megabytes": refused("xform.too_large", long_rules),
    "25_50_000_choices_of_a_list": loads(
        lambda: with_list("".join(f"<item><name>n{at}</name><label>Label {at}</label></item>" for at in range(50_000))),
        choices_there,
        seconds=5,
    ),
    "25_50_000_choices_written_out": loads(fifty_thousand_written_out, choices_there, seconds=10),
    "25_10_000_questions": loads(
        lambda: xform("".join(f"<q{at}/>" for at in range(10_000)), body=inputs(*(f"q{at}" for at in range(10_000)))),
        questions_there,
        seconds=5,
    ),
    "25_repeat_a_billion_times": loads(counted("1000000000"), has(MAX_INSTANCES), seconds=5),
    "25_repeat_of_200_rules_a_billion_times": loads(many_rules, has(MAX_NODES // 202), seconds=5),
    "25_repeat_of_50_actions_a_billion_times": loads(many_actions, bounded, seconds=5),
    "25_repeats_six_deep_each_a_billion_times": loads(nested(6, "1000000000"), together, seconds=5),
    "26_too_many_values_in_texts": refused("xform.too_large", lambda: shown(MAX_OUTPUTS + 1)),
    "25_repeat_1e300_times": loads(counted(f"1{'0' * 300}"), has(MAX_INSTANCES), seconds=5),
    "25_repeat_infinitely": loads(counted("1 div 0"), has(MAX_INSTANCES), seconds=5),
    "25_repeat_a_negative_number_of_times": loads(counted("-5"), has(0)),
    "25_repeat_minus_infinity_times": loads(counted("-1 div 0"), has(0)),
    "25_repeat_not_a_number_of_times": loads(counted("number('x')"), has(0)),
    "25_repeat_a_word_of_times": loads(counted("/data/a"), has(0)),
    "25_repeat_counts_itself": loads(counted("count(/data/r)"), bounded),
    "25_repeat_counts_itself_and_one": loads(counted("count(/data/r) + 1"), bounded, seconds=5),
    "25_repeat_counts_itself_twice": loads(counted("count(/data/r) * 2 + 1"), bounded, seconds=5),
    "25_repeat_counted_from_inside": loads(counted("/data/r/n", "<n>3</n>"), bounded),
    "25_repeat_counted_by_what_counts_it": loads(
        counted("/data/a", binds=bind("a", calculate="count(/data/r) + 1")), bounded, seconds=10
    ),
    "25_repeats_six_deep": loads(nested(6), six_deep),
    "25_repeats_six_deep_each_ten_times": loads(nested(6, "10"), product_bounded, seconds=5),
    "26_no_language_named": loads(itext('<translation><text id="t"><value>A</value></text></translation>'), says("A")),
    "26_text_missing_in_a_language": loads(
        itext('<translation lang="a"><text id="t"><value>A</value></text></translation><translation lang="b"/>'),
        says("A"),
    ),
    "26_text_missing_everywhere": loads(itext('<translation lang="a"/>'), says("")),
    "26_200_languages": loads(translated(200, 100), two_hundred, seconds=5),
    "26_duplicate_ids": loads(
        itext(
            '<translation lang="a"><text id="t"><value>A</value></text>'
            '<text id="t"><value>B</value></text></translation>'
        ),
        says("B"),
    ),
    "26_duplicate_languages": refused(
        "xform.duplicate_language", itext('<translation lang="a"/><translation lang="a"/>'), "a"
    ),
    "26_id_without_a_name": loads(
        itext('<translation lang="a"><text><value>A</value></text></translation>', ""), says("A")
    ),
    "26_output_of_itself": loads(
        itext(
            '<translation lang="a"><text id="t"><value><output value="jr:itext(\'t\')"/></value></text></translation>'
        ),
        says(""),
    ),
}


LONG = {
    "25_repeats_six_deep_each_a_billion_times": loads(
        nested(6, "1000000000"), product_bounded, seconds=30, megabytes=512
    ),
}
SHORT = list(CASES)
CASES |= LONG


@pytest.mark.soak
@pytest.mark.parametrize("name", LONG)
def test_catalogue_at_length(warden: Warden, name: str) -> None:
    warden.check(__name__, name, CASES[name])


@pytest.mark.parametrize("name", SHORT)
def test_catalogue(warden: Warden, name: str) -> None:
    warden.check(__name__, name, CASES[name])
