"""A password on the pages of a slip, for those who carry them as a file."""

import io

_CIPHER = "AES-256"


def closed(pdf: bytes, password: str) -> bytes:
    """The same pages, readable only with the password (AES-256, ISO 32000-2). Metadata are encrypted too."""
    from pypdf import PdfReader, PdfWriter  # slow to import, and few slips are closed

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm=_CIPHER)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
