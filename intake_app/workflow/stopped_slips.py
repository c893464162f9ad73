"""Why a slip that was issued is not shown or printed again, where that is not that its person took it back."""

from intake_app import screening
from intake_app.vault import SlipRow, Vault
from intake_app.workflow import ages, consenting, leaving, services


def why(store: Vault, reference: str) -> str:
    """The code of why a slip stays stopped: the duty that it went on ended, its person is a child, or they agreed again
    since, so that a new one may be made; "" where it is what they said.
    """
    record_id = store.slip_record(reference)
    slip = next((each for each in store.slips(record_id) if each.reference == reference), None)
    if slip is not None and _on_duty(store, slip):
        return "workflow.duty_ended"
    if _ended_for_child(store, record_id):
        return "workflow.slip_of_child"
    return "workflow.slip_anew" if slip is not None and _goes_now(store, slip) else ""


def _on_duty(store: Vault, slip: SlipRow) -> bool:
    """Whether a slip went as the law asks for a child who is alone."""
    stopped = store.ways_out(slip.record_id).stopped
    ended = [one for one in stopped if one.record_id == slip.record_id and one.purpose == "slip"]
    return any(one.recipient == slip.recipient and one.basis == screening.Basis.DUTY for one in ended)


def _ended_for_child(store: Vault, record_id: str) -> bool:
    """Whether what went out of a record stopped since its person is a child, and not since somebody took it back."""
    taken = any(each.word in ("withdrawn", "no") for each in store.said(record_id))
    return not taken and ages.age_of_person(store, record_id) == "minor"


def _goes_now(store: Vault, slip: SlipRow) -> bool:
    """Whether a new slip to the same service would go on what was said, and what may go along with one."""
    kind = services.kinds(store).get(slip.recipient, "")
    told, read = consenting.told_of(store, slip.record_id, slip.record_id, slip.recipient, kind)
    here = leaving.circumstances(store, slip.record_id, False, told)
    if not kind or not read or leaving.why_not("slip", kind, told, here):
        return False
    along = "dossier" in services.variants().of(kind).fields
    return not (along and screening.refused("export", kind, told))
