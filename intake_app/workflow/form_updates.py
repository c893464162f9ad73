"""Updates of forms that servers offer: what each would change, whose drafts it touches, and taking or leaving it."""

from dataclasses import dataclass

from intake_app import xform
from intake_app.vault import FormPackage, FormRow, OfferPackage, OfferRow, Vault
from intake_app.xform import FormDefinition
from intake_app.xform.comparison import FormChanges, compare


@dataclass(frozen=True)
class FormUpdate:
    """An offered version of a form that is here; `former` is the one in use, None when that is gone.

    `drafts`: (name, how many) of those who have drafts begun with the form, as far as the role sees them. These keep
    the version they were begun with, whatever is decided.
    """

    offer: OfferRow
    former: FormRow | None
    drafts: tuple[tuple[str, int], ...]

    @property
    def undecided(self) -> bool:
        """Whether nobody has left it where it is."""
        return self.offer.left_at is None


@dataclass(frozen=True)
class UpdateSets:
    """The bytes of both versions; they may cross from the vault lane to the work lane."""

    former: FormPackage | None
    offered: OfferPackage


@dataclass(frozen=True)
class UpdateChanges:
    """What an update changes: the form as people meet it, its key, its files by name.

    `form` is None when there is nothing to compare with.
    """

    form: FormChanges | None
    key_changed: bool
    new_files: tuple[str, ...]
    lost_files: tuple[str, ...]
    changed_files: tuple[str, ...]


def form_updates(store: Vault) -> tuple[FormUpdate, ...]:
    """What is offered, by title; without reading any form."""
    rows = store.forms()
    return tuple(FormUpdate(offer, _former(rows, offer), store.offer_drafts(offer.id)) for offer in store.offers())


def _former(rows: tuple[FormRow, ...], offer: OfferRow) -> FormRow | None:
    """The form in use that an offer would follow: of the same server, or from a file."""
    fitting = [row for row in rows if row.form_id == offer.form_id and row.server in (None, offer.server)]
    return max(fitting, key=lambda row: row.server is not None, default=None)


def update_sets(store: Vault, offer_id: int) -> UpdateSets:
    """Both versions of a form.  Raises IntakeError 'vault.no_such_offer'."""
    offered = store.offer(offer_id)
    former = _former(store.forms(), offered.row)
    return UpdateSets(store.form(former.key) if former is not None else None, offered)


def update_changes(sets: UpdateSets) -> UpdateChanges:
    """What an update changes; pure, for the work lane: a large form takes a second to read."""
    before = dict(sets.former.files) if sets.former is not None else {}
    after = sets.offered.files
    new = xform.load(sets.offered.xml, after)
    old = _read(sets.former)
    return UpdateChanges(
        form=compare(old, new) if old is not None else None,
        key_changed=old is not None and old.public_key != new.public_key,
        new_files=tuple(name for name in after if name not in before),
        lost_files=tuple(name for name in before if name not in after),
        changed_files=tuple(name for name in after if name in before and before[name] != after[name]),
    )


def _read(package: FormPackage | None) -> FormDefinition | None:
    return xform.load(package.xml, package.files) if package is not None else None


def accept_update(store: Vault, offer_id: int) -> int:
    """Take an update: new records use it from now on; the key of the form.  One transaction."""
    return store.accept_offer(offer_id)


def leave_update(store: Vault, offer_id: int) -> None:
    """Leave an update where it is: it is told of as left, until the server offers something else."""
    store.leave_offer(offer_id)
