"""`intake record consent|consents|withdraw-consent|agree-again|export`: what was said, taken back, and goes out."""

from argparse import Namespace
from dataclasses import asdict, replace
from typing import Any

from intake_app import messages, referral, screening, workflow
from intake_app.cli import advised, doubt_told, ground_told
from intake_app.cli.leaving_files import leaving_file
from intake_app.cli.opening import opened, person_record_id, record_id
from intake_app.cli.record_verbs import consent_sheet, guardian_yes, keep_no, the_no
from intake_app.cli.secret_input import check_new, private_file
from intake_app.errors import IntakeError
from intake_app.i18n import Translator
from intake_app.screening import Release
from intake_app.vault import ConsentWord, Vault
from intake_app.workflow import agreeing, consenting, own_words, sharing
from intake_app.workflow.exporting import Exported


def consent(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note what a person, or a guardian, said to a purpose and a kind of recipient."""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        spoken = the_no(parsed) if parsed.word == "no" else None  # kept whatever else is wrong, which is told after it
        language = spoken.language if spoken is not None else own_words.known_language(parsed.in_language)
        how = spoken.how if spoken is not None else parsed.how
        meant = _meant(store, parsed.purpose, parsed.recipient, parsed.word)
        for each in meant:
            workflow.consent_given(
                store, name, parsed.purpose, each,
                word=parsed.word, whose=parsed.whose, how=how, witness=parsed.witness, language=language,
                in_doubt=parsed.minor,
            )  # fmt: skip
        own_words.known_language(parsed.in_language)
        consenting.need_witness(parsed.how, parsed.witness)
        shut = agreeing.against(store, name, parsed.purpose, meant[0]) if parsed.word == "yes" else ""
        words = [_as_kept(word) for word in store.said(name)]
        warnings = [*_still_shut(shut, tr), *doubt_told.warnings(store, name, parsed, tr)]
        return {"record": name, "words": words, "shut": shut, "warnings": warnings}


def _as_kept(word: ConsentWord) -> dict[str, Any]:
    """A word, without the record with which it was said, which may be one that nobody here sees."""
    told = asdict(word)
    del told["told_in"]
    return told


def _meant(store: Vault, purpose: str, recipient: str, word: str) -> tuple[str, ...]:
    """Who is meant by a name: where a service has the code of a kind of body, both, but by a yes the service alone."""
    service = referral.named(recipient)
    both = recipient in screening.CONSENT_KINDS and service in consenting.recipients(store, purpose)
    return ((service, recipient) if word == "no" else (service,)) if both else (recipient,)


def _still_shut(code: str, tr: Translator) -> list[str]:
    """What stands against a way out to which the yes was kept, and what to do about it."""
    if not code:
        return []
    why = advised.explain(IntakeError(code), tr)
    return [tr("The yes is kept, but nothing goes out on it yet. {why}").format(why=f"{why.sentence} {why.advice}")]


def consents(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """What was said, what is open on it, and what had left."""
    with opened(parsed, tr) as store:
        name = person_record_id(store, parsed.record)
        ways = workflow.agreement(store, name)
        return {
            "record": name,
            "words": [_as_kept(word) for word in _heard(store, name)],
            "open": [{"purpose": purpose, "recipient": recipient} for purpose, recipient in ways.open],
            "agreed": [{"purpose": purpose, "recipient": recipient} for purpose, recipient in ways.agreed],
            "as_adult": [
                {"purpose": purpose, "recipient": to, "sentence": tr("Agreed as an adult: a child is asked anew.")}
                for purpose, to in ways.as_adult
            ],
            "left": [asdict(one) for one in ways.left],
            "returning": [asdict(one) for one in ways.returning],
            "beyond": ways.beyond,
            **_to_read(parsed.read, parsed.in_language or store.record(name).language or "", tr),
        }


def _heard(store: Vault, record: str) -> list[ConsentWord]:
    """What was said of a person; where they have no case, which would tell it, also what the form of a record heard."""
    heard = consenting.last_heard(store, record) if store.case_of(record) is None else None
    own = consenting.for_case(store, heard)
    return [*(replace(each, by=heard.row.author) for each in own if heard is not None), *store.said(record)]


def _to_read(kind: str, spoken: str, tr: Translator) -> dict[str, Any]:
    """What is read out before they are asked about a body, in their language and in that of who reads, if about one."""
    if not kind:
        return {}
    texts = own_words.texts()
    passage = texts.passage(kind, own_words.language(spoken), tr.language)
    told = {who: {"language": text.language, "review": text.review, "text": text.text}
            for who, text in (("person", passage.person), ("mediator", passage.mediator))}  # fmt: skip
    return {"read": {"text": texts.name, **told}}


def withdraw(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Take back what was agreed to: nothing more leaves on it, and what had left is told of."""
    with opened(parsed, tr) as store:
        name = person_record_id(store, parsed.record)
        done = workflow.withdraw_consent(
            store, name, parsed.purpose, parsed.recipient, whose=parsed.whose, in_doubt=parsed.minor
        )
        warnings = doubt_told.warnings(store, name, parsed, tr)
        left = [asdict(one) for one in done.left]
        return {"record": name, "stopped": done.stopped, "left": left, "warnings": warnings}


def agree_again(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Note that the person agrees again to what they took back; what that had stopped comes back."""
    with opened(parsed, tr) as store:
        name = person_record_id(store, parsed.record)
        ways = agreeing.ways_again(store, name, parsed.purpose, parsed.recipient)
        unasked = [to for _, to in agreeing.left_out(store, name, parsed.purpose)] if not parsed.recipient else []
        trouble = IntakeError("cli.by_name_alone", names=", ".join(unasked))
        back = workflow.agree_again(
            store, name, ways, parsed.how,
            language=own_words.known_language(parsed.in_language), witness=parsed.witness,
            guardian=guardian_yes(parsed), in_doubt=parsed.minor,
            along=parsed.recipient if parsed.purpose == "export" and parsed.recipient in screening.CONSENT_KINDS else ""
        )  # fmt: skip
        if not ways:  # of who may note it: another is told that they may not
            raise trouble if unasked else IntakeError("cli.nothing_taken_back")
        why = advised.explain(trouble, tr)
        warnings = [f"{why.sentence} {why.advice}"] if unasked else []
        warnings += [each for code in dict.fromkeys(one.shut for one in back) for each in _still_shut(code, tr)]
        shut = sharing.closed_sights(store, name, {to for purpose, to in ways if purpose == "export"})
        again = tr("{people} could see a record of theirs and still can not: hand it over anew, with their yes to that "
                   "(intake record hand-over --consent yes).")  # fmt: skip
        warnings += [again.format(people=", ".join(shut))] if shut else []
        warnings += doubt_told.warnings(store, name, parsed, tr)
        return {"record": name, "returned": [asdict(one) for one in back], "warnings": warnings}


def export(parsed: Namespace, tr: Translator) -> dict[str, Any]:
    """Write a record in the shared data format; beside a table goes a file that says where its fields come from."""
    notice = f"{parsed.output}.txt" if parsed.format == "csv" else ""
    with opened(parsed, tr) as store:
        name = record_id(store, parsed.record)
        keep_no(store, name, "export", parsed.recipient, parsed)
        sheet = consent_sheet(parsed, tr, kept=True)
        if notice:
            check_new(notice)
        on: list[Release] = []
        with leaving_file(store, parsed.format, parsed.output, on) as stream:  # first: what can not be written stays
            done = workflow.export_record(store, name, parsed.recipient, parsed.format, sheet)
            on += done.releases
            stream.write(done.data)
        if notice:
            with private_file(notice) as stream:
                stream.write(workflow.export_standard().notice.encode())
        doubted = doubt_told.warnings(store, name, parsed, tr)
    told = {"records": done.codes, "left_out": done.left_out, "notice": notice}
    told |= {**ground_told.of(done.releases[0]), "grounds": _grounds(done)}
    told["warnings"] = [*(messages.not_in_it(one.code, one.by, one.why, tr) for one in done.others), *doubted]
    told["notes"] = messages.mapping_draft(done.mapping, tr)
    return {"record": name, "recipient": parsed.recipient, "file": parsed.output, **told}


def _grounds(done: Exported) -> list[dict[str, str]]:
    """On what each record of a file goes, by its code: a reason that is noted for one lets out no other."""
    return [{"record": done.records[one.record_id], **ground_told.of(one)} for one in done.releases]
