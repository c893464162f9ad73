"""The commands and their arguments.

What a verb needs is imported when the line names it: to play a scenario no store is opened and no slip is drawn.
"""

import argparse
from collections.abc import Sequence
from typing import Any, get_args

from intake_app import __version__
from intake_app.cli import (
    case_arguments,
    consent_arguments,
    exchange_arguments,
    information_arguments,
    key_arguments,
    referral_arguments,
    sharing_arguments,
)
from intake_app.cli.options import ASKED
from intake_app.cli.options import alone as _alone
from intake_app.cli.options import count as _count
from intake_app.cli.options import shared as _shared
from intake_app.cli.options import verb as _verb
from intake_app.cli.options import verbs as _verbs
from intake_app.i18n import Translator

_MOST_COPIES = 1000


def parser(tr: Translator, line: Sequence[str]) -> argparse.ArgumentParser:
    """The command line; only the groups that `line` names know their verbs."""
    top = argparse.ArgumentParser(prog="intake", description=tr("Field intake, offline and encrypted."))
    top.add_argument("--version", action="version", version=f"intake {__version__}")
    groups = top.add_subparsers(dest="group", required=True, metavar=tr("COMMAND"))
    for name, told, fill in (
        ("store", tr("Create a store, look at it, add people"), _store),
        ("user", tr("Add, list and remove people"), key_arguments.user),
        (
            "org-key",
            tr("Keys of organisations, which open stores whose passphrases are lost"),
            key_arguments.organisation_key,
        ),
        ("form", tr("Import, check, compile, play and walk through questionnaires"), _form),
        ("record", tr("Fill, list, show and finish records"), _record),
        ("case", tr("One person under a code: what was asked, what comes next, the name apart"), case_arguments.case),
        ("slip", tr("Write a referral slip as PDF"), _slip),
        ("print", tr("Write cards and leaflets to give away as PDF"), _print),
        ("referral", tr("What became of referral slips"), referral_arguments.referral),
        ("information", tr("Count information that was given without an interview"), information_arguments.information),
        ("server", tr("Add and list servers"), _server),
        ("sync", tr("Send what is due"), _sync),
        ("profile", tr("What a second laptop needs"), exchange_arguments.profile),
        ("queue", tr("What waits, and since when"), exchange_arguments.queue),
        ("ledger", tr("Prove what was sent"), exchange_arguments.ledger),
        ("audit", tr("Show and verify the log of actions"), _audit),
        ("practice-server", tr("A server on this computer, to practise with"), _practice),
    ):
        group = groups.add_parser(name, help=told)
        if name in line:
            fill(group, tr)
    return top


def _store(group: argparse.ArgumentParser, tr: Translator) -> None:
    from intake_app.vault import Role

    verbs, roles = _verbs(group), tuple(str(role) for role in Role)
    create = _shared(verbs.add_parser("create"), _verb("store_verbs", "create"), tr)
    create.add_argument("--organisation", required=True)
    create.add_argument("--site", required=True)
    create.add_argument("--callback", default="")
    create.add_argument("--role", choices=roles, default=str(Role.MEDIATOR))
    key_arguments.recovery_choice(create, tr)
    key_arguments.store_verbs(verbs, tr)
    _shared(verbs.add_parser("info"), _verb("store_verbs", "info"), tr)
    named = _shared(verbs.add_parser("paper-name"), _verb("store_verbs", "name_papers"), tr)
    chosen = named.add_mutually_exclusive_group()
    chosen.add_argument("--name", help=tr("for papers of services that must not be told of trafficking"))
    chosen.add_argument("--none", action="store_true", help=tr("no name of its own for these"))
    _shared(verbs.add_parser("check"), _verb("store_verbs", "check"), tr)
    _shared(verbs.add_parser("reports"), _verb("store_verbs", "reports"), tr)
    _copies(verbs, tr)
    person = _shared(verbs.add_parser("add-person"), _verb("store_verbs", "add_person"), tr)
    key_arguments.new_person(person, tr)


def _copies(verbs: Any, tr: Translator) -> None:
    _shared(verbs.add_parser("open-check"), _verb("copy_verbs", "open_check"), tr)
    _shared(verbs.add_parser("verify"), _verb("copy_verbs", "verify"), tr)
    copied = _shared(verbs.add_parser("backup"), _verb("copy_verbs", "backup"), tr)
    copied.add_argument("target", metavar="FOLDER", help=tr("a new folder for the copy, on a stick for example"))
    restored = _shared(verbs.add_parser("restore"), _verb("copy_verbs", "restore"), tr)
    restored.add_argument(
        "source", metavar="FOLDER", help=tr("the folder of a copy; --store says where the store goes")
    )
    _shared(verbs.add_parser("put-back"), _verb("copy_verbs", "put_back"), tr)
    said = _shared(verbs.add_parser("confirm-put-back"), _verb("copy_verbs", "confirm_put_back"), tr)
    taken = tr("codes of persons or records of who took their word back since the copy: all is taken back")
    said.add_argument("codes", metavar="CODE", nargs="*", help=taken)
    said.add_argument("--nobody", action="store_true", help=tr("you have asked, and nobody did"))


def _audit(group: argparse.ArgumentParser, tr: Translator) -> None:
    verbs = _verbs(group)
    show = _shared(verbs.add_parser("show"), _verb("copy_verbs", "audit_show"), tr)
    show.add_argument("--limit", type=_count, metavar="N", help=tr("the newest entries only"))
    verify = _shared(verbs.add_parser("verify"), _verb("copy_verbs", "audit_verify"), tr)
    kept = tr("what an earlier verify printed: tells whether the store was put back since")
    verify.add_argument("--kept", metavar="FILE.json", help=kept)
    verify.add_argument("--receipt", metavar="CODE", help=tr("the same, with the code at the foot of a receipt"))
    _shared(verbs.add_parser("readings"), _verb("sharing_verbs", "all_readings"), tr)


def _form(group: argparse.ArgumentParser, tr: Translator) -> None:
    verbs = _verbs(group)
    for name, verb in (("import", "import_form"), ("check", "check")):
        command = _shared(verbs.add_parser(name), _verb("form_verbs", verb), tr)
        command.add_argument("file")
        command.add_argument("--media", metavar="FOLDER")
    _shared(verbs.add_parser("list"), _verb("form_verbs", "list_forms"), tr)
    exchange_arguments.form_updates(verbs, tr)
    compiled = _shared(verbs.add_parser("compile"), _verb("form_verbs", "compile_form"), tr)
    compiled.add_argument("file")
    out = tr("an .xml: the XForm; an .xlsx: the spreadsheet for Kobo or ODK, with all languages and our columns")
    compiled.add_argument("-o", "--output", required=True, metavar="FILE", help=out)
    named = tr("what the outermost part of a record is called, where the sheet of settings does not say")
    compiled.add_argument("--form-name", metavar="NAME", help=named)
    play = _shared(verbs.add_parser("play"), _verb("playing", "play"), tr)
    play.add_argument("form", nargs="?")
    play.add_argument("scenario", nargs="?")
    _walk(verbs.add_parser("walk"), tr)
    play.add_argument("--edit", metavar="RECORD.xml", help=tr("play on a finished record, as an edit of it"))
    play.add_argument("--batch", metavar="LIST.json", help=tr("play each of a list of forms and scenarios"))


def _walk(command: argparse.ArgumentParser, tr: Translator) -> None:
    command.set_defaults(verb=_verb("walking", "walk"), language="en")
    command.add_argument("form")
    seed = tr("what the random user does; the same number gives the same walk")
    command.add_argument("--seed", type=int, default=0, help=seed)
    command.add_argument("--steps", type=_count, default=200, help=tr("how many things it does"))
    command.add_argument("--language", nargs="+", dest="languages", metavar="NAME",
                         help=tr("languages it reads the form in; without them, all"))  # fmt: skip
    command.add_argument("--now", metavar="TIME", help=tr("the clock of the walk; without it, now"))
    reopen = tr("compare the draft after every N steps")
    command.add_argument("--reopen", type=_count, default=10, metavar="N", help=reopen)
    command.add_argument("--scenario", metavar="OUT.json", help=tr("also write the walk as a scenario"))


def _record(group: argparse.ArgumentParser, tr: Translator) -> None:
    verbs = _verbs(group)
    new = _shared(verbs.add_parser("new"), _verb("record_verbs", "new"), tr)
    new.add_argument("form", help=tr("form id or key"))
    new.add_argument("--answers", metavar="FILE.json")
    new.add_argument("--person-language", default="")
    new.add_argument("--mediator-language", default="")
    edited = _shared(verbs.add_parser("edit"), _verb("record_verbs", "edit"), tr)
    edited.add_argument("record", help=tr("a finished record of your own, of a form that allows editing"))
    edited.add_argument("--answers", metavar="FILE.json")
    copied = _shared(verbs.add_parser("copy"), _verb("record_verbs", "copy"), tr)
    copied.add_argument("record", help=tr("a record of your own, to begin a new one with its answers"))
    copied.add_argument("--answers", metavar="FILE.json")
    listed = _shared(verbs.add_parser("list"), _verb("record_verbs", "list_records"), tr)
    listed.add_argument("--state", choices=("draft", "finalised", "sent", "refused", "referred"))
    find = tr(
        "by code, by the reference of a slip, or by a name in any script and spelling. Alone or with - it is asked "
        "for, and others do not see it"
    )
    listed.add_argument("--find", nargs="?", const=ASKED, metavar="WORDS", help=find)
    show = _shared(verbs.add_parser("show"), _verb("record_verbs", "show"), tr)
    show.add_argument("record")
    because = tr("why you read a record that is not yours; kept and told. Alone or with -, it is asked for")
    show.add_argument("--because", nargs="?", const=ASKED, metavar="REASON", help=because)
    met = _shared(verbs.add_parser("met"), _verb("contact_verbs", "met"), tr)
    met.add_argument("record", help=tr("tells whether its person may have been met before"))
    met.add_argument("--not-same", metavar="RECORD", help=tr("a record that is of somebody else; it is remembered"))
    sharing_arguments.record_verbs(verbs, tr)
    consent_arguments.record_verbs(verbs, tr)
    finalise = _shared(verbs.add_parser("finalise"), _verb("record_verbs", "finalise"), tr)
    finalise.add_argument("record")
    blank = tr("also where nothing was answered and nothing declined")
    finalise.add_argument("--anyway", action="store_true", help=blank)
    consent_arguments.consent(finalise, tr)
    release = _shared(verbs.add_parser("release"), _verb("record_verbs", "release"), tr)
    release.add_argument("record")
    consent_arguments.consent(release, tr)


def _slip(command: argparse.ArgumentParser, tr: Translator) -> None:
    _shared(command, _verb("record_verbs", "slip"), tr)
    command.add_argument("record")
    command.add_argument("--recipient", required=True, metavar="CODE")
    command.add_argument("-o", "--output", required=True, metavar="FILE.pdf")
    command.add_argument("--sheet", metavar="FILE.json")
    command.add_argument("--person-language", default="", metavar="CODE")
    consent_arguments.consent(command, tr)


def _print(group: argparse.ArgumentParser, tr: Translator) -> None:
    from intake_app.cli.paper_verbs import topics

    verbs = _verbs(group)
    card = _alone(verbs.add_parser("card"), _verb("paper_verbs", "card"), tr)
    copies = tr("so many cards, ten on each A4 sheet, to cut; without it, one on a page of its own size")
    card.add_argument("--copies", type=_cards, default=1, metavar="N", help=copies)
    leaflet = _alone(verbs.add_parser("leaflet"), _verb("paper_verbs", "leaflet"), tr)
    leaflet.add_argument("--topic", choices=topics(), required=True)
    several = _shared(verbs.add_parser("slips"), _verb("paper_verbs", "several"), tr)
    several.add_argument("references", nargs="+", metavar="REFERENCE")
    several.add_argument("-o", "--output", required=True, metavar="FILE.pdf")
    report = _shared(verbs.add_parser("minor-report"), _verb("paper_verbs", "minor_report"), tr)
    report.add_argument("record", help=tr("a finished record of the talk with a child who came alone"))
    consent_arguments.age(report, tr)
    report.add_argument("-o", "--output", required=True, metavar="FILE.pdf")
    page = _shared(verbs.add_parser("screening"), _verb("paper_verbs", "screening"), tr)
    page.add_argument("record", help=tr("a finished record; others of the same person that you read come with it"))
    page.add_argument("-o", "--output", required=True, metavar="FILE.pdf")
    page.add_argument("--paper-language", choices=("it", "en"), default="it")
    consent_arguments.consent(page, tr)
    for command in (card, leaflet):
        command.add_argument("--person-language", required=True, metavar="CODE")
        command.add_argument("-o", "--output", required=True, metavar="FILE.pdf")


def _server(group: argparse.ArgumentParser, tr: Translator) -> None:
    verbs = _verbs(group)
    add = _shared(verbs.add_parser("add"), _verb("server_verbs", "add"), tr)
    add.add_argument("name")
    add.add_argument("--url", help=tr("an app-user URL holds a key: prefer the prompt or --url-fd"))
    add.add_argument("--url-fd", type=int, metavar="N")
    add.add_argument("--kind", choices=("app_user", "basic", "digest"), default="app_user")
    add.add_argument("--username", default="")
    add.add_argument("--secret-fd", type=int, metavar="N")
    _shared(verbs.add_parser("list"), _verb("server_verbs", "list_servers"), tr)
    exchange_arguments.server_forms(verbs, tr)
    exchange_arguments.server_settings(verbs, tr)


def _sync(command: argparse.ArgumentParser, tr: Translator) -> None:
    _shared(command, _verb("server_verbs", "sync"), tr)
    command.add_argument("--server", metavar="NAME")
    command.add_argument("--forms", action="store_true", help=tr("fetch forms first"))


def _practice(command: argparse.ArgumentParser, tr: Translator) -> None:
    from intake_app.practice import Behaviour, Kind

    _shared(command, _verb("server_verbs", "practice_server"), tr)
    command.add_argument("--port", type=_port, default=0, metavar="N")
    command.add_argument("--form", action="append", metavar="FILE")
    command.add_argument("--strict-forms", action="store_true", help=tr("take records of no other forms"))
    told = tr("answer as ODK Central does, or as KoboToolbox: 202, 402, 405, 423, files that conflict, Digest")
    command.add_argument("--kind", choices=get_args(Kind), default="central", help=told)
    command.add_argument("--username", default="practice", metavar="NAME", help=tr("who may sign in"))
    told = tr("read their password from this descriptor; without it, one is made up and printed")
    command.add_argument("--secret-fd", type=int, metavar="N", help=told)
    told = tr("how the next record is treated; give it again for the one after")
    command.add_argument("--then", action="append", default=[], choices=get_args(Behaviour), help=told)


def _cards(text: str) -> int:
    """A number of cards; argparse makes a sentence of the ValueError."""
    number = int(text)
    if not 1 <= number <= _MOST_COPIES:
        raise ValueError(text)
    return number


def _port(text: str) -> int:
    """A TCP port; 0 lets the system choose. argparse makes a sentence of the ValueError."""
    number = int(text)
    if not 0 <= number < 65536:
        raise ValueError(text)
    return number
