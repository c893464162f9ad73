"""What a form asks for that is never done, and names that could deceive the people who read them."""

import re
from collections.abc import Iterator

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.definition import Notice, SubmissionTarget

_INCLUDE = "{http://www.w3.org/2001/XInclude}*"
_LONGEST_NAME = 1_000
_DECEIVING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls, and marks that turn the order of the letters around."""


def never_fetched(html: etree._Element) -> Iterator[Notice]:
    """A notice where a form names other documents or a style sheet to be fetched."""
    before = html.itersiblings(etree.ProcessingInstruction, preceding=True)
    if any(True for _ in before) or next(html.iter(_INCLUDE), None) is not None:
        yield Notice("info", "form", "xform.include_ignored")


def submission_notices(target: SubmissionTarget) -> Iterator[Notice]:
    """What becomes of what a form says of the sending of its records."""
    if target.public_key is not None:
        yield Notice("info", "submission", "xform.encrypted_form")
    if target.action:
        yield Notice("warning", "submission", "xform.address_ignored", {"address": target.action})
    if target.auto_send:
        yield Notice("info", "submission", "xform.sent_by_hand" if target.by_hand else "xform.sent_by_workplace")
    if target.auto_delete.lower() == "true":
        yield Notice("info", "submission", "xform.kept_after_sending")


def plain_name(text: str, place: str) -> str:
    """The identifier or version of a form itself. IntakeError ``xform.bad_name``: too long, or not what it looks like.

    place: the attribute it stands in. It is shown to people and kept with every record; it never names a file.
    """
    if len(text) > _LONGEST_NAME:
        raise IntakeError("xform.bad_name", place=place, reason="long")
    if _DECEIVING.search(text):
        raise IntakeError("xform.bad_name", place=place, reason="hidden")
    return text
