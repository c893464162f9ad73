"""Slips: one A4 PDF, first page for the service, second page for the person, in Italian and the person's language."""

from intake_app.slips.closing import closed
from intake_app.slips.fonts import require_fonts
from intake_app.slips.layout import Layout, PlacedText
from intake_app.slips.recovery_sheet import recovery_sheet
from intake_app.slips.render import lay_out, render
from intake_app.slips.transfer_receipt import Transfer, TransferLine, lay_out_receipt, transfer_receipt
from intake_app.slips.wording import Catalogues, Words, label

__all__ = [
    "Catalogues",
    "Layout",
    "PlacedText",
    "Transfer",
    "TransferLine",
    "Words",
    "closed",
    "label",
    "lay_out",
    "lay_out_receipt",
    "recovery_sheet",
    "render",
    "require_fonts",
    "transfer_receipt",
]
