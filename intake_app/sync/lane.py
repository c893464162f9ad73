"""Where the vault lives, as the loop sees it."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from intake_app.vault import Vault

T = TypeVar("T")


class OnVault(Protocol):
    """Runs a function where the vault lives and waits for its value."""

    def __call__(self, work: Callable[[Vault], T], /) -> T: ...
