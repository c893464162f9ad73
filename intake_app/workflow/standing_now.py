"""What stands as a slip is to be issued, or a yes to it kept: what it was filled from is looked at again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from intake_app.errors import IntakeError
from intake_app.referral import Recipient, SlipSheet
from intake_app.vault import Vault
from intake_app.workflow import both_agree, desk, finalising, leaving, sharing
from intake_app.workflow.consent_sheet import ConsentSheet
from intake_app.workflow.desk import SlipProposal


@dataclass(frozen=True)
class Stands:
    """The `basis` on which something may leave, as the store keeps it; else "", and the code of what keeps it here."""

    basis: str
    why: str = ""


def look_again(store: Vault, proposal: SlipProposal) -> None:
    """Before a slip is issued on what was proposed a while ago. Raises IntakeError `workflow.told_since` where it would
    be another now: something was told, agreed to or taken back, or two were joined or parted that are, or are not, one
    person.
    """
    now = desk.propose_slip(store, proposal.record.id, by_itself=proposal.by_itself)
    if _proposed(now) != _proposed(proposal):
        raise IntakeError("workflow.told_since")


def _proposed(proposal: SlipProposal) -> tuple[object, ...]:
    """What of it would stand on a slip, or shuts one; how they agreed is asked for and looked at by itself."""
    sheet = replace(proposal.sheet, consent_how=finalising.ALOUD[0], consent_witness="")
    stands = proposal.said, proposal.own_words, proposal.taken_back, proposal.guardian_back, proposal.refused
    told = proposal.record.id, sheet, proposal.person_language, proposal.age, proposal.alone, proposal.work_told
    return *told, *stands, proposal.blocked


def goes(store: Vault, record_id: str, recipient: Recipient, sheet: SlipSheet, noted: ConsentSheet | None) -> bool:
    """Whether a slip to a service would go on what stands with what is noted."""
    try:
        leaving.slip_ground(store, leaving.newest(store, record_id), recipient, sheet, noted)
    except IntakeError as trouble:
        if trouble.code.startswith("vault."):
            raise
        return False
    return True


def file_stands(store: Vault, record_id: str, kind: str) -> Stands:
    """On what a file or a paper would go to a kind of body by what was said until now."""
    return _stands(lambda: leaving.export_ground(store, leaving.newest(store, record_id), kind, None))


def sight_stands(store: Vault, record_id: str, kind: str) -> Stands:
    """On what somebody of another agency, of this kind, would read a record by what was said until now."""
    return _stands(lambda: sharing.sight_ground(store, leaving.newest(store, record_id), kind, None))


def _stands(ground: Callable[[], leaving.Ground]) -> Stands:
    try:
        return Stands(ground().basis)
    except IntakeError as trouble:
        if trouble.code.startswith("vault."):
            raise
        return Stands("", trouble.code)


def keep_yes(
    store: Vault, proposal: SlipProposal, recipient: Recipient, sheet: SlipSheet, noted: ConsentSheet | None
) -> SlipProposal:
    """Keep what a child or their guardian agrees to before the other, see `both_agree.before_it_goes`, also as it is
    kept already; what is proposed then.

    Raises IntakeError `screening.*` with what keeps it shut, and `workflow.told_since` where something is another now,
    or the slip would go: who keeps a yes issues nothing.
    """
    look_again(store, proposal)
    record_id, minor = leaving.newest(store, proposal.record.id), sheet.age_band == "minor"
    ground = partial(leaving.slip_ground, store, record_id, recipient, sheet)
    if not both_agree.before_it_goes(store, record_id, recipient.recipient_kind, noted, ground, minor=minor):
        ground(noted)
        raise IntakeError("workflow.told_since")
    return desk.propose_slip(store, record_id, by_itself=proposal.by_itself)
