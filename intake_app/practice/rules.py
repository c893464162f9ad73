"""What becomes of a posted record: by the rules of ODK Central as measured, of KoboToolbox and Ona by their source."""

from intake_app.practice.shelf import Arrival, Received, Shelf, Verdict

STORED = "full submission upload was successful!"
CONFLICT = (
    "A submission already exists with this ID, but with different XML. "
    "Resubmissions to attach additional multimedia must resubmit an identical xml_submission_file."
)
CLOSED = "This form is not currently accepting submissions. Please talk to your program staff if this is unexpected."
DELETED = "This submission has been deleted. You may not resubmit it."
UNKNOWN = "Could not find the resource you were looking for."
LONGEST_NAME = 100
"""Characters of a file name that Ona takes."""
DENIED = "Could not authenticate with the provided credentials."


def central(shelf: Shelf, new: Arrival) -> Verdict:
    """ODK Central: a file that the record does not name is silently dropped, one of the same name replaced."""
    record = new.record
    record.files = {name: content for name, content in record.files.items() if name in new.named}
    return _central_refusal(shelf, new) or _central_store(shelf, record)


def _central_refusal(shelf: Shelf, new: Arrival) -> Verdict | None:
    record, state = new.record, shelf.state(new.record.form_id)
    if shelf.strict and (record.form_id, record.version) not in shelf.forms:
        if any(known == record.form_id for known, _ in shelf.forms):
            told = f"The form version specified in this submission '{record.version}' does not exist."
            return Verdict(404, told)
        return Verdict(404, UNKNOWN)
    if state == "unassigned":
        return Verdict(401, DENIED)
    if state == "closed":
        return Verdict(409, CLOSED)
    if new.encrypted and not new.has_id:
        return Verdict(400, "Required parameter instanceID missing.")
    return Verdict(409, DELETED) if record.instance_id in shelf.deleted else None


def _central_store(shelf: Shelf, new: Received) -> Verdict:
    old = shelf.find(new.instance_id)
    if old is not None:
        if old.replaced:
            return Verdict(409, _out_of_date(new.deprecated_id or "undefined"))
        if old.xml != new.xml:
            return Verdict(409, CONFLICT)
        old.files.update(new.files)
        return Verdict(201, STORED)
    if new.deprecated_id:
        before = shelf.find(new.deprecated_id)
        if before is None:
            told = "You tried to update an existing submission, but we can't find that submission to update"
            return Verdict(404, f"{told} ({new.deprecated_id})")
        if before.replaced:
            return Verdict(409, _out_of_date(new.deprecated_id))
        _replace(before, new)
    shelf.received.append(new)
    return Verdict(201, STORED)


def _out_of_date(deprecated_id: str) -> str:
    return (
        f"You tried to update a submission, but the copy you were editing ({deprecated_id}) is now out of date. "
        "Please get the new version that has been submitted, and make your edits again."
    )


def _replace(before: Received, new: Received) -> None:
    """The correction keeps the id of the first, and those files that it still names."""
    before.replaced = True
    new.root = before.root
    text = new.xml
    carried = {name: content for name, content in before.files.items() if f">{name}<".encode() in text}
    new.files = {**carried, **new.files}


def kobo(shelf: Shelf, new: Arrival) -> Verdict:
    """KoboToolbox: 202 for what is there already, 409 for another file of the same name; Ona: 400 for a long name."""
    record = new.record
    if not new.well_formed:
        return Verdict(400, "Improperly formatted XML.")
    if not new.has_id:
        return Verdict(400, "Instance ID is required")
    if shelf.strict and all(known != record.form_id for known, _ in shelf.forms):
        return Verdict(404, "Form does not exist on this account")
    return _kobo_refusal(shelf, record) or _kobo_store(shelf, record)


def _kobo_refusal(shelf: Shelf, record: Received) -> Verdict | None:
    state = shelf.state(record.form_id)
    if state == "unassigned":
        return Verdict(403, "You do not have permission to perform this action.")
    if state != "open":
        return Verdict(405, "Form is not active")
    if any(len(name) > LONGEST_NAME for name in record.files):
        return Verdict(400, "A file name has more than 100 characters.")
    return None


def _kobo_store(shelf: Shelf, new: Received) -> Verdict:
    old = shelf.find(new.instance_id)
    if old is None:
        before = shelf.find(new.deprecated_id) if new.deprecated_id else None
        if before is not None and before.replaced:
            return Verdict(409, "Submission has been modified since it was last fetched.")
        if before is not None:
            _replace(before, new)
        shelf.received.append(new)
        return Verdict(201, "Successful submission.")
    if old.xml != new.xml:
        return Verdict(409, "Submission with this instance ID already exists")
    if any(old.files.get(name, content) != content for name, content in new.files.items()):
        return Verdict(409, "Attachment with same name already exists")
    if new.files.keys() <= old.files.keys():
        return Verdict(202, "Duplicate Instance")
    old.files.update(new.files)
    return Verdict(201, "Successful submission.")
