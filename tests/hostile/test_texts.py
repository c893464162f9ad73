"""Items 23, 24, 27, 28 and 30: words, appearances and entities of a form. The engine hands on text and nothing else."""

from collections.abc import Callable

import pytest

from intake_app import messages
from intake_app.xform.speaking import LONGEST_TEXT
from tests.hostile.acts import Opened, loads, refused
from tests.hostile.conftest import Warden
from tests.hostile.test_rules import bind, notes
from tests.hostile.trial import TRANSLATORS, Case, trap
from tests.xform.forms import inputs, xform

ENTITIES = b'<model xmlns:entities="http://www.opendatakit.org/xforms/entities" entities:entities-version="2024.1.0"'


def escaped(text: str) -> str:
    """A text as it stands in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def labelled(text: str) -> Callable[[], bytes]:
    return lambda: xform("<a/>", body=f'<input ref="/data/a"><label>{escaped(text)}</label></input>')


def shown_as_it_is(text: str) -> Callable[[Opened], None]:
    """The words come out letter for letter, as many of them as a window can show."""

    def judge(opened: Opened) -> None:
        shown = opened.session.text("/data/a", "label").text
        assert shown == (text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…")

    return judge


def label(text: str) -> Case:
    """A label that must come out letter for letter, with nothing loaded."""
    return loads(labelled(text), shown_as_it_is(text))


def local_picture() -> bytes:
    return labelled(f'<img src="{trap().secret.as_uri()}"><img src="http://{trap().address}/x.png">')()


def no_media(opened: Opened) -> None:
    assert opened.session.text("/data/a", "label").media == {}
    assert opened.form.media == ()


def with_elements() -> bytes:
    """Markup as elements, not as text: its words stay."""
    inside = '<b xmlns="http://www.w3.org/1999/xhtml">bold</b> and <script>alert(1)</script>'
    return xform("<a/>", body=f'<input ref="/data/a"><label>{inside}</label></input>')


def many_outputs() -> bytes:
    """A label that shows a long answer hundreds of times over."""
    label = "<label>" + '<output value="/data/a"/>' * 500 + "</label>"
    return xform(f"<a>{'x' * 1_000_000}</a>", body=f'<input ref="/data/a">{label}</input>')


def shown_cut(opened: Opened) -> None:
    assert opened.session.text("/data/a", "label").text == "x" * LONGEST_TEXT + "…"


def message(text: str) -> Case:
    """A constraint message that must come out letter for letter."""
    rules = bind("a", constraint="false()").replace("/>", f' jr:constraintMsg="{escaped(text)}"/>')

    def judge(opened: Opened) -> None:
        opened.session.answer("/data/a", "{0.__class__}")
        (violation,) = opened.session.violations()
        assert violation.kind == "constraint"
        assert opened.session.text("/data/a", "constraint").text == text

    return loads(lambda: xform("<a/>", rules, inputs("a")), judge)


def looks(appearance: str, code: str = "", more: str = "") -> Case:
    """A question with an appearance; it stays an ordinary question, with a note where `code` says so."""

    def judge(opened: Opened) -> None:
        assert opened.session.question("/data/a").control == "input"
        opened.session.answer("/data/a", "x")
        if code:
            notes(code, "/data/a")(opened)

    return loads(lambda: xform("<a/>", body=f'<input ref="/data/a" appearance="{appearance}"{more}/>'), judge)


def in_background() -> bytes:
    action = '<odk:recordaudio ref="/data/a" event="odk-instance-load" odk:quality="normal"/>'
    return xform("<a/>", body=inputs("a"), model=action)


def intent_group() -> bytes:
    group = '<group ref="/data/g" appearance="field-list" intent="org.evil.APP(x=/data/g/n)">'
    return xform("<g><n/></g>", body=f'{group}<input ref="/data/g/n"/></group>')


def nothing_called(opened: Opened) -> None:
    assert opened.session.value("/data/g/n") == ""
    notes("xform.appearance_ignored", "/data/g")(opened)


def entity(attributes: str = 'dataset="people" create="1" id=""', binds: str = "") -> Callable[[], bytes]:
    """A form that makes an entry in a shared list."""
    block = f"<meta><instanceID/><entity {attributes}><label/></entity></meta>"
    return lambda: xform(f"<a/>{block}", binds, inputs("a")).replace(b"<model", ENTITIES)


def saved_to(*names: str) -> Callable[[], bytes]:
    """Answers saved to properties of these names."""
    nodes = "".join(f"<q{at}/>" for at in range(len(names)))
    binds = "".join(
        f'<bind xmlns:entities="http://www.opendatakit.org/xforms/entities" nodeset="/data/q{at}" '
        f'entities:saveto="{escaped(name)}"/>'
        for at, name in enumerate(names)
    )
    block = '<meta><instanceID/><entity dataset="people" create="1" id=""><label/></entity></meta>'
    return lambda: xform(nodes + block, binds, inputs("q0")).replace(b"<model", ENTITIES)


def stays_data(opened: Opened) -> None:
    opened.session.answer("/data/" + ("a" if opened.session.exists("/data/a") else "q0"), "x")
    assert b">x<" in opened.session.serialise()


CASES: dict[str, Case] = {
    "23_local_picture": loads(local_picture, no_media),
    "23_share_that_asks_for_a_password": label(r"<img src=\\host\x>"),
    "23_javascript_link": label('<a href="javascript:alert(1)">x</a>'),
    "23_script": label("<script>alert(1)</script>"),
    "23_style_sheet": label("<style>@import url(http://evil.example/x.css)</style>"),
    "23_markdown_link": label("[x](file:///etc/passwd) ![x](http://evil.example/x.png)"),
    "23_elements_in_a_label": loads(with_elements, shown_as_it_is("bold and alert(1)")),
    "24_forty_thousand_tags": label("<b><i>" * 20_000),
    "24_word_of_a_million_letters": label("x" * 1_000_000),
    "24_outputs_of_five_hundred_megabytes": loads(many_outputs, shown_cut),
    "24_combining_marks": label("a" + "\u0301" * 100_000),
    "24_direction_overrides": label("\u202e\u202d\u2066" * 10_000 + "x"),
    "24_zero_width": label("a" + "\u200b\u200d\u2060" * 10_000 + "b"),
    "24_emoji_chain": label("\U0001f468\u200d" * 20_000 + "\U0001f468"),
    "24_stars": label("x" + "**a" * 50_000),
    "24_brackets": label("[" * 100_000 + "x"),
    "27_percent_and_braces": message("%s{0}{__class__}%(x)n"),
    "27_attribute_of_a_format": message("{0.__class__.__mro__[1].__subclasses__}"),
    "27_markup": message("<b>no</b>&amp;<script>alert(1)</script>"),
    "27_broken_braces": message("{ {} }} {!r} {:>1000000000}"),
    "27_template": message("${a} $(rm -rf /) `id`"),
    "28_external_app": looks("ex:org.evil.app(x='1')", "xform.appearance_ignored"),
    "28_intent": loads(intent_group, nothing_called),
    "28_background_audio": loads(in_background, notes("xform.no_background_audio", "/data/a")),
    "28_unknown_appearance": looks("dance-on-the-table", "xform.appearance_unknown"),
    "28_printer": looks("printer:org.evil.print(x)", "xform.nothing_printed"),
    "28_appearance_of_100_000_words": looks("".join(f"x{at} " for at in range(100_000)), "xform.appearance_unknown"),
    "28_search": looks("search('evil')", "xform.external_select"),
    "30_list_named_after_a_prototype": loads(entity('dataset="__proto__" create="1" id=""'), stays_data),
    "30_list_named_in_sql": loads(entity('dataset="people; DROP TABLE x; --" create="1" id="\'"'), stays_data),
    "30_list_climbing_out": loads(entity('dataset="../../etc" create="1" id=""'), stays_data),
    "30_list_of_10_kilobytes": loads(entity(f'dataset="{"x" * 10_240}" create="1" id=""'), stays_data),
    "30_properties_of_hostile_names": loads(
        saved_to("__proto__", "constructor", "select", 'x" OR 1=1', "../x", "name", "label", "a b", "é" * 5_000),
        stays_data,
    ),
    "30_newer_than_known": refused(
        "xform.entities_too_new", lambda: entity()().replace(b"2024.1.0", b"2099.1.0"), "2099.1.0"
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_catalogue(warden: Warden, name: str) -> None:
    warden.check(__name__, name, CASES[name])


@pytest.mark.parametrize("told", ["{0.__class__}", "%s%n", "{place}{code}", "\u202egpj.exe", "a\nb", "x" * 1_000_000])
def test_27_words_of_a_form_in_our_sentences_stay_words(told: str) -> None:
    for tr in TRANSLATORS.values():
        sentence = messages.sentence("xform.unknown_control", {"place": "/data/a", "name": told}, tr)
        assert len(sentence) < 600
        assert told[:20] in sentence or not told.isprintable()
        assert "\n" not in sentence
        assert "\u202e" not in sentence
