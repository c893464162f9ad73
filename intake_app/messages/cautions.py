"""Sentences and advice for forms that ask for what is never done, or that could deceive."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "openrosa.bad_key": (
        msg("The key that the form wants its records encrypted with is of no use: {reason}."),
        msg("Records of this form stay here. Ask your coordinator to have the form mended."),
    ),
    "workflow.key_changed": (
        msg("The key of the form {form} is not the one it had before, or it has gone or is new."),
        msg("Ask your coordinator, by telephone, whether this change is meant before you use the form."),
    ),
    "xform.address_ignored": (
        msg("The form names an address of its own to send records to, {address}. Nothing is sent there."),
        msg("Nothing to do: records go to the servers of this workplace."),
    ),
    "xform.appearance_unknown": (
        msg("The look {name} of the question at {place} is not known; the usual one is shown."),
        msg("Nothing to do: the answer is the same."),
    ),
    "xform.bad_name": (
        msg("The name at {place} can not be used: {reason}."),
        msg("Ask the author of the form for a short name of plain letters."),
    ),
    "xform.include_ignored": (
        msg("The form asks for other documents or for a style sheet; nothing is fetched."),
        msg("Nothing to do."),
    ),
    "xform.kept_after_sending": (
        msg("The form asks for its records to be deleted once they are sent. They are kept here all the same."),
        msg("Nothing to do: the record is what slips and the person's case here are made from."),
    ),
    "xform.sent_by_hand": (
        msg("The form asks that nothing of it is sent by itself: its records go when somebody has them sent."),
        msg("Nothing to do."),
    ),
    "xform.sent_by_workplace": (
        msg("The form asks for its records to be sent at once. When they go is set at this workplace."),
        msg("Nothing to do."),
    ),
}
