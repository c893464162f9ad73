"""Somebody comes near who should not hear: one key, and nothing sensitive is on the screen."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from intake_app import workflow
from intake_app.gui import interview_sensitive
from intake_app.gui.interview_course import FINISH
from intake_app.gui.interview_finish import FinishPage
from intake_app.gui.interview_listen import script_of
from intake_app.gui.interview_repeat import RepeatPrompt
from intake_app.gui.interview_sensitive import Sensitive
from intake_app.gui.interview_text import TextBlock
from intake_app.screening import is_sensitive
from intake_app.xform import AnswerState, load, new_session, only_then
from tests.gui_interview import forms
from tests.gui_interview.conftest import House, Interview
from tests.gui_interview.test_person_window import opened, read
from tests.xform.forms import NOW
from tests.xform.replay import surroundings

AR, IT = "العربية (ar)", "Italiano (it)"
SCREEN = "/data/screen"

pytestmark = pytest.mark.window


def in_the_middle(house: House) -> Interview:
    """The first interview, at a hard question."""
    talk = house.start(None, AR, IT)
    for ref in ("consent_interview", "consent_record"):
        talk.page.answering.apply(talk.session.answer(f"/data/information/{ref}", "yes"))
    talk.go(f"{SCREEN}/debt")
    return talk


def words_on(window: QWidget) -> str:
    """Everything that can be read on a window now."""
    labels = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    blocks = [one.text for one in window.findChildren(TextBlock) if one.isVisible()]
    return "\n".join([*labels, *blocks])


def test_one_key_takes_what_is_sensitive_off_the_screen_and_one_brings_it_back(house: House) -> None:
    talk = in_the_middle(house)
    talk.key("1")
    talk.key(Qt.Key.Key_F8)
    talk.bot.wait(20)
    hard = [ref for ref in talk.session.definition.specs if is_sensitive(talk.session.definition, ref)]
    asked = {talk.page.reading.for_mediator(ref).text for ref in hard if talk.page.reading.asks(ref)}
    assert len(asked) >= 9 and any(text in words_on(talk.shell) for text in asked)
    talk.key(Qt.Key.Key_F7)
    talk.bot.wait(20)
    assert not talk.page.room.panel.isVisible()
    assert not is_sensitive(talk.session.definition, talk.ref)
    for _ in range(60):
        shown = words_on(talk.shell)
        assert not any(text in shown for text in asked), talk.ref
        if talk.page.course.page is None:
            break
        talk.page.turn(1)
        QApplication.processEvents()
    end = talk.page.centre
    assert isinstance(end, FinishPage) and not end.button.isEnabled()
    talk.key("j", Qt.KeyboardModifier.ControlModifier)
    listed = talk.page.room.jump_list.list
    assert not any(text in listed.item(at).text() for text in asked for at in range(listed.count()))
    talk.page.back()
    talk.key(Qt.Key.Key_F7)
    assert talk.page.room.notice.isVisible() and "left for later" in talk.page.room.notice.words.text()
    talk.click(talk.page.room.notice.action)
    assert is_sensitive(talk.session.definition, talk.ref)
    assert talk.session.value(f"{SCREEN}/debt") == "yes"


def test_its_words_say_nothing_of_why(house: House) -> None:
    talk = in_the_middle(house)
    button = talk.page.room.footer.discreet_button
    assert (button.text(), button.isVisible()) == ("Simple questions only", True)
    assert "listening" in button.accessibleName() and not button.toolTip()
    talk.key(Qt.Key.Key_F7)
    assert button.text() == "All questions"
    talk.key(Qt.Key.Key_F8)
    assert talk.page.room.panel.isVisible() and "waits until nobody listens" in words_on(talk.page.room.panel)


def test_what_waits_is_not_asked_and_stays_so_in_the_draft(house: House) -> None:
    talk = in_the_middle(house)
    talk.key(Qt.Key.Key_F7)
    talk.page.save_now()
    talk.wait_saved()
    again = house.reopen(talk.opened.row.id)
    assert again.session.state(f"{SCREEN}/debt") == AnswerState.NOT_ASKED
    assert f"{SCREEN}/debt" in again.page.course.waiting()
    again.go(FINISH)
    assert isinstance(again.page.centre, FinishPage)


def test_it_stays_on_until_somebody_turns_it_off(house: House) -> None:
    talk = in_the_middle(house)
    talk.key(Qt.Key.Key_F7)
    talk.page.save_now()
    talk.wait_saved()
    talk = house.reopen(talk.opened.row.id)
    notice = talk.page.room.notice
    assert talk.page.simple and talk.page.room.footer.discreet_button.text() == "All questions"
    assert notice.isVisible() and notice.words.text() == "Simple questions only"
    while talk.page.course.page is not None:
        assert not any(is_sensitive(talk.session.definition, ref) for ref in talk.page.course.page.refs)
        talk.page.turn(1)
    talk.key(Qt.Key.Key_F7)
    talk.wait_saved()
    assert not house.reopen(talk.opened.row.id).page.simple


def test_the_line_that_says_so_turns_it_off_and_gives_way_to_what_to_do_in_danger(house: House) -> None:
    talk = in_the_middle(house)
    talk.key(Qt.Key.Key_F7)
    talk.wait_saved()
    calm = house.reopen(talk.opened.row.id)
    calm.click(calm.page.room.notice.action)
    assert not calm.page.simple
    calm.page.answering.apply(calm.session.answer("/data/safety/danger_now", "yes"))
    calm.key(Qt.Key.Key_F7)
    calm.wait_saved()
    again = house.reopen(calm.opened.row.id)
    again.bot.waitUntil(lambda: "Pause here" in again.page.room.notice.words.text())
    assert again.page.simple


def test_a_form_that_says_of_nothing_that_it_is_sensitive_has_no_such_key(house: House) -> None:
    talk = house.start(forms.kinds())
    assert not talk.page.room.footer.discreet_button.isVisible()


def test_of_a_page_of_several_questions_the_others_stay(house: House) -> None:
    form = forms.family().replace(
        b'<bind nodeset="/data/home/town"',
        b'<bind xmlns:i="urn:intake:form:1" i:sensitive="yes" nodeset="/data/home/town"',
    )
    talk = house.start(form)
    talk.page.answering.apply(talk.session.answer("/data/home/land", "n"))
    assert talk.page.sheet is not None and "/data/home/town" in talk.page.sheet.blocks
    talk.key(Qt.Key.Key_F7)
    assert list(talk.page.sheet.blocks) == ["/data/home/land"]
    whole = forms.family().replace(
        b'<bind nodeset="/data/end"',
        b'<bind xmlns:i="urn:intake:form:1" nodeset="/data/child" i:sensitive="yes"/><bind nodeset="/data/end"',
    )
    talk = house.start(whole.replace(b'id="family"', b'id="family2"'))
    talk.key(Qt.Key.Key_F7)
    assert [page.ref for page in talk.page.course.pages] == ["/data/home", "/data/end"]


QUOTED = """| survey |
| | type | name | label::العربية (ar) | label::Italiano (it) | hint | relevant | calculation | constraint | \
constraint_message | choice_filter | bind::intake:sensitive |
| | text | plain | سؤال | Come si chiama | | | | | | | |
| | text | boss | سر | Chi comanda | | | | | | | yes |
| | select_one yn | hurt | ألم | Ferite | | | | | | | yes |
| | calculate | loud | | | | | concat(${boss}, '!') | | | | |
| | note | said | قلت ${boss} | Ha detto ${boss} | | | | | | | |
| | text | again | قلت ${loud} | Chi e ${loud} | Di ${boss} | | | . != 'x' | Non ${boss} | | |
| | note | thanks | شكرا | GRAZIE | | ${hurt} = 'yes' | | | | | |
| | begin_group | wounds | جروح | CURE | | ${hurt} = 'yes' | | | | | |
| | text | since | منذ | DA QUANDO | | | | | | | |
| | end_group | wounds | | | | | | | | | |
| | text | unhurt | سليم | Altro | | ${hurt} != 'yes' | | | | | |
| | select_one from | near | قرب | VICINO A | | | | | | land = ${boss} | |
| | begin_group | part | قسم ${boss} | Sezione ${boss} | | | | | | | |
| | select_one who | chosen | من | Scelga | | | | | | | |
| | text | both | معا | Con jr: ${plain} | | | | | | | |
| | end_group | part | | | | | | | | | |
| | begin_repeat | child | طفل | Figlio | | | | | | | |
| | text | name | اسم | Nome | | | | | | | |
| | text | harm | ضرر | Che cosa | | | | | | | yes |
| | note | told | قلت ${harm} | Racconta ${harm} | | | | | | | |
| | end_repeat | child | | | | | | | | | |
| choices |
| | list_name | name | label::العربية (ar) | label::Italiano (it) | land |
| | yn | yes | نعم | Si | |
| | yn | no | لا | No | |
| | who | him | هو ${boss} | Lui: ${boss} | |
| | who | me | أنا | Io | |
| | from | x | س | POSTO | CANARY |
| settings |
| | namespaces | form_id | title |
| | intake="urn:intake:form:1" | quoted | Quoted |
""".replace("\\\n", "")
SECRETS = ("CANARY", "GRAZIE", "DA QUANDO", "CURE", "VICINO A", "POSTO")


def spoken_of(window: QWidget) -> str:
    """Everything that a screen reader has of a window."""

    def below(one: QAccessibleInterface) -> Iterator[str]:
        if not one.state().invisible:
            yield from (one.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value))
            yield one.text(QAccessible.Text.Description)
        for at in range(one.childCount()):
            yield from below(one.child(at))

    return "\n".join(below(QAccessible.queryAccessibleInterface(window)))


def leaks(talk: Interview) -> list[str]:
    """What can be read or heard in any window of what nobody is to hear."""
    window = talk.page.person_view.window
    told = [words_on(talk.shell), spoken_of(talk.shell), talk.shell.windowTitle()]
    if window is not None and window.isVisible():
        told += [*read(window), words_on(window), spoken_of(window)]
    page = talk.page.course.page
    for ref in page.refs if page is not None else ():
        told += [script_of(talk.page.reading, ref, mediator=mine).words for mine in (False, True)]
    return [one for one in SECRETS if one in "\n".join(told)]


def silent(talk: Interview) -> bool:
    """Whether nothing leaks, once what left the screen is gone."""
    talk.bot.waitUntil(lambda: not leaks(talk), timeout=2000)
    return not leaks(talk)


def quoted(house: House, folder: Path) -> Interview:
    """An interview of a form that says over what it was told, with two children."""
    form = folder / "quoted.md"
    form.write_text(QUOTED, "utf-8")
    talk = house.start(form, AR, IT)
    told = {"boss": "CANARY", "hurt": "yes", "wounds/since": "CANARY7", "part/chosen": "him", "plain": "Abel"}
    for name, text in told.items():
        talk.page.answering.apply(talk.session.answer(f"/data/{name}", text))
    for at in (1, 2):
        talk.page.answering.apply(talk.session.add_repeat("/data/child"))
        talk.page.answering.apply(talk.session.answer(f"/data/child[{at}]/harm", f"CANARY{at}"))
    return talk


def test_what_quotes_a_sensitive_answer_or_is_there_for_one_says_nothing_of_it_in_any_window(
    house: House, tmp_path: Path
) -> None:
    talk = quoted(house, tmp_path)
    before = [page.ref for page in talk.page.course.pages]
    talk.go("/data/said")
    assert leaks(talk)
    draft, shown = talk.session.serialise_draft(), words_on(talk.shell)
    opened(talk)
    QApplication.processEvents()
    assert "CANARY" in "".join(read(talk.page.person_view.window))  # type: ignore[arg-type]
    talk.page.discreet.press()
    QApplication.processEvents()
    assert silent(talk)
    seen = list[str]()
    for page in talk.page.course.pages:
        talk.go(page.ref)
        QApplication.processEvents()
        assert silent(talk), page.ref
        seen.append(page.ref)
        if isinstance(talk.page.centre, RepeatPrompt):
            assert len(talk.page.centre.rows) == 3
    gone = {"/data/boss", "/data/hurt", "/data/thanks", "/data/wounds/since", "/data/near"}
    gone |= {f"/data/child[{at}]/harm" for at in (1, 2, 3)}
    assert set(before) - set(seen) == gone
    talk.go("/data/again")
    talk.page.answering.apply(talk.session.answer("/data/again", "x"))
    talk.page.turn(1)
    assert talk.page.room.notice.isVisible() and silent(talk)
    talk.page.answering.apply(talk.session.answer("/data/again", ""))
    talk.page.person_view.close()
    talk.page.jumping.open()
    listed = talk.page.room.jump_list.list
    assert listed.count() > 8
    assert not any(one in listed.item(at).text() for one in SECRETS for at in range(listed.count()))
    talk.page.toggle_panel()
    assert silent(talk)
    talk.page.toggle_panel()
    talk.go(FINISH)
    assert silent(talk)
    talk.page.discreet.press()
    talk.go("/data/said")
    talk.page.room.notice.hide()
    assert [page.ref for page in talk.page.course.pages] == before and talk.session.serialise_draft() == draft
    secret = {line for line in shown.split("\n") if "CANARY" in line}
    talk.bot.waitUntil(lambda: secret <= set(words_on(talk.shell).split("\n")))


def test_what_is_given_away_by_an_answer_given_meanwhile_waits_too(house: House, tmp_path: Path) -> None:
    talk = quoted(house, tmp_path)
    talk.page.answering.apply(talk.session.answer("/data/hurt", "no"))
    talk.go("/data/unhurt")
    talk.key(Qt.Key.Key_F7)
    assert talk.ref == "/data/unhurt"
    talk.page.answering.apply(talk.session.answer("/data/hurt", "yes"))  # by another way
    assert "/data/thanks" not in [page.ref for page in talk.page.course.pages] and silent(talk)


BESIDE = """| survey |
| | type | name | label | relevant | appearance | bind::intake:sensitive |
| | select_one yn | hurt | Hurt | | | yes |
| | text | either | Either | ${hurt} = 'yes' or ${plain} = '1' | | |
| | begin_group | page | Page | | field-list | |
| | text | plain | Plain | | | |
| | text | of | Of ${either} | | | |
| | end_group | page | | | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| settings |
| | namespaces | form_id |
| | intake="urn:intake:form:1" | beside |
"""


def test_words_beside_an_answer_are_covered_once_it_makes_them_tell_something(house: House, tmp_path: Path) -> None:
    form = tmp_path / "beside.md"
    form.write_text(BESIDE, "utf-8")
    talk = house.start(form)
    for name, text in {"hurt": "yes", "page/plain": "1", "either": "CANARY"}.items():
        talk.page.answering.apply(talk.session.answer(f"/data/{name}", text))
    talk.go("/data/page")
    talk.key(Qt.Key.Key_F7)
    talk.bot.waitUntil(lambda: "Of CANARY" in words_on(talk.shell))  # it is there for another answer too
    talk.page.answering.apply(talk.session.answer("/data/page/plain", "2"))
    assert "Of ••••" in words_on(talk.shell) and silent(talk)
    talk.key(Qt.Key.Key_F7)
    talk.bot.waitUntil(lambda: "Of CANARY" in words_on(talk.shell))


def test_meanwhile_an_answer_costs_what_it_costs_unless_such_pages_rest_on_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = tmp_path / "beside.md"
    form.write_text(BESIDE, "utf-8")
    talk = house.start(form)
    for name, text in {"hurt": "yes", "page/plain": "1", "either": "CANARY"}.items():
        talk.page.answering.apply(talk.session.answer(f"/data/{name}", text))
    talk.go("/data/page")
    talk.key(Qt.Key.Key_F7)
    looked: list[None] = []
    monkeypatch.setattr(
        interview_sensitive, "only_then", lambda one, paths: (looked.append(None), only_then(one, paths))[1]
    )
    talk.page.begin("/data/page/of")
    talk.type("Somebody else")
    talk.page.commit()
    assert talk.session.value("/data/page/of") == "Somebody else" and looked == []
    talk.page.begin("/data/page/plain")
    talk.key(Qt.Key.Key_End)
    talk.type("2")
    talk.page.commit()
    assert talk.session.value("/data/page/plain") == "12" and looked
    assert "Of ••••" in words_on(talk.shell) and silent(talk)


@pytest.mark.parametrize("name", ["labour", "first_interview", "sexual", "transit"])
def test_what_is_not_looked_at_again_is_as_it_was(name: str) -> None:
    """Whatever is answered in our own forms, in any order."""
    session = new_session(load(workflow.compile_own(name)), surroundings(NOW))
    sensitive, by_chance, spared = Sensitive(session), Random(name), 0
    sensitive.look()
    for _ in range(60):
        views = [session.question(ref) for page in session.pages() for ref in page.refs]
        view = by_chance.choice([one for one in views if not one.readonly])
        values = session.choice_values(view.ref) or ("1", "2000-01-01", "Ali", "")
        changes = session.answer(view.ref, by_chance.choice(values))
        rests = bool(changes.structure or changes.relevance) or sensitive.rests_on(changes)
        before = sensitive.paths, sensitive._places
        sensitive.look()
        assert rests or (sensitive.paths, sensitive._places) == before, view.ref
        spared += not rests
    assert spared > 10


@pytest.mark.parametrize("name", ["labour", "domestic", "sexual", "minor", "transit"])
def test_our_own_forms_show_no_page_that_only_a_yes_opens(house: House, name: str) -> None:
    talk = house.start(workflow.compile_own(name), AR, IT)
    session = talk.session
    for _ in range(4):
        for ref in [one for page in session.pages() for one in page.refs]:
            view = session.question(ref)
            if view.control in ("select", "select1") and not view.value and not view.readonly:
                values = [one.value for one in session.choices(ref)]
                talk.page.answering.apply(session.answer(ref, "yes" if "yes" in values else values[0]))
    last = {"labour": "debt_sum", "transit": "held_by"}.get(name, "no_details")
    assert any(last in ref for page in talk.page.course.pages for ref in page.refs)
    talk.key(Qt.Key.Key_F7)
    left = [ref for page in talk.page.course.pages for ref in page.refs]
    assert left and not any(last in ref or "no_details" in ref for ref in left)
    talk.key(Qt.Key.Key_F7)
    assert any(last in ref for page in talk.page.course.pages for ref in page.refs)
