"""The services of a workplace: the built-in ones, and over them its own, which lie in its store."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from intake_app import paths, referral
from intake_app.referral import Directory
from intake_app.vault import Vault

_KEY = "directory"
"""A setting of the store: of the workplace, of no person, sealed with everything else."""


@dataclass(frozen=True)
class ServicesImported:
    """What a file brought: how many entries are new, how many took the place of one, how many own ones there are now,
    and how many of those nobody has checked lately."""

    added: int
    changed: int
    own: int
    to_check: int


def directory(store: Vault | None = None) -> Directory:
    """The services of this workplace; without a store the built-in ones alone.

    Raises IntakeError `referral.bad_directory`.
    """
    built_in = referral.load_directory((paths.resources() / "directory.json").read_bytes())
    return built_in if store is None else referral.merged(built_in, own_directory(store))


def own_directory(store: Vault) -> Directory:
    """The workplace's own services alone."""
    kept = store.setting(_KEY)
    return referral.read_own(kept.encode()) if kept else Directory(())


def import_services(store: Vault, data: bytes, *, replace: bool = False) -> ServicesImported:
    """Take the services of a file: beside the own ones that are there, or in their place.

    One of a code that is there takes its place. Whatever is wrong in the file, nothing changes: IntakeError
    `referral.bad_table` with line and column, `referral.bad_directory` with the place, `vault.not_allowed`.
    """
    fresh, former = referral.read_own(data), own_directory(store)
    before = {one.code: one for one in directory(store)}
    own = fresh if replace else referral.added(former, fresh)
    store.set_setting(_KEY, referral.as_json(own).decode())
    changed = sum(one.code in before and before[one.code] != one for one in fresh)
    new = sum(one.code not in before for one in fresh)
    today = date.today()
    return ServicesImported(new, changed, len(own), sum(one.needs_check(today) for one in own))


def export_services(store: Vault, kind: Literal["csv", "json"]) -> bytes:
    """The workplace's own services as a file that `import_services` takes; where there are none, its heads alone."""
    own = own_directory(store)
    return referral.as_table(own) if kind == "csv" else referral.as_json(own)
