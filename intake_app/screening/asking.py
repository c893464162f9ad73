"""Whether a person may be asked: consent is a gate before the questions, and not only before what leaves."""

from collections.abc import Sequence

from intake_app.screening.consent import Basis, Verdict
from intake_app.screening.gate import Circumstances, Word, newest_words

ASKING = ("interview", "record")
"""To what somebody says yes who is asked: to the talk, and to its being written down."""
ASKING_REFUSED, ASKING_WITHDRAWN = "asking_refused", "asking_withdrawn"


def refused_asking(words: Sequence[Word]) -> tuple[str, ...]:
    """To which of `ASKING` the person's newest word is a no, or taken back; the oldest word first."""
    told = newest_words(each for each in words if each.whose == "person" and not each.recipient)
    return tuple(each for each in ASKING if each in told and told[each].word in ("no", "withdrawn"))


def may_ask(words: Sequence[Word], here: Circumstances | None = None) -> Verdict:
    """Whether questions may be asked and answers written down after what was said, the oldest word first.

    The person's newest word to each of `ASKING` counts. What a guardian says stops what leaves, and not that a child
    who wants to talk is heard. Whoever was asked about neither has refused nothing: they may be asked, on no basis yet,
    and a form that asks for consent comes first.
    `here`: given for questions that a duty asks for, which for a child who is alone needs nobody's yes.
    """
    told = newest_words(each for each in words if each.whose == "person" and not each.recipient)
    said = {told[purpose].word for purpose in ASKING if purpose in told}
    if not said & {"no", "withdrawn"}:
        agreed = all(purpose in told and told[purpose].word == "yes" for purpose in ASKING)
        return Verdict(True, Basis.CONSENT, None, "consent") if agreed else Verdict(True, None, None)
    if here is not None and here.minor and here.age_told and here.alone:
        return Verdict(True, Basis.DUTY, None, "legal_duty")
    return Verdict(False, None, ASKING_WITHDRAWN if "withdrawn" in said else ASKING_REFUSED)
