"""What is the same each time is worked out once in a process: keys of slots, forms that were compiled and loaded.

Argon2id at its floor takes 64 MiB and an eighth of a second each time; to compile our first questionnaire, with which
each new workplace begins, as long. The functions stay the real ones, and what they gave for the same input is not
worked out again. So that stores of different tests can share keys, every test begins with the same row of salts. A test
about the derivation itself asks for `derived_anew`: it would compare a value that was kept with itself. For the same
reason the first file of a store, of which a thousand are made, is copied from one with the same keys, people and site:
the keys of stores are different from each other in a test and the same in each. The tests of the form engine and of
XLSForm call them by their own names, and get what is worked out anew.

The folders of tests lie in memory where there is room, as a thousand stores wait for the disk at each of their changes.
A test of how long a disk takes asks for `disk`.
"""

import functools
import gc
import os
import random
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import hypothesis
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytestqt.qtbot import QtBot

from intake_app import i18n, xform
from intake_app.vault import keys, people, signing, slots
from intake_app.vault import store as stores
from intake_app.vault.files import new_private
from intake_app.xform import FormDefinition
from tests import sampling

hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")  # how long one case takes says nothing where others run beside it
_slot_key = keys.slot_key
keys.slot_key = functools.cache(_slot_key)  # type: ignore[assignment]
i18n._completeness = functools.cache(i18n._completeness)

MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sample SEED`: of some folders one test in so many, drawn by the seed; else, or with `all`, every test."""
    parser.addoption("--sample", default=sampling.EVERY, metavar="SEED", help="see tests/sampling.py")


def pytest_report_header(config: pytest.Config) -> str:
    """The seed, to run the same tests again."""
    return f"sample: {config.getoption('--sample')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What the seed does not draw is left out."""
    of_all = [item for item in items if not item.get_closest_marker("soak")]
    tests = [(item.nodeid, item.path.parent.name, item.get_closest_marker("always") is not None) for item in of_all]
    out = sampling.left_out(tests, config.getoption("--sample"))
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in out])
    items[:] = [item for item in items if item.nodeid not in out]


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """In a worker pytest-cov 7.1 has begun a measure before the one that counts, and that goes on beneath it.

    It is ended: what is marked `no_cover` would otherwise be measured after all, and take three times as long.
    """
    measure = session.config.pluginmanager.get_plugin("_cov")
    first = getattr(measure, "cov_controller", None)
    if hasattr(session.config, "workerinput") and first is not None:
        first.cov.stop()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """What is left of windows goes here, in their thread, before Python looks for garbage by itself again."""
    told = yield
    if not gc.isenabled():
        gc.collect()
        gc.freeze()  # what is there still, most of it the list of all tests, is looked at no more
        gc.enable()
    return told


@pytest.fixture
def disk() -> Iterator[Path]:
    """A folder that does not lie in memory, as far as the machine's own temporary folder does not."""
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


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


_build = stores._build
_BUILT: dict[tuple[object, ...], bytes] = {}
_NOW = 60.0
"""Seconds: a store whose clock is so near to ours may have been made a while ago."""


def _copied(path: Path, subkeys: keys.VolumeKeys, first: stores._First, at: str) -> None:
    """As `store._build`; the file itself is built once for the same keys, and at the time of a clock of the test."""
    near = abs(datetime.fromisoformat(at).timestamp() - time.time()) < _NOW
    signed = first.signing_key.private_bytes_raw()
    same = (subkeys.database, subkeys.audit, signed, first.site, first.keeper, first.vault_id, "" if near else at)
    if same in _BUILT:
        path.unlink(missing_ok=True)
        new_private(path)
        path.write_bytes(_BUILT[same])
        return
    _build(path, subkeys, first, at)
    _BUILT[same] = path.read_bytes()


@pytest.fixture(autouse=True)
def _same_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is random in a new store is different in each store of a test and the same in each test."""
    chance = random.Random(1)
    drawn = SimpleNamespace(token_bytes=chance.randbytes, token_hex=lambda size: chance.randbytes(size).hex())
    monkeypatch.setattr(stores, "secrets", drawn)
    monkeypatch.setattr(people, "secrets", drawn)
    new_key = lambda: Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))  # noqa: E731
    monkeypatch.setattr(signing, "new_key", new_key)
    monkeypatch.setattr(stores, "_build", _copied)


@pytest.fixture
def built_anew(_same_stores: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of each new store is built, and not copied."""
    monkeypatch.setattr(stores, "_build", _build)


_load = xform.load


@functools.lru_cache(16)
def _loaded(xml: bytes, files: frozenset[tuple[str, bytes]]) -> FormDefinition:
    return _load(xml, dict(files))


@functools.cache
def _compiled(compile_own: Callable[[str], bytes], name: str, _sources: str) -> bytes:
    return compile_own(name)


@functools.lru_cache(32)
def _read(read: Callable[[str, bytes], object], name: str, data: bytes) -> object:
    return read(name, data)


@pytest.fixture(autouse=True)
def _known_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verbs load a form once, since its definition is frozen and shared, and compile a spreadsheet once."""

    def load(xml: bytes, files: Mapping[str, bytes] = MappingProxyType({})) -> FormDefinition:
        return _loaded(xml, frozenset(files.items()))

    monkeypatch.setattr(xform, "load", load)
    forms = sys.modules.get("intake_app.workflow.forms")
    if forms is not None:
        compile_own = forms.compile_own
        compiled = lambda name: _compiled(compile_own, name, forms._digest_of_sources(name))  # noqa: E731
        monkeypatch.setattr(forms, "compile_own", compiled)
        monkeypatch.setattr(forms, "_compiled", functools.partial(_read, forms._compiled))


class PromptBot(QtBot):
    """Looks each 2 ms whether what is waited for has come, not each 10: a test waits some dozen times.

    What comes in the end has come, also on a machine that is busy with other things: nothing is awaited less than
    a minute, which only a test that fails takes.
    """

    _waiting = False
    _patience = 60_000

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:
        self._waiting = True
        try:
            super().waitUntil(callback, timeout=max(timeout, self._patience))
        finally:
            self._waiting = False

    def waitSignal(self, signal: Any, *, timeout: int = 5000, raising: bool | None = None, **more: Any) -> Any:
        least = 0 if raising is False else self._patience
        return super().waitSignal(signal, timeout=max(timeout, least), raising=raising, **more)

    def waitExposed(self, widget: Any, *, timeout: int = 5000) -> Any:
        return super().waitExposed(widget, timeout=max(timeout, self._patience))

    def waitActive(self, widget: Any, *, timeout: int = 5000) -> Any:
        return super().waitActive(widget, timeout=max(timeout, self._patience))

    def wait(self, ms: int) -> None:
        super().wait(2 if self._waiting else ms)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """The robot of pytest-qt, more often."""
    return PromptBot(request)
