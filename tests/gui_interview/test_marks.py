"""Words of a form that are bold, slanted, coloured or a link are drawn so, and can be read in every script and look."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from intake_app import prose
from intake_app.gui.answers.answer import Option
from intake_app.gui.answers.choice_row import ChoiceRow
from intake_app.gui.answers.long_list import both
from intake_app.gui.answers.type_ahead import begins, looked_up
from intake_app.gui.interview_reading import Text
from intake_app.gui.interview_text import TextBlock, Type
from intake_app.gui.tokens import PALETTES, Palette, Tokens
from tests.cost import calls
from tests.gui_shell.test_tokens import contrast

WORDS = {"it": "parola", "ar": "كلمة", "bn": "শব্দ", "ti": "ቃል", "ur": "لفظ"}
pytestmark = [pytest.mark.window, pytest.mark.feature(92)]


def drawn(text: str, language: str, palette: Palette = PALETTES["light"]) -> QImage:
    """A text as a block draws it on paper."""
    block = TextBlock(Tokens(palette), Type(40))
    block.tell(text, language)
    block.resize(600, block.heightForWidth(600))
    image = QImage(block.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(palette.paper))
    painter = QPainter(image)
    block.draw(painter)
    painter.end()
    block.deleteLater()
    return image


def pixels(image: QImage) -> list[QColor]:
    return [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]


@pytest.mark.parametrize("language", WORDS)
def test_bold_words_are_drawn_so_in_every_script(qapp: QApplication, language: str) -> None:
    word = WORDS[language]
    texts = {"plain": word, "marks": f"**{word}**", "tags": f"<b>{word}</b>", "heading": f"#### {word}"}
    ink = {name: sum(255 - one.lightness() for one in pixels(drawn(text, language))) for name, text in texts.items()}
    assert ink["marks"] > ink["plain"] * 1.05
    assert ink["marks"] == ink["tags"] == ink["heading"]


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", ["marks", "tags"])
def test_a_heading_is_larger_the_higher_it_stands_and_is_not_cut(qapp: QApplication, language: str, kind: str) -> None:
    word = WORDS[language]
    levels = [f"{'#' * at} {word}" if kind == "marks" else f"<h{at}>{word}</h{at}>" for at in (1, 2, 3, 4)]
    widths, heights = [], []
    for text in [*levels, f"**{word}**"]:
        image = drawn(text, language)
        every = ((x, y) for x in range(image.width()) for y in range(image.height()))
        inked = [(x, y) for x, y in every if image.pixelColor(x, y).lightness() < 128]
        across, down = [x for x, _ in inked], [y for _, y in inked]
        widths.append(max(across) - min(across))
        heights.append(image.height())
        assert min(down) > 0 and max(down) < image.height() - 1
    assert widths == sorted(widths, reverse=True) and widths[3] == widths[4]
    assert widths[0] > widths[1] > widths[2] > widths[3] and heights[0] > heights[3]


@pytest.mark.parametrize("language", WORDS)
def test_only_the_line_of_a_heading_is_larger(qapp: QApplication, language: str) -> None:
    word = WORDS[language]
    title, plain = drawn(f"# {word}", language), drawn(word, language)
    both = drawn(f"# {word}\n{word}", language)
    assert both.height() == pytest.approx(title.height() + plain.height(), abs=2)
    number = prose.read("# Telefono 06 1234 5678")
    assert number.headings == [(0, len(number.text), 1)] and number.bold == [(0, len(number.text))]


@pytest.mark.parametrize("language", WORDS)
def test_slanted_words_slant_or_are_bold_where_a_script_has_no_italics(qapp: QApplication, language: str) -> None:
    word = WORDS[language]
    slanted = drawn(f"<i>{word}</i>", language)
    assert slanted != drawn(word, language)
    assert (slanted == drawn(f"**{word}**", language)) == (language != "it")


@pytest.mark.parametrize("name", PALETTES)
def test_a_colour_of_a_form_is_one_that_can_be_read(qapp: QApplication, name: str) -> None:
    palette, tokens = PALETTES[name], Tokens(PALETTES[name])
    for colour in ("red", "yellow", "#fff", "black", "#10191f", "lime", "blue", palette.paper):
        legible = tokens.legible(colour)
        assert bool(legible) == (name != "contrast")
        for ground in (palette.paper, palette.ground, palette.accent_soft) if legible else ():
            assert contrast(legible, ground) >= 4.5
    assert tokens.legible("nocolour") == ""


def test_coloured_words_are_drawn_in_their_colour_or_bold(qapp: QApplication) -> None:
    label = "<span style='color:red'>parola</span>"
    reds = [one for one in pixels(drawn(label, "it")) if one.red() > 150 and one.green() + one.blue() < 150]
    assert len(reds) > 100
    assert drawn(label, "it", PALETTES["contrast"]) == drawn("**parola**", "it", PALETTES["contrast"])
    urdu = f"<span style='color:red'>{WORDS['ur']}</span>"
    assert drawn(urdu, "ur") == drawn(f"**{WORDS['ur']}**", "ur"), "letters that climb are drawn in one ink"


def test_marks_are_not_heard_and_not_looked_up(qapp: QApplication) -> None:
    option = Option("a", Text("**Si** [qui](http://x.org)", "it"), Text("<b>Yes</b>", "en"))
    row = ChoiceRow(Tokens(), option, 1, many=False)
    assert row.accessibleName() == "Si qui · Yes"
    assert row.person.text == "Si qui (\u2066http://x.org\u2069)"
    assert row.person.accessibleName() == "Si qui (http://x.org)"
    assert both(option) == "Si qui · Yes"
    row.deleteLater()


@pytest.mark.parametrize("marked", ["**{}**", "<b>{}</b>", "<span style='color:red'>{}</span>", "[{}](http://x.org)"])
def test_choices_with_marks_are_found_by_what_is_typed(marked: str) -> None:
    options = [Option(name, Text(marked.format(name), "it"), None) for name in ("Roma", "Siena", "Zara")]
    assert [looked_up(options, typed, -1) for typed in ("r", "si", "z", "span")] == [0, 1, 2, None]
    assert begins(options, "z") and not begins(options, "<")


def test_blanks_without_end_in_a_colour_cost_nothing() -> None:
    def cost(blanks: int) -> int:
        told = "".join(f"<span style='color:{' ' * blanks}{end}'>x</span>" for end in ("", "red", '"', "rgb("))
        return calls(lambda: prose.read(told))

    assert cost(50_000) < 1_000 and prose.read(f"<span style='color:{' ' * 50_000}x'>y</span>").text == "y"
