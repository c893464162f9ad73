"""Sentences and advice for questionnaires as spreadsheets: files, sheets, headings, lists of answers."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "review.no_name": (
        msg("A translation is signed with a name of one line, {most} characters at most."),
        msg("Give the name of the person who has read it."),
    ),
    "xlsform.bad_catalogue": (
        msg("The translation {file} can not be read."),
        msg("Put back the earlier file, or correct it with a translation editor."),
    ),
    "xlsform.bad_date": (
        msg("In {file}, {at}: the cell holds a date that its spreadsheet program counts in two ways."),
        msg("Type the date as text, with an apostrophe before it."),
    ),
    "xlsform.bad_heading": (
        msg('In {file}, {at}: the heading "{found}" can not become part of a form.'),
        msg('Begin headings with a letter and use only letters, digits, "_", "-" and "."; delete columns of notes.'),
    ),
    "xlsform.broken_cell": (
        msg('In {file}, {at}: the formula in the cell gave the error "{found}", and the form has that as its text.'),
        msg("Correct the formula, or type what is meant, and save the spreadsheet again."),
    ),
    "xlsform.choice_heading": (
        msg('In {file}, {at}: the column "{found}" is left out, because no rule can speak of a heading like that.'),
        msg("Nothing to do if it holds notes; otherwise begin its heading with a letter and write it in one word."),
    ),
    "xlsform.choice_with_space": (
        msg(
            'In {file}, {at}: the answer "{found}" of the list "{name}" has a space in its name, and several answers '
            "of one question are told apart by spaces."
        ),
        msg('Take the space out of the column "name"; the text for people may keep it.'),
    ),
    "xlsform.choice_without_label": (
        msg('In {file}, {at}: the answer "{name}" has no text.'),
        msg('Fill the column "label" in that row.'),
    ),
    "xlsform.choice_without_name": (
        msg("In {file}, {at}: an answer has no name."),
        msg('Fill the column "name" in that row.'),
    ),
    "xlsform.damaged": (
        msg("The file {file} is damaged or cut short and can not be read."),
        msg("Ask for the file again, or open it in your spreadsheet program and save it anew."),
    ),
    "xlsform.disabled_column": (
        msg('In {file}, {at}: the column "disabled" is old; rows marked in it are left out.'),
        msg('Use the column "relevant" instead, or delete the rows.'),
    ),
    "xlsform.duplicate_choice": (
        msg('In {file}, {at}: the name "{name}" stands twice in one list of answers.'),
        msg(
            'Give each answer of a list its own name, or set "allow_choice_duplicates" to yes in the sheet "settings".'
        ),
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
    "xlsform.external_list_unknown": (
        msg('In {file}, {at}: the list of answers "{found}" is not in the sheet "external_choices".'),
        msg('Add it to that sheet, or correct its name in the column "type".'),
    ),
    "xlsform.language_without_code": (
        msg('In {file}: the name of the language "{language}" gives no code, so a program can not tell which it is.'),
        msg("Write the code in brackets after the name, as in Italiano (it)."),
    ),
    "xlsform.list_unknown": (
        msg('In {file}, {at}: the list of answers "{found}" is not in the sheet "choices".'),
        msg('Add it to that sheet, or correct its name in the column "type".'),
    ),
    "xlsform.missing_column": (
        msg('In {file}, {at}: the column "{found}" is missing.'),
        msg("Write the heading in the first row of the sheet."),
    ),
    "xlsform.misspelt_sheet": (
        msg('In {file}: there is no sheet "{sheet}", but {similar} looks like it with a slip of the pen.'),
        msg('If it is meant, name the sheet "{sheet}"; a name that begins with "_" is never taken for it.'),
    ),
    "xlsform.more_remarks": (
        msg("And {count} more places with the same remark: {reason}"),
        msg("Look at the other rows of that column too."),
    ),
    "xlsform.no_choices_sheet": (
        msg("In {file}: questions choose from lists of answers, but there is no sheet of them."),
        msg('Add a sheet "choices" with the columns list_name, name and label.'),
    ),
    "xlsform.no_external_choices_sheet": (
        msg("In {file}: questions choose from lists outside the form, but there is no sheet of them."),
        msg('Add a sheet "external_choices" with the columns list_name, name and label.'),
    ),
    "xlsform.no_form_id": (
        msg("In {file}: the form has no identifier."),
        msg('Fill the column "form_id" of the sheet "settings".'),
    ),
    "xlsform.no_headings": (
        msg("In {file}, {at}: the first row does not hold the headings of the columns."),
        msg("Write a first row with type, name, label and the other headings in use."),
    ),
    "xlsform.no_instance_id": (
        msg("In {file}, {at}: a form that encrypts its records can not leave out their identifier."),
        msg('Take out the column "omit_instanceID", or the key.'),
    ),
    "xlsform.no_sheet_names": (
        msg("In {file}: the first column does not name the sheets."),
        msg(
            'Write "survey" in a row of its own above the questions and "choices" above the answers, and leave the '
            "first column blank elsewhere."
        ),
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
    "xlsform.not_xml": (
        msg('In {file}, {at}: "{found}" has a prefix with a colon that nothing explains.'),
        msg('Take the colon out, or declare the prefix in the column "namespaces" of the sheet "settings".'),
    ),
    "xlsform.or_other_translations": (
        msg("In {file}: the answer and the question that or_other adds are in English in every language."),
        msg('Write the answer "other" and its question yourself, with their translations.'),
    ),
    "xlsform.refused": (
        msg("In {file}, {at}: this can not be turned into a form: {reason}."),
        msg("Look at that place and correct it, then import it again."),
    ),
    "xlsform.remark": (
        msg("In {file}, {at}: {reason}"),
        msg("Look at that place, and leave it if it is meant so."),
    ),
    "xlsform.repeated_heading": (
        msg('In {file}, {at}: the heading "{name}" stands twice.'),
        msg("Rename or delete one of the two columns."),
    ),
    "xlsform.row_skipped": (
        msg("In {file}, {at}: the row has no type, name or text and is left out."),
        msg("Nothing to do if it is a note; otherwise fill it."),
    ),
    "xlsform.rows_left_out": (
        msg("In {file}, {at}: this row and those below are left out, because more than sixty blank rows come before."),
        msg("Delete the blank rows if the questions below are wanted."),
    ),
    "xlsform.same_column": (
        msg('In {file}, {at}: the headings "{other}" and "{found}" mean the same column.'),
        msg("Keep one of the two."),
    ),
    "xlsform.too_deep": (
        msg("In {file}: groups stand inside groups too many times over."),
        msg("Let no group stand more than a few levels deep."),
    ),
    "xlsform.too_large": (
        msg("The file {file} is larger than a questionnaire can be; the limit is {limit_mb} MB."),
        msg("Take pictures and unused sheets out of the spreadsheet and save it again."),
    ),
    "xlsform.too_many_cells": (
        msg('In {file}, {at}: "{found}" stands under no heading.'),
        msg('Give the column a heading; in Markdown write a bar inside a text as "\\|".'),
    ),
    "xlsform.too_many_rows": (
        msg("The file {file} has more than {limit} rows, or far too many cells."),
        msg("Delete the empty rows and columns after the last question and save it again."),
    ),
    "xlsform.translation_column": (
        msg("In {file}, {at}: the language {language} has no column for {found}."),
        msg("Add the column, or a person sees no text there in that language."),
    ),
    "xlsform.two_form_ids": (
        msg('In {file}, {at}: both "form_id" and "id_string" are there; "form_id" is used.'),
        msg("Delete one of the two columns."),
    ),
    "xlsform.unsafe": (
        msg("The file {file} holds constructions that no questionnaire needs, so it was not opened."),
        msg("Do not use this file. Ask the sender how it was made."),
    ),
}
