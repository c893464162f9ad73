"""What opening the store has met, in words."""

from intake_app.errors import IntakeError
from intake_app.gui.states import when
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


def held_words(made: str, tr: Words) -> str:
    """That nothing leaves a store that was put back to how it was when a copy was ``made``."""
    told = tr(
        "This store was put back to how it was ({when}). Who took their word back since is not known here, so "
        "nothing leaves it."
    )
    return told.format(when=when(made, tr))


def back_words(copied: str, number: int, tr: Words) -> str:
    """What came back with a copy of that day: how many records this person may see."""
    told = tr.plural(
        "The store is back as it was in the copy ({when}). {n} record that you may see came with it.",
        "The store is back as it was in the copy ({when}). {n} records that you may see came with it.",
        number,
    )
    return told.format(when=copied, n=number)
