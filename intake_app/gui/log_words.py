"""Entries of the log of actions in plain words, and the kinds they are looked through by."""

from collections.abc import Mapping

from intake_app.gui.words import Words
from intake_app.i18n import msg
from intake_app.vault import LogEntry

ALL, READING, HANDED, RECORDS, SENDING, PEOPLE, STORE, REFUSED = (
    "", "reading", "handed", "records", "sending", "people", "store", "refused",
)  # fmt: skip

ACTIONS: Mapping[str, tuple[str, str]] = {
    "draft.started": (RECORDS, msg("started an interview")),
    "draft.changed": (RECORDS, msg("went on with an interview")),
    "draft.discarded": (RECORDS, msg("deleted a draft")),
    "draft.restored": (RECORDS, msg("brought a draft back")),
    "draft.purged": (RECORDS, msg("deleted a draft for good")),
    "media.stored": (RECORDS, msg("kept a file with a draft")),
    "media.dropped": (RECORDS, msg("took a file from a draft")),
    "record.finalised": (RECORDS, msg("finished a record")),
    "record.released": (RECORDS, msg("released a record")),
    "consent.withdrawn": (RECORDS, msg("noted that a person took back their agreement")),
    "call.noted": (RECORDS, msg("noted a call to the freephone")),
    "consent.said": (RECORDS, msg("noted what a person agreed to")),
    "record.export_prepared": (READING, msg("prepared a record for a file that leaves the store")),
    "record.exported": (READING, msg("took a record out as a file or a paper")),
    "record.export_unwritten": (READING, msg("could not write a file of a record; nothing left")),
    "slip.issued": (RECORDS, msg("issued a slip")),
    "slip.status": (RECORDS, msg("noted what came back of a slip")),
    "record.read": (READING, msg("read a record")),
    "slip.read": (READING, msg("read a slip again")),
    "media.read": (READING, msg("read a file of a record")),
    "slip.printed": (READING, msg("printed a slip")),
    "slip.saved": (READING, msg("saved a slip as a file")),
    "receipt.printed": (READING, msg("printed the receipt of a transfer")),
    "receipt.saved": (READING, msg("saved the receipt of a transfer as a file")),
    "record.searched": (READING, msg("searched the list")),
    "record.compared": (READING, msg("looked whether a person may have been met before")),
    "information.given": (RECORDS, msg("noted that information was given")),
    "record.told_apart": (RECORDS, msg("noted that two records are not of one person")),
    "case.opened": (RECORDS, msg("opened a case")),
    "case.stage": (RECORDS, msg("noted the stage of a case")),
    "case.stage_ended": (RECORDS, msg("ended a stage of a case")),
    "case.met": (RECORDS, msg("met the person of a case")),
    "case.record": (RECORDS, msg("put a record into a case")),
    "case.path": (RECORDS, msg("noted the path that a person chose")),
    "case.age": (RECORDS, msg("noted whether a person is under 18")),
    "age.told": (RECORDS, msg("noted what was told of a person’s age")),
    "case.reflection": (RECORDS, msg("noted a person's days to reflect")),
    "case.identified": (RECORDS, msg("noted who identified a person")),
    "case.merged": (RECORDS, msg("put two codes of one person together")),
    "case.merged_word": (RECORDS, msg("noted that the narrower word counts for both")),
    "case.parted": (RECORDS, msg("took two codes apart that had been put together")),
    "case.named": (RECORDS, msg("kept the name of a person, apart")),
    "case.unnamed": (RECORDS, msg("took the name of a person out")),
    "case.name_read": (READING, msg("read the name of a person")),
    "glass.broken": (READING, msg("read a record for a reason: {reason}")),
    "glass.told": (READING, msg("was told who read their records")),
    "record.handed_over": (HANDED, msg("handed a record over to {person}")),
    "person.was_handed": (HANDED, msg("gave a record to {person}")),
    "record.handed_back": (HANDED, msg("ended the hand-over of a record to {person}")),
    "person.handed_back": (HANDED, msg("ended that {person} sees a record")),
    "send.started": (SENDING, msg("began to send a record")),
    "send.ended": (SENDING, msg("ended a try to send a record")),
    "send.files": (SENDING, msg("noted files that the server has")),
    "send.sealed": (SENDING, msg("encrypted a record for sending")),
    "profile.exported": (STORE, msg("took out the profile of this workplace")),
    "ledger.exported": (SENDING, msg("took out the proof of what was sent")),
    "conflict.settled": (SENDING, msg("decided about a record that a server refused")),
    "record.begun_anew": (RECORDS, msg("began an interview anew with the answers of another")),
    "record.edited": (RECORDS, msg("began to edit a finished record")),
    "record.taken_out": (SENDING, msg("took a record out as a sealed file")),
    "record.copied": (RECORDS, msg("copied a refused record to send it as a new one")),
    "send.any_server": (SENDING, msg("let any server have a record that was tried on one")),
    "send.again": (SENDING, msg("put a record back in line")),
    "record.taken_to_send": (SENDING, msg("took a record to send it, without reading it")),
    "person.added": (PEOPLE, msg("let {person} in")),
    "person.removed": (PEOPLE, msg("removed {person}")),
    "person.passphrase": (PEOPLE, msg("changed the own passphrase")),
    "recovery.added": (PEOPLE, msg("made a recovery key")),
    "recovery.replaced": (PEOPLE, msg("replaced the recovery key")),
    "recovery.failed": (PEOPLE, msg("noticed wrong recovery keys before this opening")),
    "escrow.added": (PEOPLE, msg("let the key of an organisation in")),
    "escrow.removed": (PEOPLE, msg("took the key of an organisation out")),
    "store.recovered": (PEOPLE, msg("came back with a recovery key")),
    "store.opened": (STORE, msg("opened the store")),
    "store.closed": (STORE, msg("closed the store")),
    "store.backed_up": (STORE, msg("copied the store")),
    "store.restored": (STORE, msg("made this store from a copy")),
    "store.behind": (STORE, msg("opened an older state of the store")),
    "leaving.held": (STORE, msg("from here on nothing leaves: the store was put back")),
    "leaving.confirmed": (STORE, msg("said who took their word back since the store was put back")),
    "store.altered": (STORE, msg("found people, servers, settings or questionnaires changed with other tools")),
    "store.rekeyed": (STORE, msg("gave the store a new key")),
    "form.stored": (STORE, msg("added a questionnaire")),
    "list.kept": (STORE, msg("brought a shared list up to date")),
    "form.offered": (STORE, msg("got an update of a questionnaire, which waits")),
    "form.accepted": (STORE, msg("took the update of a questionnaire")),
    "form.left": (STORE, msg("left the update of a questionnaire")),
    "form.withdrawn": (STORE, msg("noted that an update is offered no more")),
    "server.covers": (STORE, msg("let records that were released before go to a server too")),
    "server.stored": (STORE, msg("added or changed a server")),
    "server.dropped": (STORE, msg("removed a server")),
    "server.brought_back": (STORE, msg("brought a removed server back")),
    "setting.changed": (STORE, msg("changed a setting")),
    "record.set_apart": (STORE, msg("met a damaged record, which is set apart")),
    "record.sound_again": (STORE, msg("found a record sound again that was set apart")),
    "clock.jumped": (STORE, msg("noticed that the clock of the computer was set")),
    "refused": (REFUSED, msg("tried what the role does not allow")),
}
"""Kind and words of each action."""


def kinds(words: Words) -> Mapping[str, str]:
    """The kinds, in the order they are offered."""
    tr = words
    return {
        ALL: tr("All actions"),
        READING: tr("Reading"),
        HANDED: tr("Hand-overs"),
        RECORDS: tr("Records"),
        SENDING: tr("Sending"),
        PEOPLE: tr("People and keys"),
        STORE: tr("Store and settings"),
        REFUSED: tr("Refused"),
    }


def actions_of(kind: str) -> tuple[str, ...]:
    """The actions of a kind; none for all of them."""
    return tuple(action for action, (known, _told) in ACTIONS.items() if kind and known == kind)


def sentence(entry: LogEntry, words: Words) -> str:
    """What somebody did; an action without words is shown as it is written."""
    told = ACTIONS.get(entry.action)
    if told is None:
        return entry.action
    facts = {"person": entry.person or "…", "reason": str(entry.detail.get("reason", ""))}
    return words(told[1]).format(**facts)
