"""Sentences and advice for trouble with the encrypted store."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "profile.forged": (
        msg("The signature of this profile does not fit; it was changed since it was made."),
        msg("Ask for the file again, straight from whoever made it. Nothing was changed here."),
    ),
    "profile.newer": (
        msg("This profile was made by a newer version of the program."),
        msg("Bring the program on this laptop up to date, then open the profile again."),
    ),
    "profile.bad_form": (
        msg("The questionnaire {form} in this profile can not be read."),
        msg("Tell whoever made the profile. Nothing was changed here."),
    ),
    "profile.no_secrets": (
        msg("This profile was made without the keys and passwords of its servers."),
        msg("Leave the passphrase out, and add the servers by hand."),
    ),
    "profile.not_one": (
        msg("This file is no profile of a workplace, or it is damaged."),
        msg("Choose a profile that the other laptop has saved, or have it saved again."),
    ),
    "profile.other_signer": (
        msg("This profile was signed by another store than the one whose fingerprint was given."),
        msg("Compare the fingerprint with the laptop that made it, by telephone for example."),
    ),
    "profile.wrong_passphrase": (
        msg("The passphrase does not open the secrets of this profile."),
        msg("Ask whoever made the profile for its passphrase."),
    ),
    "proof.changed": (
        msg("This proof of transmission was changed or cut: its lines do not add up, at line {row} or before."),
        msg("Ask for the file again, straight from whoever made it. This one proves nothing."),
    ),
    "proof.forged": (
        msg("The signature of this proof of transmission does not fit."),
        msg("Ask for the file again, straight from whoever made it. This one proves nothing."),
    ),
    "proof.not_one": (
        msg("This file is no proof of transmission."),
        msg("Choose a file that was made by: intake ledger export."),
    ),
    "vault.audit_broken": (
        msg("The log of actions in this store was changed outside the program, at entry {row}."),
        msg("Stop working with this store and tell your coordinator."),
    ),
    "vault.backup_damaged": (
        msg("The copy is damaged or was changed: {name}."),
        msg("Use another copy; this one was left as it is."),
    ),
    "vault.backup_open": (
        msg("This copy is open where it lies, or was not closed there."),
        msg("Close it there. If nobody has it open, open it there once and close it, then try again."),
    ),
    "vault.backup_rekeyed": (
        msg("This copy was opened where it lies, and its key was changed there: its list of files can not be proved."),
        msg("Open the copy itself where it lies, make a new copy from there, and restore that one."),
    ),
    "vault.backup_older": (
        msg("This copy was opened by an older version of the program since it was made."),
        msg("Open the copy once with this program where it lies, close it, and restore it then."),
    ),
    "vault.backup_exists": (
        msg("There is already something with this name."),
        msg("Choose another name for the copy."),
    ),
    "vault.backup_failed": (
        msg("The copy could not be made or not be read back ({reason}). The store itself is safe."),
        msg("Try again, with another stick or folder."),
    ),
    "vault.backup_full": (
        msg("There is not enough room for the copy. The store itself is safe."),
        msg("Use a larger stick or folder, or free some space there."),
    ),
    "vault.bad_code": (
        msg("This is not a record code, or one character is wrong."),
        msg("Check the code: four letters, two digits, one digit."),
    ),
    "vault.bad_reason": (
        msg("The reason is not a sentence, or it is too long."),
        msg("Write at least {words} words and {letters} letters, at most {most}. Leave names of people out."),
    ),
    "vault.no_reason": (
        msg("This is no reason that somebody could read later."),
        msg("Write what happened, in {words} words or {letters} letters at least. Leave names of people out."),
    ),
    "vault.unseen_signs": (
        msg("There are signs in this text that nobody sees."),
        msg("Type it again instead of pasting it."),
    ),
    "vault.no_code": (
        msg("A service and a language are told by their codes, and this is none."),
        msg("Take the code from the list of services, or of languages."),
    ),
    "vault.bad_name": (
        msg("This name is empty, too long ({length} characters), or has signs in it that nobody sees."),
        msg("Type a name of 1 to 200 letters."),
    ),
    "vault.bad_text": (
        msg("A text or a name has a sign in it that can not be kept: half of one, as damaged files have."),
        msg("Type the text again, or give the file another name."),
    ),
    "vault.can_not_take": (
        msg("This record can not be handed over to this person ({role})."),
        msg("Drafts go to mediators of your agency. At this site finished records also go to its desk officers, and to "
            "mediators and desk officers of other agencies."),
    ),
    "vault.cancelled": (
        msg("Stopped. Nothing was changed."),
        msg("Start again when you like."),
    ),
    "vault.damaged": (
        msg("The store is damaged: {part}."),
        msg("Do not delete anything. Bring back a copy of the store with both header files, or ask for help."),
    ),
    "vault.discarded": (
        msg("This draft was discarded."),
        msg("Restore it before you go on; it is deleted when the store closes."),
    ),
    "vault.disk_full": (
        msg("The disk is full. What was saved before is safe; the last change was not saved."),
        msg("Free some space, then try again."),
    ),
    "vault.edited": (
        msg("This version was edited already: {record} is the next one."),
        msg("Open or edit that one."),
    ),
    "vault.exists": (
        msg("There is already a store in this place."),
        msg("Open it, or choose another place."),
    ),
    "vault.file_missing": (
        msg("The header files are here, but the store file is missing."),
        msg("Put the store file back beside its header files."),
    ),
    "vault.frozen": (
        msg("This record is finalised and can not be changed."),
        msg("Start a new record if something must be corrected."),
    ),
    "vault.handed_already": (
        msg("This person has the record already, as somebody of a body of another kind."),
        msg("Take it back first, then hand it over anew."),
    ),
    "vault.handed_to_oneself": (
        msg("This record is yours already."),
        msg("Choose a colleague."),
    ),
    "vault.header_missing": (
        msg("The two header files of this store are missing, so nobody can open it."),
        msg("Put the header files back beside the store file."),
    ),
    "vault.in_use": (
        msg("The store is open in another window or program."),
        msg("Close it there, then try again."),
    ),
    "vault.io_error": (
        msg("The disk did not read or write as it should. What was saved before is safe; the last change may not be."),
        msg("Check the disk, look at the record again, and tell whoever looks after this computer."),
    ),
    "vault.kdf_refused": (
        msg("The key settings of this store are not safe ({memory_kib} KiB, {iterations} passes, {lanes} lanes)."),
        msg("The header file may have been changed. Bring back a copy of it."),
    ),
    "vault.ledger_broken": (
        msg("The list of what was sent was changed outside the program, at line {row}."),
        msg("Stop working with this store and tell your coordinator."),
    ),
    "vault.media_missing": (
        msg("The file {name} of this record is missing."),
        msg("Add the file again."),
    ),
    "vault.media_too_large": (
        msg("This file is too large ({size} bytes; at most {most})."),
        msg("Use a smaller file."),
    ),
    "vault.moved": (
        msg("The file of the store was moved, replaced or deleted while it is open. The last change was not saved."),
        msg("Leave the program open. Put the file back under its name, with the one that ends in -wal; then go on."),
    ),
    "vault.name_taken": (
        msg("Somebody with this name can already open the store."),
        msg("Choose another name."),
    ),
    "vault.newer": (
        msg("This store was made by a later version of the program (version {found}; this program knows {known})."),
        msg("Install the newer program."),
    ),
    "vault.no_release": (
        msg("There is no permission for this record to go to this recipient."),
        msg("Ask the person, or record the reason, then try again."),
    ),
    "vault.no_such_form": (
        msg("This form is not in the store."),
        msg("Choose a form from the list, or import it again."),
    ),
    "vault.no_such_offer": (
        msg("There is no such update of a form, or it was taken already."),
        msg("Look at the list of updates."),
    ),
    "vault.no_such_person": (
        msg("Nobody with this name can open the store."),
        msg("Check the spelling of the name."),
    ),
    "vault.no_such_record": (
        msg("There is no such record."),
        msg("Check the code, or look in the list."),
    ),
    "vault.no_such_server": (
        msg("There is no server with this name."),
        msg("Choose a server from the list, or add it."),
    ),
    "vault.no_such_slip": (
        msg("There is no slip with this reference."),
        msg("Check the reference on the paper."),
    ),
    "vault.not_a_backup": (
        msg("This folder is not a copy of a store."),
        msg("Choose the folder that holds the file backup.json."),
    ),
    "vault.not_a_store": (
        msg("This file is not a store of this program."),
        msg("Choose another file."),
    ),
    "vault.not_allowed": (
        msg("Your role, {role}, does not let you do this: {what}."),
        msg("Ask somebody whose role allows it."),
    ),
    "vault.not_finalised": (
        msg("This record is not finalised yet."),
        msg("Finalise it first."),
    ),
    "vault.not_found": (
        msg("There is no store in this place."),
        msg("Check the place, or create a store."),
    ),
    "vault.withdrawn": (
        msg("The agreement to this was taken back, or refused since: this does not leave any more."),
        msg("If they agree again, release it anew."),
    ),
    "vault.slip_of_two": (
        msg("The slip {slip} was made while what two persons told was kept as one person's. It may say what the other "
            "one told, so it is not shown or printed again."),
        msg("Make a new slip. If the old one was given out, tell the service to use the new one."),
    ),
    "vault.put_back": (
        msg("This store was put back from a copy of {made}; who took their word back since is not known here, so "
            "nothing leaves it."),
        msg("Whoever looks after the store says first who that was. Interviews go on."),
    ),
    "vault.not_put_back": (
        msg("Nothing is held back here: the store was not put back, or somebody has said who took their word back."),
        msg("Note what a person takes back with their record."),
    ),
    "vault.code_not_here": (
        msg("Nothing in this store has the code {typed}."),
        msg("See how it is written. What was made after the copy is not in this store: leave such a code out."),
    ),
    "vault.code_of_draft": (
        msg("The interview {typed} is not finished: what the person says is noted in it."),
        msg("Leave this code out, and tell whoever holds the interview."),
    ),
    "vault.not_refused": (
        msg("No server has refused this record, so there is nothing to decide."),
        msg("Look at its state in the list."),
    ),
    "vault.settled": (
        msg("It was decided already what becomes of this record: it is not sent again."),
        msg("Look at its state in the list."),
    ),
    "vault.not_tied": (
        msg("No try so far says which server has this record, so there is nothing to decide."),
        msg("Look at its state in the list."),
    ),
    "vault.not_handed": (
        msg("This record was not handed over, or it has been handed back."),
        msg("Look at the record in the list."),
    ),
    "vault.not_queued": (
        msg("This record does not wait to be sent to this server."),
        msg("Look at its state in the list."),
    ),
    "vault.old_header": (
        msg("The header files are older than the store; somebody was removed or changed a passphrase since."),
        msg("Bring back the newest header files."),
    ),
    "vault.own_file": (
        msg("The file was not written: a part of a store lies there or belongs there."),
        msg("Choose another name or another folder."),
    ),
    "vault.read_only": (
        msg("The store can not be written: the disk or folder is read-only."),
        msg("Ask for the right to write there, or move the store."),
    ),
    "vault.replayed": (
        msg("Older pages were put back into this store: a record is not as the log of actions tells."),
        msg("Stop working with this store, keep it as it is, and tell your coordinator."),
    ),
    "vault.rolled_back": (
        msg("This store was put back to an older state: it had come further before."),
        msg("If nobody brought back a copy on purpose, tell your coordinator. What was saved since is not here."),
    ),
    "vault.sealed_changed": (
        msg("The signature of this sealed file does not fit; it was changed or cut since it was made."),
        msg("Ask for the file again, straight from whoever made it."),
    ),
    "vault.sealed_for_nobody": (
        msg("No key of an organisation is in this store, so nobody could open the file."),
        msg("Give a passphrase, or let the administrator add the key of the organisation."),
    ),
    "vault.sealed_not_one": (
        msg("This file is no sealed record, or it is damaged."),
        msg("Choose a file that was made by: intake queue export."),
    ),
    "vault.sealed_wrong": (
        msg("Neither the passphrase nor the key opens this sealed file."),
        msg("Ask whoever made the file which key or which passphrase it was made for."),
    ),
    "vault.too_many_people": (
        msg("The store has its full number of people ({most})."),
        msg("Remove somebody first."),
    ),
    "vault.truncated": (
        msg("The store file was cut short: {size} bytes are there."),
        msg("Do not delete anything. Bring back a copy of the store."),
    ),
    "vault.wait": (
        msg("Too many wrong passphrases."),
        msg("Wait {seconds} seconds, then try again."),
    ),
    "vault.waits_for_person": (
        msg("This record waits for a person and can not be edited meanwhile."),
        msg("Decide about it on the page End of day first."),
    ),
    "vault.weak_passphrase": (
        msg("This passphrase is too easy to guess ({reason})."),
        msg("Use four or five words that nobody expects together, with at least 13 letters in all."),
    ),
    "vault.wrong_passphrase": (
        msg("The name or the passphrase is wrong."),
        msg("Check both, the keyboard layout and the capital letters, then try again."),
    ),
}
