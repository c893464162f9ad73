"""How far a form is translated: by language and by kind of text."""

from dataclasses import replace

import pytest

from intake_app.xform import new_session
from intake_app.xform.coverage import Share, coverage
from tests.xform.forms import NOW, definition
from tests.xform.replay import surroundings


def translation(name: str, **texts: str) -> str:
    """A translation; a text that begins with "en:" stands there in English."""
    values = "".join(
        f'<text id="{key}"><value{" intake:fallback=" + chr(34) + "en" + chr(34) if text.startswith("en:") else ""}>'
        f"{text.removeprefix('en:')}</value></text>"
        for key, text in texts.items()
    )
    return f'<translation lang="{name}">{values}</translation>'


ENGLISH = translation("English (en)", label="L", group="G", hint="H", choice="C", bad="B", due="D", nowhere="-")
ARABIC = translation("Arabic (ar)", label="l", group="en:G", hint="-", choice="c", bad="b", nowhere="")
BODY = """<group ref="/data"><label ref="jr:itext('group')"/><input ref="/data/a"><label ref="jr:itext('label')"/>
<hint ref="jr:itext('hint')"/></input><input ref="/data/b"><label>Plain</label></input>
<select1 ref="/data/c"><item><label ref="jr:itext('choice')"/><value>x</value></item></select1></group>"""
BINDS = """<bind nodeset="/data/a" constraint="1" jr:constraintMsg="jr:itext('bad')"
 jr:requiredMsg="jr:itext('due')"/>"""


@pytest.mark.feature(86, 91)
def test_every_kind_of_text_is_counted_by_language() -> None:
    told = coverage(definition("<a/><b/><c/>", BINDS, BODY, f"<itext>{ENGLISH}{ARABIC}</itext>"))
    english, arabic = told
    assert (english.total, english.total.percent) == (Share(6, 7), 85), "one label stands in no language"
    assert arabic.language.code == "ar"
    assert arabic.shares == {
        "labels": Share(1, 3),
        "hints": Share(0, 1),
        "choices": Share(1, 1),
        "messages": Share(1, 2),
    }
    assert (arabic.total, arabic.total.percent) == (Share(3, 7), 42)


def test_what_an_xlsform_says_in_no_named_language_is_there_in_that_one() -> None:
    told = coverage(
        definition("<a/><b/><c/>", BINDS, BODY, f"<itext>{translation('default', label='L')}{ARABIC}</itext>")
    )
    assert [one.total for one in told] == [Share(2, 4), Share(3, 4)]


@pytest.mark.feature(87)
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Français (fr)", "fr"),
        ("العربية (ar)", "ar"),
        ("Chinese (traditional) (zh-Hant)", "zh-Hant"),
        ("fr", "fr"),
        ("pt-BR", "pt-BR"),
        ("Bemba (lang)", None),
        ("default", None),
    ],
)
def test_the_code_of_a_language_stands_in_the_last_brackets(name: str, code: str | None) -> None:
    model = f"<itext>{translation(name, a='A')}</itext>"
    rules = """<bind nodeset="/data/b" calculate="format-date('2024-02-03', '%b')"/>"""
    form = definition("<a/><b/>", rules, "<input ref='/data/a'><label ref=\"jr:itext('a')\"/></input>", model)
    assert form.languages[0].code == code
    asked = []
    around = replace(surroundings(NOW), month_names=lambda language, short, month: asked.append(language) or "x")
    record = new_session(form, around)
    assert record.value("/data/b") == "x"
    assert set(asked) == {code or "en"}
    assert record.text("/data/a", "label").language == code


def test_nearly_all_is_not_all_and_nothing_lacks_nothing() -> None:
    assert Share(299, 300).percent == 99
    assert Share(0, 0).percent == 100


def test_a_form_without_translations_has_none_to_tell() -> None:
    assert coverage(definition("<a/>")) == ()


@pytest.mark.feature(86)
def test_a_text_that_somebody_has_read_is_reviewed_by_itself_and_named() -> None:
    read = 'intake:reviewer="Amina Rahman, 2026-11-27"'
    whole = f"<text id='label'><value {read}>l</value><value form='audio'>jr://audio/l.wav</value></text>"
    half = f"<text id='hint'><value {read}>h</value><value form='guidance'>g</value></text>"
    bare = f"<text id='group'><value {read.replace(', 2026-11-27', '')}>g</value></text>"
    arabic = f'<translation lang="Arabic (ar)" intake:review="unreviewed">{whole}{half}{bare}</translation>'
    form = definition("<a/><b/><c/>", BINDS, BODY, f"<itext>{ENGLISH}{arabic}</itext>")
    told = coverage(form)[1]
    assert (told.reviewed, told.reviewers) == (Share(2, 7), ("Amina Rahman",))
    session = new_session(form, surroundings(NOW))
    told_as = [session.text("/data/a", kind, "Arabic (ar)").review for kind in ("label", "hint", "guidance")]
    assert told_as == ["reviewed", "reviewed", "unreviewed"]
