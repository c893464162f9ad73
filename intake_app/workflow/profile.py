"""A second laptop: the profile of a workplace goes out signed, and comes in after somebody has seen what it does."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from intake_app import vault, xform
from intake_app.errors import IntakeError
from intake_app.openrosa import check_server
from intake_app.vault import Kdf, Profile, ProfileForm, ServerRow, Vault, same_place
from intake_app.workflow import access, forms, services
from intake_app.workflow.exchange import host_of
from intake_app.workflow.server_settings import address_of, choose_own_forms_server, plain

StepKind = Literal["server", "form", "organisation_key", "own_forms_server", "site", "services"]
StepAction = Literal["add", "change", "offer", "same", "needs_secret", "name_taken", "differs", "refused"]


@dataclass(frozen=True)
class ProfileStep:
    """One thing a profile brings, and what comes of it here.

    `offer`: another version of a form that is here waits as an update. `needs_secret`: a server whose address the
    profile does not tell. `name_taken`: another server, project or account has the name of the server, and its forms
    stay away with it. `differs`: the site is another; it stays. `refused`: what is kept here speaks against
    the services.
    """

    kind: StepKind
    name: str
    action: StepAction


@dataclass(frozen=True)
class OpenedProfile:
    """A profile whose signature fits, its servers with their secrets where a passphrase opened them."""

    profile: Profile
    servers: tuple[ServerRow, ...]

    @property
    def fingerprint(self) -> str:
        """Of the key that signed it, to be compared with the laptop that made it."""
        return access.fingerprint(bytes.fromhex(self.profile.key))


def profile_file(store: Vault, passphrase: str = "", kdf: Kdf = vault.DEFAULT) -> bytes:
    """Servers, forms, organisations' keys, own services and the site, signed; no record, no private key.

    With a passphrase the addresses and secrets of servers too, sealed by it; without, only where they are.
    """
    return store.export_profile(passphrase, kdf)


def read_profile_file(data: bytes, passphrase: str = "") -> OpenedProfile:
    """What a profile holds; needs no store.  Raises IntakeError `profile.*`, `openrosa.*`."""
    profile = vault.read_profile(data)
    rows = _opened(profile, passphrase) if passphrase else profile.servers
    if not _is_moment(profile.made):
        raise IntakeError("profile.not_one")
    for row in rows:
        if row.kind not in ("app_user", "basic", "digest") or not row.name or row.name != plain(row.name):
            raise IntakeError("profile.not_one")
        if row.url:
            check_server(address_of(row))
        if row.url and host_of(row) != profile.hosts[row.name]:
            raise IntakeError("profile.not_one")  # it shows one place and leads to another
    return OpenedProfile(profile, rows)


def _opened(profile: Profile, passphrase: str) -> tuple[ServerRow, ...]:
    """Servers with their secrets; a cost of the passphrase that nobody would have chosen was not chosen by us."""
    try:
        return vault.unsealed_servers(profile, passphrase)
    except IntakeError as error:
        raise IntakeError("profile.not_one") if error.code == "vault.kdf_refused" else error from error


def _is_moment(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def profile_plan(store: Vault, opened: OpenedProfile) -> tuple[ProfileStep, ...]:
    """What the profile would do here; nothing is changed.  Each form is read, or refused with `profile.bad_form`."""
    profile = opened.profile
    here = store.info()
    alike = (here.organisation, here.site) == (profile.organisation, profile.site)
    told, own = f"{profile.organisation}, {profile.site}", profile.own_forms
    known, taken = set(store.safeguards().organisations), _taken(store, opened)
    brought = services.how_many(profile.services) if profile.services else 0
    keys: Iterator[ProfileStep] = (
        ProfileStep("organisation_key", access.fingerprint(public), "same" if public in known else "add")
        for public in profile.organisations
    )
    return (
        ProfileStep("site", told, "same" if alike else "differs"),
        *(ProfileStep("server", row.name, _server_action(store, row, taken)) for row in opened.servers),
        *(
            ProfileStep("form", f"{one.form.form_id} {one.form.version}", _form_action(store, one, taken))
            for one in profile.forms
        ),
        *keys,
        *([ProfileStep("own_forms_server", own, "name_taken" if own in taken else "change")] if own else []),
        *([ProfileStep("services", str(brought), services.taking(store, profile.services))] if brought else []),
    )


def _taken(store: Vault, opened: OpenedProfile) -> frozenset[str]:
    """Names of servers of the profile that others have here: another host, project or account.

    As far as the profile tells; a server that it does not tell of may be any.
    """
    brought, hosts = {row.name: row for row in opened.servers}, opened.profile.hosts

    def another(there: ServerRow) -> bool:
        row = brought.get(there.name)
        if row is not None and row.url:
            return not same_place(there, row)
        return hosts.get(there.name) != host_of(there)

    return frozenset(row.name for row in store.servers() if another(row))


def _server_action(store: Vault, row: ServerRow, taken: Collection[str]) -> StepAction:
    if row.name in taken:
        return "name_taken"
    if not row.url:
        return "needs_secret"
    there = next((known for known in store.servers() if known.name == row.name), None)
    if there is None:
        return "add"
    return "same" if there == row else "change"


def _form_action(store: Vault, one: ProfileForm, taken: Collection[str]) -> StepAction:
    try:
        read = xform.load(one.form.xml, one.files)
    except IntakeError as error:
        raise IntakeError("profile.bad_form", form=one.form.title or one.form.form_id) from error
    if read.form_id != one.form.form_id:
        raise IntakeError("profile.not_one")
    if one.form.server in taken:
        return "name_taken"  # its records would go to that other server
    there = [row for row in store.forms() if row.form_id == one.form.form_id and row.server == one.form.server]
    if not there:
        return "add"
    package = store.form(there[0].key)
    if (package.xml, dict(package.files)) == (one.form.xml, dict(one.files)):
        return "same"
    return "offer" if one.form.server else "change"


def import_profile(store: Vault, opened: OpenedProfile) -> tuple[ProfileStep, ...]:
    """Do what the plan says; what was done.  Cut in the middle, it is done again from the beginning."""
    plan = profile_plan(store, opened)
    servers = {row.name: row for row in opened.servers}
    for step in plan:
        if step.kind == "server" and step.action in ("add", "change"):
            store.put_server(servers[step.name])
    taken = _taken(store, opened)
    for one in opened.profile.forms:
        _take_form(store, one, taken)
    for public in opened.profile.organisations:
        if public not in store.safeguards().organisations:
            store.put_escrow(public)
    own = opened.profile.own_forms
    if own in {row.name for row in store.servers()} - taken:
        choose_own_forms_server(store, own)
    if any(step.kind == "services" and step.action in ("add", "change") for step in plan):
        services.take(store, opened.profile.services)
    return plan


def _take_form(store: Vault, one: ProfileForm, taken: Collection[str]) -> None:
    action = _form_action(store, one, taken)
    if action in ("same", "name_taken"):
        return
    made = forms.form_file(xform.load(one.form.xml, one.files), one.form.xml, _source(one), one.form.server)
    made = replace(made, hash=one.form.hash or made.hash)
    if action == "offer":
        store.put_offer(made, one.files)
    else:
        store.put_form(made, one.files)


def _source(one: ProfileForm) -> str:
    return "server" if one.form.server else "file"
