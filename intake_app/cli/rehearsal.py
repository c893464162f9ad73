"""The whole main job on a throw-away store, for machines without a screen: the same verbs as the windows use.

A mediator interviews a fictional person in Arabic and another in Bengali, a desk officer issues a slip, a coordinator
sends to the practice server on this computer. What it made stays in one folder, and its path is printed.
"""

import json
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from intake_app import i18n, messages, slips, workflow
from intake_app.cli import filling
from intake_app.cli.entry import emit
from intake_app.errors import IntakeError
from intake_app.practice import PracticeServer
from intake_app.vault import Role, Vault

Pictures = Callable[[Path, Mapping[str, str], Path], list[Path]]
"""Store, passphrase by name, folder to the pictures of the windows written there."""

FORM = "intake_first_interview"
PEOPLE = {"Ada": Role.COORDINATOR, "Sara": Role.MEDIATOR, "Luca": Role.DESK}
SERVER = "practice"

_CALM = {"safety/understands": "yes", "safety/private": "yes", "safety/well_enough": "yes", "safety/danger_now": "no"}
_CONSENT = {
    "information/age_band": "adult",
    "information/consent_interview": "yes",
    "information/consent_record": "yes",
    "information/consent_referral": "yes",
    "information/consent_sync": "yes",
}
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "العربية (ar)": {
        **_CALM,
        "safety/interpreter_gender": "woman",
        **_CONSENT,
        "screen/promise_broken": "work",
        "screen/debt": "yes",
        "screen/documents_held": "no",
        "screen/locked_watched": {"state": "prefers_not_to_say"},
        "screen/unpaid_work": "no",
        "screen/threats": {"state": "does_not_know"},
        "screen/contact_waiting": "yes",
        "screen/fear_here": "no",
        "next_steps/services": "medical_visit legal_information",
        "next_steps/language": "ar",
        "next_steps/interpreter": "yes",
        "next_steps/safe_contact": "ask_information_point",
        "next_steps/next_meeting": "tomorrow",
        "next_steps/outcome": "possible_refer",
        "next_steps/priority": "72h",
    },
    "বাংলা (bn)": {
        **_CALM,
        "safety/interpreter_gender": "any",
        **_CONSENT,
        "screen/promise_broken": "no",
        "screen/debt": "yes",
        "screen/unpaid_work": "no",
        "next_steps/services": "labour_rights",
        "next_steps/language": "bn",
        "next_steps/interpreter": "yes",
        "next_steps/outcome": "needs_more_time",
    },
}


@dataclass
class _Stage:
    """Where it happens: the folder, the store and who has which passphrase."""

    folder: Path
    store: Path
    passphrases: dict[str, str]

    def as_person(self, name: str) -> Vault:
        return workflow.open_store(self.store, name, self.passphrases[name])


def run(folder: Path | None, pictures: Pictures) -> int:
    """Do the main job; print what was made and how long it took; 0 when every step held."""
    began = time.monotonic()
    target = (folder or Path(tempfile.mkdtemp(prefix="intake-rehearsal-"))).resolve()
    target.mkdir(parents=True, exist_ok=True)
    tr = i18n.load("en")
    try:
        made = _main_job(_stage(target), pictures)
    except IntakeError as error:
        explained = messages.explain(error, tr)
        sys.stderr.write(f"{explained.sentence} {explained.advice}\n")
        emit({"ok": False, "error": error.code})
        return 1
    emit({"ok": True, **made, "seconds": round(time.monotonic() - began, 1)})
    return 0


def _stage(folder: Path) -> _Stage:
    store = folder / "workplace.intake"
    if store.exists():
        raise IntakeError("cli.folder_in_use", folder=str(folder))
    passphrases = {name: secrets.token_urlsafe(18) for name in PEOPLE}
    return _Stage(folder, store, passphrases)


def _main_job(stage: _Stage, pictures: Pictures) -> dict[str, Any]:
    _set_up(stage)
    records = _interviews(stage)
    slip = _slip(stage, records[0])
    with PracticeServer() as server:
        receipt = _send(stage, server)
        arrived = {item.instance_id: item.xml for item in server.received}
    record = _write(stage.folder / "record.xml", arrived[records[0]])
    shown = pictures(stage.store, stage.passphrases, stage.folder / "windows")
    return {
        "store": str(stage.store),
        "record": str(record),
        "slip": str(slip),
        "receipt": str(receipt),
        "windows": [str(path) for path in shown],
    }


def _set_up(stage: _Stage) -> None:
    keeper = next(iter(PEOPLE))
    setup = workflow.Setup("Rehearsal", "Quay", "000 000 0000", keeper, PEOPLE[keeper], stage.passphrases[keeper])
    with workflow.create_store(stage.store, setup) as store:
        for name, role in PEOPLE.items():
            if name != keeper:
                workflow.add_person(store, name, role, stage.passphrases[name])


def _interviews(stage: _Stage) -> list[str]:
    """One finished record for each language, and the ids of those that were released."""
    done = []
    with stage.as_person("Sara") as store:
        key = next(row.key for row in workflow.form_list(store) if row.form_id == FORM)
        for language, answers in ANSWERS.items():
            done.append(_interview(store, key, language, answers))
        started = workflow.start_record(store, key, "العربية (ar)", "Italiano (it)")
        _fill(store, started, dict(list(ANSWERS["العربية (ar)"].items())[:11]), "/data/screen/debt")
    return done


def _interview(store: Vault, key: int, language: str, answers: Mapping[str, Any]) -> str:
    started = workflow.start_record(store, key, language, "Italiano (it)")
    _fill(store, started, answers, None)
    done = workflow.finalise_draft(store, started.row.id)
    if not done.released:
        raise IntakeError(done.code)
    return done.row.id


def _fill(store: Vault, started: workflow.OpenRecord, answers: Mapping[str, Any], place: str | None) -> None:
    definition = workflow.load_definition(started.package.xml, started.package.files)
    session = workflow.session_for(started, definition)
    filling.fill(session, {f"/data/{path}": value for path, value in answers.items()}, str)
    workflow.save(store, started.row.id, workflow.snapshot(session, place, started.languages))


def _slip(stage: _Stage, record: str) -> Path:
    with stage.as_person("Luca") as store:
        proposal = workflow.propose_slip(store, record)
        language = proposal.person_language
        row = workflow.issue_slip(store, record, "health", proposal.sheet, language, slips.render)
    return _write(stage.folder / "slip.pdf", row.pdf)


def _send(stage: _Stage, server: PracticeServer) -> Path:
    with stage.as_person("Ada") as store:
        workflow.add_server(store, SERVER, server.url)
        report = workflow.sync_round(lambda call: call(store), SERVER, lambda _: None, lambda: False)
        trouble = [result.outcome.code for result in report.results if result.outcome.kind != "accepted"]
        if report.stopped or trouble:
            raise IntakeError(report.stopped.code if report.stopped else trouble[0])
        receipts = [asdict(receipt) for result in report.results for receipt in store.receipts(result.record_id)]
        told = json.dumps({"waiting": report.waiting_after, "receipts": receipts}, indent=1, default=str)
    return _write(stage.folder / "receipt.json", told.encode())


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
