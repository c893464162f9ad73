"""Collect every text for people into templates and bring the catalogues up to date.

Interface: `tr("…")`, `trn("one", "many", n)`, `tr.plural(…)` and the tables marked with `msg("…")` go to
translations/interface/interface.pot, and so do the names of features, the notes of those not wholly supported, the
short names of indicators, what cards and leaflets say, and where the built-in services were taken from.
Questionnaires: labels, hints and choices of forms/*.md go to
translations/forms/<form>/<form>.pot. Catalogues keep their translations; a text that is gone is dropped, a text
that changed is left empty: a near match would be worse than none in an interview. Signatures of reviewers
(`packaging/review.py`) stay so long as neither text nor translation changes; a catalogue is reviewed when each of its
entries is.

Usage: python packaging/extract.py [--check]   (--check writes nothing and fails when something would change)
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from intake_app import languages, reviews, xlsform  # noqa: E402 - the checkout itself is what is collected from

# Marked calls, and how many of their first arguments are texts.
WANTED = {"tr": 1, "words": 1, "_words": 1, "msg": 1, "trn": 2, "plural": 2}
INTERFACE = ("it", "ar", "bn", "fr", "ur", "fa", "so", "ti", "am")
FORMS = ("it", "ar", "bn", "fr", "ur", "fa", "so", "ti", "am")
ALL_LANGUAGES = ("first_interview", "needs")  # the other questionnaires are in these languages
MODULES = ("it", "fr", "ar", "bn")
_CODE = re.compile(r"[a-z][\w:-]*(?:, [a-z][\w:-]*)*")
_PLACEHOLDERS = (b'"Generated-By', b'"Last-Translator', b'"Language-Team', b'"Report-Msgid', b'"Project-Id')
# What nobody types: the apostrophe of print, and in French the blank that does not break.
_APOSTROPHE = (re.compile(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ«{\u2066\u2068])"), "’")
_PRINTED = {
    **dict.fromkeys(("it", "so"), (_APOSTROPHE,)),
    "fr": (_APOSTROPHE, (re.compile(r"[ \u202f](?=[:;?!»](?![\w/]))|(?<=«)[ \u202f]"), "\u00a0")),
}
# No date of the run: a template changes only when a text does.
STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def interface_template() -> Catalog:
    """All texts of the program, with the files they stand in."""
    template = _empty("Intake interface")
    for path in sorted((ROOT / "intake_app").rglob("*.py")):
        for text in _texts(ast.parse(path.read_text(encoding="utf-8"))):
            template.add(text, locations=[(path.relative_to(ROOT).as_posix(), None)])
    for text in _feature_texts():
        template.add(text, locations=[("resources/xforms_features.json", None)])
    for sign in json.loads((ROOT / "resources" / "assessment.json").read_text(encoding="utf-8"))["indicators"]:
        template.add(sign["label"], locations=[("resources/assessment.json", None)])
    for text in _paper_texts():
        template.add(text, locations=[("resources/papers.json", None)])
    services = json.loads((ROOT / "resources" / "directory.json").read_text(encoding="utf-8"))["recipients"]
    for source in dict.fromkeys(one["source"] for one in services):
        template.add(source, locations=[("resources/directory.json", None)])
    return template


def _feature_texts() -> Iterator[str]:
    """What an import report says of a form: the groups of features, their names, notes of those not wholly supported.

    A name that is no more than names of functions is the same in every language.
    """
    rows = json.loads((ROOT / "resources" / "xforms_features.json").read_text(encoding="utf-8"))["features"]
    yield from dict.fromkeys(row["group"] for row in rows)
    for row in rows:
        if not _CODE.fullmatch(row["name"]):
            yield row["name"]
        if row["state"] != "supported":
            yield row["note"]


def _paper_texts() -> Iterator[str]:
    """What cards and leaflets say."""
    papers = json.loads((ROOT / "resources" / "papers.json").read_text(encoding="utf-8"))
    waiting = [papers["card"], papers["leaflets"], papers["permit_term"], papers["draft_note"]]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict | list):
            waiting[:0] = list(part.values()) if isinstance(part, dict) else part


def _texts(module: ast.Module) -> Iterator[str | tuple[str, str]]:
    """Texts and (one, many) pairs in calls of the marked names, in order; only plain strings count, not what is
    looked up inside a call."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        told = [each.value for each in call.args[: WANTED.get(name, 0)] if isinstance(each, ast.Constant)]
        if name in WANTED and len(told) == WANTED[name] and all(isinstance(each, str) and each for each in told):
            yield told[0] if len(told) == 1 else (told[0], told[1])


def form_template(source: Path) -> Catalog:
    """All texts of one questionnaire, with the questions they stand at."""
    template = _empty(f"Intake questionnaire {source.stem}")
    for entry in xlsform.source_texts(source.read_bytes(), source.name):
        template.add(entry.text, auto_comments=list(entry.places))
    return template


def updated(path: Path, template: Catalog, form: bool) -> bytes:
    """The catalogue at `path`, or a new one, with the template's texts and its own translations."""
    code = path.stem
    data = path.read_bytes() if path.is_file() else b""
    old = read_po(BytesIO(data), locale=code) if data else Catalog(locale=code)
    fresh = _empty(template.project, code)
    for entry in template:
        if entry.id:
            kept = old.get(entry.id)
            said = printed(kept.string, code) if kept else ""
            names = [line for line in (kept.user_comments if kept else ()) if signed([line], entry, said)]
            fresh.add(entry.id, said, entry.locations, auto_comments=entry.auto_comments, user_comments=names)
    return catalogue_bytes(fresh, code, form)


def printed(said: str | Iterable[str], code: str) -> str | tuple[str, ...]:
    """A translation, or those for one and for many, with the marks of print of its language."""
    if not isinstance(said, str):
        return tuple(str(printed(each, code)) for each in said)
    for typed, mark in _PRINTED.get(code, ()):
        said = typed.sub(mark, said)
    return said


def catalogue_bytes(catalogue: Catalog, code: str, form: bool) -> bytes:
    """A catalogue as it is written; it is reviewed when somebody has signed each of its entries."""
    every = [entry for entry in catalogue if entry.id]
    read = all(signed(entry.user_comments, entry, entry.string) for entry in every)
    headers = {"X-Review": "reviewed" if read else "unreviewed"}
    return _with_headers(
        _bytes(catalogue), {**headers, **({"X-Form-Language": languages.form_name(code)} if form else {})}
    )


def forms_of(told: str | Iterable[str] | None) -> tuple[str, ...]:
    """A text, or those for one and for many."""
    return (told or "",) if isinstance(told, str | None) else tuple(told)


def signed(comments: Iterable[str], entry: Message, said: str | Iterable[str] | None) -> bool:
    """Whether one of the comments is a signature of these very words."""
    return reviews.signature(comments, forms_of(entry.id), forms_of(said)) is not None


def outputs() -> Iterator[tuple[Path, bytes]]:
    """Every file this writes, with its content."""
    folder = ROOT / "translations"
    template = interface_template()
    yield folder / "interface" / "interface.pot", _bytes(template)
    for code in INTERFACE:
        path = folder / "interface" / f"{code}.po"
        yield path, updated(path, template, form=False)
    for source in sorted((ROOT / "forms").glob("*.md")):
        template = form_template(source)
        yield folder / "forms" / source.stem / f"{source.stem}.pot", _bytes(template)
        for code in FORMS if source.stem in ALL_LANGUAGES else MODULES:
            path = folder / "forms" / source.stem / f"{code}.po"
            yield path, updated(path, template, form=True)


def main() -> int:
    """Write what changed, or with --check only say so."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is out of date")
    check = parser.parse_args().check
    stale = [(path, data) for path, data in outputs() if not path.is_file() or path.read_bytes() != data]
    for path, data in stale:
        sys.stdout.write(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}\n")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return 1 if check and stale else 0


def _empty(project: str, code: str | None = None) -> Catalog:
    return Catalog(
        locale=code,
        project=project,
        version="",
        copyright_holder="The Intake developers",
        creation_date=STAMP,
        revision_date=STAMP,
        last_translator="",
        language_team="",
        fuzzy=False,
        header_comment=f"# {project}. Apache-2.0.",
    )


def _bytes(catalogue: Catalog) -> bytes:
    stream = BytesIO()
    write_po(stream, catalogue, width=110, sort_output=False, include_lineno=False)
    lines = stream.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_PLACEHOLDERS))


def _with_headers(data: bytes, headers: dict[str, str]) -> bytes:
    anchor = b'"MIME-Version: 1.0\\n"\n'
    lines = "".join(f'"{key}: {value}\\n"\n' for key, value in headers.items()).encode()
    return data.replace(anchor, anchor + lines, 1)


if __name__ == "__main__":
    raise SystemExit(main())
