"""Forms that are new or changed come in, each whole or not at all."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Protocol

from intake_app.errors import IntakeError
from intake_app.openrosa import Client, ListedFile, ListedForm, fingerprint
from intake_app.sync.lane import OnVault
from intake_app.sync.records import Progress
from intake_app.vault import FormFile, FormRow, OfferRow, Vault

FormState = Literal["new", "offered", "updated", "unchanged", "failed"]
Accept = Callable[[bytes, Mapping[str, bytes]], FormFile]


class Lists(Protocol):
    """How entity lists are kept between records; what one makes of another is not for here."""

    def mark(self, vault: Vault, server: str, name: str) -> str:
        """The server's mark of the list that was merged last, "" for none."""

    def merge(self, vault: Vault, server: str, listed: ListedFile, content: bytes) -> tuple[str, ...]:
        """Merges what the server gives; ids of entries that it has not got yet, or had deleted.

        The list has no mark before the server was asked about those and `without` was told.
        """

    def without(self, vault: Vault, server: str, listed: ListedFile, deleted: frozenset[str]) -> None:
        """Takes out of a list what the server had deleted; the list has its mark then."""


_NUMBERS = re.compile(r"\d+|\D+")
# After these the next form would fare no better.
_ENDS_FETCHING = frozenset(
    {
        "openrosa.cancelled",
        "openrosa.credentials",
        "openrosa.server_changed",
        "openrosa.tls",
        "openrosa.tls_authority",
        "openrosa.tls_clock",
        "openrosa.tls_host",
        "openrosa.too_slow",
        "openrosa.unreachable",
    }
)


@dataclass(frozen=True)
class FormResult:
    """What became of one listed form; `error` tells why it failed.

    `offered`: another version of a form that is here; it waits as the offer of this number, also when it did before.
    """

    form_id: str
    version: str
    name: str
    state: FormState
    error: IntakeError | None = None
    offer: int | None = None

    @property
    def code(self) -> str | None:
        """The code of the failure."""
        return None if self.error is None else self.error.code


@dataclass(frozen=True)
class FormsReport:
    """One result for each form tried; `stopped` is the error that ended it before all were tried."""

    results: tuple[FormResult, ...]
    stopped: IntakeError | None


def fetch_forms(
    on_vault: OnVault,
    client: Client,
    server_name: str,
    accept: Accept,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    changed: Callable[[], bool] | None = None,
    lists: Lists | None = None,
) -> FormsReport:
    """Fetch what differs; see the package. IntakeError when the list can not be had or the vault can not go on.

    `lists`: keeps entity lists between records; without it they are what they were when the form came.
    """
    changed = changed or on_vault(lambda vault: vault.server_watch(server_name))
    source = _Source(client, server_name, accept, changed, lists)
    listed = _newest(client.form_list())
    known = on_vault(partial(_known, server_name))
    results: list[FormResult] = []
    for number, form in enumerate(listed):
        if cancelled():
            return FormsReport(tuple(results), IntakeError("openrosa.cancelled"))
        progress(Progress(number, len(listed), form.name, 0, 0))
        result = _fetch_one(on_vault, source, form, known.get(form.form_id, NOTHING))
        results.append(result)
        if result.error is not None and (result.code in _ENDS_FETCHING or _in_a_portal(results)):
            return FormsReport(tuple(results), result.error)
    return FormsReport(tuple(results), None)


def _newest(listed: Iterable[ListedForm]) -> list[ListedForm]:
    """Of a form that is listed in several versions the newest, by the numbers in it.

    Else one would be offered in the place of the other, in turn, for ever.
    """
    newest: dict[str, ListedForm] = {}
    for form in listed:
        known = newest.setdefault(form.form_id, form)
        if _parts(form.version) > _parts(known.version):
            newest[form.form_id] = form
    return list(newest.values())


def _parts(version: str) -> list[tuple[int, str]]:
    """The numbers of a version and what stands between them, to be compared."""
    return [(int(part) if part.isdecimal() and len(part) < 300 else -1, part) for part in _NUMBERS.findall(version)]


@dataclass(frozen=True)
class _Source:
    """The server that forms come from, by the name under which they are kept; `changed`: whether it has become another.

    What the one before still gives is none of the new one's: nothing of it is kept under the name.
    """

    client: Client
    name: str
    accept: Accept
    changed: Callable[[], bool]
    lists: Lists | None = None

    def require_same(self) -> None:
        """Raises IntakeError 'openrosa.server_changed'; where the vault lives nothing can come between."""
        if self.changed():
            raise IntakeError("openrosa.server_changed")


@dataclass(frozen=True)
class _Known:
    """What is here of a form: the one in use that came from this server, or from a file; what the server offered."""

    row: FormRow | None = None
    offer: OfferRow | None = None


NOTHING = _Known()


def _known(server_name: str, vault: Vault) -> dict[str, _Known]:
    here = {row.form_id: row for row in vault.forms() if row.server is None and row.source != "own"}
    here |= {row.form_id: row for row in vault.forms() if row.server == server_name}
    offers = {row.form_id: row for row in vault.offers() if row.server == server_name}
    return {form_id: _Known(here.get(form_id), offers.get(form_id)) for form_id in {*here, *offers}}


def _in_a_portal(results: list[FormResult]) -> bool:
    """Two in a row; once may be one file of one form that the server keeps elsewhere or shows as a page."""
    return [result.code for result in results[-2:]] == ["openrosa.portal"] * 2


def _fetch_one(on_vault: OnVault, source: _Source, form: ListedForm, have: _Known) -> FormResult:
    try:
        source.require_same()
        files = source.client.files_of(form)
        state, offer = _renew(on_vault, source, form, files, have)
        if source.lists is not None:
            for file in files:
                if file.type != "file":
                    _renew_list(on_vault, source, source.lists, file)
    except IntakeError as error:
        if error.code.startswith("vault."):
            raise
        return FormResult(form.form_id, form.version, form.name, "failed", error)
    return FormResult(form.form_id, form.version, form.name, state, None, offer)


def _renew_list(on_vault: OnVault, source: _Source, lists: Lists, file: ListedFile) -> None:
    """Bring one entity list up to date, for all forms that use it; what the server has not got yet is asked about."""
    name = file.filename.removesuffix(".csv")
    if on_vault(lambda vault: lists.mark(vault, source.name, name)) == file.hash != "":
        return
    content = source.client.fetch_list(file)

    def merged(vault: Vault) -> tuple[str, ...]:
        source.require_same()
        return lists.merge(vault, source.name, file, content)

    def without(vault: Vault) -> None:
        source.require_same()
        lists.without(vault, source.name, file, deleted)

    waiting = on_vault(merged)
    if waiting:
        deleted = source.client.deleted_of(file, waiting)
        on_vault(without)


def _renew(
    on_vault: OnVault, source: _Source, form: ListedForm, files: tuple[ListedFile, ...], have: _Known
) -> tuple[FormState, int | None]:
    """Bring one form up to date: its manifest tells of changed files that the form's own hash does not show."""
    mark = fingerprint(form, files)
    if have.row is not None and have.row.server == source.name and have.row.hash == mark:
        if have.offer is not None:
            on_vault(partial(_withdraw, source, form.form_id))
        return "unchanged", None
    if have.offer is not None and have.offer.hash == mark:
        return "offered", have.offer.id
    at_hand = {} if have.row is None else on_vault(partial(_files_by_md5, have.row.key))
    fetched = source.client.fetch_form(form, files, at_hand)
    accepted = source.accept(fetched.xml, fetched.files)
    if accepted.form_id != form.form_id:
        # It would take the place of another form, and be new again each time.
        raise IntakeError("openrosa.bad_answer", what="form id")
    stored = replace(accepted, server=source.name, hash=mark)
    offer = on_vault(partial(_keep, source, stored, fetched.files, have.row is None))
    return ("new" if have.row is None else "offered"), offer


def _withdraw(source: _Source, form_id: str, vault: Vault) -> None:
    source.require_same()
    vault.drop_offer(form_id, source.name)


def _keep(source: _Source, form: FormFile, files: Mapping[str, bytes], new: bool, vault: Vault) -> int | None:
    """Stores a form that is new; of any other version of one that is here the number of the offer."""
    source.require_same()
    if not new:
        return vault.put_offer(form, files)
    vault.put_form(form, files)
    return None


def _files_by_md5(form_key: int, vault: Vault) -> dict[str, bytes]:
    contents = vault.form(form_key).files.values()
    return {hashlib.md5(content, usedforsecurity=False).hexdigest(): content for content in contents}
