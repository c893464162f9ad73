"""The OpenRosa protocol: form lists, downloads with their hashes, submissions. Outcomes are values.

    parse_address(text) -> ServerAddress     https, or http on this computer only; knows an app-user URL by its key
    parse_settings(code) -> Settings(address, project, ignored, for_testing)     of a settings code of ODK
    parse_settings_picture(bytes) -> Settings           the same from a picture file
    codes_in_pixels(grey, width, height) -> texts       QR codes in what a camera sees
    check_server(address)                    raises 'openrosa.bad_address' when it can not be used as it is
    ServerAddress(name, url, kind, username='', secret='', trust=Trust())   'app_user' | 'basic' | 'digest'; repr masks
    Trust(authority='', fingerprint='')      own authority (PEM) in place of the public ones, and a pinned certificate
    parse_authority(bytes) -> PEM            parse_fingerprint(text) -> digits

    with Client(address, device_id) as client:
        client.form_list() -> tuple[ListedForm, ...]
        client.manifest(url) -> tuple[ListedFile, ...]
        client.fetch(url, max_bytes) -> bytes
        client.files_of(listed) -> tuple[ListedFile, ...]       fingerprint(listed, files) tells whether it changed
        client.fetch_form(listed, files=None, known={}) -> DownloadedForm      the whole set verified, or an error
        client.certificates() -> tuple[Certificate, ...]      what to compare before a certificate is pinned
        client.record(form_id, root_id) -> bytes      what Central has of a record, for people who sign in
        client.preflight() -> Preflight(location, max_bytes)
        client.submit(SubmissionParts(...), progress, cancelled, arrived, may_go) -> Outcome

    encrypt(SubmissionParts(..., form=xform), kept) -> Envelope(manifest, files); .parts(kept) goes to `submit`
    key_fault(text) -> '' | 'not_a_key' | 'not_rsa' | 'small' | 'large'     of the public key of a form

`Client(address, device_id, *, language='en', agent='Intake', seconds=60.0, cancelled=…)`. `seconds` is the patience for
an answer; a transfer gets that plus its bytes at 2,000 bytes a second, and not more. `cancelled` is asked five times a
second from a watching thread and between pieces, so it must be safe to call from there, as `threading.Event.is_set` is.
Other languages than English hide the words by which conflicts are told apart.

`Outcome.kind`: 'accepted' (201 and 202 with the OpenRosa header, for every post of the record), 'retry' (network, 408,
423, 429, 5xx), 'hold' (a person must look: 400, 402, 404, 405, 409, 413, …; a 409 is told apart by its words, and one
with words that are not known is held), 'stop' (401, 403: key or password; or the server has no place for records at
all), 'suspect' (something that is not the server answered: a captive portal), 'cancelled'. `Outcome.actions` says what
can be done, the best first: 'retry', 'hold', 'send_as_new', 'export'; `actions_of(kind, code)` for an attempt that was
kept. `Outcome.confirmed` names the files that have arrived; given back as `SubmissionParts.confirmed` they are not sent
again. `submit` never raises for what the world does; the other verbs raise IntakeError with the same codes. The net is
never trusted: no proxy or other setting of the environment, no redirect to another origin, every answer has a
byte cap and a deadline, XML without DTD.
Secrets and addresses stand in no exception and no log line.

Rules: docs of the ODK OpenRosa specification, and answers of ODK Central, KoboToolbox and Ona as measured.
"""

from intake_app.openrosa.address import (
    ServerAddress,
    ServerKind,
    central_project,
    check_server,
    is_loopback,
    parse_address,
)
from intake_app.openrosa.answers import DownloadedForm, ListedFile, ListedForm
from intake_app.openrosa.client import Client, fingerprint
from intake_app.openrosa.code_picture import codes_in_pixels
from intake_app.openrosa.encryption import Envelope, EnvelopeFiles, SealedFile, encrypt
from intake_app.openrosa.form_key import key_fault
from intake_app.openrosa.multipart import FilePart, SubmissionParts
from intake_app.openrosa.names import check_file_name
from intake_app.openrosa.outcome import Action, Kind, Outcome, Preflight, actions_of
from intake_app.openrosa.settings_code import Settings, parse_settings, parse_settings_picture
from intake_app.openrosa.trust import Certificate, Trust, certificates_in, parse_authority, parse_fingerprint

__all__ = [
    "Action",
    "Certificate",
    "Client",
    "DownloadedForm",
    "Envelope",
    "EnvelopeFiles",
    "FilePart",
    "Kind",
    "ListedFile",
    "ListedForm",
    "Outcome",
    "Preflight",
    "SealedFile",
    "ServerAddress",
    "ServerKind",
    "Settings",
    "SubmissionParts",
    "Trust",
    "actions_of",
    "central_project",
    "certificates_in",
    "check_file_name",
    "check_server",
    "codes_in_pixels",
    "encrypt",
    "fingerprint",
    "is_loopback",
    "key_fault",
    "parse_address",
    "parse_authority",
    "parse_fingerprint",
    "parse_settings",
    "parse_settings_picture",
]
