"""The case of a person: opened, found by its code, what was asked and by whom, what comes next, how it stands."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from intake_app import exports, screening
from intake_app.errors import IntakeError
from intake_app.screening import Age
from intake_app.vault import AgeWord, CaseCourse, CaseEntry, CaseMerge, CaseRow, Draft, Meeting, RecordRow, Vault
from intake_app.vault.roles import Right, may
from intake_app.workflow import (
    age_grounds,
    ages,
    asking,
    assessing,
    consenting,
    drafts,
    ended_for_age,
    ended_together,
    forms,
    gate_passed,
    going_again,
    held,
    interview,
    known_beyond,
    own_words,
    untold,
    weighing_again,
)
from intake_app.workflow.age_grounds import AgeGround
from intake_app.workflow.interview import OpenRecord
from intake_app.xform.surroundings import SYSTEM_ZONE

FIRST = forms.OWN_FORMS[0]
CHILD = asking.CHILD
"""The questionnaire for a child, which stands in the place of those for adults."""
FOR_ADULTS = forms.FOR_ADULTS
REFLECTION_DAYS = 30
"""Days to reflect where nobody says how many, and the fewest that there are."""
MOST_REFLECTION = 365


@dataclass(frozen=True)
class Module:
    """A questionnaire of ours for this person. `asked`: the newest record of it; `advised`: it is the next to ask.

    `mine`: that record is a draft of one's own, to go on with. `unfit`: it is for adults, and the person told to be
    under 18. `signs`: indicators, by code, that were told so far and speak for asking it: a suggestion, a person
    chooses; `for_child`: that the person is, or may be, under 18 does, or `in_doubt` would not tell. `shut`: the person
    did not agree to be asked, so it is not; `owed`: all the same the law asks for what it holds.
    """

    name: str
    asked: CaseEntry | None
    mine: bool
    advised: bool
    unfit: bool
    signs: tuple[str, ...] = ()
    for_child: bool = False
    in_doubt: bool = False
    shut: bool = False
    owed: bool = False

    @property
    def within_days(self) -> int:
        """Days from coming into a first-reception facility within which a child who is alone is to be heard; 0 once
        that is begun, for the questionnaire asks for that day and counts them, and for all others."""
        return exports.MINOR_DAYS if self.name == CHILD and self.asked is None and (self.for_child or self.owed) else 0


@dataclass(frozen=True)
class CaseSheet:
    """All that is shown of a case. `course` is None for who only sees that there are records, and for a guest to whom
    one was handed over, `meetings` () then.

    `days_left` to reflect, 0 when they are over, None where none were noted. `language` is the person's, as forms name
    it, from the last meeting. `writes`: one may note how the person stands, `goes_on`: with which stage the own agency
    goes on; `names`: the name may be read, put and taken out, `name_away`: one was taken out and may be brought back
    until the store is locked; `decides`: what was decided of the age may be
    noted, and another code put together with this one.
    `merges`: cases that were put together with this one. `ages`: all that was told of the person's age, the oldest
    first; `age`: what counts of it. `unread`: codes of records that can not be read. `refused`: that they would not
    talk, or not have it written down, by purpose; `asking`: why both are asked first, as a code, "" for no reason;
    `first_again`: that is done in a first interview, which asks whether they are safe before.
    """

    case: CaseRow
    entries: tuple[CaseEntry, ...]
    modules: tuple[Module, ...]
    course: CaseCourse | None
    meetings: tuple[Meeting, ...]
    days_left: int | None
    language: str
    writes: bool
    names: bool
    merges: tuple[CaseMerge, ...] = ()
    ages: tuple[AgeWord, ...] = ()
    age: Age = ""
    unread: tuple[str, ...] = ()
    decides: bool = False
    goes_on: bool = False
    refused: tuple[str, ...] = ()
    asking: str = ""
    first_again: bool = False
    name_away: bool = False


def case_for(store: Vault, record_id: str, kind: str = "") -> CaseRow:
    """The case of a record of one's own; where it belongs to none, a new one is opened for it, under its code.

    Raises IntakeError `vault.not_allowed`, `vault.no_such_record`, `vault.no_such_case` for a colleague's without one.
    """
    found = store.case_of(record_id)
    if found is not None:
        return found
    if store.record(record_id).author_id != store.me.id:
        raise IntakeError("vault.no_such_case")
    _require_readable(store, record_id)
    return put_in_case(store, record_id, "", kind)


def put_in_case(store: Vault, record_id: str, case_id: str, kind: str = "") -> CaseRow:
    """Make a record of one's own one of a case, "" a new one. Raises IntakeError as `Vault.put_in_case` does.

    One that can not be read comes into none, for nobody could tell the case what was said in it.
    """
    told, heard = list[tuple[str, str]](), None
    if store.record(record_id).author_id == store.me.id:
        _require_readable(store, record_id)
        told, heard = ages.told_by_versions(store, record_id), consenting.last_heard(store, record_id)
    cases = (case_id,) if case_id else ()
    both = [*ended_together.of_cases(store, cases), record_id] if cases else []
    with (
        ended_together.noting(store, both),
        ended_for_age.noting(store, record_id, bool(case_id)),
        ended_for_age.together(store, cases),
    ):
        case = store.put_in_case(record_id, case_id, kind, lambda: (consenting.for_case(store, heard), told))
        weighing_again.weigh_again(store, record_id)
    return case


def _require_readable(store: Vault, record_id: str) -> None:
    if store.record(record_id).state == "draft":
        drafts.draft_told(store, record_id)
    else:
        store.frozen(record_id)


def same_person(store: Vault, record_id: str, other_id: str) -> CaseRow:
    """Two records are of one person: they share a case, that of the one that has one.

    Raises IntakeError `vault.in_a_case` where each belongs to another one, `vault.not_allowed`, `vault.no_such_case`
    where neither has one and the other is a colleague's.
    """
    own, other = store.case_of(record_id), store.case_of(other_id)
    if own is not None and other is None and store.record(other_id).author_id == store.me.id:
        return put_in_case(store, other_id, own.id)
    return put_in_case(store, record_id, case_for(store, other_id).id)


def find_case(store: Vault, code: str) -> CaseRow:
    """A case by its code as typed, or that of a record of it that one sees.

    Raises IntakeError `vault.bad_code`, `vault.no_such_case`.
    """
    return store.find_case(code)


def case_sheet(store: Vault, case_id: str, today: date | None = None) -> CaseSheet:
    """What is known of a case by who asks. Raises IntakeError `vault.no_such_case`, `vault.not_allowed`."""
    case, entries = store.case(case_id), store.case_outline(case_id)
    course, meetings = (store.case_course(case_id), store.meetings(case_id)) if case.known else (None, ())
    may_ask = may(store.me, Right.INTERVIEW) and (case.known or any(entry.readable for entry in entries))
    told = store.case_ages(case_id) if case.known or may_ask else ()
    age = screening.age_in_doubt(told)
    goes_on = case.known and may(store.me, Right.INTERVIEW)
    may_write = goes_on and case.whole
    signs, unread = _signs(store, entries) if may_ask else (frozenset(), ())
    shut = (asking.of_case(store, case_id).code or "") if may_ask else ""
    modules = _modules(_talks(store, entries), age, signs) if may_ask else ()
    return CaseSheet(
        case,
        entries,
        _gated(modules, owed=_owed(store, case_id, told), refused=shut != screening.ASKING_OPEN)
        if shut
        else modules,
        course,
        meetings,
        _days_left(course, today or datetime.now(SYSTEM_ZONE).date()),
        _language(meetings),
        writes=may_write,
        goes_on=goes_on,
        names=case.by_name,
        merges=store.case_merges(case_id) if case.known else (),
        ages=told if case.known else (),
        age=age,
        unread=unread,
        decides=may_write and case.own,
        refused=asking.refused(store, case_id) if shut else (),
        asking=shut,
        first_again=bool(shut) and gate_passed.needs_first(store, case_id),
        name_away=case.by_name and store.name_away(case_id),
    )


def _gated(modules: tuple[Module, ...], *, owed: bool, refused: bool) -> tuple[Module, ...]:
    """For a person who does not want to be asked, or was not yet: nothing comes next but, of a child, what the law asks
    for; the first interview may be begun, for there a yes is said, and comes next for who has not `refused`.
    """

    def gated(module: Module) -> Module:
        if module.name == FIRST:
            return replace(module, advised=module.mine or not refused)
        if module.name == CHILD and owed:
            return replace(module, owed=True, advised=module.asked is None or module.mine, signs=(), for_child=False)
        return replace(module, shut=True, advised=False, signs=(), for_child=False)

    return tuple(map(gated, modules))


def _language(meetings: tuple[Meeting, ...]) -> str:
    """The person's, from the last meeting at which one was noted."""
    return next((one.language for one in reversed(meetings) if one.language), "")


def _days_left(course: CaseCourse | None, today: date) -> int | None:
    if course is None or course.reflection is None:
        return None
    return max(0, (date.fromisoformat(course.reflection.planned_end) - today).days)


def _signs(store: Vault, entries: tuple[CaseEntry, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """What was told in the finished records of a case that one reads, and the codes of those that can not be read."""
    read = [entry for entry in entries if entry.readable and entry.state != "draft"]
    found, unread = known_beyond.read_of(read, lambda entry: known_beyond.signs_of(store, entry.record_id))
    return frozenset(code for _entry, codes in found for code in codes), unread


def _talks(store: Vault, entries: Sequence[CaseEntry]) -> tuple[CaseEntry, ...]:
    """Without copies in which nobody asked anything: the talk is that in the record which they came from."""
    first = {entry.form_id: entry for entry in reversed(entries)}

    def was_none(entry: CaseEntry) -> bool:
        known = entry is not first[entry.form_id] and entry.readable and entry.state != "draft"
        return known and untold.was_no_talk(store, entry.record_id)

    return tuple(entry for entry in entries if not was_none(entry))


def _modules(entries: tuple[CaseEntry, ...], age: str, signs: frozenset[str]) -> tuple[Module, ...]:
    """The first interview, and what comes with the program; a child's own stands before those for adults."""
    asked = {entry.form_id: entry for entry in entries}
    names = (FIRST, *sorted(forms.modules(), key=lambda name: _place(name, age)))
    found = [(name, asked.get(forms.own_form_id(name))) for name in names]
    next_one, speaks = _next(dict(found), age), assessing.speaks_for(signs)
    return tuple(
        Module(
            name,
            entry,
            mine=entry is not None and entry.mine and entry.state == "draft",
            advised=name == next_one,
            unfit=age == CHILD and name in FOR_ADULTS,
            signs=() if entry is not None or (age == CHILD and name in FOR_ADULTS) else speaks.get(name, ()),
            for_child=entry is None and screening.as_child(age) and name == CHILD,
            in_doubt=age == "not_told",
        )
        for name, entry in found
    )


def _place(name: str, age: str) -> int:
    return 0 if screening.as_child(age) and name == CHILD else 2 if age == CHILD and name in FOR_ADULTS else 1


def _next(asked: dict[str, CaseEntry | None], age: str) -> str:
    """What to ask next: what one began oneself, the first interview, a child's questions, needs; "" leaves it open."""
    begun = [name for name, entry in asked.items() if entry is not None and entry.mine and entry.state == "draft"]
    due = [FIRST, *([CHILD] if screening.as_child(age) else []), "needs"]
    return next((name for name in (*begun, *due) if name in begun or asked.get(name, True) is None), "")


def begin_module(
    store: Vault, case_id: str, name: str, languages: tuple[str, str] = ("", ""), kind: str = "",
    again: bool = False, agreed: asking.Anew | None = None,
) -> OpenRecord:  # fmt: skip
    """Begin one of our questionnaires with the person of a case, or go on with one's own draft of it.

    `languages` are the person's and the mediator's, "" takes that of the last meeting and of the last interview. What a
    colleague began or anybody finished is not asked again unless `again`. Where sensitive questions waited in what was
    asked last, as somebody might have listened, they wait here too until that is turned off. Nothing but a first
    interview begins, or goes on, where the newest one was closed by its first questions or none came as far as asking
    for the talk. Without a yes of the person to the talk and to its being written down only what asks for consent
    itself begins or goes on, but of a child who is alone what the law asks for; else they have `agreed` now to each of
    it, as it was read out to them, which is kept. A draft that does not go on stays as it is: it can be read, finished
    as it is where their yes stands, and put away. Raises IntakeError `workflow.no_such_module`,
    `workflow.asked_already` with the day and the name of who asked, of one's own record `workflow.asked_in_own`,
    `workflow.first_again`, `workflow.talk_refused`, `workflow.talk_not_asked`, `workflow.not_safe_now`,
    `workflow.unknown_language`, `screening.no_witness` and `vault.*`.
    """
    if name not in (FIRST, *forms.modules()):
        raise IntakeError("workflow.no_such_module", name=name)
    if not may(store.me, Right.INTERVIEW):
        raise IntakeError("vault.not_allowed")
    outline = store.case_outline(case_id)
    known = _talks(store, [entry for entry in outline if entry.form_id == forms.own_form_id(name)])
    begun = next((entry for entry in known if entry.mine and entry.state == "draft"), None)
    gated = name != FIRST and not _is_owed(store, case_id, name)
    wanted = asking.to_ask_for(store, case_id) if gated else ()
    closed = gated and gate_passed.needs_first(store, case_id)
    lacking = not set(wanted) <= set(agreed.purposes if agreed is not None else ())
    _require_free(store, case_id, () if begun is not None or again else known, lacking=lacking, closed=closed)
    if agreed is not None:
        consenting.need_witness(agreed.how, agreed.witness)
        own_words.known_language(agreed.language)
        if wanted:
            gate_passed.require_now(agreed.now)
    if begun is not None:
        if wanted and agreed is not None:
            asking.agreed(store, store.record(begun.record_id), wanted, agreed)
        return interview.open_record(store, begun.record_id)
    person = languages[0] or _language(store.meetings(case_id) if store.case(case_id).known else ())
    key = forms.own_form(store, name)

    def in_case(record_id: str, draft: Draft) -> RecordRow:
        row = store.new_case_draft(case_id, key, record_id, draft.xml, draft.languages, kind)
        if wanted and agreed is not None:
            asking.agreed(store, row, wanted, agreed, begun=True)
        return row

    simple = _listened_to(store, case_id)
    return interview.start_record(store, key, person, languages[1], in_case, simple=simple, case_id=case_id)


def _require_free(store: Vault, case_id: str, known: Sequence[CaseEntry], *, lacking: bool, closed: bool) -> None:
    """A no is told first, then that it was asked already, then that a first interview comes before, as the last one was
    `closed`, then that nobody asked for the yes that is `lacking`.
    """
    if known and not (lacking and not closed and asking.refused(store, case_id)):
        last = known[-1]
        code = "workflow.asked_in_own" if last.mine else "workflow.asked_already"
        raise IntakeError(code, day=_day(last.at), by=", ".join(last.asked_by), record=last.code)
    asking.require(store, case_id, lacking=lacking, closed=closed)


def _is_owed(store: Vault, case_id: str, name: str) -> bool:
    """Whether the law asks for what a questionnaire holds, whatever was said."""
    return name == CHILD and _owed(store, case_id, store.case_ages(case_id))


def _owed(store: Vault, case_id: str, told: Sequence[AgeWord]) -> bool:
    return asking.owed(store, case_id, screening.standing_age(told))


def _listened_to(store: Vault, case_id: str) -> bool:
    """Whether sensitive questions waited in what was asked last, by whomever, and also where it was put away since:
    what was begun last, or changed last by the clock, which may have stood wrong, of what can be read.
    """
    told = [one for one in store.telling_of_case(case_id) if not one.former and one.simple is not None]
    return bool(told) and bool(told[-1].simple or max(told, key=lambda one: one.changed).simple)


def _day(moment: str) -> str:
    """The day of a moment where the person is."""
    return datetime.fromisoformat(moment).astimezone(SYSTEM_ZONE).date().isoformat()


def note_path(store: Vault, case_id: str, path: str) -> CaseCourse:
    """The path that the person chose. Raises IntakeError `vault.*`.

    Whoever leaves the judicial path takes back with it what they had agreed to on it: for police it needs a new word,
    and what went there for a reason stops.
    """
    course = store.note_path(case_id, path)
    read = next((entry.record_id for entry in store.case_outline(case_id) if entry.readable), "")
    if read:
        weighing_again.weigh_again(store, read)
    return course


def decide_age(
    store: Vault, case_id: str, age: str, reason: str, ground: AgeGround | None = None
) -> tuple[AgeWord, ...]:
    """Note a decision on the person's age, over all that was told, which stays and is shown.

    That somebody is an adult rests on a `ground`, for looks are none; for a child any doubt is enough. For a child what
    went out without a guardian stops, or on a yes that they said as an adult, whoever reads the records; where they
    are an adult after all, what had waited to be sent on that waits again. For who holds interviews in the agency that
    opened the case. Raises IntakeError `vault.bad_reason`, `vault.not_allowed`, those of `age_grounds.required` and
    others.
    """
    adult = age != CHILD
    before = age_grounds.kept(
        age_grounds.required(ground, screening.standing_age(store.case_ages(case_id))) if adult else None
    )
    read = [entry.record_id for entry in store.case_outline(case_id) if entry.readable] if adult else []
    waiting = held.waiting_for_child(store, read)
    with ended_for_age.together(store, () if adult else (case_id,)):
        store.decide_age(case_id, age, reason, weighing_again.weigher(store, (case_id,)), before)
    for each in sorted(read, key=lambda one: store.record(one).author_id != store.me.id):  # none of a colleague lets go
        with contextlib.suppress(IntakeError):  # it is decided, whatever waits again by it
            going_again.let_go(store, each, waiting)
            break
    return store.case_ages(case_id)


def begin_reflection(
    store: Vault,
    case_id: str,
    began: date | None = None,
    days: int = REFLECTION_DAYS,
    instead: bool = False,
) -> CaseCourse:
    """Days to reflect, from today where no day is given; they are over where they ended before today.

    ``instead``: they may come in the place of others, which are kept; the same once more changes nothing. Raises
    IntakeError `workflow.days_to_come`, `workflow.days_too_few` or `_too_many` with the `least` or the `most`,
    `workflow.days_noted` with those that stand, as `began` and `until`, and others of the store.
    """
    today = datetime.now(SYSTEM_ZONE).date()
    first = began or today
    if first > today:
        raise IntakeError("workflow.days_to_come")
    if days < REFLECTION_DAYS:
        raise IntakeError("workflow.days_too_few", least=REFLECTION_DAYS)
    if days > MOST_REFLECTION:
        raise IntakeError("workflow.days_too_many", most=MOST_REFLECTION)
    course, last = store.case_course(case_id), first + timedelta(days=days)
    stand = course.reflection
    if stand is not None and (stand.began, stand.planned_end) == (first.isoformat(), last.isoformat()):
        return course
    if stand is not None and not instead:
        raise IntakeError("workflow.days_noted", began=stand.began, until=stand.planned_end)
    return store.note_reflection(case_id, first, last)


def note_identified(store: Vault, case_id: str, phase: str, body_kind: str, body: str) -> CaseCourse:
    """Which body identified the person, for now or formally. Raises IntakeError `vault.no_body` and others."""
    return store.note_identification(case_id, phase, body_kind, body)


def enter_stage(store: Vault, case_id: str, stage: str, reason: str = "") -> CaseCourse:
    """The case goes on in another stage. Raises IntakeError `vault.*`."""
    return store.enter_stage(case_id, stage, reason)


def meet(store: Vault, case_id: str, kind: str, language: str = "") -> tuple[Meeting, ...]:
    """Note that the person is met today. Raises IntakeError `vault.*`.

    What was told of a birth may be a child's by a calendar of this language: what was released is weighed at once.
    """
    with ended_for_age.together(store, (case_id,)):
        return store.meet(case_id, kind, language, weighing_again.weigher(store, (case_id,)))


def case_name(store: Vault, case_id: str) -> str:
    """The name that is kept apart, "" for none; reading it is in the log. Raises IntakeError `vault.*`."""
    return store.case_name(case_id)


def put_case_name(store: Vault, case_id: str, name: str) -> CaseRow:
    """Keep a name, apart from everything else; "" takes it out. Raises IntakeError `vault.*`."""
    return store.put_case_name(case_id, name) if name.strip() else store.remove_case_name(case_id)
