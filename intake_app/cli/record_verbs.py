"""`intake record new|list|show|finalise` and `intake slip`."""

import contextlib
import json
import mimetypes
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from intake_app import languages, referral, screening, slips, workflow
from intake_app.cli import advised, conclusion_told, doubt_told, filling, ground_told
from intake_app.cli.opening import opened, record_id
from intake_app.cli.reading import load_json
from intake_app.cli.secret_input import private_file, read_name, read_reason
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.screening import Purpose
from intake_app.vault import RecordRow, Vault
from intake_app.vault.worklists import REFERRED
from intake_app.workflow import OpenRecord, consenting, leaving, own_words, refusing, told_here, work_along
from intake_app.workflow.interview import detach_removed


def new(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Start a record and fill it from a JSON file of path to value."""
    answers = load_json(parsed.answers) if parsed.answers else {}
    with opened(parsed, tr) as store:
        key, languages = form_key(store, parsed.form), (parsed.person_language, parsed.mediator_language)
        begun = begun_with(store, lambda: workflow.start_record(store, key, *languages), answers, parsed.answers)
        ended = doubt_told.beside(store, begun[0].row.id, tr)
        return {**_row(store.record(begun[0].row.id)), **begun[1], **ended}


def begun_with(
    store: Vault, begin: Callable[[], OpenRecord], answers: Mapping[str, Any] | None, name: str | None
) -> tuple[OpenRecord, Mapping[str, Any]]:
    """A draft that is begun, or gone on with, and filled from answers, of a file by name; notes on what was left out.

    A file with a mistake in it leaves none behind that was not there.
    """
    known = {one.id for one in store.records("draft", mine=True)}
    draft = begin()
    try:
        return draft, {} if answers is None else filled(store, draft, answers, Path(name or "").parent)
    except BaseException:
        if draft.row.id not in known:
            with contextlib.suppress(IntakeError):
                workflow.discard(store, draft.row.id)
        raise


def filled(store: Vault, started: workflow.OpenRecord, answers: Mapping[str, Any], beside: Path) -> Mapping[str, Any]:
    """Fill a draft from answers, with files that lie beside theirs; notes on what was left out."""
    definition = workflow.load_definition(started.package.xml, started.package.files)
    session = workflow.session_for(started, definition)
    draft = started.draft
    asked = workflow.AskedBy(session, store.me.name, draft.asked, started.said_to, draft.copied)
    notes = filling.fill(session, answers, lambda name: _attach(store, started.row.id, beside / name))
    for path in answers:
        asked.confirm(path)
    workflow.save(store, started.row.id, workflow.snapshot(session, None, started.languages, asked))
    detach_removed(store, started.row.id)
    return notes


def edit(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Begin the next version of a finished record, or go on with it, and fill it from a JSON file."""
    return _begun(parsed, tr, workflow.edit_record)


def copy(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Begin a record anew with the answers of another, and fill the rest from a JSON file; consent is asked again."""
    return _begun(parsed, tr, workflow.copy_record)


def _begun(parsed: Namespace, tr: Translator, begin: Callable[[Vault, str], OpenRecord]) -> dict[str, Any]:
    """A draft begun from a record, and filled where answers are given."""
    answers = load_json(parsed.answers) if parsed.answers else None
    with opened(parsed, tr) as store:
        known = record_id(store, parsed.record)
        draft, notes = begun_with(store, lambda: begin(store, known), answers, parsed.answers)
        return {**_row(store.record(draft.row.id)), **notes, **doubt_told.beside(store, draft.row.id, tr)}


def list_records(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The records that this person may see, and who read some of one's own for a reason, until one knows.

    Of those that were referred, with the newest slip.
    """
    find = read_name(parsed.find, tr("Name: "))
    with opened(parsed, tr) as store:
        rows = _referred(store) if parsed.state == REFERRED and not find else _listed(store, parsed.state, find)
        return {"records": rows, "readings": [asdict(one) for one in store.readings()]}


def _listed(store: Vault, state: str | None, find: str) -> list[dict[str, Any]]:
    found = workflow.find_records(store, find) if find else store.records(state=state)
    return [_row(row) for row in found if state in (None, row.state)]


def _referred(store: Vault) -> list[dict[str, Any]]:
    found = workflow.record_list(store, (REFERRED,), store.counts()[REFERRED])
    slips = {record: {"reference": slip.reference, "recipient": slip.recipient, "issued_at": slip.issued_at}
             for record, slip in found.slips.items()}  # fmt: skip
    return [{**_row(row), "slip": slips[row.id]} for row in found.rows]


def show(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """One record with its answers, files, attempts and receipts."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        because = read_reason(parsed.because, tr("Why you read it: "))
        if because:
            workflow.break_glass(store, name, because)
        row = store.record(name)
        xml = store.draft(name).xml if row.state == "draft" else store.submission(name)
        return {
            **_row(row),
            "answers": [asdict(one) for one in workflow.read_record(store, name, tr.language).answers],
            "xml": xml.decode("utf-8"),
            "files": [asdict(media) for media in store.media(name)],
            "handovers": [asdict(given) for given in store.handovers(name)],
            "releases": [asdict(release) for release in store.releases(name)],
            "attempts": [asdict(attempt) for attempt in store.attempts(name)],
            "receipts": [asdict(receipt) for receipt in store.receipts(name)],
            **doubt_told.beside(store, name, tr),
        }


def finalise(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Freeze a record, and release it when consent allows."""
    with opened(parsed, tr) as store:
        name, sheet = record_id(store, parsed.record), consent_sheet(parsed, tr)
        if parsed.consent == "yes" and not parsed.in_language:
            raise IntakeError("screening.no_language")
        if sheet is None and parsed.in_language:
            sheet = workflow.ConsentSheet(language=own_words.known_language(parsed.in_language))
        done = workflow.finalise_draft(store, name, sheet, blank=parsed.anyway, decided=True)
        standing = conclusion_told.of_record(store, done.row.id, tr)
        told = {**_row(done.row), "released": done.released, "reason": done.code, "concluded": standing}
        told |= ground_told.newest(store.releases(done.row.id), "sync")
        alone = tr("The no counts for this record alone: what they agreed to otherwise stands for their other records "
                   "(all of it is taken back by intake record withdraw-consent).")  # fmt: skip
        warnings = [*doubt_told.warnings(store, done.row.id, parsed, tr), *([alone] if parsed.consent == "no" else [])]
        return {**told, "warnings": warnings}


def release(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Release a finished record that was kept back, on consent given since or for a reason that is kept."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        keep_no(store, name, "sync", "", parsed)
        before = len(store.releases(name))
        done = workflow.release_later(store, name, consent_sheet(parsed, tr) or workflow.ConsentSheet())
        told = {**_row(done.row), "ok": done.released, "released": done.released, "reason": done.code}
        told |= ground_told.newest(store.releases(name), "sync")
        doubted = doubt_told.warnings(store, name, parsed, tr)
        if done.released:
            already = len(store.releases(name)) == before
            return {**told, "warnings": [*([tr("It waits to be sent already.")] if already else []), *doubted]}
    why = advised.explain(IntakeError(done.code), tr)
    kept = [tr("What was said now is kept. It goes once the other of the two, the person or their guardian, agrees.")]
    warnings = [*(kept if done.kept else []), *doubted]
    return {**told, "sentence": why.sentence, "advice": why.advice, "warnings": warnings}


def slip(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Issue a referral slip as PDF."""
    with opened(parsed, tr) as store:
        name, recipient = record_id(store, parsed.record), workflow.directory(store).get(parsed.recipient)
        keep_no(store, name, "slip", recipient, parsed)
        consent = consent_sheet(parsed, tr, kept=True)
        proposal = workflow.propose_slip(store, name)
        danger = consent is not None and consent.danger
        reasoned = workflow.on_reason(store, name, parsed.recipient, proposal.sheet, consent)
        if reasoned:
            proposal = workflow.propose_slip(store, name, by_itself=True)
        sheet = replace(proposal.sheet, priority=proposal.priority_for(recipient.recipient_kind, danger))
        if parsed.sheet:
            merged = {**json.loads(referral.sheet_to_json(sheet)), **load_json(parsed.sheet)}
            sheet = _sheet(merged)
        if parsed.work or sheet.dossier:
            with told_here.kept_if_shut(store, leaving.newest(store, name), consent):
                sheet = _with_work(store, proposal, recipient, sheet, reasoned)
        language = parsed.person_language or proposal.person_language
        with private_file(parsed.output) as stream:  # first: no slip is issued that can not be written
            row = workflow.issue_slip(store, name, parsed.recipient, sheet, language, slips.render, consent)
            stream.write(row.pdf)
        workflow.slip_left(store, row.reference, "saved")
        release = next(one for one in store.releases(row.record_id) if one.id == row.release_id)
        duty = release.basis == screening.Basis.DUTY
        doubted = doubt_told.warnings(store, name, parsed, tr)
    told = {"reference": row.reference, "record": name, "recipient": row.recipient, "file": parsed.output}
    told |= ground_told.of(release)
    warnings = [*_behind(proposal, tr), *_slip_words(row.sheet_json, tr), *_unfit(recipient, sheet, consent, tr)]
    soon = _late(proposal, recipient, sheet, (danger, duty), tr)
    warnings += [*_unspoken(recipient, sheet.language or language, tr), *soon]
    if sheet.dossier and reasoned:
        warnings.append(
            tr("What they told of the work is not on the slip: it goes on their own yes alone, not on a reason.")
        )
    return {**told, "corrected": row.corrected, "behind": proposal.behind, "warnings": [*warnings, *doubted]}


def _with_work(
    store: Vault, proposal: workflow.SlipProposal, recipient: referral.Recipient, sheet: referral.SlipSheet,
    reasoned: bool,
) -> referral.SlipSheet:  # fmt: skip
    """The sheet with what was told of the work. Raises IntakeError `cli.work_not_for_it`, `workflow.work_elsewhere`,
    `cli.no_work_told`.
    """
    if "dossier" not in workflow.variants().of(recipient.recipient_kind).fields:
        raise IntakeError("cli.work_not_for_it", recipient=recipient.code)
    if not (reasoned or proposal.work_told):
        work_along.refuse_elsewhere(store, proposal.record.id)
        raise IntakeError("cli.no_work_told")
    return replace(sheet, dossier=True)


def _slip_words(sheet_json: str, tr: Translator) -> list[str]:
    """That a slip asks its service for nothing."""
    asks = json.loads(sheet_json)["services"]
    return [] if asks else [tr("The slip asks this service for nothing: tick the help that it is to give.")]


def _late(
    proposal: workflow.SlipProposal, recipient: referral.Recipient, sheet: referral.SlipSheet,
    pressing: tuple[bool, bool], tr: Translator,
) -> list[str]:  # fmt: skip
    """That a slip gives more time than what is urgent has, `pressing`: in danger, or on a duty."""
    kind, (danger, duty) = recipient.recipient_kind, pressing
    if not proposal.late(sheet.priority, kind, danger, duty):
        return []
    told = tr("The slip gives more time than is proposed for what is urgent ({priority}).")
    return [told.format(priority=slips.label("priority", proposal.priority_for(kind, danger), tr))]


def _unfit(
    recipient: referral.Recipient, sheet: referral.SlipSheet, noted: workflow.ConsentSheet | None, tr: Translator
) -> list[str]:  # fmt: skip
    """That the entry of a service speaks against the person of the slip; whoever sends it may know better."""
    young = noted is not None and (noted.minor or noted.age == "minor")
    why = recipient.declines(sheet.gender, "minor" if young else sheet.age_band)
    if not why:
        return []
    for_young = tr("This body is for those under 18 alone, and the slip is for an adult: ask there first.")
    others = tr("By its entry in the list this service does not accept the person of the slip: ask there first.")
    return [for_young if why == "adult" else others]


def _unspoken(recipient: referral.Recipient, language: str, tr: Translator) -> list[str]:
    """That a service is not known to speak the language of the person, and which it is known to speak."""
    if not recipient.may_not_speak(language):
        return []
    here = tr.language
    other = language == referral.ANOTHER_LANGUAGE
    name = tr("the language of the person") if other else languages.get(language).named_in(here)
    if not recipient.tells_languages():
        told = tr("It is not known which languages this service speaks: ask whether it speaks {language}.")
        return [told.format(language=name)]
    known = ", ".join(languages.get(code).named_in(here) for code in recipient.languages)
    told = tr("This service is not known to speak {language}. It is known to speak: {languages}.")
    return [told.format(language=name, languages=known)]


def _behind(proposal: workflow.SlipProposal, tr: Translator) -> list[str]:
    """What whoever gives the slip away should know: another talk may say something else now, and whom to ask."""
    unnamed = tr("Another talk with them has a newer version that is not read here.")
    named = tr("{person} finished a newer version of another talk with them, which you may not read: ask first.")
    told = named.format(person=proposal.newer) if proposal.newer else unnamed
    return [told] if proposal.behind else []


def consent_sheet(parsed: Namespace, tr: Translator, kept: bool = False) -> workflow.ConsentSheet | None:
    """What the line says about consent, None when it says nothing; without a no that is `kept` already, see `keep_no`.

    Raises IntakeError `cli.no_reason`, `workflow.unknown_language`, and as `guardian_yes`.
    """
    guardian = guardian_yes(parsed)
    override = read_reason(parsed.override, tr("Why it leaves without consent: "))
    told = (
        parsed.no_person, override, guardian, parsed.danger, parsed.no_asylum, parsed.minor, parsed.work,
        parsed.age, parsed.alone, parsed.how != "spoken", parsed.witness, parsed.risks,
    )  # fmt: skip
    if parsed.consent is None and not any(told):
        return None
    return workflow.ConsentSheet(
        parsed.consent == "yes", parsed.how, parsed.no_person, override,
        guardian=guardian, danger=parsed.danger, asylum=not parsed.no_asylum, minor=parsed.minor,
        work=parsed.work, age=parsed.age, age_from=parsed.age_from, alone=parsed.alone,
        language=own_words.known_language(parsed.in_language), witness=parsed.witness,
        refused=parsed.consent == "no" and not kept, risks=parsed.risks,
    )  # fmt: skip


def guardian_yes(parsed: Namespace) -> workflow.GuardianYes | None:
    """How the line says that a guardian agreed too; None where it does not say that they did.

    Raises IntakeError `cli.no_guardian` where it tells how all the same, `workflow.unknown_language`, and as
    `GuardianYes.word`.
    """
    how, spoken, witness = parsed.guardian_how, parsed.guardian_language, parsed.guardian_witness
    if not parsed.guardian:
        if how or spoken or witness:
            raise IntakeError("cli.no_guardian")
        return None
    agreed = workflow.GuardianYes(how or "spoken", own_words.known_language(spoken), witness)
    agreed.word("")
    return agreed


def keep_no(
    store: Vault, record: str, purpose: Purpose, recipient: referral.Recipient | str, parsed: Namespace
) -> None:
    """Keep the no that the line says before anything else of it can fail, which is told after it. Raises IntakeError
    `screening.no_witness`.
    """
    if parsed.consent == "no":
        refusing.keep_no(store, leaving.newest(store, record), purpose, recipient, the_no(parsed))
        consenting.need_witness(parsed.how, parsed.witness)


def the_no(parsed: Namespace) -> workflow.ConsentSheet:
    """The no that the line says, without anything of it that can fail: no language where it names none, and said aloud
    where nobody is named before whom.
    """
    try:
        spoken = own_words.known_language(parsed.in_language)
    except IntakeError:
        spoken = ""
    how = parsed.how if parsed.how != "witness" or parsed.witness else "spoken"
    work, age = getattr(parsed, "work", False), getattr(parsed, "age", "")
    by = parsed.age_from if age else ""
    return workflow.ConsentSheet(
        how=how, witness=parsed.witness, work=work, language=spoken, refused=True, age=age, age_from=by
    )


def form_key(store: Vault, named: str) -> int:
    """The key of a form named by key or form id."""
    for row in workflow.form_list(store):
        if named in (str(row.key), row.form_id):
            return row.key
    raise IntakeError("cli.unknown_form", form=named)


def _sheet(merged: Mapping[str, Any]) -> referral.SlipSheet:
    """The sheet of these fields. Raises IntakeError `cli.bad_sheet`; a language is a code, never a sentence."""
    language = str(merged.get("language", ""))
    if language not in ("", referral.ANOTHER_LANGUAGE) and not languages.get(language).known:
        raise IntakeError("cli.bad_sheet", reason="language")
    try:
        return referral.sheet_from_json(json.dumps(merged))
    except ValueError as error:
        raise IntakeError("cli.bad_sheet", reason=str(error)) from error
    except (AttributeError, TypeError) as error:  # a number or a list where a word belongs
        raise IntakeError("cli.bad_sheet", reason=type(error).__name__) from error


def _attach(store: Vault, record: str, path: Path) -> str:
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return workflow.attach(store, record, workflow.read_attachment(path), mime)


def _row(row: RecordRow) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name not in {"author_id"}}
