"""A word by itself: to a purpose, or by name to a kind of body that no general yes opens: police, court, abroad."""

from dataclasses import replace

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.vault import ConsentWord, Vault
from intake_app.workflow import consenting, finalising, guardians, own_words, told_here
from intake_app.workflow.consent_sheet import GuardianYes

OWN_WORD_KINDS = tuple(kind for kind in screening.RECIPIENT_KINDS if screening.own_word(kind))
"""Kinds of bodies that no general yes opens."""
AS_ADULT = "as_adult"
"""In the place of a yes that a child was asked for in the words for an adult."""


def own_words_told(store: Vault, record_id: str) -> tuple[tuple[str, str, str], ...]:
    """The word that counts to each kind of body that needs one of its own, with whose it is: who took everything back,
    and was never asked about these, took back nothing of this. It is "as_adult" for a yes of who counts as a child
    since, which opens nothing.
    """
    told = consenting.said(store, record_id, finalising.own_consents(store, record_id))
    found = (
        (kind, whose, screening.counting(screening.own_word(kind), (kind,), told, whose))
        for kind in OWN_WORD_KINDS
        for whose in ("person", "guardian")
    )
    agreed = {(each.purpose, each.whose) for each in told if each.word == "yes"}
    return tuple(
        (kind, whose, AS_ADULT if word.as_adult else word.word)
        for kind, whose, word in found
        if word is not None and (word.word != "withdrawn" or (word.purpose, whose) in agreed)
    )


def own_word_given(
    store: Vault,
    record_id: str,
    kind: str,
    word: str,
    how: str = "spoken",
    *,
    language: str = "",
    witness: str = "",
    guardian: GuardianYes | None = None,
    in_doubt: bool = False,
) -> None:
    """Note what the person says to a kind of body that needs a word of its own, and how their guardian agreed too, also
    of who may be a child, `in_doubt`.

    `how`, `language` and `witness` as in `consent_given`; the text about it is read to them in that language. Raises
    IntakeError `screening.no_witness`, `screening.no_language` for a yes without it, as `GuardianYes.word`,
    `screening.guardian_for_adult`, `vault.not_finalised`, `vault.not_allowed`; ValueError for a kind that needs none,
    and for what is no such word.
    """
    if kind not in OWN_WORD_KINDS or word not in ("yes", "no"):
        raise ValueError(f"no word of its own: {kind}, {word}")
    consenting.need_witness(how, witness)
    guardians.refuse_word_of_adult(store, record_id, "" if guardian is None else "guardian", in_doubt)
    purpose = screening.own_word(kind)
    script = own_words.text_read(purpose, kind, language) if language or word == "yes" else ""
    said = ConsentWord(purpose, kind, word, "person", how, language, script, witness)
    agreed = guardian.word(kind) if guardian is not None and word == "yes" else None
    beside = [consenting.kept(replace(agreed, purpose=purpose, script=script))] if agreed is not None else []
    told_here.keep_doubt(store, record_id, in_doubt and word == "yes")  # it ends what went without a guardian's yes
    store.put_words(record_id, [said, *beside])
    told_here.keep_doubt(store, record_id, in_doubt)


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
    in_doubt: bool = False,
) -> None:
    """Note what a person, or a guardian, said to a purpose and a kind of recipient ("" for any); it counts from now on.

    `in_doubt`: they may be under 18, so that a guardian speaks for them.
    A yes tells in which language it was asked, and so which text was read: the form's, or our own where no form asks.
    Raises IntakeError `screening.no_witness`, `screening.guardian_*`, `screening.no_language`,
    `vault.not_finalised`, `vault.not_allowed`;
    `screening.name_recipient` for a yes that has to be of its own and names no kind of body that needs it;
    `referral.unknown_recipient` for what is no kind, nor a service that one knows, and for research, which goes to no
    body; `referral.kind_and_no_service` for a service, of all but a slip; ValueError for what else is none of the
    codes.
    """
    if word == "yes":
        own_words.need_by_name(purpose, recipient, language)
    kinds = {each: each for each in ("", *screening.CONSENT_KINDS)} | consenting.recipients(store, purpose)
    if recipient not in kinds or (purpose == "research" and recipient):
        consenting.refuse_recipient(store, purpose, recipient)
    if word == "yes" and not language:
        raise IntakeError("screening.no_language")
    consenting.need_witness(how, witness)
    guardians.refuse_word_of_adult(store, record_id, whose, in_doubt)
    if (word, whose) == ("yes", "guardian"):
        GuardianYes(how, language, witness).need_witness()
    said_yes, kind = (word, whose) == ("yes", "person"), kinds[recipient]
    own = own_words.text_read(purpose, kind, language) if language or said_yes else ""
    text = own or (consenting.text_read(store, record_id, purpose, kind) if language else "")
    told_here.keep_doubt(store, record_id, in_doubt and word == "yes")  # as in `own_word_given`
    store.put_words(record_id, [ConsentWord(purpose, recipient, word, whose, how, language, text, witness)])
    told_here.keep_doubt(store, record_id, in_doubt)
