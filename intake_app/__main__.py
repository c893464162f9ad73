"""The one way in: `intake` opens the windows, `intake VERB …` works on the command line.

Without a display `intake start` does the whole main job on a throw-away store and says where to look.
"""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from intake_app import process


def main(line: Sequence[str] | None = None) -> int:
    """Start what the command line names; gives the exit code."""
    arguments = list(sys.argv[1:] if line is None else line)
    process.harden()
    if not arguments or arguments[0] == "start":
        return _start(arguments[1:])
    if arguments[0] == "window":  # no verb for people: `process.stay` starts it
        gc.disable()  # while everything is loaded; the lanes look for garbage once somebody is in
        from intake_app.app import window

        return window(arguments[1:])
    if arguments[0] == "purge-print":  # nor this: `print_queue.watch` starts it
        from intake_app import print_queue

        return print_queue.purge_when_printed(int(arguments[1]))
    if arguments[0] == "draw-picture":  # nor this: `gui.chosen_picture` starts it
        from intake_app.gui import picture_child

        return picture_child.serve()
    if arguments[0] == "decode-sound":  # nor this: `gui.recorded` starts it
        from intake_app.gui import sound_child

        return sound_child.serve()
    if arguments[0] == "play-film":  # nor this: `gui.films` starts it
        from intake_app.gui import film_child

        return film_child.serve()
    if arguments[0] == "speak":  # nor this: `gui.voice` starts it
        from intake_app.gui import voice_child

        return voice_child.serve(*arguments[1:2])
    from intake_app import cli

    return cli.run(arguments)


def _start(arguments: list[str]) -> int:
    """The windows where there is a screen, else the rehearsal."""
    if {"-h", "--help"} & set(arguments):
        return _help()
    if has_display() and "--out" not in arguments:
        return process.stay(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from intake_app.app import pictures
    from intake_app.cli.rehearsal import run as rehearse

    folder = Path(arguments[arguments.index("--out") + 1]) if "--out" in arguments[:-1] else None
    return rehearse(folder, pictures)


def _help() -> int:
    """What `intake start` does and takes: in English, as the help of every command."""
    import argparse

    told = "Open the windows. Without a display, or with --out, do the whole main job on a throw-away store."
    parser = argparse.ArgumentParser(prog="intake start", description=told)
    parser.add_argument("--store", metavar="FILE", help="the store to open, else the one of this account")
    parser.add_argument("--language", metavar="CODE", help="the language of the windows, such as it")
    parser.add_argument("--out", metavar="FOLDER", help="where the papers and pictures of the whole main job go")
    parser.print_help()
    return 0


def has_display() -> bool:
    """Whether windows can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
