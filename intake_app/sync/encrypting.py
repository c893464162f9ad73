"""Records of forms that want them encrypted: the envelope is made once, its files anew for each try, byte for byte.

Once the key of a record is chosen, encrypting gives the same bytes again, piece by piece.  So nothing encrypted is kept
but the manifest, and the key beside it, sealed in the vault.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from intake_app import openrosa
from intake_app.openrosa import FilePart, SealedFile, SubmissionParts
from intake_app.openrosa.encryption import Sealing
from intake_app.openrosa.multipart import form_key, instance_id_of, record_root
from intake_app.sync.lane import OnVault
from intake_app.vault import Envelope, Vault

_ENDING, _XML, _BLOCK, _KEY_BYTES = ".enc", "submission.xml", 16, 32


def wants_encryption(form: bytes) -> bool:
    """Whether records of a form must leave encrypted; of a form that can not be read nobody knows, so they stay."""
    return bool(form_key(form))


class Anew:
    """The encrypted files of one record, each encrypted again whenever it is read."""

    def __init__(self, instance_id: str, key: bytes, plain: Sequence[FilePart]) -> None:
        """``plain``: the files in the order they are encrypted in, the record itself last."""
        self._instance_id = instance_id
        self._key = key
        self._places = {part.name + _ENDING: (number, part) for number, part in enumerate(plain)}

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Nothing is kept; what is put was encrypted on the way, and `pieces` gives it again."""
        for _piece in pieces:
            continue

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file, encrypted."""
        number, part = self._places[name]
        sealing = Sealing(self._instance_id, self._key)
        vectors = [sealing.next_iv() for _ in range(number + 1)]
        return sealing.encrypted(part.pieces(), vectors[-1])

    @property
    def files(self) -> tuple[SealedFile, ...]:
        """Names and sizes of the encrypted files."""
        return tuple(
            SealedFile(name, part.size + _BLOCK - part.size % _BLOCK) for name, (_, part) in self._places.items()
        )


def sealed_parts(on_vault: OnVault, attempt: int, record: SubmissionParts) -> SubmissionParts:
    """The parts that go out in the place of a record; the same bytes at each try.

    Raises IntakeError 'openrosa.*' when the record can not be encrypted, 'vault.*'.
    """
    kept = on_vault(partial(_kept, attempt))
    key = kept.key if kept is not None else secrets.token_bytes(_KEY_BYTES)
    xml = FilePart(_XML, "text/xml", lambda: (record.xml,), len(record.xml))
    anew = Anew(instance_id_of(record_root(record.xml)), key, (*record.files, xml))
    if kept is None:
        made = openrosa.encrypt(record, anew, key)
        kept = on_vault(partial(_keep, attempt, Envelope(made.manifest, key)))
    return openrosa.Envelope(kept.manifest, anew.files).parts(anew, record.form)


def _kept(attempt: int, vault: Vault) -> Envelope | None:
    return vault.envelope(attempt)


def _keep(attempt: int, made: Envelope, vault: Vault) -> Envelope:
    return vault.put_envelope(attempt, made)
