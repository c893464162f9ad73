"""The workplace: create it, open it, add people, put our own questionnaires into it."""

import platform
import random
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake_app import keychain, languages, vault, xform
from intake_app.errors import IntakeError
from intake_app.vault import Kdf, Person, Role, Site, Upgrade, Vault, unwatched
from intake_app.workflow import forms, reckoning
from intake_app.xform.surroundings import SYSTEM_ZONE

_DEVICE = "device_id"
KEEPS_FORMS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Setup:
    """What the first start asks: who runs this workplace, and its first person.

    ``recovery`` is a recovery key that is on paper by now; empty when somebody chose to do without.
    """

    organisation: str
    site: str
    callback: str
    name: str
    role: Role
    passphrase: str
    recovery: str = ""


def create_store(path: Path, setup: Setup, kdf: Kdf = vault.DEFAULT) -> Vault:
    """Create an encrypted store at `path` with its first person and our own questionnaires in it.

    Takes about a second: the passphrase goes through Argon2id. Raises IntakeError `vault.*`.
    """
    site = Site(setup.organisation.strip(), setup.site.strip(), setup.callback.strip())
    store = entered(
        vault.create(path, site, setup.name.strip(), setup.role, setup.passphrase, kdf, recovery=setup.recovery)
    )
    store.set_setting(_DEVICE, f"intake:{secrets.token_hex(12)}")
    forms.install_own_forms(store)
    return store


def open_store(path: Path, name: str, passphrase: str, progress: Upgrade = unwatched) -> Vault:
    """Open the store as a person. Raises IntakeError `vault.wrong_passphrase` and other `vault.*`."""
    store = entered(vault.open_store(path, name.strip(), passphrase, factor=keychain.fetch, progress=progress))
    if store.me.keeper or store.me.role in KEEPS_FORMS:
        forms.install_own_forms(store)
    return store


def entered(store: Vault) -> Vault:
    """A store that was just opened, by whatever way, told how people count."""
    store.reckon_by(reckoning.reckoning(surroundings_for({})))
    return store


def add_person(store: Vault, name: str, role: Role, passphrase: str, agency: str = "", site: str = "") -> Person:
    """Give a colleague a key slot of their own; nobody shares a passphrase. A guest has another agency or site."""
    return store.add_person(name.strip(), role, passphrase, agency.strip(), site.strip())


def device_id(store: Vault) -> str:
    """The identifier servers see for this store: random, without meaning."""
    return store.setting(_DEVICE) or ""


def surroundings(store: Vault) -> xform.Surroundings:
    """Clock, randomness, device properties and month names for the form engine."""
    return surroundings_for({"deviceid": device_id(store), "username": store.me.name})


def surroundings_for(properties: Mapping[str, str]) -> xform.Surroundings:
    """As `surroundings`, for given properties; pure, for the GUI thread."""
    return xform.Surroundings(
        now=_now,
        random=random.Random(secrets.randbits(64)),
        uuid=lambda: str(uuid.uuid4()),
        properties=dict(properties),
        month_names=languages.month_name,
        day_names=languages.day_name,
        chain=languages.chain,
    )


def _now() -> datetime:
    return datetime.now(SYSTEM_ZONE)


def with_states(values: Mapping[str, str], states: Mapping[str, str]) -> dict[str, str]:
    """Relevant answers by ref, and where there is none why: that it was declined or is not known is an answer too."""
    return {ref: value or str(states.get(ref, "")) for ref, value in values.items()}


def is_unreadable(trouble: IntakeError) -> bool:
    """Whether a record is what can not be read: damaged, put back, or no answers of its form; not the whole file."""
    return trouble.code in ("vault.damaged", "vault.replayed") or trouble.code.startswith(("xform.", "xpath."))


def user_agent() -> str:
    """What servers see of the program: product and version, nothing of the machine but its system."""
    return f"intake ({platform.system()})"
