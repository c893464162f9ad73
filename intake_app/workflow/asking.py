"""Whether the person of a case may be asked: what they said to being asked, whoever heard it, in the order it was said.

It holds for our questionnaires that go on after the first interview. That one asks for consent itself: there a new yes
is said. A form from elsewhere may ask for it in words that nobody here knows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.screening import Age, Circumstances, Verdict, Word
from intake_app.vault import ConsentWord, RecordRow, Telling, Vault
from intake_app.workflow import ages, consenting, forms, gate_passed, own_words
from intake_app.workflow import store as stores
from intake_app.workflow.asked import AskedBy
from intake_app.xform import Session

CODE, OPEN = "workflow.talk_refused", "workflow.talk_not_asked"
_UNREAD = {False: ("interview not_asked 0",), True: ("interview not_asked 0", "record not_asked 0")}
"""What a record that can not be read tells, finished or a draft: what else a finished one heard is noted."""
_WORDS: Mapping[str, Literal["no", "not_asked"]] = {"no": "no", "not_asked": "not_asked"}
CHILD = "minor"
"""The questionnaire for a child, with what the law asks for one who is alone."""


@dataclass(frozen=True)
class Anew:
    """What the person agrees to now: each of `purposes` was read out to them, from the text `script`, in `language`;
    `how` they said yes, and before whom; `now`: what they answered to the questions about this moment, of
    `gate_passed.NOW`. All of it is kept with each yes.
    """

    purposes: tuple[str, ...]
    script: str
    language: str
    how: str = "spoken"
    witness: str = ""
    now: Mapping[str, str] = field(default_factory=dict)


def heard_so_far(session: Session, asked: AskedBy | None) -> tuple[str, ...]:
    """What was said in a draft to being asked, as `Telling` has it for all who meet the person."""
    definition = session.definition
    if not screening.asks_consent(definition):
        return ()
    told = screening.consents_of(definition, stores.with_states(session.values(), session.states()))
    closed = (gate_passed.CLOSED,) if gate_passed.closed_in(session) else ()
    return closed + tuple(
        f"{each.purpose} {each.given} {asked.after(each.ref) if asked is not None else 0}"
        for each in told
        if each.purpose in screening.ASKING and each.given != "not_asked"
    )


def of_case(store: Vault, case_id: str) -> Verdict:
    """Whether the person of a case may be asked: also after a yes not while the newest first interview is closed.

    Raises IntakeError as `Vault.telling_of_case` does.
    """
    verdict = screening.may_ask(_said(store, case_id, store.telling_of_case(case_id)))
    if verdict.allowed and gate_passed.needs_first(store, case_id):
        return Verdict(False, None, screening.ASKING_OPEN)
    return verdict


def owed(store: Vault, case_id: str, age: Age) -> bool:
    """Whether the law asks for what the questionnaire for a child holds, whatever was said: they told to be under 18,
    and nobody told that somebody who answers for them is here, or told no age and to be alone.
    """
    telling = store.telling_of_case(case_id)
    words = () if gate_passed.needs_first(store, case_id) else _said(store, case_id, telling)
    return screening.may_ask(words, _here(telling, age)).basis == screening.Basis.DUTY


def refused(store: Vault, case_id: str) -> tuple[str, ...]:
    """To what of it the person of a case said no, or took it back, until they agree again."""
    return screening.refused_asking(_said(store, case_id, store.telling_of_case(case_id)))


def to_ask_for(store: Vault, case_id: str) -> tuple[str, ...]:
    """What of it the person of a case has to agree to before anything new is asked: what they did not say yes to, or
    no longer.
    """
    return screening.to_ask_for(_said(store, case_id, store.telling_of_case(case_id)))


def require_of(store: Vault, row: RecordRow, *, closing: bool = False) -> None:
    """Raises IntakeError before somebody goes on with a record, or with a copy of it, in which nothing might begin now:
    `workflow.talk_refused` where its person does not want to be asked, `workflow.first_again` where a first interview
    comes first, `workflow.talk_not_asked` where nobody agreed. It stays as it is, to be read or put away, and goes on
    after a yes; `closing`: it is finished as it is and nothing more is asked, where their yes stands. Not for a
    correction, which is what they may ask for at any time.
    """
    case = store.case_of(row.id) if forms.goes_on(row.form_id) else None
    if case is None or row.edit_of:
        return
    by_duty = row.form_id == forms.own_form_id(CHILD)
    if by_duty and owed(store, case.id, screening.standing_age(store.ages(row.id))):
        return
    if refused(store, case.id):
        raise IntakeError(CODE)
    closed = not closing and gate_passed.needs_first(store, case.id)
    require(store, case.id, lacking=bool(to_ask_for(store, case.id)), closed=closed)


def require(store: Vault, case_id: str, *, lacking: bool, closed: bool) -> None:
    """A no is told first, then that a first interview comes before, as the last one was `closed`, then that nobody
    asked for the yes that is `lacking`. Raises IntakeError.
    """
    if lacking and not closed and refused(store, case_id):
        raise IntakeError(CODE)
    if closed:
        raise IntakeError(gate_passed.CODE)
    if lacking:
        raise IntakeError(OPEN)


def agreed(store: Vault, row: RecordRow, purposes: Sequence[str], anew: Anew, *, begun: bool = False) -> None:
    """Keeps, with a draft, that the person agrees to these after all; else one that was just `begun` is put away."""
    given = anew.how, own_words.known_language(anew.language), gate_passed.kept(anew.script, anew.now), anew.witness
    words = (ConsentWord(each, "", "yes", "person", *given) for each in purposes)
    try:
        store.put_words(row.id, tuple(words))
    except (IntakeError, ValueError):
        if begun:
            store.discard(row.id)
        raise


def _here(telling: Sequence[Telling], age: Age) -> Circumstances:
    told = [one for one in telling if one.alone and not one.former]
    alone = not told or max(told, key=lambda one: one.finished).alone == "yes"
    presumed = bool(told) and alone and ages.is_presumed(age, telling)
    return Circumstances(minor=age == "minor" or presumed, age_told=age == "minor", alone=alone, presumed=presumed)


def _said(store: Vault, case_id: str, telling: Sequence[Telling]) -> list[Word]:
    """All that counts, the oldest first: what was noted, and between it what forms heard that nobody noted.

    A no to the talk of one day is noted nowhere, for it takes back nothing else that was agreed to; nor is what a draft
    heard. It is as old as its answer or, where nobody knows that, as its record. One that can not be read may have
    heard a no: a yes that was noted since its beginning counts, an older one is asked for again.
    """
    noted = [each for each in _noted(store, case_id) if each.recipient in ("", consenting.ORGANISATION)]
    found = [
        ((at, 1, 0, False), replace(consenting.as_rules_know(each), recipient="")) for at, each in enumerate(noted)
    ]
    for number, one in enumerate(telling):
        unread = _may_have_heard(store, one)
        for purpose, word, after in map(str.split, () if one.former else _UNREAD[one.draft] if unread else one.heard):
            if unread or (word != "closed" and _counts(one, purpose, word)):
                place = _place(store, case_id, one, int(after), noted)
                found.append(((place, 0, number, word == "no"), Word(purpose, "", _WORDS.get(word, "yes"))))
    return [word for _key, word in sorted(found, key=lambda each: each[0])]


def _may_have_heard(store: Vault, one: Telling) -> bool:
    """Whether a record that can not be read is of a form that asks for consent, or of one that is not known here."""
    if one.age is not None:
        return False
    try:
        form = store.form(store.record(one.record_id).form_key)
        return screening.asks_consent(forms.load_definition(form.xml, form.files))
    except IntakeError:
        return True


def _noted(store: Vault, case_id: str) -> tuple[ConsentWord, ...]:
    """What was said that is noted; for who knows the case only by a record that they read, what that one tells."""
    if store.case(case_id).known:
        return store.case_words(case_id)
    read = next((entry for entry in store.case_outline(case_id) if entry.readable), None)
    return store.said(read.record_id) if read is not None else ()


def _counts(one: Telling, purpose: str, word: str) -> bool:
    """Whether an answer counts beside what was noted of it: in a draft a no, and a yes to whoever works with it."""
    if one.draft:
        return word == "no" or one.home
    return (purpose, word) == ("interview", "no")


def _place(store: Vault, case_id: str, one: Telling, after: int, noted: Sequence[ConsentWord]) -> int:
    """Before which of the words that were noted an answer was given."""
    if not noted:
        return 0
    agencies = {entry.record_id: entry.agency for entry in store.case_outline(case_id)}
    if after:
        before = {each.number for each in noted if each.number <= after}
    elif one.code and agencies.get(one.record_id, store.me.agency) == store.me.agency and store.case(case_id).known:
        before = {each.number for each in store.case_words(case_id, one.record_id) if each.early}
    else:  # another agency is not told what is how old
        before = {each.number for each in noted if not one.at or each.at <= one.at}
    return max((at + 1 for at, each in enumerate(noted) if each.number in before), default=0)
