"""Read a catalogue entry by entry and put your name to what is right.

For who speaks the language: each text that nobody has signed is shown with its translation; answer y (right, signed),
e (type a better one, which is signed too), n (not now) or q (stop). What was answered is written at once, so stop and
go on as you like. A signature ends by itself when the text or its translation changes.

Usage: python packaging/review.py translations/forms/first_interview/bn.po --name "NAME"
       python packaging/review.py translations/forms/first_interview/bn.po          (only says how far it is)
"""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import extract  # noqa: E402 - the script beside this one

from intake_app import i18n, messages, reviews  # noqa: E402 - the checkout itself is what is read
from intake_app.errors import IntakeError  # noqa: E402


def main(arguments: list[str] | None = None, ask: Callable[[str], str] = input, day: date | None = None) -> int:
    """Walk through what is not signed. 0 when all of it is by now, else 1; 2 for a catalogue or name of no use."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--name", help="who reads, as it shall stand in the catalogue")
    parsed = parser.parse_args(arguments)
    path: Path = parsed.catalogue
    if not path.is_file() or path.suffix != ".po":
        sys.stderr.write(f"{path}: no catalogue\n")
        return 2
    catalogue = read_po(BytesIO(path.read_bytes()), locale=path.stem)
    if parsed.name is not None:
        try:
            _walk(path, catalogue, parsed.name, ask, day or date.today())
        except IntakeError as error:
            sys.stderr.write(messages.sentence(error.code, error.facts, i18n.load("en")) + "\n")
            return 2
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")
    every = [entry for entry in catalogue if entry.id]
    signed = sum(extract.signed(entry.user_comments, entry, entry.string) for entry in every)
    sys.stdout.write(f"{path.name}: {signed} of {len(every)} signed\n")
    return 0 if signed == len(every) else 1


def _walk(path: Path, catalogue: Catalog, name: str, ask: Callable[[str], str], day: date) -> None:
    reviews.sign(name, day, (), ())  # a name of no use is told before anything is asked
    for entry in catalogue:
        if not entry.id or extract.signed(entry.user_comments, entry, entry.string):
            continue
        answer = _asked(entry, ask)
        if answer == "q":
            return
        if answer != "n":
            _sign(entry, name, day)
            path.write_bytes(extract.catalogue_bytes(catalogue, path.stem, "forms" in path.parts))


def _asked(entry: Message, ask: Callable[[str], str]) -> str:
    """Show an entry; "y" or "e" to sign, "n" to pass it, "q" to stop. A better text is in the entry after "e"."""
    sys.stdout.write("\n" + "\n".join(entry.auto_comments) + "\n")
    forms = extract.forms_of(entry.id)
    for text in forms:
        sys.stdout.write(f"  {text}\n")
    for said in extract.forms_of(entry.string):
        sys.stdout.write(f"→ {said or '—'}\n")
    while True:
        answer = ask("Right? y, e, n, q: ").strip().casefold()[:1]
        if answer == "e":
            better = tuple(ask("→ ").strip() or said for said in extract.forms_of(entry.string))
            entry.string = better[0] if isinstance(entry.id, str) else better
        if answer in ("n", "q") or (answer in ("y", "e") and all(extract.forms_of(entry.string))):
            return answer


def _sign(entry: Message, name: str, day: date) -> None:
    line = reviews.sign(name, day, extract.forms_of(entry.id), extract.forms_of(entry.string))
    entry.user_comments = [*(each for each in entry.user_comments if not reviews.is_signature(each)), line]


if __name__ == "__main__":
    raise SystemExit(main())
