"""Whether the person of a case is to be asked first: a talk, or that it is written down, which they refused.

Nothing begins over a no. Where they agree to it after all, that is a word of theirs, kept with what is begun.
"""

from intake_app import languages, screening
from intake_app.errors import IntakeError
from intake_app.screening import Word
from intake_app.vault import CaseEntry, ConsentWord, RecordRow, Vault
from intake_app.workflow import carrying, consenting, forms
from intake_app.workflow import store as stores

_TALK = ("interview", "record")
"""What is agreed to before anything is asked, and written down."""
CODE = "workflow.talk_refused"
_FIRST = frozenset(map(forms.own_form_id, forms.OWN_FORMS))


def refused(store: Vault, case_id: str) -> tuple[str, ...]:
    """To which of these the newest word of the person, as far as one may know it, is a no, or taken back.

    That they would not talk in the newest first interview counts until they agree again. Raises IntakeError as
    `Vault.case_outline` does.
    """
    told = (word for word in _said(store, case_id) if word.whose == "person" and not word.recipient)
    newest = screening.newest_words(told)
    return tuple(each for each in _TALK if each in newest and newest[each].word in ("no", "withdrawn"))


def _said(store: Vault, case_id: str) -> tuple[Word, ...]:
    """What was said of the person, the oldest first, with what the newest first interview heard that one reads and that
    came to consent.
    """
    known = [entry for entry in store.case_outline(case_id) if entry.readable or entry.known]
    firsts = [entry for entry in known if entry.form_id in _FIRST]
    for entry in reversed(firsts or known):
        record_id = entry.record_id if entry.readable else entry.known
        try:
            own = _heard(store, entry, record_id) if firsts else ()
            if entry in firsts[1:] and all(each.given == "not_asked" for each in own):
                continue
            return consenting.said(store, record_id, own)
        except IntakeError as trouble:
            if not stores.is_unreadable(trouble):
                raise
    return tuple(map(consenting.as_rules_know, store.case_words(case_id))) if store.case(case_id).known else ()


def _heard(store: Vault, entry: CaseEntry, record_id: str) -> tuple[screening.Consent, ...]:
    if entry.readable and entry.state == "draft":
        return carrying.heard_so_far(store, record_id)
    return carrying.heard_in(store, record_id)


def agreed(store: Vault, row: RecordRow, purposes: tuple[str, ...]) -> None:
    """Keeps, with what was begun just now, that the person agrees to these after all; else it is put away."""
    told = languages.from_form_name(row.language)
    code = told.code if told and told.known else ""
    words = (ConsentWord(each, "", "yes", language=code, script=consenting.script(row)) for each in purposes)
    try:
        store.put_words(row.id, tuple(words))
    except IntakeError:
        store.discard(row.id)
        raise
