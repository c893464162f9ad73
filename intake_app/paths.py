"""Where the program's own data lies and where a workplace keeps its store."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds `forms`, `resources` and `translations`: in the wheel, or the checkout."""
    packed = _PACKAGE / "_data"
    return packed if packed.is_dir() else _PACKAGE.parent


def forms() -> Path:
    """Questionnaires that come with the program."""
    return data_root() / "forms"


def resources() -> Path:
    """Directories of services, language registry and other content."""
    return data_root() / "resources"


def translations() -> Path:
    """Catalogues, one folder for each domain, one `.po` for each language."""
    return data_root() / "translations"


def state_home() -> Path:
    """The folder for the store of this workplace; it need not exist yet."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "intake"


def default_store() -> Path:
    """The store that opens when nobody names another."""
    return state_home() / "workplace.intake"


def headers(store: Path) -> tuple[Path, Path]:
    """Where the two headers of a store lie."""
    return store.with_name(f"{store.name}.header-a"), store.with_name(f"{store.name}.header-b")


def store_exists(store: Path) -> bool:
    """Whether any part of a store lies there: the file or one of its headers."""
    return store.exists() or any(part.exists() for part in headers(store))
