"""The key that a form wants its records encrypted with: whether it is any good, and whether it is still the same."""

from collections.abc import Iterator

from intake_app import xform
from intake_app.openrosa import key_fault
from intake_app.vault import Vault
from intake_app.xform import FormDefinition, Notice


def settled(definition: FormDefinition) -> tuple[Notice, ...]:
    """The notices of a form, with what becomes of its records by the worth of its key: they leave encrypted or stay."""
    fault = key_fault(definition.public_key) if definition.public_key is not None else ""
    if not fault:
        return definition.notices
    others = (notice for notice in definition.notices if notice.code != "xform.encrypted_form")
    return (*others, Notice("error", "submission", "openrosa.bad_key", {"reason": fault}))


def changed(store: Vault, definition: FormDefinition) -> Iterator[Notice]:
    """A notice where the form in use so far had another key, or one of the two has none: who changed it?"""
    for row in store.forms():
        if row.form_id == definition.form_id:
            before = xform.load(store.form(row.key).xml).public_key
            if before != definition.public_key:
                yield Notice("error", "submission", "workflow.key_changed", {"form": row.title})
