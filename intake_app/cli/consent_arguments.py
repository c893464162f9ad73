"""Arguments of the commands about what a person agreed to, and of those of them that let something out."""

import argparse
from typing import Any

from intake_app.cli.options import ASKED, shared, verb
from intake_app.i18n import Translator


def record_verbs(group: Any, tr: Translator) -> None:
    """The verbs of `intake record` that are about consent."""
    from intake_app.referral import CONSENT_HOW
    from intake_app.screening import CONSENT_PURPOSES, RECIPIENT_KINDS
    from intake_app.vault import WITNESSES
    from intake_app.workflow.own_words import READ_OUT

    asked_in = tr("the language it was asked in: a code, or other")
    said = shared(group.add_parser("consent"), verb("consent_verbs", "consent"), tr)
    said.add_argument("record")
    said.add_argument("--purpose", choices=CONSENT_PURPOSES, required=True)
    to_whom = tr("one service or kind of body; without it, all")
    said.add_argument("--recipient", default="", metavar="CODE", help=to_whom)
    said.add_argument("--word", choices=("yes", "no"), default="yes")
    said.add_argument("--whose", choices=("person", "guardian"), default="person")
    _in_doubt(said, tr)
    said.add_argument("--how", choices=CONSENT_HOW, default="spoken")
    said.add_argument("--in-language", default="", metavar="CODE", help=asked_in)
    said.add_argument("--witness", choices=WITNESSES, default="", help=tr("who was there: a role, never a name"))
    listed = shared(group.add_parser("consents"), verb("consent_verbs", "consents"), tr)
    whose_record = tr("a record of the person, by its code, by the person’s, or by the reference of a slip")
    listed.add_argument("record", help=whose_record)
    to_read = tr("the text to read out before they are asked about this kind of body")
    listed.add_argument("--read", choices=("", *READ_OUT), default="", metavar="KIND", help=to_read)
    listed.add_argument("--in-language", default="", metavar="CODE", help=asked_in)
    back = shared(group.add_parser("withdraw-consent"), verb("consent_verbs", "withdraw"), tr)
    back.add_argument("record", help=whose_record)
    back.add_argument("--purpose", choices=("", *CONSENT_PURPOSES[1:]), default="", help=tr("without it, all"))
    back.add_argument("--recipient", default="", metavar="CODE", help=to_whom)
    back.add_argument("--whose", choices=("person", "guardian"), default="person")
    _in_doubt(back, tr)
    again = shared(group.add_parser("agree-again"), verb("consent_verbs", "agree_again"), tr)
    again.add_argument("record", help=whose_record)
    again.add_argument("--purpose", choices=("sync", "slip", "export", "research"), required=True)
    again.add_argument("--recipient", default="", metavar="CODE", help=to_whom)
    again.add_argument("--how", choices=CONSENT_HOW, default="spoken")
    again.add_argument("--in-language", default="", metavar="CODE", help=asked_in)
    again.add_argument("--witness", choices=WITNESSES, default="", help=tr("who was there: a role, never a name"))
    guardian(again, tr)
    _in_doubt(again, tr)
    export = shared(group.add_parser("export"), verb("consent_verbs", "export"), tr)
    export.add_argument("record")
    export.add_argument("--recipient", choices=RECIPIENT_KINDS, required=True, metavar="KIND")
    export.add_argument("--format", choices=("json", "csv"), default="json")
    export.add_argument("-o", "--output", required=True, metavar="FILE")
    consent(export, tr)


def _in_doubt(command: argparse.ArgumentParser, tr: Translator) -> None:
    """That a guardian may speak for who told to be an adult."""
    told = tr("the person is, or may be, under 18; kept until the age is decided")
    command.add_argument("--minor", action="store_true", help=told)


def guardian(command: argparse.ArgumentParser, tr: Translator) -> None:
    """That a guardian agreed too, how, in which language and before whom: of them alone."""
    from intake_app.referral import CONSENT_HOW
    from intake_app.vault import WITNESSES

    command.add_argument("--guardian", action="store_true", help=tr("the guardian of a child agreed too"))
    how = tr("how the guardian agreed; without it, aloud")
    command.add_argument("--guardian-how", choices=CONSENT_HOW, default="", help=how)
    spoken = tr("the language in which the guardian was asked: a code, or other")
    command.add_argument("--guardian-language", default="", metavar="CODE", help=spoken)
    others = tuple(role for role in WITNESSES if role != "guardian")
    there = tr("who was there when the guardian agreed: a role, never a name")
    command.add_argument("--guardian-witness", choices=others, default="", help=there)


def age(command: argparse.ArgumentParser, tr: Translator) -> None:
    """What was told of the person's age and of who is with them, where no record tells it."""
    told = tr("what was told of the age, where no record tells it; kept")
    command.add_argument("--age", choices=("adult", "minor"), default="", help=told)
    by = tr("who told the age: the person, or a document")
    command.add_argument("--age-from", choices=("person", "document"), default="person", help=by)
    command.add_argument("--alone", action="store_true", help=tr("no parent or other adult answers for the child"))


def consent(command: argparse.ArgumentParser, tr: Translator) -> None:
    """What was agreed to at the desk, or why it leaves without."""
    from intake_app.referral import CONSENT_HOW
    from intake_app.vault.consents import WITNESSES

    command.add_argument("--consent", choices=("yes", "no"), help=tr("for forms that do not ask for it themselves"))
    command.add_argument("--how", choices=CONSENT_HOW, default="spoken")
    command.add_argument("--no-person", action="store_true", help=tr("the form describes nobody"))
    in_doubt = tr("the person is, or may be, under 18; kept until the age is decided")
    command.add_argument("--minor", action="store_true", help=in_doubt)
    age(command, tr)
    guardian(command, tr)
    in_language = tr("the language that was spoken then: a code, or other")
    command.add_argument("--in-language", default="", metavar="CODE", help=in_language)
    command.add_argument("--witness", choices=WITNESSES, default="", help=tr("who was there: a role, never a name"))
    work = tr("they agreed that what they told of the work goes along to a desk for workers")
    command.add_argument("--work", action="store_true", help=work)
    risks = tr("the risks of going back were looked at with the person, for a slip to advice on return")
    command.add_argument("--risks", action="store_true", help=risks)
    command.add_argument("--danger", action="store_true", help=tr("somebody may be hurt now; weighs with a reason"))
    told = tr("the person said that they do not ask for protection")
    command.add_argument("--no-asylum", action="store_true", help=told)
    override = tr("why it leaves without consent; kept and shown. Alone or with -, it is asked for")
    command.add_argument("--override", nargs="?", const=ASKED, metavar="REASON", help=override)
