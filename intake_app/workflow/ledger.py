"""Proof of transmission: the list of all that was sent, signed, and what such a file proves."""

from intake_app.vault import Proof, Vault, verify_proof


def ledger_file(store: Vault) -> bytes:
    """The list as a file of its own, signed with the key of this store; of records that the role does not see, digests.

    No content, no title, nobody's answer stands in it.
    """
    return store.export_ledger()


def paper_left(store: Vault, server: str, records: int, way: str) -> None:
    """Note in the log of actions that the receipt of a round was `printed`, or `saved` as a file."""
    store.paper_left(server, records, way)


def verify_ledger_file(data: bytes) -> Proof:
    """What such a file proves; needs no store.  Raises IntakeError 'proof.*'."""
    return verify_proof(data)
