"""Questionnaires: checked and imported from a file, and our own, compiled with their translations."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import PurePath
from typing import Any

from intake_app import paths, xform
from intake_app.errors import IntakeError
from intake_app.vault import FormFile, FormRow, Vault
from intake_app.workflow import blanks, form_keys, image_maps, ranges
from intake_app.workflow.form_places import Written
from intake_app.xform import FormDefinition, FormLanguage, Notice
from intake_app.xform.coverage import LanguageCoverage, coverage
from intake_app.xform.inspection import inspect
from intake_app.xform.scarce import scarce
from intake_app.xform.usage import Feature, FeatureUse, features_used, read_catalogue

SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".md"})
_PACKED = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
OWN_FORMS = ("first_interview",)
"""Our questionnaires that each store has from the start."""
MODULES = (
    "needs", "labour", "sexual", "begging_crime", "domestic", "marriage_family", "transit", "minor", "observations",
)  # fmt: skip
"""Those that are asked after the first interview, of the same person; they come into the store when one is begun."""
FOR_ADULTS = frozenset({"labour", "sexual", "begging_crime", "domestic", "marriage_family"})
FOR_CHILDREN = frozenset({"minor"})


@dataclass(frozen=True)
class ImportedForm:
    """What came of an import: the form, and what its author should know before anybody is interviewed with it.

    `form_key` is None when the form was only checked. `notices` name the place and what is wrong, costs much or is not
    supported there, errors first; `features` are the rows of the feature check-list that the form uses, what is
    refused first; `coverage` tells how far each language is translated.
    """

    form_key: int | None
    form_id: str
    version: str
    title: str
    languages: tuple[FormLanguage, ...]
    notices: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    missing_files: tuple[str, ...]
    features: tuple[FeatureUse, ...]
    coverage: tuple[LanguageCoverage, ...]


def check_form(name: str, data: bytes, files: Mapping[str, bytes] | None = None) -> ImportedForm:
    """Read a form and report on it without storing it. Raises IntakeError `xlsform.*`, `xform.*` or `xpath.*`.

    The source of one of our own is read with its translations, as it comes into a store.
    """
    xml, warnings, written = _own_source(name, data) if _is_own_source(name) else _compiled(name, data)
    return _report(xml, _load(name, xml, files or {}, written), warnings, written, files or {})


def import_form(
    store: Vault,
    name: str,
    data: bytes,
    files: Mapping[str, bytes] | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> ImportedForm:
    """Read a form from a file a person chose and put it into the store, with the files it refers to.

    ``go_on`` is asked after each step, the last time before the store has anything of it, and stops it by raising.
    """
    xml, warnings, written = _compiled(name, data)
    go_on()
    definition = _load(name, xml, files or {}, written)
    go_on()
    told = (*warnings, *form_keys.changed(store, definition))
    report = _report(xml, definition, told, written, files or {})
    go_on()
    key = store.put_form(form_file(definition, xml, "file", None, warnings), needed_files(definition, files or {}))
    return replace(report, form_key=key)


def _load(name: str, xml: bytes, files: Mapping[str, bytes], written: Written) -> FormDefinition:
    """The definition; a refusal names the file the person chose, or the row of its spreadsheet."""
    try:
        return xform.load(xml, files)
    except IntakeError as error:
        place = str(error.facts.get("place"))
        if place == "form":
            raise IntakeError(error.code, **{**error.facts, "place": PurePath(name).name}) from error
        told = written.told(error.facts)
        if told:
            raise IntakeError(error.code, **{**error.facts, **told}) from error
        raise


def to_xform(name: str, data: bytes) -> tuple[bytes, tuple[Notice, ...]]:
    """The XForm of a file by its name and content: a spreadsheet is compiled, XML is taken as it is.

    Beside it what is worth knowing about the spreadsheet.
    """
    return _compiled(name, data)[:2]


def _is_own_source(name: str) -> bool:
    source = PurePath(name)
    return source.suffix.lower() == ".md" and source.stem in (*OWN_FORMS, *MODULES)


def _own_source(name: str, data: bytes) -> tuple[bytes, tuple[Notice, ...], Written]:
    """As `_compiled`, with the translations that come with the program."""
    from intake_app import xlsform  # see below

    return _spreadsheet(name, data, xlsform.own_catalogues(paths.translations() / "forms" / PurePath(name).stem))


def _compiled(name: str, data: bytes) -> tuple[bytes, tuple[Notice, ...], Written]:
    """(XForm, what is worth knowing about the spreadsheet, where its rules are written)."""
    if PurePath(name).suffix.lower() in SPREADSHEETS or data.startswith(_PACKED):
        return _spreadsheet(name, data)
    if data.lstrip()[:5] == b"%PDF-":
        raise IntakeError("workflow.not_a_form", file=PurePath(name).name, found="PDF")
    return data, (), Written()


def _spreadsheet(
    name: str, data: bytes, catalogues: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[bytes, tuple[Notice, ...], Written]:
    from intake_app import xlsform  # its spreadsheet libraries take half a second, which no start should wait for

    made = xlsform.compile_form(data, name, catalogues)
    remarks = [Notice("info", str(each.facts.get("place", "")), each.code, each.facts) for each in made.remarks]
    return made.xml, tuple(remarks), Written(made.xml, made.rows, made.rules)


def form_file(
    definition: FormDefinition, xml: bytes, source: str, server: str | None, warnings: tuple[Notice, ...] = ()
) -> FormFile:
    """The row of a form for the vault: identity, bytes, hash and import report."""
    notices = form_keys.settled(definition)
    report: dict[str, Any] = {
        "notices": [asdict(each) for each in notices],
        "warnings": [asdict(each) for each in warnings],
    }
    if definition.submission.by_hand:
        report["by_hand"] = True
    return FormFile(
        form_id=definition.form_id,
        version=definition.version,
        title=definition.title,
        xml=xml,
        source=source,
        server=server,
        hash="md5:" + hashlib.md5(xml, usedforsecurity=False).hexdigest(),
        report=json.dumps(report, ensure_ascii=False, default=dict),
    )


def needed_files(definition: FormDefinition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of the files at hand those the form asks for, by bare name."""
    wanted = {PurePath(address).name for address in definition.media}
    return {name: data for name, data in files.items() if name in wanted}


def load_definition(xml: bytes, files: Mapping[str, bytes]) -> FormDefinition:
    """The frozen definition of a stored form; pure, for the work lane."""
    return xform.load(xml, files)


def install_own_forms(store: Vault) -> None:
    """Put our own questionnaires into the store, and newer versions of them beside the older.

    Compiling takes a second, so it is done only when the source or a catalogue is not what it was.
    """
    for name in OWN_FORMS:
        digest = _digest_of_sources(name)
        if store.setting(f"own_form:{name}") == digest:
            continue
        compiled = compile_own(name)
        store.put_form(form_file(xform.load(compiled), compiled, "own", None), {})
        store.set_setting(f"own_form:{name}", digest)


def own_form_id(name: str) -> str:
    """The id of one of our questionnaires by the name of its file."""
    return f"intake_{name}"


_LATER_IDS = frozenset(map(own_form_id, MODULES))
_OWN_IDS = frozenset(map(own_form_id, (*OWN_FORMS, *MODULES)))


def is_own(form_id: str) -> bool:
    """Whether a form is one of our questionnaires."""
    return form_id in _OWN_IDS


def goes_on(form_id: str) -> bool:
    """Whether a form is one of our questionnaires that go on after the first interview, wherever it came from: it
    begins with a person who agreed.
    """
    return form_id in _LATER_IDS


def names_nobody(definition: FormDefinition) -> bool:
    """Whether this is a questionnaire of ours: the names of its records are made of codes."""
    return is_ours(definition.form_id)


def is_ours(form_id: str) -> bool:
    """Whether it is the id of one of our questionnaires."""
    return form_id in _OWN_IDS


def modules() -> tuple[str, ...]:
    """The names of our further questionnaires, as far as they come with the program."""
    return tuple(name for name in MODULES if (paths.forms() / f"{name}.md").is_file())


def own_form(store: Vault, name: str) -> int:
    """The key of one of our questionnaires, brought into the store when it is not there or another one is.

    Where the organisation has put one of this name in itself, that one is used. Compiling takes some tenths of a
    second, so the report of the form has the digest of what it was compiled from.
    """
    digest = _digest_of_sources(name)
    for row in store.forms():
        if row.form_id == own_form_id(name) and (row.source != "own" or json.loads(row.report).get("of") == digest):
            return row.key
    compiled = compile_own(name)
    form = form_file(xform.load(compiled), compiled, "own", None)
    return store.put_own_form(replace(form, report=json.dumps({**json.loads(form.report), "of": digest})))


def _digest_of_sources(name: str) -> str:
    digest = hashlib.sha256()
    for path in (paths.forms() / f"{name}.md", *sorted((paths.translations() / "forms" / name).glob("*.po"))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def compile_own(name: str) -> bytes:
    """The XForm of one of our questionnaires with all its catalogues merged."""
    from intake_app import xlsform  # as above

    return xlsform.compile_own(paths.forms() / f"{name}.md", paths.translations()).xml


def form_list(store: Vault) -> tuple[FormRow, ...]:
    """The questionnaires an interview can start with, newest version of each; our further ones begin with a person."""
    return tuple(row for row in store.forms() if not goes_on(row.form_id))


@cache
def feature_catalogue() -> tuple[Feature, ...]:
    """Every row of the feature check-list and what this program makes of it."""
    text = (paths.resources() / "xforms_features.json").read_text(encoding="utf-8")
    return read_catalogue(json.loads(text))


_LEVELS = ("error", "warning", "info")


def _report(
    xml: bytes,
    definition: FormDefinition,
    warnings: tuple[Notice, ...],
    written: Written,
    files: Mapping[str, bytes],
) -> ImportedForm:
    """What a form uses, in one line for each feature: notices that would tell of the same at each place give way."""
    features = features_used(xml, feature_catalogue())
    told = {use.feature.notice for use in features if use.state != "supported"}
    lists = scarce(definition, needed_files(definition, files))
    ours = (*image_maps.notices(definition, files), *blanks.notices(definition), *ranges.notices(definition))
    known = (*form_keys.settled(definition), *inspect(definition), *lists, *ours)
    notices = [written.with_row(notice) for notice in known if notice.code not in told]
    return ImportedForm(
        form_key=None,
        form_id=definition.form_id,
        version=definition.version,
        title=definition.title,
        languages=definition.languages,
        notices=tuple(sorted(notices, key=lambda notice: _LEVELS.index(notice.level))),
        warnings=warnings,
        missing_files=definition.missing_files,
        features=features,
        coverage=coverage(definition),
    )
