"""What came of a round in a line: how many records or questionnaires, and what went wrong."""

from collections import Counter

from intake_app import messages
from intake_app.gui.queue_list import outcome_words
from intake_app.gui.words import Words, with_colon
from intake_app.sync import FormsReport, RoundReport

_MOST = 3
"""Questionnaires that are named with what went wrong; a line is no list."""


def round_words(report: RoundReport, server: str, tr: Words) -> str:
    """How many records were received, wait or go again, and what stopped the round."""
    counts = Counter(result.outcome.kind for result in report.results)
    told = [tr.plural("{n} record was received.", "{n} records were received.", report.sent).format(n=report.sent)]
    if counts["hold"]:
        text = tr.plural("{n} record waits for a person.", "{n} records wait for a person.", counts["hold"])
        told.append(text.format(n=counts["hold"]))
    if counts["retry"]:
        text = tr.plural("{n} record goes again later.", "{n} records go again later.", counts["retry"])
        told.append(text.format(n=counts["retry"]))
    if report.stopped is not None:
        told.append(outcome_words(report.stopped, server, tr))
    return " ".join(told)


def offered(report: FormsReport) -> int:
    """How many updates wait to be looked at."""
    return sum(1 for result in report.results if result.offer is not None)


def fetch_words(report: FormsReport, tr: Words) -> str:
    """How many questionnaires are new, unchanged, offered anew, which of them did not come, and why it stopped."""
    fresh = sum(1 for result in report.results if result.state == "new")
    same = sum(1 for result in report.results if result.state == "unchanged")
    if not report.results and report.stopped is None:
        return tr("The server has no questionnaires. Those that are here stay.")
    told = [tr.plural("{n} questionnaire is new.", "{n} questionnaires are new.", fresh).format(n=fresh)]
    told.append(tr.plural("{n} is unchanged.", "{n} are unchanged.", same).format(n=same))
    if waits := offered(report):
        text = tr.plural("{n} update waits to be looked at.", "{n} updates wait to be looked at.", waits)
        told.append(text.format(n=waits))
    failed = [(result.name, result.error) for result in report.results if result.error is not None]
    why = [(name, messages.explain(error, tr.translator).sentence) for name, error in failed[:_MOST]]
    told += [with_colon(name, sentence, tr.language) for name, sentence in why]
    if more := len(failed[_MOST:]):
        told.append(tr.plural("{n} more did not come.", "{n} more did not come.", more).format(n=more))
    if report.stopped is not None:
        told.append(messages.explain(report.stopped, tr.translator).sentence)
    return " ".join(told)
