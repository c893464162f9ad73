"""What nobody needs before somebody is in: all pages, and with them the engine, the store and the wire."""

import importlib

_ROOT = "intake_app.gui.workplace"


def load() -> None:
    """Have all of it there. Every thread asks for it by this one name, and so waits for whoever asked first.

    Two threads that load parts of one another would each be handed what the other has not finished.
    """
    importlib.import_module(_ROOT)
