"""The second secret in a keyring.  The platform is played by a keyring in memory; the rest is ours."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from intake_app import keychain
from intake_app.errors import IntakeError


class Memory(KeyringBackend):
    """A keyring that lasts as long as the test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError("none")
        del self.kept[service, username]


@pytest.fixture
def memory() -> Iterator[Memory]:
    """It is the system's keyring for one test."""
    backend = Memory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(fail.Keyring())


def test_a_secret_is_made_found_and_taken_away(memory: Memory) -> None:
    secret = keychain.keep_new("one")
    assert len(secret) == 32
    assert keychain.fetch("one") == secret
    assert keychain.keep_new("two") != secret
    keychain.forget("one")
    keychain.forget("one")
    assert keychain.fetch("one") is None
    assert [name for _, name in memory.kept] == ["two"]


def test_what_is_no_secret_of_ours_is_none(memory: Memory) -> None:
    memory.kept["intake", "one"] = "not hex"
    assert keychain.fetch("one") is None
    memory.kept["intake", "one"] = ""
    assert keychain.fetch("one") is None


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring], ids=["none", "one that forgets"])
def test_where_there_is_no_keyring_nothing_is_promised(backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    try:
        with pytest.raises(IntakeError, match=r"keychain\.none"):
            keychain.keep_new("one")
        assert keychain.fetch("one") is None
        keychain.forget("one")
    finally:
        keyring.set_keyring(fail.Keyring())
