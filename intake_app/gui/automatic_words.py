"""What sending by itself has to say: a few words for the bar, a sentence for the end of the day."""

from collections.abc import Mapping
from datetime import datetime

from intake_app import messages
from intake_app.errors import IntakeError
from intake_app.gui.connection import Connection
from intake_app.gui.rounds import FETCH, SEND, Rounds
from intake_app.gui.states import when
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words
from intake_app.workflow import FOR_A_PERSON, Outlook

_TLS = frozenset(
    {"openrosa.tls", "openrosa.tls_authority", "openrosa.tls_clock", "openrosa.tls_host", "openrosa.pin_changed"}
)


def standing(
    outlook: Outlook, connection: Connection, trouble: Mapping[str, IntakeError], rounds: Rounds, tr: Words
) -> tuple[str, ...]:
    """A few words, the most urgent first; () when there is nothing to say. No name of anybody or anything."""
    told = [_running(rounds, tr), _look(outlook, trouble, tr)]
    if outlook.waiting:
        told += [_obstacle(outlook, connection, trouble, tr), _waiting(outlook, tr)]
    if outlook.received:
        told.append(tr("last sent {time}").format(time=_moment(outlook.received, tr)))
    return tuple(part for part in told if part)


def _running(rounds: Rounds, tr: Words) -> str:
    """A server that is only asked whether it answers is not worth a word."""
    at = rounds.at
    if rounds.running == FETCH:
        return tr("Getting questionnaires")
    if rounds.running == SEND and at is not None:
        return tr("Sending {done} of {n}").format(done=min(at.done + 1, at.total), n=at.total)
    return tr("Connecting…") if rounds.ordered or (rounds.running and not rounds.by_itself) else ""


def _look(outlook: Outlook, trouble: Mapping[str, IntakeError], tr: Words) -> str:
    if outlook.needs_person:
        return tr.plural("{n} needs a look", "{n} need a look", outlook.needs_person).format(n=outlook.needs_person)
    halted = any(turn.halted for turn in outlook.turns)
    return tr("Needs a look") if halted or any(error.code in _TLS for error in trouble.values()) else ""


def _obstacle(outlook: Outlook, connection: Connection, trouble: Mapping[str, IntakeError], tr: Words) -> str:
    """Why nothing is sent by itself just now."""
    far = [turn.server for turn in outlook.turns if not turn.near]
    codes = {trouble[turn.server].code for turn in outlook.turns if turn.server in trouble}
    if connection.there is False and (far or outlook.kept_back):
        return tr("No network")
    if "openrosa.portal" in codes or (connection.portal and far):
        return tr("The network wants a sign-in")
    if codes - _TLS:
        return tr("The server does not answer")
    return tr("Not over this connection") if outlook.kept_back and not outlook.turns else ""


def _waiting(outlook: Outlook, tr: Words) -> str:
    return tr.plural("{n} waiting", "{n} waiting", outlook.waiting).format(n=outlook.waiting)


def _moment(moment: str, tr: Words) -> str:
    """Of today the time alone."""
    here = datetime.fromisoformat(moment).astimezone()
    return f"{here:%H:%M}" if here.date() == datetime.now().astimezone().date() else when(moment, tr)


def server_line(server: str, outlook: Outlook, trouble: IntakeError | None, tr: Words) -> str:
    """What a server's being asked by itself comes to now; "" for one that is not."""
    turn = next((one for one in outlook.turns if one.server == server), None)
    if server in outlook.kept_back:
        return tr("Not sent by itself: this connection costs by the byte.")
    if turn is None:
        return ""
    if turn.halted:
        facts = {"server": server, "made": outlook.put_back}
        told = messages.sentence(turn.halted, facts, tr.translator), messages.advice(turn.halted, facts, tr.translator)
        return tr("Nothing is sent by itself until somebody has looked: {trouble}").format(trouble=" ".join(told))
    if trouble is not None and trouble.code not in FOR_A_PERSON:
        return tr("{trouble} It is tried again by itself.").format(trouble=explain(trouble, tr).sentence)
    waits = tr("What waits is sent by itself when the server answers.")
    if not turn.by_hand:
        return waits
    left = tr.plural(
        "{n} record waits for “Send now”: its form asks for that.",
        "{n} records wait for “Send now”: their forms ask for that.",
        turn.by_hand,
    ).format(n=turn.by_hand)
    return f"{waits} {left}"
