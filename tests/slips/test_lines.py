"""Lines: cut in logical order, then put in visual order, never wider than their box."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.slips import fonts
from intake_app.slips.cleaning import clean
from intake_app.slips.shaping import Line, Shaper, Span

ARABIC = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة"
TEXTS = st.text(alphabet="abc èَ لا بجكতির্ক্ষ 0123 ()-…۔🙂\u200d", min_size=1, max_size=120)


def test_wrapped_right_to_left_lines_follow_one_another() -> None:
    lines = Shaper().lines([Span(ARABIC)], language="ar", size=12, width=120)
    assert len(lines) > 1
    assert " ".join(line.text for line in lines) == ARABIC
    assert lines[0].text.startswith("واحد")
    assert "".join(piece.text for piece in lines[0].pieces).endswith("واحد")


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.booleans(), st.sampled_from(["ar", "bn", "it"]), st.floats(40, 400))
def test_no_line_is_wider_than_its_box_and_no_sign_is_lost(text: str, alone: bool, language: str, width: float) -> None:
    shown = clean(text)
    lines = Shaper().lines([Span(shown, alone=alone)], language=language, size=10, width=width)
    assert "".join(line.text for line in lines).replace(" ", "") == shown.replace(" ", "")
    for line in lines:
        assert line.width <= width + 1e-6 or sum(len(piece.clusters) for piece in line.pieces) == 1
        assert sum(len(piece.text) for piece in line.pieces) == len(line.text)


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.integers(1, 3), st.sampled_from(["ar", "bn", "it"]))
def test_a_limit_of_lines_is_kept_and_shown(text: str, most: int, language: str) -> None:
    shown = clean(text)
    lines = Shaper().lines([Span(shown)], language=language, size=10, width=60, most=most)
    whole = Shaper().lines([Span(shown)], language=language, size=10, width=60)
    assert len(lines) <= most
    if len(whole) > most:
        assert lines[-1].text.endswith("…")
        assert lines[-1].width <= 60


@pytest.mark.parametrize("number", ["800 290 290", "7K4M-29QX", "21/11/2026"])
def test_a_value_that_stands_alone_is_not_broken(number: str) -> None:
    spans = [Span("الرقم المرجعي هو "), Span(number, bold=True, alone=True), Span(" شكرا لك")]
    for width in range(90, 200, 10):
        lines = Shaper().lines(spans, language="ar", size=12, width=width)
        assert sum(number in line.text for line in lines) == 1
        assert any(number in "".join(piece.text for piece in line.pieces) for line in lines)


@pytest.mark.parametrize("text", [ARABIC, "vicino a Monaco di Baviera con la famiglia", "በሙኒክ ከተማ አቅራቢያ ከቤተሰቡ ጋር ይኖራል"])
def test_a_value_that_is_longer_than_a_line_goes_on_after_a_word(text: str) -> None:
    language = "ar" if text is ARABIC else "it"
    for width in range(70, 160, 10):
        lines = Shaper().lines([Span(text, alone=True)], language=language, size=10, width=width)
        assert [word for line in lines for word in line.text.split()] == text.split(), f"{width} points"
        assert len(lines) > 1 and all(line.width <= width for line in lines)


def test_joined_letters_and_conjuncts_are_shaped() -> None:
    (conjunct,) = Shaper().lines([Span("ক্ষ")], language="bn", size=10, width=100)
    assert sum(len(cluster.glyphs) for piece in conjunct.pieces for cluster in piece.clusters) == 1
    (alone,), (joined,) = (Shaper().lines([Span(text)], language="ar", size=10, width=100) for text in ("ب", "ببب"))
    glyphs = [cluster.glyphs[0].number for piece in joined.pieces for cluster in piece.clusters]
    assert len(set(glyphs)) == 3 or alone.pieces[0].clusters[0].glyphs[0].number not in glyphs


def test_a_mark_of_a_script_after_a_foreign_word_has_its_sign() -> None:
    """A danda belongs to no script alone, and Noto Sans, in which the word before it stands, has none."""
    (line,) = Shaper().lines([Span("দপ্তর (Questura)। তারপর")], language="bn", size=12, width=400)
    assert "\ufffd" not in "".join(piece.text for piece in line.pieces)
    assert all(glyph.number for piece in line.pieces for cluster in piece.clusters for glyph in cluster.glyphs)


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("fa", "۲۴ تا ۷۶", ["uni06F2", "uni06F4", "uni06F7", "uni06F6"]),
        ("ps", "۴۶۷", ["uni06F4", "uni06F6", "uni06F7"]),
        ("it", "۴۶۷", ["uni06F4", "uni06F6", "uni06F7"]),
        ("fa", "۱٫۷", ["uni06F1", "uni066B.locl", "uni06F7"]),
        ("ar", "٢٤٦٧", ["uni0662", "uni0664", "uni0666", "uni0667"]),
        ("ur", "۴۶۷", ["FourUrdu", "SixUrdu", "SevenUrdu"]),
    ],
)
def test_figures_have_the_form_of_the_language(language: str, text: str, names: list[str]) -> None:
    """The seven of Persian is a V; that of Urdu, with the same number, is an angle."""
    drawn = figures(Shaper().lines([Span(text)], language=language, size=12, width=400)[0])
    assert drawn == names


def test_figures_have_the_urdu_form_where_urdu_is_upright(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a font that is no Nastaliq draws them."""
    monkeypatch.setattr(fonts, "family_of", lambda sign, language: "Noto Naskh Arabic")
    drawn = figures(Shaper().lines([Span("۴۶۷")], language="ur", size=12, width=400)[0])
    assert drawn == ["uni06F4.locl", "uni0666", "uni06F7.locl"]


def figures(line: Line) -> list[str]:
    """The glyphs of the figures and their signs, by their names in the font, in the order in which they are read."""
    pieces = [line.pieces[at] for at in line.reading]
    found = [(piece.face, cluster) for piece in pieces for cluster in piece.clusters if cluster.text in "٢٤٦٧۱۲۴۶۷٫"]
    return [face.shaped.glyph_to_string(glyph.number) for face, cluster in found for glyph in cluster.glyphs]
