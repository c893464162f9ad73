"""What is set for a server beside its address: whom we take for it, its project, when it is asked by itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from unicodedata import category

from intake_app import openrosa
from intake_app.errors import IntakeError
from intake_app.openrosa import Certificate, Client, ServerAddress, ServerKind, Settings, Trust, check_server
from intake_app.sync import OnVault
from intake_app.vault import OWN_FORMS, ServerRow, Vault, same_place
from intake_app.workflow import store as stores

_KINDS: dict[str, ServerKind] = {"app_user": "app_user", "basic": "basic", "digest": "digest"}
LONGEST_NAME = 60
"""Signs of the name of a server or of its project; more are cut off."""
_JOINERS, _UNSEEN = "\u200c\u200d\n\t", frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
AUTOMATIC = ("off", "on", "metered")
"""When a server is asked by itself: never; when it answers; on a connection that costs by the byte too."""


def address_of(row: ServerRow) -> ServerAddress:
    """How a server is spoken to."""
    return ServerAddress(row.name, row.url, _KINDS[row.kind], row.username, row.secret, Trust(row.ca, row.pin))


def add_server_by_settings(store: Vault, settings: Settings, name: str = "") -> ServerRow:
    """Keep the server that a settings code tells of, with its project; one for testing is marked so.

    What else is set for one of the same name stays: by whom it is known above all.
    Raises IntakeError `openrosa.bad_address`, `workflow.server_exists` for a name that another server has.
    """
    told = settings.address
    before = known_or_new(store, name or told.name, told.url, told.username)
    row = replace(
        before,
        url=told.url,
        kind=told.kind,
        username=told.username,
        secret=told.secret,
        project=plain(settings.project),
        test=settings.for_testing,
    )
    check_server(address_of(row))
    store.put_server(row)
    return row


def plain(name: str) -> str:
    """A name on one line, without signs that nobody sees or that turn the order of the others.

    The two that join and part letters of Persian, Urdu and Bengali stay.
    """
    seen = "".join(sign for sign in name if sign in _JOINERS or category(sign) not in _UNSEEN)
    return " ".join(seen.split())[:LONGEST_NAME].strip()


def known_or_new(store: Vault, name: str, url: str, username: str) -> ServerRow:
    """The server of this name, to be given another key or password; a new one where there is none.

    Raises IntakeError `workflow.server_exists` for a name that another project or account has, also of the same host:
    the records of its forms would go here; and as `free_name` does.
    """
    called = free_name(store, name, url)
    new = ServerRow(called, url, username=username.strip())
    before = next((row for row in store.servers() if row.name == called), new)
    if not same_place(before, new):
        raise IntakeError("workflow.server_exists", server=called)
    return before


def free_name(store: Vault, name: str, url: str) -> str:
    """The name, unless a server of another host has it: its pin and its forms would be this one's.

    Raises IntakeError `workflow.server_exists`, `workflow.server_name` when nothing of it can be read.
    """
    wanted = plain(name)
    if not any(sign.isalnum() for sign in wanted):
        raise IntakeError("workflow.server_name")
    for row in store.servers():
        if row.name in (wanted, name) and openrosa.parse_address(row.url).origin != openrosa.parse_address(url).origin:
            raise IntakeError("workflow.server_exists", server=wanted)
    return wanted


def change_server(
    store: Vault,
    name: str,
    *,
    authority: bytes | None = None,
    pin: str | None = None,
    project: str | None = None,
    test: bool | None = None,
    automatic: str | None = None,
) -> ServerRow:
    """Set what is given, leave the rest; b"" and "" take an authority or a pin out again.

    Raises IntakeError `openrosa.bad_authority`, `openrosa.bad_fingerprint`, `vault.no_such_server`.
    """
    row = store.server(name)
    if authority is not None:
        row = replace(row, ca=openrosa.parse_authority(authority) if authority else "")
    if pin is not None:
        row = replace(row, pin=openrosa.parse_fingerprint(pin) if pin else "")
    row = replace(
        row,
        project=row.project if project is None else plain(project),
        test=row.test if test is None else test,
        automatic=row.automatic if automatic is None else automatic,
    )
    check_server(address_of(row))
    store.put_server(row)
    return row


def drop_server(store: Vault, name: str) -> None:
    """Forget a server and its secrets. Records and forms stay; those of its forms wait until it is there again."""
    store.drop_server(name)


def remove_server(store: Vault, name: str) -> None:
    """The same, but it can be brought back until the store is closed; what waits for it alone goes to no other so long.

    Raises IntakeError `vault.no_such_server`, `vault.not_allowed`.
    """
    store.drop_server(name, for_now=True)


def bring_server_back(store: Vault, name: str) -> bool:
    """A removed server as it was, with its secrets and what waits for it; False where its name was taken since.

    Raises IntakeError `vault.not_allowed`.
    """
    return store.bring_back_server(name)


def own_forms_server(store: Vault) -> str:
    """Where records of forms go that came from no server; "" as long as any server may have them.

    One that was removed stays that, and they go nowhere, until it is there again or somebody chooses.
    """
    return store.own_forms_server()


def choose_own_forms_server(store: Vault, name: str, waits: bool = False) -> None:
    """Let records of forms that came from no server go to this one alone; "" for any.

    ``waits``: also to one that was removed, for which they wait.  Raises IntakeError `vault.no_such_server`,
    `vault.not_allowed`.
    """
    if name and not waits and name not in {row.name for row in store.servers()}:
        raise IntakeError("vault.no_such_server")
    store.set_setting(OWN_FORMS, name)


def some_authority(data: bytes) -> bytes:
    """The bytes of a file that is to hold an authority: of an empty one the public ones would be believed instead.

    Raises IntakeError `openrosa.bad_authority`.
    """
    if not data:
        raise IntakeError("openrosa.bad_authority", reason="empty")
    return data


def certificates_of(
    on_vault: OnVault, name: str, cancelled: Callable[[], bool] = lambda: False
) -> tuple[Certificate, ...]:
    """What a server shows of itself, for a person to compare before one is pinned; for the net lane."""
    row = on_vault(lambda store: store.server(name))
    with Client(address_of(row), on_vault(stores.device_id), cancelled=cancelled) as client:
        return client.certificates()


def authorities_of(row: ServerRow) -> tuple[Certificate, ...]:
    """The certificates of an organisation's own authority that a server is known by; () for the public ones."""
    return openrosa.certificates_in(row.ca) if row.ca else ()


def reach(on_vault: OnVault, name: str, cancelled: Callable[[], bool]) -> None:
    """Ask a server now whether it answers and knows this workplace; nothing is sent.  For the net lane.

    Raises IntakeError 'openrosa.*' with what came instead.
    """
    row = on_vault(lambda store: store.server(name))
    with Client(address_of(row), on_vault(stores.device_id), cancelled=cancelled) as client:
        client.preflight()


def change_sign_in(store: Vault, name: str, url: str = "", username: str = "", secret: str = "") -> ServerRow:
    """Another address on the same host, user name or password; what is "" stays as it was.

    Raises IntakeError `openrosa.bad_address`, `workflow.server_exists` for an address on another host.
    """
    row = store.server(name)
    if url.strip():
        parsed = openrosa.parse_address(url)
        free_name(store, name, parsed.url)
        row = replace(row, url=parsed.url, kind="app_user" if parsed.kind == "app_user" else row.kind)
    row = replace(row, username=username.strip() or row.username, secret=secret or row.secret)
    check_server(address_of(row))
    store.put_server(row)
    return row


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """A server with how it stands: `waiting` records that one may send there, `reached` when it last answered one of
    these ("" never), `own_forms` whether it has the records of forms that came from none, `uncovered` records that were
    released before it was known and do not go there.
    """

    row: ServerRow
    waiting: int
    reached: str
    own_forms: bool
    uncovered: int = 0


def cover_server(store: Vault, name: str) -> int:
    """Let records that were released before a server was known go there too; how many.

    What was taken back since stays so. Raises IntakeError `vault.no_such_server`, `vault.not_allowed`.
    """
    return store.cover(name)


def server_facts(store: Vault) -> tuple[ServerFacts, ...]:
    """Every server, for whoever looks after them."""
    own, now = own_forms_server(store), datetime.now(UTC)
    return tuple(
        ServerFacts(
            *(row, store.waiting(row.name), store.pace(row.name, now).reached, own in ("", row.name)),
            store.uncovered(row.name),
        )
        for row in store.servers()
    )
