"""Sentences and advice for forms that ask for what is never done, or that could deceive."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "xform.address_ignored": (
        msg("The form names an address of its own to send records to, {address}. Nothing is sent there."),
        msg("Nothing to do: records go to the servers of this workplace."),
    ),
    "xform.bad_name": (
        msg("The name at {place} can not be used: {reason}."),
        msg("Ask the author of the form for a short name of plain letters."),
    ),
    "xform.include_ignored": (
        msg("The form asks for other documents or for a style sheet; nothing is fetched."),
        msg("Nothing to do."),
    ),
}
