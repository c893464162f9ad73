"""A list on a page with other questions gets further entries; entries that are called the same have their numbers."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_words import progress_words
from intake_app.gui.words import Words, bare
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.forms import _HEAD
from tests.gui_interview.test_person_window import opened, press, read

pytestmark = pytest.mark.window
NIECES = """<group ref="/data/g" appearance="field-list"><label>Family</label>
<input ref="/data/g/t"><label>Who</label></input><group ref="/data/g/k"><label>Niece</label>
<repeat nodeset="/data/g/k"><input ref="/data/g/k/n"><label>Name</label></input>
<input ref="/data/g/k/a"><label>Age</label></input></repeat></group></group>"""
CHILDREN = """<input ref="/data/c"><label>How many</label></input>
<group ref="/data/k"><label>{label}</label><repeat nodeset="/data/k" jr:count="/data/c">
<input ref="/data/k/n"><label>Name</label></input></repeat></group><input ref="/data/z"><label>End</label></input>"""


def made(nodes: str, body: str) -> bytes:
    xml = _HEAD.format(title="Lists", id="lists", itext="", nodes=nodes, binds="", body=body)
    return xml.replace("<itext></itext>", "").encode()


def nieces(house: House) -> Interview:
    return house.start(made('<g><t/><k jr:template=""><n/><a/></k><k><n/><a/></k></g>', NIECES))


@pytest.mark.feature(78)
def test_a_list_within_a_page_gets_another_entry_and_loses_one(house: House) -> None:
    talk = nieces(house)
    talk.go("/data/g/k[1]/n")
    talk.type("Ada")
    talk.page.turn(1)
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    talk.type("1")
    held, sheet = QApplication.focusWidget(), talk.page.sheet
    assert sheet is not None and sheet.refs[-2:] == ("/data/g/k[2]/n", "/data/g/k[2]/a")
    assert held is not None and sheet.made["/data/g/k[2]/n"].isAncestorOf(held), "the new entry has the keyboard"
    talk.type("Bea")
    talk.page.turn(1)
    assert [talk.session.value(f"/data/g/k[{at}]/n") for at in (1, 2)] == ["Ada", "Bea"]
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt) and len(prompt.rows) == 2
    talk.click(prompt.rows[0].remove)
    talk.page.turn(-1)
    assert talk.session.count_repeat("/data/g/k") == 1 and talk.session.value("/data/g/k[1]/n") == "Bea"


@pytest.mark.feature(78)
def test_each_entry_on_a_page_with_others_has_its_name_over_its_first_question(house: House) -> None:
    talk = nieces(house)
    talk.session.add_repeat("/data/g/k")
    talk.page.course.refresh()
    talk.go("/data/g/k[2]/n")
    assert talk.page.sheet is not None
    blocks = talk.page.sheet.blocks
    named = {ref: block.entry.text for ref, block in blocks.items() if block.entry and block.entry.isVisible()}
    assert named == {"/data/g/k[1]/n": "Niece 1", "/data/g/k[2]/n": "Niece 2"}


@pytest.mark.parametrize(
    ("label", "names"),
    [("Child", ["Child 1", "Child 2"]), ('<output value="/data/k/n"/> here', ["Ada here", "Bea here"])],
    ids=["alike", "by their names"],
)
def test_entries_that_are_called_the_same_have_their_number_beside_the_interview(
    house: House, label: str, names: list[str]
) -> None:
    talk = house.start(made('<c/><k jr:template=""><n/></k><z/>', CHILDREN.replace("{label}", label)))
    talk.type("2")
    talk.page.commit()
    talk.page.refresh_side()
    blank = [row.name.text for row in talk.page.room.outline.rows][1:3]
    assert len(set(blank)) == 2, "before anybody has a name, too"
    for at, name in enumerate(("Ada", "Bea"), 1):
        talk.go(f"/data/k[{at}]/n")
        talk.type(name)
    talk.page.commit()
    talk.page.refresh_side()
    shown = [row.name.text for row in talk.page.room.outline.rows]
    assert shown[1:3] == names
    assert names[1] in progress_words(talk.page.words, talk.page.reading, talk.page.course)[0].text


def counted(house: House) -> Interview:
    """Two children with a name each; the page asks again how many there are."""
    talk = house.start(made('<c/><k jr:template=""><n/></k><z/>', CHILDREN.replace("{label}", "Child")))
    talk.type("2")
    talk.page.commit()
    for at, name in enumerate(("Ada", "Bea"), 1):
        talk.go(f"/data/k[{at}]/n")
        talk.type(name)
    talk.go("/data/c")
    talk.page.begin()
    return talk


def test_entries_with_answers_that_a_smaller_number_hides_are_told_until_they_are_back(house: House) -> None:
    talk = counted(house)
    notice = talk.page.room.notice
    talk.key(Qt.Key.Key_Backspace)
    talk.page.commit()
    assert notice.isVisible() and "1" in notice.words.text() and "2" in notice.words.text()
    talk.type("1")
    talk.page.turn(1)
    assert talk.ref == "/data/k[1]/n" and notice.isVisible(), "also after the page that was left at once"
    told = notice.words.text()
    assert "“Child”" in told and "2." in told and "1" not in told
    talk.go("/data/c")
    talk.page.begin()
    talk.key(Qt.Key.Key_Backspace)
    talk.type("2")
    talk.page.commit()
    assert not notice.isVisible() and talk.session.value("/data/k[2]/n") == "Bea"


def test_entries_in_which_nothing_was_told_go_without_a_word(house: House) -> None:
    talk = house.start(made('<c/><k jr:template=""><n/></k><z/>', CHILDREN.replace("{label}", "Child")))
    for typed in ("2", "1"):
        talk.type(typed)
        talk.page.commit()
        talk.key(Qt.Key.Key_Backspace)
    assert not talk.page.room.notice.isVisible()


_WITHIN = """
| survey | | | | | | | |
| | type | name | label::العربية (ar) | label::Italiano (it) | appearance | bind::intake:audience | bind::intake:sensitive |
| | text | boss | من؟ | Chi? | | | yes |
| | begin_group | page | صفحة | Pagina | field-list | | |
| | begin_repeat | nephew | {nephew} | | | |
| | text | name | الاسم؟ | Nome? | | | |
| | begin_repeat | way | طريق | Viaggio | | | |
| | text | from | من أين؟ | Da dove? | | | |
| | end_repeat | | | | | | |
| | end_repeat | | | | | | |
| | end_group | | | | | | |
| | begin_repeat | seen | ملاحظات | Osservazioni | | | |
| | text | what | ماذا؟ | Che cosa? | | mediator | |
| | end_repeat | | | | | | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Dentro | dentro | 1 | Italiano (it) | intake="urn:intake:form:1" |
"""  # noqa: E501 - a table
AR, IT = "العربية (ar)", "Italiano (it)"


def within(house: House, tmp_path: Path, nephew: str = "ابن الأخ | Nipote") -> Interview:
    """Two nephews on a page, each with a list of his own."""
    path = tmp_path / "dentro.md"
    path.write_text(_WITHIN.replace("{nephew}", nephew).strip() + "\n", encoding="utf-8")
    talk = house.start(path, AR, IT)
    talk.session.add_repeat("/data/page/nephew")
    for at, name in enumerate(("Ali", "Omar"), 1):
        talk.session.answer(f"/data/page/nephew[{at}]/name", name)
    talk.session.answer("/data/boss", "CANARY")
    talk.page.course.refresh()
    return talk


def prompts(talk: Interview) -> list[str]:
    """Of what each of the two lists within says that it is."""
    told = []
    for at in (1, 2):
        talk.go(f"/data/page/nephew[{at}]/way")
        prompt = talk.page.centre
        assert isinstance(prompt, RepeatPrompt) and prompt.accessibleName().startswith(prompt.group.text)
        told.append(prompt.group.text)
    return told


@pytest.mark.parametrize(
    ("nephew", "names"),
    [
        ("ابن الأخ | Nipote", ["Nipote 1 · Viaggio", "Nipote 2 · Viaggio"]),
        ("${name} | Suo nipote ${name}", ["Suo nipote Ali · Viaggio", "Suo nipote Omar · Viaggio"]),
        (" | ", ["\u2068Entry 1\u2069 · \u2068Viaggio\u2069", "\u2068Entry 2\u2069 · \u2068Viaggio\u2069"]),
    ],
    ids=["by number", "by name", "without a label"],
)
def test_a_list_within_a_list_says_of_whose_entry_it_asks(
    house: House, tmp_path: Path, nephew: str, names: list[str]
) -> None:
    assert prompts(within(house, tmp_path, nephew)) == names


def test_an_entry_that_is_named_in_another_language_bears_the_mark_at_the_list_within(
    house: House, tmp_path: Path
) -> None:
    talk = within(house, tmp_path, "ابن الأخ | ")
    prompts(talk)
    assert isinstance(talk.page.centre, RepeatPrompt) and talk.page.centre.mark.text() == "Partly shown in Arabic"


def test_the_person_sees_of_which_list_it_is_asked_in_their_language_and_nothing_else(
    house: House, tmp_path: Path
) -> None:
    talk = within(house, tmp_path)
    window, more = opened(talk), Words("ar")("Is there another one to add?")
    for at in (1, 2):
        talk.go(f"/data/page/nephew[{at}]/way")
        name = "طريق"
        QApplication.processEvents()
        assert window.isActiveWindow(), "it keeps the keyboard"
        assert [text for text in read(window) if text in (more, name)] == [name, more]
        assert not {"Ali", "Omar", "CANARY"} & {word for text in read(window) for word in text.split()}
        assert len(read(window)) == 4, "and two buttons"
    talk.page.set_languages(IT, AR)
    assert "Viaggio" in read(window) and not any("Nipote" in text for text in read(window))
    press(window, "1")
    assert talk.session.count_repeat("/data/page/nephew[2]/way") == 0, "it is the mediator who adds"
    place = talk.page.course.place
    press(window, Qt.Key.Key_F5)
    press(window, Qt.Key.Key_Return)
    talk.bot.waitUntil(lambda: talk.page.course.place != place)
    talk.go("/data/seen")
    assert read(window) == [], "a list of the mediator's own"


def test_a_list_within_an_entry_that_is_named_by_an_answer_does_not_show_it_to_the_person(
    house: House, tmp_path: Path
) -> None:
    talk = within(house, tmp_path, "${boss} | ${boss}")
    window = opened(talk)
    prompts(talk)
    assert isinstance(talk.page.centre, RepeatPrompt) and "CANARY" in talk.page.centre.group.text
    assert len(read(window)) == 4 and not any("CANARY" in text for text in read(window))
    talk.page.discreet.press()
    talk.go("/data/page/nephew[2]/way")
    assert isinstance(talk.page.centre, RepeatPrompt) and "CANARY" not in talk.page.centre.group.text


_CHILDREN = """
| survey | | | |
| | type | name | label::العربية (ar) | label::Italiano (it) |
| | begin_repeat | child | {child} | |
| | text | name | الاسم؟ | Nome? |
| | begin_repeat | toy | لعبة ${name} | Giochi di ${name} |
| | text | what | أيها؟ | Quale? |
| | end_repeat | | | |
| | end_repeat | | | |
| settings |
| | form_id | default_language |
| | figli | Italiano (it) |
"""


def children(house: House, tmp_path: Path, label: str) -> Interview:
    """Three children, at the question whether there is another one."""
    path = tmp_path / "figli.md"
    path.write_text(_CHILDREN.replace("{child} |", label).strip() + "\n", encoding="utf-8")
    talk = house.start(path, AR, IT)
    for at, name in enumerate(("Abel", "Bea", "Caro"), 1):
        if at > 1:
            talk.session.add_repeat("/data/child")
        talk.session.answer(f"/data/child[{at}]/name", name)
    talk.page.course.refresh()
    talk.go("/data/child")
    return talk


@pytest.mark.parametrize(
    ("label", "title"),
    [("طفل ${name} | Bambino ${name}", "Bambino …"), ("${name} | ${name}", "")],
    ids=["with other words", "alone"],
)
def test_the_name_of_a_list_that_quotes_its_entries_names_none_of_them(
    house: House, tmp_path: Path, label: str, title: str
) -> None:
    talk = children(house, tmp_path, label)
    window, prompt = opened(talk), talk.page.centre
    assert isinstance(prompt, RepeatPrompt) and prompt.group.text == title
    assert [row.words.text for row in prompt.rows] == ["Entry 1 · Abel", "Entry 2 · Bea", "Entry 3 · Caro"]
    assert len(read(window)) == 3, "the question and two buttons"
    talk.click(prompt.rows[0].remove)
    talk.go("/data/child[1]/toy")
    told = talk.page.room.notice.words.text()
    assert told.endswith(": 1.") and not any(name in told for name in ("Abel", "Bea", "Caro"))
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt) and not any("Abel" in text for text in (prompt.group.text, *read(window)))
    talk.click(talk.page.room.notice.action)
    assert talk.session.value("/data/child[1]/name") == "Abel"
    assert isinstance(talk.page.centre, RepeatPrompt) and talk.page.centre.group.text == title
    assert len(read(window)) == 3


_OWN = """
| survey | | | | | |
| | type | name | label::العربية (ar) | label::Italiano (it) | bind::intake:audience | bind::intake:sensitive |
| | begin_repeat | suspect | الاشتباه | Sospetto notato | | |
| | text | seen | ماذا؟ | Che cosa ha notato? | mediator | |
| | begin_repeat | trip | رحلة | Viaggio | | |
| | text | where | أين؟ | Dove? | | |
| | end_repeat | | | | | |
| | end_repeat | | | | | |
| | begin_repeat | mixed | تقييم | Valutazione | | |
| | text | said | ماذا؟ | Che cosa? | | |
| | text | thought | ماذا؟ | Che cosa ne pensa? | mediator | |
| | end_repeat | | | | | |
| | begin_repeat | hurt | العنف | Violenza | | |
| | note | before | الآن | Ora | | |
| | text | how | كيف؟ | Come? | | yes |
| | end_repeat | | | | | |
| settings |
| | form_id | default_language | namespaces |
| | propri | Italiano (it) | intake="urn:intake:form:1" |
"""


def owned(house: House, tmp_path: Path, source: str = _OWN) -> Interview:
    path = tmp_path / "propri.md"
    path.write_text(source.strip() + "\n", encoding="utf-8")
    return house.start(path, AR, IT)


def test_the_person_reads_no_name_of_a_list_that_is_in_part_or_around_it_the_mediators(
    house: House, tmp_path: Path
) -> None:
    talk = owned(house, tmp_path)
    window, more = opened(talk), Words("ar")("Is there another one to add?")
    talk.go("/data/suspect[1]/trip")
    assert {"رحلة", more} < set(read(window)) and len(read(window)) == 4
    talk.go("/data/mixed")
    assert more in read(window) and len(read(window)) == 3
    talk.go("/data/suspect")
    assert isinstance(talk.page.centre, RepeatPrompt) and talk.page.centre.group.text == "Sospetto notato"
    assert read(window) == [], "it is asked of what the mediator noticed"


def test_a_list_whose_questions_all_wait_waits_while_somebody_listens(house: House, tmp_path: Path) -> None:
    talk = owned(house, tmp_path)
    window = opened(talk)
    talk.go("/data/hurt")
    assert "العنف" in read(window)
    talk.page.discreet.press()
    assert not any("العنف" in text for text in read(window))
    assert "/data/hurt" not in [page.ref for page in talk.page.course.pages]
    assert "/data/mixed" in [page.ref for page in talk.page.course.pages]
    talk.page.discreet.press()
    assert "/data/hurt" in [page.ref for page in talk.page.course.pages]


_INSIDE = """
| survey | | | | | |
| | type | name | label::العربية (ar) | label::Italiano (it) | bind::intake:sensitive |
| | begin_repeat | viol | عنف | Violenza | |
| | text | who | من؟ | Chi? | yes |
| | begin_repeat | witness | شاهد | Testimone | |
| | text | name | الاسم؟ | Nome? | |
| | end_repeat | | | | |
| | end_repeat | | | | |
| settings |
| | form_id | default_language | namespaces |
| | dentro | Italiano (it) | intake="urn:intake:form:1" |
"""


def test_a_list_that_waits_is_not_named_by_the_one_within_it(house: House, tmp_path: Path) -> None:
    path = tmp_path / "dentro.md"
    path.write_text(_INSIDE.strip() + "\n", encoding="utf-8")
    talk = house.start(path, AR, IT)
    inner = "/data/viol[1]/witness"
    talk.go(inner)
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt) and prompt.group.text == "Violenza · Testimone"
    talk.page.discreet.press()
    talk.go(inner)
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt) and bare(prompt.group.text) == "Entry 1 · Testimone"
    talk.bot.waitUntil(lambda: prompt.isVisible() and not any("Violenza" in text for text in read(talk.shell)))


_PARTLY = """
| survey | | | | | | |
| | type | name | label::العربية (ar) | label::Italiano (it) | bind::intake:sensitive | relevant |
| | text | more | المزيد؟ | Altro? | | |
| | begin_repeat | hurt | الأذى | Ferita | | |
| | text | plain | متى؟ | Quando? | | ${more} = '1' |
| | text | how | كيف؟ | Come? | yes | |
| | end_repeat | | | | | |
| settings |
| | form_id | default_language | namespaces |
| | parte | Italiano (it) | intake="urn:intake:form:1" |
"""


def test_a_list_waits_where_all_that_its_entries_ask_now_waits(house: House, tmp_path: Path) -> None:
    talk = owned(house, tmp_path, _PARTLY)
    window = opened(talk)
    talk.page.discreet.press()
    assert [page.ref for page in talk.page.course.pages] == ["/data/more"]
    talk.page.turn(1)
    assert not any("الأذى" in text for text in read(window))
    talk.go("/data/more")
    talk.page.answering.apply(talk.session.answer("/data/more", "1"))
    talk.page.course.refresh()
    assert [page.ref for page in talk.page.course.pages] == ["/data/more", "/data/hurt[1]/plain", "/data/hurt"]
    talk.page.answering.apply(talk.session.answer("/data/more", ""))
    talk.page.answering.apply(talk.session.remove_repeat("/data/hurt[1]"))
    talk.page.course.refresh()
    assert "/data/hurt" in [page.ref for page in talk.page.course.pages], "of another entry more may be asked"


@pytest.mark.parametrize("more", ["1", ""])
def test_what_is_marked_to_be_taken_away_is_not_forgotten_when_somebody_listens(
    house: House, tmp_path: Path, more: str
) -> None:
    talk = owned(house, tmp_path, _PARTLY)
    for changes in (talk.session.answer("/data/more", more), talk.session.answer("/data/hurt[1]/how", "CANARY")):
        talk.page.answering.apply(changes)
    talk.page.answering.apply(talk.session.add_repeat("/data/hurt"))
    talk.go("/data/hurt")
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    talk.click(prompt.rows[0].remove)
    talk.page.discreet.press()
    prompt = talk.page.centre
    assert (isinstance(prompt, RepeatPrompt) and prompt.going == {"/data/hurt[1]"}) == bool(more)
    assert talk.session.count_repeat("/data/hurt") == (2 if more else 1)
    talk.page.turn(1)
    assert talk.session.count_repeat("/data/hurt") == 1
    talk.page.discreet.press()
    talk.go("/data/hurt")
    prompt = talk.page.centre
    assert isinstance(prompt, RepeatPrompt)
    talk.click(prompt.rows[-1].remove)
    assert talk.session.value("/data/hurt[1]/how") == "CANARY"
    assert talk.session.count_repeat("/data/hurt") == 2
