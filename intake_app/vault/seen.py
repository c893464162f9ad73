"""Which seal each record had when this opening last read or wrote it.

Nobody else writes a store that is open.  A record that lies there in an older state with its seal, its ledger and its
log all put back together fits itself, but not what was seen of it before.
"""


class Seen:
    """Seals by the ids of their records; what a transaction wrote that did not end well is not known any more."""

    def __init__(self) -> None:
        self.ledger: tuple[int, int] | None = None
        """How many changes and the sum of all seals, as written last: what lies in the store is not asked again."""
        self.link: tuple[int, str, bytes] | None = None
        """Number, time and MAC of the newest link of the log, as the open transaction read or wrote it."""
        self.line: tuple[int, bytes] | None = None
        """Number and link of the newest line of what was sent, likewise."""
        self._known: dict[str, bytes] = {}
        self._written: set[str] = set()

    def wrote(self, record_id: str, mac: bytes) -> None:
        """Notes a seal that the transaction wrote which is open."""
        self._known[record_id] = mac
        self._written.add(record_id)

    def fits(self, record_id: str, mac: bytes) -> bool:
        """Whether a seal that was read is the one that was seen last, or the first that is seen."""
        return self._known.setdefault(record_id, mac) == mac

    def settled(self) -> None:
        """The transaction ended well."""
        self._written.clear()
        self._over()

    def unsure(self) -> None:
        """It did not, or nobody can tell: what lies there now is seen for the first time."""
        for record_id in self._written:
            self._known.pop(record_id, None)
        self._written.clear()
        self.ledger = None
        self._over()

    def _over(self) -> None:
        self.link = self.line = None
