"""The look: contrasts as promised, scale within its bounds, fonts by script."""

from itertools import product

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from intake_app.gui import sheet, shell, tokens
from intake_app.gui.tokens import PALETTES, Look, Palette, Tokens, usual

pytestmark = pytest.mark.window


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: str, back: str) -> float:
    """Contrast ratio of WCAG 2, 1 to 21."""
    high, low = sorted((luminance(front), luminance(back)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_pair_of_text_and_ground_is_legible(palette: Palette) -> None:
    pairs = [*product((palette.ink, palette.ink_soft, palette.accent, palette.stop), (palette.ground, palette.paper))]
    pairs += [(getattr(palette, name), getattr(palette, f"{name}_soft")) for name in ("ok", "warn", "stop", "accent")]
    pairs += [(palette.ink, palette.accent_soft), (palette.on_accent, palette.accent), (palette.paper, palette.ink)]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5} == {}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_focus_ring_stands_out_on_both_sides(palette: Palette) -> None:
    assert contrast(palette.focus, palette.focus_edge) >= 3
    best = {side: max(contrast(side, palette.focus), contrast(side, palette.focus_edge)) for side in
            (palette.ground, palette.paper, palette.accent)}  # fmt: skip
    assert min(best.values()) >= 3


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_a_state_stands_out_from_the_paper_by_its_ground_or_a_line(palette: Palette) -> None:
    for kind in ("ok", "warn", "stop"):
        front, back = getattr(palette, kind), getattr(palette, f"{kind}_soft")
        assert {back, palette.edge(front, back)} - {palette.paper}
    assert "border: 1px solid #5a2f00" in sheet.build(Tokens(PALETTES["contrast"]))


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_edge_of_an_entry_field_is_seen(palette: Palette) -> None:
    assert min(contrast(palette.field, side) for side in (palette.ground, palette.paper)) >= 3
    fields = sheet.build(Tokens(palette)).partition("QLineEdit, QComboBox")[2].partition("}")[0]
    assert f"border: 1px solid {palette.field}" in fields


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_what_can_not_be_pressed_looks_like_nothing_that_can(palette: Palette) -> None:
    enabled, disabled = (palette.ink, f"1px solid {palette.line}"), (palette.off, palette.off_edge)
    assert palette.off != palette.ink and contrast(palette.off, palette.ground) >= 4.5
    assert palette.ground != palette.paper or enabled[1] != disabled[1], "by its ground, or by its edge"
    assert f":disabled {{ color: {palette.off}; background: {palette.ground}; border: {palette.off_edge}; }}" in (
        sheet.build(Tokens(palette))
    )


def test_the_scale_stays_within_its_bounds(qapp: QApplication) -> None:
    look = Look()
    look.set_scale(9)
    assert look.tokens.scale == tokens.LARGEST
    look.set_scale(0.1)
    assert look.tokens.scale == tokens.SMALLEST


def test_the_sheet_grows_with_the_scale() -> None:
    assert "min-height: 44px" in sheet.build(Tokens(scale=1.0))
    assert "min-height: 88px" in sheet.build(Tokens(scale=2.0))


@pytest.mark.parametrize(
    ("language", "family"),
    [("ar", "Noto Naskh Arabic"), ("bn", "Noto Sans Bengali"), ("ti", "Noto Sans Ethiopic"), ("it", "Noto Sans")],
)
def test_the_font_follows_the_script(qapp: QApplication, language: str, family: str) -> None:
    font = Tokens().font(language)
    assert font.families()[0] == family
    assert QFontInfo(font).family() == family


def test_direction_follows_the_language() -> None:
    assert tokens.direction("ar") == Qt.LayoutDirection.RightToLeft
    assert tokens.direction("fr") == Qt.LayoutDirection.LeftToRight
    assert tokens.line_height("ur") > tokens.line_height("it") > 1


@pytest.mark.parametrize(
    ("room", "size"),
    [
        ((640, 360), 1.0), ((1366, 768), 1.0), ((1920, 1080), 1.0), ((2560, 1440), 1.0), ((3440, 1440), 1.0),
        ((2880, 1800), 1.5), ((3840, 2100), 1.9), ((3840, 2160), 2.0), ((7680, 4320), 2.0),
    ],
)  # fmt: skip
def test_on_a_very_large_screen_everything_is_larger_until_somebody_chooses(
    room: tuple[int, int], size: float
) -> None:
    assert usual(QSize(*room)) == size


def test_nothing_is_animated_whatever_the_desktop_asks_for(qapp: QApplication) -> None:
    for effect in Qt.UIEffect:
        QApplication.setEffectEnabled(effect, True)
    assert QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    shell.prepare(qapp)
    assert not any(QApplication.isEffectEnabled(effect) for effect in Qt.UIEffect)
