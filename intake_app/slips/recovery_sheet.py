"""The sheet of paper with a recovery key: large groups, what it opens, where to keep it. It names nobody."""

from intake_app.i18n import msg
from intake_app.slips.fonts import require_fonts
from intake_app.slips.layout import Align, Box, Frame, Layout, Rule, Sheet, reads_from_right
from intake_app.slips.render import draw
from intake_app.slips.service_page import MARGIN, WIDTH
from intake_app.slips.shaping import Shaper
from intake_app.slips.voice import SHEET, Said, Voice
from intake_app.slips.wording import Catalogues

_KEY_LANGUAGE = "en"
_TOP, _GAP = 60.0, 18.0


def recovery_sheet(key: str, language: str, catalogues: Catalogues) -> bytes:
    """One A4 page with the key, in its groups, and words in a language. Raises IntakeError ``slips.font_missing``."""
    return draw(lay_out_recovery(key, language, catalogues))


def lay_out_recovery(key: str, language: str, catalogues: Catalogues) -> Layout:
    """Where everything stands; the key is read from the left, and stands where the words begin."""
    require_fonts(language)
    voice, sheet = Voice.of(language, catalogues), Sheet(Shaper())
    title = voice.say(msg("Recovery key"), bold=True)
    top = y = _said(sheet, "title", title, _TOP, 22) + _GAP / 2
    side: Align = "end" if reads_from_right(title.language) else "start"
    groups = key.split("-")
    for number, part in enumerate((groups[:4], groups[4:])):
        at = (MARGIN + _GAP, y + _GAP, WIDTH - 2 * _GAP)
        y = sheet.text(f"key-{number}", "  ".join(part), at, language=_KEY_LANGUAGE, size=24, align=side, bold=True)
    sheet.shapes.append(Frame(Box(MARGIN, top, WIDTH, y + _GAP - top), 6, 1.2, "ink"))
    y += 2 * _GAP
    for number, said in enumerate(
        (
            voice.say(msg("It opens everything in one workplace and gives a new passphrase to whoever uses it.")),
            voice.say(msg("Keep it where you would keep money, never with the computer, and show it to nobody.")),
            voice.say(msg("When the workplace gets another key, this sheet opens nothing any more: destroy it.")),
            voice.say(msg("Which workplace, and since when (by hand):")),
        )
    ):
        y = _said(sheet, f"word-{number}", said, y, 12) + _GAP / 2
    sheet.shapes.append(Rule(MARGIN, y + 2 * _GAP, WIDTH, 0.8))
    return Layout((sheet.frozen(),), voice.words(SHEET))


def _said(sheet: Sheet, role: str, said: Said, y: float, size: float) -> float:
    return sheet.text(role, said.spans, (MARGIN, y, WIDTH), language=said.language, size=size)
