"""A server in words: what it is, how it knows us, by what we know it, how it stands."""

from intake_app import workflow
from intake_app.errors import IntakeError
from intake_app.gui.states import when
from intake_app.gui.trouble import explain
from intake_app.gui.words import Words, bare
from intake_app.workflow import ServerFacts

_GROUP = 4


def groups(fingerprint: str) -> str:
    """A fingerprint as it is compared by voice: four signs at a time, eight groups to a line.

    Held together, for words from right to left around it would turn the groups round.
    """
    bare = "".join(sign for sign in fingerprint if sign.isalnum()).upper()
    parts = [bare[at : at + _GROUP] for at in range(0, len(bare), _GROUP)]
    half = (len(parts) + 1) // 2
    return "\n".join(f"\u2066{' '.join(line)}\u2069" for line in (parts[:half], parts[half:]) if line)


def trouble_words(error: Exception, tr: Words) -> str:
    """Sentence and advice; a fingerprint in them in groups, so that it wraps and can be compared."""
    seen = error.facts.get("fingerprint") if isinstance(error, IntakeError) else None
    if isinstance(error, IntakeError) and isinstance(seen, str):
        error = IntakeError(error.code, **{**error.facts, "fingerprint": bare(groups(seen)).replace("\n", " ")})
    return str(explain(error, tr))


def automatic_words(code: str, tr: Words) -> str:
    """When a server is asked by itself."""
    return {
        "off": tr("Never"),
        "on": tr("Yes, not where the connection costs by the byte"),
        "metered": tr("Yes, over any connection"),
    }[code]


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
    told = [
        tr("Address: {host}").format(host=workflow.host_of(row)),
        tr("Project: {name}").format(name=row.project) if row.project else "",
        tr("It knows us: {how}").format(how=kind_words(row.kind, tr)),
        tr("We know it: {how}").format(how=trust_words(facts, tr)),
        tr("Last answer to a record: {when}").format(when=when(facts.reached, tr) if facts.reached else tr("never")),
        waits if number else tr("Nothing waits for it."),
        tr("What is sent there is thrown away. Not for real interviews.") if row.test else "",
    ]
    return tuple(line for line in told if line)
