"""What the version that a correction corrects had heard of consent, and what of it stands in the correction."""

from collections.abc import Sequence
from dataclasses import replace

from intake_app.errors import IntakeError
from intake_app.screening import Consent
from intake_app.vault import RecordRow, Vault
from intake_app.workflow import asked, carrying, own_words
from intake_app.workflow import store as stores


def _former(store: Vault, row: RecordRow) -> str:
    """The version that a draft corrects, by id; "" for none."""
    return next((each.id for each in store.versions(row.id) if each.code == row.edit_of), "") if row.edit_of else ""


def before(store: Vault, row: RecordRow) -> tuple[Consent, ...]:
    """What the version that this one corrects had heard, and when; () where there is none, or it can not be read."""
    former = _former(store, row)
    try:
        told = carrying.heard_in(store, former) if former else ()
        return tuple(replace(each, at=each.at or store.record(former).finalised or "") for each in told)
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return ()


def as_before(now: Consent, before: Consent | None) -> Consent:
    """What a form heard, as the version before had heard it, if it was not asked again since."""
    if before is None or before.given != now.given:
        return now
    given = replace(now, how=before.how, witness=before.witness) if now.given == "yes" else now
    return given if now.at else replace(given, at=before.at, language=now.language or before.language)


def stands(store: Vault, row: RecordRow, own: Sequence[Consent]) -> frozenset[str]:
    """What in a correction stands as the version before it had heard it, by the place of the question; of a version
    that is not read, as the draft was begun with it.
    """
    was = {(each.ref, each.given, each.at) for each in before(store, row)}
    kept_asked = store.draft(row.id).asked if row.edit_of and row.state == "draft" else {}
    began = {(ref, told[1]) for ref, told in kept_asked.items() if asked.is_of_before(told)}
    return frozenset(
        each.ref for each in own if (each.ref, each.given, each.at) in was or (each.ref, each.at) in began
    )


def way_before(store: Vault, row: RecordRow) -> tuple[str, str] | None:
    """How the person agreed in the version that a draft corrects, and before whom, whoever reads that; None where they
    agreed to nothing there, or nobody corrects.
    """
    if not row.edit_of:
        return None
    ways = [(each.how, each.witness) for each in before(store, row) if each.given == "yes"]
    ways += [(told[4], told[5]) for told in store.draft(row.id).asked.values() if asked.is_of_before(told)]
    return next((way for way in ways if way != ("spoken", "")), ways[0] if ways else None)


def told_anew(store: Vault, row: RecordRow, own: Sequence[Consent]) -> frozenset[str]:
    """What they had agreed to in the version before, and of which another way, witness or language is told now."""
    was = {each.ref: each for each in before(store, row) if each.given == "yes"}
    agreed = ((each, was.get(each.ref)) for each in own if each.given == "yes")
    return frozenset(now.ref for now, then in agreed if then is not None and _is_other(then, now))


def _is_other(then: Consent, now: Consent) -> bool:
    language = own_words.of_form(now.language)
    return (then.how, then.witness) != (now.how, now.witness) or language not in ("", own_words.of_form(then.language))
