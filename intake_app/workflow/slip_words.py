"""What was said of slips: to one body by name or to all, and what was taken back."""

from collections.abc import Sequence

from intake_app import referral, screening
from intake_app.screening import Circumstances, Word
from intake_app.vault import ConsentWord, Vault
from intake_app.workflow import consenting, finalising, services

_REFUSED = "screening.consent_refused"


def said_to_slips(store: Vault, record_id: str) -> tuple[ConsentWord, ...]:
    """What was noted that the person, or a guardian, said to slips, the oldest first: but for what ends in a yes that
    counts no more, for what was said in general since.
    """
    said = [each for each in store.said(record_id) if each.purpose == "slip" and not each.itself]
    newest = {(each.recipient, each.whose): each.word for each in said}
    own, bodies = finalising.own_consents(store, record_id), _bodies(store)
    ended = set[tuple[str, str]]()
    for name, whose in [each for each, word in newest.items() if word == "yes"]:
        code, kind = bodies.get(name, ("", ""))
        if not _counts(consenting.said(store, record_id, own, code, kind), kind, whose):
            ended.add((name, whose))
    return tuple(each for each in said if (each.recipient, each.whose) not in ended)


def _bodies(store: Vault) -> dict[str, tuple[str, str]]:
    """Services by code and kind, and kinds of bodies, as words name them; "" for all."""
    bodies = {kind: ("", kind) for kind in ("", *screening.CONSENT_KINDS)}
    return bodies | {referral.named(code): (code, kind) for code, kind in services.kinds(store).items()}


def _counts(words: Sequence[Word], kind: str, whose: str) -> bool:
    """Whether the yes of one of them to slips to a kind of body still counts, for all else that they said."""
    told = [each for each in words if each.whose == whose]
    word = screening.counting("slip", (kind,) if kind else (), told, whose)
    ended = screening.refused("slip", kind, told) or screening.ended_since("slip", kind, told, whose)
    return word is not None and word.word == "yes" and not ended


def to_one(said: Sequence[ConsentWord], code: str, kind: str, whose: str = "person") -> list[ConsentWord]:
    """What one of them said to slips to a service, or to its kind of body, of `said_to_slips`."""
    return [each for each in said if each.whose == whose and each.recipient in (referral.named(code), kind)]


def agreed(said: Sequence[ConsentWord], code: str, kind: str, whose: str) -> ConsentWord | None:
    """The yes of one of them that reaches slips to a service, of `said_to_slips`: by its name; of a guardian, whom no
    form asks, to all slips, too, where a general yes opens it.
    """
    told = to_one(said, code, kind, whose)
    general = whose == "guardian" and not screening.asked_by_name("slip", kind)
    if general and not (told and told[-1].word != "yes"):
        told = [each for each in said if each.whose == whose and (each in told or not each.recipient)]
    return told[-1] if told and told[-1].word == "yes" else None


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


def asked_again(store: Vault, record_id: str) -> tuple[bool, str]:
    """Whether the person took back that slips go out, or refused it at the end of this record alone, so that the desk
    asks anew; and the code of what is missing.
    """
    own = finalising.own_consents(store, record_id)
    told = (each(store, record_id, own) for each in (consenting.said, consenting.before_end))
    code, before = map(_missing, told)
    at_end = code == _REFUSED and before != _REFUSED
    return at_end or code == screening.WITHDRAWN, code


def _missing(words: Sequence[Word]) -> str:
    """What a slip to any service lacks; what a guardian alone took back asks nothing anew of the person."""
    own = [each for each in words if each.whose == "person"]
    code, theirs = (screening.may_leave("slip", "", each, Circumstances()).code or "" for each in (words, own))
    return theirs if code == screening.WITHDRAWN else code
