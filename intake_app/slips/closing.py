"""Pages of issued slips: a password on them for those who carry them as a file, and those of several as one."""

import io
from collections.abc import Callable, Sequence

_CIPHER = "AES-256"


def closed(pdf: bytes, password: str) -> bytes:
    """The same pages, readable only with the password (AES-256, ISO 32000-2). Metadata are encrypted too."""
    from pypdf import PdfReader, PdfWriter  # slow to import, and few slips are closed

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm=_CIPHER)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def together(pdfs: Sequence[bytes], go_on: Callable[[int, int], None] = lambda _done, _of: None) -> bytes:
    """The pages of several slips one after another, to be printed at once. No property names anybody or a program.

    Each slip begins on a sheet of its own, also where both sides are printed: a blank page follows an odd number.
    ``go_on`` hears how many are in it, of how many, and stops it by raising.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for done, pdf in enumerate(pdfs, 1):
        writer.append(PdfReader(io.BytesIO(pdf)), import_outline=False)
        if len(writer.pages) % 2:
            writer.add_blank_page()
        go_on(done, len(pdfs))
    writer.metadata = None
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
