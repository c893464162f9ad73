"""Sentences and advice for trouble with keys: who opens a store, with what, and who no longer does."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "vault.bad_public_key": (
        msg("This is not a public key that anything can be sealed to."),
        msg("Bring the file of the organisation's public key again from where it was made."),
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
    "vault.cancelled": (
        msg("Stopped before anything was changed."),
        msg("Start it again when there is time for it."),
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
