"""In which language whoever interviews reads a form: as in the last interview, whatever the window or a slip speaks."""

from collections.abc import Iterable

from intake_app import languages
from intake_app.vault import Vault

_LOOKED_AT = 20
"""Records of one's own that were changed last, of which one was begun last."""


def mediator_spoke(store: Vault, case_id: str = "") -> tuple[str, ...]:
    """Languages that the questions were read in before, as those forms name them, the likeliest for a new one first.

    Of the case that of its newest record that one reads; then that of the interview which this person began last.
    """
    asked = [entry for entry in (store.case_outline(case_id) if case_id else ()) if entry.readable]
    rows = [store.record(asked[-1].record_id)] if asked else []
    mine = store.records(mine=True, limit=_LOOKED_AT)
    rows += sorted(mine, key=lambda row: row.created, reverse=True)
    return tuple(dict.fromkeys(row.mediator_language for row in rows if row.mediator_language))[:2]


def as_named(spoken: Iterable[str], names: Iterable[str], default: str) -> str:
    """The first of these languages that a form has, by the form's own name for it; else its default. Pure."""
    offered = list(names)
    by_code = {_code(name): name for name in reversed(offered)}
    found = (name if name in offered else by_code.get(_code(name)) for name in spoken)
    return next((name for name in found if name), default)


def _code(name: str) -> str:
    """What language it is; a name of none stands for itself."""
    known = languages.from_form_name(name)
    return known.code if known else name
