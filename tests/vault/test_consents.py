"""What was said to each purpose: kept in order for the whole person, and never changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake_app import vault
from intake_app.errors import IntakeError
from intake_app.vault import ConsentWord, Draft, Frozen, Leaving, ReleaseRow, Role, Stopped, Vault, Ways, consents
from intake_app.vault.consents import Owner
from tests.vault import scene

RECORD, SECOND = "uuid:1", "uuid:2"
YES = ConsentWord("slip", "health", "yes", how="witness", language="bn", script="2026-1", witness="interpreter")
GUARDIAN = ConsentWord("slip", "", "no", "guardian", "signed")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Vault]:
    """A record that waits to be sent."""
    with scene.new_store(tmp_path) as store:
        scene.queued(store)
        yield store


def said(store: Vault, record: str = RECORD) -> list[tuple[str, str, str]]:
    return [(word.purpose, word.recipient, word.word) for word in store.said(record)]


def code_of(call: object) -> str:
    assert callable(call)
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.code


def same_case(store: Vault) -> None:
    """A second record that waits to be sent, of the person of the first."""
    case = store.open_case().id
    scene.queued(store, SECOND)
    for record in (RECORD, SECOND):
        store.put_in_case(record, case)


def test_words_stand_as_they_were_said(store: Vault) -> None:
    store.put_words(RECORD, [YES, GUARDIAN])
    first, second = store.said(RECORD)
    assert replace(first, at="", by="") == YES and first.by == scene.NAME and first.at > "2026"
    assert replace(second, at="", by="") == GUARDIAN
    assert store.check() == ()


@pytest.mark.parametrize(
    ("purpose", "to", "ends"),
    [
        ("sync", "", {"sync"}),
        ("record", "", {"sync", "export", "slip", "police"}),
        ("record", "shelter", {"slip"}),
        ("interview", "", {"sync", "export", "slip", "police"}),
        ("slip", "health", {"slip"}),
        ("slip", "shelter", {"slip"}),
        ("slip", "police", {"police"}),
        ("judicial", "", {"police"}),
        ("judicial", "police", {"police"}),
        ("consular", "", set()),
    ],
)
def test_a_no_ends_what_rests_on_a_yes_to_it(store: Vault, purpose: str, to: str, ends: set[str]) -> None:
    store.put_release(replace(scene.release(RECORD, "slip", "shelter"), kind="health"))
    store.put_release(scene.release(RECORD, "export", "health"))
    store.put_release(replace(scene.release(RECORD, "slip", "questura"), id="police", kind="police"))
    store.put_words(RECORD, [ConsentWord(purpose, to, "no")])
    left = {one.kind if one.kind == "police" else one.purpose for one in store.releases(RECORD)}
    assert left == {"sync", "slip", "export", "police"} - ends
    assert store.check() == ()


def test_what_would_not_be_released_any_more_is_stopped(store: Vault) -> None:
    (given,) = store.releases(RECORD)
    assert store.lapse(RECORD, ["none"]) == 0
    assert store.lapse(RECORD, [given.id]) == 1 and store.releases(RECORD) == ()
    assert store.lapse(RECORD, [given.id]) == 0
    assert store.check() == ()


def test_what_was_said_before_a_record_was_begun_is_told_apart(store: Vault) -> None:
    case = store.open_case().id
    store.put_in_case(RECORD, case)
    store.put_words(RECORD, [YES])
    scene.queued(store, SECOND)
    store.put_in_case(SECOND, case)
    store.put_words(SECOND, [YES])
    assert [word.early for word in store.said(RECORD)] == [False, False]
    assert [word.early for word in store.said(SECOND)] == [True, False]


def test_modules_of_one_person_share_what_was_said(store: Vault) -> None:
    store.put_words(RECORD, [GUARDIAN])
    same_case(store)
    store.put_words(SECOND, [YES])
    assert said(store) == said(store, SECOND) == [("slip", "", "no"), ("slip", "health", "yes")]
    assert store.check() == ()


def test_what_is_taken_back_stops_all_records_of_the_person(store: Vault) -> None:
    same_case(store)
    scene.queued(store, "uuid:3")
    assert store.ways_out(RECORD) == Ways((("sync", "central"),), ())
    assert store.withdraw_consent(SECOND, "sync").stopped == 2
    assert store.ways_out(RECORD).open == ()
    due = store.next_due("central", None)
    assert due is not None and due.record_id == "uuid:3"
    assert said(store) == [("sync", "", "withdrawn")]
    assert store.check() == ()


def anew(record: str, recipient: str = "central") -> ReleaseRow:
    """The person of a record agrees again to its being sent."""
    return replace(scene.release(record, "sync", recipient), id=f"again {record}")


def test_all_that_was_stopped_comes_back_and_nothing_else(store: Vault) -> None:
    same_case(store)
    scene.queued(store, "uuid:3")
    store.withdraw_consent("uuid:3")
    store.withdraw_consent(SECOND)
    stopped = store.ways_out(RECORD).stopped
    codes = [store.record(record).code for record in (RECORD, SECOND)]
    assert stopped == tuple(
        Stopped("sync", "central", record, code, waits=True, basis="consent")
        for record, code in zip((RECORD, SECOND), codes, strict=True)
    )
    store.agree_again(RECORD, [ConsentWord("sync", "", "yes")], [anew(RECORD), anew(SECOND)])
    assert store.ways_out(RECORD).stopped == () and store.ways_out(RECORD).open == (("sync", "central"),)
    assert [store.record(each).delivery for each in (RECORD, SECOND, "uuid:3")] == ["waiting", "waiting", "held"]
    assert said(store)[-1] == ("sync", "", "yes")
    assert store.check() == ()


@pytest.mark.parametrize("wrong", [anew("uuid:3"), anew(RECORD, "another")])
def test_nothing_that_was_not_stopped_comes_back(store: Vault, wrong: ReleaseRow) -> None:
    same_case(store)
    scene.queued(store, "uuid:3")
    store.withdraw_consent("uuid:3")
    store.withdraw_consent(RECORD)
    before = said(store)
    yes = [ConsentWord("sync", "", "yes")]
    assert code_of(lambda: store.agree_again(RECORD, yes, [anew(RECORD), wrong])) == "vault.no_release"
    assert said(store) == before and len(store.ways_out(RECORD).stopped) == 2
    store.agree_again(RECORD, yes, [anew(RECORD)])
    assert code_of(lambda: store.agree_again(RECORD, yes, [anew(RECORD)])) == "vault.no_release", "it is back already"


def test_what_is_taken_back_stops_every_version(store: Vault) -> None:
    store.begin_edit(RECORD, SECOND, Draft(b"<data><q>2</q></data>"))
    store.finalise(SECOND, Frozen(b"<data><q>2</q></data>"), scene.release(SECOND))
    assert store.withdraw_consent(RECORD).stopped == 2
    assert store.withdraw_consent(SECOND).stopped == 0
    assert store.next_due("central", None) is None
    store.put_words(SECOND, [YES])
    assert said(store)[-1] == ("slip", "health", "yes")


def test_what_was_corrected_since_comes_back_with_what_it_corrects(store: Vault) -> None:
    store.withdraw_consent(RECORD)
    for former, record in ((RECORD, SECOND), (SECOND, "uuid:3")):
        store.begin_edit(former, record, Draft(b"<data><q>2</q></data>"))
        assert len(store.ways_out(RECORD).stopped) == (1 if former == RECORD else 2), "a draft is none yet"
        store.finalise(record, Frozen(b"<data><q>2</q></data>"), None)
    codes = [store.record(record).code for record in (RECORD, SECOND, "uuid:3")]
    assert [one.code for one in store.ways_out(RECORD).stopped] == codes
    anew_all = [anew(RECORD), anew(SECOND), anew("uuid:3")]
    store.agree_again(RECORD, [ConsentWord("sync", "", "yes")], anew_all)
    assert store.ways_out("uuid:3").stopped == ()
    assert [store.record(each).delivery for each in (RECORD, SECOND, "uuid:3")] == ["waiting"] * 3
    assert store.check() == ()


def test_all_of_it_is_every_purpose_but_the_talk_itself(store: Vault) -> None:
    store.withdraw_consent(RECORD, whose="guardian")
    assert {word.purpose for word in store.said(RECORD)} == {*vault.PURPOSES_OF_CONSENT[1:]}
    assert {(word.word, word.whose) for word in store.said(RECORD)} == {("withdrawn", "guardian")}


def test_research_is_agreed_to_and_taken_back_by_itself_and_stops_nothing(store: Vault) -> None:
    store.put_words(RECORD, [ConsentWord("research", "", "yes", how="signed", language="bn"), YES])
    assert said(store) == [("research", "", "yes"), ("slip", "health", "yes")]
    assert (store.said(RECORD)[0].how, store.said(RECORD)[0].language) == ("signed", "bn")
    assert store.withdraw_consent(RECORD, "research") == vault.Withdrawal(0, ())
    assert said(store)[2:] == [("research", "", "withdrawn")]
    store.withdraw_consent(RECORD, "", "health")
    assert {word.purpose for word in store.said(RECORD)[3:]} == {*vault.PURPOSES_OF_CONSENT[1:-1]}, "to no body"
    assert store.releases(RECORD) and store.check() == ()


def test_a_duty_is_nobodys_to_take_back(store: Vault) -> None:
    store.put_release(replace(scene.release(RECORD, "slip", "court"), basis="duty"))
    assert store.withdraw_consent(RECORD).stopped == 1
    assert [(one.purpose, one.basis) for one in store.releases(RECORD)] == [("slip", "duty")]
    assert store.ways_out(RECORD).open == ()


def test_a_draft_of_no_case_says_it_in_its_answers(store: Vault) -> None:
    scene.started(store, SECOND)
    assert code_of(lambda: store.put_words(SECOND, [YES])) == "vault.not_finalised"
    assert store.withdraw_consent(SECOND).stopped == 0 and store.said(SECOND) == ()
    store.put_in_case(SECOND, store.open_case().id)
    store.put_words(SECOND, [YES])
    assert said(store, SECOND) == [("slip", "health", "yes")]


@pytest.mark.parametrize("in_case", [True, False])
def test_what_a_form_heard_is_kept_with_its_case_or_with_the_record(store: Vault, in_case: bool) -> None:
    scene.started(store, SECOND)
    if in_case:
        store.put_in_case(SECOND, store.open_case().id)
    store.finalise(SECOND, Frozen(b"<data/>"), None, [YES])
    assert said(store, SECOND) == [("slip", "health", "yes")]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"purpose": "x"}, {"word": "maybe"}, {"whose": "x"}, {"how": "x"}, {"witness": "Amal"}, {"lawful": "x"}),
        *({"purpose": "research"}, {"recipient": ".research"}),
    ],
)
def test_a_word_has_no_place_for_a_name(store: Vault, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no such"):
        store.put_words(RECORD, [replace(YES, **wrong)])
    assert code_of(lambda: store.put_words(RECORD, [replace(YES, script="\0")])) == "vault.bad_words"
    for sentence in ({"recipient": "Dr Rossi"}, {"language": "a b"}):
        refused = code_of(lambda sentence=sentence: store.put_words(RECORD, [replace(YES, **sentence)]))
        assert refused == "vault.no_code"
    assert store.said(RECORD) == ()


def test_an_export_is_prepared_and_leaves_once_it_was_written(store: Vault) -> None:
    exported = scene.release(RECORD, "export", "police")
    assert code_of(lambda: store.export_left("json", [(RECORD, exported.id)])) == "vault.no_release"
    assert code_of(lambda: store.export_unwritten("json", [(RECORD, exported.id)])) == "vault.no_release"
    told = Leaving(exported, (YES,), (replace(YES, recipient=""),), "adult", "person")
    (kept,) = store.prepare_export("json", [told])
    assert kept == exported and store.prepare_export("json", [Leaving(exported)]) == (kept,)
    assert [word.recipient for word in store.said(RECORD)] == ["health", ""]
    assert [(word.age, word.source) for word in store.ages(RECORD)] == [("adult", "person")]

    def left() -> list[tuple[str, str, str]]:
        return [(one.purpose, one.recipient, one.way) for one in store.ways_out(RECORD).left]

    assert left() == [("export", "police", "prepared")]
    store.export_unwritten("json", [(RECORD, kept.id)])
    assert left() == [] and store.audit_rows()[0].action == "record.export_unwritten"
    assert store.prepare_export("json", [Leaving(exported)]) == (kept,) and left() == [("export", "police", "prepared")]
    store.export_left("json", [(RECORD, kept.id)])
    assert left() == [("export", "police", "exported")]
    withdrawn = store.withdraw_consent(RECORD, "export", "police").left
    assert [one.way for one in withdrawn] == ["exported"]
    store.export_left("json", [(RECORD, kept.id)])
    assert store.withdraw_consent(RECORD, "export", "health").left == ()
    assert store.check() == ()


@pytest.mark.parametrize("kinds", [("csv", "json", "csv"), ("minor", "minor"), ("json", "screening")])
def test_each_file_that_was_written_left_by_itself_at_its_time(store: Vault, kinds: tuple[str, ...]) -> None:
    """They share a release, for nothing that they rest on changed; one that nobody noted adds nothing to them."""
    (first,) = store.prepare_export(kinds[0], [Leaving(scene.release(RECORD, "export", "police"))])
    for kind in kinds:
        (kept,) = store.prepare_export(kind, [Leaving(scene.release(RECORD, "export", "police"))])
        assert kept == first
        store.export_left(kind, [(RECORD, kept.id)])
    written = [row.at for row in store.audit_rows() if row.action == "record.exported"]
    left = store.withdraw_consent(RECORD, "export", "police").left
    papers = [kind if kind in ("minor", "screening") else "" for kind in kinds]
    assert [(one.way, one.paper) for one in left] == [("exported", paper) for paper in papers]
    assert [one.at for one in left] == written[::-1] == sorted(set(written))


@pytest.mark.parametrize("paper", ["screening", "minor"])
def test_what_left_as_a_paper_is_told_as_that_paper(store: Vault, paper: str) -> None:
    """Also one that was kept as gone to the body that decides on asylum, before the other authority had a kind."""
    (kept,) = store.prepare_export(paper, [Leaving(scene.release(RECORD, "export", "asylum_body"))])

    def left() -> list[tuple[str, str]]:
        return [(one.paper, one.way) for one in store.ways_out(RECORD).left]

    assert left() == [(paper, "prepared")]
    store.export_left(paper, [(RECORD, kept.id)])
    assert left() == [(paper, "exported")]
    now = "screening_authority" if paper == "screening" else "social_services"
    told = {to: store.withdraw_consent(RECORD, "export", to).left for to in (now, "asylum_body")}
    assert [one.paper for one in told["asylum_body"]] == [paper]
    assert [one.paper for one in told[now]] == ["screening"] * (paper == "screening"), "by the name it has today"


def test_what_a_file_goes_on_is_kept_whole_or_not_at_all(store: Vault) -> None:
    """The second record can not go: nothing is kept of the first, and what it would end goes on."""
    kept = store.put_release(scene.release(RECORD, "slip", "shelter"))
    one, other = (scene.release(each, "export", "police") for each in (RECORD, "uuid:none"))
    both = [Leaving(one, (YES,), (), "minor", "person"), Leaving(other)]
    assert code_of(lambda: store.prepare_export("json", both, [kept.id])) == "vault.no_such_record"
    assert store.said(RECORD) == store.ages(RECORD) == () and "export" not in {
        each.purpose for each in store.releases(RECORD)
    }
    assert kept.id in {each.id for each in store.releases(RECORD)}
    store.prepare_export("json", both[:1], [kept.id])
    assert kept.id not in {each.id for each in store.releases(RECORD)}


def test_a_release_is_kept_with_all_that_it_rests_on_or_not_at_all(store: Vault) -> None:
    before = store.put_release(scene.release(RECORD, "slip", "shelter"))
    made = replace(scene.release(RECORD, "slip", "health"), id="made")
    whole = Leaving(made, (YES,), (replace(YES, whose="guardian"),), "minor", "person")
    wrong = replace(whole, alone=(replace(YES, recipient="Dr Rossi"),))
    assert code_of(lambda: store.put_leaving(wrong, [before.id])) == "vault.no_code"
    assert store.said(RECORD) == store.ages(RECORD) == ()
    assert {before.id} <= {one.id for one in store.releases(RECORD)} and made.id not in {
        one.id for one in store.releases(RECORD)
    }
    assert store.put_leaving(whole, [before.id]) == made
    assert {one.id for one in store.releases(RECORD)} >= {made.id}
    assert before.id not in {one.id for one in store.releases(RECORD)}
    assert [(word.purpose, word.whose) for word in store.said(RECORD)] == [("slip", "person"), ("slip", "guardian")]
    assert [(word.age, word.source) for word in store.ages(RECORD)] == [("minor", "person")]
    assert store.put_leaving(Leaving(replace(made, id="another"))) == made, "one decision, one release"
    assert store.check() == ()


def test_what_the_log_does_not_know_is_noticed(store: Vault) -> None:
    database = store._opening.database
    with database.transaction():
        database.run(
            "INSERT INTO consent (record, purpose, recipient, word, whose, how, language, script, witness, lawful, "
            "noted_by, at, newest, told_in, alone) SELECT number, 'slip', '', 'yes', 'person', 'spoken', '', '', '', "
            "'consent', author, '2026', 1, id, 0 FROM record"
        )
    assert "vault.replayed" in store.check()


def test_who_only_sees_a_record_may_note_that_it_was_taken_back(tmp_path: Path, store: Vault) -> None:
    store.close()
    with scene.reopened(tmp_path) as own:
        own.put_words(RECORD, [YES])
    with scene.reopened(tmp_path) as keeper:
        keeper.add_person("Chiara", Role.COORDINATOR, scene.OTHER)
    with scene.reopened(tmp_path, "Chiara", scene.OTHER) as other:
        assert code_of(lambda: other.said(RECORD)) == "vault.not_allowed"
        assert code_of(lambda: other.put_words(RECORD, [YES])) == "vault.not_allowed"
        assert other.withdraw_consent(RECORD).stopped == 1


@pytest.mark.parametrize(("who", "stopped"), [(RECORD, {RECORD, SECOND}), (SECOND, {SECOND, RECORD})])
def test_a_no_of_what_joins_a_case_or_of_the_case_stops_the_other(store: Vault, who: str, stopped: set[str]) -> None:
    case = store.open_case().id
    scene.queued(store, SECOND)
    store.put_in_case(RECORD, case)
    store.put_words(who, [ConsentWord("slip", "", "yes"), ConsentWord("sync", "", "no")])
    store.put_in_case(SECOND, case)
    assert {each for each in (RECORD, SECOND) if not store.releases(each)} == stopped
    assert store.standing_releases(RECORD) == ()
    assert store.check() == ()


def test_what_went_for_a_reason_ends_in_the_case_of_who_had_taken_it_back(store: Vault) -> None:
    """What rests on a word is weighed by what is known of it; a refusal ends no reason."""
    case = store.open_case().id
    store.put_in_case(RECORD, case)
    store.put_words(RECORD, [ConsentWord("sync", "", "withdrawn"), ConsentWord("export", "", "no")])
    store.put_words(RECORD, [ConsentWord("judicial", "", "withdrawn")])
    scene.queued(store, SECOND)
    for way in (scene.release(SECOND, "sync", "other"), scene.release(SECOND, "export"), scene.release(SECOND, "slip")):
        store.put_release(replace(way, basis="override", detail="same face"))
    store.put_in_case(SECOND, case)
    left = [(each.purpose, each.basis) for each in store.releases(SECOND)]
    assert left == [("sync", "consent"), ("export", "override"), ("slip", "override")]
    assert store.check() == ()


def test_a_yes_to_one_record_alone_is_none_to_another(store: Vault) -> None:
    same_case(store)
    store.put_words(RECORD, [YES], alone=True)
    case = store.case_of(RECORD)
    assert case is not None and store.case_words(case.id) == store.said(SECOND) == () and len(store.said(RECORD)) == 1
    store.put_words(RECORD, [replace(YES, word="no")], alone=True)
    assert said(store, SECOND) == [("slip", "health", "no")]


def test_what_is_taken_back_of_a_purpose_that_one_body_has_alone(store: Vault) -> None:
    store.put_release(replace(scene.release(RECORD, "slip", "questura"), id="police", kind="police"))
    store.put_release(replace(scene.release(RECORD, "slip", "shelter"), kind="health"))
    assert [one.kind for one in store.standing_releases(RECORD)] == ["", "police", "health"]
    assert store.withdraw_consent(RECORD, "judicial").stopped == 1
    assert [one.kind for one in store.releases(RECORD)] == ["", "health"]


def test_who_leaves_the_judicial_path_takes_its_word_back(store: Vault) -> None:
    same_case(store)
    case = store.case_of(RECORD)
    assert case is not None
    for path in ("judicial", "social"):
        store.note_path(case.id, path)
    assert store.case_words(case.id) == ()
    store.note_path(case.id, "judicial")
    store.put_words(SECOND, [ConsentWord("judicial", "", "yes")])
    store.put_release(replace(scene.release(RECORD, "slip", "questura"), id="police", kind="police"))
    store.note_path(case.id, "not_decided")
    assert said(store)[-1] == ("judicial", "", "withdrawn")
    assert [one.kind for one in store.releases(RECORD)] == [""]
    assert store.check() == ()


def test_what_was_refused_in_a_draft_that_is_put_away_counts_as_long_as_it_is_away(tmp_path: Path) -> None:
    refused = [ConsentWord("slip", "", "no")]
    with scene.new_store(tmp_path) as store:
        case, first = store.open_case().id, scene.queued(store)
        store.begin_edit(first, "uuid:edit", Draft(b"<data/>"))
        alone = scene.started(store, "uuid:alone")
        with pytest.raises(IntakeError, match=r"vault\.not_finalised"):
            store.discard(alone, refused)
        store.discard(alone)
        store.discard("uuid:edit", refused)
        assert [one.word for one in store.said(first)] == ["no"]
        store.restore("uuid:edit")
        assert store.said(first) == ()
        store.new_case_draft(case, store.forms()[0].key, "uuid:cased", b"<data/>", ("", ""))
        store.put_words("uuid:cased", [ConsentWord("export", "", "no")], alone=True)
        store.discard("uuid:cased", refused)
        assert [one.purpose for one in store.case_words(case)] == ["export", "slip"]
        store.restore("uuid:cased")
        assert [one.purpose for one in store.case_words(case)] == ["export"]
        store.discard("uuid:cased")
    with scene.reopened(tmp_path) as store:
        assert [one.purpose for one in store.case_words(case)] == ["export", "slip"], "gone for good"
        assert store.check() == ()


def test_what_an_older_program_noted_as_refused_to_one_record_alone_stands(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        record, opening = scene.queued(store), store._opening
        with opening.database.transaction():
            consents.write(opening, consents.speaking(opening, record), [ConsentWord("slip", "", "no")], alone=True)
        assert [one.word for one in store.said(record)] == ["no"]
        store.begin_edit(record, "uuid:edit", Draft(b"<data/>"))
        away = Owner(None, opening.database.one("SELECT number FROM record")[0], record, "uuid:edit")
        with opening.database.transaction():
            consents.write(opening, away, [ConsentWord("export", "", "no")], alone=True)
        assert [one.purpose for one in store.said(record)] == ["slip"], "of a draft that was brought back it is none"
        store.discard("uuid:edit")
        assert [one.purpose for one in store.said(record)] == ["slip", "export"]


@pytest.mark.parametrize("then", [2029, 2030, 2031])
def test_what_a_draft_that_was_brought_back_refused_is_no_word_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: int
) -> None:
    with scene.new_store(tmp_path) as store:
        monkeypatch.setattr(store._opening, "clock", lambda: datetime(2030, 1, 1, tzinfo=UTC))
        first = scene.queued(store)
        store.begin_edit(first, "uuid:edit", Draft(b"<data/>"))
        store.discard("uuid:edit", [ConsentWord("slip", "", "no")])
        store.restore("uuid:edit")
        monkeypatch.setattr(store._opening, "clock", lambda: datetime(then, 1, 1, tzinfo=UTC))
        store.finalise("uuid:edit", Frozen(b"<data/>", (), "", "{}"))
        assert store.said(first) == () and store.check() == ()


@pytest.mark.parametrize("after", [-1, 0, 9])
def test_a_word_that_a_form_heard_is_as_old_as_the_answer(tmp_path: Path, after: int) -> None:
    """A draft that is put away for the second time refuses again what no yes after it agreed to."""
    with scene.new_store(tmp_path) as store:
        case, form = store.open_case().id, scene.put_form(store)
        store.new_case_draft(case, form, "uuid:away", b"<data/>", ("", ""))
        store.discard("uuid:away", [ConsentWord("slip", "", "no")])
        store.restore("uuid:away")
        store.new_case_draft(case, form, RECORD, b"<data/>", ("", ""))
        yes = ConsentWord("slip", "", "yes", after=after)
        store.finalise(RECORD, Frozen(b"<data/>", (), "", "{}"), words=[yes])
        assert [(one.word, one.after) for one in store.case_words(case)] == [("yes", after)]
        store.discard("uuid:away")
        assert store.case_words(case)[-1].word == ("no" if after == 0 else "yes")
        assert store.check() == ()


def test_words_that_others_drafts_of_the_person_leave_or_a_merging_brings_may_be_none_any_more(tmp_path: Path) -> None:
    with scene.new_store(tmp_path) as store:
        form, cases = scene.put_form(store), [store.open_case().id, store.open_case().id]
        for name, case in (("uuid:one", cases[0]), ("uuid:two", cases[1]), ("uuid:three", cases[1])):
            store.new_case_draft(case, form, name, b"<data/>", ("", ""))
        assert store.words_passing(scene.started(store, "uuid:alone")) == frozenset()
        store.put_words("uuid:one", [ConsentWord("sync", "", "yes")])
        store.put_words("uuid:two", [ConsentWord("export", "", "yes")])
        (own,), (other,) = (store.said(name) for name in ("uuid:two", "uuid:one"))
        assert store.words_passing("uuid:two") == frozenset()
        judicial = ConsentWord("judicial", "", "no")
        store.merge_cases(cases[0], cases[1], "same face and same voice", lambda *_told: (), [judicial])
        passing = {one.number for one in store.said("uuid:two") if one.purpose == "judicial"} | {other.number}
        assert store.words_passing("uuid:two") == passing
        refused = [ConsentWord("sync", "", "no", after=own.number), ConsentWord("slip", "", "no")]
        store.discard("uuid:two", refused)
        assert [one.purpose for one in store.said("uuid:three")][-1] == "slip", "the yes to sync came after that no"
        told = {one.purpose: one for one in store.said("uuid:three") if one.word == "no"}
        away = {told["slip"].number, told["sync"].number}
        assert store.words_passing("uuid:three") == passing | away
        assert store.words_passing("uuid:one") >= away
    with scene.reopened(tmp_path) as store:
        merging = store.case_merges(cases[0])[0].number
        store.part_cases(merging, "another person after all", lambda *_told: ())
        assert {one.purpose for one in store.said("uuid:three") if one.word == "no"} == {"sync", "slip"}
        assert store.check() == ()


@pytest.mark.parametrize(("later", "back"), [("", ["slip", "sync"]), ("slip", ["sync"]), ("sync", ["slip"])])
def test_what_was_refused_after_a_draft_was_put_away_holds_what_needs_it_back(
    tmp_path: Path, later: str, back: list[str]
) -> None:
    with scene.new_store(tmp_path) as store:
        first = scene.queued(store)
        store.put_release(scene.release(first, "slip", "clinic"))
        store.begin_edit(first, "uuid:edit", Draft(b"<data/>"))
        store.discard("uuid:edit", [ConsentWord("sync", "", "no"), ConsentWord("slip", "", "no")])
        assert {one.number for one in store.said(first)} == store.words_of_away("uuid:edit")
        assert store.releases(first) == ()
        if later:
            store.put_words(first, [ConsentWord(later, "", "no")])
        anew = [replace(scene.release(first, way, to), id=way) for way, to in (("sync", "central"), ("slip", "clinic"))]
        told = store.restore("uuid:edit", anew)
        assert [one.purpose for one in told] == back
        assert sorted(one.id for one in store.releases(first)) == back, "and no other goes again"
        with pytest.raises(IntakeError, match=r"vault\.no_such_record"):
            store.words_of_away("uuid:edit")
        assert store.check() == ()


@pytest.mark.parametrize("joined", [True, False])
def test_what_is_said_to_a_record_itself_holds_its_versions_and_copies(store: Vault, joined: bool) -> None:
    same_case(store)
    case = store.case_of(RECORD)
    assert case is not None
    store.begin_edit(RECORD, "uuid:edit", Draft(b"<data/>"))
    store.begin_copy("uuid:edit", "uuid:copy", Draft(b"<data/>"))
    for draft in ("uuid:edit", "uuid:copy"):
        store.finalise(draft, Frozen(b"<data/>"), scene.release(draft))
    if not joined:
        store.take_from_case("uuid:copy", lambda *_told: ())
    no = ConsentWord("sync", vault.record_code(RECORD), "no")
    store.put_words(RECORD, [no])
    released = {each for each in (RECORD, "uuid:edit", "uuid:copy", SECOND) if store.releases(each)}
    assert released == ({SECOND} if joined else {SECOND, "uuid:copy"})
    itself = {each: [word.itself for word in store.said(each)] for each in (RECORD, "uuid:edit", "uuid:copy", SECOND)}
    assert itself == {RECORD: [True], "uuid:edit": [True], "uuid:copy": [True] if joined else [], SECOND: [False]}
    assert [word.itself for word in store.case_words(case.id)] == [False]
    assert store.check() == ()


def test_what_is_said_to_a_copy_stops_nothing_else(store: Vault) -> None:
    store.put_in_case(RECORD, store.open_case().id)
    store.begin_copy(RECORD, SECOND, Draft(b"<data/>"))
    store.finalise(SECOND, Frozen(b"<data/>"), scene.release(SECOND))
    store.put_words(SECOND, [ConsentWord("sync", vault.record_code(SECOND), "no")])
    assert [len(store.releases(each)) for each in (RECORD, SECOND)] == [1, 0]
    assert [word.itself for word in store.said(RECORD)] == [False]
