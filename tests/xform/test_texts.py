"""Words of a form: languages, fallback, outputs, media, pages and the jump list."""

from dataclasses import replace

import pytest

from intake_app.xform import AnswerState, Session, new_session
from tests.xform.forms import NOW, definition, inputs, session
from tests.xform.replay import surroundings

ITEXT = (
    "<itext>"
    '<translation lang="English (en)" default="true()">'
    '<text id="q"><value>Name?</value><value form="audio">jr://audio/q-en.mp3</value></text>'
    '<text id="h"><value>A hint</value><value form="guidance">For the mediator</value></text>'
    '<text id="only"><value>Only English</value></text>'
    '<text id="yes"><value>Yes</value></text><text id="no"><value>No</value></text>'
    '<text id="hi"><value>Hello <output value="/data/a"/>!</value></text>'
    "</translation>"
    '<translation lang="العربية (ar)" intake:review="unreviewed">'
    '<text id="q"><value>الاسم؟</value><value form="audio">-</value></text>'
    '<text id="h"><value>-</value></text>'
    '<text id="yes"><value>نعم</value></text>'
    '<text id="no"><value intake:fallback="en">[en] No</value></text>'
    '<text id="hi"><value>مرحبا <output value=" /data/a "/></value></text>'
    "</translation></itext>"
)
BODY = (
    '<input ref="/data/a"><label ref="jr:itext(\'q\')"/><hint ref="jr:itext(\'h\')"/></input>'
    '<input ref="/data/b"><label ref="jr:itext(\'only\')"/></input>'
    '<input ref="/data/c"><label ref="jr:itext(\'hi\')"/></input>'
    '<select1 ref="/data/s"><label>Sure?</label><item><label ref="jr:itext(\'yes\')"/><value>yes</value></item>'
    "<item><label ref=\"jr:itext('no')\"/><value>no</value></item></select1>"
    '<input ref="/data/d"><label ref="jr:itext(\'absent\')">Inline</label></input>'
)
BINDS = (
    '<bind nodeset="/data/n" calculate="jr:choice-name(/data/s, \'/data/s\')"/>'
    "<bind nodeset=\"/data/m\" calculate=\"format-date(date('2026-05-04'), '%b')\"/>"
)
ARABIC = "العربية (ar)"


def spoken(language: str | None = None) -> Session:
    return session("<a/><b/><c/><s/><d/><n/><m/>", BINDS, BODY, ITEXT, language)


def test_a_text_is_in_the_language_asked_for() -> None:
    form = spoken(ARABIC)
    text = form.text("/data/a", "label")
    assert (text.text, text.language, text.fallback, text.review) == ("الاسم؟", "ar", False, "unreviewed")
    assert form.text("/data/a", "label", "English (en)").text == "Name?"


def test_a_text_in_which_no_answer_stands_is_worked_out_once_in_each_language() -> None:
    form = spoken(ARABIC)
    assert form.text("/data/a", "label") is form.text("/data/a", "label")
    assert form.text("/data/a", "label", "English (en)") is not form.text("/data/a", "label")
    assert form.text("/data/c", "label").text == "مرحبا "
    form.answer("/data/a", "Ali")
    assert form.text("/data/c", "label").text == "مرحبا Ali"


def test_a_missing_text_falls_back_to_the_default_language_and_says_so() -> None:
    form = spoken(ARABIC)
    for ref, what, shown in (("/data/b", "label", "Only English"), ("/data/a", "hint", "A hint")):
        text = form.text(ref, what)  # type: ignore[arg-type]
        assert (text.text, text.language, text.fallback) == (shown, "en", True)
    assert form.text("/data/a", "guidance").text == "For the mediator"


def test_words_inside_an_element_of_another_kind_belong_to_the_text() -> None:
    form = session("<a/>", "", '<input ref="/data/a"><label>Your <b>full</b> name</label></input>')
    assert form.text("/data/a", "label").text == "Your full name"


def test_a_text_marked_as_fallback_loses_its_mark() -> None:
    label = spoken(ARABIC).choices("/data/s")[1].label
    assert (label.text, label.language, label.fallback, label.review) == ("No", "en", True, None)


NEAR = {"dyu": ("dyu", "bm", "fr", "en"), "bm": ("bm", "FR"), "mlq": ("mlq", "dyu", "fr"), "": ()}
"""What may stand in for what, as a client hands it in."""
DYULA, BAMBARA, FRENCH = "Julakan (dyu)", "Bamanankan (bm)", "Français (fr)"


def near_and_far(language: str) -> Session:
    """A form whose default is Italian, with one text in each way of being there."""
    texts = {
        "Italiano (it)": {"all": "Nome", "near": "Età", "far": "Paese", "lent": "Sì", "own": "No"},
        DYULA: {"all": "Togo", "near": "-", "lent": "fr:Oui", "own": "it:No"},
        BAMBARA: {"near": "-", "lent": "Awo"},
        FRENCH: {"all": "Nom", "near": "Âge"},
    }

    def written(key: str, text: str) -> str:
        code, colon, words = text.partition(":")
        mark = f' intake:fallback="{code}"' if colon else ""
        return f'<text id="{key}"><value{mark}>{words if colon else text}</value></text>'

    translations = "".join(
        f'<translation lang="{name}">{"".join(written(*each) for each in own.items())}</translation>'
        for name, own in texts.items()
    )
    body = "".join(
        f'<input ref="/data/{key}"><label ref="jr:itext(\'{key}\')"/></input>' for key in texts["Italiano (it)"]
    )
    nodes = "".join(f"<{key}/>" for key in texts["Italiano (it)"])
    around = replace(surroundings(NOW), chain=lambda code: NEAR.get(code, (code,)))
    return new_session(definition(nodes, "", body, f"<itext>{translations}</itext>"), around, language)


@pytest.mark.parametrize(
    ("language", "what", "shown"),
    [
        (DYULA, "all", ("Togo", "dyu", False)),
        (DYULA, "near", ("Âge", "fr", True)),
        (DYULA, "far", ("Paese", "it", True)),
        (DYULA, "lent", ("Awo", "bm", True)),
        (DYULA, "own", ("No", "it", True)),
        (BAMBARA, "all", ("Nom", "fr", True)),
        (FRENCH, "far", ("Paese", "it", True)),
    ],
)
def test_a_missing_text_is_shown_in_a_near_language_before_the_default(
    language: str, what: str, shown: tuple[str, str, bool]
) -> None:
    text = near_and_far(language).text(f"/data/{what}", "label")
    assert (text.text, text.language, text.fallback) == shown


def test_a_language_that_the_form_lacks_is_spoken_by_those_near_to_it() -> None:
    form = near_and_far("Malinke (mlq)")
    shown = {what: form.text(f"/data/{what}", "label") for what in ("all", "near", "far", "own")}
    assert {what: (text.text, text.language, text.fallback) for what, text in shown.items()} == {
        "all": ("Togo", "dyu", True),
        "near": ("Âge", "fr", True),
        "far": ("Paese", "it", True),
        "own": ("No", "it", True),
    }
    assert form.set_language(DYULA).label
    assert not form.text("/data/all", "label").fallback
    form.set_language("mlq")
    assert form.text("/data/all", "label").fallback


def test_texts_that_a_form_has_once_are_in_no_language_that_it_lacks() -> None:
    choices = '<itemset nodeset="instance(\'l\')/root/item"><value ref="name"/><label ref="label"/></itemset>'
    model = '<instance id="l"><root><item><name>x</name><label>X</label></item></root></instance>'
    body = inputs("a") + f'<select1 ref="/data/s"><label>S</label>{choices}</select1>'
    form = session("<a/><s/>", "", body, model)
    said = [form.text("/data/s", "label"), form.choices("/data/s")[0].label]
    assert [text.fallback for text in said] == [False, False]
    form.set_language("Mandinka (mnk)")
    said = [form.text("/data/s", "label"), form.choices("/data/s")[0].label]
    assert [(text.text, text.language, text.fallback) for text in said] == [("S", None, True), ("X", None, True)]


def test_media_fall_back_kind_by_kind_but_no_voice_of_a_strange_language() -> None:
    """Pictures of any language; a recording in the language of the words that are shown, or near to the one asked."""
    picture, sound = (f'<value form="{kind}">jr://{kind}/{{0}}.x</value>' for kind in ("image", "audio"))
    words = {"en": picture + sound, "fr": sound, "ar": "<value>-</value>", "bn": "<value>Bn</value>"}
    shown = {code: text if "<value>" in text else f"<value>{code}</value>{text}" for code, text in words.items()}
    model = "".join(
        f'<translation lang="{code} ({code})"><text id="q">{text.format(code)}</text></translation>'
        for code, text in shown.items()
    )
    body = '<input ref="/data/a"><label ref="jr:itext(\'q\')"/></input>'
    form = session("<a/>", "", body, f"<itext>{model}</itext>")
    told = {code: form.text("/data/a", "label", f"{code} ({code})") for code in words}
    assert told["fr"].media == {"image": "en.x", "audio": "fr.x"}
    assert told["bn"].media == {"image": "en.x"}
    assert (told["ar"].text, told["ar"].media) == ("en", {"image": "en.x", "audio": "en.x"})


def test_a_text_tells_whether_values_of_the_record_stand_in_it() -> None:
    form = spoken()
    assert [form.text(f"/data/{name}", "label").quotes for name in "ac"] == [False, True]
    inline = session("<a/>", "", '<input ref="/data/a"><label>You said <output value="/data/a"/></label></input>')
    assert inline.text("/data/a", "label").quotes


def test_what_a_form_says_in_place_has_no_other_form() -> None:
    body = '<input ref="/data/a"><label>A</label><hint>A hint</hint></input>'
    form = session("<a/>", "", body)
    assert (form.text("/data/a", "hint").text, form.text("/data/a", "guidance").text) == ("A hint", "")


def test_inline_text_stands_in_for_an_absent_id() -> None:
    assert spoken().text("/data/d", "label").text == "Inline"


def test_outputs_follow_answers_and_language() -> None:
    form = spoken()
    assert "/data/c" in form.answer("/data/a", "Amina").label
    assert form.text("/data/c", "label").text == "Hello Amina!"
    assert "/data/c" in form.set_language(ARABIC).label
    assert form.text("/data/c", "label").text == "مرحبا Amina"


def test_outputs_in_the_labels_of_a_choice_list_are_followed() -> None:
    texts = '<text id="c0"><value>For <output value="/data/a"/></value></text>'
    model = f'<itext><translation lang="en">{texts}</translation></itext><instance id="l"><root>'
    model += "<item><itextId>c0</itextId><name>x</name></item></root></instance>"
    choices = (
        '<itemset nodeset="instance(\'l\')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset>'
    )
    form = session("<a/><s/>", "", inputs("a") + f'<select1 ref="/data/s">{choices}</select1>', model)
    assert form.answer("/data/a", "Ada").label == {"/data/s"}
    assert [choice.label.text for choice in form.choices("/data/s")] == ["For Ada"]


def test_texts_in_calculates_follow_the_language() -> None:
    form = spoken()
    form.answer("/data/s", "yes")
    assert form.value("/data/n") == "Yes"
    changes = form.set_language(ARABIC)
    assert "/data/n" in changes.value
    assert (form.value("/data/n"), form.value("/data/s")) == ("نعم", "yes")


def test_an_unknown_language_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no language"):
        spoken().set_language("Klingon")


def test_pages_follow_relevance_and_groups() -> None:
    body = (
        inputs("a")
        + '<group ref="/data/g" appearance="field-list"><label>G</label><input ref="/data/g/b"/>'
        + '<input ref="/data/g/c"/></group><group><label>P</label><input ref="/data/d"/></group>'
        + '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r"><input ref="/data/r/e"/></repeat></group>'
    )
    binds = '<bind nodeset="/data/g/c" relevant="/data/a = 1"/><bind nodeset="/data/d" relevant="/data/a = 1"/>'
    form = session("<a/><g><b/><c/></g><d/><r><e/></r>", binds, body)
    assert [(page.kind, page.ref, page.refs) for page in form.pages()] == [
        ("question", "/data/a", ("/data/a",)),
        ("field-list", "/data/g", ("/data/g/b",)),
        ("question", "/data/r[1]/e", ("/data/r[1]/e",)),
        ("repeat-prompt", "/data/r", ()),
    ]
    assert form.answer("/data/a", "1").structure
    pages = form.pages()
    assert pages[1].refs == ("/data/g/b", "/data/g/c")
    assert [form.group_label(key).text for key in pages[1].groups + pages[2].groups + pages[3].groups] == [
        "G",
        "P",
        "R",
    ]


def test_a_counted_or_fixed_repeat_has_no_prompt() -> None:
    for attribute in ('jr:count="2"', 'jr:noAddRemove="true()"'):
        body = f'<repeat nodeset="/data/r" {attribute}><input ref="/data/r/e"/></repeat>'
        kinds = {page.kind for page in session("<r jr:template=''><e/></r>", "", body).pages()}
        assert kinds == {"question"}


def test_nested_repeats_are_prompted_inside_each_instance() -> None:
    body = (
        '<repeat nodeset="/data/o"><input ref="/data/o/a"/>'
        '<repeat nodeset="/data/o/i"><input ref="/data/o/i/b"/></repeat></repeat>'
    )
    form = session("<o><a/><i><b/></i></o>", "", body)
    form.add_repeat("/data/o")
    form.add_repeat("/data/o[2]/i")
    assert [page.ref for page in form.pages()] == [
        "/data/o[1]/a",
        "/data/o[1]/i[1]/b",
        "/data/o[1]/i",
        "/data/o[2]/a",
        "/data/o[2]/i[1]/b",
        "/data/o[2]/i",
        "/data/o",
    ]


def test_the_outline_shows_answers_in_words() -> None:
    form = spoken()
    form.answer("/data/s", "yes")
    form.mark("/data/b", AnswerState.DECLINED)
    rows = {row.ref: row for row in form.outline()}
    assert (rows["/data/s"].value_text, rows["/data/s"].state) == ("Yes", AnswerState.ANSWERED)
    assert rows["/data/b"].state is AnswerState.DECLINED
    assert rows["/data/a"].label.text == "Name?"


def test_questions_carry_what_a_widget_needs() -> None:
    body = (
        '<range ref="/data/a" start="1" end="5" step="1" appearance="rating"><label>R</label></range>'
        '<input ref="/data/b" rows="3" appearance="multiline masked"><label>B</label></input>'
        '<input ref="/data/c"><label>N</label></input><trigger ref="/data/d"><label>T</label></trigger>'
    )
    binds = '<bind nodeset="/data/a" type="int"/><bind nodeset="/data/c" readonly="true()" type="string"/>'
    form = session("<a/><b/><c/><d/>", binds, body)
    rated, text, note, trigger = (form.question(f"/data/{name}") for name in "abcd")
    assert (rated.control, rated.type, dict(rated.parameters)) == (
        "range",
        "int",
        {"start": "1", "end": "5", "step": "1"},
    )
    assert (text.appearance, text.parameters["rows"]) == (("multiline", "masked"), "3")
    assert (note.control, trigger.control) == ("note", "trigger")


@pytest.mark.feature(86, 90, 91)
def test_a_text_that_no_language_has_is_told_at_import() -> None:
    def found(body: str, binds: str = "", model: str = ITEXT) -> list[tuple[str, object]]:
        notices = session("<a/><s/>", binds, body, model).definition.notices
        return [(each.place, each.facts["name"]) for each in notices if each.code == "xform.no_such_text"]

    label = "<label ref=\"jr:itext('gone')\"/>"
    assert found(f'<input ref="/data/a">{label}</input>') == [("/data/a", "gone")]
    assert found('<group ref="/data/a"><label ref="jr:itext(&quot;lost&quot;)"/></group>') == [("/data/a", "lost")]
    assert found(f'<input ref="/data/a">{label.replace("/>", ">Here</label>")}</input>') == []
    assert found(inputs("a"), "<bind nodeset='/data/a' jr:constraintMsg=\"jr:itext('m')\"/>") == [("/data/a", "m")]
    assert found(f'<select1 ref="/data/s"><item>{label}<value>x</value></item></select1>') == [("/data/s", "gone")]
    rows = "<item><itextId>yes</itextId><name>y</name></item><item><itextId>absent</itextId><name>n</name></item>"
    itemset = (
        '<itemset nodeset="instance(\'l\')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset>'
    )
    model = f'{ITEXT}<instance id="l"><root>{rows}</root></instance>'
    assert found(f'<select1 ref="/data/s">{itemset}</select1>', model=model) == [("l", "absent")]


@pytest.mark.feature(88)
def test_a_short_text_is_for_lists_and_stands_in_for_a_long_one() -> None:
    texts = '<text id="q"><value>What is your name?</value><value form="short">Name</value></text>'
    texts += (
        '<text id="k"><value form="short">Only short</value></text><text id="m"><value form="long">Long</value></text>'
    )
    model = f'<itext><translation lang="en">{texts}</translation></itext>'
    body = "".join(f'<input ref="/data/{n}"><label ref="jr:itext(\'{n}\')"/></input>' for n in "qkm") + inputs("p")
    form = session("<q/><k/><m/><p/>", "", body, model)
    assert [form.text(f"/data/{name}", "label").text for name in "qkmp"] == [
        "What is your name?", "Only short", "Long", "p"]  # fmt: skip
    assert [form.text(f"/data/{name}", "short").text for name in "qkmp"] == ["Name", "Only short", "Long", "p"]
    assert [row.label.text for row in form.outline()] == ["Name", "Only short", "Long", "p"]


@pytest.mark.feature(14, 16, 51, 86)
def test_messages_in_words_of_the_form_with_answers_in_them() -> None:
    texts = "".join(
        f'<translation lang="{code}"><text id="m"><value>{word} <output value="../a"/>!</value></text></translation>'
        for code, word in (("en", "Not"), ("it", "Non"))
    )
    binds = (
        "<bind nodeset='/data/b' required='true()' constraint='. &gt; ../a' jr:constraintMsg=\"jr:itext('m')\" "
        'jr:requiredMsg="Say it"/>'
    )
    form = session("<a>3</a><b>2</b>", binds, inputs("a", "b"), f"<itext>{texts}</itext>")
    assert form.text("/data/b", "constraint").text == "Not 3!"
    assert form.text("/data/b", "constraint", "it").text == "Non 3!"
    assert form.text("/data/b", "required").text == "Say it"
    assert "/data/b" in form.answer("/data/a", "1").label
    assert form.text("/data/b", "constraint").text == "Not 1!"


@pytest.mark.feature(89)
def test_media_of_every_kind_and_of_choices() -> None:
    kinds = "".join(
        f'<value form="{kind}">jr://{kind}s/{kind}.x</value>' for kind in ("image", "big-image", "audio", "video")
    )
    model = f'<itext><translation lang="en"><text id="q"><value>Q</value>{kinds}</text></translation></itext>'
    item = "<item><label ref=\"jr:itext('q')\"/><value>v</value></item>"
    form = session("<a/>", "", f'<select1 ref="/data/a"><label ref="jr:itext(\'q\')"/>{item}</select1>', model)
    told = {kind: f"{kind}.x" for kind in ("image", "big-image", "audio", "video")}
    assert form.text("/data/a", "label").media == told
    assert form.choices("/data/a")[0].media == told
    assert set(form.definition.missing_files) == set(told.values())


@pytest.mark.parametrize(
    ("label", "is_astray"),
    [
        ("Plain words", True),
        ("<output value='/data/a'/>", False),
        ("<output value='/data/a'/> years", True),
        ("1.", False),
    ],
)
def test_words_that_stand_once_in_a_form_with_languages_are_in_none_that_it_names(label: str, is_astray: bool) -> None:
    body = f'<input ref="/data/a"><label>{label}</label></input>'
    texts = "".join(
        f'<translation lang="{name}"><text id="x"><value>X</value></text></translation>' for name in ("default", "fr")
    )
    record = new_session(definition("<a/>", "", body, f"<itext>{texts}</itext>"), surroundings(NOW), "fr")
    assert record.text("/data/a", "label").fallback is is_astray
    record.set_language("default")
    assert not record.text("/data/a", "label").fallback
    alone = new_session(definition("<a/>", "", body), surroundings(NOW))
    assert not alone.text("/data/a", "label").fallback
