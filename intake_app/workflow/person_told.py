"""What a person told, over all their finished records: of each field the newest word, whichever record it is in.

Which is the newest the store knows by the order in which records were finished, whatever a clock said.  What a
corrected record tells as it did before stays as old as it is.  Where one does not read the newest version of a record,
what was told before stands until that is known, but a no to calls, which stands whatever was told since.  So does one
that was told to a colleague, and who may have said it in a record that can not be read is not called either.  Who would
rather not say now, or does not know, takes back what they told of it before: it stands blank, and they are not called.
A record that the person refused, where they did not refuse the one that a paper is made of, tells nothing beyond itself
but that they are not to be called; nor does any other beside one that can go on a reason alone, which holds for it
alone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from intake_app import screening
from intake_app.errors import IntakeError
from intake_app.referral import SERVICES
from intake_app.screening import Offer
from intake_app.vault import Vault
from intake_app.workflow import assessing, concluding, consenting, finalising, known_beyond
from intake_app.workflow import store as stores

_SERVICES, _ONE, _SOON = "services", "service_", "priority"
"""The field of a question about all kinds of help, the beginning of that of one about one kind, as rules name it, and
that of how soon a service is wanted."""
_TRANSFER = "transfer"
"""That an office wants to send them to another country, as a field and as a fact of the rules."""
_MINOR = "minor"
"""That they are, or may be, under 18, as a fact of the rules."""
_CONTACT, _NO_CALL = "safe_contact", "do_not_call"
_ALONE = ("no", "unread")
"""What was said of a record, of which slips can go on a reason alone, or on a duty."""
_Facts = Mapping[str, Any]
_Word = tuple[bool, int, str]
"""Whether it weighs more than one that does not, how old it is, what was said."""


@dataclass(frozen=True)
class Told:
    """`slip`: fields of a slip with what was said last; `language`: of the talk, as its form names it; `work`: what the
    newest record says that tells of work; `facts`: what offers rest on, of any record, as the rules name it,
    also of one that pauses: of its answers nothing stands on a slip.
    `behind`: by whom, a name or "", another record of theirs has a newer version that is not read; None for none.
    """

    slip: Mapping[str, str]
    language: str
    work: Mapping[str, Any] | None
    facts: frozenset[str]
    behind: str | None = None

    def offers(self, age: str) -> tuple[Offer, ...]:
        """Kinds of services, the most pressing first, for what was told and for who is of this age; for who would not
        say it, or does not know it, those of a child too.
        """
        asked = {_ONE + code for code in self.slip.get(_SERVICES, "").split()}
        if self.slip.get(_TRANSFER) == "yes":
            asked.add(_TRANSFER)
        told = {fact for fact in self.facts if not fact.startswith(_ONE) and (fact, age) != (_MINOR, "adult")}
        return assessing.offered_for((told - {_TRANSFER}) | asked | ({_MINOR} if screening.as_child(age) else set()))


@dataclass(frozen=True)
class _Others:
    """What the person's other records tell, by version: of those that may speak, of the rest; `behind` as above."""

    speaking: Mapping[str, _Facts]
    silent: Mapping[str, _Facts]
    behind: str | None


def of_person(store: Vault, record_id: str, by_itself: bool = False) -> Told:
    """What the person of a finished record told in it and in their others; in it `by_itself`, as where it goes on a
    reason alone.

    Raises IntakeError `vault.*` where it can not be read.
    """
    own, here = finalising.facts_of(store, record_id), "no" if by_itself else _refused(store, record_id)
    others = _others(store, record_id, here)
    facts = {record_id: own, **others.speaking}
    order = {each: numbers[-1][0] for each, numbers in store.finishings(facts).items()}
    newest = sorted(facts, key=lambda one: order[one], reverse=True)
    spoken = (facts[each].get("language") for each in (record_id, *newest))
    work = (facts[each].get("work") for each in newest)
    paused = known_beyond.reasons_so_far(store, record_id) if not here else frozenset()
    reasons = {reason for told in facts.values() for one in told.get("offers", ()) for reason in one["reasons"]}
    return Told(
        _fields(store, record_id, facts, others, here),
        str(next(filter(None, spoken), "")),
        next(filter(None, work), None),
        frozenset(map(str, reasons)) | paused,
        others.behind,
    )


def _fields(store: Vault, record_id: str, facts: Mapping[str, _Facts], others: _Others, here: str) -> Mapping[str, str]:
    """The fields of a slip of what these records tell, and of what counts of the others."""
    silent, told = _Fields(store, others.silent), _Fields(store, facts)
    elsewhere = silent.not_to_be_called()
    if here not in _ALONE:
        elsewhere |= _concluded(store, record_id, facts)
    fields = told.newest(elsewhere) if len(facts) > 1 or elsewhere else _alone(facts[record_id])
    behind = others.behind is not None and (silent.ever_not_called() or told.ever_not_called())
    if behind or _uncalled(store, record_id, silent.read | told.read):
        return {**fields, _CONTACT: _NO_CALL}
    return fields


def _uncalled(store: Vault, record_id: str, read: Collection[str]) -> bool:
    """Whether a finished record of theirs that is not among those read says that they are not called, or may say so."""
    telling = (one for one in store.telling_of_person(record_id) if not (one.draft or one.former))
    return any(one.uncalled is not False for one in telling if one.record_id not in read)


def _others(store: Vault, record_id: str, here: str) -> _Others:
    """The person's other records, each in the newest version that one reads and that can be read."""
    case, own = store.case_of(record_id), {record_id, *(row.id for row in store.versions(record_id))}
    entries = store.case_outline(case.id) if case is not None else ()
    speaking, silent, behind = dict[str, _Facts](), dict[str, _Facts](), None
    for entry in entries:
        if not entry.known or own & {entry.known, entry.record_id}:
            continue
        version, facts = _readable(store, entry.known)
        newer = store.corrected_by(entry.known) if version == entry.known else ""
        behind = behind or newer if newer is not None else behind
        may = entry.finished == entry.known or _may_speak(store, entry.known, newer is None)
        if facts is not None:
            heard = may and here not in _ALONE and _refused(store, version) in ("", here)
            (speaking if heard else silent)[version] = facts
    return _Others(speaking, silent, behind)


def _readable(store: Vault, known: str) -> tuple[str, _Facts | None]:
    """The newest version that can be read, of a record and of what its answers come from, with what is known of it."""
    versions = [version for _number, version in reversed(store.finishings([known])[known]) if version]
    told = ((version, _facts(store, version)) for version in versions)
    return next((each for each in told if each[1] is not None), ("", None))


def _may_speak(store: Vault, record_id: str, newest: bool) -> bool:
    """Whether a version that one reads may stand on slips: within the agency, and where a colleague handed it over, as
    the `newest`.
    """
    row = store.record(record_id)
    return row.agency == store.me.agency and (newest or not row.handed_by)


def _concluded(store: Vault, record_id: str, speaking: Mapping[str, _Facts]) -> dict[str, _Word]:
    """How soon a service should answer by what stands as concluded, where the record that says it does not speak."""
    case = store.case_of(record_id)
    found = concluding.newest(store, case.id) if case is not None else None
    if found is None or found[0] in speaking or not found[1].priority:
        return {}
    number = concluding.since(store, [found[0]])[found[0]][0]
    return {_SOON: (screening.weighs(found[1].outcome), number, found[1].priority)}


def _refused(store: Vault, record_id: str) -> str:
    """Whether what was said of a record keeps slips of it shut; "unread" where that is not known."""
    try:
        words = consenting.said(store, record_id, finalising.own_consents(store, record_id))
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return "unread"
    return screening.refused("slip", "", words)


def _facts(store: Vault, record_id: str) -> _Facts | None:
    """What is known of a finished record; None where it can not be read."""
    try:
        return finalising.facts_of(store, record_id)
    except IntakeError as trouble:
        if not stores.is_unreadable(trouble):
            raise
        return None


def _alone(facts: _Facts) -> dict[str, str]:
    """The fields of one record."""
    told = _slip(facts)
    fields = {name: value for name, value in told.items() if not name.startswith(_ONE)}
    asked = {*told.get(_SERVICES, "").split(), *(code for code in SERVICES if told.get(_ONE + code) == "yes")}
    return {**fields, _SERVICES: " ".join(code for code in SERVICES if code in asked)} if asked else fields


def _slip(facts: _Facts) -> dict[str, str]:
    return {str(name): str(value) for name, value in facts.get("slip", {}).items()}


class _Fields:
    """The fields of several records, each with how old its word is."""

    def __init__(self, store: Vault, facts: Mapping[str, _Facts]) -> None:
        self._store, self._facts = store, facts
        self._finished = store.finishings(facts)
        self._read: dict[str, _Facts | None] = dict(facts)

    def newest(self, elsewhere: Mapping[str, _Word]) -> dict[str, str]:
        """Each with what was said last, in these records or `elsewhere`; none of what was declined last."""
        found = dict(elsewhere)
        helps: dict[str, tuple[int, bool]] = {}
        for record_id, facts in self._facts.items():
            told, heavy = _told(facts), True
            if facts.get("concluded"):  # it says how soon, or that nothing is urgent
                heavy = bool(told.get(_SOON)) or screening.weighs(facts["concluded"]["outcome"])
                told = {_SOON: "", **told}
            for name in told:
                said = self._since(record_id, name)
                for code, wanted in _helps(name, told[name]):
                    helps[code] = max(helps.get(code, (0, False)), (said, wanted))
                if name != _SERVICES and not name.startswith(_ONE):
                    word = (heavy or name != _SOON, said, told[name])
                    found[name] = max(found.get(name, word), word)
        fields = {name: value for name, (_heavy, _said, value) in found.items() if value}
        asked = [code for code in SERVICES if helps.get(code, (0, False))[1]]
        return {**fields, _SERVICES: " ".join(asked)} if asked else fields

    def not_to_be_called(self) -> dict[str, _Word]:
        """That the person is not to be called, where these records say so, as old as that is."""
        said = [each for each, facts in self._facts.items() if _slip(facts).get(_CONTACT) == _NO_CALL]
        return {_CONTACT: (True, max(self._since(each, _CONTACT) for each in said), _NO_CALL)} if said else {}

    @property
    def read(self) -> frozenset[str]:
        """The records, by version."""
        return frozenset(self._facts)

    def ever_not_called(self) -> bool:
        """Whether any version of these records that one reads says so."""
        versions = {version for told in self._finished.values() for _number, version in told if version}
        return any(_slip(self._version(each) or {}).get(_CONTACT) == _NO_CALL for each in versions)

    def _since(self, record_id: str, name: str) -> int:
        """The number of the first version that says of a field what this record says; one that is not read may."""
        *before, (last, _own) = self._finished[record_id]
        word, found = _word(self._facts[record_id], name), last
        for number, version in reversed(before):
            earlier = self._version(version) if version else None
            if earlier is not None and _word(earlier, name) != word:
                break
            found = number
        return found

    def _version(self, version: str) -> _Facts | None:
        if version not in self._read:
            self._read[version] = _facts(self._store, version)
        return self._read[version]


def _told(facts: _Facts) -> dict[str, str]:
    """The fields of one record, "" where the person did not know, or would rather not say."""
    return {**dict.fromkeys(map(str, facts.get("declined", ())), ""), **_slip(facts)}


def _word(facts: _Facts, name: str) -> object:
    """What a record says of a field; how soon a service is wanted is said anew with each conclusion."""
    told = _told(facts).get(name)
    return (told, facts.get("concluded")) if name == _SOON else told


def _helps(name: str, value: str) -> Iterable[tuple[str, bool]]:
    """The kinds of help that a field speaks of, and whether they are wanted: a list tells of those in it alone, and
    one that was declined of all.
    """
    if name == _SERVICES:
        return [(code, bool(value)) for code in value.split() or SERVICES]
    return [(name.removeprefix(_ONE), value == "yes")] if name.startswith(_ONE) and value in ("yes", "no", "") else []
