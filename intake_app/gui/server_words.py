"""A server in words: what it is, how it knows us, by what we know it, how it stands."""

from collections.abc import Sequence

from intake_app import workflow
from intake_app.gui.states import when
from intake_app.gui.words import Words, own_way
from intake_app.workflow import ServerFacts


def automatic_words(code: str, tr: Words) -> str:
    """When a server is asked by itself."""
    return {
        "off": tr("Never"),
        "on": tr("Yes, not where the connection is known to cost by the byte"),
        "metered": tr("Yes, over any connection"),
    }[code]


def own_forms_words(name: str, there: bool, tr: Words) -> str:
    """Where records of questionnaires that came from no server go: a server by its name, "" for any of them."""
    if not name:
        return tr("To any server")
    told = tr("To {server} alone") if there else tr("To none: {server} was removed")
    return told.format(server=own_way(name))


def own_forms_told(name: str, tr: Words) -> str:
    """The same in a sentence, when somebody chose it."""
    if not name:
        return tr("Records of questionnaires that came from no server go to any server.")
    told = tr("Records of questionnaires that came from no server go to {server} alone.")
    return told.format(server=own_way(name))


def no_server_words(adds: bool, tr: Words) -> str:
    """What to do where there is no server: one who may adds it, others ask."""
    if adds:
        return tr("Add one: whoever runs it tells its address.")
    return tr("Ask your coordinator for the address of a server, or whoever set up this workplace.")


def send_words(servers: Sequence[str], chosen: str, tr: Words) -> str:
    """Of the button that sends: it says when it is not the chosen server, or not alone, that is sent to."""
    if len(servers) > 1:
        return tr.plural("Send to {n} server", "Send to {n} servers", len(servers)).format(n=len(servers))
    if servers and servers[0] != chosen:
        return tr("Send to {server}").format(server=own_way(servers[0]))
    return tr("Send now")


def ready_words(facts: ServerFacts, tr: Words) -> str:
    """Of a server that was just added: what to do with it next."""
    name, number = own_way(facts.row.name), facts.waiting
    if number:
        told = tr.plural(
            "{name} is ready. {n} record waits for it: send it now, or get its questionnaires first.",
            "{name} is ready. {n} records wait for it: send them now, or get its questionnaires first.",
            number,
        )
        return told.format(name=name, n=number)
    if facts.uncovered:
        told = tr.plural(
            "{name} is ready. {n} record was agreed to before: whether it goes there is asked in Servers.",
            "{name} is ready. {n} records were agreed to before: whether they go there is asked in Servers.",
            facts.uncovered,
        )
        return told.format(name=name, n=facts.uncovered)
    return tr("{name} is ready. Get its questionnaires next.").format(name=name)


def kind_words(code: str, tr: Words) -> str:
    """How a server knows us."""
    return {
        "app_user": tr("By the address itself (app user)"),
        "basic": tr("By user name and password"),
        "digest": tr("By user name and password (older servers)"),
    }[code]


def trust_words(facts: ServerFacts, tr: Words) -> str:
    """By what we know the server."""
    row = facts.row
    if row.url.startswith("http:"):
        return tr("On this computer, without a certificate")
    told = tr("authority of the organisation") if row.ca else tr("public authorities")
    return f"{told} · {tr('one certificate pinned')}" if row.pin else told


def facts_lines(facts: ServerFacts, tr: Words) -> tuple[str, ...]:
    """Lines for the card of a server; never its key, its path or a password."""
    row, number = facts.row, facts.waiting
    waits = tr.plural("{n} record waits for it.", "{n} records wait for it.", number).format(n=number)
    older = tr.plural(
        "{n} record was agreed to before this server was here: it does not go there.",
        "{n} records were agreed to before this server was here: they do not go there.",
        facts.uncovered,
    )
    told = [
        tr("Address: {host}").format(host=workflow.host_of(row)),
        tr("Project: {name}").format(name=row.project) if row.project else "",
        tr("It knows us: {how}").format(how=kind_words(row.kind, tr)),
        tr("We know it: {how}").format(how=trust_words(facts, tr)),
        tr("Last answer to a record: {when}").format(when=when(facts.reached, tr) if facts.reached else tr("never")),
        waits if number else tr("Nothing waits for it."),
        older.format(n=facts.uncovered) if facts.uncovered else "",
        tr("What is sent there is thrown away. Not for real interviews.") if row.test else "",
    ]
    return tuple(line for line in told if line)
