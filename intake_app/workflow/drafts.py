"""What records say, read without a window: with the same lists as whoever fills them in."""

from collections.abc import Mapping

from intake_app import xform
from intake_app.vault import Vault
from intake_app.workflow import entity_lists
from intake_app.workflow import store as stores


def definition(store: Vault, form_key: int, loaded: dict[int, xform.FormDefinition]) -> xform.FormDefinition:
    """A form with the lists as they are kept now. `loaded`: forms by key, for who reads several records; it is put
    there.
    """
    if form_key not in loaded:
        package = entity_lists.form_for(store, form_key)
        loaded[form_key] = xform.load(package.xml, package.files)
    return loaded[form_key]


def draft_told(
    store: Vault, record_id: str, loaded: dict[int, xform.FormDefinition] | None = None
) -> tuple[xform.FormDefinition, Mapping[str, str]]:
    """What a draft that one reads says so far: its form, and the relevant answers by ref. `loaded`: as `definition`."""
    form_key, xml = store.record(record_id).form_key, store.draft(record_id).xml
    if loaded is None:
        package = entity_lists.form_for(store, form_key, xml)
        form = xform.load(package.xml, package.files)
    else:
        form = definition(store, form_key, loaded)
    return form, xform.resume(form, xml, {}, stores.surroundings(store)).values()


def finished_told(store: Vault, record_id: str) -> tuple[xform.FormDefinition, Mapping[str, str]]:
    """What a finished record that one reads says: its form, and the relevant answers by ref."""
    xml = store.submission(record_id)
    package = entity_lists.form_for(store, store.record(record_id).form_key, xml)
    form = xform.load(package.xml, package.files)
    return form, xform.resume(form, xml, {}, stores.surroundings(store)).values()
