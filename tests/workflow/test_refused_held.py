"""The no at the end of a record holds it with its versions and copies, whoever finishes them and whatever they see."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from intake_app import vault, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Role
from intake_app.workflow import ConsentSheet
from tests.workflow import test_said_since as scenes
from tests.workflow.test_finished_twice import PASSPHRASE
from tests.workflow.test_said_since import ALL, Place, code_of

REFUSED = "screening.consent_refused"
NO = ConsentSheet(refused=True)
IN_DANGER = ConsentSheet(refused=True, override_reason="somebody may be hurt tonight")
WHY = "the same face and the same voice"


@dataclass
class Two:
    """A workplace of two mediators, each at a time."""

    path: Path
    case: str = ""
    mine: dict[str, set[str]] = field(default_factory=lambda: {"Ada": set(), "Dario": set()})

    @contextmanager
    def as_(self, who: str) -> Iterator[Place]:
        with workflow.open_store(self.path, who, PASSPHRASE) as store:
            place = Place(store, self.mine[who])
            yield place


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Two:
    monkeypatch.setattr(scenes, "AGE", scenes.AGE + "| | select_one yn | note | Is there more? | | |\n")
    monkeypatch.setattr(scenes, "TAIL", scenes.TAIL.replace("{editable}", "yes"))
    setup = workflow.Setup("Org", "Quay", "0", "Ada", Role.MEDIATOR, PASSPHRASE)
    found = Two(tmp_path / "w.intake")
    with workflow.create_store(found.path, setup, vault.FLOOR) as store:
        workflow.add_person(store, "Dario", Role.MEDIATOR, PASSPHRASE)
        workflow.add_server(store, "practice", "https://practice.example")
        place = Place(store)
        place.form("asks", True)
        place.form("plain", False)
        found.case = store.open_case().id
        place.closed("asks", found.case, **ALL)
    return found


def ways(place: Place, record: str) -> list[str]:
    """Why no slip and no file of a record goes; "" where it does."""
    return [
        code_of(lambda: place.slip(record)),
        code_of(lambda: workflow.export_record(place.store, record, "anti_trafficking", "json")),
    ]


def refused(place: Place, case: str, sheet: ConsentSheet = NO, form: str = "plain") -> str:
    record = place.begun(form, form == "asks", case, **(ALL if form == "asks" else {}))
    workflow.finalise_draft(place.store, record, sheet)
    return record


def corrected(place: Place, record: str, to: str = "") -> str:
    draft = workflow.edit_record(place.store, record).row.id
    place.mine.add(draft)
    place.answer(draft, note="yes")
    if to:
        workflow.hand_over(place.store, draft, to)
    return draft


@pytest.mark.parametrize("form", ["plain", "asks"])
@pytest.mark.parametrize("who", ["Ada", "Dario"])
def test_a_correction_is_held_whoever_finishes_it(two: Two, form: str, who: str) -> None:
    with two.as_("Ada") as ada:
        draft = corrected(ada, refused(ada, two.case, IN_DANGER, form), "Dario" if who == "Dario" else "")
    with two.as_(who) as place:
        done = workflow.finalise_draft(place.store, draft, ConsentSheet())
        assert (done.released, done.code) == (False, REFUSED)
        assert ways(place, draft) == [REFUSED, REFUSED]


def test_who_sees_the_second_version_alone_lets_nothing_of_it_go(two: Two) -> None:
    with two.as_("Ada") as ada:
        draft = corrected(ada, refused(ada, two.case, IN_DANGER))
        workflow.finalise_draft(ada.store, draft, IN_DANGER)
        workflow.hand_over(ada.store, draft, "Dario")
    with two.as_("Dario") as dario:
        assert len(dario.store.versions(draft)) == 1
        assert ways(dario, draft) == [REFUSED, REFUSED]


def test_a_no_at_the_end_of_a_correction_stops_the_version_before(two: Two) -> None:
    with two.as_("Ada") as ada:
        record = ada.closed("plain", two.case)
        slip = ada.slip(record)
        assert record in ada.due()
        draft = corrected(ada, record, "Dario")
    with two.as_("Dario") as dario:
        assert not workflow.finalise_draft(dario.store, draft, NO).released
    with two.as_("Ada") as ada:
        assert record not in ada.due()
        assert code_of(lambda: workflow.reprint(ada.store, slip)) == "vault.withdrawn"
        assert ada.store.check() == ()


def test_a_copy_is_held_until_they_agree_after_it(two: Two) -> None:
    with two.as_("Ada") as ada:
        copy = workflow.copy_record(ada.store, refused(ada, two.case)).row.id
        again = workflow.copy_record(ada.store, copy).row.id
        for draft in (copy, again):
            ada.answer(draft, age="adult")
            done = workflow.finalise_draft(ada.store, draft)
            assert (done.released, done.code) == (False, REFUSED)
            assert ways(ada, draft) == [REFUSED, REFUSED]
        ada.closed("asks", two.case, **ALL)
        assert ways(ada, again) == ["", ""]


def test_a_copy_says_nothing_of_what_it_is_a_copy_of(two: Two) -> None:
    with two.as_("Ada") as ada:
        record = ada.closed("plain", two.case)
        copy = workflow.copy_record(ada.store, record).row.id
        ada.answer(copy, age="adult")
        workflow.finalise_draft(ada.store, copy, NO)
        assert ways(ada, copy) == [REFUSED, REFUSED]
        assert ways(ada, record) == ["", ""] and record in ada.due()


def test_what_is_sent_as_new_is_held(two: Two) -> None:
    with two.as_("Ada") as ada:
        record = refused(ada, two.case, IN_DANGER)
        new = sent_as_new(ada, record)
        assert ways(ada, new) == [REFUSED, REFUSED]


def sent_as_new(place: Place, record: str) -> str:
    attempt = place.store.attempt_started(record, "practice")
    place.store.attempt_ended(attempt, vault.AttemptResult("hold", "openrosa.conflict", 409, ""))
    before = {row.id for row in place.store.records()}
    workflow.send_as_new(place.store, record)
    (new,) = {row.id for row in place.store.records()} - before
    return new


def test_parting_two_that_were_one_knows_the_no(two: Two) -> None:
    with two.as_("Ada") as ada:
        store, other = ada.store, ada.store.open_case().id
        record = ada.closed("plain", two.case)
        workflow.finalise_draft(store, corrected(ada, record), NO)
        talk = ada.closed("asks", other, **ALL)
        workflow.merge_cases(store, other, two.case, WHY)
        workflow.agree_again(store, talk, [("sync", "organisation")], language="bn")
        assert record in ada.due(), "they agreed since, in a talk that is theirs as long as the two are one"
        workflow.part_cases(store, other, store.case_merges(other)[0].code, "another person after all")
        assert record not in ada.due()


def test_who_refuses_is_a_person(two: Two) -> None:
    """A record said to be about nobody that somebody refused waits, and does so in the case that it comes into."""
    with two.as_("Ada") as ada:
        record = ada.begun("plain", False)
        done = workflow.finalise_draft(ada.store, record, ConsentSheet(no_person=True, refused=True))
        assert (done.released, done.code) == (False, REFUSED)
        workflow.put_in_case(ada.store, record, two.case)
        assert record not in ada.due() and ways(ada, record) == [REFUSED, REFUSED]


@dataclass
class Told:
    """What a history made of a record: whose it is, what its answers come from, and the step of the last no to it."""

    who: str
    holds: set[str]
    finished: bool = False


@dataclass
class History:
    """Steps at random, and what the person said in each: the newest word to a record counts, whoever heard it."""

    two: Two
    chance: random.Random
    other: str = ""
    records: dict[str, Told] = field(default_factory=dict)
    refused_at: dict[str, int] = field(default_factory=dict)
    agreed_at: dict[str, int] = field(default_factory=dict)
    """By case."""
    merged: bool = False
    step: int = 0
    looked: int = 0

    def run(self, steps: int) -> None:
        with self.two.as_("Ada") as ada:
            self.other = ada.store.open_case().id
            ada.closed("asks", self.other, **ALL)
            self._begin(ada, "Ada", "", "")
        self.agreed_at = {self.two.case: 0, self.other: 0}
        for _step in range(steps):
            who = self.chance.choice(("Ada", "Dario"))
            with self.two.as_(who) as place:
                for _more in range(3):
                    self.step += 1
                    self._one(place, who)
                self._look(place, who)

    def _one(self, place: Place, who: str) -> None:
        own = [each for each, told in self.records.items() if told.who == who]
        drafts = [each for each in own if not self.records[each].finished]
        closed = [each for each in own if self.records[each].finished]
        steps = [self._begin] * 2 + [self._talk, self._merge] if who == "Ada" else []
        steps += [self._hand] * 2 + [self._close] * 4 if drafts else []
        steps += [self._correct] * 4 + [self._copy] * 2 if closed else []
        if not steps:
            return
        self.chance.choice(steps)(place, who, self.chance.choice(drafts or [""]), self.chance.choice(closed or [""]))

    def _begin(self, place: Place, who: str, _draft: str, _closed: str) -> None:
        if len(self.records) < 6:
            record = place.begun("plain", False, self.two.case)
            self.records[record] = Told(who, {record})

    def _talk(self, place: Place, _who: str, _draft: str, _closed: str) -> None:
        for case in (self.two.case, self.other):
            if self.chance.random() < 0.4:
                place.closed("asks", case, **ALL)
                self.agreed_at[case] = self.step

    def _close(self, place: Place, _who: str, draft: str, _closed: str) -> None:
        place.answer(draft, age="adult")
        sheet = self.chance.choice((NO, IN_DANGER, ConsentSheet(), ConsentSheet()))
        workflow.finalise_draft(place.store, draft, sheet)
        self.records[draft].finished = True
        if sheet.refused:
            self.refused_at[draft] = self.step

    def _correct(self, place: Place, who: str, _draft: str, closed: str) -> None:
        try:
            draft = corrected(place, closed)
        except IntakeError as trouble:
            assert trouble.code == "vault.edited", trouble.code
            return
        together = {*self.records[closed].holds, draft}
        self.records[draft] = Told(who, set())
        for each in together:
            self.records[each].holds |= together

    def _copy(self, place: Place, who: str, _draft: str, closed: str) -> None:
        copy = workflow.copy_record(place.store, closed).row.id
        place.mine.add(copy)
        self.records[copy] = Told(who, {copy})
        self.records[copy].holds |= {closed}

    def _hand(self, place: Place, who: str, draft: str, _closed: str) -> None:
        other = "Dario" if who == "Ada" else "Ada"
        workflow.hand_over(place.store, draft, other)
        self.records[draft].who = other
        self.two.mine[other].add(draft)

    def _merge(self, place: Place, _who: str, _draft: str, _closed: str) -> None:
        if not self.merged:
            workflow.merge_cases(place.store, self.two.case, self.other, WHY)
        else:
            code = place.store.case_merges(self.two.case)[0].code
            workflow.part_cases(place.store, self.two.case, code, "another person after all")
        self.merged = not self.merged

    def is_refused(self, record: str) -> bool:
        """Whether the newest word that counts for a record is a no at its end, or of one whose answers it has."""
        family, seen = {record}, set[str]()
        while family - seen:
            seen, family = set(family), family.union(*(self.records[each].holds for each in family))
        agreed = max(self.agreed_at.values()) if self.merged else self.agreed_at[self.two.case]
        return max((self.refused_at.get(each, -1) for each in family), default=-1) > agreed

    def _look(self, place: Place, who: str) -> None:
        due = place.due()
        for record, told in self.records.items():
            if told.who != who or not told.finished or place.store.corrected_by(record) is not None:
                continue
            self.looked += 1
            newest = [row.id for row in place.store.versions(record) if row.state != "draft"][-1]
            expected = REFUSED if self.is_refused(record) else ""
            assert ways(place, newest) == [expected, expected], (who, record, self.step)
            released = [one.basis for one in place.store.standing_releases(record) if one.record_id == record]
            assert not expected or record not in due or "override" in released, (who, record, self.step)


@pytest.mark.parametrize("seed", (0, 1, 2, 8, 17, 20))
def test_in_any_history_the_newest_word_to_a_record_counts(two: Two, seed: int) -> None:
    history = History(two, random.Random(seed))
    history.run(7)
    assert history.looked
    with two.as_("Ada") as ada:
        assert ada.store.check() == ()
