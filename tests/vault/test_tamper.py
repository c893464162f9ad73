"""Old pages put back, a log cut short, a whole file put back, random bytes: noticed, and no wrong data ever."""

import contextlib
import json
import random
import shutil
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from intake_app.errors import IntakeError
from intake_app.vault import AuditHead, Draft, Frozen, Vault, anchor, migration
from intake_app.vault.database import PAGE, Database
from intake_app.vault.files import Lock
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene

FILE = "place.intake"


@dataclass
class History:
    """A store at several moments when it was closed, the newest last, and what is in it at the end."""

    folder: Path
    unlocked: Unlocked
    heads: list[AuditHead] = field(default_factory=list)
    texts: dict[str, bytes] = field(default_factory=dict)

    def moment(self, number: int) -> bytes:
        return (self.folder / f"moment{number}").read_bytes()


def _work(store: Vault, rng: random.Random, texts: dict[str, bytes], turn: int) -> None:
    for number in range(4):
        record = f"uuid:{turn}-{number}"
        scene.started(store, record)
        texts[record] = rng.randbytes(rng.choice((300, 9000)))
        store.save_draft(record, Draft(texts[record], {}, None, f"Title {turn}"))
    for record in rng.sample(sorted(texts), 2):
        if store.record(record).state == "draft":
            for _ in range(2):
                texts[record] = texts[record][:100] + rng.randbytes(rng.choice((300, 9000))) + texts[record][-100:]
                store.save_draft(record, Draft(texts[record], {}, None, f"Title {turn}"))
    done = rng.choice(sorted(texts))
    if store.record(done).state == "draft":
        store.finalise(done, Frozen(texts[done]))


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    folder, rng = tmp_path_factory.mktemp("history"), random.Random(5)
    scene.new_store(folder).close()
    told = History(folder, unlock(folder / FILE, scene.NAME, scene.PASSPHRASE))
    for turn in range(8):
        with _enter(folder / FILE, told.unlocked) as store:
            _work(store, rng, told.texts, turn)
            told.heads.append(store.audit_head())
        shutil.copy(folder / FILE, folder / f"moment{turn}")
    return told


def _enter(path: Path, unlocked: Unlocked) -> Vault:
    lock = Lock(path)
    try:
        return enter(path, lock, unlocked)
    except BaseException:
        lock.release()
        raise


def _content(store: Vault, record: str) -> bytes:
    return store.draft(record).xml if store.record(record).state == "draft" else store.submission(record)


def _left(store: Vault) -> None:
    """Let go without the last words."""
    store._opening.database.close()
    store._anchor.close()
    store._lock.release()


def _noticed(path: Path, told: History) -> tuple[bool, int]:
    """Whether something was said, and how many records gave other bytes than theirs without a word.

    Pages put back that come to a whole older state, but for pages in no use, are told of by the kept head alone.
    """
    try:
        store = _enter(path, told.unlocked)
    except IntakeError:
        return True, 0
    try:
        wrong = 0
        for record, text in told.texts.items():
            with contextlib.suppress(IntakeError):
                wrong += _content(store, record) != text
        return bool(store.check()) or not store.holds(told.heads[-1]), wrong
    except IntakeError:
        return True, 0
    finally:
        _left(store)


def _place(tmp_path: Path, told: History, with_anchor: bool) -> Path:
    """The store as it was closed last, and nothing that an earlier trial left beside it."""
    for left in tmp_path.glob(f"{FILE}-*"):
        left.unlink()
    for name in (FILE, f"{FILE}.header-a", f"{FILE}.header-b", f"{FILE}.anchor"):
        if with_anchor or not name.endswith(".anchor"):
            shutil.copy(told.folder / name, tmp_path / name)
    if not with_anchor:
        anchor.path_of(tmp_path / FILE).unlink(missing_ok=True)
    return tmp_path / FILE


def _mixed(new: bytes, old: bytes, rng: random.Random) -> bytes | None:
    """Some of the pages that have changed since, as they were; None when that would be all or none of them."""
    changed = [at for at in range(0, min(len(old), len(new)), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    count = rng.randint(1, len(changed))
    if rng.random() < 0.5:
        chosen = rng.sample(changed, count)
    else:  # neighbours: what one record or one table lies on
        start = rng.randrange(len(changed))
        chosen = changed[start : start + count]
    if len(chosen) == len(changed):
        return None
    mixed = bytearray(new)
    for at in chosen:
        mixed[at : at + PAGE] = old[at : at + PAGE]
    return bytes(mixed)


def _replays(tmp_path: Path, told: History, seed: int, trials: int) -> tuple[int, int, int]:
    """How many were tried, noticed, and missed by the pages' own check."""
    rng, tried, noticed, missed = random.Random(seed), 0, 0, 0
    newest = told.moment(7)
    while tried < trials:
        mixed = _mixed(newest, told.moment(rng.randrange(7)), rng)
        if mixed is None:
            continue
        tried += 1
        path = _place(tmp_path, told, with_anchor=False)
        path.write_bytes(mixed)
        missed += _pages_say_nothing(path, told)
        path.write_bytes(mixed)
        if _noticed(path, told)[0]:
            noticed += 1
        elif _plain(mixed, told) == _plain(newest, told):  # pages that were written again as they were
            tried -= 1
    return tried, noticed, missed


def _plain(data: bytes, told: History) -> list[bytes]:
    """The pages of a file without the cipher: its vector stands 80 bytes before the end of each."""
    key = AES256(told.unlocked.keys.database)
    pages = [data[at : at + PAGE] for at in range(PAGE, len(data), PAGE)]
    return [Cipher(key, CBC(page[-80:-64])).decryptor().update(page[:-80]) for page in pages]


def _pages_say_nothing(path: Path, told: History) -> bool:
    """The control: what SQLCipher and SQLite say by themselves."""
    try:
        database = Database(path, told.unlocked.keys.database, frozen=True)
    except IntakeError:
        return False
    try:
        return migration.pages_sound(database)
    except IntakeError:
        return False
    finally:
        database.close()


@pytest.mark.no_cover
def test_pages_put_back_are_noticed_without_any_anchor(memory: Path, history: History) -> None:
    tried, noticed, missed = _replays(memory, history, 1, 40)
    assert noticed == tried
    assert missed > 0  # positive control: the pages' own check does not see them all


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_sets_of_pages(memory: Path, history: History) -> None:
    tried, noticed, _missed = _replays(memory, history, 2, 1000)
    assert noticed == tried


@pytest.mark.parametrize("moment", range(7))
def test_a_whole_file_put_back_is_noticed_by_the_anchor_and_by_a_kept_head(
    tmp_path: Path, history: History, moment: int
) -> None:
    path = _place(tmp_path, history, with_anchor=True)
    path.write_bytes(history.moment(moment))
    store = _enter(path, history.unlocked)
    assert store.noticed() == ("vault.rolled_back",)
    assert "vault.rolled_back" in store.check()
    assert "store.behind" in {row.action for row in store.audit_rows(2)}
    assert not store.holds(history.heads[7])
    assert store.holds(history.heads[moment])
    _left(store)


def test_with_the_anchor_put_back_too_only_a_kept_head_tells(tmp_path: Path, history: History) -> None:
    """What this can not do, said plainly: somebody else must have kept a head."""
    path = _place(tmp_path, history, with_anchor=False)
    path.write_bytes(history.moment(3))
    store = _enter(path, history.unlocked)
    assert store.check() == ()
    assert not store.holds(history.heads[7])
    _left(store)


@pytest.mark.parametrize("seed", range(12))
def test_a_log_cut_short_is_noticed(tmp_path: Path, history: History, seed: int) -> None:
    """The log of a program that was killed, with its last transactions cut off."""
    rng, path = random.Random(seed), _place(tmp_path, history, with_anchor=True)
    store = _enter(path, history.unlocked)
    _work(store, rng, {}, 90 + seed)
    after = tmp_path / "after"
    after.mkdir()
    for file in tmp_path.glob(f"{FILE}*"):
        if file.name != f"{FILE}.lock" and file.is_file():
            shutil.copy(file, after)
    _left(store)
    log = after / f"{FILE}-wal"
    frames = (log.stat().st_size - 32) // (PAGE + 24)
    kept = rng.randrange(frames - 1)
    with log.open("r+b") as stream:
        stream.truncate(32 + kept * (PAGE + 24))
    with _enter(after / FILE, history.unlocked) as store:
        assert store.noticed() == ("vault.rolled_back",)


def test_a_log_as_it_was_left_is_no_trick(tmp_path: Path, history: History) -> None:
    path = _place(tmp_path, history, with_anchor=True)
    store = _enter(path, history.unlocked)
    _work(store, random.Random(9), {}, 90)
    _left(store)
    with _enter(path, history.unlocked) as store:
        assert (store.noticed(), store.check()) == ((), ())


def _mutated(data: bytes, rng: random.Random) -> bytes:
    changed, at = bytearray(data), rng.randrange(len(data))
    kind = rng.randrange(6)
    if kind == 0:
        changed[at] ^= 1 << rng.randrange(8)
    elif kind == 1:
        changed[at : at + rng.choice((4, 512, PAGE))] = rng.randbytes(4)
    elif kind == 2:
        del changed[at:]
    elif kind == 3:
        one, other = (rng.randrange(0, len(data), PAGE) for _ in range(2))
        changed[one : one + PAGE], changed[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]
    elif kind == 4:
        changed[at - at % 512 : at - at % 512 + 512] = bytes(512)
    else:
        changed += rng.randbytes(PAGE)
    return bytes(changed)


def _mutations(tmp_path: Path, told: History, seed: int, trials: int) -> tuple[int, int]:
    """How many records gave wrong bytes without a word, and how many of the changes were said."""
    rng, wrong, said = random.Random(seed), 0, 0
    for _ in range(trials):
        path = _place(tmp_path, told, with_anchor=True)
        path.write_bytes(_mutated(told.moment(7), rng))
        noticed, other = _noticed(path, told)
        wrong, said = wrong + other, said + noticed
    return wrong, said


@pytest.fixture(scope="module")
def cut_off(history: History, tmp_path_factory: pytest.TempPathFactory) -> History:
    """The same store with newer work that is in its log alone, as a program left it that was killed."""
    work, kept = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("kept")
    store = _enter(_place(work, history, with_anchor=True), history.unlocked)
    told = History(kept, history.unlocked, texts=dict(history.texts))
    _work(store, random.Random(9), told.texts, 90)
    told.heads.append(store.audit_head())
    for file in work.glob(f"{FILE}*"):
        if file.is_file() and not file.name.endswith((".lock", ".ballast")):
            shutil.copy(file, kept)
    _left(store)
    return told


def _log_mutations(place: Path, told: History, seed: int, trials: int) -> tuple[int, int]:
    """The same with changes of the log beside the file."""
    rng, wrong, said = random.Random(seed), 0, 0
    for _ in range(trials):
        for file in told.folder.iterdir():
            shutil.copy(file, place)
        log = place / f"{FILE}-wal"
        log.write_bytes(_mutated(log.read_bytes(), rng))
        noticed, other = _noticed(place / FILE, told)
        wrong, said = wrong + (other and not noticed), said + noticed
    return wrong, said


@pytest.mark.no_cover
def test_random_changes_of_the_file_give_no_wrong_data(memory: Path, history: History) -> None:
    wrong, said = _mutations(memory, history, 1, 100)
    assert wrong == 0
    assert said > 80  # the others changed nothing that is read: the same bytes, or some behind the last page


@pytest.mark.no_cover
def test_random_changes_of_the_log_give_no_wrong_data(memory: Path, cut_off: History) -> None:
    """Where SQLite passes over the end of a log, what was in it is missed: told by the anchor."""
    wrong, said = _log_mutations(memory, cut_off, 1, 30)
    assert wrong == 0
    assert said > 10


def test_the_same_changes_of_a_plain_database_give_wrong_data(memory: Path, history: History) -> None:
    """Positive control: what is changed is read, where nothing seals it."""
    rng, wrong, path = random.Random(1), 0, memory / "plain"
    with contextlib.closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE record (id TEXT PRIMARY KEY, text BLOB)")
        plain.executemany("INSERT INTO record VALUES (?, ?)", history.texts.items())
        plain.commit()
    sound = path.read_bytes()
    for _ in range(50):
        path.write_bytes(_mutated(sound, rng))
        with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(sqlite3.connect(path)) as plain:
            found = dict(plain.execute("SELECT id, text FROM record"))
            wrong += found != history.texts
    assert wrong > 0


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_three_thousand_random_changes(memory: Path, history: History, cut_off: History) -> None:
    assert _mutations(memory, history, 2, 2000)[0] == 0
    assert _log_mutations(memory, cut_off, 2, 1000)[0] == 0


def _headers(place: Path, told: History, seed: int, trials: int) -> tuple[int, int]:
    """How many of the changed pairs were refused, and how many files a reader who asks for no seal would have taken."""
    rng, refused, taken = random.Random(seed), 0, 0
    for _ in range(trials):
        path = _place(place, told, with_anchor=True)
        for end in "ab":
            header = path.with_name(f"{FILE}.header-{end}")
            sound = header.read_bytes()
            header.write_bytes(_mutated(sound, rng))
            with contextlib.suppress(ValueError, KeyError, TypeError):
                taken += json.loads(header.read_bytes())["body"] != json.loads(sound)["body"]
        try:
            unlocked = unlock(path, scene.NAME, scene.PASSPHRASE)
        except IntakeError:
            refused += 1
            continue
        assert unlocked.keys == told.unlocked.keys
    return refused, taken


def test_random_changes_of_both_headers_open_nothing_else(memory: Path, history: History) -> None:
    refused, taken = _headers(memory, history, 1, 40)
    assert refused > 10
    assert taken > 0  # positive control


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_three_thousand_random_changes_of_both_headers(memory: Path, history: History) -> None:
    assert _headers(memory, history, 2, 3000)[0] > 1000


def test_damaged_pages_set_their_records_apart_and_leave_the_others(tmp_path: Path, history: History) -> None:
    """Where the pages that everything needs are whole, all records list and open but those that are told of."""
    opened, apart = 0, 0
    sound = history.moment(7)
    for at in range(PAGE, len(sound), 3 * PAGE):
        path = _place(tmp_path, history, with_anchor=True)
        path.write_bytes(sound[: at + 100] + b"\xff\0" + sound[at + 102 :])
        try:
            store = _enter(path, history.unlocked)
        except IntakeError:
            continue
        opened += 1
        try:
            listed = {row.id for row in store.records()}
        except IntakeError:
            _left(store)
            continue
        store.check()
        told = {one.id for one in store.set_apart()}
        try:
            rows = {row.id: row.damaged for row in store.records()}
        except IntakeError:
            rows = {}
        apart += bool(store.set_apart())
        for record in listed - told:
            with contextlib.suppress(IntakeError):  # where the log can not be written on, nothing finalised is shown
                assert _content(store, record) == history.texts[record]
        assert {record for record, since in rows.items() if since} == told & set(rows)
        assert len(listed | told) + sum(not one.id for one in store.set_apart()) >= len(history.texts)
        _left(store)
    assert opened > 20
    assert apart > 5
