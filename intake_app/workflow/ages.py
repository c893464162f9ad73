"""Whether the person of a record is under 18: what all their records tell, drafts too, what the desk heard, decisions.

All versions of a record count, whoever wrote them and may read them: who goes on with a child's record meets a child.
"""

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Age
from intake_app.vault import AgeWord, Telling, Vault
from intake_app.workflow import drafts
from intake_app.workflow import store as stores

MINOR = "minor"


def told(store: Vault, record_id: str) -> tuple[AgeWord, ...]:
    """All that was told of the person's age, the oldest first; for who sees the record."""
    return _heard(store, record_id)[0]


def age_of_person(store: Vault, record_id: str) -> Age:
    """What counts of it. A version that can not be read may have told a child: then nobody is an adult for certain."""
    words, unread = _heard(store, record_id)
    age = screening.standing_age(words)
    return "not_told" if unread and age == "adult" and not any(word.source == "decision" for word in words) else age


def is_known_whole(store: Vault, record_id: str) -> bool:
    """Whether each version of a record can be read that may have told of a child, or what it told was noted."""
    return not _heard(store, record_id)[1]


def _heard(store: Vault, record_id: str) -> tuple[tuple[AgeWord, ...], bool]:
    """The words, and whether there is a version that can not be read and of which nothing was noted.

    Of an edit that is begun it counts that it tells of a child.
    """
    own = [one for one in store.telling(record_id) if not one.draft or one.age == MINOR]
    noted = store.ages(record_id)
    known, codes = {(word.told_in, word.age) for word in noted}, {word.told_in for word in noted if word.told_in}
    words = (AgeWord(one.age, told_in=one.code, at=one.at, former=one.former) for one in own if one.age)
    new = (word for word in words if (word.told_in, word.age) not in known)
    return (*new, *noted), any(one.age is None and one.code not in codes for one in own)


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
