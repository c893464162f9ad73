"""The content of one slip, made only on a release.

Rule: nothing leaves without a release. The release must be for a slip, for this record and for this recipient.
"""

from dataclasses import dataclass

from intake_app.errors import IntakeError
from intake_app.referral.directory import Recipient
from intake_app.referral.sheet import SlipSheet, on_ground
from intake_app.referral.work import WorkTold
from intake_app.screening import Basis, Release

PURPOSE = "slip"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: organisation, place, the role of the person (no name), and the number to call back.

    `left_out`: what of it told of trafficking to who is not told of it, and is "" here: organisation, site. For the
    organisation the workplace may have another name, which stands here then.
    """

    organisation: str
    site: str
    role: str
    callback: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallTold:
    """A call to the telephone line: when (ISO 8601), by whom, the code of the operator or "", what came of it."""

    called: str
    caller: str
    operator: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """How somebody agreed, in which language, "" where nobody noted it, and before whom, "" for nobody, a role."""

    how: str
    language: str
    witness: str


@dataclass(frozen=True, slots=True)
class SlipContent:
    """Everything a slip may show. `issued_at` is ISO 8601 with offset, `reference` as `new_reference` writes it.

    `work` is there only when the sheet has a dossier, which few recipients may get; `spoken` is the language in which
    the person was asked, "" where nobody knows: the sheet has the one that is best for them next time. `agreed_in` is
    the language of the word on which it goes, "" where nobody noted one. `guardian`: the yes of a guardian beside it,
    None where it goes without one. `calls` to the telephone line, the oldest
    first: for the recipients that may be told of them. `draft` until a domain person has confirmed the words of slips,
    which they say. `tells_age`: whether the recipient may be told it: to who may not, nothing is said of whether
    somebody told it.
    """

    release: Release
    reference: str
    issued_at: str
    sender: Sender
    recipient: Recipient
    sheet: SlipSheet
    work: WorkTold | None = None
    spoken: str = ""
    agreed_in: str = ""
    guardian: Agreed | None = None
    calls: tuple[CallTold, ...] = ()
    draft: bool = True
    tells_age: bool = True
    guarded: bool = False
    """Whether a guardian said something of theirs: then nobody is said to be without one."""


def slip_content(
    release: Release | None,
    *,
    record_id: str,
    reference: str,
    issued_at: str,
    sender: Sender,
    recipient: Recipient,
    sheet: SlipSheet,
    work: WorkTold | None = None,
    spoken: str = "",
    agreed_in: str = "",
    guardian: Agreed | None = None,
    calls: tuple[CallTold, ...] = (),
    draft: bool = True,
    tells_age: bool = True,
    guarded: bool = False,
) -> SlipContent:
    """The content of a slip for one record and one recipient; `work` goes with the sheet's dossier on consent alone,
    and the reason is the one of the release's ground.

    Raises IntakeError ``referral.no_release`` when there is no release, or it is for another purpose, record or
    recipient; the fact `reason` says which of these.
    """
    reason = _mismatch(release, record_id, recipient.code)
    if release is None or reason:
        raise IntakeError("referral.no_release", reason=reason)
    sheet = on_ground(sheet, release.basis, release.lawful)
    told = work if sheet.dossier and release.basis == Basis.CONSENT else None
    said = spoken, agreed_in, guardian if release.basis == Basis.CONSENT else None
    return SlipContent(
        release, reference, issued_at, sender, recipient, sheet, told, *said, calls, draft, tells_age, guarded
    )


def _mismatch(release: Release | None, record_id: str, recipient_code: str) -> str:
    if release is None:
        return "none"
    if release.purpose != PURPOSE:
        return "purpose"
    if release.record_id != record_id:
        return "record"
    return "" if release.recipient == recipient_code else "recipient"
