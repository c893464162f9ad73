"""The log of filling in, from the first sitting to the file that is sent."""

import csv
import io

import pytest

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.vault import AttemptResult, ServerRow, Vault
from intake_app.workflow import ConsentSheet, FillingLog, OpenRecord
from intake_app.xform import AnswerState, AuditKind, Session
from tests.xform.forms import inputs, xform

SETTINGS = 'odk:track-changes="true" odk:identify-user="true"'
REASONS = 'odk:track-changes-reasons="on-form-edit"'
REPEAT = '<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/q"/></repeat></group>'
SUBMISSION = '<submission odk:client-editable="true"/>'


def form(settings: str = SETTINGS, audit: str = "<audit/>") -> bytes:
    bind = f'<bind nodeset="/data/meta/audit" type="binary" {settings}/>' if audit else ""
    meta = f"<meta><instanceID/>{audit}</meta>"
    return xform(f'<a/><b/><r jr:template=""><q/></r>{meta}', bind, inputs("a", "b") + REPEAT, SUBMISSION)


class Sitting:
    """A mediator before the form, without its window."""

    def __init__(self, store: Vault, opened: OpenRecord) -> None:
        edits = bool(opened.row.edit_of)
        self.store, self.opened = store, opened
        definition = workflow.load_definition(opened.package.xml, opened.package.files)
        self.session: Session = workflow.session_for(opened, definition)
        self.log = FillingLog(self.session, opened.draft.log, "Ada", edits=edits)

    def page(self, at: int | None) -> None:
        self.log.shows(None if at is None else self.session.pages()[at])

    def save(self) -> None:
        draft = workflow.snapshot(self.session, None, self.opened.languages, log=self.log.lines())
        workflow.save(self.store, self.opened.row.id, draft)

    def close(self) -> None:
        prepared = workflow.prepare(self.session, None, self.log)
        workflow.freeze(self.store, self.opened.row.id, prepared, ConsentSheet(given=True, language="bn"))

    def again(self) -> "Sitting":
        return Sitting(self.store, workflow.open_record(self.store, self.opened.row.id))


def begun(store: Vault, xml: bytes) -> Sitting:
    key = workflow.import_form(store, "form.xml", xml).form_key
    assert key is not None
    return Sitting(store, workflow.start_record(store, key))


def rows(store: Vault, record_id: str) -> list[dict[str, str]]:
    text = store.media_bytes(record_id, "audit.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def told(store: Vault, record_id: str) -> list[tuple[str, str, str, str]]:
    names = ("event", "node", "old-value", "new-value")
    return [tuple(row[name] for name in names) for row in rows(store, record_id)]  # type: ignore[misc]


@pytest.mark.feature(114)
def test_it_goes_on_over_sittings_also_after_a_crash_and_goes_out_as_a_file(store: Vault) -> None:
    first = begun(store, form())
    first.page(0)
    first.session.answer("/data/a", "one")
    first.page(1)
    assert first.log.stops()
    first.save()
    second = first.again()
    second.page(0)
    second.session.answer("/data/a", "two")
    second.save()  # and nobody leaves the page: the process is gone
    third = second.again()
    third.log.jumps()
    third.page(2)
    third.log.note(AuditKind.CONSTRAINT_ERROR, "/data/b")
    third.page(None)
    third.close()
    record = first.opened.row.id
    assert told(store, record) == [
        ("form start", "", "", ""),
        ("question", "/data/a", "", "one"),
        ("form save", "", "", ""),
        ("form exit", "", "", ""),
        ("form resume", "", "", ""),
        ("question", "/data/a", "one", "two"),
        ("form resume", "", "", ""),
        ("jump", "", "", ""),
        ("add repeat", "/data/r", "", ""),
        ("constraint error", "/data/b", "", ""),
        ("end screen", "", "", ""),
        ("form save", "", "", ""),
        ("form exit", "", "", ""),
        ("form finalize", "", "", ""),
    ]
    assert {row["user"] for row in rows(store, record)} == {"Ada"}
    store.put_server(ServerRow("central", "https://central.example"))
    due = store.next_due("central", None)
    assert due is not None and b"<audit>audit.csv</audit>" in due.xml
    assert [(row.name, row.mime) for row in due.attachments] == [("audit.csv", "text/csv")]


@pytest.mark.feature(24)
def test_what_was_taken_back_or_declined_is_in_no_line(store: Vault) -> None:
    sitting = begun(store, form())
    record = sitting.opened.row.id
    sitting.page(0)
    sitting.session.answer("/data/a", "Kanarienvogel")
    sitting.page(1)
    sitting.session.answer("/data/b", "kept")
    sitting.page(0)
    sitting.session.mark("/data/a", AnswerState.DECLINED)
    sitting.page(None)
    sitting.save()
    assert "Kanarienvogel" not in " ".join(store.draft(record).log), "nor does a colleague get it with the draft"
    sitting.close()
    assert [line for line in told(store, record) if line[0] == "question"] == [
        ("question", "/data/a", "", ""),
        ("question", "/data/b", "", "kept"),
        ("question", "/data/a", "", ""),
    ]


@pytest.mark.feature(114)
@pytest.mark.parametrize("settings", ["", 'odk:track-changes="false"'])
def test_no_answer_is_told_where_the_form_does_not_ask(store: Vault, settings: str) -> None:
    sitting = begun(store, form(settings))
    sitting.page(0)
    sitting.session.answer("/data/a", "one")
    sitting.page(None)
    sitting.save()
    assert "one" not in " ".join(store.draft(sitting.opened.row.id).log)
    sitting.close()
    assert [row["event"] for row in rows(store, sitting.opened.row.id)] == [
        "form start", "end screen", "form save", "form exit", "form finalize",
    ]  # fmt: skip


@pytest.mark.feature(114)
def test_a_form_that_asks_for_no_log_has_none(store: Vault) -> None:
    sitting = begun(store, form(audit=""))
    sitting.page(0)
    sitting.session.answer("/data/a", "one")
    sitting.page(None)
    sitting.log.jumps()
    sitting.log.note(AuditKind.FORM_SAVE)
    assert not sitting.log.stops()
    sitting.save()
    assert store.draft(sitting.opened.row.id).log == ()
    sitting.close()
    assert store.media(sitting.opened.row.id) == ()


@pytest.mark.feature(114)
def test_a_draft_that_is_closed_without_a_window_has_its_log(store: Vault) -> None:
    sitting = begun(store, form())
    sitting.page(0)
    sitting.session.answer("/data/a", "one")
    sitting.save()
    workflow.finalise_draft(store, sitting.opened.row.id, ConsentSheet(given=True, language="bn"))
    record = sitting.opened.row.id
    assert [line[0] for line in told(store, record)][:3] == ["form start", "question", "form resume"]
    again = workflow.session_for(sitting.opened, sitting.session.definition)
    assert again.instance_id == record


@pytest.mark.feature(114)
def test_closing_that_fails_leaves_a_draft_whose_log_goes_on(store: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = begun(store, form())
    sitting.page(None)

    def full(*_told: object) -> None:
        raise IntakeError("vault.disk_full")

    with monkeypatch.context() as then, pytest.raises(IntakeError, match=r"vault\.disk_full"):
        then.setattr(store, "finalise", full)
        sitting.close()
    sitting.log.note(AuditKind.FINALIZE_ERROR)
    sitting.save()
    again = sitting.again()
    again.close()
    assert [line[0] for line in told(store, sitting.opened.row.id)] == [
        "form start", "end screen", "finalize error", "form resume", "form save", "form exit", "form finalize",
    ]  # fmt: skip


@pytest.mark.feature(24)
def test_closing_that_is_cut_leaves_no_log_in_the_draft_that_tells_what_is_declined_then(
    store: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = begun(store, form())
    sitting.page(0)
    sitting.session.answer("/data/a", "Kanarienvogel")
    record = sitting.opened.row.id

    def cut(*_told: object) -> None:
        raise IntakeError("vault.disk_full")

    with monkeypatch.context() as then, pytest.raises(IntakeError, match=r"vault\.disk_full"):
        then.setattr("intake_app.vault.records.freeze", cut)
        sitting.close()
    assert not store.media(record), "a colleague who takes the draft over would get the answer with it"
    sitting.session.mark("/data/a", AnswerState.DECLINED)
    sitting.save()
    sitting.again().close()
    assert [row.name for row in store.media(record)] == ["audit.csv"]
    assert b"Kanarienvogel" not in store.media_bytes(record, "audit.csv")
    assert store.check() == ()


@pytest.mark.feature(24)
def test_a_draft_that_edits_a_record_has_no_file_of_its_log(store: Vault) -> None:
    sitting = begun(store, form())
    sitting.page(0)
    sitting.session.answer("/data/a", "Kanarienvogel")
    sitting.close()
    edit = Sitting(store, workflow.edit_record(store, sitting.opened.row.id))
    assert not store.media(edit.opened.row.id)
    assert not store.media(workflow.copy_record(store, sitting.opened.row.id).row.id)


@pytest.mark.feature(114)
def test_an_edit_goes_on_in_the_log_of_what_it_edits(store: Vault) -> None:
    sitting = begun(store, form())
    sitting.page(0)
    sitting.session.answer("/data/a", "one")
    sitting.close()
    store.put_server(ServerRow("central", "https://central.example"))
    record = sitting.opened.row.id
    store.attempt_ended(store.attempt_started(record, "central"), AttemptResult("accepted", "openrosa.accepted", 201))
    edit = Sitting(store, workflow.edit_record(store, record))
    edit.page(0)
    edit.session.answer("/data/a", "two")
    edit.save()
    edit.again().close()
    before, after = told(store, record), told(store, edit.opened.row.id)
    assert after[: len(before)] == before
    assert [line[0] for line in after[len(before) :]][:3] == ["form resume", "question", "form resume"]
    due = store.next_due("central", None)
    assert due is not None and due.record_id == edit.opened.row.id
    assert "audit.csv" not in due.confirmed, "the server has another one"


@pytest.mark.feature(24)
@pytest.mark.parametrize("state", [AnswerState.DECLINED, AnswerState.NOT_ASKED])
def test_what_a_correction_takes_back_is_in_no_line_of_the_version_before(store: Vault, state: AnswerState) -> None:
    sitting = begun(store, form())
    sitting.page(0)
    sitting.session.answer("/data/a", 'Kanarienvogel, "gelb"\nund krank')
    sitting.page(1)
    sitting.session.answer("/data/b", "kept, too")
    sitting.close()
    edit = Sitting(store, workflow.edit_record(store, sitting.opened.row.id))
    edit.session.mark("/data/a", state)
    edit.save()
    record = edit.opened.row.id
    assert "Kanarienvogel" not in " ".join(store.draft(record).log), "nor does a colleague get it with the draft"
    edit.again().close()
    assert [line for line in told(store, record) if line[0] == "question"] == [
        ("question", "/data/a", "", ""),
        ("question", "/data/b", "", "kept, too"),
    ]
    assert "Kanarienvogel" in store.media_bytes(sitting.opened.row.id, "audit.csv").decode(), "what was sent stays"


@pytest.mark.feature(24)
def test_a_log_of_the_version_before_that_can_not_be_read_is_left_out(store: Vault) -> None:
    sitting = begun(store, form())
    sitting.page(0)
    sitting.session.answer("/data/a", "x" * 140_000)
    sitting.close()
    edit = Sitting(store, workflow.edit_record(store, sitting.opened.row.id))
    edit.session.mark("/data/a", AnswerState.DECLINED)
    edit.close()
    assert [line[0] for line in told(store, edit.opened.row.id)] == [
        "form resume", "form save", "form exit", "form finalize",
    ]  # fmt: skip


@pytest.mark.feature(24)
@pytest.mark.parametrize(("settings", "asks"), [(SETTINGS, False), (f'{SETTINGS} {REASONS}', True)])
def test_why_a_finished_record_was_changed_is_in_the_log_where_the_form_asks(
    store: Vault, settings: str, asks: bool
) -> None:
    sitting = begun(store, form(settings))
    assert not sitting.log.asks_reason, "a first version needs no reason"
    sitting.log.because = "nobody asked"
    sitting.close()
    edit = Sitting(store, workflow.edit_record(store, sitting.opened.row.id))
    assert edit.log.asks_reason == asks
    edit.log.because = " a typo "
    edit.close()
    found = [row.get("change-reason") for row in rows(store, edit.opened.row.id) if row["event"] == "change reason"]
    assert found == (["a typo"] if asks else [])
