"""The pieces of work that a store must survive being cut in, each with what must be found afterwards."""

import contextlib
import hashlib
import random
import shutil
from pathlib import Path

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import (
    AttemptResult,
    Envelope,
    FormFile,
    Frozen,
    Role,
    ServerRow,
    Vault,
    attachments,
    backup,
    envelopes,
    header,
    keys,
    media,
    migration,
    restoring,
    rotation,
)
from intake_app.vault.database import Database
from intake_app.vault.files import Lock
from intake_app.vault.meter import Progress, heedless
from intake_app.vault.store import enter
from intake_app.vault.unlocking import Unlocked, unlock
from tests.vault import scene
from tests.vault.campaign import Tally, typed
from tests.vault.cutting import FILE, Do, Told, Workflow, current, entered, left, settle_randomness

LARGE = random.Random(1).randbytes(1_100_000)
FILES = {f"list{number}.csv": random.Random(number).randbytes(60_000) for number in range(4)}
SECOND = "Bilal"
PRIVATE = hashlib.sha256(b"an organisation").digest()


class Typing(Workflow):
    """Interviews begun and answers saved."""

    def work(self, store: object, _here: Path, seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        rng, key = random.Random(seed), store.forms()[0].key
        for number in range(2):
            record = f"uuid:{seed}-{number}"
            do(lambda record=record: store.new_draft(key, record, b"<data/>", "a", "b"), "draft", record, 0)
            for count in range(1, rng.randrange(3, 9)):
                do(lambda record=record, count=count: store.save_draft(record, typed(count)), "saved", record, count)


class Finalising(Workflow):
    """Drafts frozen, released, a slip given."""

    RECORDS = ("uuid:1", "uuid:2", "uuid:3")

    def before(self, store: Vault, _base: Path) -> None:
        for record in self.RECORDS:
            scene.started(store, record)
            store.put_media(record, "a.jpg", b"picture" * 1000, "image/jpeg")

    def work(self, store: object, _here: Path, seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        rng = random.Random(seed)
        for record in self.RECORDS:
            xml = rng.randbytes(rng.choice((900, 20_000)))
            frozen = Frozen(xml, ("a.jpg",), f"Title {record}")
            do(lambda record=record, frozen=frozen: store.finalise(record, frozen), "finalised", record, _digest(xml))
            do(lambda record=record: store.put_release(scene.release(record)), "released", record, "")


class Encrypting(Workflow):
    """Files sealed, small ones in the store and large ones beside it; one taken away again."""

    def before(self, store: Vault, _base: Path) -> None:
        for number in range(3):
            scene.started(store, f"uuid:{number}")

    def work(self, store: object, _here: Path, seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        rng = random.Random(seed)
        for number in range(3):
            record = f"uuid:{number}"
            for name in ("a.jpg", "voice.wav", "b.jpg"):
                data = rng.randbytes(30) + (LARGE if name == "voice.wav" else LARGE[: rng.choice((10, 50_000))])
                put = lambda record=record, name=name, data=data: store.put_media(record, name, data, "x")  # noqa: E731
                do(put, "put", [record, name], _digest(data))
            do(lambda: None, "dropping", [record, "b.jpg"], "")
            do(lambda record=record: store.drop_media(record, "b.jpg"), "dropped", [record, "b.jpg"], "")

    def found(self, store: Vault, told: Told, tally: Tally) -> None:
        tally.acknowledged += len(told)
        for what, where, digest in told:
            record, name = where  # type: ignore[misc]
            names = {row.name for row in store.media(record)}
            if what == "put" and ["dropping", where, ""] not in told:
                tally.lost += name not in names or _digest(store.media_bytes(record, name)) != digest
            tally.lost += what == "dropped" and name in names
        named = media.beside(store._opening.database)
        folder = attachments.folder(store.info().path)
        there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        tally.unsound += there != named


class Receiving(Workflow):
    """Tries to send, with the files that arrive, an envelope, and the answers of the server."""

    ENVELOPE = Envelope(b"<data/>" * 50, bytes(32))

    RECORDS = tuple(f"uuid:{number}" for number in range(4))

    def before(self, store: Vault, _base: Path) -> None:
        store.put_server(ServerRow("central", "https://central.example/key", "app_user"))
        for record in self.RECORDS:
            scene.queued(store, record)

    def work(self, store: object, _here: Path, seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        rng = random.Random(seed)
        for record in self.RECORDS:
            outcome, status = rng.choice((("accepted", 201), ("accepted", 202), ("hold", 409)))
            tries: list[int] = []
            result = AttemptResult(outcome, "c", status, "said")
            do(
                lambda record=record, tries=tries: tries.append(store.attempt_started(record, "central")),
                "try",
                record,
                "",
            )
            arrive = lambda tries=tries: store.files_confirmed(tries[0], ["one.jpg"])  # noqa: E731
            seal = lambda tries=tries: store.put_envelope(tries[0], self.ENVELOPE)  # noqa: E731
            if tries:
                do(seal, "envelope", record, "")
                do(arrive, "file", record, "")
            end = lambda tries=tries, result=result: store.attempt_ended(tries[0], result)  # noqa: E731
            if tries:
                do(end, "answer", record, outcome)

    def found(self, store: Vault, told: Told, tally: Tally) -> None:
        tally.acknowledged += len(told)
        said = {record: outcome for what, record, outcome in told if what == "answer"}
        for row in store.records():
            sent, receipts = row.state == "sent", store.receipts(row.id)
            tally.unsound += sent != bool(receipts) or row.state not in ("finalised", "sent", "refused")
            tally.lost += row.id in said and {"accepted": "sent", "hold": "refused"}[str(said[row.id])] != row.state
            tally.lost += store.submission(row.id) != b"<data><q>1</q></data>"
            tally.ahead += row.id not in said and row.state != "finalised"
            self._on_the_way(store, row.id, row.state, told, tally)

    def _on_the_way(self, store: Vault, record: str, state: str, told: Told, tally: Tally) -> None:
        """Envelope and files that arrived, until the answer; after it neither, but an envelope that is held."""
        database = store._opening.database
        ((number,),) = database.all("SELECT number FROM record WHERE id = ?", record)
        known, kept = envelopes.confirmed(database, number, "central"), envelopes.found(database, number, record)
        facts = {str(what) for what, whose, _ in told if whose == record}
        if state == "finalised":
            tally.lost += ("file" in facts and known != {"one.jpg"}) or ("envelope" in facts and kept is None)
        tally.unsound += (state != "finalised" and bool(known)) or (state == "sent" and kept is not None)
        tally.unsound += kept not in (None, self.ENVELOPE)


class Updating(Workflow):
    """A form with its files takes the place of another; a newer one is offered and taken."""

    def work(self, store: object, _here: Path, _seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        for version in ("2", "3"):
            form = FormFile("intake", version, "A form", f"<h:html>{version}</h:html>".encode() * 2000)
            do(lambda form=form: store.put_form(form, _files(form.version)), "form", "", version)
        offered = FormFile("intake", "4", "A form", b"<h:html>4</h:html>" * 2000, "server", "central")
        offers: list[int] = []
        do(lambda: offers.append(store.put_offer(offered, _files("4"))), "offer", "", "4")
        if offers:
            do(lambda: store.accept_offer(offers[0]), "form", "", "4")

    def found(self, store: Vault, told: Told, tally: Tally) -> None:
        tally.acknowledged += len(told)
        (row,) = store.forms()
        tally.lost += int(row.version) < max(
            (int(str(version)) for what, _, version in told if what == "form"), default=1
        )
        tally.ahead += len(told) + 1 < int(row.version)
        waiting = store.offers()
        tally.lost += ("offer", "", "4") in map(tuple, told) and not waiting and row.version != "4"
        tally.unsound += bool(waiting) and (row.version == "4" or store.offer(waiting[0].id).files != _files("4"))
        package = store.form(row.key)
        tally.unsound += row.version != "1" and (
            package.files != _files(row.version) or not package.xml.startswith(f"<h:html>{row.version}".encode())
        )


def _files(version: str) -> dict[str, bytes]:
    return {name: version.encode() + data for name, data in FILES.items()}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Slots(Workflow):
    """A passphrase changed twice, a colleague taken in, an organisation's key put in."""

    WORDS = (scene.PASSPHRASE, scene.OTHER, "silver lantern seven harbour")

    def work(self, store: object, _here: Path, _seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        do(lambda: store.change_passphrase(self.WORDS[0], self.WORDS[1]), "passphrase", "", 1)
        do(lambda: store.add_person(SECOND, Role.DESK, scene.OTHER), "person", SECOND, "")
        do(lambda: store.put_escrow(keys.public_of(PRIVATE)), "escrow", "", "")
        do(lambda: store.change_passphrase(self.WORDS[1], self.WORDS[2]), "passphrase", "", 2)

    def look(self, here: Path, told: Told, tally: Tally, whole: bool) -> None:
        path, facts = here / FILE, {str(what): value for what, _, value in told}
        tally.acknowledged += len(told)
        last = int(str(facts.get("passphrase", 0)))
        with entered(path, self._unlocked(path, last, tally)) as store:
            tally.lost += "person" in facts and SECOND not in {person.name for person in store.people()}
            tally.lost += "escrow" in facts and not store.safeguards().organisations
            tally.unsound += whole and bool(store.check())
        if "person" in facts:
            unlock(path, SECOND, scene.OTHER)
        if "escrow" in facts:
            vault.unlocking.unlock_with_escrow(path, PRIVATE)

    def _unlocked(self, path: Path, last: int, tally: Tally) -> Unlocked:
        """By the passphrase that was acknowledged last, or by the next one when its change was on the way."""
        try:
            return unlock(path, scene.NAME, self.WORDS[last])
        except IntakeError as error:
            if error.code != "vault.wrong_passphrase" or last == 2:
                raise
        tally.ahead += 1
        return unlock(path, scene.NAME, self.WORDS[last + 1])

    def careless(self) -> None:
        """Both header files emptied before either is written."""

        def write(store: Path, new: header.Header, tries: header.Tries = header.NO_TRIES) -> None:
            for path in header.paths(store):
                path.write_bytes(b"")
            for path in header.paths(store):
                path.write_bytes(header.encode(new, tries))

        header.write = write


class Rotating(Workflow):
    """A new volume key because an organisation's key goes out, and another because a colleague does."""

    def before(self, store: Vault, _base: Path) -> None:
        scene.finalised(store, "uuid:kept")
        store.add_person(SECOND, Role.DESK, scene.OTHER)
        store.put_escrow(keys.public_of(PRIVATE))

    def work(self, store: object, _here: Path, _seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        do(lambda: store.set_setting("number", "1"), "setting", "", 1)
        old = store._opening.keys.volume.hex()
        do(lambda: store.drop_escrow(keys.public_of(PRIVATE)), "out", "", old)
        do(lambda: store.set_setting("number", "2"), "setting", "", 2)
        do(lambda: store.remove_person(SECOND), "removed", "", "")
        do(lambda: store.set_setting("number", "3"), "setting", "", 3)

    def look(self, here: Path, told: Told, tally: Tally, whole: bool) -> None:
        super().look(here, told, tally, whole)
        path, facts = here / FILE, {str(what): value for what, _, value in told}
        if "out" in facts:
            tally.unsound += revived(path, PRIVATE, bytes.fromhex(str(facts["out"])))
        if "removed" in facts:
            tally.unsound += any(one.slot_of(SECOND) for one in header.read(path).headers)

    def found(self, store: Vault, told: Told, tally: Tally) -> None:
        tally.acknowledged += len(told)
        last = max((int(str(value)) for what, _, value in told if what == "setting"), default=0)
        now = int(store.setting("number") or 0)
        tally.lost += now < last
        tally.ahead += now > last
        tally.lost += store.submission("uuid:kept") != b"<data><q>1</q></data>"

    def careless(self) -> None:
        """The file in the place of the old one before a header knows its key."""
        real = rotation._copy

        def copy(opening: object, *rest: object) -> None:
            real(opening, *rest)  # type: ignore[arg-type]
            database = opening.database  # type: ignore[attr-defined]
            database.checkpoint()
            database.let_go()
            rotation._beside(database.path).replace(database.path)

        rotation._copy, rotation._swap = copy, lambda opening: opening.database.take(opening.keys.database)


def revived(path: Path, private: bytes, volume: bytes) -> bool:
    """Whether an organisation's key, or the volume key that it gave, still opens anything."""
    (found, *_) = header.read(path).headers
    with contextlib.suppress(IntakeError):
        Database(path, keys.volume_keys(volume, found.vault_id).database).close()
        return True
    with contextlib.suppress(IntakeError):
        vault.unlocking.unlock_with_escrow(path, private)
        return True
    return False


class Migrating(Workflow):
    """A store of schema 1 opened and brought up."""

    def stage(self, base: Path) -> None:
        shutil.copytree(Path(__file__).with_name("data") / "schema-1", base)

    def begin(self, here: Path) -> object:
        return current(here / FILE)

    def work(self, unlocked: object, here: Path, _seed: int, do: Do) -> None:
        assert isinstance(unlocked, Unlocked)
        do(lambda: enter(here / FILE, Lock(here / FILE), unlocked), "brought up", "", "")

    def look(self, here: Path, told: Told, tally: Tally, whole: bool) -> None:
        tally.lost += bool(told) and not self._is_new(here / FILE)
        super().look(here, told, tally, whole)
        tally.unsound += migration.copy_path(here / FILE).exists()

    def _is_new(self, path: Path) -> bool:
        """Whether the file that is there, with its log, has the present schema already."""
        with contextlib.closing(Database(path, current(path).keys.database)) as database:
            return migration.version_of(database) == vault.schema.CURRENT

    def found(self, store: Vault, told: Told, tally: Tally) -> None:
        tally.acknowledged += len(told)
        states = sorted(row.state for row in store.records())
        tally.lost += len(states) != 6 or store.draft("uuid:draft") != scene.answer(5)


class BackingUp(Workflow):
    """A copy of the store, made and read back."""

    def before(self, store: Vault, _base: Path) -> None:
        scene.finalised(store)
        store.put_media(scene.started(store, "uuid:large"), "voice.wav", LARGE, "audio/wav")

    def work(self, store: object, here: Path, _seed: int, do: Do) -> None:
        assert isinstance(store, Vault)
        do(lambda: store.back_up(here / "stick"), "copied", "", "")

    def look(self, here: Path, told: Told, tally: Tally, whole: bool) -> None:
        tally.acknowledged += len(told)
        copied = (here / "stick").exists()
        tally.lost += bool(told) and not copied
        with entered(here / FILE) as store:
            tally.unsound += whole and bool(store.check())
            if not copied:
                store.back_up(here / "stick")
        tally.unsound += (here / "stick.part").exists()
        holds_all(here / "stick", here / "new.intake", tally, whole)

    def careless(self) -> None:
        """The copy is written under its last name from the beginning."""
        real = backup._write

        def write(opening: object, part: Path, progress: Progress) -> backup.BackupMade:
            target = part.with_suffix("")
            made = real(opening, target, progress)  # type: ignore[arg-type]
            target.rename(part)
            return made

        backup._write = write  # type: ignore[assignment]


def holds_all(source: Path, target: Path, tally: Tally, whole: bool) -> None:
    """A copy gives a whole store; making one checks it already."""
    with left(vault.restore(source, target, scene.NAME, scene.PASSPHRASE, heedless)) as store:
        tally.lost += store.media_bytes("uuid:large", "voice.wav") != LARGE
        tally.unsound += whole and bool(store.check())


class Restoring(BackingUp):
    """A store made from a copy."""

    def before(self, store: Vault, base: Path) -> None:
        super().before(store, base)
        store.back_up(base / "stick")

    def begin(self, here: Path) -> object:
        return None

    def work(self, _nothing: object, here: Path, _seed: int, do: Do) -> None:
        target = here / "new.intake"
        again = lambda: vault.restore(here / "stick", target, scene.NAME, scene.PASSPHRASE, heedless)  # noqa: E731
        do(again, "made", "", "")

    def look(self, here: Path, told: Told, tally: Tally, whole: bool) -> None:
        tally.acknowledged += len(told)
        target = here / "new.intake"
        try:
            holds_all(here / "stick", target, tally, whole)
            tally.lost += bool(told)
        except IntakeError as error:
            if error.code != "vault.exists":
                raise
            tally.ahead += not told
            with entered(target) as store:
                tally.lost += store.media_bytes("uuid:large", "voice.wav") != LARGE
                tally.unsound += whole and bool(store.check())

    def careless(self) -> None:
        """The file gets its last name before its headers are there."""

        def become(unfinished: Path, target: Path, unlocked: Unlocked) -> None:
            unfinished.replace(target)
            header.write(target, unlocked.header)

        restoring._become = become


class Creating(Workflow):
    """A store made, with its first person."""

    def stage(self, base: Path) -> None:
        base.mkdir()

    def begin(self, here: Path) -> object:
        return None

    def work(self, _nothing: object, here: Path, _seed: int, do: Do) -> None:
        do(lambda: scene.new_store(here), "made", "", "")

    def look(self, here: Path, told: Told, tally: Tally, whole: bool) -> None:
        tally.acknowledged += len(told)
        settle_randomness()
        try:
            scene.new_store(here).close()
            tally.lost += bool(told)
        except IntakeError as error:
            if error.code != "vault.exists":
                raise
            tally.ahead += not told
            with entered(here / FILE) as store:
                tally.unsound += whole and bool(store.check())

    def careless(self) -> None:
        """The file has its last name from the beginning."""
        real = vault.store.new_private

        def new(path: Path) -> None:
            real(path)
            path.with_suffix("").hardlink_to(path)

        vault.store.new_private = new


WORKFLOWS: dict[str, Workflow] = {
    "typing": Typing(),
    "finalising": Finalising(),
    "encrypting": Encrypting(),
    "receipts": Receiving(),
    "form update": Updating(),
    "slots": Slots(),
    "rotation": Rotating(),
    "migration": Migrating(),
    "backup": BackingUp(),
    "restore": Restoring(),
    "creation": Creating(),
}
