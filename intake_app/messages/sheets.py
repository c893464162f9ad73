"""Sentences and advice for trouble with questionnaires as spreadsheets."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "xlsform.ambiguous_reference": (
        msg("In {file}, the row at {place} speaks of {name}, but more than one question has that name."),
        msg("Give the questions different names."),
    ),
    "xlsform.bad_catalogue": (
        msg("The translation {file} can not be read."),
        msg("Put back the earlier file, or correct it with a translation editor."),
    ),
    "xlsform.bad_header": (
        msg("In {file}, a column heading at {place} is not understood: {reason}"),
        msg("Correct the first row of the sheet."),
    ),
    "xlsform.bad_name": (
        msg("In {file}, a name at {place} has a character that names can not have."),
        msg('Begin with a letter and use only letters, digits, "_", "-" and ".".'),
    ),
    "xlsform.bad_reference": (
        msg("In {file}, a reference at {place} is not written rightly."),
        msg("Write references as a dollar sign, a brace, the name of the question, and a closing brace."),
    ),
    "xlsform.choice_without_label": (
        msg("In {file}, an answer at {place} has no text."),
        msg('Fill the column "label" in that row.'),
    ),
    "xlsform.choice_without_name": (
        msg("In {file}, an answer at {place} has no name."),
        msg('Fill the column "name" in that row.'),
    ),
    "xlsform.damaged": (
        msg("The file {file} is damaged or cut short and can not be read."),
        msg("Ask for the file again, or open it in your spreadsheet program and save it anew."),
    ),
    "xlsform.duplicate_choice": (
        msg("In {file}, two answers of one list have the same name; see {place}."),
        msg("Give each answer of a list its own name."),
    ),
    "xlsform.duplicate_name": (
        msg("In {file}, the name {name} at {place} is used twice."),
        msg("Give each question its own name."),
    ),
    "xlsform.empty": (
        msg("The file {file} is empty."),
        msg("Save the questionnaire again in your spreadsheet program and offer that file."),
    ),
    "xlsform.encoding": (
        msg("The text of {file} is not saved as UTF-8."),
        msg('Save it again as "CSV UTF-8", or as .xlsx.'),
    ),
    "xlsform.encrypted": (
        msg("The file {file} is locked with a password."),
        msg("Save it without a password in your spreadsheet program and offer it again."),
    ),
    "xlsform.entities": (
        msg("In {file}, the sheet of entities does not fit the questions; see {place}: {reason}"),
        msg('Correct the sheet "entities" and the column "save_to".'),
    ),
    "xlsform.file_type": (
        msg("In {file}, the question at {place} takes its answers from a file of an unknown kind: {name}."),
        msg("Use a file that ends with .csv, .xml or .geojson."),
    ),
    "xlsform.instance_name": (
        msg("In {file}, two lists or files have the same name: {name}."),
        msg("Rename one of them."),
    ),
    "xlsform.missing_column": (
        msg("In {file}, the sheet at {place} lacks a column it needs: {name}."),
        msg("Add the column in the first row of the sheet."),
    ),
    "xlsform.no_calculation": (
        msg("In {file}, a calculated row at {place} has no calculation."),
        msg('Fill the column "calculation".'),
    ),
    "xlsform.no_choices_sheet": (
        msg("The questionnaire {file} uses lists of answers, but has no such sheet, or the sheet has a misspelt name."),
        msg('Add a sheet "choices" with the columns list_name, name and label.'),
    ),
    "xlsform.no_label": (
        msg("In {file}, the question {name} has neither text nor hint."),
        msg('Fill the column "label".'),
    ),
    "xlsform.no_survey_sheet": (
        msg('The questionnaire {file} has no sheet with the name "survey".'),
        msg('Name the sheet with the questions "survey" and import it again.'),
    ),
    "xlsform.not_a_form": (
        msg("The file {file} is not a questionnaire but {kind}."),
        msg(
            "Choose an XLSForm spreadsheet (.xlsx, .xls, .csv or .md). A form that is already XML is imported as XForm."
        ),
    ),
    "xlsform.parameters": (
        msg("In {file}, a setting of the question at {place} is not valid: {reason}"),
        msg('Correct the column "parameters" in that row.'),
    ),
    "xlsform.refused": (
        msg("The questionnaire {file} has a mistake at {place}: {reason}"),
        msg("Correct the row in the spreadsheet and import it again."),
    ),
    "xlsform.reserved_name": (
        msg("In {file}, the name at {place} is kept for the form itself."),
        msg('Choose another name than "meta".'),
    ),
    "xlsform.too_large": (
        msg("The file {file} is larger than a questionnaire can be; the limit is {limit_mb} MB."),
        msg("Take pictures and unused sheets out of the spreadsheet and save it again."),
    ),
    "xlsform.too_many_rows": (
        msg("The file {file} has more than {limit} rows, or far too many cells."),
        msg("Delete the empty rows and columns after the last question and save it again."),
    ),
    "xlsform.unknown_list": (
        msg("In {file}, the list of answers {name} does not exist."),
        msg('Add it to the sheet of answers, or correct its name in the column "type".'),
    ),
    "xlsform.unknown_reference": (
        msg("In {file}, the row at {place} speaks of the question {name}, which does not exist."),
        msg("Check the spelling inside the braces, or add the question."),
    ),
    "xlsform.unknown_type": (
        msg("In {file}, the question type {name} does not exist."),
        msg('Correct the column "type"; the list of types is at xlsform.org.'),
    ),
    "xlsform.unmatched_begin": (
        msg("In {file}, the group or repeat that begins at {place} never ends."),
        msg('Add an "end" row after its last question.'),
    ),
    "xlsform.unmatched_end": (
        msg("In {file}, a group or repeat ends at {place} that never began."),
        msg('Add the missing "begin" row, or take this row out.'),
    ),
    "xlsform.unsafe": (
        msg("The file {file} holds constructions that no questionnaire needs, so it was not opened."),
        msg("Do not use this file. Ask the sender how it was made."),
    ),
}
