"""Of whom a guardian is asked: of a child, or of who may be one."""

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Word
from intake_app.vault import Vault
from intake_app.workflow import ages
from intake_app.workflow.consent_sheet import ConsentSheet


def refuse_for_adult(store: Vault, record_id: str, noted: ConsentSheet | None, adult: bool) -> None:
    """Raises IntakeError `screening.guardian_for_adult` where a guardian is noted to agree for who counts as an adult.

    Not where a guardian spoke for them before, whose word binds until somebody decided about the age.
    """
    if noted is not None and noted.guardian is not None and not is_asked(store, record_id, adult):
        raise IntakeError("screening.guardian_for_adult")


def refuse_word_of_adult(store: Vault, record_id: str, whose: str, in_doubt: bool = False) -> None:
    """Raises the same where a guardian is noted to say anything of who counts as an adult: a no and what is taken back
    would shut what nobody but the person speaks of. `in_doubt`: they may be under 18 all the same, as long as nobody
    decided that they are not.
    """
    if whose != "guardian":
        return
    found = screening.found_adult(store.ages(record_id))
    if not is_asked(store, record_id, found or not ages.is_child(ages.age_of_person(store, record_id), in_doubt)):
        raise IntakeError("screening.guardian_for_adult")


def refuse_body_of_minors(kind: str, child: bool) -> None:
    """Raises IntakeError `screening.minors_alone` of a body that decides about children, and of no child."""
    if kind in screening.MINORS_ALONE and not child:
        raise IntakeError("screening.minors_alone")


def supposed(noted: ConsentSheet | None, told: tuple[Word, ...]) -> tuple[Word, ...]:
    """What was said; without a guardian's no, where it is looked at how it would be if they agreed."""
    if noted is None or noted.guardian is None or not noted.guardian.supposed:
        return told
    return tuple(each for each in told if each.whose == "person" or each.word != "no")


def is_asked(store: Vault, record_id: str, adult: bool) -> bool:
    """Whether a guardian may speak for the person: see `refuse_for_adult`."""
    if not adult:
        return True
    spoke = any(each.whose == "guardian" for each in store.said(record_id))
    return spoke and not screening.found_adult(store.ages(record_id))


def is_asked_now(store: Vault, record_id: str) -> bool:
    """The same, by what was told of their age."""
    return is_asked(store, record_id, not ages.is_child(ages.age_of_person(store, record_id)))
