"""What another version of a form changes, as a person who fills it in would notice."""

import pytest

from intake_app.xform import FormDefinition
from intake_app.xform.comparison import ChoiceChange, QuestionChange, TextChange, compare
from intake_app.xform.definition import Repeat
from tests.xform.forms import definition, inputs


def _itext(**languages: dict[str, str]) -> str:
    told = (
        f'<translation lang="{name}">'
        + "".join(f'<text id="{key}">{text}</text>' for key, text in texts.items())
        + "</translation>"
        for name, texts in languages.items()
    )
    return f"<itext>{''.join(told)}</itext>"


def _value(text: str, form: str = "") -> str:
    return f"<value form='{form}'>{text}</value>" if form else f"<value>{text}</value>"


CHOICES = '<instance id="lands"><root>{rows}</root></instance>'
PICK = """<select1 ref="/data/land"><label ref="jr:itext('{label}')"/><itemset nodeset="instance('lands')/root/item">
<value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>"""


def _lands(label: str = "land", rows: str = "", **languages: dict[str, str]) -> FormDefinition:
    items = (
        rows or "<item><name>bd</name><itextId>bd</itextId></item><item><name>so</name><label>Somalia</label></item>"
    )
    model = _itext(**languages) + CHOICES.format(rows=items)
    return definition("<land/>", '<bind nodeset="/data/land" type="string"/>', PICK.format(label=label), model)


def test_the_same_form_has_no_changes() -> None:
    one = definition("<a/><b/>", '<bind nodeset="/data/a" required="true()"/>', inputs("a", "b"))
    again = definition("<a/><b/>", '<bind nodeset="/data/a" required="true()"/>', inputs("a", "b"))
    assert compare(one, again).nothing


def test_questions_come_go_and_become_of_another_kind() -> None:
    old = definition("<a/><b/><sum/>", '<bind nodeset="/data/sum" calculate="1"/>', inputs("a", "b"))
    new = definition(
        "<b/><c/><sum/>",
        '<bind nodeset="/data/b" type="int"/><bind nodeset="/data/sum" calculate="2"/>',
        inputs("b", "c"),
    )
    changes = compare(old, new)
    assert changes.questions == (
        QuestionChange("/data/b", "kind"),
        QuestionChange("/data/c", "added"),
        QuestionChange("/data/sum", "rules", ("calculate",)),
        QuestionChange("/data/a", "removed"),
    )
    assert not changes.texts
    assert not changes.nothing


def test_a_group_that_becomes_a_repeat_is_of_another_kind() -> None:
    group = '<group ref="/data/g"><label>G</label><input ref="/data/g/a"><label>A</label></input></group>'
    inner = '<repeat nodeset="/data/g"><input ref="/data/g/a"><label>A</label></input></repeat>'
    repeat = f'<group ref="/data/g"><label>G</label>{inner}</group>'
    old, new = definition("<g><a/></g>", "", group), definition("<g><a/></g>", "", repeat)
    assert any(isinstance(spec.repeat, Repeat) for spec in new.specs.values())
    assert QuestionChange("/data/g", "kind") in compare(old, new).questions


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ('relevant="1 = 1"', 'relevant="1 = 2"', ("relevant",)),
        ("", 'required="true()" constraint=". != 1"', ("required", "constraint")),
        ('readonly="/data/b = 1"', "", ("readonly",)),
    ],
)
def test_each_rule_that_changes_is_named(before: str, after: str, rules: tuple[str, ...]) -> None:
    old = definition("<a/><b/>", f'<bind nodeset="/data/a" {before}/>', inputs("a", "b"))
    new = definition("<a/><b/>", f'<bind nodeset="/data/a" {after}/>', inputs("a", "b"))
    assert compare(old, new).questions == (QuestionChange("/data/a", "rules", rules),)


def test_texts_differ_by_language_and_are_compared_where_they_are_shown() -> None:
    """Another id for the same words is no change; a picture, an expression, a message and a hint are texts too."""
    english = {"land": _value("Country"), "bd": _value("Bangladesh")}
    bengali = {"land": _value("দেশ"), "bd": _value("বাংলাদেশ") + _value("jr://images/a.png", "image")}
    renamed = {"q": english["land"], "bd": english["bd"]}
    redone = {"q": _value("কোন দেশ"), "bd": _value("বাংলাদেশ") + _value("jr://images/b.png", "image")}
    old, new = _lands(English=english, Bengali=bengali), _lands("q", English=renamed, Bengali=redone)
    assert compare(old, new).texts == {
        "Bengali": (
            TextChange("/data/land", "label", "দেশ", "কোন দেশ"),
            TextChange(
                "lands",
                "choice",
                "বাংলাদেশ\nimage: jr://images/a.png",
                "বাংলাদেশ\nimage: jr://images/b.png",
                "bd",
            ),
        )
    }


def test_languages_come_and_go() -> None:
    text = {"land": _value("x"), "bd": _value("y")}
    changes = compare(_lands(English=text, French=text), _lands(English=text, Bengali=text))
    assert (changes.new_languages, changes.lost_languages) == (("Bengali",), ("French",))
    assert not changes.texts
    assert not changes.nothing


def test_choices_come_and_go_without_their_words_counting_twice() -> None:
    text = {"land": _value("x"), "bd": _value("y"), "er": _value("Eritrea")}
    rows = "<item><name>bd</name><itextId>bd</itextId></item><item><name>er</name><itextId>er</itextId></item><item/>"
    changes = compare(_lands(English=text), _lands(rows=rows, English=text))
    assert changes.choices == (ChoiceChange("lands", ("er",), ("so",)),)
    assert not changes.texts


def test_choices_written_at_the_question() -> None:
    body = """<select1 ref="/data/a"><label>A</label><hint>{hint}</hint>
<item><label>{first}</label><value>1</value></item><item><label>Two</label><value>{second}</value></item></select1>"""
    old = definition("<a/>", "", body.format(hint="h", first="One", second="2"))
    new = definition("<a/>", "", body.format(hint='see <output value="1 + 1"/>', first="Eins", second="3"))
    changes = compare(old, new)
    assert changes.choices == (ChoiceChange("/data/a", ("3",), ("2",)),)
    assert changes.texts == {
        "": (
            TextChange("/data/a", "hint", "h", "see {1 + 1}"),
            TextChange("/data/a", "choice", "One", "Eins", "1"),
        )
    }


def test_messages_and_labels_of_groups() -> None:
    bind = '<bind nodeset="/data/a" constraint=". = 1" jr:constraintMsg="{}" jr:requiredMsg="{}"/>'
    group = '<group><label>{}</label><group ref="/data"><label>{}</label>' + inputs("a") + "</group></group>"
    old = definition("<a/>", bind.format("one", ""), group.format("here", "G"))
    new = definition("<a/>", bind.format("two", "must"), group.format("there", "H"))
    assert [(text.place, text.part, text.before, text.after) for text in compare(old, new).texts[""]] == [
        ("#/data", "label", "here", "there"),
        ("/data", "label", "G", "H"),
        ("/data/a", "constraint", "one", "two"),
        ("/data/a", "required", "", "must"),
    ]
