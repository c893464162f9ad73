"""The warning about swap: what counts as encrypted, where it is said, and that it stops nobody."""

import os
from pathlib import Path

import pytest

from intake_app import machine
from tests.gui_shell.windows import Seat

HEAD = "Filename\tType\tSize\tUsed\tPriority\n"


def blocks(root: Path, device: str, uuid: str = "", slaves: tuple[str, ...] = ()) -> Path:
    folder = root / "block" / device
    (folder / "slaves").mkdir(parents=True)
    if uuid:
        (folder / "dm").mkdir()
        (folder / "dm" / "uuid").write_text(uuid + "\n")
    for slave in slaves:
        (folder / "slaves" / slave).mkdir()
    return root / "block"


@pytest.mark.parametrize(
    ("device", "uuid", "slaves", "is_open"),
    [
        ("sda2", "", (), True),
        ("zram0", "", (), False),
        ("dm-1", "CRYPT-LUKS2-0badcafe-swap", (), False),
        ("dm-1", "LVM-abc", ("dm-0",), False),
        ("dm-1", "LVM-abc", ("sda2",), True),
        ("dm-1", "LVM-abc", (), True),
    ],
)
def test_what_lies_under_the_swap(
    tmp_path: Path, device: str, uuid: str, slaves: tuple[str, ...], is_open: bool
) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text(f"{HEAD}/dev/{device} partition 100 0 -2\n")
    found = blocks(tmp_path, device, uuid, slaves)
    blocks(tmp_path, "dm-0", "CRYPT-LUKS2-0badcafe-all")
    assert machine.open_swap(swaps, found) == ([f"/dev/{device}"] if is_open else [])


def test_a_swap_file_is_as_closed_as_the_device_that_holds_it(tmp_path: Path) -> None:
    swaps, area, numbers = tmp_path / "swaps", tmp_path / "swapfile", tmp_path / "numbers"
    area.touch()
    numbers.mkdir()
    swaps.write_text(f"{HEAD}{area} file 100 0 -2\n/gone/swapfile file 100 0 -3\n")
    assert machine.open_swap(swaps, tmp_path, numbers) == [str(area), "/gone/swapfile"]
    found = blocks(tmp_path, "dm-7", "CRYPT-LUKS2-0badcafe-home")
    device = area.stat().st_dev
    (numbers / f"{os.major(device)}:{os.minor(device)}").symlink_to(found / "dm-7")
    assert machine.open_swap(swaps, found, numbers) == ["/gone/swapfile"]


def test_no_swap_is_none(tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    assert machine.open_swap(swaps, tmp_path) == []
    swaps.write_text(HEAD)
    assert machine.open_swap(swaps, tmp_path) == []


@pytest.mark.window
def test_the_page_says_it_calmly_and_opens_all_the_same(seat: Seat) -> None:
    seat.place.gate.show_open_swap(["/swapfile"])
    assert seat.place.gate.swap.isVisible()
    assert "not encrypted" in seat.place.gate.swap.text()
    seat.set_up()
    assert seat.place.person is not None


@pytest.fixture
def open_swap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose swap lies in the open."""
    swaps = tmp_path / "swaps"
    swaps.write_text(f"{HEAD}/dev/sda2 partition 100 0 -2\n")
    monkeypatch.setattr(machine.open_swap, "__defaults__", (swaps, blocks(tmp_path, "sda2"), tmp_path))


@pytest.mark.window
def test_the_first_page_looks_for_it_by_itself(open_swap: None, seat: Seat) -> None:
    assert seat.place.gate.swap.isVisible()
