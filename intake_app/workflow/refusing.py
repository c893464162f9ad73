"""What somebody says no to at the desk: it is kept, whatever becomes of what it was said to."""

from dataclasses import replace

from intake_app.referral import Recipient, named
from intake_app.screening import Purpose, Word
from intake_app.vault import ConsentWord, Vault
from intake_app.workflow import consenting, own_words, services, told_here
from intake_app.workflow.consent_sheet import ConsentSheet


def keep_no(
    store: Vault, record_id: str, purpose: Purpose, recipient: Recipient | str, noted: ConsentSheet | None,
    script: str = "",
) -> None:  # fmt: skip
    """Keep the no that was said at the desk to a way out, whatever becomes of it: it holds for this service, or this
    kind of recipient, until they say something newer. In which language and who was there is kept where it is told,
    with the `script` that was read, where it is not our text about this way out; what was told of the age is kept, too.
    To a slip that what was told of the work was to go along with it is a no to that as well. Raises IntakeError
    `screening.no_witness` as for a yes.
    """
    if noted is None or not noted.refused:
        return
    consenting.need_witness(noted.how, noted.witness)
    kind = recipient if isinstance(recipient, str) else recipient.recipient_kind
    to = recipient if isinstance(recipient, str) else named(recipient.code)
    along = purpose == "slip" and noted.work and "dossier" in services.variants().of(kind).fields
    said = Word("", to, "no", how=noted.how, language=noted.language, witness=noted.witness)

    def no(each: Purpose) -> ConsentWord:
        text = (script or own_words.text_read(each, kind, noted.language)) if noted.language else ""
        return consenting.kept(replace(said, purpose=each, script=text))

    store.put_words(record_id, [no(purpose), *([no("export")] if along else [])])
    told_here.keep(store, record_id, noted)
