"""Sentences and advice for trouble with servers and sending."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "openrosa.accepted": (
        msg("The server has confirmed the record."),
        msg("Nothing to do."),
    ),
    "openrosa.account_inactive": (
        msg("The account that the form belongs to is switched off on the server."),
        msg("Ask your coordinator; nothing here was deleted."),
    ),
    "openrosa.answer_too_big": (
        msg("The server sent far more than it should."),
        msg("Try again later; if it happens again, tell whoever runs the server."),
    ),
    "openrosa.attachment_changed": (
        msg("A file of this record is not as it was when the record was finished."),
        msg("Do not delete anything. Show this record to your coordinator."),
    ),
    "openrosa.attachment_conflict": (
        msg("The server already has another file under the same name."),
        msg("Show this record to your coordinator; nothing here was deleted."),
    ),
    "openrosa.attachment_missing": (
        msg("{count} file(s) of this record are missing, so it was not sent."),
        msg("Show this record to your coordinator; a record never goes out without its files."),
    ),
    "openrosa.attachment_unknown": (
        msg("The record does not mention {count} of its files, so it was not sent."),
        msg("Show this record to your coordinator."),
    ),
    "openrosa.bad_address": (
        msg("This is not an address that can be used ({reason})."),
        msg("Paste the whole address from the server, beginning with https://."),
    ),
    "openrosa.bad_answer": (
        msg("The server's answer could not be read."),
        msg("Try again later; if it happens again, tell whoever runs the server."),
    ),
    "openrosa.bad_authority": (
        msg("This file can not serve to recognise the server: {reason}."),
        msg("Ask whoever runs the server for the certificate of its authority, as a .pem or .crt file."),
    ),
    "openrosa.bad_file_name": (
        msg("A file that comes with the form has a name that is not allowed."),
        msg("Tell whoever made the form; nothing was stored or sent."),
    ),
    "openrosa.bad_fingerprint": (
        msg("This is not the fingerprint of a certificate."),
        msg("Paste the SHA-256 fingerprint: 64 digits and letters from A to F."),
    ),
    "openrosa.bad_picture": (
        msg("No settings code could be read from this picture: {reason}."),
        msg(
            "Take the picture again, with one code in it, from the front and in good light, or paste the code as text."
        ),
    ),
    "openrosa.bad_record": (
        msg("This record is damaged and was not sent."),
        msg("Do not delete anything. Show this record to your coordinator."),
    ),
    "openrosa.bad_settings": (
        msg("This settings code can not be used ({place}: {reason})."),
        msg("Copy the whole code again, or ask whoever runs the server for a new one."),
    ),
    "openrosa.tied": (
        msg("It may have arrived at {server}, so only that server gets it."),
        msg("It goes there again. Another server may have it only when you know that it did not arrive there."),
    ),
    "openrosa.busy": (
        msg("The server is busy."),
        msg("Nothing is lost and nothing arrives twice: try again later."),
    ),
    "openrosa.cancelled": (
        msg("Sending was stopped."),
        msg("Send again when you like; nothing is lost and nothing arrives twice."),
    ),
    "openrosa.conflict": (
        msg("The server already has this record with different content."),
        msg("Show this record to your coordinator. Your copy is kept."),
    ),
    "openrosa.credentials": (
        msg("The server did not accept the key or the password."),
        msg("Ask your coordinator for a new key; your records stay here until then."),
    ),
    "openrosa.cut": (
        msg("The connection broke."),
        msg("Nothing is lost and nothing arrives twice: try again later."),
    ),
    "openrosa.deleted": (
        msg("This record was deleted on the server and is not taken again."),
        msg("Ask your coordinator whether that was meant. Your copy is kept."),
    ),
    "openrosa.draft_gone": (
        msg("The form that was being tried out on the server is no longer there."),
        msg("Ask your coordinator for the address for real records, then send again."),
    ),
    "openrosa.edit_unknown": (
        msg("The server does not have the record that this one corrects."),
        msg("Show this record to your coordinator. Your copy is kept."),
    ),
    "openrosa.encrypted_edit": (
        msg("A correction of an encrypted record can not be sent: some servers destroy it."),
        msg("Show this record to your coordinator: it can go out as a new record, or be exported."),
    ),
    "openrosa.encryption_failed": (
        msg("The encrypted record could not be read back as it was, so it was not sent."),
        msg("Do not delete anything. Check that the disk has room, then try again; tell your coordinator if it stays."),
    ),
    "openrosa.file_gone": (
        msg("The server does not have the file {file} that belongs to the form, so the form was not taken."),
        msg("Ask your coordinator to put the file on the server, then fetch the forms again."),
    ),
    "openrosa.file_too_large": (
        msg("A file of this record is larger than the server takes."),
        msg("Show this record to your coordinator."),
    ),
    "openrosa.forbidden": (
        msg("The server no longer accepts this key."),
        msg("Ask your coordinator for a new key; your records stay here until then."),
    ),
    "openrosa.form_closed": (
        msg("The server takes no more records of this form."),
        msg("Ask your coordinator to open the form, then send again."),
    ),
    "openrosa.form_withheld": (
        msg("The server does not give out this form: it is closed, or not assigned to this key."),
        msg("Ask your coordinator to open the form or to assign it, then fetch the forms again."),
    ),
    "openrosa.former_decided": (
        msg("Somebody decided about the version before, so this one has nothing to follow."),
        msg("Keep what the server has, or send this one as a new record."),
    ),
    "openrosa.hash_mismatch": (
        msg("The file {file} arrived damaged, so the form was not changed."),
        msg("Fetch the forms again."),
    ),
    "openrosa.hash_unknown": (
        msg("The server gives no checksum for {file}, so the form was not taken."),
        msg("Tell whoever runs the server."),
    ),
    "openrosa.locked": (
        msg("The server is still working on this record."),
        msg("Nothing is lost and nothing arrives twice: try again later."),
    ),
    "openrosa.no_instance_id": (
        msg("This record has no identity and was not sent."),
        msg("The form must contain an instanceID; tell whoever made the form."),
    ),
    "openrosa.no_place": (
        msg("The server takes no records at this address."),
        msg("Check the server's address, or ask whoever runs it. Your records stay here until then."),
    ),
    "openrosa.not_active": (
        msg("The form is switched off on the server."),
        msg("Ask your coordinator to switch it on, then send again."),
    ),
    "openrosa.not_assigned": (
        msg("You may not send records of this form to this server."),
        msg("Ask your coordinator to assign the form to your key, then send again."),
    ),
    "openrosa.not_begun": (
        msg("The round ended before it was this record's turn. Nothing of it went out."),
        msg("Nothing to do: the record waits as before and goes with the next round."),
    ),
    "openrosa.taken_back": (
        msg("The person took this record back while it was being sent. The rest of it did not go out."),
        msg("Ask whoever runs the server to delete what had arrived of it."),
    ),
    "openrosa.not_confirmed": (
        msg("The server did not confirm the record."),
        msg("Your copy is kept; tell whoever runs the server."),
    ),
    "openrosa.not_encrypted": (
        msg("The form asks for its records to be encrypted with its own key, and this one is not, so it was not sent."),
        msg("Your copy is kept. Show this record to your coordinator."),
    ),
    "openrosa.not_found": (
        msg("The server does not know this form."),
        msg("Ask your coordinator whether the form is on this server."),
    ),
    "openrosa.other_origin": (
        msg("The server pointed to an address at another place, which was not followed."),
        msg("Tell whoever runs the server. Nothing was sent there."),
    ),
    "openrosa.other_record": (
        msg("The server confirmed another record than the one sent."),
        msg("Tell whoever runs the server. Your copy is kept."),
    ),
    "openrosa.out_of_date": (
        msg("The server has a newer version of this record."),
        msg("Show this record to your coordinator. Your copy is kept."),
    ),
    "openrosa.pin_changed": (
        msg("The server shows another certificate than the one it is to be recognised by: {fingerprint}."),
        msg(
            "Nothing was sent. Ask whoever runs the server, by telephone, whether its certificate was renewed, and "
            "compare the fingerprint before you accept it."
        ),
    ),
    "openrosa.portal": (
        msg("Not the server but something else on this network answered, perhaps a login page."),
        msg(
            "Open a web browser and sign in to the network, or use another network. "
            "Nothing is lost and nothing arrives twice."
        ),
    ),
    "openrosa.quota": (
        msg("The server takes no more records because its limit is reached."),
        msg("Tell whoever runs the server, then send again."),
    ),
    "openrosa.redirected": (
        msg("The server pointed somewhere else, which was not followed."),
        msg("Check the server's address. Nothing is lost and nothing arrives twice."),
    ),
    "openrosa.refused": (
        msg("The server refused the record."),
        msg("Show this record and the server's words to your coordinator."),
    ),
    "openrosa.server_changed": (
        msg("This server was changed or removed while something was being sent to it or fetched from it."),
        msg("Look at what is set for the server, then begin again; nothing is lost and nothing arrives twice."),
    ),
    "openrosa.server_moved": (
        msg("It may have arrived where its server was before, at another project or account: it stays here."),
        msg("Look whether it is there. Let it go again only when you know that it did not arrive."),
    ),
    "openrosa.server_gone": (
        msg("It belongs to {server}, which is not set up here any more: it goes nowhere."),
        msg("Add that server again under the same name, or ask your coordinator to. The record stays here until then."),
    ),
    "openrosa.server_error": (
        msg("Something went wrong on the server."),
        msg("Nothing is lost and nothing arrives twice: try again later."),
    ),
    "openrosa.server_full": (
        msg("The server has no room left."),
        msg("Nothing is lost and nothing arrives twice: try again later. Tell whoever runs the server."),
    ),
    "openrosa.tls": (
        msg("The server could not prove that it is the right one."),
        msg("Use another network or ask your coordinator. Nothing was sent."),
    ),
    "openrosa.tls_authority": (
        msg("The server's certificate comes from an authority that is not trusted here."),
        msg(
            "Use another network. If the organisation has an authority of its own, give its file under Servers, "
            "Certificate. Nothing was sent."
        ),
    ),
    "openrosa.tls_host": (
        msg("The server's certificate is for another address."),
        msg(
            "Check the address under Servers, or use another network: this one may show a page of its own. "
            "Nothing was sent."
        ),
    ),
    "openrosa.tls_clock": (
        msg("The server's certificate does not fit today's date."),
        msg("Check the date and time of this computer, then try again."),
    ),
    "openrosa.too_large": (
        msg("The record is larger than the server takes."),
        msg("Show this record to your coordinator."),
    ),
    "openrosa.too_many": (
        msg("The server asks to send more slowly."),
        msg("Nothing is lost and nothing arrives twice: try again later."),
    ),
    "openrosa.too_slow": (
        msg("The connection is too slow."),
        msg("Nothing is lost and nothing arrives twice: try again later; a better network helps."),
    ),
    "openrosa.unknown_conflict": (
        msg(
            "The server says that this record clashes with something it has, in words that this version does not know."
        ),
        msg("Show this record and the server's words to your coordinator. Your copy is kept."),
    ),
    "openrosa.unknown_version": (
        msg("The server does not know this version of the form."),
        msg("Ask your coordinator to publish this version again. Your copy is kept."),
    ),
    "openrosa.unreachable": (
        msg("The server could not be reached."),
        msg("Check the network. The records wait here."),
    ),
    "practice.not_a_form": (
        msg("This file is not a form that can be practised with."),
        msg("Choose the XML of an XForm."),
    ),
    "practice.port_taken": (
        msg("Port {port} is in use by another program."),
        msg("Choose another port, or stop the other program."),
    ),
}
