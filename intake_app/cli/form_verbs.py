"""`intake form import|list|check|compile`; `play` and `walk`, which need no store, are in `playing`."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from intake_app import given_files, messages, paths, vault, workflow
from intake_app.cli import advised
from intake_app.cli.opening import opened
from intake_app.i18n import Translator
from intake_app.xform import Notice
from intake_app.xform.coverage import CLASSES, LanguageCoverage, Share
from intake_app.xform.usage import STATES, FeatureUse

_PLACES = 10
"""Places named of each feature; the count tells of the others."""


def import_form(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Put a form from a file into the store."""
    source = Path(parsed.file)
    with opened(parsed, tr) as store:
        return _told(workflow.import_form(store, source.name, given_files.read_file(source), _files(parsed)), tr)


def check(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Report on a form without storing it."""
    source = Path(parsed.file)
    return _told(workflow.check_form(source.name, given_files.read_file(source), _files(parsed)), tr)


def list_forms(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The questionnaires in the store."""
    with opened(parsed, tr) as store:
        kept = ("key", "form_id", "version", "title", "source", "server", "added")
        return {"forms": [{name: getattr(row, name) for name in kept} for row in workflow.form_list(store)]}


def compile_form(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the XForm of an XLSForm; with an output that ends in .xlsx, the spreadsheet to edit."""
    from intake_app import xlsform  # slow to import, and no other verb needs it

    source, target = Path(parsed.file), Path(parsed.output)
    vault.check_target(target)
    data = given_files.read_file(source)
    catalogues = xlsform.own_catalogues(paths.translations() / "forms" / source.stem)
    if target.suffix == ".xlsx":
        target.write_bytes(xlsform.write_xlsx(data, source.name, catalogues))
        return {"file": str(target)}
    compiled = xlsform.compile_form(data, source.name, catalogues, parsed.form_name)
    target.write_bytes(compiled.xml)
    warnings = [messages.sentence(each.code, each.facts, tr) for each in compiled.remarks]
    return {"file": str(target), "form_id": compiled.form_id, "warnings": warnings}


def _files(parsed: Namespace) -> dict[str, bytes]:
    """Files a form refers to: from --media, or from the folder FORM-media beside the form."""
    source = Path(parsed.file)
    folder = Path(parsed.media) if parsed.media else source.with_name(f"{source.stem}-media")
    if not folder.is_dir():
        return {}
    return {path.name: given_files.read_file(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _told(report: workflow.ImportedForm, tr: Translator) -> dict[str, Any]:
    """The report as plain data, what hurts most first; sentences in the language asked for."""
    return {
        "form_key": report.form_key,
        "form_id": report.form_id,
        "version": report.version,
        "title": report.title,
        "languages": [_language(each) for each in report.coverage],
        "summary": {state: sum(use.state == state for use in report.features) for state in STATES},
        "features": [_feature(use, tr) for use in report.features],
        "notices": [_notice(notice, tr) for notice in report.notices],
        "warnings": [messages.sentence(each.code, each.facts, tr) for each in report.warnings],
        "missing_files": list(report.missing_files),
    }


def _language(told: LanguageCoverage) -> dict[str, Any]:
    kinds: dict[str, Share] = {kind: told.shares[kind] for kind in CLASSES}
    shares = {"total": told.total, "reviewed": told.reviewed, **kinds}
    counted = {kind: {"there": one.there, "of": one.of, "percent": one.percent} for kind, one in shares.items()}
    return {**asdict(told.language), "texts": counted, "reviewers": list(told.reviewers)}


def _feature(use: FeatureUse, tr: Translator) -> dict[str, Any]:
    feature = use.feature
    told = {"row": feature.row, "group": tr(feature.group), "name": tr(feature.name), "state": use.state}
    note = tr(feature.note) if use.state != "supported" else ""
    return {**told, "note": note, "count": len(use.places), "places": list(use.places[:_PLACES])}


def _notice(notice: Notice, tr: Translator) -> dict[str, Any]:
    facts = {"place": notice.place, **notice.facts}
    return {
        "level": notice.level,
        "place": notice.place,
        "code": notice.code,
        "sentence": messages.sentence(notice.code, facts, tr),
        "advice": advised.advice(notice.code, facts, tr),
    }
