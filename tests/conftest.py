"""Each slot key is derived once in a process: Argon2id at its floor takes 64 MiB and an eighth of a second each time.

The function stays the real one, and what it gave for the same passphrase, salt and cost is not worked out again. So
that stores of different tests can share what was worked out, every test begins with the same row of salts. A test about
the derivation itself asks for `derived_anew`: it would compare a value that was kept with itself.
"""

import functools
import random
import secrets
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from intake_app.vault import keys, slots

_slot_key = keys.slot_key
keys.slot_key = functools.cache(_slot_key)  # type: ignore[assignment]


@pytest.fixture(scope="module")
def derived_anew() -> Iterator[None]:
    """Each slot key is worked out, however often it was before."""
    with pytest.MonkeyPatch.context() as change:
        change.setattr(keys, "slot_key", _slot_key)
        yield


@pytest.fixture(autouse=True)
def _same_salts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Salts of slots are different from each other and the same in each test; all else is as random as ever."""
    salts = random.Random(0)

    def token_bytes(size: int) -> bytes:
        return salts.randbytes(size) if size == keys.SALT_BYTES else secrets.token_bytes(size)

    chance = SimpleNamespace(token_bytes=token_bytes, token_hex=secrets.token_hex)
    monkeypatch.setattr(slots, "secrets", chance)
