"""Sentences and advice for questionnaires as spreadsheets: rows of questions and of entities."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "xlsform.ambiguous_reference": (
        msg('In {file}, {at}: "{found}" may be any of several questions of that name.'),
        msg("Give the questions different names."),
    ),
    "xlsform.app_name": (
        msg("In {file}, {at}: the name of the app to open is not one that Android knows."),
        msg('Write it in parts with full stops between, as in "org.example.camera", each beginning with a letter.'),
    ),
    "xlsform.audit_intervals": (
        msg('In {file}, {at}: the parameter "{parameter}" is smaller than "{other}".'),
        msg("Raise the first or lower the second."),
    ),
    "xlsform.audit_location": (
        msg("In {file}, {at}: of the three parameters for the location in the log, not all are there."),
        msg("Give location-priority, location-min-interval and location-max-age, or none of them."),
    ),
    "xlsform.audit_name": (
        msg('In {file}, {at}: the log of the interview can not be called "{name}".'),
        msg('Leave the column "name" blank in that row.'),
    ),
    "xlsform.bad_name": (
        msg('In {file}, {at}: "{found}" can not be a name.'),
        msg('Begin with a letter and use only letters, digits, "_", "-" and ".".'),
    ),
    "xlsform.bad_reference": (
        msg("In {file}, {at}: a reference to a question is not written rightly."),
        msg("Write a dollar sign, an opening brace, the name of the question and a closing brace, without spaces."),
    ),
    "xlsform.big_image": (
        msg('In {file}, {at}: the question "{name}" has a large picture but no small one.'),
        msg('Fill the column "image" too.'),
    ),
    "xlsform.duplicate_entity_list": (
        msg("In {file}, {at}: a list of entities is declared a second time."),
        msg("Give each row of the sheet its own list_name."),
    ),
    "xlsform.duplicate_name": (
        msg('In {file}, {at}: the name "{name}" stands twice in the same group.'),
        msg(
            "Give each question, group and repeat of a group its own name; a repeat with a count takes a second one "
            "that ends in _count."
        ),
    ),
    "xlsform.duplicate_repeat": (
        msg('In {file}, {at}: two repeats are called "{name}".'),
        msg("Give each repeat a name that stands nowhere else in the form."),
    ),
    "xlsform.entity_column": (
        msg("In {file}, {at}: the sheet of entities has columns that are not known: {found}."),
        msg("Correct or delete them."),
    ),
    "xlsform.entity_list_unknown": (
        msg('In {file}, {at}: the list of entities "{name}" is not declared.'),
        msg('Correct its name, or add it to the sheet "entities".'),
    ),
    "xlsform.entity_no_room": (
        msg(
            "In {file}, {at}: this list of entities and that of row {other} would be saved from the same group or "
            "repeat, and each of these can save one."
        ),
        msg("Give the two lists their questions in different groups."),
    ),
    "xlsform.entity_prefix_missing": (
        msg('In {file}, {at}: there are several lists of entities, and "{found}" does not say which it is for.'),
        msg("Write the list, a number sign and the property, as in people#age."),
    ),
    "xlsform.entity_prefix_twice": (
        msg('In {file}, {at}: "{found}" has more than one number sign.'),
        msg("Write the list, one number sign and the property."),
    ),
    "xlsform.entity_property_on_group": (
        msg('In {file}, {at}: a group or repeat can not be saved as the property "{found}" of an entity.'),
        msg("Move it to a question."),
    ),
    "xlsform.entity_property_reserved": (
        msg('In {file}, {at}: a property of an entity can not be called "{found}".'),
        msg("Choose a name other than name and label."),
    ),
    "xlsform.entity_property_twice": (
        msg('In {file}, {at}: the property "{found}" is already saved by row {other}.'),
        msg("Take one of the two out, or rename it."),
    ),
    "xlsform.entity_scope": (
        msg("In {file}, {at}: this list of entities takes values from repeats that do not stand inside one another."),
        msg("Bring the value into the right repeat with a calculation, and use that."),
    ),
    "xlsform.entity_sheet_missing": (
        msg('In {file}, {at}: "{found}" is to be saved as a property of an entity, but no entity is declared.'),
        msg('Add a sheet "entities", or empty the column "save_to".'),
    ),
    "xlsform.entity_without_id": (
        msg('In {file}, {at}: entities of the list "{name}" are updated, but nothing says which.'),
        msg('Fill "entity_id", or use "create_if" to create new ones.'),
    ),
    "xlsform.entity_without_label": (
        msg('In {file}, {at}: entities of the list "{name}" are created without a text.'),
        msg('Fill "label", or fill "entity_id" to update those that are there.'),
    ),
    "xlsform.entity_without_name": (
        msg("In {file}, {at}: a list of entities has no name."),
        msg('Fill the column "list_name".'),
    ),
    "xlsform.entity_without_update_if": (
        msg(
            'In {file}, {at}: entities of the list "{name}" are created or updated, but nothing says when they are '
            "updated."
        ),
        msg('Fill "update_if", or empty "entity_id" to create only.'),
    ),
    "xlsform.external_without_filter": (
        msg("In {file}, {at}: a question with a list outside the form needs a filter."),
        msg('Fill the column "choice_filter", or use select_one.'),
    ),
    "xlsform.file_type": (
        msg('In {file}, {at}: the answers come from the file "{found}", whose kind is not known.'),
        msg("Use a file that ends with .csv, .xml or .geojson."),
    ),
    "xlsform.geopoint_calculation": (
        msg("In {file}, {at}: a position taken in the background can not be calculated too."),
        msg('Leave the column "calculation" blank in that row.'),
    ),
    "xlsform.geopoint_trigger": (
        msg("In {file}, {at}: a position taken in the background has no question that sets it off."),
        msg('Name the question in the column "trigger".'),
    ),
    "xlsform.hidden_trigger": (
        msg('In {file}, {at}: the question "{found}" is shown to nobody, so an answer to it can not set off "{name}".'),
        msg('Name a question in the column "trigger" that a person answers.'),
    ),
    "xlsform.include": (
        msg("In {file}, {at}: parts of other files can not be included."),
        msg("Copy the rows of the other file into this sheet."),
    ),
    "xlsform.incremental": (
        msg('In {file}, {at}: the parameter "incremental" can only be true.'),
        msg("Write incremental=true or leave it out."),
    ),
    "xlsform.instance_name": (
        msg('In {file}, {at}: two lists or files go by the same name, "{name}".'),
        msg("Rename one of them."),
    ),
    "xlsform.media_type": (
        msg('In {file}, {at}: the heading "{found}" is no kind of picture, sound or film.'),
        msg("Use image, big-image, audio or video."),
    ),
    "xlsform.name_differs_in_case": (
        msg(
            'In {file}, {at}: the name "{name}" differs from another only in capital letters, which many programs for '
            "tables do not tell apart."
        ),
        msg("Give one of the two another name."),
    ),
    "xlsform.name_period": (
        msg('In {file}, {at}: "{found}" has a full stop, which names in this column can not have.'),
        msg('Use "_" instead.'),
    ),
    "xlsform.name_underscores": (
        msg('In {file}, {at}: "{found}" begins with two underscores, which is kept for programs.'),
        msg("Begin with a letter."),
    ),
    "xlsform.no_calculation": (
        msg('In {file}, {at}: the calculated row "{name}" has no calculation.'),
        msg('Fill the column "calculation".'),
    ),
    "xlsform.no_label": (
        msg('In {file}, {at}: the question "{name}" has neither text nor hint.'),
        msg('Fill the column "label".'),
    ),
    "xlsform.no_max_pixels": (
        msg('In {file}, {at}: the picture "{name}" is sent in its full size.'),
        msg("Write max-pixels=1024 in the column parameters to send it sooner."),
    ),
    "xlsform.no_name": (
        msg("In {file}, {at}: a question or group has no name."),
        msg('Fill the column "name" in that row.'),
    ),
    "xlsform.no_type": (
        msg("In {file}, {at}: the row has no type."),
        msg('Fill the column "type", or delete the row.'),
    ),
    "xlsform.old_metadata": (
        msg('In {file}, {at}: "{found}" is something that most devices no longer give.'),
        msg("Delete the row, or use deviceid."),
    ),
    "xlsform.or_other_filter": (
        msg("In {file}, {at}: a question with or_other can not filter its answers."),
        msg('Take out "or_other" and write the answer "other" yourself, or take out the filter.'),
    ),
    "xlsform.or_other_without_list": (
        msg("In {file}, {at}: a question with or_other needs a list of answers from this form."),
        msg('Name a list of the sheet "choices", or take out "or_other".'),
    ),
    "xlsform.parameter_negative": (
        msg('In {file}, {at}: the parameter "{parameter}" is less than zero.'),
        msg("Write zero or more."),
    ),
    "xlsform.parameter_number": (
        msg('In {file}, {at}: the parameter "{parameter}" is no number: {found}.'),
        msg("Write a number."),
    ),
    "xlsform.parameter_unknown": (
        msg('In {file}, {at}: this type of question has no parameter "{found}".'),
        msg("It knows: {accepted}."),
    ),
    "xlsform.parameter_value": (
        msg('In {file}, {at}: the parameter "{parameter}" has a value that it can not have: {found}.'),
        msg("It can be: {accepted}."),
    ),
    "xlsform.parameter_whole": (
        msg('In {file}, {at}: the parameter "{parameter}" is no whole number: {found}.'),
        msg("Write a whole number."),
    ),
    "xlsform.parameter_yes_no": (
        msg('In {file}, {at}: the parameter "{parameter}" is neither true nor false: {found}.'),
        msg("Write true or false."),
    ),
    "xlsform.parameters_unreadable": (
        msg("In {file}, {at}: the parameters can not be read: {found}."),
        msg("Write them as name=value, with spaces between one and the next."),
    ),
    "xlsform.range_appearance": (
        msg("In {file}, {at}: this appearance shows no ticks, labels or placeholder."),
        msg('Leave the column "appearance" blank, or use vertical or no-ticks.'),
    ),
    "xlsform.range_multiple": (
        msg('In {file}, {at}: the parameter "{parameter}" does not fall on a step of the range.'),
        msg('Make it a multiple of "step".'),
    ),
    "xlsform.range_outside": (
        msg('In {file}, {at}: the parameter "{parameter}" lies outside the range.'),
        msg('Choose a value from "start" to "end".'),
    ),
    "xlsform.range_too_wide": (
        msg('In {file}, {at}: the parameter "{parameter}" is larger than the whole range.'),
        msg('Make it smaller, or move "start" and "end" apart.'),
    ),
    "xlsform.range_zero": (
        msg('In {file}, {at}: the parameter "{parameter}" is zero.'),
        msg("Write a number other than zero."),
    ),
    "xlsform.reference_comma": (
        msg("In {file}, {at}: references to questions stand side by side without a comma."),
        msg("Write a comma between one and the next."),
    ),
    "xlsform.reference_geometry": (
        msg('In {file}, {at}: the parameter "reference-geometry" names no list, file or repeat of this form.'),
        msg("Correct the name, or write the reference of a repeat."),
    ),
    "xlsform.repeat_named_as_form": (
        msg('In {file}, {at}: the repeat "{name}" has the name of the form itself.'),
        msg("Give the repeat another name."),
    ),
    "xlsform.repeat_without_label": (
        msg('In {file}, {at}: the repeat "{name}" has no text.'),
        msg("Fill its label, so that people see what they add."),
    ),
    "xlsform.reserved_name": (
        msg('In {file}, {at}: the name "{name}" is kept for the form itself.'),
        msg("Choose another name."),
    ),
    "xlsform.search_in_file": (
        msg(
            'In {file}, {at}: the question "{name}" takes its answers from a file and searches another with search(), '
            "which do not go together."
        ),
        msg("Take out search(), or use a list of this form."),
    ),
    "xlsform.search_mixed": (
        msg('In {file}, {at}: the list "{found}" is used with search() and, in another question, without it.'),
        msg("Give the question with search() a list of its own."),
    ),
    "xlsform.seed_value": (
        msg("In {file}, {at}: the seed of the random order is neither a number nor a reference to a question."),
        msg("Write a number, or one reference and nothing else."),
    ),
    "xlsform.seed_without_randomize": (
        msg("In {file}, {at}: there is a seed, but no random order."),
        msg("Add randomize=true, or take the seed out."),
    ),
    "xlsform.select_without_list": (
        msg("In {file}, {at}: no list of answers is named after the type."),
        msg("Write the name of a list after it, as in select_one yes_no."),
    ),
    "xlsform.stumbled": (
        msg("In {file}, {at}: this can not be turned into a form, and it is not clear why ({error})."),
        msg("Look at that place for something unusual, and at the lists and references it names."),
    ),
    "xlsform.table_list_filter": (
        msg("In {file}, {at}: questions shown as a table can not filter their answers."),
        msg('Take out the filter, or the appearance "table-list" of the group.'),
    ),
    "xlsform.table_list_mixed": (
        msg('In {file}, {at}: the questions of one table use two lists, "{other}" and "{found}".'),
        msg("Use one list in all of them, or make two groups."),
    ),
    "xlsform.ticks_ends": (
        msg("In {file}, {at}: without ticks, only the two ends of the range can have labels."),
        msg("Let the list of labels hold two answers, named as the start and the end."),
    ),
    "xlsform.ticks_list": (
        msg('In {file}, {at}: the list of labels in "tick_labelset" is not in the sheet "choices".'),
        msg("Add the list, or correct its name."),
    ),
    "xlsform.ticks_multiple": (
        msg('In {file}, {at}: a label does not fall on a step of the range, by "{parameter}".'),
        msg("Name each label after a value that the range can have."),
    ),
    "xlsform.ticks_number": (
        msg("In {file}, {at}: a label of the range is named by something that is no number."),
        msg('In the sheet "choices", name the labels after numbers of the range.'),
    ),
    "xlsform.ticks_outside": (
        msg("In {file}, {at}: a label lies outside the range."),
        msg('Name each label after a value from "start" to "end".'),
    ),
    "xlsform.unknown_reference": (
        msg('In {file}, {at}: there is no question "{found}" to refer to.'),
        msg("Check the spelling inside the braces, or add the question."),
    ),
    "xlsform.unknown_type": (
        msg('In {file}, {at}: there is no type of question "{found}".'),
        msg('Correct the column "type"; the list of types is at xlsform.org.'),
    ),
    "xlsform.unmatched_begin": (
        msg('In {file}, {at}: the {block} "{name}" begins here and never ends.'),
        msg("Add its end row after its last question."),
    ),
    "xlsform.unmatched_end": (
        msg("In {file}, {at}: a {block} ends here, but none is open."),
        msg("Add the missing begin row, or take this row out; the types of begin and end must be the same."),
    ),
}
