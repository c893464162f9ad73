"""Sentences and advice for trouble with keys: who opens a store, with what, and who no longer does."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "cli.key_files_exist": (
        msg("There are files of a key in the folder {folder} already."),
        msg("Choose an empty folder."),
    ),
    "cli.no_recovery_choice": (
        msg("There is nobody at a terminal to show a recovery key to."),
        msg("Give one with --recovery-fd, or say --without-recovery."),
    ),
    "cli.not_utf8": (
        msg("The file {file} is no text in UTF-8."),
        msg("Choose the file that was written when the key was made."),
    ),
    "cli.recovery_differs": (
        msg("What was typed back is not the recovery key that was shown. Nothing was made."),
        msg("Start again and copy the new key with care."),
    ),
    "keychain.none": (
        msg("This computer account has no keyring that keeps a secret."),
        msg("Go on with the passphrase alone."),
    ),
    "share.bad_file": (
        msg("This file holds no public key of an organisation."),
        msg("Choose the file organisation-key.pub."),
    ),
    "share.checksum": (
        msg("The words of share {share} do not fit together: one is wrong, missing or in another's place."),
        msg("Compare share {share} with the paper, word by word."),
    ),
    "share.length": (
        msg("Share {share} has {words} words; a share has {expected}."),
        msg("Look for words that were left out or typed twice."),
    ),
    "share.mixed": (
        msg("Share {share} belongs to the set {set}, not to the set {other}: they are shares of different keys."),
        msg("Use shares that bear the same number of the set."),
    ),
    "share.numbers": (
        msg("{threshold} of {shares} is not possible: at least 2 must be needed, of {most} at most."),
        msg("Choose 2 of 3, or 3 of 5."),
    ),
    "share.spoilt": (
        msg("These shares do not give a key: one of them is not what was made."),
        msg("Try with another share of the set."),
    ),
    "share.too_few": (
        msg("{given} of the shares are here; {needed} are needed."),
        msg("Ask another person who keeps a share."),
    ),
    "share.twice": (
        msg("The same share was given twice."),
        msg("Use shares with different numbers."),
    ),
    "share.word": (
        msg("Word {word} of share {share} is no word of a share."),
        msg("Compare it with the paper; the first four letters are enough."),
    ),
    "vault.bad_public_key": (
        msg("This is not a public key that anything can be sealed to."),
        msg("Bring the file of the organisation's public key again from where it was made."),
    ),
    "vault.cancelled": (
        msg("Stopped before anything was changed."),
        msg("Start it again when there is time for it."),
    ),
    "vault.keyring_missing": (
        msg("The second secret of this person is not in the keyring of this computer account."),
        msg("Log in to the account where it was set up, or use the recovery key under “Forgotten passphrase”."),
    ),
    "vault.no_organisation_key": (
        msg("No organisation's key was put into this store."),
        msg("Use the recovery key, if one was printed."),
    ),
    "vault.no_recovery_key": (
        msg("This store was made without a recovery key."),
        msg("Use the organisation's key, if it was put into this store."),
    ),
    "vault.organisation_key_known": (
        msg("This organisation's key is in the store already."),
        msg("Nothing needs to be done."),
    ),
    "vault.recovery_typo": (
        msg("This recovery key has a mistake in it: {reason}."),
        msg("Compare it with the paper. Capital letters, spaces and hyphens do not matter."),
    ),
    "vault.rotation_unfinished": (
        msg("The store has a new key, but its file could not be replaced yet ({reason})."),
        msg("Lock the program and open the store again: what is left is done then. Nothing saved is lost."),
    ),
    "vault.slots_to_renew": (
        msg("{count} people have not opened this store since the program was updated; a new key would shut them out."),
        msg("Let each of them open it once, or remove those who no longer come, then try again."),
    ),
    "vault.wrong_organisation_key": (
        msg("This is the key of another organisation, or it was taken out of this store."),
        msg("Compare the fingerprints, then use the shares of the right key."),
    ),
    "vault.wrong_recovery_key": (
        msg("This recovery key is well formed, but it is not the key of this store."),
        msg("Look for the sheet that was printed when this store was made, or when its key was last replaced."),
    ),
}
