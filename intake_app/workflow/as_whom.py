"""As whom somebody said yes: what was agreed to as an adult lets nothing out for who counts as a child since.

It is not taken back: who is found to be an adult after all has agreed as before.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Consent, Word
from intake_app.vault import AgeWord, ConsentWord, Telling, Vault
from intake_app.workflow import carrying, drafts, own_words
from intake_app.xform import FormDefinition, generic

_OF_THE_TALK = ("interview", "record")
"""What is asked in the same words of a child: a yes to it stays one."""
_AS_ADULT = "adult"
"""What a form keeps of a yes that was said as an adult, in a place that nobody answers; see `said_as_child`."""


def agreed_as_adult(word: Word) -> Word:
    """A yes that opens nothing, for a child is asked anew."""
    return replace(word, word="not_asked", as_adult=True)


@dataclass(frozen=True)
class Child:
    """Who counts as under 18, and as whom they had agreed.

    `ages`: what each of their records tells, by id; `told`: what was told of their age, each with the moment from which
    it was known; `marked`: tells to what was agreed as a child in a record that tells of an adult now.
    """

    ages: Mapping[str, str]
    told: Sequence[tuple[str, AgeWord]]
    marked: Callable[[str], frozenset[str]]
    purposes: Collection[str] = ()

    def heard(self, record_id: str, words: Iterable[Word]) -> tuple[Word, ...]:
        """What the form of a record heard, without a yes that was said in the words for an adult."""
        return tuple(agreed_as_adult(each) if self._of_form(record_id, each) else each for each in words)

    def is_adults(self, noted: ConsentWord) -> bool:
        """Whether a word that was noted is the yes of who counted as an adult then."""
        if noted.whose != "person" or noted.word != "yes" or not self._is_about(noted.purpose):
            return False
        if noted.after >= 0:
            return self._of_form(noted.told_in, noted)
        return not self._known(noted.at, "minor") and (
            self._known(noted.at, "adult") or self.ages.get(noted.told_in) == "adult"
        )

    def _of_form(self, record_id: str, word: Word | ConsentWord) -> bool:
        if word.word != "yes" or not self._is_about(word.purpose) or self.ages.get(record_id) != "adult":
            return False
        return word.purpose not in self.marked(record_id)

    def _is_about(self, purpose: str) -> bool:
        return purpose not in _OF_THE_TALK and (not self.purposes or purpose in self.purposes)

    def _known(self, at: str, age: str) -> bool:
        """Whether it was known at a moment that they are, or may be, of this age, and nobody had decided otherwise."""
        known = [(since, word) for since, word in self.told if since <= at]
        decided = max((since for since, word in known if word.source == "decision"), default="")
        ages = {"minor" if word.source == "doubt" else word.age for since, word in known if since >= decided}
        return age in ages


def of_child(store: Vault, record_id: str, minor: bool = False) -> Child | None:
    """The person of a record where they count as a child, by what was told or, `minor`, is told now; else None."""
    told = store.ages(record_id)
    lacks = _lacks(told, minor)
    if lacks is None:
        return None
    begun = {row.code: row.created for row in store.versions(record_id)}
    telling = store.telling_of_person(record_id)
    since = ((begun.get(word.told_in, "") if word.source == "form" else "") or word.at for word in told)
    return Child(_ages(telling), list(zip(since, told, strict=True)), cache(partial(said_as_child, store)), lacks)


def _lacks(told: Sequence[AgeWord], minor: bool = False) -> Collection[str] | None:
    """To which purposes a yes as an adult opens nothing, () for all; None where it opens each. Of whom somebody doubts
    to be one nothing is sent on it: to what goes to a service their guardian agrees as well.
    """
    if minor or screening.standing_age(told) == "minor":
        return ()
    return ("sync",) if screening.is_doubted(told) else None


def of_case(telling: Iterable[Telling], told: Sequence[AgeWord], marked: Mapping[str, frozenset[str]]) -> Child | None:
    """The same of the person of a case; `marked` was read before."""
    lacks = _lacks(told)
    if lacks is None:
        return None
    since = [(word.at, word) for word in told]
    return Child(_ages(telling), since, lambda record: marked.get(record, frozenset()), lacks)


def _ages(telling: Iterable[Telling]) -> dict[str, str]:
    return {one.record_id: one.age or "" for one in telling}


def said_as_child(store: Vault, record_id: str) -> frozenset[str]:
    """To which purposes, as the rules name them, a yes was said in the words for a child and stands in those for an
    adult, since another age is told: our forms keep as whom it was said.
    """
    try:
        draft = store.record(record_id).state == "draft"
        heard = carrying.heard_so_far(store, record_id) if draft else carrying.heard_in(store, record_id)
        agreed = [each for each in heard if each.given == "yes"]
        form, values = (drafts.draft_told if draft else drafts.finished_told)(store, record_id)
    except IntakeError:  # of one that is not read nobody knows it
        return frozenset()
    theirs = [each for each in agreed if _is_childs(form, values, each)]
    return frozenset(word.purpose for word in own_words.heard(theirs))


def _is_childs(form: FormDefinition, values: Mapping[str, str], heard: Consent) -> bool:
    marks = _marks(form, generic(heard.ref), values)
    return form.tags(generic(heard.ref)).get("audience") == "child" or (bool(marks) and _AS_ADULT not in marks)


def _marks(form: FormDefinition, path: str, values: Mapping[str, str]) -> Collection[str]:
    spec = form.spec(path)
    targets = [action.target for action in spec.on_change] if spec is not None else []
    return [values[each] for each in targets if form.question(each) is None and values.get(each)]
