"""Each answer to a post has one meaning."""

import pytest

from intake_app.openrosa.answers import Answer
from intake_app.openrosa.outcome import (
    Outcome,
    actions_of,
    judge_failure,
    judge_submission,
    retry_after,
    server_date,
)

OURS = {"X-OpenRosa-Version": "1.0"}


def said(message: str) -> bytes:
    return f'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>{message}</message></OpenRosaResponse>'.encode()


@pytest.mark.parametrize(
    ("status", "message", "kind", "code"),
    [
        (201, "", "accepted", "accepted"),
        (202, "Duplicate submission", "accepted", "accepted"),
        *((status, "", "suspect", "not_confirmed") for status in (200, 203, 204, 205, 206, 207, 226, 299)),
        *((status, "", "suspect", "redirected") for status in (300, 301, 302, 303, 304, 307, 308)),
        (400, "Required multipart POST field xml_submission_file missing.", "hold", "refused"),
        (400, "Unexpected end of form", "retry", "cut"),
        (400, "File likely corrupted during transmission, please try later.", "retry", "cut"),
        (400, "Unable to read submitted file, please try re-submitting.", "retry", "cut"),
        (400, "Instance ID is required", "hold", "refused"),
        (401, "Could not authenticate", "stop", "credentials"),
        (402, "", "hold", "quota"),
        (403, "", "stop", "forbidden"),
        (404, "Could not find the resource you were looking for.", "hold", "not_found"),
        (404, "The form version specified in this submission does not exist.", "hold", "unknown_version"),
        (404, "we can't find that submission to update (uuid:1)", "hold", "edit_unknown"),
        (404, "You tried to access a draft testing endpoint, but it does not exist anymore", "hold", "draft_gone"),
        (405, "", "hold", "not_active"),
        (405, "Form is not active", "hold", "not_active"),
        (405, "Account is not active", "hold", "account_inactive"),
        (406, "", "hold", "refused"),
        (407, "", "suspect", "portal"),
        (408, "", "retry", "too_slow"),
        (409, "A submission already exists with this ID, but with different XML.", "hold", "conflict"),
        (409, "You are editing a version which is now out of date (undefined).", "hold", "out_of_date"),
        (409, "This submission has been deleted. You may not resubmit it.", "hold", "deleted"),
        (409, "This form is not currently accepting submissions.", "hold", "form_closed"),
        (409, "", "hold", "unknown_conflict"),
        (409, "Something new", "hold", "unknown_conflict"),
        (409, "You must wait one minute before trying to edit a submission a second time.", "hold", "unknown_conflict"),
        (409, "the instanceID you provided already exists on this server. Please try again", "hold", "conflict"),
        (
            409,
            "You are trying to edit a submission of a Form that is in Closing or Closed state.",
            "hold",
            "form_closed",
        ),
        (409, "Submission with this instance ID already exists", "hold", "conflict"),
        (409, "Attachment with same name already exists", "hold", "attachment_conflict"),
        (409, "Submission has been modified since it was last fetched.", "hold", "out_of_date"),
        (410, "", "hold", "refused"),
        (413, "", "hold", "too_large"),
        (422, "", "hold", "refused"),
        (423, "", "retry", "locked"),
        (429, "", "retry", "too_many"),
        (451, "", "hold", "refused"),
        (500, "", "retry", "server_error"),
        (501, "", "retry", "server_error"),
        (502, "", "retry", "busy"),
        (503, "", "retry", "busy"),
        (504, "", "retry", "busy"),
        (507, "", "retry", "server_full"),
        (511, "", "suspect", "portal"),
        (600, "", "retry", "server_error"),
        (999, "", "retry", "server_error"),
    ],
)
def test_an_answer_of_the_server(status: int, message: str, kind: str, code: str) -> None:
    outcome = judge_submission(Answer(status, OURS, said(message) if message else b""))
    assert (outcome.kind, outcome.code, outcome.status) == (kind, f"openrosa.{code}", status)


@pytest.mark.parametrize("status", [*range(200, 210), 226, *range(300, 309)])
def test_whoever_is_no_openrosa_server_can_not_confirm(status: int) -> None:
    outcome = judge_submission(Answer(status, {}, b"<html>Welcome</html>"))
    assert (outcome.kind, outcome.code) == ("suspect", "openrosa.portal")


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [(413, "hold", "too_large"), (503, "retry", "busy"), (502, "retry", "busy"), (403, "stop", "forbidden")],
)
def test_a_proxy_in_front_means_what_it_says(status: int, kind: str, code: str) -> None:
    outcome = judge_submission(Answer(status, {"Content-Type": "text/html"}, b"<html>nginx</html>"))
    assert (outcome.kind, outcome.code, outcome.message) == (kind, f"openrosa.{code}", "")


def test_only_201_and_202_with_the_header_are_success() -> None:
    accepted = [
        (status, bool(headers))
        for status in range(200, 1000)
        for headers in ({}, OURS)
        if judge_submission(Answer(status, headers, b"")).kind == "accepted"
    ]
    assert accepted == [(201, True), (202, True)]


def test_a_page_that_was_fetched_is_no_failure() -> None:
    assert judge_failure(Answer(200, {}, b"")) is None
    assert judge_failure(Answer(404, {}, b"")) is not None


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("30", 30.0),
        ("0", 0.0),
        ("999999999", 3600.0),
        ("9" * 400, 3600.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1e9", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Thu, 01 Jan 2026 12:01:00 GMT", 60.0),
        ("Thu, 01 Jan 2099 12:00:00 GMT", 3600.0),
        ("Thu, 99 Jan 2026 12:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_the_wish_to_wait_is_bounded(asked: str, seconds: float | None) -> None:
    answer = Answer(503, {"Retry-After": asked, "Date": "Thu, 01 Jan 2026 12:00:00 GMT"}, b"")
    assert retry_after(answer) == seconds


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00+00:00"),
        ("Fri, 01 Jan 2100 00:00:00 GMT", "2100-01-01T00:00:00+00:00"),
        ("Thu, 01 Jan 2026 12:00:00", "2026-01-01T12:00:00+00:00"),
        ("yesterday", None),
        ("", None),
        ("Thu, 01 Jan 99999 12:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_the_clock_of_the_server(told: str, date: str | None) -> None:
    assert server_date(Answer(201, {"Date": told}, b"")) == date


@pytest.mark.parametrize(
    ("status", "message", "actions"),
    [
        (201, "", ()),
        (200, "", ("retry",)),
        (400, "", ("hold", "export")),
        (401, "", ("hold", "retry")),
        (402, "", ("hold", "retry", "export")),
        (403, "", ("hold", "retry")),
        (404, "", ("hold", "retry", "export")),
        (404, "we can't find that submission to update (uuid:1)", ("hold", "send_as_new", "export")),
        (405, "", ("hold", "retry", "export")),
        (408, "", ("retry",)),
        (409, "", ("hold", "export")),
        (409, "already exists with this ID, but with different XML", ("hold", "send_as_new", "export")),
        (409, "has been deleted. You may not resubmit it", ("hold", "send_as_new", "export")),
        (409, "is now out of date", ("hold", "send_as_new", "export")),
        (409, "not currently accepting submissions", ("hold", "retry", "export")),
        (413, "", ("hold", "retry", "export")),
        (423, "", ("retry",)),
        (429, "", ("retry",)),
        (500, "", ("retry",)),
    ],
)
def test_what_can_be_done_about_an_answer(status: int, message: str, actions: tuple[str, ...]) -> None:
    outcome = judge_submission(Answer(status, OURS, said(message) if message else b""))
    assert outcome.actions == actions
    assert actions_of(outcome.kind, outcome.code) == actions


def test_every_end_that_is_no_success_has_an_action() -> None:
    answers = [Answer(status, headers, b"") for status in range(200, 1000) for headers in ({}, OURS)]
    outcomes = [judge_submission(answer) for answer in answers]
    assert all(bool(outcome.actions) == (outcome.kind != "accepted") for outcome in outcomes)
    assert Outcome("cancelled", "openrosa.cancelled").actions == ()
    assert actions_of("hold", "openrosa.something_new") == ("hold", "export")
