"""The verbs of an open store about cases, and about what their people agreed to."""

from collections.abc import Callable, Sequence
from datetime import date

from intake_app.vault import (
    ages,
    calls,
    case_course,
    case_merging,
    case_names,
    case_records,
    cases,
    consents,
    going_out,
    putting_away,
    reckoned,
    refusals,
    taking_back,
    telling,
    together,
    unsaid,
    waiting,
)  # fmt: skip
from intake_app.vault.calls import CallMade
from intake_app.vault.case_records import Tell
from intake_app.vault.case_types import (
    AgeWord,
    CaseCourse,
    CaseEntry,
    CaseMerge,
    CaseRow,
    Identification,
    Meeting,
    OpenWay,
)
from intake_app.vault.consents import ConsentWord, Weigh
from intake_app.vault.going_out import Leaving
from intake_app.vault.opening import Opening
from intake_app.vault.reckoning import Reckoning
from intake_app.vault.taking_back import Ways
from intake_app.vault.telling import Telling
from intake_app.vault.types import RecordRow, ReleaseRow
from intake_app.vault.waiting import Kept
from intake_app.vault.withdrawing import Withdrawal


@refusals.noted
class Casework:
    """A part of `Vault`, which opens and closes the store."""

    _opening: Opening

    def open_case(self) -> CaseRow:
        """A new case under a fresh code."""
        return cases.open_case(self._opening)

    def case(self, case_id: str) -> CaseRow:
        """One case."""
        return cases.row(self._opening, case_id)

    def find_case(self, code: str, *, own: bool = False) -> CaseRow:
        """One case by its code as spoken or typed, or of a record of it that one sees; `own`: by one of no record."""
        return cases.find(self._opening, code, own=own)

    def case_of(self, record_id: str) -> CaseRow | None:
        """The case of a record, or None."""
        return cases.case_of(self._opening, record_id)

    def person_code(self, record_id: str) -> str:
        """The code of the person of a record, also of one of no case."""
        return cases.person_code(self._opening, record_id)

    def put_in_case(
        self, record_id: str, case_id: str = "", kind: str = "", tell: Tell = case_records.nothing_told
    ) -> CaseRow:
        """Makes a record of one's own one of a case, "" a new one under its code, with what it ``tell``s: of a meeting
        of this kind on its day.
        """
        return case_records.put_in_case(self._opening, record_id, case_id, kind, tell)

    def new_case_draft(
        self, case_id: str, form_key: int, record_id: str, xml: bytes, languages: tuple[str, str], kind: str = ""
    ) -> RecordRow:
        """A new draft that belongs to a case from the start; languages of the person and of the mediator."""
        return case_records.new_draft(self._opening, case_id, kind, form_key, record_id, xml, languages)

    def case_outline(self, case_id: str) -> tuple[CaseEntry, ...]:
        """Which questionnaires a case has, when, by whom and how far; the oldest first."""
        return case_records.outline(self._opening, case_id)

    def case_record(self, case_id: str) -> str:
        """A record of a case that one sees, the newest that is finished before a draft, by id; "" for none."""
        return case_records.newest_seen(self._opening, case_id)

    def meetings(self, case_id: str) -> tuple[Meeting, ...]:
        """When the person was met, by whom and where; the oldest first."""
        return case_records.meetings(self._opening, case_id)

    def case_course(self, case_id: str) -> CaseCourse:
        """Stage, path, days to reflect and identification of a case."""
        return case_course.course(self._opening, case_id)

    def case_identified(self, case_id: str) -> Identification | None:
        """Who identified the person, as far as one's agency may pass it on."""
        return case_course.identified_here(self._opening, case_id)

    def enter_stage(self, case_id: str, stage: str, reason: str = "") -> CaseCourse:
        """The case goes on in another stage."""
        return case_course.enter_stage(self._opening, case_id, stage, reason)

    def end_stage(self, case_id: str, reason: str = "") -> CaseCourse:
        """The case goes on no more with one's agency."""
        return case_course.end_stage(self._opening, case_id, reason)

    def note_path(self, case_id: str, path: str) -> CaseCourse:
        """The path of art. 18 that the person chose; who leaves the judicial one takes back the word to it."""
        return case_course.note_path(self._opening, case_id, path, consents.left_path)

    def put_age(self, record_id: str, age: str, source: str = "form") -> bool:
        """Keeps what was told of a person's age; whether it is new."""
        return ages.put(self._opening, record_id, age, source)

    def decide_age(self, case_id: str, age: str, reason: str, weigh: Weigh, ground: str = "") -> None:
        """Keeps what was decided of the age of the person of a case; ``weigh`` tells what goes out no more."""
        ages.decide(self._opening, case_id, age, reason, weigh, ground)

    def ages(self, record_id: str) -> tuple[AgeWord, ...]:
        """What was told of the age of the person of a record, the oldest first."""
        return ages.of_record(self._opening, record_id)

    def case_ages(self, case_id: str) -> tuple[AgeWord, ...]:
        """The same of a case."""
        return ages.of_case(self._opening, case_id)

    def telling(self, record_id: str) -> tuple[Telling, ...]:
        """What all versions of a record tell of the person that holds for all who meet them, the oldest first."""
        return telling.of_record(self._opening, record_id)

    def telling_of_person(self, record_id: str) -> tuple[Telling, ...]:
        """The same of all records of the person."""
        return telling.of_person(self._opening, record_id)

    def telling_of_case(self, case_id: str) -> tuple[Telling, ...]:
        """The same of a case."""
        return telling.of_case(self._opening, case_id)

    def reckon_by(self, reckoning: Reckoning) -> None:
        """From now on people count as this tells, until the store closes."""
        self._opening.reckoning = reckoning

    def weigh_once(self, limit: int, weigh: Callable[[str], object]) -> None:
        """Has those weighed who were met in more than one language; see `reckoned`."""
        reckoned.weigh_once(self._opening, limit, weigh)

    def meet(self, case_id: str, kind: str, language: str = "", weigh: Weigh | None = None) -> tuple[Meeting, ...]:
        """Notes that the person is met, also where nothing is asked; ``weigh`` tells what goes out no more."""
        return case_records.meet(self._opening, case_id, kind, language, weigh)

    def note_reflection(self, case_id: str, began: date, planned_end: date) -> CaseCourse:
        """Days to reflect."""
        return case_course.note_reflection(self._opening, case_id, began, planned_end)

    def note_identification(self, case_id: str, phase: str, body_kind: str, body: str) -> CaseCourse:
        """That a body identified the person."""
        return case_course.note_identification(self._opening, case_id, phase, body_kind, body)

    def put_case_name(self, case_id: str, name: str) -> CaseRow:
        """Keeps the name of the person, apart from everything else."""
        return case_names.put(self._opening, case_id, name)

    def case_name(self, case_id: str) -> str:
        """The name of the person; "" where there is none."""
        return case_names.read(self._opening, case_id)

    def remove_case_name(self, case_id: str) -> CaseRow:
        """Takes the name out."""
        return case_names.remove(self._opening, case_id)

    def name_away(self, case_id: str) -> bool:
        """Whether a name was taken out since the store was opened, and may be brought back."""
        return bool(case_names.away(self._opening, case_id))

    def bring_name_back(self, case_id: str) -> bool:
        """Brings it back; whether there was one."""
        return case_names.bring_back(self._opening, case_id)

    def case_words(self, case_id: str, about: str = "") -> tuple[ConsentWord, ...]:
        """What was said of the person of a case, the oldest first; as it counts ``about`` one of its records."""
        return consents.of_case(self._opening, case_id, about)

    def words_together(
        self, case_id: str, other_id: str
    ) -> tuple[tuple[ConsentWord, ...], tuple[ConsentWord, ...]]:
        """What was said that counts for each of two cases that are to be put together."""
        return together.of_two(self._opening, case_id, other_id)

    def words_of_away(self, record_id: str) -> frozenset[int]:
        """The numbers of the words that a draft of one's own leaves as long as it is away."""
        return putting_away.words_left(self._opening, record_id)

    def words_passing(self, record_id: str) -> frozenset[int]:
        """The numbers of the words that count for the person of a draft and may do so no more: where others of their
        drafts are brought back, or their case is taken apart from another.
        """
        return unsaid.passing(self._opening, record_id)

    def stopped_by_parting(self, case_id: str) -> tuple[tuple[str, str, str], ...]:
        """Record, recipient and how of what waited to be sent until a record was taken out, or two were parted."""
        return case_merging.stopped_by_parting(self._opening, case_id)

    def case_ways(self, case_id: str) -> tuple[OpenWay, ...]:
        """What the records of a case are released for and could be taken back."""
        return case_merging.ways(self._opening, case_id)

    def merge_cases(
        self,
        case_id: str,
        other_id: str,
        reason: str,
        weigh: Weigh,
        words: Sequence[ConsentWord] = (),
        stops: tuple[Sequence[OpenWay], Sequence[OpenWay]] = ((), ()),
    ) -> CaseRow:
        """Two cases are of one person; ``weigh`` tells which releases hold no more."""
        return case_merging.merge(self._opening, case_id, other_id, reason, words, stops, weigh)

    def case_merges(self, case_id: str) -> tuple[CaseMerge, ...]:
        """What was merged into a case and stands."""
        return case_merging.listed(self._opening, case_id)

    def part_cases(self, merging: int, reason: str, weigh: Weigh, anew: Sequence[ReleaseRow] = ()) -> CaseRow:
        """They are of two persons after all."""
        return case_merging.part(self._opening, merging, reason, anew, weigh)

    def take_from_case(self, record_id: str, weigh: Weigh) -> CaseRow:
        """A record of one's own is of another person than its case: it gets one of its own."""
        return case_merging.take_out(self._opening, record_id, weigh)

    def put_words(self, record_id: str, words: Sequence[ConsentWord], *, alone: bool = False) -> None:
        """Keeps what was said; ``alone``: a yes in it is to this record and no other."""
        consents.put(self._opening, record_id, words, alone=alone)

    def standing_releases(self, record_id: str) -> tuple[ReleaseRow, ...]:
        """What all records of the person are released for on a word or a reason."""
        return consents.standing(self._opening, record_id)

    def said(self, record_id: str, about: str = "") -> tuple[ConsentWord, ...]:
        """What was said of the person of a record, the oldest first; as it counts ``about`` another one of theirs."""
        return consents.listed(self._opening, record_id, about)

    def ways_out(self, record_id: str) -> Ways:
        """What taking everything back would stop, and what had left, of the person of a record."""
        return taking_back.ways(self._opening, record_id)

    def withdraw_consent(
        self, record_id: str, purpose: str = "", recipient: str = "", whose: str = "person"
    ) -> Withdrawal:
        """Takes back what was agreed to; what stops and what had left."""
        return taking_back.withdraw(self._opening, record_id, purpose, recipient, whose)

    def agree_again(self, record_id: str, words: Sequence[ConsentWord], anew: Sequence[ReleaseRow]) -> None:
        """The person agrees to what they took back; what that had stopped is released anew."""
        taking_back.agree_again(self._opening, record_id, words, anew)

    def waiting_for_first(self, record_id: str) -> tuple[str, ...]:
        """What of the case of a record was kept back only because the first interview was not closed yet."""
        return waiting.listed(self._opening, record_id)

    def never_released(self, record_id: str) -> tuple[Kept, ...]:
        """What of the case of a record was finished and never let go, and what each was kept back for alone."""
        return waiting.never_released(self._opening, record_id)

    def release_waiting(self, record_id: str, made: Sequence[ReleaseRow]) -> None:
        """Lets go what waited for a record of the case that is closed now, or for the age that was decided."""
        waiting.release(self._opening, record_id, made)

    def lapse(self, record_id: str, release_ids: Sequence[str]) -> int:
        """Stops releases that would not be given any more; how many."""
        return consents.lapse(self._opening, record_id, release_ids)

    def weigh_all(self, record_id: str, weigh: Weigh) -> int:
        """Stops what no agency would release of the person of a record any more, as ``weigh`` tells; how many."""
        return consents.weigh_all(self._opening, record_id, weigh)

    def prepare_export(
        self, kind: str, leaving: Sequence[Leaving], ended: Sequence[str] = ()
    ) -> tuple[ReleaseRow, ...]:
        """Keeps what the records of a file of this kind go on, all or nothing; the releases that are kept."""
        return going_out.prepare(self._opening, kind, leaving, ended)

    def put_leaving(self, leaving: Leaving, ended: Sequence[str] = ()) -> ReleaseRow:
        """Keeps a release with all that it rests on, or nothing; what is kept for this decision."""
        return going_out.put(self._opening, leaving, ended)

    def export_left(self, kind: str, parts: Sequence[tuple[str, str]]) -> None:
        """Notes that a file of this kind was written: records, by id, with their releases, by id."""
        going_out.written(self._opening, kind, parts)

    def export_unwritten(self, kind: str, parts: Sequence[tuple[str, str]]) -> None:
        """Notes that nothing stayed of the file of this kind that was prepared last of these, as for `export_left`."""
        going_out.unwritten(self._opening, kind, parts)

    def note_call(self, record_id: str, call: CallMade) -> CallMade:
        """Notes a call to the telephone line for the person of a record."""
        return calls.put(self._opening, record_id, call)

    def calls(self, record_id: str) -> tuple[CallMade, ...]:
        """Calls for the person of a record, in the order in which they were noted."""
        return calls.listed(self._opening, record_id)
