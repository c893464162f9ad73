"""A child and their guardian, each asked at a time of their own: what the first said is kept until the other agrees."""

from collections.abc import Callable
from dataclasses import replace

from intake_app.errors import IntakeError
from intake_app.screening import Basis
from intake_app.vault import ConsentWord, Vault
from intake_app.workflow import guardians, leaving, own_words, told_here
from intake_app.workflow.consent_sheet import ConsentSheet, GuardianYes
from intake_app.workflow.leaving import Ground

_OF_WHO_SPOKE = ("screening.no_language", "screening.no_witness")


def before_it_goes(
    store: Vault, record_id: str, kind: str, noted: ConsentSheet | None, ground: Callable[[ConsentSheet], Ground],
    *, minor: bool = False,
) -> bool:  # fmt: skip
    """Keep the yes of a child, or of their guardian, to a way out that opens once the other agrees, too: to this
    service, or this kind of body, and to nothing else. `ground`: on what it goes with what is noted. It is kept, too,
    where the guardian had said no, and what was told of the age with it. Whether there was one to keep, or it is kept.

    Raises IntakeError `screening.guardian_for_adult`, `screening.guardian_of_duty` where no guardian is asked,
    `screening.guardian_*`, `screening.no_language`, `screening.no_witness` of a yes that does not tell all.
    """
    if noted is None or leaving.guest(store, record_id):
        return False
    if noted.guardian is not None:
        noted.guardian.word("")
        adult = not leaving.circumstances(store, record_id, minor, (), noted).minor
        guardians.refuse_for_adult(store, record_id, noted, adult)
    basis = _basis(ground, noted)
    refuse_on_duty(basis is Basis.DUTY, noted)
    if basis in (Basis.CONSENT, Basis.DUTY) or noted.given is (noted.guardian is not None):
        return False
    try:
        found = ground(as_if_both(noted))
    except IntakeError as trouble:
        if trouble.code in _OF_WHO_SPOKE:
            raise
        return False  # something else keeps it shut
    told_here.keep(store, record_id, noted, minor)
    whose = "person" if noted.given else "guardian"
    for words, alone in ((found.words, False), (found.alone, True)):
        theirs = leaving.to_keep(store, record_id, kind, [each for each in words if each.whose == whose])
        store.put_words(record_id, [each for each in theirs if not stands(store, record_id, each)], alone=alone)
    return True


def stands(store: Vault, record_id: str, word: ConsentWord) -> bool:
    """Whether it is what they said last to this purpose, so that it is not kept twice."""
    told = [each for each in store.said(record_id) if (each.purpose, each.whose) == (word.purpose, word.whose)]
    return bool(told) and replace(told[-1], at="", by="", early=False) == word


def refuse_on_duty(duty: bool, noted: ConsentSheet | None) -> None:
    """Raises IntakeError `screening.guardian_of_duty` where a guardian is noted to agree to what the law asks for."""
    if duty and noted is not None and noted.guardian is not None:
        raise IntakeError("screening.guardian_of_duty")


def _basis(ground: Callable[[ConsentSheet], Ground], noted: ConsentSheet) -> Basis | None:
    try:
        return ground(noted).basis
    except IntakeError:
        return None


def as_if_both(noted: ConsentSheet) -> ConsentSheet:
    """As if the other agreed too, of whom nothing is kept; and nothing for a reason."""
    other = GuardianYes(language=own_words.SOURCE, supposed=True)
    if noted.given:
        return replace(noted, guardian=other, override_reason="")
    return replace(
        noted, given=True, how=other.how, language=other.language, witness=other.witness, override_reason=""
    )
