"""What was said of a person: in the forms, and by words noted since; what is taken back, and what had left by then."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

from intake_app import languages, screening
from intake_app.referral import Recipient
from intake_app.screening import Circumstances, Consent, Verdict, Word
from intake_app.vault import ConsentWord, RecordRow, Vault, Ways, Withdrawal
from intake_app.workflow import carrying

_AS_FORMS = {"slip": "referral"}
"""Purposes as forms name them, where that is another name."""
ORGANISATION = "organisation"
"""Recipient of a release for sync: the servers of this workplace."""


def said(
    store: Vault, record_id: str, own: Sequence[Consent], service: Recipient | None = None
) -> tuple[Word, ...]:
    """What the form of a record heard and what was noted since, the oldest first.

    What was said of one service by its own code counts for it alone. The form's `own` answers are as old as the record,
    those of an edit as old as its first version, and those of the first interview, where the form asks nothing, older
    than every word: what was taken back since is not agreed to by a copy of an answer.
    """
    told = screening.words_of(own, store.versions(record_id)[0].created) if own else ()
    told = told or screening.words_of(carrying.consents(store, record_id))
    noted = (of_service(as_rules_know(each), service) for each in store.said(record_id))
    return tuple(sorted((*told, *(each for each in noted if each is not None)), key=lambda word: word.at))


def as_forms_know(purpose: str) -> str:
    """The name that forms have for a purpose."""
    return _AS_FORMS.get(purpose, purpose)


def as_rules_know(noted: ConsentWord) -> Word:
    """A word as the rules have it: nobody's name."""
    fields = asdict(noted)
    del fields["by"]
    return Word(**fields)


def of_service(word: Word, service: Recipient | None) -> Word | None:
    """A word as the rules know it, by kind of recipient; None for one about another service."""
    if word.recipient in ("", ORGANISATION, *screening.RECIPIENT_KINDS):
        return word
    if service is None or word.recipient != service.code:
        return None
    return replace(word, recipient=service.recipient_kind)


def may_sync(words: Iterable[Word]) -> Verdict:
    """Whether what was said lets a record go to the servers of the organisation."""
    return screening.may_leave("sync", ORGANISATION, tuple(words), Circumstances())


def for_case(store: Vault, row: RecordRow, own: Sequence[Consent]) -> tuple[ConsentWord, ...]:
    """What the other records of the person are to know that a form heard, unless it was taken back meanwhile."""
    if not own:
        return ()
    told = languages.from_form_name(row.language)
    heard = screening.words_of(own, "", told.code if told else "", script(row))
    back = {word.purpose for word in said(store, row.id, own) if word.word == "withdrawn"}
    return tuple(_kept(word) for word in heard if word.word != "not_asked" and word.purpose not in back)


def tell_case(store: Vault, record_id: str) -> None:
    """Note with the case, into which a finished record has come, what its form heard; what was noted since stands."""
    row = store.record(record_id)
    if row.state == "draft":
        return
    own = carrying.heard_in(store, record_id)
    noted = {each.purpose: each.at for each in store.said(record_id)}
    words = [each for each in for_case(store, row, own) if noted.get(each.purpose, "") < (row.finalised or "")]
    if words:
        store.put_words(record_id, words)


def heard(store: Vault, record_id: str) -> tuple[Consent, ...]:
    """What holds for a record of a case whose form asks nothing itself: the person's newest word to each purpose."""
    if store.case_of(record_id) is None:
        return ()
    told = [word for word in said(store, record_id, ()) if word.whose == "person"]
    newest = {word.purpose: word for word in told if word.recipient in ("", ORGANISATION)}
    return tuple(
        Consent(_AS_FORMS.get(purpose, purpose), "yes" if word.word == "yes" else "no", "")
        for purpose, word in newest.items()
        if word.word != "not_asked"
    )


def _kept(word: Word) -> ConsentWord:
    return ConsentWord(**asdict(word))


def script(row: RecordRow) -> str:
    """Which text was read out: the questionnaire in its version."""
    return f"{row.form_id} {row.version}"[:100]


def consent_given(
    store: Vault,
    record_id: str,
    purpose: str,
    recipient: str = "",
    *,
    word: str = "yes",
    whose: str = "person",
    how: str = "spoken",
    language: str = "",
    witness: str = "",
) -> None:
    """Note what a person, or a guardian, said to a purpose and a kind of recipient ("" for any); it counts from now on.

    Raises IntakeError `vault.not_finalised`, `vault.not_allowed`; ValueError for what is none of the codes.
    """
    if recipient not in ("", *screening.RECIPIENT_KINDS):
        raise ValueError(f"no such recipient: {recipient}")
    text = script(store.record(record_id))
    store.put_words(record_id, [ConsentWord(purpose, recipient, word, whose, how, language, text, witness)])


def agreed(
    store: Vault, record_id: str, purposes: Sequence[str], recipient: str, how: str, whose: str = "person"
) -> None:
    """Note that somebody agreed to purposes, at the desk or at the end of a record."""
    text = script(store.record(record_id))
    words = [ConsentWord(each, recipient, "yes", whose, how, script=text) for each in purposes]
    store.put_words(record_id, words)


def ways_out(store: Vault, record_id: str) -> Ways:
    """What taking everything back would stop, and what had left already."""
    return store.ways_out(record_id)


def withdraw_consent(
    store: Vault, record_id: str, purpose: str = "", recipient: str = "", *, whose: str = "person"
) -> Withdrawal:
    """Take back what was agreed to, for one purpose and recipient or, where "", for all: of all records of the person.

    Nothing more leaves on it; what is under way and what had left is told of. To undo it is to agree anew.
    """
    return store.withdraw_consent(record_id, purpose, recipient, whose)
