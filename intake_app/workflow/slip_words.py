"""What was said of slips: to one body by name, and what was taken back."""

from collections.abc import Sequence

from intake_app import referral, screening
from intake_app.vault import ConsentWord, Vault
from intake_app.workflow import consenting, services


def said_by_name(store: Vault, record_id: str) -> tuple[ConsentWord, ...]:
    """What the person, or a guardian, said to slips to one service, or one kind of body, alone; the oldest first."""
    told = (each for each in store.said(record_id) if each.purpose == "slip")
    return tuple(each for each in told if each.recipient and not each.itself)


def to_one(said: Sequence[ConsentWord], code: str, kind: str, whose: str = "person") -> list[ConsentWord]:
    """What one of them said to slips to a service, or to its kind of body, of `said_by_name`."""
    return [each for each in said if each.whose == whose and each.recipient in (referral.named(code), kind)]


def taken_back(store: Vault, record_id: str, whose: str = "person") -> dict[str, str]:
    """When the person, or a guardian, took back that slips go out, where that is the last they said: by service or kind
    of body, and under "" for all the others; a service as `referral.named`. Of one to which they agreed since, "". A
    general yes since is none to a body that is asked about by name.
    """
    said = store.said(record_id)
    told = [each for each in said if each.purpose == "slip" and each.whose == whose]
    found: dict[str, str] = {}
    for recipient in {"", *(each.recipient for each in told)}:
        last = next((each for each in reversed(told) if each.recipient in ("", recipient)), None)
        if last is not None:
            found[recipient] = last.at if last.word == "withdrawn" else ""
    noted = [consenting.as_rules_know(each) for each in said if each.whose == whose]
    bodies = {kind: ("", kind) for kind in screening.RECIPIENT_KINDS}
    bodies |= {referral.named(code): (code, kind) for code, kind in services.kinds(store).items()}
    for name, (code, kind) in bodies.items():
        words = [word for each in noted if (word := consenting.of_service(each, code, kind)) is not None]
        back = [each for each, word in screening.ended_since("slip", kind, words, whose).items() if word == "withdrawn"]
        ends = [each.at for each in words if each.purpose in back and (each.recipient, each.word) == ("", "withdrawn")]
        found |= {name: ends[-1]} if ends else {}
    return found
