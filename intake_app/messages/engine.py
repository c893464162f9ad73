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
        msg("The rule at {place} looked at more than {limit} places and was stopped."),
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
    "cli.no_language": (
        msg("The form names no language, so there is no {language} in it."),
        msg("Leave the language out: the form is walked through as it is."),
    ),
    "cli.no_such_question": (
        msg("There is no question {place} in this questionnaire."),
        msg("Compare the name with those of the questionnaire and correct the file."),
    ),
    "xform.appearance_ignored": (
        msg("The look {name} of the question at {place} is not available here; the usual one is shown."),
        msg("Nothing to do: the answer is the same."),
    ),
    "xform.audit_changes": (
        msg("The log of filling in tells what each answer was before it was changed, and is sent with the record."),
        msg(
            "Tell it to whoever is asked, or ask the author whether it is needed. Answers that were taken back or "
            "declined are not in it."
        ),
    ),
    "xform.audit_kept": (
        msg("The form keeps a log of how it is filled in: when it was opened and closed, and where one went in it."),
        msg("Nothing to do. How long a question was looked at is not kept: it tells about the person."),
    ),
    "xform.audit_left_out": (
        msg("The log of filling in is to have positions. Here it has none."),
        msg("Nothing to do: those columns stay empty."),
    ),
    "xform.audit_setting": (
        msg("The log of filling in at {place}: {name} is {value}, which is not understood."),
        msg("Correct the setting in the form; until then it counts as ODK Collect takes it, or as not set."),
    ),
    "xform.audit_setting_missing": (
        msg("The log of filling in at {place} is to have positions, but {name} is missing; it will have none."),
        msg("Set location-priority, location-min-interval and location-max-age together, or none of them."),
    ),
    "xform.audit_user": (
        msg("The log of filling in has the name of who filled in the form, as it stands in this store."),
        msg("Nothing to do. Tell your colleagues."),
    ),
    "xform.bad_csv": (
        msg("The list {place} can not be read: {reason}."),
        msg("Save it again as CSV in UTF-8 with one heading row, and import the form again."),
    ),
    "xform.bad_encoding": (
        msg("The characters of {place} can not be read: it is saved neither as UTF-8 nor as UTF-16 with its mark."),
        msg("Save it again as UTF-8, and import the form again."),
    ),
    "xform.bad_expression": (
        msg("A rule at {place} can not be used: {reason}"),
        msg("Ask the author of the form to mend it."),
    ),
    "xform.bad_geojson": (
        msg("The list {place} can not be read as GeoJSON."),
        msg("Ask for the file again, and import the form again."),
    ),
    "xform.bad_output": (
        msg(
            'The value "{source}" inside the text at {place} can not be worked out: the fault is at its place '
            "{position}. The text is shown without it."
        ),
        msg("Ask the author of the form to mend it."),
    ),
    "xform.bind_without_node": (
        msg("A rule stands at {place}, where there is no question; it is left out."),
        msg("Tell the author of the form; you can use it."),
    ),
    "xform.control_without_node": (
        msg("A question of the kind {control} has no place for its answer; see {place}."),
        msg("Ask the author of the form to mend it."),
    ),
    "xform.cycle": (
        msg("Two rules wait for each other: {first} and {second}."),
        msg("Ask the author of the form to break the circle."),
    ),
    "xform.doctype": (
        msg("A document type declaration stands in {place}; it can hide harm, so the file was not opened."),
        msg("Do not use this file. Ask the sender how it was made."),
    ),
    "xform.draft_of_other_form": (
        msg("This draft belongs to another form ({found}, not {expected})."),
        msg("Open it with the form it was begun with."),
    ),
    "xform.duplicate_bind": (
        msg("Two rules are written for the same place, {place}; they are used together."),
        msg("Tell the author of the form; you can use it."),
    ),
    "xform.duplicate_choice": (
        msg("The list of the question at {place} has the same choice twice; the first one is shown."),
        msg("Tell the author of the form; you can use it."),
    ),
    "xform.duplicate_language": (
        msg("The form has two translations with the same name."),
        msg("Ask the author of the form to rename one of them."),
    ),
    "xform.encrypted_form": (
        msg("Records of this form leave encrypted with its own key: only who has the other half can read them there."),
        msg("Nothing to do. Such a record can still be read here, and can not be corrected once it is finished."),
    ),
    "xform.entities_kept": (
        msg(
            "The form changes shared lists. A change is sent with its record; in the lists that came from the form's "
            "server it is done here too, once the record may be sent."
        ),
        msg("Nothing to do."),
    ),
    "xform.entities_too_new": (
        msg("The form keeps lists in a way that is newer than this program (version {version})."),
        msg("Install a newer program, or ask for an older version of the form."),
    ),
    "xform.external_select": (
        msg("The question at {place} takes its list from a place that only phones can use; its answer is typed."),
        msg("Ask the author of the form for an ordinary list."),
    ),
    "xform.file_missing": (
        msg("The form needs the file {file}, which is not here; its list is empty or its picture is not shown."),
        msg("Import the form again together with this file."),
    ),
    "xform.foreign_control": (
        msg("The question at {place} is meant for another program; here its answer is typed."),
        msg("Look at this question before you use the form."),
    ),
    "xform.instance_id_added": (
        msg("The form had no identifier for its records; one was added."),
        msg("Nothing to do."),
    ),
    "xform.language_without_code": (
        msg("The language {place} has no code in brackets, so its direction and its fonts are guessed."),
        msg('Ask the author of the form to write it like "Français (fr)".'),
    ),
    "xform.many_nodes": (
        msg(
            "The rule at {place} reads a question of a repeated part from outside, where there may be several answers; "
            "the first one counts."
        ),
        msg("Tell the author of the form; sum(), count() or a position says what is meant."),
    ),
    "xform.own_instance": (
        msg(
            "The rule at {place} reads its own repeated part by its full path; it takes the answer of the same "
            "repetition, as ODK Collect does."
        ),
        msg("Nothing to do."),
    ),
    "xform.no_background_audio": (
        msg("The form wants to record sound in the background. This program never does that."),
        msg("Tell the person and the author of the form; nothing is recorded."),
    ),
    "xform.no_form_id": (
        msg("The form has no identifier; it belongs at {place}."),
        msg("Ask the author of the form to give it one."),
    ),
    "xform.no_instance": (
        msg("The form has no place for answers."),
        msg("Ask the author of the form to mend it, or import its spreadsheet instead."),
    ),
    "xform.no_position": (
        msg("The form wants to note the position by itself. This program never does that; the place stays empty."),
        msg("Nothing to do."),
    ),
    "xform.no_such_bind": (
        msg("The form speaks of a rule that it does not contain: {place}."),
        msg("Ask the author of the form to mend it."),
    ),
    "xform.no_such_list": (
        msg("A rule at {place} reads the list {name}, which the form does not contain; it finds nothing there."),
        msg("Ask the author of the form to mend it before you use it."),
    ),
    "xform.no_such_node": (
        msg("The form speaks of a place that it does not contain: {place}."),
        msg("Ask the author of the form to mend it."),
    ),
    "xform.not_a_form": (
        msg("Not a form: {place} begins with {root} and lacks the parts that every form has."),
        msg("Choose an XForm (.xml) or an XLSForm spreadsheet (.xlsx, .xls, .csv, .md)."),
    ),
    "xform.nothing_printed": (
        msg("The question at {place} is to print ({name}). Nothing is printed from a question here."),
        msg("Print the referral slip of the record, on the page of referrals."),
    ),
    "xform.not_xml": (
        msg("The mistake near line {line} makes it impossible to read {place} as XML."),
        msg("Ask for the form again, or for its spreadsheet."),
    ),
    "xform.preload_ignored": (
        msg("The question at {place} wants a value from the telephone, which does not exist here; it stays empty."),
        msg("Nothing to do."),
    ),
    "xform.question_without_node": (
        msg("The question at {place} has no place for its answer and is left out."),
        msg("Ask the author of the form to mend it before you use it."),
    ),
    "xform.repeat_without_nodeset": (
        msg("A repeated part of the form does not say what it repeats; see {place}."),
        msg("Ask the author of the form to mend it."),
    ),
    "xform.too_deep": (
        msg("Parts of {place} lie inside one another more than {limit} levels deep."),
        msg("Ask the author of the form to make it flatter."),
    ),
    "xform.too_large": (
        msg("Too large to be opened: {place} holds more than {limit} {unit}."),
        msg("Ask the author of the form to split it or to shorten its lists."),
    ),
    "xform.too_long": (
        msg("A single text, value or name near line {line} makes {place} too large to be opened."),
        msg("Ask the author of the form to shorten it."),
    ),
    "xform.unfinished": (
        msg("The record is not finished: {count} answers need a look, the first at {place}: {rule}."),
        msg("Go there and correct or decline the answer."),
    ),
    "xform.unknown_control": (
        msg("A part of the form at {place} is of an unknown kind, {name}, and is left out."),
        msg("Look at the form before you use it."),
    ),
    "xform.unknown_event": (
        msg("An action at {place} waits for something that does not exist: {event}."),
        msg("Ask the author of the form to mend it."),
    ),
    "xform.unknown_type": (
        msg("The type of {place}, {type}, is not known; it is treated as text."),
        msg("Look at this question before you use the form."),
    ),
}
