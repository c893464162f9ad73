"""The consent matrix by the command line: every scene as lines are typed, and what a server got in the end."""

from pathlib import Path
from typing import Any

import pytest

from intake_app import workflow
from intake_app.practice import PracticeServer
from tests.cli.conftest import PASSPHRASE, Line
from tests.workflow import consent_scenes
from tests.workflow.consent_scenes import GROUNDS, NAME, OTHER, REFUSALS, REFUSED, Ground, Scene, basis_of

pytestmark = pytest.mark.always

assert (PASSPHRASE, NAME) == (consent_scenes.PASSPHRASE, "Ada"), "as `line` opens the store"

ENDED = ("vault.withdrawn", "workflow.duty_ended")
"""What is told of a slip that is not printed again."""

MAKE_STORE = consent_scenes.make


class Lines:
    """Somebody who types."""

    NOWHERE = frozenset({("slip", "person"), ("sight", "person")})

    def __init__(self, line: Line, folder: Path) -> None:
        self.line, self.folder, self.number = line, folder, 0
        self.sends, self.waiting, self.gone = False, set[str](), set[str]()
        self.known: list[dict[str, Any]] = []
        """The releases of the record in hand, as far as they were let out."""
        self.issued: dict[str, dict[str, str]] = {}

    def shown(self, record: str) -> dict[str, Any]:
        return self.line("record", "show", record)

    def waits(self, record: str) -> bool:
        """Where it `sends`, what waits is sent at once."""
        told = self.shown(record)
        self.known, waiting = told["releases"], told["delivery"] == "waiting"
        self.waiting |= {record} if waiting else set()
        if self.sends:
            self.send()
        return bool(waiting)

    def send(self) -> None:
        """What waits, and nothing else, is at the server after it."""
        assert self.line("sync")["ok"]
        self.gone |= self.waiting

    def out(self, way: str, record: str, scene: Scene) -> tuple[str, Scene]:
        self.number += 1
        file = self.folder / f"{self.number}"
        told = self.line(*_words(way, record, scene, file), *_noted(way, scene))
        if told["exit"]:
            assert told["error"].startswith(REFUSED[way]) and not file.exists(), told
            if scene.no:
                before, self.known = self.known, self.shown(record)["releases"]
                assert all(one in before for one in self.known), "a no ends what went"
            return "", scene
        assert way == "sight" or file.stat().st_size
        before, self.known = self.known, self.shown(record)["releases"]
        basis = basis_of(before, self.known, way, scene)
        if way in consent_scenes.SLIPS:
            self.issued.setdefault(record, {})[told["reference"]] = basis
        return basis, scene

    def take_back(self, record: str) -> set[str]:
        before = self.shown(record)["releases"]
        assert [one for one in before if one["purpose"] != "sync"] == [
            one for one in self.known if one["purpose"] != "sync"
        ], "nothing was let out where it was refused"
        assert self.line("record", "withdraw-consent", record)["exit"] == 0
        self.waiting.discard(record)
        self.sends = False
        self.known = self.shown(record)["releases"]
        return {one["basis"] for one in self.known}

    def slips(self, record: str) -> dict[str, str]:
        return dict(self.issued.get(record, {}))

    def prints(self, record: str, reference: str) -> bool:
        self.number += 1
        file = self.folder / f"{self.number}.pdf"
        told = self.line("print", "slips", reference, "-o", str(file))
        assert told["exit"] == 0 or (told["error"] in ENDED and not file.exists())
        return bool(told["exit"] == 0)

    def seen_beyond(self, record: str) -> bool:
        told = self.line("record", "show", record, user=OTHER)
        assert told["exit"] == 0 or told["error"] in ("vault.no_such_record", "vault.not_allowed")
        return bool(told["exit"] == 0)

    def release_later(self, record: str) -> str:
        told = self.line("record", "release", record, "--override", "somebody asked")
        assert told["exit"] == 1
        return str(told["reason"])


def _words(way: str, record: str, scene: Scene, file: Path) -> list[str]:
    kind = consent_scenes.TO.get(way, scene.recipient)
    to = consent_scenes.service(kind) if way in consent_scenes.SLIPS else kind
    case = ["record", "export", record, "--recipient", to, "-o", str(file)]
    return {
        "slip": ["slip", record, "--recipient", to, "-o", str(file)],
        "dossier": ["slip", record, "--recipient", to, "-o", str(file), "--sheet", str(_dossier(file.parent))],
        "sight": ["record", "hand-over", record, "--to", OTHER, "--as", to],
        "page": ["print", "screening", record, "-o", str(file)],
        "report": ["print", "minor-report", record, "-o", str(file)],
        "export": case,
        "table": [*case, "--format", "csv"],
    }[way]


def _dossier(folder: Path) -> Path:
    """A sheet that says that what was told of the work goes along."""
    sheet = folder / "dossier.json"
    sheet.write_text('{"dossier": true}', encoding="utf-8")
    return sheet


def _noted(way: str, scene: Scene) -> list[str]:
    """What the desk notes, as options; the report on a child asks for age and company alone."""
    age = ["--age", scene.age_here, "--age-from", "person"] if scene.age_here else []
    age += ["--alone"] * scene.alone
    if way == "report":
        return age
    word = "yes" if scene.given else "no" if scene.no else ""
    said = [*(["--consent", word] if word else []), "--in-language", "bn"]
    theirs = ["--guardian", "--guardian-language", "ur"] if scene.guardian else []
    ticks = {"--danger": scene.danger, "--no-asylum": not scene.asylum}
    ticks["--work"] = way == "dossier" and scene.work
    reason = ["--override", scene.reason] if scene.reason else []
    return [*said, *theirs, *age, *(name for name, ticked in ticks.items() if ticked), *reason]


def walked(
    line: Line, store: Path, folder: Path, chosen: list[Scene], wanted: set[Ground] | None = None, always: str = ""
) -> set[Ground]:
    """Half of the scenes are sent before all is taken back, half would be after. `wanted`: each once, and beside them
    the way that is `always`."""
    hands, seen = Lines(line, folder), set[Ground]()
    with PracticeServer() as server:
        line("server", "add", "central", "--url", server.url)
        for number, scene in enumerate(chosen):
            with workflow.open_store(store, NAME, PASSPHRASE) as opened:
                record = consent_scenes.met(opened, scene)
            hands.sends = bool(number % 2)
            seen |= consent_scenes.walk(hands, record, scene, None if wanted is None else wanted - seen, always)
        hands.send()
        assert {one.instance_id for one in server.received} == hands.gone
    with workflow.open_store(store, NAME, PASSPHRASE) as opened:
        assert opened.check() == ()
    return seen


def test_each_kind_of_recipient_and_each_ground(line: Line, store: Path, tmp_path: Path) -> None:
    assert walked(line, store, tmp_path, consent_scenes.one_of_each(3), GROUNDS, "slip") >= GROUNDS


def test_each_no_keeps_each_way_shut_alone(line: Line, store: Path, tmp_path: Path) -> None:
    assert walked(line, store, tmp_path, consent_scenes.fewest(5, REFUSALS), REFUSALS) >= REFUSALS


@pytest.mark.soak
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("seed", range(4))
def test_the_whole_of_it(line: Line, store: Path, tmp_path: Path, seed: int) -> None:
    assert walked(line, store, tmp_path, consent_scenes.scenes(seed, consent_scenes.ALL)) >= GROUNDS
