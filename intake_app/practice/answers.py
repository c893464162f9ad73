"""Answers of the practice server: of the protocol, of a proxy before it, of a network that wants something first."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from flask import Response, request
from werkzeug.exceptions import HTTPException

from intake_app.practice import documents
from intake_app.practice.rules import CLOSED, CONFLICT, DELETED, DENIED
from intake_app.practice.shelf import Behaviour

LOGIN = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><form><input name=room></form></body></html>"


def openrosa(status: int, body: str, largest: int = 100_000_000) -> Response:
    """An answer of the protocol, with the size that a post may have."""
    headers = {
        "X-OpenRosa-Version": "1.0",
        "X-OpenRosa-Accept-Content-Length": str(largest),
        "Content-Language": "en",
        "Date": format_datetime(datetime.now(UTC), usegmt=True),
    }
    return Response(body, status, headers, content_type="text/xml; charset=utf-8")


def plain(status: int, body: str) -> Response:
    """The same before anybody was let in: without the headers of the protocol."""
    return Response(body, status, content_type="text/xml; charset=utf-8")


def json(status: int, body: str) -> Response:
    """What Central says outside the protocol."""
    return Response(body, status, mimetype="application/json")


def page(status: int, body: str, **headers: str) -> Response:
    """Something for a browser."""
    return Response(body, status, headers, content_type="text/html")


def missing() -> Response:
    """There is nothing of that name."""
    return json(404, '{"message":"Could not find the resource you were looking for.","code":404.1}')


def forbidden() -> Response:
    """A form that is closed, or not ours."""
    return json(403, '{"message":"The authentication you provided does not have rights to perform that action."}')


def as_json(error: HTTPException) -> Response:
    """Any other trouble."""
    return json(error.code or 500, '{"message":"Refused."}')


def too_large() -> Response:
    """nginx before Central."""
    return page(413, "<html><head><title>413 Request Entity Too Large</title></head><body>nginx</body></html>")


def _said(status: int, message: str) -> Response:
    return openrosa(status, documents.envelope(message, True))


def _later(status: int, after: str) -> Response:
    return Response("later", status, {"Retry-After": after}, content_type="text/plain")


def _in_half_a_minute() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)


_OUT_OF_DATE = "You tried to update a submission, but the copy you were editing (uuid:1) is now out of date."
EARLY: dict[Behaviour | None, Callable[[], Response]] = {
    "login_page": lambda: page(200, LOGIN),
    "created_page": lambda: page(201, LOGIN),
    "redirect": lambda: page(302, LOGIN, Location="http://portal.invalid/login"),
    "busy": lambda: _later(503, "30"),
    "busy_until": lambda: _later(503, _in_half_a_minute()),
    "too_many": lambda: _later(429, "30"),
    "gateway": lambda: page(502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"),
    "slow": lambda: page(408, "<html><head><title>408 Request Time-out</title></head></html>"),
    "error": lambda: json(500, '{"message":"Internal Server Error"}'),
    "locked": lambda: _said(423, "Submission with this instance ID is being processed"),
    "conflict": lambda: _said(409, CONFLICT),
    "odd_conflict": lambda: _said(409, "Something that no version knows."),
    "deleted": lambda: _said(409, DELETED),
    "out_of_date": lambda: _said(409, _OUT_OF_DATE),
    "closed": lambda: _said(409, CLOSED),
    "inactive": lambda: _said(405, "Form is not active"),
    "quota": lambda: _said(402, "The owner of this survey has exceeded their submission limit."),
    "revoked": lambda: plain(403, documents.envelope("You do not have rights to perform that action.", True)),
    "not_assigned": lambda: plain(401, documents.envelope(DENIED, True)),
    "full": too_large,
}
"""Behaviours that do not come as far as storing the record."""


def portal(behaviour: Behaviour | None) -> Response | None:
    """What stands between us and the server, if anything does, answers first, whatever is asked."""
    if request.path == "/" or behaviour not in ("login_page", "redirect"):
        return None
    return EARLY[behaviour]()
