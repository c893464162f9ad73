"""What a copy has from an earlier record is no word of its day: not urgent, no news of work, and no talk."""

from dataclasses import replace

import pytest

from intake_app import screening, workflow
from intake_app.errors import IntakeError
from intake_app.vault import Vault
from intake_app.workflow import concluded, finalising, known_beyond
from intake_app.workflow.asked import AskedBy
from intake_app.workflow.untold import says_nothing
from intake_app.xform import AnswerState, Session
from tests.workflow.test_concluding import first, later, store

__all__ = ["store"]


class Copy:
    """A copy as its window holds it."""

    def __init__(self, store: Vault, record: str) -> None:
        self.store, opened = store, workflow.copy_record(store, record)
        self.id, self.languages = opened.row.id, opened.languages
        definition = workflow.load_definition(opened.package.xml, opened.package.files)
        self.session: Session = workflow.session_for(opened, definition)
        self.asked = AskedBy(self.session, "Ada", opened.draft.asked, copied=opened.draft.copied)

    def weighed(self) -> screening.Assessment:
        beyond = replace(known_beyond.of_person(self.store, self.id), copied=self.asked.copied_refs)
        return screening.assess(self.session.definition, self.session.values(), workflow.assessment_rules(), beyond)

    def closed(self) -> str:
        workflow.save(self.store, self.id, workflow.snapshot(self.session, None, self.languages, self.asked))
        return workflow.finalise_draft(self.store, self.id).row.id


UNWANTED = "/data/what/unwanted"


def test_what_a_copy_brought_along_is_a_sign_and_nothing_urgent_until_it_is_asked(store: Vault) -> None:
    _, case = first(store)
    done, session = later(store, case, "sexual", what__unwanted="yes")
    before = screening.assess(session.definition, session.values(), workflow.assessment_rules())
    assert [one.ref for one in before.urgent] == [UNWANTED]
    copy = Copy(store, done)
    found = copy.weighed()
    here = [one for one in found.indicators if one.ref == UNWANTED and not one.record]
    assert [one.code for one in here] == ["sexual_violence_control"], "not lost"
    assert copy.asked.looked(())
    assert (found.rule, found.urgent) == (before.rule, ()), "nobody said today what would be urgent"
    copy.asked.confirm(UNWANTED)
    assert not copy.asked.looked(()), "it was asked, though it is as it was"
    assert [one.ref for one in copy.weighed().urgent] == [UNWANTED]


def test_a_closed_copy_points_to_nothing_urgent_that_nobody_asked(store: Vault) -> None:
    _, case = first(store)
    done, _ = later(store, case, "sexual", what__unwanted="yes", conclusion__outcome="possible_refer")
    for asked in (False, True):
        copy = Copy(store, done)
        if asked:
            copy.asked.confirm(UNWANTED)
        copy.session.answer("/data/conclusion/outcome", "needs_more_time")
        standing = concluded.of_record(store, copy.closed())
        assert standing is not None and standing.found is not None
        assert [one.ref for one in standing.found.urgent] == ([UNWANTED] if asked else [])


def test_a_danger_that_a_copy_brought_along_is_none_of_today() -> None:
    tags = {"/d/afraid": {"indicator": "danger_now"}}
    here = screening.assess_values(tags, {"/d/afraid": "yes"}, workflow.assessment_rules())
    copied = screening.Beyond(copied=frozenset({"/d/afraid"}))
    there = screening.assess_values(tags, {"/d/afraid": "yes"}, workflow.assessment_rules(), copied)
    assert (here.rule, there.indicators, there.rule) == ("danger_now", (), "too_little_asked")


def test_a_copy_that_asked_nothing_of_work_is_no_news_of_work(store: Vault) -> None:
    _, case = first(store)
    done, _ = later(store, case, "labour", work__worked="yes", work__province="FG", work__pay_withheld="yes")
    copy = Copy(store, done)
    copy.session.answer("/data/start/debt", "yes")
    assert finalising.facts_of(store, copy.closed())["work"] is None
    asked = Copy(store, done)
    asked.asked.confirm("/data/work/province")
    told = finalising.facts_of(store, asked.closed())["work"]
    assert told is not None and ["pay_withheld", "yes"] in told["answers"], "with what stands beside it"


def test_a_draft_of_a_copy_tells_others_only_what_was_asked_in_it(store: Vault) -> None:
    _, case = first(store)
    done, _ = later(store, case, "sexual", what__unwanted="yes")
    copy = Copy(store, done)
    other = workflow.begin_module(store, case, "domestic").row.id
    told_by = _telling(store, other)
    assert told_by == {store.record(done).code}
    copy.asked.confirm(UNWANTED)
    workflow.save(store, copy.id, workflow.snapshot(copy.session, None, copy.languages, copy.asked))
    told_by = _telling(store, other)
    assert told_by == {store.record(done).code, store.record(copy.id).code}


def test_a_copy_in_which_nobody_asked_anything_says_nothing_and_is_no_talk(store: Vault) -> None:
    _, case = first(store)
    done, _ = later(store, case, "sexual", what__unwanted="yes")
    copy = Copy(store, done)
    assert says_nothing(copy.session, "", copy.asked.copied_refs) and not says_nothing(copy.session)
    with pytest.raises(IntakeError, match=r"workflow\.says_nothing"):
        workflow.finalise_draft(store, copy.id, blank=False)
    copy.closed()
    assert _asked(store, case) == done, "the talk is the one that was held"
    again = Copy(store, done)
    again.asked.confirm(UNWANTED)
    assert not says_nothing(again.session, "", again.asked.copied_refs)
    assert _asked(store, case) == again.closed()


def test_what_is_asked_in_a_correction_of_such_a_copy_makes_it_a_talk(store: Vault) -> None:
    _, case = first(store)
    done, _ = later(store, case, "sexual", what__unwanted="yes")
    blank = Copy(store, done).closed()
    opened = workflow.edit_record(store, blank)
    session = workflow.session_for(opened, workflow.load_definition(opened.package.xml, opened.package.files))
    asked = AskedBy(session, "Ada", opened.draft.asked, copied=opened.draft.copied)
    session.answer("/data/what/unwanted", "no")
    workflow.save(store, opened.row.id, workflow.snapshot(session, None, opened.languages, asked))
    assert _asked(store, case) == workflow.finalise_draft(store, opened.row.id).row.id


def _asked(store: Vault, case: str) -> str:
    """Of that questionnaire, which record is told as the talk."""
    found = next(module.asked for module in workflow.case_sheet(store, case).modules if module.name == "sexual")
    assert found is not None
    return found.record_id


def _telling(store: Vault, record: str) -> set[str]:
    """Which other records, by code, tell of that sign."""
    signs = known_beyond.of_person(store, record).signs
    return {one.record for one in signs if one.code == "sexual_violence_control"}


def test_the_record_itself_says_what_nobody_asked_now(store: Vault) -> None:
    """A server gets the answers of a copy as they stand: the node for what it would not learn names each."""
    _, case = first(store)
    done, _ = later(
        store, case, "needs", now__food="no", now__rest="prefers_not_to_say", page__page_wanted="yes",
        page__birthplace=AnswerState.DECLINED,
    )  # fmt: skip
    copy = Copy(store, done)
    copy.session.answer("/data/now/rest", "yes")
    copy.session.answer("/data/page/page_wanted", "yes")
    sent = store.submission(copy.closed()).decode()
    told = sent.partition("<unsaid>")[2].partition("</unsaid>")[0].split()
    birthplace = "/data/page/birthplace"
    assert told == ["/data/now/food=told_before", f"{birthplace}=prefers_not_to_say", f"{birthplace}=told_before"]
    assert "<food>no</food>" in sent and "<birthplace/>" in sent


def test_what_is_asked_in_a_copy_or_out_of_its_sight_is_not_named(store: Vault) -> None:
    _, case = first(store)
    done, _ = later(store, case, "needs", health__doctor="yes", health__doctor_today="yes", now__food="no")
    copy = Copy(store, done)
    copy.asked.confirm("/data/now/food")
    copy.session.answer("/data/health/doctor", "no")
    assert b"<unsaid/>" in store.submission(copy.closed()), "each was asked, or is in no record"
    again = Copy(store, copy.id)
    again.session.answer("/data/now/clothes", "no")
    told = store.submission(again.closed()).decode().partition("<unsaid>")[2].partition("</unsaid>")[0].split()
    assert told == ["/data/now/food=told_before", "/data/health/doctor=told_before"], "of a copy of the copy too"
