"""A profile in words: what is in it and who signed it, and what each part would do here."""

from intake_app.gui.controls import Kind
from intake_app.gui.states import when
from intake_app.gui.table import Cell, Row
from intake_app.gui.words import Words, own_way, steady
from intake_app.workflow import OpenedProfile, ProfileStep

_MOST = 12
"""Servers that are named; the list below has all of them."""


def contents(opened: OpenedProfile, tr: Words) -> str:
    """Where it is from and when, the digits of who signed it, how many of what."""
    held = opened.profile
    counts = (
        tr.plural("{n} server", "{n} servers", len(held.servers)).format(n=len(held.servers)),
        tr.plural("{n} questionnaire", "{n} questionnaires", len(held.forms)).format(n=len(held.forms)),
        tr.plural("{n} key of an organisation", "{n} keys of organisations", len(held.organisations)).format(
            n=len(held.organisations)
        ),
    )
    hosts = [f"{own_way(name)} ({own_way(host)})" for name, host in held.hosts.items()]
    more = [tr.plural("and {n} more", "and {n} more", len(hosts) - _MOST).format(n=len(hosts) - _MOST)]
    hosts = [*hosts[:_MOST], *(more if len(hosts) > _MOST else [])]
    made = tr("{organisation}, {site}, made {when}")
    lines = (
        made.format(organisation=own_way(held.organisation), site=own_way(held.site), when=when(held.made, tr)),
        tr("Signed by the laptop with the digits: {digits}").format(digits=steady(opened.fingerprint)),
        " · ".join(counts),
        tr("Servers: {names}").format(names=", ".join(hosts)) if hosts else "",
        tr("Keys and passwords of its servers are not in it.") if held.sealed is None else "",
    )
    return "\n".join(line for line in lines if line)


def step_row(at: int, step: ProfileStep, tr: Words) -> Row:
    """One thing it brings, and what comes of it here."""
    kinds = {
        "server": tr("Server {name}"),
        "form": tr("Questionnaire {name}"),
        "organisation_key": tr("Key of an organisation {name}"),
        "own_forms_server": tr("Forms that came from no server go to {name}"),
        "site": tr("Site: {name}"),
        "services": tr("Services of the workplace: {name}"),
    }
    comes, kind = _action_words(step, tr)
    return Row(str(at), (Cell(kinds[step.kind].format(name=own_way(step.name))), Cell("", comes, kind)))


def _action_words(step: ProfileStep, tr: Words) -> tuple[str, Kind]:
    return {
        "add": (tr("Comes in"), Kind.OK),
        "change": (tr("Changes what is here"), Kind.WARN),
        "offer": (tr("Waits as an update"), Kind.OK),
        "same": (tr("Is here already"), Kind.NEUTRAL),
        "needs_secret": (tr("Not without its passphrase"), Kind.WARN),
        "name_taken": (tr("Another server has the name"), Kind.STOP),
        "differs": (tr("Stays as it is here"), Kind.NEUTRAL),
        "refused": (tr("Does not fit the services here"), Kind.STOP),
    }[step.action]
