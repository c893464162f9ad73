"""JavaRosa, the engine inside ODK Collect: its player compiled for this run, many scenarios in one process."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.needed import absent, need
from tests.shared_data import shared

_JAR = "validators/odk_validate/bin/ODK_Validate.jar"
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@dataclass(frozen=True)
class JavaRosa:
    """A compiled player and the jar it plays with."""

    jar: Path
    classes: Path

    def play(self, listing: Path, zone: str) -> list[dict[str, Any]]:
        """The outputs of a batch; `listing` is a JSON list of {"form", "scenario"} with absolute paths."""
        places = f"{self.jar}:{self.classes}"
        settings = (f"-Duser.timezone={zone}", "-Duser.language=en", "-Duser.country=US", "-Dpeer.version=5.1.0")
        line = ["java", *_QUICK_START, *settings, "-cp", places, "JrPeer", "--batch", str(listing)]
        done = subprocess.run(line, capture_output=True, check=True, timeout=900)
        played: list[dict[str, Any]] = json.loads(done.stdout)
        return played


def javarosa(folder: Path) -> JavaRosa:
    """The player, compiled into a folder; what is absent on this machine is told, see `needed`."""
    for tool in ("java", "javac"):
        need(tool, "openjdk-17-jdk-headless", "2026-11-25")
    source = shared("peers/java/JrPeer.java")
    found = find_spec("pyxform")
    jar = Path(found.origin).parent / _JAR if found is not None and found.origin else Path(_JAR)
    if not jar.is_file():
        absent("2026-11-25: pyxform carries no ODK_Validate.jar here")
    subprocess.run(["javac", "-nowarn", "-cp", str(jar), "-d", str(folder), str(source)], check=True)
    return JavaRosa(jar, folder)


def write_batch(folder: Path, pairs: Sequence[tuple[Path, Path]]) -> Path:
    """A batch listing of forms and scenarios."""
    listing = folder / "batch.json"
    listing.write_text(json.dumps([{"form": str(form), "scenario": str(scenario)} for form, scenario in pairs]))
    return listing
