"""Slips: one A4 PDF, first page for the service, last page for the person, in Italian and the person's language.

And what anybody may be given: a card with a number to phone, leaflets.
"""

from intake_app.slips.card import ON_A_SHEET, card, lay_out_card
from intake_app.slips.closing import closed, together
from intake_app.slips.fonts import require_fonts
from intake_app.slips.layout import Layout, PlacedText
from intake_app.slips.leaflet import lay_out_leaflet, leaflet
from intake_app.slips.minor_report import ReportFrame, lay_out_minor_report, minor_report_pages
from intake_app.slips.recovery_sheet import recovery_sheet
from intake_app.slips.render import GoOn, lay_out, on_and_on, render
from intake_app.slips.screening_page import lay_out_screening, screening_pages
from intake_app.slips.telephone import paper_languages, translation_note
from intake_app.slips.transfer_receipt import Transfer, TransferLine, lay_out_receipt, transfer_receipt
from intake_app.slips.wording import Catalogues, Words, label

__all__ = [
    "ON_A_SHEET",
    "Catalogues",
    "GoOn",
    "Layout",
    "PlacedText",
    "ReportFrame",
    "Transfer",
    "TransferLine",
    "Words",
    "card",
    "closed",
    "label",
    "lay_out",
    "lay_out_card",
    "lay_out_leaflet",
    "lay_out_minor_report",
    "lay_out_receipt",
    "lay_out_screening",
    "leaflet",
    "minor_report_pages",
    "on_and_on",
    "paper_languages",
    "recovery_sheet",
    "render",
    "require_fonts",
    "screening_pages",
    "together",
    "transfer_receipt",
    "translation_note",
]
