"""Sentences and advice for trouble with consent, slips, referral and the verbs of a workplace."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "screening.bad_rules": (
        msg("The rules of the assessment can not be used: at {place}, {reason}."),
        msg("Put back the earlier file, or correct the entry that is named."),
    ),
    "screening.consent_missing": (
        msg("The question about consent has not been answered, so this stays here."),
        msg("Ask the person, record the answer, and try again."),
    ),
    "screening.transfer_not_asked": (
        msg("Nobody asked the person about an alert to the office for transfers; a yes to help says nothing of it."),
        msg("Ask the person now, and note what they say; of a child, the guardian too. No reason takes its place."),
    ),
    "screening.return_not_asked": (
        msg("The person has not been asked about advice on going back by itself; a yes to help is none to that."),
        msg("Only where they spoke of it first: look at the risks with them, ask, and note what they say."),
    ),
    "screening.risks_first": (
        msg("Nobody has noted yet that the risks of going back were looked at with the person."),
        msg("Do that first: threats, debts, who helped to bring them, family, health, a place to live. Then note it."),
    ),
    "screening.page_not_asked": (
        msg("The person has not been asked about this page by itself; their yes was to codes for an organisation."),
        msg("Ask them: may a page go to the authority that does the screening, with your answers in words about who "
            "you are, your nationality and languages, how you are, asylum, and family in Europe? Then note what they "
            "say."),
    ),
    "screening.work_not_asked": (
        msg("The person has not been asked whether what they told of the work goes along with the slip."),
        msg("Ask them by itself, and note that they agree, or send the slip without it."),
    ),
    "screening.no_language": (
        msg("Nobody noted in which language they were asked about this, and so which text was read to them."),
        msg("Read the text about it to them in their language, and choose that language."),
    ),
    "screening.no_witness": (
        msg("A consent that was given before a witness says who was there."),
        msg("Choose the role of the witness; no name is kept."),
    ),
    "screening.consular_missing": (
        msg("The consulate is told only when the person asks for it themselves."),
        msg("If they do, note that word of its own."),
    ),
    "screening.consulate_closed": (
        msg("Nothing goes to the consulate of somebody who may ask for protection."),
        msg("Choose another service."),
    ),
    "screening.cross_border_missing": (
        msg("For a service in another country the person must agree to that in particular."),
        msg("Ask the person, note the answer, then try again."),
    ),
    "screening.guardian_asked": (
        msg("The person agrees, and that the guardian agrees to this is not noted yet."),
        msg("Ask the guardian and note the answer."),
    ),
    "screening.guardian_missing": (
        msg("The person may be under 18, and no guardian of theirs has agreed to this yet."),
        msg("Tell the juvenile court and the social services first: that is a duty. Else give the reason."),
    ),
    "screening.alone_not_told": (
        msg("Nobody has told yet whether this child is alone."),
        msg("If no parent or other adult answers for the child by law, say that the child is alone: then this slip is "
            "a duty and needs no guardian. Else ask the guardian, or give the reason."),
    ),
    "screening.guardian_of_adult": (
        msg("A guardian refused this, or took it back. The person counts as an adult, but nobody decided that."),
        msg("Decide it on the page of the person, on a document that was seen or a body that decided: then their own "
            "word is enough. Or note that the guardian agrees again."),
    ),
    "screening.age_not_told": (
        msg("Nobody has told whether this person is 18 or older, so they may be a child."),
        msg("Ask, and note what the person says or what a document shows. Or ask a guardian."),
    ),
    "screening.judicial_missing": (
        msg("For the police or a court the person must agree to that in particular."),
        msg("Ask the person, note the answer, then try again."),
    ),
    "screening.social_path": (
        msg("The person has not chosen the judicial path: nothing goes to the police or a court without an agreement "
            "to that in particular."),
        msg("Ask only if the person wants it, and note the answer. No reason takes its place. If somebody may be hurt "
            "now, call 112; a slip to a health service or an anti-trafficking project may go on a reason."),
    ),
    "screening.consent_refused": (
        msg("The person did not agree, so this stays here."),
        msg(
            "Respect the answer. If the law or an immediate danger requires it, record the duty or the "
            "override with its reason."
        ),
    ),
    "screening.consent_withdrawn": (
        msg("The person took this agreement back, so this stays here."),
        msg(
            "If they agree again, note that first, as consent that is given again or where a slip asks for it: "
            "what was said before does not count any more."
        ),
    ),
    "screening.said_no": (
        msg("The person said no to this recipient. It is kept, and nothing goes there."),
        msg("Respect the answer: other services stay open. If they agree to this one later, note that as a new yes."),
    ),
    "screening.first_open": (
        msg("The first interview of this person is still open, so what they agree to is not certain yet."),
        msg("Close the first interview: what waits only for it then goes by itself."),
    ),
    "screening.no_consent_questions": (
        msg("This form does not ask for consent, so nothing is released by itself."),
        msg("Ask the person now, and note what they say."),
    ),
    "referral.bad_directory": (
        msg("The directory of services can not be read; see {place}."),
        msg("Put back the earlier file, or correct the entry that is named."),
    ),
    "referral.bad_table": (
        msg("The table of services can not be taken: line {line}, column {column}: {reason}."),
        msg("Correct it there and import the file again. Nothing was changed here."),
    ),
    "referral.bad_entry": (
        msg("The services can not be taken: entry {entry}, field {column}: {reason}."),
        msg("Correct it there and import the file again. Nothing was changed here."),
    ),
    "referral.kind_of_body": (
        msg('The services can not be taken: line or entry {line}, column recipient_kind. It decides what a service is '
            'told of a person, and there is nothing in it, or nothing that fits "{kind}".'),
        msg("One of these fits there: {allowed}. Nothing was changed here."),
    ),
    "referral.too_many_services": (
        msg("The workplace would have {own} services of its own, in {kilobytes} kB: at most {most} have room, in "
            "{limit} kB. Nothing was changed here."),
        msg("Leave out what is not used, or take the file in place of those that are there."),
    ),
    "referral.bad_papers": (
        msg("The texts of cards and leaflets can not be read; see {place}."),
        msg("Install the program again, or put back the earlier file."),
    ),
    "referral.bad_reference": (
        msg("This reference is not complete or has a wrong character."),
        msg("Compare it with the slip and type all eight characters again."),
    ),
    "referral.bad_variants": (
        msg("What slips may say to each service can not be read; see {place}."),
        msg("Put back the earlier file, or correct the entry that is named."),
    ),
    "referral.no_reason": (
        msg("A service that declines has a reason, and no other note has one."),
        msg("Name one of these: {allowed}."),
    ),
    "referral.not_next": (
        msg("This can not come after what was noted before."),
        msg("What may be noted now: {allowed}."),
    ),
    "referral.not_then": (
        msg("Nothing can have come back on {happened} of a slip that was issued on {issued}."),
        msg("Give a time between then and now, or leave it out where it is now."),
    ),
    "referral.no_release": (
        msg("There is no permission for this slip."),
        msg("Record the person's consent for this service, or the duty or urgent reason, and try again."),
    ),
    "referral.unknown_recipient": (
        msg('The service "{recipient}" is not in the directory.'),
        msg("Choose a service from the list, or ask the coordinator to update the directory."),
    ),
    "referral.unknown_language": (
        msg("The language of the person is none that is known here, so no slip was made."),
        msg("Choose the language from the list."),
    ),
    "exports.bad_standard": (
        msg("The list of fields for exports can not be read; see {place}."),
        msg("Install the program again, or put back the earlier file."),
    ),
    "exports.bad_value": (
        msg("The field {field} holds something that the standard does not allow, so nothing was exported."),
        msg("Correct this field, or leave it blank."),
    ),
    "exports.no_report": (
        msg("This questionnaire has no parts of a report on a child who came alone."),
        msg("Use the questionnaire for a child who came alone."),
    ),
    "exports.not_for_recipient": (
        msg("A whole case does not go to this kind of service: it would tell them of trafficking."),
        msg("Issue a slip, which says what this service needs. A whole case goes to projects against trafficking, and "
            "on a word of its own to police, courts or an organisation abroad."),
    ),
    "exports.nobody_asked": (
        msg("This record holds what the mediator noticed, and nothing that the person told: it is part of no export."),
        msg("Export another record of this person."),
    ),
    "exports.not_a_minor": (
        msg("This record is not of somebody under 18."),
        msg("The report is made for a child who came alone, on a duty in law."),
    ),
    "exports.not_alone": (
        msg("What was told last does not say that this child is alone."),
        msg("Ask whether a parent or another adult who answers for the child is here, and note it."),
    ),
    "exports.no_release": (
        msg("There is no permission to export this record."),
        msg("Record the person's consent to the export, or the duty or urgent reason, and try again."),
    ),
    "slips.font_damaged": (
        msg("The font {font} can not be read."),
        msg("Install the package {package} again."),
    ),
    "slips.font_missing": (
        msg("The font {font} is not on this computer, so the slip can not be printed in this language."),
        msg("Install the package {package}, or ask the person who looks after this computer."),
    ),
    "workflow.attachment_empty": (
        msg("The file is empty."),
        msg("Choose another file."),
    ),
    "workflow.not_to_be_copied": (
        msg("This record can not be sent as a new one: no server knows it otherwise."),
        msg("Look at what the server said, or send it again."),
    ),
    "workflow.former_first": (
        msg("The version before went as a new record ({record}), and no server has it yet."),
        msg("Send that one first, then this one can follow it."),
    ),
    "workflow.left_readable": (
        msg("The record could not be written whole, and readable parts of it could not be removed: {file}."),
        msg("Delete that folder by hand, now: anybody who opens it can read what is in it."),
    ),
    "workflow.corrected_elsewhere": (
        msg("{person} has finished a correction of this record, which you may not read: yours is as it was before."),
        msg("Ask {person} or the desk to do this. If somebody may be hurt now, note that with a reason."),
    ),
    "workflow.not_editable": (
        msg("This questionnaire does not allow finished records to be edited."),
        msg("Correct it on the server, or ask whoever made the questionnaire to allow editing."),
    ),
    "workflow.edit_encrypted": (
        msg("Records of this questionnaire are encrypted, and a server destroys an encrypted record that is edited."),
        msg("Start a new interview, and tell your coordinator which record it replaces."),
    ),
    "workflow.server_name": (
        msg("This is no name that can be read."),
        msg("Give the server a short name of letters or digits."),
    ),
    "workflow.server_exists": (
        msg("Another server is called {server} already."),
        msg("Choose another name, or remove that server first."),
    ),
    "workflow.not_a_head": (
        msg("This is no code of a receipt."),
        msg("It stands at the foot of a receipt: two numbers and 16 signs, with hyphens between them."),
    ),
    "workflow.attachment_too_large": (
        msg("The file is {size} bytes, more than the {limit} that a server takes."),
        msg("Choose a smaller file or a smaller picture."),
    ),
    "workflow.not_a_file": (
        msg("{file} is no file that can be read whole."),
        msg("Choose a file on a disk or stick, not a folder, a device or a pipe."),
    ),
    "workflow.not_a_form": (
        msg("The file {file} is not a form, but {found}."),
        msg("Choose an XForm or an XLSForm."),
    ),
    "workflow.duty_ended": (
        msg("The slip {slip} went as the law asks for a child who is alone, and since then it was told that the person "
            "is not alone, or no child, or a guardian agreed for them: it is not shown or printed again."),
        msg("Where it must go all the same, make a new slip as it stands now."),
    ),
    "workflow.slip_of_child": (
        msg("The slip {slip} went without a guardian, and since then it was told that the person is under 18: it is "
            "not shown or printed again. Nobody took anything back."),
        msg("Ask the guardian and make a new slip, or one that the law asks for of a child who is alone."),
    ),
    "workflow.name_tells": (
        msg("This name tells of trafficking."),
        msg("Write one that says only that you are a service for people who arrive."),
    ),
    "workflow.name_too_long": (
        msg("The name is longer than {longest} signs."),
        msg("Write a shorter one."),
    ),
    "workflow.told_since": (
        msg("What is known of this person is another since this slip was begun: something was told, or two were joined "
            "or parted."),
        msg("The sheet is filled anew, but for what you chose yourself. Look at it, then issue it."),
    ),
    "workflow.says_nothing": (
        msg("Nothing was answered in this record and nothing declined: it would say nothing."),
        msg("Answer or decline something first, or close it as it is."),
    ),
    "workflow.no_reason": (
        msg("What is concluded is not what the answers point to, and nobody said on what it rests ({place})."),
        msg("Answer that question, by one of its answers or in your own words; another reason needs its words."),
    ),
    "workflow.not_complete": (
        msg("The record is not finished: {count} places need a look, the first is {place}."),
        msg("Go there and correct or decline the answer."),
    ),
    "gui.picture_failed": (
        msg("This picture could not be made smaller safely; it was not kept."),
        msg("Save it as JPEG or take it again, and choose it once more."),
    ),
    "gui.file_too_large": (
        msg("The file {file} is too large ({size} bytes)."),
        msg("Choose a file of at most {limit} bytes."),
    ),
    "gui.no_form_chosen": (
        msg("None of the {count} chosen files is a questionnaire."),
        msg("Choose one file that ends in .xlsx, .xls, .csv, .md or .xml, together with the files it needs."),
    ),
    "gui.only_on_paper": (
        msg("A recovery key is printed on paper only, never into a file."),
        msg("Choose a printer, or copy the key by hand."),
    ),
    "gui.no_printer": (
        msg("No printer is set up on this computer."),
        msg("Set one up, or save the slip as a file."),
    ),
    "gui.not_read": (
        msg("The file {file} could not be read."),
        msg("See that it is there, that it is a file and that you may read it, then choose it again."),
    ),
    "gui.not_saved": (
        msg("The file {file} could not be written."),
        msg("Choose another folder or free some space, then save it again."),
    ),
    "print.no_queue": (
        msg("The print queue of this computer does not answer."),
        msg("See that printing works in other programs, or save the slip as a file."),
    ),
    "print.not_purged": (
        msg("The print queue still keeps a copy (job {job})."),
        msg("Whoever looks after this computer can delete it there."),
    ),
    "print.refused": (
        msg("The print queue of this computer refused the slip (status {status})."),
        msg("Choose another printer, or save the slip as a file."),
    ),
    "gui.pdf_unreadable": (
        msg("The pages of this slip could not be shown."),
        msg("Save it as a file, or issue it again."),
    ),
    "gui.no_camera": (
        msg("This computer has no camera that the program can use."),
        msg("Take a picture of the code with a telephone, or paste the code."),
    ),
    "gui.no_photo": (
        msg("This computer has no camera that the program can use."),
        msg("Take the picture with a telephone or a camera, and choose its file."),
    ),
    "gui.no_sound": (
        msg("This computer has no sound that the program can use."),
        msg("Connect loudspeakers or headphones, or read the question aloud."),
    ),
    "gui.sound_missing": (
        msg("The recording {name} of the question “{question}” did not come with the form."),
        msg("Fetch the form again; until then read the question aloud."),
    ),
    "gui.sound_damaged": (
        msg("The recording {name} of the question “{question}” can not be played."),
        msg("Read the question aloud, and tell whoever made the form."),
    ),
    "gui.film_damaged": (
        msg("The film {name} of the question “{question}” can not be played."),
        msg("Read the question aloud, and tell whoever made the form."),
    ),
    "gui.sound_cut": (
        msg("The recording of the question “{question}” is longer than {minutes} minutes; the rest is not played."),
        msg("Read the rest aloud, and tell whoever made the form."),
    ),
    "gui.window_stuck": (
        msg("A window did not become ready in time."),
        msg("Try again; if it happens again, tell whoever looks after the program."),
    ),
    "cli.bad_answer": (
        msg("The answer at {place} can not be read."),
        msg("Give a text or a number, a file, or a state."),
    ),
    "cli.bad_scenario": (
        msg("The scenario {file} can not be played: {reason}."),
        msg("Compare it with the format xforms-scenario/1."),
    ),
    "cli.bad_moment": (
        msg("The moment {text} can not be read."),
        msg("Write it as 2026-11-25T10:00:00+01:00."),
    ),
    "cli.bad_number": (
        msg("The variable {name} is no number."),
        msg("Set it to a number, or take it away."),
    ),
    "cli.bad_sheet": (
        msg("The slip sheet has a value that is not in the lists: {reason}."),
        msg("Correct the sheet and try again."),
    ),
    "cli.fault": (
        msg("The program has a fault of its own ({kind} at {place})."),
        msg("What was saved is kept. Note the words in brackets and tell whoever looks after the program."),
    ),
    "cli.file": (
        msg("The file {file} could not be read or written: {reason}."),
        msg("Check the path and the rights, then try again."),
    ),
    "cli.folder_in_use": (
        msg("The folder {folder} already holds a store."),
        msg("Choose an empty folder."),
    ),
    "cli.interrupted": (
        msg("The command was interrupted."),
        msg("What was saved is kept. Give the command again."),
    ),
    "cli.no_reason": (
        msg("No reason was given."),
        msg("Type it when it is asked for, or send it as one line to standard input."),
    ),
    "cli.file_exists": (
        msg("There is already something with the name {name}; it was left as it is."),
        msg("Choose another name, or move the old file away."),
    ),
    "cli.no_secret": (
        msg("No passphrase was given."),
        msg("Type it at the prompt, or hand it over by a file descriptor."),
    ),
    "cli.codes_or_nobody": (
        msg("It was not said who took their word back since the copy was made."),
        msg("Name their codes, or say --nobody once you have asked."),
    ),
    "cli.names_nobody": (
        msg("{place} is neither the code of a record or of a person nor the reference of a slip; one character may be "
            "wrong."),
        msg("A code has four letters, two digits and one digit; the reference stands on the slip, eight characters."),
    ),
    "cli.nobody_seen": (
        msg("Nobody whom you may see has the code or reference in the place {place}."),
        msg("Compare it with the paper, or ask whoever issued the slip or held the interview."),
    ),
    "cli.no_record_seen": (
        msg("The code in the place {place} is of a person of whose records you see none."),
        msg("Ask whoever held the interview; their code and slips stay as they are."),
    ),
    "cli.no_user": (
        msg("Nobody was named to open the store."),
        msg("Add --user NAME."),
    ),
    "cli.unknown_language": (
        msg("The form has no language {language}."),
        msg("Its languages are: {languages}."),
    ),
    "workflow.unknown_province": (
        msg("There is no province {province} in Italy."),
        msg("Give its name, or its two letters, such as AG for Agrigento."),
    ),
    "workflow.unknown_language": (
        msg("The language {language} is not known here."),
        msg("Give its code, such as bn for Bengali."),
    ),
    "cli.nothing_to_play": (
        msg("There is nothing to play."),
        msg("Name a form and a scenario, or a list with --batch."),
    ),
    "cli.nothing_tried": (
        msg("Nothing was tried on {server} today."),
        msg("Send first; a receipt tells of the tries of a day."),
    ),
    "cli.not_a_page": (
        msg("This does not tell where a page of the queue ended."),
        msg("Give --after as the page before printed it, or leave it out."),
    ),
    "cli.not_json": (
        msg("The file {file} is not a JSON object."),
        msg("Correct the file and try again."),
    ),
    "cli.not_offered": (
        msg("The answer at {place} is not one of the choices of its question."),
        msg("Give the name of a choice, or several with a space between where several may be chosen."),
    ),
    "cli.not_text": (
        msg("A word of the command is not readable text."),
        msg("Type it in UTF-8."),
    ),
    "cli.no_work_told": (
        msg("No record that you may read tells of work that could go along."),
        msg("Leave --work out, or ask them in the questionnaire on work first."),
    ),
    "cli.work_not_for_it": (
        msg("What they told of the work does not go to {recipient}: it is for a desk for workers alone."),
        msg("Leave --work out, or name a desk for workers."),
    ),
    "cli.unknown_form": (
        msg("There is no form called {form} in this store."),
        msg("List the forms to see their names."),
    ),
    "cli.which_server": (
        msg("This store has {count} servers, so one must be named."),
        msg("Add --server NAME."),
    ),
}
