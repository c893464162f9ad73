"""Sentences and advice for what a form asks of the records before, of shared lists and of its translations."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "xform.last_saved_ignored": (
        msg("The form wants to fill in answers from the record before, but its records are encrypted."),
        msg("Nothing to do: every interview begins empty."),
    ),
    "xform.last_saved_used": (
        msg("The form fills in answers from the record of this form that you finished last."),
        msg("Look at these answers in each interview: they may be about another person."),
    ),
    "xform.rule_left_out": (
        msg('The rule "{near}" at {place} can not be used and is left out.'),
        msg("Ask the author of the form to mend it before you use it."),
    ),
}
