"""What to do about trouble, for who types: how that is done here which an advice asks for, and no part of a window."""

from collections.abc import Mapping

from intake_app import messages
from intake_app.errors import Fact, IntakeError
from intake_app.i18n import Translator, msg
from intake_app.messages import Explanation

BY: Mapping[str, str] = {
    "cli.by_name_alone": "intake record consents --read, intake record agree-again --recipient --in-language",
    "cli.no_guardian": "--guardian",
    "cli.nothing_taken_back": "intake record agree-again --recipient, intake record consent",
    "openrosa.tls_authority": "intake server set --authority",
    "screening.authority_not_asked": "intake record consents --read, --consent yes, --in-language, --guardian",
    "screening.agreed_as_adult": "intake record release --consent yes --in-language, intake case age --document",
    "screening.age_in_doubt": "--guardian, --guardian-language, intake case open, intake case age",
    "screening.age_not_told": "--age, --guardian, --guardian-language",
    "screening.alone_not_told": "--alone",
    "screening.both_together": "--consent yes, --in-language, --guardian, --guardian-language",
    "screening.consent_missing": "--consent yes",
    "screening.consent_refused": "intake record consent --purpose, --override",
    "screening.consent_withdrawn": "intake record agree-again",
    "screening.consular_missing": "intake record consent --recipient --in-language --purpose consular",
    "screening.counts_as_child": "intake record release --consent yes --in-language, intake case age --document",
    "screening.cross_border_missing": "intake record consent --recipient --in-language --purpose cross_border",
    "screening.guardian_alone": "--guardian, --guardian-language",
    "screening.guardian_asked": "--guardian, --guardian-language",
    "screening.guardian_beside": "--guardian, --guardian-language",
    "screening.guardian_by_name": "--guardian, --guardian-language",
    "screening.guardian_of_adult": "intake case age",
    "screening.guardian_for_adult": "--minor, intake case age",
    "screening.guardian_language": "--guardian-language",
    "screening.guardian_of_duty": "intake record consent --whose guardian",
    "screening.guardian_witness": "--guardian-witness, --witness",
    "screening.guardian_first": "intake record consent --whose guardian --purpose --recipient --in-language",
    "screening.guardian_missing": "--guardian, --guardian-language, --override",
    "screening.guardian_own_word": "intake record consent --whose guardian --purpose --recipient --in-language",
    "screening.guardian_said_no": "intake record consent --whose guardian --recipient, --override",
    "screening.guardian_withdrawn": "intake record agree-again --guardian --guardian-language",
    "screening.judicial_missing": "intake record consent --recipient --in-language --purpose judicial",
    "screening.kept_back": "intake record release --consent yes",
    "screening.server_later": "intake record release --consent yes",
    "screening.minors_alone": "--minor",
    "screening.name_recipient": "intake record consents --read, intake record consent --recipient --in-language",
    "screening.newer_stays": "intake record release --consent yes --in-language",
    "screening.no_consent_questions": "--consent",
    "screening.not_alone": "--guardian, --guardian-language, --override",
    "screening.no_language": "--in-language",
    "screening.no_witness": "--witness",
    "screening.own_word_untold": "intake record consent --recipient --in-language",
    "screening.path_left": "intake record consent --recipient --in-language --purpose judicial",
    "screening.said_no": "--consent yes",
    "screening.sending_unanswered": "intake record release --consent yes --in-language",
    "screening.social_path": "intake record consent --recipient --in-language --purpose judicial",
    "screening.way_of_nothing": "--consent",
    "screening.work_not_asked": "--work",
    "vault.in_a_case": "intake case merge",
    "vault.keyring_missing": "intake store recover",
    "vault.not_finalised": "intake record finalise",
    "vault.put_back": "intake store confirm-put-back",
    "vault.rotation_unfinished": "intake store info",
    "vault.slip_of_two": "intake slip",
    "vault.waits_for_person": "intake queue list",
    "vault.withdrawn": "intake record agree-again, intake record consent",
    "workflow.asked_already": "intake record hand-over, intake case begin --again",
    "workflow.asked_in_own": "intake record show, intake record edit, intake case begin --again",
    "workflow.days_noted": "intake case reflection --instead",
    "workflow.not_asked_within": "intake record hand-over, intake record consent --word",
    "workflow.says_nothing": "--anyway",
    "workflow.slip_anew": "intake slip",
    "workflow.slip_ended": "intake slip",
    "workflow.slip_of_child": "intake slip",
    "workflow.tells_whole": "intake slip",
    "workflow.work_of_guardian": "--consent yes, --in-language",
    "workflow.work_said_no": "--work",
    "workflow.which_body": "intake record hand-over --as",
    "xform.nothing_printed": "intake slip",
}
"""The words of a line by which that is done."""
INSTEAD: Mapping[str, str] = {
    "openrosa.tls_authority": msg("Use another network. If the organisation has an authority of its own, give its "
                                  "file. Nothing was sent."),
    "openrosa.tls_host": msg("Check the address of the server, or use another network: this one may show a page of its "
                             "own. Nothing was sent."),
    "screening.consent_refused": msg("Respect the answer. If they agree to it later, note that as a new yes. If the "
                                     "law or an immediate danger requires it, give the reason."),
    "screening.guardian_of_adult": msg("Decide about their age, on a document that was seen or a body that decided: "
                                       "then their own word is enough. Or note that the guardian agrees again."),
    "screening.guardian_withdrawn": msg("Ask the guardian. If they agree again, note that first: what they said before "
                                        "does not count any more."),
    "vault.in_a_case": msg("If both are the same person, put their two codes together."),
    "vault.keyring_missing": msg("Log in to the account where it was set up, or use the recovery key."),
    "vault.rotation_unfinished": msg("Open the store again: what is left is done then. Nothing saved is lost."),
    "vault.waits_for_person": msg("Decide about it first."),
    "xform.nothing_printed": msg("Print the referral slip of the record."),
}  # fmt: skip
"""Advice in the place of one that names a part of a window."""


def advice(code: str, facts: Mapping[str, Fact], tr: Translator) -> str:
    """What to do now, and by which words."""
    told = tr(INSTEAD[code]) if code in INSTEAD else messages.advice(code, facts, tr)
    return f"{told} ({BY[code]})" if code in BY else told


def explain(error: IntakeError, tr: Translator) -> Explanation:
    """Sentence and advice for an error."""
    return Explanation(messages.sentence(error.code, error.facts, tr), advice(error.code, error.facts, tr))
