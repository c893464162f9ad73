"""Sentences and advice for what a form asks of the records before, of shared lists and of its translations, and for
what a check finds: rules that cost much, paths that lead nowhere."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "xform.bad_default": (
        msg("The form fills in {place} with something that is no value of the type {type}; the place is left blank."),
        msg("Tell the author of the form; you can use it."),
    ),
    "workflow.unsaid_unfit": (
        msg("At {place} the form asks for why answers are blank, and nothing can be written there: it is a group, is "
            "in a repeat, is a question or is worked out. The record does not tell why."),
        msg("Ask the author of the form to put the mark “unsaid” on a node of type hidden, outside repeats."),
    ),
    "workflow.image_map_none": (
        msg("The choices at {place} are to be parts of a picture, but the question has none; they are a list."),
        msg("Give the label of the question a drawing (SVG), or take the appearance image-map away."),
    ),
    "workflow.image_map_unread": (
        msg("The picture {file} at {place} can not be read for its parts; the choices are a list of words."),
        msg("Save it as a plain SVG of less than 1 MB, with the parts as shapes or groups of shapes."),
    ),
    "workflow.image_map_no_part": (
        msg("Choices at {place} that are no part of the picture {file}: {names}. They can be chosen in the list."),
        msg("Give the shapes in the picture the names of the choices as their id, spelt the same."),
    ),
    "workflow.image_map_no_choice": (
        msg("Parts of the picture {file} that are no choice at {place}: {names}. They can not be chosen."),
        msg("Nothing to do if they only belong to the picture."),
    ),
    "workflow.range_not_listed": (
        msg("{number} values between the two ends at {place} are too many for a list; it is a slider with a field."),
        msg("Nothing to do: every value can be moved to or typed."),
    ),
    "workflow.range_typed": (
        msg("The ends and the step at {place} make no scale; the number is typed, and any number is taken."),
        msg("Ask the author of the form for ends and a step that fit, or for a number with a constraint."),
    ),
    "xform.entities_unversioned": (
        msg("The form changes shared lists, but does not say by which rules ({place})."),
        msg("Ask the author of the form to name the version of its lists."),
    ),
    "xform.entity_without_label": (
        msg("The form adds an entry to the shared list {list}, but gives it no name; a server may leave it out."),
        msg("Ask the author of the form to add a label for the entry."),
    ),
    "xform.bad_pattern": (
        msg('The rule at {place} has a pattern that is none, "{near}"; no answer will ever match it.'),
        msg("Mend the pattern of regex(): look for a bracket that is not closed, or a sign that needs a backslash."),
    ),
    "xform.bare_date": (
        msg("The rule at {place} has a date without quotes, {near}: it is taken as numbers to subtract."),
        msg("Write the date in quotes, inside date(), as in date('2024-01-01')."),
    ),
    "xform.choice_name_path": (
        msg(
            "The rule at {place} asks jr:choice-name for the label of a choice, but names the question {near} "
            "without quotes; nothing is found."
        ),
        msg("Write the second value in quotes."),
    ),
    "xform.group_as_answer": (
        msg("The rule at {place} takes the group {near} for an answer; a group has none: it is blank, and never true."),
        msg("Name a question in the group, or write count() or count-non-empty() around it."),
    ),
    "xform.format_without_sign": (
        msg('The rule at {place} writes a date as "{near}", in which no part is marked by "%"; every date gives that.'),
        msg("Write the parts with a percent sign, as in %Y-%m-%d or %H:%M."),
    ),
    "xform.no_such_column": (
        msg('The rule at {place} asks for "{found}" in the list {name}, but no item of the list has it.'),
        msg("Look at the spelling of the column, in the rule and in the list."),
    ),
    "xform.twin_column": (
        msg('In the list {file} more than one column is called "{found}"; the last one counts.'),
        msg("Give each column a name of its own; ODK Collect does not open a form with such a list."),
    ),
    "xform.list_empty": (
        msg("There is no row in the list {file}: nothing can be chosen from it."),
        msg("Look at the file; a list of entities that has no entry yet is meant to be so."),
    ),
    "xform.list_column": (
        msg('The question at {place} asks for "{found}" in its list {name}, but no row of the list has it.'),
        msg("Look at the first row of the list: its spelling, large and small letters, and what parts the columns."),
    ),
    "xform.list_row_swallowed": (
        msg('In the list {name} of the question at {place} a row goes over several lines, in the column "{found}".'),
        msg("Look for a quotation mark that is not closed: the rows behind it belong to this one and are no choices."),
    ),
    "xform.list_twin": (
        msg('In the list {name} of the question at {place} the choice "{found}" stands more than once.'),
        msg("Give each row a name of its own: only the first of them is shown."),
    ),
    "xform.costly_filter": (
        msg("The rule at {place} looks at {count} items of the list {name} each time."),
        msg('Compare a column of the list with one answer by "=": then only the items that match are looked at.'),
    ),
    "xform.costly_nested": (
        msg(
            "The rule at {place} searches another list again for each item of the list {name}: about {count} places "
            "each time."
        ),
        msg("Work out the inner value once, in a calculation of its own, and compare with that."),
    ),
    "xform.costly_repeat": (
        msg(
            "The rule at {place} is worked out in each repetition of {name} and looks at all of them there: twice as "
            "many repetitions take four times as long."
        ),
        msg("Where the value is the same for all repetitions, work it out once outside the repeated part."),
    ),
    "xform.costly_search": (
        msg('The rule at {place} searches the whole form with "//" or a far axis: about {count} places each time.'),
        msg("Write the full path of what is meant."),
    ),
    "xform.last_saved_ignored": (
        msg("The form wants to fill in answers from the record before, but its records are encrypted."),
        msg("Nothing to do: every interview begins empty."),
    ),
    "xform.last_saved_used": (
        msg("The form fills in answers from the record of this form that you finished last."),
        msg("Look at these answers in each interview: they may be about another person."),
    ),
    "xform.no_such_path": (
        msg("The rule at {place} reads {path}, which the form does not contain; it finds nothing there."),
        msg("Ask the author of the form to mend it before you use it."),
    ),
    "xform.no_such_text": (
        msg("The text {name} of {place} is in none of the form's languages."),
        msg("Ask the author of the form to add it."),
    ),
    "xform.count_unsettled": (
        msg("The number of times a part is repeated depends on what is in it, and no number fits; nothing is hidden."),
        msg("Ask the author of the form to change the rule that counts it."),
    ),
    "xform.rule_left_out": (
        msg('The rule "{near}" at {place} can not be used and is left out.'),
        msg("Ask the author of the form to mend it before you use it."),
    ),
}
