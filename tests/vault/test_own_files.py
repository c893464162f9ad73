"""Nothing else is written over a store, its companions, or what only a name or a link leads to."""

from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import Vault, check_target
from tests.vault import scene


def test_a_store_and_its_companions_are_no_target(store: Vault, tmp_path: Path) -> None:
    name, folder = "place.intake", tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / name)
    (folder / "linked").symlink_to(tmp_path)
    ends = (
        "",
        "-wal",
        "-journal",
        ".header-a",
        ".header-b.new",
        ".anchor",
        ".lock",
        ".next-wal",
        ".files/one",
        ".FILES",
    )
    places = [*(tmp_path / f"{name}{end}" for end in ends), folder / "link", folder / "linked" / f"{name}.ballast"]
    for path in places:
        with pytest.raises(IntakeError, match=r"vault\.own_file"):
            check_target(path)
    for free in ("out.sealed", f"{name}.pdf", "other-wal", f"of-{name}", "elsewhere/place.intake"):
        check_target(tmp_path / free)
    check_target(Path("/"))


def test_a_store_without_its_file_or_headers_is_one_still(tmp_path: Path) -> None:
    scene.new_store(tmp_path).close()
    path = tmp_path / "place.intake"
    for lost in (path, tmp_path / f"{path.name}.header-a", tmp_path / f"{path.name}.header-b"):
        lost.unlink()
        with pytest.raises(IntakeError, match=r"vault\.own_file"):
            check_target(path)
    (tmp_path / f"{path.name}.anchor").unlink()
    check_target(path)
