"""What the process weighs, as the operating system counts it; 0.0 where it does not tell."""

from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident_mb() -> float:
    """Memory in use now, in MiB."""
    return _kilobytes("VmRSS") / 1024


def peak_mb() -> float:
    """The most memory that was in use since the process began, in MiB."""
    return _kilobytes("VmHWM") / 1024


def _kilobytes(field: str) -> int:
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{field}:")), 0)
