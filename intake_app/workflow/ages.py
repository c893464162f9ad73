"""Whether the person of a record is under 18: what all their records tell, drafts too, what the desk heard, decisions.

All versions of a record count, whoever wrote them and may read them: who goes on with a child's record meets a child.
"""

from collections.abc import Iterable

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Age
from intake_app.vault import AgeWord, Telling, Vault
from intake_app.workflow import drafts
from intake_app.workflow import store as stores


def told(store: Vault, record_id: str) -> tuple[AgeWord, ...]:
    """All that was told of the person's age, the oldest first; for who sees the record."""
    return store.ages(record_id)


def age_of_person(store: Vault, record_id: str) -> Age:
    """What counts of it. A version that can not be read may have told a child: then nobody is an adult for certain."""
    words = store.ages(record_id)
    age = screening.age_in_doubt(words)
    decided = any(word.source == "decision" for word in words)
    return "not_told" if age == "adult" and not decided and not is_known_whole(store, record_id) else age


def is_child(age: str, in_doubt: bool = False) -> bool:
    """Whether a guardian is asked beside the person: of who did not tell to be an adult and, `in_doubt`, of whoever may
    be under 18 all the same.
    """
    return in_doubt or age != "adult"


def is_doubted(store: Vault, record_id: str) -> bool:
    """Whether a doubt stands that they are, or may be, under 18, whatever was told; see `intake_app.screening`."""
    return screening.is_doubted(store.ages(record_id))


def is_left_open(store: Vault, record_id: str) -> bool:
    """Whether they were asked for their age and did not tell it, or a doubt stands: nobody calls them an adult. Not of
    whom nobody asked, nor of who told it in one of several versions that are not all read.
    """
    return screening.age_in_doubt(store.ages(record_id)) == "not_told"


def without_doubt(store: Vault, record_id: str, age: Age) -> Age:
    """What was told of an age that counts, without a doubt: nobody is presumed to be a child for that alone."""
    words = store.ages(record_id)
    return screening.standing_age(words) if age == "not_told" and screening.is_doubted(words) else age


def may_presume(store: Vault, record_id: str, age: Age) -> bool:
    """See `is_presumed`; a doubt alone is not enough."""
    return is_presumed(without_doubt(store, record_id, age), store.telling_of_person(record_id))


def is_known_whole(store: Vault, record_id: str) -> bool:
    """Whether each version of a record can be read that may have told of a child, or what it told was noted."""
    codes = {word.told_in for word in store.ages(record_id) if word.told_in}
    return all(one.age is not None or one.code in codes for one in store.telling(record_id))


def last_alone(telling: Iterable[Telling]) -> Telling | None:
    """The record that tells whether a child is with nobody who answers for them, and was finished last, whatever a
    clock said, whichever of the agency's it is and whoever wrote it.
    """
    told = [one for one in telling if one.code and one.alone and not one.former]
    return max(told, key=lambda one: one.finished) if told else None


def noted_from(word: AgeWord) -> str:
    """From what an age was noted: as the word has it, or "desk" where nobody was asked: something went for who was
    said to be alone, and nobody told the age there either.
    """
    return "desk" if (word.age, word.source) == ("not_told", "person") else word.source


def is_presumed(age: Age, telling: Iterable[Telling]) -> bool:
    """Whether a person of whom no age was told counts as a child for what a child is owed: they were asked, and did not
    tell it, or were not asked and told to be alone.
    """
    last = last_alone(telling)
    return age == "not_told" or (not age and last is not None and last.alone == "yes")


def tell(store: Vault, record_id: str) -> None:
    """Note with the case of a record, and of the versions before that are one's own, what they tell of the age.

    A version that can not be read tells nothing more than what was noted of it.
    """
    if store.case_of(record_id) is None:
        return
    own = {one.record_id for one in store.telling(record_id) if one.home}
    for version, age in told_by_versions(store, record_id):
        if version in own:
            store.put_age(version, age)


def told_by_versions(store: Vault, record_id: str) -> list[tuple[str, str]]:
    """The versions of a record, by id, that tell an age, and which; whoever wrote them."""
    told = ((one.record_id, one.age or _told_so_far(store, one)) for one in store.telling(record_id))
    return [(version, age) for version, age in told if age]


def _told_so_far(store: Vault, one: Telling) -> str:
    """The age that a draft of one's own tells which an older program wrote, without a mark of it."""
    if not (one.draft and one.home):
        return ""
    try:
        return screening.age_told(*drafts.draft_told(store, one.record_id))
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return ""
