"""What the practice server answers at its addresses."""

import csv
import io
import socket
from datetime import UTC, datetime
from typing import IO
from urllib.parse import quote

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser

from intake_app.practice import answers, documents
from intake_app.practice.access import Access
from intake_app.practice.breaks import hang_up
from intake_app.practice.shelf import Behaviour, Kind, OfferedForm, Shelf

_NO_XML = "Required multipart POST field xml_submission_file missing."
_XML = "xml_submission_file"
# nginx cuts at 100 MiB where Central says 100 MB.
_PROXY = 1.048576


class _InMemory(Request):
    """A request whose files never touch the disk, and whose broken body is an error."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()

    def make_form_data_parser(self) -> FormDataParser:
        """As in werkzeug, but it does not pass over what it can not read."""
        parser = super().make_form_data_parser()
        parser.silent = False
        return parser


def make_site(shelf: Shelf, access: Access, largest: int, kind: Kind) -> Flask:
    """The application for one shelf."""
    app = Flask("intake_practice", static_folder=None, template_folder=None)
    app.request_class = _InMemory
    # A broken line is an exception that the server below understands; Flask would make a page of it and log it.
    app.config.update(PROPAGATE_EXCEPTIONS=True)
    routes = _Site(shelf, access, largest, kind)
    app.before_request(routes.before)
    app.add_url_rule("/", view_func=routes.page)
    for prefix in access.prefixes:
        for name, methods in _ROUTES.items():
            where = f"{prefix}/{name}"
            app.add_url_rule(where, endpoint=where, view_func=getattr(routes, methods[0]), methods=methods[1:])
    app.register_error_handler(HTTPException, answers.as_json)
    return app


_ROUTES: dict[str, tuple[str, ...]] = {
    "formList": ("form_list", "GET"),
    "forms/<form_id>.xml": ("form", "GET"),
    "forms/<form_id>/manifest": ("manifest", "GET"),
    "forms/<form_id>/attachments/<name>": ("file", "GET"),
    "datasets/<name>/integrity": ("integrity", "GET"),
    "forms/<form_id>/submissions/<root_id>.xml": ("record", "GET"),
    "submission": ("submission", "HEAD", "POST"),
}


class _Site:
    def __init__(self, shelf: Shelf, access: Access, largest: int, kind: Kind) -> None:
        self._shelf = shelf
        self._access = access
        self._largest = largest
        self._kind = kind

    def before(self) -> Response | None:
        """What answers before the server does: a portal, or a proxy that takes no more than this."""
        first = answers.portal(self._shelf.behaviour)
        if first is None and (request.content_length or 0) > self._largest * _PROXY:
            return answers.too_large()
        return first

    def page(self) -> Response:
        """The page for people."""
        body = documents.page(list(self._shelf.received), self._shelf.newest())
        return Response(body, content_type="text/html; charset=utf-8")

    def form_list(self, **where: str) -> Response:
        """The list of forms."""
        refusal = self._access.refusal(where, needs_version=True)
        if refusal is not None:
            return refusal
        wanted = request.args.get("formID")
        forms = [form for form in self._shelf.newest() if self._shelf.state(form.form_id) == "open"]
        forms = [form for form in forms if wanted in (None, form.form_id)]
        answer = self._openrosa(200, documents.form_list(self._base(where), forms))
        answer.add_etag()
        answer.make_conditional(request)
        return answer

    def form(self, form_id: str, **where: str) -> Response:
        """The XML of a form."""
        refusal = self._access.refusal(where, needs_version=False)
        found = self._offered(form_id)
        if refusal is not None or found is None:
            return refusal or answers.missing()
        if self._shelf.state(form_id) in ("closed", "unassigned"):
            return answers.forbidden()
        return Response(found.xml, content_type="application/xml")

    def manifest(self, form_id: str, **where: str) -> Response:
        """The files of a form."""
        refusal = self._access.refusal(where, needs_version=True)
        found = self._offered(form_id)
        if refusal is not None or found is None:
            return refusal or answers.missing()
        return self._openrosa(200, documents.manifest(self._base(where), found))

    def file(self, form_id: str, name: str, **where: str) -> Response:
        """One file of a form; it needs no OpenRosa header."""
        refusal = self._access.refusal(where, needs_version=False)
        found = self._offered(form_id)
        if refusal is not None or found is None or name not in found.files:
            return refusal or answers.missing()
        answer = Response(found.files[name], content_type="application/octet-stream")
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        answer.set_etag(documents.mark(found, name).removeprefix("md5:"))
        answer.make_conditional(request)
        return answer

    def record(self, form_id: str, root_id: str, **where: str) -> Response:
        """The newest version of a record, for people who sign in at Central; app users read none."""
        refusal = self._access.refusal(where, needs_version=False)
        found = self._shelf.newest_version(form_id, root_id)
        if refusal is not None or self._kind != "central" or found is None:
            return refusal or answers.missing()
        if "key" in where:
            return answers.forbidden()
        return Response(found.xml, content_type="application/xml")

    def integrity(self, name: str, **where: str) -> Response:
        """Which entities of a list are still there."""
        refusal = self._access.refusal(where, needs_version=True)
        lists = [form.files[f"{name}.csv"] for form in self._shelf.newest() if f"{name}.csv" in form.entity_lists]
        if refusal is not None or not lists:
            return refusal or answers.missing()
        ids = {row["name"]: False for row in csv.DictReader(io.StringIO(lists[0].decode("utf-8")))}
        ids |= dict.fromkeys(self._shelf.deleted_entities, True)
        wanted = request.args["id"].split(",") if "id" in request.args else None
        return self._openrosa(200, documents.integrity(ids, wanted))

    def submission(self, **where: str) -> Response:
        """HEAD: where and how much. POST: a record, by the behaviour of the moment."""
        refusal = self._access.refusal(where, needs_version=True)
        if request.method == "HEAD":
            return refusal or self._preflight()
        behaviour = self._shelf.next_behaviour()
        early = refusal or self._early(behaviour)
        if early is not None:
            return early
        answer = self._take()
        if behaviour == "cut_before_answer":
            _cut()
        return answer

    def _preflight(self) -> Response:
        answer = self._openrosa(204, "")
        if self._kind == "kobo":
            answer.headers["Location"] = request.url
        return answer

    def _early(self, behaviour: Behaviour | None) -> Response | None:
        """The answer of a behaviour that does not come as far as storing the record."""
        if behaviour == "cut":
            request.stream.read(1000)
            _cut()
        return answers.EARLY[behaviour]() if behaviour in answers.EARLY else None

    def _take(self) -> Response:
        try:
            parts = dict(request.files.items()) if request.mimetype == "multipart/form-data" else {}
        except ValueError:
            return answers.json(400, '{"message":"Malformed","code":400.39,"details":"Unexpected end of form"}')
        if any("name=" not in str(part.headers).replace("filename", "") for part in parts.values()):
            # multer, which Central reads posts with, knows no `name*=`.
            return answers.json(500, '{"message":"Internal Server Error"}')
        if _XML not in parts:
            return self._said(400, _NO_XML, "")
        files = {name: part.read() for name, part in parts.items() if name != _XML}
        verdict = self._shelf.take(parts[_XML].read(), files, datetime.now(UTC).isoformat(timespec="seconds"))
        return self._said(verdict.status, verdict.message, verdict.instance_id)

    def _said(self, status: int, message: str, instance_id: str) -> Response:
        if status == 401:
            return answers.plain(401, documents.envelope(message, True))
        if self._kind == "kobo":
            stored = self._shelf.find(instance_id) if status == 201 else None
            return self._openrosa(status, documents.kobo_envelope(message, stored))
        return self._openrosa(status, documents.envelope(message, status >= 400))

    def _openrosa(self, status: int, body: str) -> Response:
        return answers.openrosa(status, body, self._largest)

    def _base(self, where: dict[str, str]) -> str:
        return request.host_url.rstrip("/") + self._access.base(where)

    def _offered(self, form_id: str) -> OfferedForm | None:
        return next((form for form in self._shelf.newest() if form.form_id == form_id), None)


def _cut() -> None:
    """Break the line under the request: with the record half read, or stored and not answered."""
    line: socket.socket = request.environ["werkzeug.socket"]
    hang_up(line)
    raise ConnectionAbortedError("cut on purpose")
