"""What opening the store has met, in words."""

from intake_app.errors import IntakeError
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words


def noticed_words(codes: tuple[str, ...], tr: Words) -> str:
    """A sentence for each kind of it: the store was put back, or records are set apart."""
    told = list[str]()
    for code in codes:
        if code == "vault.rolled_back":
            told.append(str(explain(IntakeError(code), tr)))
        else:
            told.append(
                tr("Records of this store can not be read as they were written; they are marked in the lists. "
                   "Do not delete anything, and tell your coordinator.")
            )  # fmt: skip
    return "\n".join(dict.fromkeys(told))
