"""What somebody may agree to, by its code, and how a word to it lies in the store."""

from collections.abc import Sequence

PURPOSES = ("interview", "record", "sync", "slip", "export", "judicial", "cross_border", "consular", "research")
RESEARCH = "research"
"""Goes to no body: what is shared tells of it."""
_ROW = ("cross_border", ".research")
"""The table of words has eight purposes: one to research lies there as of one of these, to a recipient that no body can
be, which an older program of this schema passes over.
"""


def as_row(purpose: str, recipient: str) -> tuple[str, str]:
    """Purpose and recipient as they lie in the table.  Raises ValueError for what only this module writes, and for
    research with a recipient.
    """
    if recipient == _ROW[1] or (purpose == RESEARCH and recipient):
        raise ValueError(f"no such recipient: {recipient}")
    return _ROW if purpose == RESEARCH else (purpose, recipient)


def told(columns: Sequence[str]) -> str:
    """SQL for these columns of words ``c``, as they were said."""
    is_research = f"c.recipient = '{_ROW[1]}'"
    said = {
        "purpose": f"iif({is_research}, '{RESEARCH}', c.purpose)",
        "recipient": f"iif({is_research}, '', c.recipient)",
    }
    return ", ".join(said.get(name, f"c.{name}") for name in columns)
