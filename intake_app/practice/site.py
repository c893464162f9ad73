"""The addresses of the practice server, answered as Central answers them."""

import re
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from io import BytesIO
from typing import IO

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException

from intake_app.practice import documents
from intake_app.practice.shelf import CONFLICT, Behaviour, OfferedForm, Shelf

_KEY = re.compile(r"[A-Za-z0-9!$]{64}")
_LOGIN = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><form><input name=room></form></body></html>"
_NO_XML = "Required multipart POST field xml_submission_file missing."
_FULL = "<html><head><title>413 Request Entity Too Large</title></head><body>nginx</body></html>"


class _InMemory(Request):
    """A request whose files never touch the disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def make_site(shelf: Shelf, key: str, base: Callable[[], str], largest: int) -> Flask:
    """The application for one shelf; `key` is the app user's key, `base` gives the address that it is part of."""
    app = Flask("intake_practice", static_folder=None, template_folder=None)
    app.request_class = _InMemory
    # A broken line is an exception that the server below understands; Flask would make a page of it and log it.
    app.config.update(PROPAGATE_EXCEPTIONS=True, MAX_CONTENT_LENGTH=largest)
    routes = _Site(shelf, key, base, largest)
    app.before_request(routes.portal)
    app.add_url_rule("/", view_func=routes.page)
    inside = "/v1/key/<key>/projects/1"
    app.add_url_rule(f"{inside}/formList", view_func=routes.form_list)
    app.add_url_rule(f"{inside}/forms/<form_id>.xml", view_func=routes.form)
    app.add_url_rule(f"{inside}/forms/<form_id>/manifest", view_func=routes.manifest)
    app.add_url_rule(f"{inside}/forms/<form_id>/files/<name>", view_func=routes.file)
    app.add_url_rule(f"{inside}/submission", view_func=routes.submission, methods=["HEAD", "POST"])
    app.register_error_handler(HTTPException, _as_json)
    return app


class _Site:
    def __init__(self, shelf: Shelf, key: str, base: Callable[[], str], largest: int) -> None:
        self._shelf = shelf
        self._largest = str(largest)
        self._key = key
        self._base = base

    def portal(self) -> Response | None:
        """What stands between us and the server, if anything does, answers first."""
        if request.path == "/":
            return None
        if self._shelf.behaviour == "login_page":
            return Response(_LOGIN, 200, content_type="text/html")
        if self._shelf.behaviour == "redirect":
            return Response(_LOGIN, 302, {"Location": "http://portal.invalid/login"}, content_type="text/html")
        return None

    def page(self) -> Response:
        """The page for people."""
        return Response(
            documents.page(list(self._shelf.received), self._shelf.newest()), content_type="text/html; charset=utf-8"
        )

    def form_list(self, key: str) -> Response:
        """The list of forms."""
        refusal = self._refusal(key)
        wanted = request.args.get("formID")
        forms = [form for form in self._shelf.newest() if wanted in (None, form.form_id)]
        return refusal or self._named(_openrosa(200, documents.form_list(self._base(), forms)))

    def form(self, key: str, form_id: str) -> Response:
        """The XML of a form."""
        found = self._offered(form_id)
        refusal = self._refusal(key, needs_version=False)
        if refusal is not None or found is None:
            return refusal or _missing()
        return Response(found.xml, content_type="application/xml")

    def manifest(self, key: str, form_id: str) -> Response:
        """The files of a form."""
        found = self._offered(form_id)
        refusal = self._refusal(key)
        if refusal is not None or found is None:
            return refusal or _missing()
        return _openrosa(200, documents.manifest(self._base(), found))

    def file(self, key: str, form_id: str, name: str) -> Response:
        """One file of a form; it needs no OpenRosa header."""
        found = self._offered(form_id)
        refusal = self._refusal(key, needs_version=False)
        if refusal is not None or found is None or name not in found.files:
            return refusal or _missing()
        return Response(found.files[name], content_type="application/octet-stream")

    def submission(self, key: str) -> Response:
        """HEAD: where and how much. POST: a record, by the behaviour of the moment."""
        if request.method == "HEAD":
            return self._refusal(key) or self._named(_openrosa(204, ""))
        behaviour = self._shelf.next_behaviour()
        early = self._refusal(key) or self._early(behaviour)
        if early is not None:
            return early
        answer = self._named(self._take())
        if behaviour == "cut_before_answer":
            _cut()
        return answer

    def _early(self, behaviour: Behaviour | None) -> Response | None:
        """The answer of a behaviour that does not come as far as storing the record."""
        if behaviour == "cut":
            request.stream.read(1000)
            _cut()
        return _EARLY[behaviour]() if behaviour in _EARLY else None

    def _take(self) -> Response:
        if request.mimetype != "multipart/form-data" or "xml_submission_file" not in request.files:
            return _openrosa(400, documents.envelope(_NO_XML, True))
        files = {name: part.read() for name, part in request.files.items() if name != "xml_submission_file"}
        xml = request.files["xml_submission_file"].read()
        verdict = self._shelf.take(xml, files, datetime.now(UTC).isoformat(timespec="seconds"))
        return _openrosa(verdict.status, documents.envelope(verdict.message, verdict.status >= 400))

    def _named(self, answer: Response) -> Response:
        """The same answer with the size that a post may have."""
        answer.headers["X-OpenRosa-Accept-Content-Length"] = self._largest
        return answer

    def _offered(self, form_id: str) -> OfferedForm | None:
        return next((form for form in self._shelf.newest() if form.form_id == form_id), None)

    def _refusal(self, key: str, needs_version: bool = True) -> Response | None:
        """Answers to a wrong key carry no OpenRosa header, as measured."""
        if not _KEY.fullmatch(key):
            return _plain(401, "Could not authenticate with the provided credentials.")
        if key != self._key or self._shelf.behaviour == "revoked":
            return _plain(403, "The authentication you provided does not have rights to perform that action.")
        if needs_version and request.headers.get("X-OpenRosa-Version") != "1.0":
            return _plain(400, "An expected header field (X-OpenRosa-Version) did not match the expected format.")
        return None


def _openrosa(status: int, body: str, more: dict[str, str] | None = None) -> Response:
    headers = {
        "X-OpenRosa-Version": "1.0",
        "Content-Language": "en",
        "Date": format_datetime(datetime.now(UTC), usegmt=True),
        **(more or {}),
    }
    return Response(body, status, headers, content_type="text/xml; charset=utf-8")


def _plain(status: int, message: str) -> Response:
    return Response(documents.envelope(message, True), status, content_type="text/xml; charset=utf-8")


def _missing() -> Response:
    return Response('{"message":"Could not find the resource.","code":404.1}', 404, mimetype="application/json")


def _as_json(error: HTTPException) -> Response:
    return Response('{"message":"Refused."}', error.code or 500, mimetype="application/json")


_EARLY: dict[Behaviour | None, Callable[[], Response]] = {
    "login_page": lambda: Response(_LOGIN, 200, content_type="text/html"),
    "created_page": lambda: Response(_LOGIN, 201, content_type="text/html"),
    "redirect": lambda: Response(_LOGIN, 302, {"Location": "http://portal.invalid/login"}, content_type="text/html"),
    "busy": lambda: Response("busy", 503, {"Retry-After": "30"}, content_type="text/plain"),
    "error": lambda: Response('{"message":"Internal Server Error"}', 500, mimetype="application/json"),
    "conflict": lambda: _openrosa(409, documents.envelope(CONFLICT, True)),
    "closed": lambda: _openrosa(409, documents.envelope("This form is not currently accepting submissions.", True)),
    "revoked": lambda: _plain(403, "The authentication you provided does not have rights to perform that action."),
    "not_assigned": lambda: _plain(401, "Could not authenticate with the provided credentials."),
    "full": lambda: Response(_FULL, 413, content_type="text/html"),
}


def _cut() -> None:
    """Break the line under the request: with the record half read, or stored and not answered."""
    line: socket.socket = request.environ["werkzeug.socket"]
    line.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError("cut on purpose")
