"""Facts about this machine that decide how far a promise reaches."""

import os
from pathlib import Path

_SWAPS, _BLOCKS, _NUMBERS = Path("/proc/swaps"), Path("/sys/block"), Path("/sys/dev/block")


def open_swap(swaps: Path = _SWAPS, blocks: Path = _BLOCKS, numbers: Path = _NUMBERS) -> list[str]:
    """Swap areas that would keep pieces of memory readable on the disk: neither compressed memory nor encrypted.

    A partition counts as encrypted when device-mapper says `CRYPT` of it or of what it lies on, a file when the device
    that holds it is; what can not be told counts as open. Linux alone; gives nothing elsewhere.
    Sources: proc_swaps(5), sysfs `dm/uuid`, `slaves` and `dev/block`.
    """
    try:
        lines = swaps.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    except OSError:
        return []
    places = [(line.split()[0], line.split()[1]) for line in lines if len(line.split()) > 1]
    return [place for place, kind in places if not _closed(_device(Path(place), kind, numbers), blocks)]


def _device(place: Path, kind: str, numbers: Path) -> str:
    """The name of the block device of a swap area."""
    if kind != "file":
        return place.resolve().name
    try:
        device = place.stat().st_dev
    except OSError:
        return place.name
    return (numbers / f"{os.major(device)}:{os.minor(device)}").resolve().name


def _closed(device: str, blocks: Path) -> bool:
    if device.startswith("zram"):
        return True
    folder = blocks / device
    uuid = folder / "dm" / "uuid"
    if uuid.is_file() and uuid.read_text(encoding="utf-8").startswith("CRYPT-"):
        return True
    below = folder / "slaves"
    names = [part.name for part in below.iterdir()] if below.is_dir() else []
    return bool(names) and all(_closed(name, blocks) for name in names)
