"""Sentences and advice for trouble with expressions and forms."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "xpath.arity": (
        msg("The function {name} at place {position} is given {given} values, which is the wrong number."),
        msg("Ask the author of the form to mend it."),
    ),
    "xpath.not_nodes": (
        msg("The rule needs a question or a list at place {position} but has a plain value there."),
        msg("Ask the author of the form to mend it."),
    ),
    "xpath.regex_refused": (
        msg("A pattern of the form can not be read and was taken as not matching."),
        msg("Ask the author of the form to mend the pattern."),
    ),
    "xpath.regex_timeout": (
        msg("A pattern of the form took too long and was taken as not matching."),
        msg("Ask the author of the form to make the pattern simpler."),
    ),
    "xpath.syntax": (
        msg('The rule has an error at place {position}, near "{near}".'),
        msg("Ask the author of the form to mend it."),
    ),
    "xpath.too_deep": (
        msg("The rule nests more than {limit} levels deep, at place {position}."),
        msg("Ask the author of the form to split it into several calculations."),
    ),
    "xpath.too_expensive": (
        msg("A rule of the form looked at more than {limit} places and was stopped."),
        msg("Ask the author of the form to make the rule simpler."),
    ),
    "xpath.too_long": (
        msg("The rule is {length} characters long; {limit} are allowed."),
        msg("Ask the author of the form to split it into several calculations."),
    ),
    "xpath.unknown_function": (
        msg("The rule uses a function that does not exist, {name}, at place {position}."),
        msg("Ask the author of the form to check the spelling of the function."),
    ),
    "xpath.unknown_prefix": (
        msg("The rule uses the prefix {prefix} at place {position}, which the form does not declare."),
        msg("Ask the author of the form to declare or remove it."),
    ),
    "xform.not_a_form": (
        msg("The file {file} is not a form, but {found}."),
        msg("Choose an XForm or an XLSForm."),
    ),
}
