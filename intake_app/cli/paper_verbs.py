"""`intake print`: papers for anybody, which need no store; issued slips and what a law asks of a record, which do."""

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from intake_app import i18n, messages, slips, workflow
from intake_app.cli import doubt_told, ground_told
from intake_app.cli.leaving_files import leaving_file
from intake_app.cli.opening import opened, record_id
from intake_app.cli.record_verbs import consent_sheet, keep_no
from intake_app.cli.secret_input import private_file
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.slips.answers import answered
from intake_app.vault import Vault


def topics() -> tuple[str, ...]:
    """What there are leaflets about."""
    told, _ = workflow.papers()
    return tuple(told.leaflets)


def card(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write cards as PDF, over no file that is there."""
    told, line = workflow.papers()
    return _written(parsed, tr, slips.card(told, line, parsed.person_language, i18n.load, parsed.copies))


def leaflet(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write a leaflet as PDF, over no file that is there."""
    told, line = workflow.papers()
    return _written(parsed, tr, slips.leaflet(told, parsed.topic, line, parsed.person_language, i18n.load))


def several(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the pages of issued slips into one PDF, over no file that is there: all of them, or none."""
    with opened(parsed, tr) as store:
        with _naming(store, parsed.references, tr):
            found = workflow.reprint_several(store, parsed.references)
        _write(parsed.output, slips.together(tuple(slip.pdf for slip in found)))
        for slip in found:
            workflow.slip_left(store, slip.reference, "saved")
    corrected = [slip.reference for slip in found if slip.corrected]
    return {"slips": len(found), "file": parsed.output, "corrected": corrected, "notes": as_they_were(corrected, tr)}


@contextmanager
def _naming(store: Vault, references: Sequence[str], tr: Translator) -> Iterator[None]:
    """Trouble with some of several slips names all that stay, and of those that do for another reason, that."""
    try:
        yield
    except IntakeError as trouble:
        if len(set(references)) < 2:
            raise
        stay = {each: why for each in dict.fromkeys(references) if (why := _stays(store, each)) is not None}
        same = ", ".join(each for each, why in stay.items() if why.code == trouble.code)
        others = {each: why for each, why in stay.items() if why.code != trouble.code}
        told = {each: messages.sentence(why.code, why.facts, tr) for each, why in others.items()}
        other = " ".join(text if each in text else f"{each}: {text}" for each, text in told.items())
        raise IntakeError(trouble.code, **{**trouble.facts, "slips_stay": same, "slips_stay_else": other}) from trouble


def _stays(store: Vault, reference: str) -> IntakeError | None:
    try:
        workflow.reprint(store, reference)
    except IntakeError as trouble:
        return trouble
    return None


def as_they_were(corrected: Sequence[str], tr: Translator) -> list[str]:
    """What whoever gives these slips away should know: they are of records as they were."""
    told = tr.plural(
        "{n} slip is of a record that was corrected since then, and is as it was: {slips}. Issue another one.",
        "{n} slips are of records that were corrected since then, and are as they were: {slips}. Issue others.",
        len(corrected),
    )
    return [told.format(n=len(corrected), slips=", ".join(corrected))] if corrected else []


def minor_report(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the report on the talk with a child who came alone as PDF, over no file that is there."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        noted = workflow.ConsentSheet(age=parsed.age, age_from=parsed.age_from, alone=parsed.alone)
        report = workflow.minor_report(store, name, noted)
        head = workflow.paper_head(store, report.release.record_id, workflow.MINOR_REPORT_TO)
        frame = slips.ReportFrame(*head)
        with leaving_file(store, "minor", parsed.output, [report.release]) as stream:
            _fill(stream, slips.minor_report_pages(report, frame, i18n.load))
        ended = doubt_told.beside(store, name, tr)
    due = report.due.isoformat() if report.due else ""
    told = {"due": due, "late": report.late, "guardian": report.guardian, "corrected": report.corrected}
    return {"file": parsed.output, "code": frame.code, **told, **ground_told.of(report.release), **ended}


def screening(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write the page beside the form of art. 17 as PDF, over no file that is there."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        keep_no(store, name, "export", workflow.SCREENING_PAGE_TO, parsed)
        page = workflow.screening_page(store, name, parsed.paper_language, consent_sheet(parsed, tr, kept=True))
        frame = slips.ReportFrame(*workflow.paper_head(store, name, workflow.SCREENING_PAGE_TO))
        with leaving_file(store, "screening", parsed.output, list(page.releases)) as stream:
            _fill(stream, slips.screening_pages(page, frame, parsed.paper_language, i18n.load))
        doubted = doubt_told.warnings(store, name, parsed, tr)
    told = {letter: len(answered(heard)) for letter, heard in page.items.items()}
    return {"file": parsed.output, "code": frame.code, "items": told, "basis": page.bases, "warnings": doubted}


def _write(path: str, pages: bytes) -> None:
    with private_file(path) as stream:
        _fill(stream, pages)


def _fill(stream: BinaryIO, pages: bytes) -> None:
    stream.write(pages)
    stream.flush()
    os.fsync(stream.fileno())


def _written(parsed: Namespace, tr: Translator, pages: bytes) -> dict[str, Any]:
    """What was written and what whoever gives it away should know of its texts."""
    told, _ = workflow.papers()
    _write(parsed.output, pages)
    draft = tr(told.draft_note) if told.draft else ""
    review = slips.translation_note(parsed.person_language, i18n.load, parsed.language)
    notes = [note for note in (draft, review) if note]
    return {"ok": True, "file": parsed.output, "language": parsed.person_language, "notes": notes}
