"""`intake case open|show|begin|asking|name|merge|part|take-out|meeting|stage|path|age|reflection|identified`."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from intake_app import messages, screening, workflow
from intake_app.cli import conclusion_told, doubt_told, record_verbs
from intake_app.cli.opening import opened, record_id
from intake_app.cli.options import ASKED
from intake_app.cli.reading import load_json
from intake_app.cli.secret_input import read_name, read_reason
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.vault import AgeWord, CaseCourse, Vault, code_of
from intake_app.workflow import Apart, age_grounds, ages, consent_texts, ended_for_age, own_words
from intake_app.workflow.age_grounds import BODIES, OWN_WORD, AgeGround
from intake_app.workflow.asking import Anew, to_ask_for
from intake_app.workflow.asking import refused as refused_asking
from intake_app.workflow.gate_passed import NOW, needs_first


def open_case(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The case of a record; a new one where it belongs to none, or that of somebody who is known already."""
    with opened(parsed, tr) as store:
        record = record_id(store, parsed.record)
        if parsed.into:
            case = workflow.put_in_case(store, record, _case_id(store, parsed.into), parsed.at).id
            return {**_told(store, case), **_ended_by_age(store, case, tr)}
        return _told(store, workflow.case_for(store, record, parsed.at).id)


def show(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What was asked, when and by whom; what comes next; how the case stands; what was concluded last, and why."""
    with opened(parsed, tr) as store:
        case = _case_id(store, parsed.case)
        concluded = conclusion_told.of_case(store, case, tr)
        return {**_told(store, case), "concluded": concluded, **_ended_by_age(store, case, tr)}


def begin(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Begin a questionnaire with this person, or go on with one's own draft of it; filled where answers are given."""
    answers = load_json(parsed.answers) if parsed.answers else None
    with opened(parsed, tr) as store:
        case, languages = _case_id(store, parsed.case), (parsed.person_language, parsed.mediator_language)
        draft, notes = record_verbs.begun_with(
            store,
            lambda: workflow.begin_module(
                store, case, parsed.questionnaire, languages, parsed.at, parsed.again, _anew(store, case, parsed)
            ),
            answers,
            parsed.answers,
        )
        told = {"record": draft.row.id, "code": draft.row.code, "form_id": draft.row.form_id, **notes}
        consents = {one.purpose: one.given for one in draft.heard}
        ended = doubt_told.beside(store, draft.row.id, tr)
        return {**told, "case": draft.case_code, "languages": draft.languages, "consents": consents, **ended}


def asking(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """To what of the talk they did not agree, or said no, and the text to be read to them before they do."""
    with opened(parsed, tr) as store:
        case = _case_id(store, parsed.case)
        text, refused, wanted = consent_texts.of_case(store, case), refused_asking(store, case), to_ask_for(store, case)
        person = parsed.person_language or text.spoken[0]
        told = [asdict(each) for each in text.plain(wanted, person)]
        now = {name: asdict(each) | {"needed": NOW[name]} for name, each in text.plain_now(person).items()}
        languages = (person, text.spoken[1])
        return {"wanted": wanted, "refused": refused, "text": text.name, "languages": languages, "read": told,
                "first_again": needs_first(store, case), "now": now}  # fmt: skip


def _anew(store: Vault, case: str, parsed: Namespace) -> Anew | None:
    """What they agree to now, where it is the present text that was read to them; where no language is named, in that
    in which it was told.
    """
    text = consent_texts.of_case(store, case) if parsed.agreed else None
    if text is None or parsed.agreed != text.name:
        return None
    wanted, now = to_ask_for(store, case), dict(parsed.now)
    spoken = own_words.known_language(parsed.in_language) or text.asked_in
    return Anew(wanted, parsed.agreed, spoken, parsed.how, parsed.witness, now)


def name(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """The name that is kept apart; or keep another, or take it out."""
    put = read_name(ASKED, tr("Name: ")) if parsed.put else ""
    with opened(parsed, tr) as store:
        case = _case_id(store, parsed.case)
        if parsed.put or parsed.remove:
            return {"case": workflow.put_case_name(store, case, put).code, "named": parsed.put}
        return {"case": store.case(case).code, "name": workflow.case_name(store, case)}


def meeting(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note that the person is met today."""
    return _done(parsed, tr, lambda store, case: workflow.meet(store, case, parsed.at, parsed.person_language))


def merge(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Put two cases together that are of one person."""
    return _done(
        parsed, tr,
        lambda store, case: workflow.merge_cases(store, case, _case_id(store, parsed.other), _reason(parsed, tr)),
    )  # fmt: skip


def part(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Take two cases apart again; how the one stands that was kept."""
    with opened(parsed, tr) as store:
        case = _case_id(store, parsed.case)
        apart = workflow.taken_apart(
            store, case, lambda: workflow.part_cases(store, case, code_of(parsed.code), _reason(parsed, tr))
        )
        return {**_told(store, case), **_apart(apart, tr)}


def take_out(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """A record is of somebody else: the case of its own that it has now."""
    with opened(parsed, tr) as store:
        case, record = _case_id(store, parsed.case), record_id(store, parsed.record)
        apart = workflow.taken_apart(store, case, lambda: workflow.take_from_case(store, case, record))
        return {**_told(store, apart.case.id), **_apart(apart, tr)}


def _apart(apart: Apart, tr: Translator) -> dict[str, Any]:
    """What whoever took two persons apart has to know of both."""
    stopped = [{"code": code, "recipient": recipient} for code, recipient in apart.stopped]
    open_again = {"age_undecided": apart.undecided, "identification_open": apart.unidentified}
    records = {"wait_again": list(apart.goes), "stay_for_server": list(apart.late)}
    ended = messages.ended(apart.as_ended(), tr)
    warnings = {"warnings": ended} if ended else {}
    return {"stays_stopped": stopped, **records, **open_again, "name_with": list(apart.named), **warnings}


def stage(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Go on in another stage; of a reason, whether a stage ended that it could be kept with."""
    with opened(parsed, tr) as store:
        case, reason = _case_id(store, parsed.case), _reason(parsed, tr)
        before = _ended(store.case_course(case))
        ended = _ended(workflow.enter_stage(store, case, parsed.stage, reason)) > before
        return {**_told(store, case), **({"reason_kept": ended} if reason else {})}


def _ended(course: CaseCourse) -> int:
    return sum(episode.ended is not None for episode in course.episodes)


def path(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note the path that the person chose."""
    return _done(parsed, tr, lambda store, case: workflow.note_path(store, case, parsed.path))


def age(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Decide on the person's age, over what was told of it, which stays."""
    ground = _age_ground(parsed)
    return _done(
        parsed, tr, lambda store, case: workflow.decide_age(store, case, parsed.age, _reason(parsed, tr), ground)
    )


def _age_ground(parsed: Namespace) -> AgeGround | None:
    if parsed.body:
        kind, name = parsed.body
        return AgeGround(kind if kind in BODIES else "", name)
    if parsed.document:
        return AgeGround(parsed.document)
    return AgeGround(OWN_WORD) if parsed.own_word else None


def reflection(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note days to reflect; what they came in the place of, and that they are over, is said."""
    told = _done(
        parsed, tr,
        lambda store, case: workflow.begin_reflection(store, case, parsed.began, parsed.days, parsed.instead),
    )  # fmt: skip
    over = tr("The days to reflect ended on {day}.").format(day=told["reflection"]["planned_end"])
    return {**told, "notes": [over] if not told["days_left"] else []}


def identified(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note which body identified the person; its name goes into a file for others only from the list of services."""
    told = _done(
        parsed, tr,
        lambda store, case: workflow.note_identified(store, case, parsed.phase, parsed.kind, parsed.by),
    )  # fmt: skip
    note = tr("A file for others names the kind alone, and the name where it is that of a service of the list.")
    return {**told, "notes": [note]}


def _done(parsed: Namespace, tr: Translator, verb: Callable[[Vault, str], object]) -> dict[str, Any]:
    with opened(parsed, tr) as store:
        case = _case_id(store, parsed.case)
        verb(store, case)
        return {**_told(store, case), **_ended_by_age(store, case, tr)}


def _ended_by_age(store: Vault, case: str, tr: Translator) -> dict[str, Any]:
    ended = messages.ended(ended_for_age.told_of_case(store, case), tr)
    return {"warnings": ended} if ended else {}


def _reason(parsed: Namespace, tr: Translator) -> str:
    """As the line has it or, where it asks, as it is typed. Raises IntakeError `cli.no_reason`."""
    return read_reason(parsed.reason, tr("Why: "))


def _case_id(store: Vault, named: str) -> str:
    """The id of a case named by its code, or by the code or id of a record of it that one sees."""
    if not named.startswith("uuid:"):
        return workflow.find_case(store, named).id
    found = store.case_of(named)
    if found is None:
        raise IntakeError("vault.no_such_case")
    return found.id


def _age_told(one: AgeWord) -> dict[str, Any]:
    on = age_grounds.read(one.reason)
    ground = {"ground": on.ground.kind, "body": on.ground.name} if on.ground is not None else {}
    told = {**asdict(one), "source": ages.noted_from(one), "reason": on.words}
    return {**told, **ground, "taken_back": screening.taken_back(one)}


def _told(store: Vault, case_id: str) -> dict[str, Any]:
    sheet = workflow.case_sheet(store, case_id)
    return {
        **asdict(sheet.case),
        "records": [asdict(entry) for entry in sheet.entries],
        "questionnaires": [
            {
                "name": module.name,
                "asked": {"on": module.asked.at, "by": ", ".join(module.asked.asked_by), "state": module.asked.state}
                if module.asked
                else None,
                "next": module.advised,
                "for_adults": module.unfit,
                "shut": module.shut,
                "asked_for_by_law": module.owed,
                "within_days": module.within_days,
                "suggested_by": [*(["minor"] if module.for_child else []), *module.signs],
            }
            for module in sheet.modules
        ],
        "meetings": [{**asdict(one), "kind": one.kind or None} for one in sheet.meetings],
        **(asdict(sheet.course) if sheet.course else {}),
        "age": sheet.age,
        "ages": [_age_told(one) for one in sheet.ages],
        "days_left": sheet.days_left,
        "unread": list(sheet.unread),
        "refused": list(sheet.refused),
        "first_again": sheet.first_again,
        "merged": [
            {"code": one.code, "reason": one.reason, "by": one.by, "at": one.at} for one in sheet.merges
        ],
    }
