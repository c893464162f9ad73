"""Arguments of `intake case`: one person under a code."""

import argparse
from datetime import date
from typing import Any

from intake_app.cli.options import count, reason, shared, verb, verbs
from intake_app.i18n import Translator


def case(group: argparse.ArgumentParser, tr: Translator) -> None:
    """The verbs of the group."""
    from intake_app.vault import BODY_KINDS, MEETINGS, PATHS, PHASES, STAGES

    kinds, told = verbs(group), tr("code of the person, or of one of their records")
    opening = shared(kinds.add_parser("open"), verb("case_verbs", "open_case"), tr)
    opening.add_argument("record", help=tr("code of a record of yours"))
    opening.add_argument("--into", metavar="CODE", help=tr("the person it is of, where they are known already"))
    _kind(opening, MEETINGS, tr)
    _one(kinds, "show", "show", told, tr)
    begin = _one(kinds, "begin", "begin", told, tr)
    begin.add_argument("questionnaire")
    begin.add_argument("--answers", metavar="FILE.json")
    begin.add_argument("--again", action="store_true", help=tr("also where it was asked already"))
    _agreed(kinds, begin, told, tr)
    begin.add_argument("--person-language", default="", metavar="NAME")
    begin.add_argument("--mediator-language", default="", metavar="NAME")
    _kind(begin, MEETINGS, tr)
    name = _one(kinds, "name", "name", told, tr)
    change = name.add_mutually_exclusive_group()
    typed = tr("keep the name that is typed, or read from standard input")
    change.add_argument("--put", action="store_true", help=typed)
    change.add_argument("--remove", action="store_true", help=tr("take the name out, for good"))
    meeting = _one(kinds, "meeting", "meeting", told, tr)
    meeting.add_argument("--person-language", default="", metavar="NAME")
    _kind(meeting, MEETINGS, tr)
    why = tr("why; it is kept")
    merge = _one(kinds, "merge", "merge", told, tr)
    merge.add_argument("other", help=tr("code of the same person under which they were met elsewhere"))
    reason(merge, why, tr)
    part = _one(kinds, "part", "part", told, tr)
    part.add_argument("code", help=tr("the code that was merged into this one and is somebody else"))
    reason(part, why, tr)
    out = _one(kinds, "take-out", "take_out", told, tr)
    out.add_argument("record", help=tr("code of one's own record there that is of somebody else"))
    stage = _one(kinds, "stage", "stage", told, tr)
    stage.add_argument("stage", choices=STAGES)
    reason(stage, tr("why the stage before ended"), tr, needed=False)
    _one(kinds, "path", "path", told, tr).add_argument("path", choices=PATHS)
    _age(kinds, told, tr)
    reflection = _one(kinds, "reflection", "reflection", told, tr)
    first = tr("the first day; without it, today")
    reflection.add_argument("--from", type=_day, dest="began", metavar="DAY", help=first)
    reflection.add_argument("--days", type=_days, default=30, metavar="N", help=tr("so many days; without it, 30"))
    instead = tr("in the place of days that are noted already, which are kept")
    reflection.add_argument("--instead", action="store_true", help=instead)
    identified = _one(kinds, "identified", "identified", told, tr)
    identified.add_argument("phase", choices=PHASES)
    identified.add_argument("--kind", choices=BODY_KINDS, required=True)
    identified.add_argument("--by", required=True, metavar="NAME", help=tr("name of the body, such as an office"))


def _age(kinds: Any, told: str, tr: Translator) -> None:
    """What was decided of the age, and of an adult on what."""
    from intake_app.workflow.age_grounds import DOCUMENTS

    age = _one(kinds, "age", "age", told, tr)
    age.add_argument("age", choices=("adult", "minor"))
    reason(age, tr("why; it is kept"), tr)
    ground = age.add_mutually_exclusive_group()
    seen = tr("the document that was seen; that somebody is an adult needs a ground")
    ground.add_argument("--document", choices=DOCUMENTS, help=seen)
    ground.add_argument("--body", nargs=2, metavar=("KIND", "NAME"), help=tr("who decided: juvenile_court or judge"))
    ground.add_argument("--own-word", action="store_true", help=tr("the person says so; not where a child was told of"))


def _one(kinds: Any, name: str, called: str, told: str, tr: Translator) -> argparse.ArgumentParser:
    command = shared(kinds.add_parser(name), verb("case_verbs", called), tr)
    command.add_argument("case", help=told)
    return command


def _agreed(kinds: Any, begin: argparse.ArgumentParser, told: str, tr: Translator) -> None:
    """What a person agrees to anew, and the text that is read to them before."""
    from intake_app.referral import CONSENT_HOW
    from intake_app.vault import WITNESSES

    asking = _one(kinds, "asking", "asking", told, tr)
    asking.add_argument("--person-language", default="", metavar="NAME")
    read = tr("they said no before and agree now: the text that was read to them, by its name in `case asking`")
    begin.add_argument("--agreed", default="", metavar="TEXT", help=read)
    now = tr("what they answer to each question about this moment of `case asking`, such as danger_now=no")
    begin.add_argument("--now", nargs="+", type=_answered, default=[], metavar="QUESTION=ANSWER", help=now)
    begin.add_argument("--how", choices=CONSENT_HOW, default="spoken")
    asked_in = tr("the language it was asked in: a code, or other")
    begin.add_argument("--in-language", default="", metavar="CODE", help=asked_in)
    begin.add_argument("--witness", choices=WITNESSES, default="", help=tr("who was there: a role, never a name"))


def _kind(command: argparse.ArgumentParser, meetings: tuple[str, ...], tr: Translator) -> None:
    command.add_argument("--at", choices=meetings, default="", help=tr("where the person is met"))


def _answered(text: str) -> tuple[str, str]:
    """A question and its answer; argparse makes a sentence of the ValueError."""
    question, parted, answer = text.partition("=")
    if not parted:
        raise ValueError(text)
    return question, answer


def _day(text: str) -> date:
    """A day; argparse makes a sentence of the ValueError."""
    return date.fromisoformat(text)


def _days(text: str) -> int:
    """A number of days; argparse makes a sentence of the ValueError."""
    return count(text)
