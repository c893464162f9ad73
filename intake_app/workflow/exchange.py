"""Servers: set one up, fetch its forms, send what is due, and say what happened to each record."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from intake_app import openrosa, sync, xform
from intake_app.openrosa import Client, ServerKind, check_server
from intake_app.sync import FormResult, FormsReport, OnVault, Progress, RoundReport
from intake_app.vault import FormFile, ServerRow, Vault
from intake_app.workflow import forms
from intake_app.workflow import store as stores
from intake_app.workflow.entity_lists import KeptLists
from intake_app.workflow.server_settings import address_of, known_or_new

_KINDS: Mapping[str, ServerKind] = {"app_user": "app_user", "basic": "basic", "digest": "digest"}


def add_server(
    store: Vault, name: str, url: str, kind: str = "app_user", username: str = "", secret: str = ""
) -> ServerRow:
    """Check an address and keep it, secrets inside the vault; what else is set for one of the same name stays.

    Raises IntakeError `openrosa.bad_address`, `workflow.server_exists` for a name that another server has.
    """
    parsed = openrosa.parse_address(url.strip())
    chosen = parsed.kind if parsed.kind == "app_user" else _KINDS[kind]
    before = known_or_new(store, name.strip() or host(parsed.url), parsed.url, username)
    row = replace(before, url=parsed.url, kind=chosen, username=username.strip(), secret=secret)
    check_server(address_of(row))
    store.put_server(row)
    return row


def servers(store: Vault) -> tuple[ServerRow, ...]:
    """The servers of this workplace."""
    return store.servers()


def host_of(row: ServerRow) -> str:
    """The host of a server, which may be shown; the rest of the address may hold a key."""
    return host(row.url)


def host(url: str) -> str:
    """Host and port of an address."""
    return urlsplit(url).netloc.rpartition("@")[2]


def fetch_forms(
    on_vault: OnVault,
    server: str,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    take_updates: bool = False,
) -> FormsReport:
    """Fetch forms that are new or changed; for the net lane. One result for each form.

    Updates of forms that are here wait as offers, see `form_updates`; `take_updates` takes them at once.
    """
    changed = on_vault(lambda store: store.server_watch(server))
    with client_for(on_vault, server, cancelled) as client:
        accept, lists = partial(_accept, server), KeptLists()
        report = sync.fetch_forms(on_vault, client, server, accept, progress, cancelled, changed, lists)
    return replace(report, results=tuple(_taken(on_vault, one) for one in report.results)) if take_updates else report


def _taken(on_vault: OnVault, result: FormResult) -> FormResult:
    offer = result.offer
    if offer is None:
        return result
    on_vault(lambda store: store.accept_offer(offer))
    return replace(result, state="updated", offer=None)


def sync_round(
    on_vault: OnVault,
    server: str,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    beside: bool = False,
) -> RoundReport:
    """Send what is due, whatever its retry time says, since a person asked; for the net lane.

    `beside`: the vault has a lane of its own, which works on the next record while this one is on the wire.
    """
    changed = on_vault(lambda store: store.server_watch(server))
    with client_for(on_vault, server, cancelled) as client:
        return sync.run_round(on_vault, client, server, progress, cancelled, beside=beside, changed=changed)


def retry(store: Vault, record_id: str) -> None:
    """Put a record that waited for a person back into the queue."""
    store.retry(record_id)


def let_any_server(store: Vault, record_id: str) -> None:
    """Let any server have a record that may have arrived on the one it was tried on: a person knows that it did not."""
    store.let_any_server(record_id)


def _accept(server: str, xml: bytes, files: Mapping[str, bytes]) -> FormFile:
    definition = xform.load(xml, files)
    return forms.form_file(definition, xml, "server", server)


def client_for(on_vault: OnVault, server: str, cancelled: Callable[[], bool]) -> Client:
    """An open line to a server of this workplace, for the net lane."""
    row = on_vault(lambda store: store.server(server))
    device = on_vault(stores.device_id)
    return Client(address_of(row), device, cancelled=cancelled)
