"""QR codes as modules; a code says the reference and nothing else."""

import segno

from intake_app.slips.layout import Box, QrCode

QUIET = 4


def qr_code(says: str, x: float, y: float, size: float) -> QrCode:
    """A QR code (level M) with its quiet zone, `size` points wide."""
    code = segno.make_qr(says, error="m")
    rows = tuple(tuple(bool(module) for module in row) for row in code.matrix_iter(border=QUIET))
    return QrCode(Box(x, y, size, size), says, rows)
