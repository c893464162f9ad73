"""The verbs of an open store about servers: what they offer, how far they have a record, what was sent."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from intake_app.vault import (
    audit,
    dayend,
    edits,
    entity_lists,
    envelopes,
    offers,
    pace,
    profiles,
    proof,
    queue,
    refusals,
    returned,
    servers,
    settlements,
    taking_out,
    transmissions,
)
from intake_app.vault.dayend import DayFacts, QueuePage
from intake_app.vault.keys import DEFAULT, Kdf
from intake_app.vault.offers import OfferPackage, OfferRow
from intake_app.vault.opening import Opening
from intake_app.vault.pace import Backlog, Pace
from intake_app.vault.returned import PutBack
from intake_app.vault.types import Draft, Envelope, FormFile, RecordRow, ServerReading, ServerRow


@refusals.noted
class Exchange:
    """A part of `Vault`, which opens and closes the store."""

    _opening: Opening

    def put_server(self, server: ServerRow) -> None:
        """Keeps a server."""
        servers.put(self._opening, server)

    def drop_server(self, name: str, for_now: bool = False) -> None:
        """Forgets a server; ``for_now`` it can be brought back until the store is closed."""
        servers.drop(self._opening, name, for_now)

    def gone_servers(self) -> tuple[str, ...]:
        """Servers that can be brought back."""
        return servers.gone(self._opening)

    def own_forms_server(self) -> str:
        """The one server, also one that was removed, for records of forms that came from none; "" for any."""
        return servers.of_none(self._opening)

    def bring_back_server(self, name: str) -> bool:
        """Puts one of them back as it was; False where it can not be."""
        return servers.bring_back(self._opening, name)

    def servers(self) -> tuple[ServerRow, ...]:
        """Servers by name."""
        return servers.listed(self._opening)

    def server(self, name: str) -> ServerRow:
        """One server."""
        return servers.one(self._opening, name)

    def server_watch(self, name: str) -> Callable[[], bool]:
        """Tells whether a server was removed or made another one since; it may be asked from any thread."""
        return servers.watch(self._opening, name)

    def still_due(self, server: str, record_id: str) -> bool:
        """Whether a record that was to be sent still is."""
        return queue.still_due(self._opening, server, record_id)

    def queue_watch(self) -> Callable[[], bool]:
        """Tells whether anything but sending was written since `next_due`; it may be asked from any thread."""
        return queue.watch(self._opening)

    def server_rests(self, name: str, seconds: float) -> None:
        """Notes that a server, only asked whether it answers, wants to be left alone for so long."""
        servers.rest(self._opening, name, seconds)

    def entity_list(self, server: str, name: str) -> str | None:
        """A list of entities as it is kept between records; None for none."""
        return entity_lists.kept(self._opening, server, name)

    def put_entity_list(self, server: str, name: str, body: str) -> None:
        """Keeps a list of entities."""
        entity_lists.put(self._opening, server, name, body)

    def entity_lists(self, server: str) -> tuple[str, ...]:
        """Names of the lists that are kept of a server."""
        return entity_lists.names(self._opening, server)

    def stopped(self, record_ids: Collection[str]) -> frozenset[str]:
        """Those of these records that may not be sent any more and were not."""
        return entity_lists.stopped(self._opening, record_ids)

    def cut_short(self) -> bool:
        """Whether one's opening before ended without being closed, so that something may be left half done."""
        return audit.cut_short(self._opening)

    def put_back(self) -> PutBack | None:
        """That the store was put back and nothing leaves before somebody says who withdrew since; None else."""
        return returned.facts(self._opening)

    def confirm_put_back(self, codes: Sequence[str]) -> int:
        """Says who withdrew since the store was put back; how many releases count no more."""
        return returned.confirm(self._opening, codes)

    def uncovered(self, server: str) -> int:
        """How many records do not go to a server, for they were released before it was known."""
        return queue.uncovered(self._opening, server)

    def cover(self, server: str) -> int:
        """Lets these go there too; how many."""
        return queue.cover(self._opening, server)

    def pace(self, server: str, now: datetime) -> Pace:
        """How a server stands with what one sends to it."""
        return pace.of(self._opening, server, now)

    def backlog(self) -> Backlog:
        """What one sends, of all servers together."""
        return pace.backlog(self._opening)

    def put_offer(self, form: FormFile, files: Mapping[str, bytes]) -> int:
        """Keeps what a server offers of a form that is here already."""
        return offers.put(self._opening, form, files)

    def offers(self) -> tuple[OfferRow, ...]:
        """What is offered and not taken."""
        return offers.listed(self._opening)

    def offer(self, offer_id: int) -> OfferPackage:
        """One offer with its bytes."""
        return offers.package(self._opening, offer_id)

    def offer_drafts(self, offer_id: int) -> tuple[tuple[str, int], ...]:
        """Whose drafts, and how many, were begun with the form that is offered anew."""
        return offers.drafts(self._opening, offer_id)

    def accept_offer(self, offer_id: int) -> int:
        """Makes an offer the form that new records use; its key."""
        return offers.accept(self._opening, offer_id)

    def leave_offer(self, offer_id: int) -> None:
        """Leaves an offer where it is."""
        offers.leave(self._opening, offer_id)

    def drop_offer(self, form_id: str, server: str) -> None:
        """Forgets what a server offered and offers no more."""
        offers.withdrawn(self._opening, form_id, server)

    def envelope(self, attempt_id: int) -> Envelope | None:
        """The envelope of the record that is being sent, or None."""
        return envelopes.envelope(self._opening, attempt_id)

    def put_envelope(self, attempt_id: int, made: Envelope) -> Envelope:
        """Keeps an envelope; the one to use."""
        return envelopes.put(self._opening, attempt_id, made)

    def files_confirmed(self, attempt_id: int, names: Iterable[str]) -> None:
        """Keeps which files a server has by now."""
        envelopes.files_confirmed(self._opening, attempt_id, names)

    def keep_server(self, record_id: str) -> None:
        """Lets stand what the server has of a refused record."""
        settlements.keep_server(self._opening, record_id)

    def let_any_server(self, record_id: str) -> None:
        """Puts a record in line for any server that was tried on one and may be there."""
        queue.let_any_server(self._opening, record_id)

    def decision(self, record_id: str) -> str:
        """What was decided about a refused record; "" when nothing was."""
        return settlements.decision(self._opening, record_id)

    def copy_as_new(self, record_id: str, new_id: str, xml: bytes) -> RecordRow:
        """A draft with the files of a refused record, to be finished in its place."""
        return settlements.copy_as_new(self._opening, record_id, new_id, xml)

    def successor(self, record_id: str) -> str:
        """The copy that goes in the place of a refused record; "" when there is none."""
        return settlements.successor(self._opening, record_id)

    def sent_as_new(self, record_id: str) -> None:
        """Notes that the finished copy goes in the place of a refused record."""
        settlements.sent_as_new(self._opening, record_id)

    def versions(self, record_id: str) -> tuple[RecordRow, ...]:
        """All versions of a record, the oldest first."""
        return edits.chain(self._opening, record_id)

    def finishings(self, record_ids: Iterable[str]) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """In which order each of these records and all that its answers come from were finished, whatever a clock said.
        """
        return edits.finishings(self._opening, record_ids)

    def corrected_by(self, record_id: str) -> str | None:
        """Who finished the newest version of a record, where one does not see that version."""
        return edits.corrected_by(self._opening, record_id)

    def reader_for(self, record_id: str, server: str | None) -> ServerReading | None:
        """By whom a server's version of a record is read; None, and nothing written down, where there is nobody."""
        return edits.reader_for(self._opening, record_id, server)

    def begin_edit(self, record_id: str, new_id: str, draft: Draft) -> RecordRow:
        """A draft of the next version of a finished record of one's own."""
        return edits.begin(self._opening, record_id, new_id, draft)

    def check_edit(self, record_id: str) -> None:
        """Raises the error that `begin_edit` would."""
        edits.editable(self._opening, record_id)

    def begin_copy(self, record_id: str, new_id: str, draft: Draft) -> RecordRow:
        """A draft of its own that begins with what a record of one's own says, with the files it names."""
        return edits.begin_copy(self._opening, record_id, new_id, draft)

    def check_copy(self, record_id: str) -> None:
        """Raises the error that `begin_copy` would."""
        edits.own_to_copy(self._opening, record_id)

    def carry_files(self, record_id: str) -> None:
        """Gives the draft of an edit the files of the version before that it names and has not."""
        edits.carry(self._opening, record_id)

    def take_out(self, record_id: str, passphrase: str = "", kdf: Kdf = DEFAULT) -> Iterator[bytes]:
        """A record that waits for a person as a sealed file, for organisations and a passphrase."""
        return taking_out.export(self._opening, record_id, passphrase, kdf)

    def day_facts(self, today: datetime) -> DayFacts:
        """What is unfinished and what waits, in numbers."""
        return dayend.facts(self._opening, today)

    def queue_page(
        self, after: str = "", limit: int = 100, deliveries: Collection[str] = dayend.QUEUE, server: str | None = None
    ) -> QueuePage:
        """Some rows of the queue, the newest first."""
        return dayend.page(self._opening, after, limit, deliveries, server)

    def export_ledger(self) -> bytes:
        """Proof of transmission, signed."""
        return proof.export(self._opening)

    def paper_left(self, server: str, records: int, way: str) -> None:
        """Notes that a sheet about so many records of a round was printed, or saved as a file."""
        proof.paper_left(self._opening, server, records, way)

    def export_profile(self, passphrase: str = "", kdf: Kdf = DEFAULT) -> bytes:
        """The profile of this workplace for a second laptop, signed; with a passphrase the secrets of servers too."""
        return profiles.export(self._opening, passphrase, kdf)

    def verify_ledger(self) -> int:
        """Walks the list of all that was sent; how many lines."""
        return transmissions.verify(self._opening)
