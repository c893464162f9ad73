"""What is told beside success of a doubt that was noted of somebody's age, and of an age that was told beside one."""

from argparse import Namespace

from intake_app import messages, screening
from intake_app.i18n import Translator
from intake_app.vault import Vault
from intake_app.workflow import ages, ended_for_age


def beside(store: Vault, record: str, tr: Translator) -> dict[str, list[str]]:
    """What ended by what was answered in a draft, if anything did."""
    told = messages.ended(ended_for_age.told(store, record), tr)
    return {"warnings": told} if told else {}


def warnings(store: Vault, record: str, parsed: Namespace, tr: Translator) -> list[str]:
    """What ended of what had gone by an age or a doubt that this line notes; that a doubt, or an age that was
    told before, stands over one that it tells.
    """
    told = messages.ended(ended_for_age.told(store, record), tr)
    adult = getattr(parsed, "age", "") == "adult" and getattr(parsed, "age_from", "")
    if adult and screening.is_doubted(store.ages(record)):
        stands = tr("It is noted that they are, or may be, under 18. Whatever is told of their age, that stands until "
                    "somebody decides it (intake case open, intake case age).")  # fmt: skip
        told.append(stands)
    elif adult and ages.age_of_person(store, record) == "minor":
        told.append(tr("It was told before that they are under 18, and that counts whatever is told here: decide their "
                       "age, on a document that was seen or a body that decided (intake case open, intake case age "
                       "adult --document)."))  # fmt: skip
    return told
