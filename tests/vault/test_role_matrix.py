"""Every public verb of the vault, tried as everybody against another person's record in every state.

What may happen is written out here once more, by hand, so that a slip in the table of the program shows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from intake_app.errors import IntakeError
from intake_app.vault import (
    AttemptResult,
    AuditHead,
    CallMade,
    Checked,
    ConsentWord,
    Draft,
    Envelope,
    FormFile,
    Frozen,
    InformationGiven,
    Leaving,
    Reckoning,
    RecordRow,
    Role,
    ServerRow,
    Vault,
    roles,
    verify_proof,
)
from intake_app.vault.roles import Condition
from intake_app.vault.types import Person
from tests.vault import world
from tests.vault.scene import nothing_ends
from tests.vault.world import AUTHOR, CANARY, COLLEAGUES, KEEPERS, SECRET, STATES, Actor, record_id

DAYS = date(2026, 1, 1), date(2026, 2, 1)
REASON = "The person asked for a copy of what was written down."

# --- who may what, by hand -------------------------------------------------------------------------------------------


def nobody(_actor: Actor, _state: str) -> bool:
    """Only the author."""
    return False


def sees(actor: Actor, state: str) -> bool:
    """That there is such a record: code, state, times, receipts."""
    if actor.role is Role.DESK:
        return state != "draft" and not actor.away
    return actor.role is Role.COORDINATOR and actor.away != "agency"


def reads(actor: Actor, state: str) -> bool:
    """What is in it."""
    return actor.role is Role.DESK and state != "draft" and not actor.away


def sends(actor: Actor, _state: str) -> bool:
    """Somebody else's record."""
    return actor.role is Role.COORDINATOR and actor.away != "agency"


def in_agency(actor: Actor, state: str) -> bool:
    """That there is such a case: also who holds interviews in the agency, by its code."""
    return sees(actor, state) or (actor.role is Role.MEDIATOR and actor.away != "agency")


def knows(actor: Actor, state: str) -> bool:
    """How a case stands: who reads one of its records, and who holds interviews in the agency."""
    return reads(actor, state) or (actor.role is Role.MEDIATOR and actor.away != "agency")


def goes_on(actor: Actor, _state: str) -> bool:
    """With a case of somebody else."""
    return actor.role is Role.MEDIATOR and actor.away != "agency"


def breaks(actor: Actor, _state: str) -> bool:
    """The glass."""
    return actor.role is Role.COORDINATOR and actor.away != "agency"


def everybody(_actor: Actor) -> bool:
    """No question of roles."""
    return True


def interviews(actor: Actor) -> bool:
    """Who starts records."""
    return actor.role is Role.MEDIATOR


def looks_after(actor: Actor) -> bool:
    """Forms, servers, settings, the log, copies."""
    return actor.keeper or actor.role in (Role.COORDINATOR, Role.ADMINISTRATOR)


def refers(actor: Actor) -> bool:
    """Who makes slips, and follows what comes back."""
    return actor.role in (Role.MEDIATOR, Role.DESK)


def informs(actor: Actor) -> bool:
    """Who gives information, and counts it."""
    return actor.role is not Role.ADMINISTRATOR


def lets_in(actor: Actor) -> bool:
    """People and the recovery key."""
    return actor.keeper or actor.role is Role.ADMINISTRATOR


# --- every verb ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnRecord:
    """A verb on one record: who gets through, whether it gives content, whether a refusal hides the record."""

    allowed: Callable[[Actor, str], bool]
    call: Callable[[Vault, str], object]
    content: bool = False
    hides: bool = False


@dataclass(frozen=True)
class OnStore:
    """A verb on the store: who gets through."""

    allowed: Callable[[Actor], bool]
    call: Callable[[Vault], object]


def code(store: Vault, state: str) -> str:
    found = store._opening.database.one("SELECT code FROM record WHERE id = ?", record_id(state))
    assert found is not None
    return str(found[0])


def case_id(store: Vault, state: str) -> str:
    found = store._opening.database.one(
        "SELECT c.id FROM casefile c JOIN episode e ON e.casefile = c.number JOIN meeting m ON m.episode = e.number "
        "JOIN case_record k ON k.meeting = m.number JOIN record r ON r.number = k.record WHERE r.id = ?",
        record_id(state),
    )
    assert found is not None
    return str(found[0])


def _in_case(store: Vault, state: str) -> object:
    draft = f"uuid:{store.me.name} {state}"
    return store.new_case_draft(case_id(store, state), store.forms()[0].key, draft, b"<data/>", ("fr", "it"))


def _identified(store: Vault, state: str) -> object:
    return store.note_identification(case_id(store, state), "preliminary", "police", "Questura")


def _other(state: str) -> str:
    return record_id("sent" if state == "draft" else "draft")


def _slips_of(store: Vault, state: str) -> object:
    return store.slips(record_id(state))


CALL = CallMade("2026-03-02T10:00:00+00:00", "staff", "12", "advised")
ON_RECORD: dict[str, OnRecord] = {
    "record": OnRecord(sees, lambda store, state: store.record(record_id(state))),
    "find": OnRecord(sees, lambda store, state: store.find(code(store, state)), hides=True),
    "releases": OnRecord(sees, lambda store, state: store.releases(record_id(state))),
    "withdraw_consent": OnRecord(sees, lambda store, state: store.withdraw_consent(record_id(state), "export")),
    "lapse": OnRecord(sees, lambda store, state: store.lapse(record_id(state), ["none"])),
    "weigh_all": OnRecord(sees, lambda store, state: store.weigh_all(record_id(state), nothing_ends)),
    "ways_out": OnRecord(sees, lambda store, state: store.ways_out(record_id(state))),
    "standing_releases": OnRecord(sees, lambda store, state: store.standing_releases(record_id(state))),
    "said": OnRecord(reads, lambda store, state: store.said(record_id(state))),
    "put_words": OnRecord(
        reads, lambda store, state: store.put_words(record_id(state), [ConsentWord("slip", "", "yes")])
    ),
    "agree_again": OnRecord(
        reads, lambda store, state: store.agree_again(record_id(state), [ConsentWord("slip", "", "yes")], [])
    ),
    "waiting_for_first": OnRecord(reads, lambda store, state: store.waiting_for_first(record_id(state))),
    "never_released": OnRecord(reads, lambda store, state: store.never_released(record_id(state))),
    "release_waiting": OnRecord(reads, lambda store, state: store.release_waiting(record_id(state), [])),
    "calls": OnRecord(reads, lambda store, state: store.calls(record_id(state))),
    "note_call": OnRecord(reads, lambda store, state: store.note_call(record_id(state), CALL)),
    "prepare_export": OnRecord(
        reads,
        lambda store, state: store.prepare_export("json", [Leaving(world.release(state, "export", f"file {state}"))]),
    ),
    "put_leaving": OnRecord(
        reads, lambda store, state: store.put_leaving(Leaving(world.release(state, "slip", f"with {state}")))
    ),
    "export_left": OnRecord(
        reads, lambda store, state: store.export_left("json", [(record_id(state), f"{state} export")])
    ),
    "export_unwritten": OnRecord(
        reads, lambda store, state: store.export_unwritten("json", [(record_id(state), f"{state} export")])
    ),
    "attempts": OnRecord(sees, lambda store, state: store.attempts(record_id(state))),
    "receipts": OnRecord(sees, lambda store, state: store.receipts(record_id(state))),
    "handovers": OnRecord(sees, lambda store, state: store.handovers(record_id(state))),
    "hand_back": OnRecord(sees, lambda store, state: store.hand_back(record_id(state))),
    "submission": OnRecord(reads, lambda store, state: store.submission(record_id(state)), content=True),
    "frozen": OnRecord(reads, lambda store, state: store.frozen(record_id(state)), content=True),
    "media": OnRecord(reads, lambda store, state: store.media(record_id(state))),
    "media_bytes": OnRecord(reads, lambda store, state: store.media_bytes(record_id(state), "one.jpg"), content=True),
    "small_media": OnRecord(
        reads, lambda store, state: store.small_media(record_id(state), ["one.jpg"])["one.jpg"], content=True
    ),
    "media_stream": OnRecord(reads, lambda store, state: store.media_stream(record_id(state), "one.jpg"), content=True),
    "slips": OnRecord(reads, _slips_of),
    "slip_notes": OnRecord(reads, lambda store, state: store.slip_notes(world.SLIPS[state]), hides=True),
    "note_slip": OnRecord(
        reads, lambda store, state: store.note_slip(world.SLIPS[state], "received", "", "2026-03-02"), hides=True
    ),
    "slip_left": OnRecord(reads, lambda store, state: store.slip_left(world.SLIPS[state], "printed"), hides=True),
    "slip": OnRecord(reads, lambda store, state: store.slip(world.SLIPS[state]), content=True, hides=True),
    "slip_record": OnRecord(reads, lambda store, state: store.slip_record(world.SLIPS[state]), hides=True),
    "slip_kept": OnRecord(reads, lambda store, state: store.slip_kept(world.release(state, "slip", "new"), "{}")),
    "put_slip": OnRecord(reads, lambda store, state: store.put_slip(world.slip(state, f"new {state}"))),
    "put_release": OnRecord(
        reads, lambda store, state: store.put_release(world.release(state, "slip", f"new {state}"))
    ),
    "draft": OnRecord(nobody, lambda store, state: store.draft(record_id(state))),
    "save_draft": OnRecord(nobody, lambda store, state: store.save_draft(record_id(state), Draft(b"<data/>"))),
    "put_media": OnRecord(nobody, lambda store, state: store.put_media(record_id(state), "x.txt", b"x", "text/plain")),
    "drop_media": OnRecord(nobody, lambda store, state: store.drop_media(record_id(state), "one.jpg")),
    "discard": OnRecord(nobody, lambda store, state: store.discard(record_id(state))),
    "restore": OnRecord(nobody, lambda store, state: store.restore(record_id(state)), hides=True),
    "finalise": OnRecord(nobody, lambda store, state: store.finalise(record_id(state), Frozen(b"<data/>"))),
    "words_of_away": OnRecord(nobody, lambda store, state: store.words_of_away(record_id(state)), hides=True),
    "words_passing": OnRecord(reads, lambda store, state: store.words_passing(record_id(state))),
    "hand_over": OnRecord(nobody, lambda store, state: store.hand_over(record_id(state), AUTHOR)),
    "withdraw": OnRecord(nobody, lambda store, state: store.withdraw(record_id(state), AUTHOR)),
    "let_any_server": OnRecord(sends, lambda store, state: store.let_any_server(record_id(state))),
    "retry": OnRecord(sends, lambda store, state: store.retry(record_id(state))),
    "attempts_noted": OnRecord(
        sends, lambda store, state: store.attempts_noted("central", [(record_id(state), False)], ())
    ),
    "attempt_started": OnRecord(sends, lambda store, state: store.attempt_started(record_id(state), "central")),
    "sent_as_new": OnRecord(sends, lambda store, state: store.sent_as_new(record_id(state))),
    "keep_server": OnRecord(sends, lambda store, state: store.keep_server(record_id(state))),
    "decision": OnRecord(sees, lambda store, state: store.decision(record_id(state))),
    "copy_as_new": OnRecord(nobody, lambda store, state: store.copy_as_new(record_id(state), "uuid:new", b"<data/>")),
    "corrected_by": OnRecord(sees, lambda store, state: store.corrected_by(record_id(state))),
    "finishings": OnRecord(reads, lambda store, state: store.finishings([record_id(state)])),
    "versions": OnRecord(sees, lambda store, state: store.versions(record_id(state))),
    "reader_for": OnRecord(reads, lambda store, state: store.reader_for(record_id(state), "central")),
    "begin_edit": OnRecord(
        nobody, lambda store, state: store.begin_edit(record_id(state), "uuid:edit", Draft(b"<data/>"))
    ),
    "namesakes": OnRecord(nobody, lambda store, state: store.namesakes(record_id(state), CANARY)),
    "tell_apart": OnRecord(nobody, lambda store, state: store.tell_apart(record_id(state), _other(state))),
    "begin_copy": OnRecord(
        nobody, lambda store, state: store.begin_copy(record_id(state), "uuid:copy", Draft(b"<data/>"))
    ),
    "check_copy": OnRecord(nobody, lambda store, state: store.check_copy(record_id(state))),
    "check_edit": OnRecord(nobody, lambda store, state: store.check_edit(record_id(state))),
    "carry_files": OnRecord(nobody, lambda store, state: store.carry_files(record_id(state))),
    "take_out": OnRecord(sends, lambda store, state: store.take_out(record_id(state))),
    "case_of": OnRecord(sees, lambda store, state: store.case_of(record_id(state))),
    "person_code": OnRecord(sees, lambda store, state: store.person_code(record_id(state))),
    "case": OnRecord(in_agency, lambda store, state: store.case(case_id(store, state))),
    "find_case": OnRecord(sees, lambda store, state: store.find_case(code(store, state)), hides=True),
    "case_outline": OnRecord(in_agency, lambda store, state: store.case_outline(case_id(store, state))),
    "case_record": OnRecord(in_agency, lambda store, state: store.case_record(case_id(store, state))),
    "meetings": OnRecord(knows, lambda store, state: store.meetings(case_id(store, state))),
    "case_course": OnRecord(knows, lambda store, state: store.case_course(case_id(store, state)).path),
    "case_identified": OnRecord(knows, lambda store, state: bool(store.case_identified(case_id(store, state)))),
    "case_words": OnRecord(goes_on, lambda store, state: store.case_words(case_id(store, state))),
    "words_together": OnRecord(
        goes_on, lambda store, state: store.words_together(case_id(store, state), case_id(store, state))
    ),
    "stopped_by_parting": OnRecord(goes_on, lambda store, state: store.stopped_by_parting(case_id(store, state))),
    "case_ways": OnRecord(goes_on, lambda store, state: store.case_ways(case_id(store, state))),
    "case_merges": OnRecord(knows, lambda store, state: store.case_merges(case_id(store, state))),
    "merge_cases": OnRecord(goes_on, lambda store, state: _with_itself(store, case_id(store, state))),
    "put_in_case": OnRecord(nobody, lambda store, state: store.put_in_case(record_id(state), case_id(store, state))),
    "take_from_case": OnRecord(nobody, lambda store, state: store.take_from_case(record_id(state), nothing_ends)),
    "new_case_draft": OnRecord(goes_on, _in_case),
    "enter_stage": OnRecord(goes_on, lambda store, state: store.enter_stage(case_id(store, state), "inclusion").path),
    "end_stage": OnRecord(goes_on, lambda store, state: store.end_stage(case_id(store, state)).path),
    "put_age": OnRecord(reads, lambda store, state: store.put_age(record_id(state), "minor", "person")),
    "decide_age": OnRecord(
        goes_on, lambda store, state: store.decide_age(case_id(store, state), "minor", REASON, nothing_ends)
    ),
    "ages": OnRecord(sees, lambda store, state: store.ages(record_id(state))),
    "telling": OnRecord(sees, lambda store, state: store.telling(record_id(state))),
    "telling_of_person": OnRecord(sees, lambda store, state: store.telling_of_person(record_id(state))),
    "telling_of_case": OnRecord(in_agency, lambda store, state: store.telling_of_case(case_id(store, state))),
    "case_ages": OnRecord(knows, lambda store, state: store.case_ages(case_id(store, state))),
    "meet": OnRecord(goes_on, lambda store, state: store.meet(case_id(store, state), "phone")),
    "note_path": OnRecord(goes_on, lambda store, state: store.note_path(case_id(store, state), "social").path),
    "note_reflection": OnRecord(
        goes_on, lambda store, state: store.note_reflection(case_id(store, state), *DAYS).path
    ),
    "note_identification": OnRecord(goes_on, _identified),
    "case_name": OnRecord(reads, lambda store, state: store.case_name(case_id(store, state)), content=True),
    "put_case_name": OnRecord(nobody, lambda store, state: store.put_case_name(case_id(store, state), "Another")),
    "name_away": OnRecord(reads, lambda store, state: store.name_away(case_id(store, state))),
    "bring_name_back": OnRecord(reads, lambda store, state: store.bring_name_back(case_id(store, state))),
    "break_glass": OnRecord(breaks, lambda store, state: store.break_glass(record_id(state), REASON)),
}


def _with_itself(store: Vault, case: str) -> object:
    """Whoever may put cases together is told that this is one already."""
    with pytest.raises(IntakeError) as caught:
        store.merge_cases(case, case, REASON, nothing_ends)
    if caught.value.code != "vault.same_case":
        raise caught.value
    return None


def _parted_none(store: Vault) -> object:
    """No merging stands under this number; whoever may not is refused before anybody looks."""
    try:
        return store.part_cases(99, REASON, nothing_ends)
    except IntakeError as error:
        if error.code != "vault.no_such_case":
            raise
        return None


def _start(store: Vault) -> object:
    key = store.forms()[0].key
    return store.new_draft(key, f"uuid:of {store.me.name}", b"<data/>", "", "")


def _weigh_once(store: Vault) -> list[str]:
    named = list[str]()
    store.weigh_once(9, named.append)
    return named


def _end_of_another(store: Vault) -> object:
    """An attempt that another opening began can not be ended here."""
    with pytest.raises(ValueError, match="not running"):
        store.attempt_ended(1, AttemptResult("accepted", "x", 201))
    return None


def _while_sent(verb: Callable[[Vault, int], object]) -> Callable[[Vault], object]:
    """A verb of a try that runs: whoever began it may, and nobody else, whatever the role."""

    def in_another_opening(store: Vault) -> object:
        with pytest.raises(ValueError, match="not running"):
            verb(store, 1)
        return None

    return in_another_opening


def _taken_or_none(verb: Callable[[Vault, int], object]) -> Callable[[Vault], object]:
    """A verb on an offer that is there no more: who may not is refused before anybody looks."""

    def on_what_is_gone(store: Vault) -> object:
        try:
            return verb(store, 99)
        except IntakeError as error:
            if error.code != "vault.no_such_offer":
                raise
        return None

    return on_what_is_gone


def covered(cover: Callable[[], object]) -> object:
    """There may be no such server."""
    try:
        return cover()
    except IntakeError as error:
        if error.code != "vault.no_such_server":
            raise
    return None


def nothing_to_confirm(confirm: Callable[[], object]) -> object:
    """Who may not is refused before anybody looks whether the store was put back."""
    try:
        return confirm()
    except IntakeError as error:
        if error.code != "vault.not_put_back":
            raise
    return None


def _backup(store: Vault) -> object:
    return store.back_up(store.info().path.parent / "copy")


ON_STORE: dict[str, OnStore] = {
    "me": OnStore(everybody, lambda store: store.me),
    "info": OnStore(everybody, lambda store: store.info()),
    "check": OnStore(everybody, lambda store: store.check()),
    "check_on": OnStore(everybody, lambda store: store.check_on(Checked())),
    "noticed": OnStore(everybody, lambda store: store.noticed()),
    "people": OnStore(everybody, lambda store: store.people()),
    "organisation_keys": OnStore(everybody, lambda store: store.organisation_keys()),
    "safeguards": OnStore(everybody, lambda store: store.safeguards()),
    "keyring_entry": OnStore(everybody, lambda store: store.keyring_entry()),
    "uses_keyring": OnStore(everybody, lambda store: store.uses_keyring()),
    "change_passphrase": OnStore(
        everybody, lambda store: store.change_passphrase("not it at all", "blue boat far hill")
    ),
    "setting": OnStore(everybody, lambda store: store.setting("device_id")),
    "own_forms_server": OnStore(everybody, lambda store: store.own_forms_server()),
    "set_setting": OnStore(looks_after, lambda store: store.set_setting("device_id", "x")),
    "keep_view": OnStore(everybody, lambda store: store.keep_view("drafts")),
    "kept_view": OnStore(everybody, lambda store: store.kept_view()),
    "forms": OnStore(everybody, lambda store: store.forms(all=True)),
    "form": OnStore(everybody, lambda store: store.form(1)),
    "put_form": OnStore(looks_after, lambda store: store.put_form(FormFile("f", "1", "F", b"<h/>"), {})),
    "open_case": OnStore(interviews, lambda store: store.open_case()),
    "put_own_form": OnStore(
        lambda actor: interviews(actor) or looks_after(actor),
        lambda store: store.put_own_form(FormFile("own", "1", "O", b"<h/>", source="own")),
    ),
    "new_draft": OnStore(interviews, _start),
    "records": OnStore(
        everybody, lambda store: (store.records(), store.records("discarded"), store.records(mine=True))
    ),
    "counts": OnStore(everybody, lambda store: store.counts()),
    "refused": OnStore(everybody, lambda store: store.refused(9)),
    "referrals": OnStore(everybody, lambda store: store.referrals(9)),
    "last_finished": OnStore(everybody, lambda store: store.last_finished(store.forms()[0].form_id)),
    "search": OnStore(everybody, lambda store: (store.search(CANARY[:4]), store.search("k"))),
    "slips_standing": OnStore(refers, lambda store: store.slips_standing()),
    "readings": OnStore(everybody, lambda store: store.readings()),
    "readings_told": OnStore(everybody, lambda store: store.readings_told()),
    "reckon_by": OnStore(everybody, lambda store: store.reckon_by(Reckoning())),
    "weigh_once": OnStore(everybody, _weigh_once),
    "shown_here": OnStore(everybody, lambda store: store.shown_here()),
    "all_readings": OnStore(looks_after, lambda store: store.all_readings()),
    "put_information": OnStore(informs, lambda store: store.put_information(InformationGiven("paths", "card", "bn"))),
    "information": OnStore(informs, lambda store: store.information()),
    "set_apart": OnStore(looks_after, lambda store: store.set_apart()),
    "servers": OnStore(everybody, lambda store: store.servers()),
    "server": OnStore(everybody, lambda store: store.server("central")),
    "put_server": OnStore(looks_after, lambda store: store.put_server(ServerRow("second", "https://example.org"))),
    "drop_server": OnStore(looks_after, lambda store: store.drop_server("second")),
    "gone_servers": OnStore(everybody, lambda store: store.gone_servers()),
    "bring_back_server": OnStore(looks_after, lambda store: store.bring_back_server("second")),
    "put_offer": OnStore(
        looks_after, lambda store: store.put_offer(FormFile("f", "2", "F", b"<h/>", server="central"), {})
    ),
    "entity_list": OnStore(everybody, lambda store: store.entity_list("central", "people")),
    "stopped": OnStore(everybody, lambda store: store.stopped(["uuid:1"])),
    "entity_lists": OnStore(everybody, lambda store: store.entity_lists("central")),
    "put_entity_list": OnStore(
        lambda actor: interviews(actor) or looks_after(actor),
        lambda store: store.put_entity_list("central", "people", "{}"),
    ),
    "offers": OnStore(everybody, lambda store: store.offers()),
    "offer": OnStore(everybody, _taken_or_none(lambda store, offer: store.offer(offer))),
    "offer_drafts": OnStore(everybody, lambda store: store.offer_drafts(1)),
    "part_cases": OnStore(interviews, lambda store: _parted_none(store)),
    "accept_offer": OnStore(looks_after, _taken_or_none(lambda store, offer: store.accept_offer(offer))),
    "leave_offer": OnStore(looks_after, _taken_or_none(lambda store, offer: store.leave_offer(offer))),
    "drop_offer": OnStore(looks_after, lambda store: store.drop_offer("f", "central")),
    "envelope": OnStore(everybody, _while_sent(lambda store, attempt: store.envelope(attempt))),
    "put_envelope": OnStore(
        everybody, _while_sent(lambda store, attempt: store.put_envelope(attempt, Envelope(b"<data/>", bytes(32))))
    ),
    "files_confirmed": OnStore(everybody, _while_sent(lambda store, attempt: store.files_confirmed(attempt, ["x"]))),
    "successor": OnStore(everybody, lambda store: store.successor(record_id("refused"))),
    "day_facts": OnStore(everybody, lambda store: store.day_facts(datetime.now(UTC))),
    "queue_page": OnStore(everybody, lambda store: store.queue_page()),
    "export_ledger": OnStore(everybody, lambda store: store.export_ledger()),
    "export_profile": OnStore(looks_after, lambda store: store.export_profile()),
    "paper_left": OnStore(everybody, lambda store: store.paper_left("central", 1, "printed")),
    "verify_ledger": OnStore(everybody, lambda store: store.verify_ledger()),
    "waiting": OnStore(everybody, lambda store: store.waiting("central")),
    "server_rests": OnStore(everybody, lambda store: store.server_rests("central", 1.0)),
    "still_due": OnStore(everybody, lambda store: store.still_due("central", "uuid:1")),
    "queue_watch": OnStore(everybody, lambda store: store.queue_watch()),
    "server_watch": OnStore(everybody, lambda store: store.server_watch("central")),
    "pace": OnStore(everybody, lambda store: store.pace("central", datetime.now(UTC))),
    "backlog": OnStore(everybody, lambda store: store.backlog()),
    "next_due": OnStore(everybody, lambda store: store.next_due("central", None)),
    "attempt_ended": OnStore(everybody, _end_of_another),
    "audit_rows": OnStore(looks_after, lambda store: store.audit_rows()),
    "log": OnStore(looks_after, lambda store: store.log()),
    "audit_head": OnStore(everybody, lambda store: store.audit_head()),
    "holds": OnStore(everybody, lambda store: store.holds(AuditHead(1, "00", 0))),
    "verify_audit": OnStore(everybody, lambda store: store.verify_audit()),
    "back_up": OnStore(looks_after, _backup),
    "uncovered": OnStore(everybody, lambda store: store.uncovered("central")),
    "cover": OnStore(looks_after, lambda store: covered(lambda: store.cover("nowhere"))),
    "cut_short": OnStore(everybody, lambda store: store.cut_short()),
    "put_back": OnStore(everybody, lambda store: store.put_back()),
    "confirm_put_back": OnStore(looks_after, lambda store: nothing_to_confirm(lambda: store.confirm_put_back([]))),
    "put_escrow": OnStore(looks_after, lambda store: store.put_escrow(bytes(range(32)))),
    "drop_escrow": OnStore(looks_after, lambda store: store.drop_escrow(bytes(32))),
    "add_person": OnStore(lets_in, lambda store: store.add_person(AUTHOR, Role.DESK, world.PASSPHRASE)),
    "remove_person": OnStore(lets_in, lambda store: store.remove_person("Nobody")),
    "put_recovery": OnStore(lets_in, lambda store: store.put_recovery("not a key")),
}
CONTENT_LISTS = {"records", "refused", "referrals", "search", "queue_page"}
"""Lists that show titles to who reads the records."""
TRANSPORT = {"next_due"}
"""Hands content out to be sent, by who sends."""
NOT_TRIED = {"close", "remove_case_name"}
"""What ends the opening, and what would leave no name for the next to read: `test_cases` has it."""


def test_every_public_verb_of_the_vault_has_a_row() -> None:
    verbs = {name for part in Vault.__mro__[:-1] for name in vars(part) if not name.startswith("_")}
    assert verbs == {*ON_RECORD, *ON_STORE, *NOT_TRIED}
    assert not set(ON_RECORD) & set(ON_STORE)


def violations(store: Vault, actor: Actor) -> list[str]:
    """What happened that the table does not allow, or did not happen that it allows."""
    wrong = [*_lists_wrong(store, actor)]
    for name, verb in ON_STORE.items():
        through, text = world.tried(lambda verb=verb: verb.call(store))  # type: ignore[misc]
        if through != verb.allowed(actor):
            wrong.append(f"{name}: {'let through' if through else 'refused'}")
        if CANARY in text and name not in TRANSPORT and not (name in CONTENT_LISTS and reads(actor, "sent")):
            wrong.append(f"{name}: content")
        if SECRET in text and name != "server" and not looks_after(actor):
            wrong.append(f"{name}: secret of a server")
    wrong += _sighted_wrong(store, actor)
    for name, on_record in ON_RECORD.items():
        for state in STATES:
            wrong += [f"{name} of {state}: {why}" for why in _record_wrong(store, actor, on_record, state)]
    return wrong


def _record_wrong(store: Vault, actor: Actor, verb: OnRecord, state: str) -> Iterator[str]:
    through, text = world.tried(lambda: verb.call(store, state), verb.hides)
    if through != verb.allowed(actor, state):
        yield "let through" if through else "refused"
    if CANARY in text and not reads(actor, state):
        yield "content"
    if verb.content and verb.allowed(actor, state) and CANARY not in text:
        yield "no content, where there should be"


def _lists_wrong(store: Vault, actor: Actor) -> Iterator[str]:
    """Lists and counts hold the rows that this person sees, no more and no fewer."""
    expected = {record_id(state) for state in STATES if sees(actor, state)}
    titled = {record_id(state) for state in STATES if reads(actor, state)}
    rows = store.records()
    if {row.id for row in rows} != expected:
        yield "records: other rows"
    if {row.id for row in rows if CANARY in row.title} != titled:
        yield "records: other titles"
    yield from _forms_wrong(rows, titled)
    if {row.id for row in store.search(CANARY)} != titled:
        yield "search: other rows"
    if sum(store.info().counts.values()) != len(expected):
        yield "info: other counts"
    yield from _worklists_wrong(store, expected, titled)
    standing = sum(one.ages.total for one in store.day_facts(datetime.now(UTC)).standing)
    if standing != len(expected & {record_id(state) for state in ("held", "out", "refused")}):
        yield "day_facts: other counts"
    if {row.id for row in store.queue_page().rows} != expected - {record_id("draft")}:
        yield "queue_page: other rows"
    proof = verify_proof(store.export_ledger())
    if set(proof.tried) != expected & {record_id(state) for state in ("sent", "refused")}:
        yield "export_ledger: other lines"
    sends_it = sends(actor, "out")
    if store.waiting("central") != int(sends_it) or (store.next_due("central", None) is not None) != sends_it:
        yield "queue: other records"
    if (store.backlog().waiting, store.pace("central", datetime.now(UTC)).due) != (int(sends_it), int(sends_it)):
        yield "pace: other counts"


def _forms_wrong(rows: Sequence[RecordRow], titled: set[str]) -> Iterator[str]:
    """Which questionnaire it is tells of what happened to the person: only who reads a record is told."""
    if {row.id for row in rows if row.form_title or row.form_id or row.form_key or row.version} != titled:
        yield "records: other questionnaires"


def _sighted_wrong(store: Vault, actor: Actor) -> Iterator[str]:
    """Who holds interviews is told a day and a site of the agency's finished records of a whole name, and no more."""
    if interviews(actor):
        found = store.namesakes(f"uuid:of {store.me.name}", f"{CANARY} sent")
        if found.rows or len(found.elsewhere) != int(actor.away != "agency"):
            yield "namesakes: others are told of"
        if CANARY in world.told(found):
            yield "namesakes: content"


def _worklists_wrong(store: Vault, expected: set[str], titled: set[str]) -> Iterator[str]:
    if {row.id for row, _slip in store.referrals(9)} != titled - {record_id("draft")}:
        yield "referrals: other rows"
    counted = {"draft": "draft", "held": "finalised", "out": "finalised", "sent": "sent", "refused": "refused"}
    states = Counter(counted[record.removeprefix("uuid:")] for record in expected)
    if store.counts() != {**states, "referred": len(titled - {record_id("draft")})}:
        yield "counts: other numbers"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, Path]:
    """A workplace kept by each of the four roles; the colleagues are in the first."""
    made = {}
    for role in Role:
        folder = tmp_path_factory.mktemp(role.value)
        made[role] = world.build(folder, role, COLLEAGUES if role is Role.MEDIATOR else ())
    return made


def _place(places: dict[Role, Path], actor: Actor, folder: Path) -> Path:
    return world.copied(places[actor.role if actor.keeper else Role.MEDIATOR], folder)


@pytest.mark.parametrize("actor", [*COLLEAGUES, *KEEPERS], ids=lambda actor: actor.label)
def test_only_what_the_table_allows(places: dict[Role, Path], actor: Actor, tmp_path: Path) -> None:
    with world.enter(_place(places, actor, tmp_path), actor.name) as store:
        assert store.me.role is actor.role
        assert violations(store, actor) == []
        assert store.check() == ()


def _all(_person: Person, handed: bool = False, held: bool = False) -> Condition:
    return "1", ()


@pytest.mark.parametrize("broken", ["visible", "readable", "sendable"])
def test_a_rule_that_lets_everything_through_is_noticed(
    places: dict[Role, Path], tmp_path: Path, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the matrix: with one rule taken out, it fails."""
    actor = COLLEAGUES[0]
    monkeypatch.setattr(roles, broken, _all)
    with world.enter(_place(places, actor, tmp_path), actor.name) as store:
        found = violations(store, actor)
    expected = {"visible": "records: other rows", "readable": "search: other rows", "sendable": "queue: other records"}
    assert expected[broken] in found


def test_a_mediator_who_sees_everything_would_read_everything(
    places: dict[Role, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = COLLEAGUES[0]
    monkeypatch.setattr(roles, "visible", _all)
    monkeypatch.setattr(roles, "readable", _all)
    with world.enter(_place(places, actor, tmp_path), actor.name) as store:
        found = violations(store, actor)
    assert {"submission of sent: content", "slip of held: content", "records: content"} <= set(found)
