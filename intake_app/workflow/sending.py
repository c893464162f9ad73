"""On what a record may be sent to the organisation: what was heard in it and since, and what is noted at its end."""

from collections.abc import Sequence
from dataclasses import replace

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.vault import ConsentWord, RecordRow, waiting
from intake_app.workflow import consenting, own_words
from intake_app.workflow.consent_sheet import ConsentSheet

MISSING, REFUSED = "screening.consent_missing", consenting.REFUSED
AS_ADULT = consenting.AS_ADULT
KEPT_BACK = "screening.kept_back"
"""Why a record stays to whose sending they agreed elsewhere since."""
BY_FORM = "form"
"""How somebody agreed whom the form itself asked."""
NOBODY = "no_person"
"""The reason that nobody is in a record."""


def sync_basis(
    words: Sequence[screening.Word], sheet: ConsentSheet | None, described: bool, anew: bool
) -> tuple[screening.Basis | None, str, str]:
    """Basis and detail of a release for sync, or the code that says why there is none.

    Where nobody heard anything, neither the form nor anybody since, the sheet alone tells; a no in it ends any yes.
    `described`: a person is, in the record; that nobody is would be no reason to let it go. `anew`: what was refused
    was so at the end of a version of it, or of what it is a copy of, or elsewhere, where its form asks nothing; there
    they may agree to it now, and to what their form left open. A guardian who agrees now does so beside what the person
    said.
    """
    refused = sheet is not None and sheet.refused and not sheet.given
    verdict = consenting.may_sync(words, agreeing(replace(sheet, given=False) if sheet is not None else None))
    asked_anew = anew or verdict.code in (screening.WITHDRAWN, MISSING, AS_ADULT)
    if not words or (asked_anew and sheet is not None and sheet.given):
        told = replace(sheet, no_person=False) if sheet is not None and described else sheet
        basis, detail, code = from_sheet(told, words)
        return basis, detail, code or ""
    if verdict.basis is not None and not refused:
        return verdict.basis, BY_FORM, ""
    if sheet is not None and sheet.reason and verdict.code != screening.WITHDRAWN:
        return screening.Basis.OVERRIDE, sheet.reason, ""
    return None, "", REFUSED if refused and verdict.code != screening.WITHDRAWN else verdict.code or MISSING


def went_on(detail: str, words: Sequence[screening.Word], asked: Sequence[screening.Consent]) -> str:
    """The detail of a release; how they agreed since, where it goes on that and not on what a form `asked`."""
    theirs = [word for word in words if word.whose == "person"]
    said, heard = (screening.newest_words(each).get("sync") for each in (theirs, own_words.heard(asked)))
    in_form = said is None or (heard is not None and (heard.word, heard.how) == (said.word, said.how))
    return detail if detail != BY_FORM or in_form or said is None else said.how


def from_sheet(
    sheet: ConsentSheet | None, words: Sequence[screening.Word]
) -> tuple[screening.Basis | None, str, str | None]:
    """Basis, detail and the code that says why not, from a consent sheet; a yes weighed with what else was said."""
    if sheet is None:
        return None, "", MISSING
    if sheet.no_person and not sheet.refused:
        return screening.Basis.OVERRIDE, NOBODY, None
    verdict = consenting.may_sync(words, agreeing(sheet))
    if sheet.given:
        return verdict.basis, sheet.how, verdict.code
    if sheet.guardian is not None and not sheet.refused and verdict.basis is not None:
        return verdict.basis, sheet.guardian.how, None
    if sheet.reason:
        return screening.Basis.OVERRIDE, sheet.reason, None
    heard = (consenting.may_sync(words).code or KEPT_BACK) if words else MISSING
    return None, "", REFUSED if sheet.refused else heard


def agreed_words(row: RecordRow, how: str, sheet: ConsentSheet | None, to: str = "") -> tuple[ConsentWord, ...]:
    """A yes to the record and to its being sent, of who agrees by the sheet, in the language and before whom it says;
    `to`: of who agrees later that it is sent, the organisation, for that is no yes to what else had rested on the
    record. A guardian's as `GuardianYes.word` has it, which raises.
    """
    language, witness = (sheet.language, sheet.witness) if sheet is not None else ("", "")
    said = screening.Word("", to, "yes", how=how, language=language, script=consenting.script(row), witness=witness)
    theirs = sheet.guardian.word(to) if sheet is not None and sheet.guardian is not None else None
    both = [said] if sheet is None or sheet.given else []
    both += [replace(theirs, script=said.script)] if theirs is not None else []
    return tuple(consenting.kept(replace(word, purpose=each)) for word in both for each in consenting.TO_SEND)


def said_here(
    row: RecordRow, how: str, sheet: ConsentSheet | None, asked_here: bool, to: str
) -> tuple[ConsentWord, ...]:
    """What is said at the end of a record beside its form: a no; a yes of who was `asked_here`, and a guardian's."""
    if sheet is None:
        return ()
    no = consenting.refused_here(row, sheet.language) if sheet.refused and not asked_here else ()
    return (*no, *agreed_words(row, how, replace(sheet, given=asked_here and sheet.given), to))


def says_nothing(sheet: ConsentSheet | None) -> bool:
    """Whether a sheet tells nothing of the person's own word, nor that nobody asked; a guardian's it may tell."""
    told = sheet is not None and (sheet.given or sheet.refused or sheet.no_person)
    return sheet is None or (not told and bool(sheet.guardian or sheet.language))


def waits_for(code: str, first: bool) -> int:
    """For what alone a record stays, as the store notes it: for the `first` interview, or for the age that counts."""
    return waiting.FIRST if first else waiting.CHILD if code == AS_ADULT else 0


def is_own_yes(
    words: Sequence[screening.Word], sheet: ConsentSheet | None, basis: screening.Basis | None, asks: bool
) -> bool:
    """Whether the person agrees beside a form that does not ask them itself, `asks`, to what goes on that or on what
    was said before, or will once their guardian agrees, too.
    """
    if asks or sheet is None or not sheet.given:
        return False
    return basis is screening.Basis.CONSENT or (basis is None and opens_with_both(words, sheet))


def need_yes(asks: bool, sheet: ConsentSheet | None) -> None:
    """Raises IntakeError `screening.way_of_nothing` where it is told how, before whom or in which language, and neither
    that the person agrees nor that they do not, nor does the form ask them.
    """
    if asks or sheet is None or sheet.given or sheet.refused:
        return
    if sheet.language or sheet.witness or sheet.how != "spoken":
        raise IntakeError("screening.way_of_nothing")


def need_noted(heard: Sequence[screening.Consent], sheet: ConsentSheet) -> None:
    """Raises IntakeError `screening.way_of_nothing` where a form asks, and a language is told by itself that none of
    what they agreed to is noted in: a language by itself changes nothing of what was signed.
    """
    if not heard or not sheet.language or sheet.given or sheet.refused:
        return
    if sheet.language not in {own_words.of_form(each.language) for each in heard if each.given == "yes"}:
        raise IntakeError("screening.way_of_nothing")


def opens_with_both(words: Sequence[screening.Word], sheet: ConsentSheet) -> bool:
    """Whether a record goes once a child and their guardian agree, of whom one does now."""
    one = sheet.given is (sheet.guardian is None)
    return one and consenting.may_sync(words, ("person", "guardian")).basis is not None


def agreeing(sheet: ConsentSheet | None) -> tuple[consenting.Speaker, ...]:
    """Who agrees, by the sheet."""
    person: tuple[consenting.Speaker, ...] = ("person",) if sheet is not None and sheet.given else ()
    return (*person, "guardian") if sheet is not None and sheet.guardian is not None else person


def withheld(code: str, words: Sequence[screening.Word], sheet: ConsentSheet | None, child: bool) -> str:
    """The code that says why it is not sent, with who it was that took it back or refused it; `child`: see
    `consenting.why_not`.
    """
    refused_now = sheet is not None and sheet.refused
    if code != screening.WITHDRAWN and (code != REFUSED or refused_now):
        return code
    by = agreeing(sheet) if sheet is not None and sheet.given else ()
    return consenting.why_not_sent(words, child, by) or code


def vital(basis: screening.Basis | None, sheet: ConsentSheet | None) -> str:
    """The ground of a reason that is recorded because somebody may be hurt now; "" for what the basis tells itself."""
    return "vital_interest" if basis is screening.Basis.OVERRIDE and sheet is not None and sheet.danger else ""
