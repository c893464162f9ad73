"""A case in the shared data standard (HTCDS 2.0), JSON or CSV: each record of it on a release, codes alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple

from intake_app import exports, languages, paths, referral, screening, xform
from intake_app.errors import IntakeError
from intake_app.exports import Determination, Facts, Source, Standard
from intake_app.exports.answers import Told as Rows
from intake_app.exports.case import State
from intake_app.screening import Release
from intake_app.vault import CaseRow, Vault
from intake_app.vault.roles import Right, may
from intake_app.workflow import (
    both_agree,
    concluding,
    consenting,
    entity_lists,
    finalising,
    forms,
    leaving,
    refusing,
    releasing,
    services,
    told_here,
)
from intake_app.workflow import store as stores
from intake_app.workflow.consent_sheet import ConsentSheet
from intake_app.xform import FormDefinition

ExportKind = Literal["json", "csv"]
_BODIES: Mapping[str, str] = {
    "police": "Police",
    "ngo": "NGO",
    "court": "CourtOrProsecution",
    "government": "NonPoliceGovernmentalOrganization",
    "other": "Other",
}
"""Kinds of bodies that identify a person, as the standard has them."""
_STATUS: Mapping[str, str] = {"follow_up": "FollowUp"}
"""Stages of a case that the standard has a word of its own for."""
_PROTECTING = ("anti_trafficking", "freephone")


def standard() -> Standard:
    """The fields of the data standard, from the data file; `notice` is what goes beside a table."""
    return exports.load_standard((paths.resources() / "htcds.json").read_bytes())


class LeftOut(NamedTuple):
    """A record of the person that a file does not tell: its code, whose it is (a name), and why.

    `why`: "draft"; "colleague" for what another lets out; else the code of what was refused, `screening.*`, or of what
    is wrong with it.
    """

    code: str
    by: str
    why: str


@dataclass(frozen=True)
class Exported:
    """A file, the records that it tells, and the person's others that it does not."""

    data: bytes = field(repr=False)
    records: Mapping[str, str]
    """The code of each, by its id."""
    others: tuple[LeftOut, ...]
    mapping: str
    """The version by which our content is told in it, "" once a domain person has confirmed that."""
    releases: tuple[Release, ...]
    """On which they go, that of the record that was asked for first: see `file_written`, for once it is."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the records."""
        return tuple(self.records.values())

    @property
    def left_out(self) -> int:
        """How many others there are."""
        return len(self.others)


def export_record(
    store: Vault, record_id: str, recipient: str, kind: ExportKind, noted: ConsentSheet | None = None
) -> Exported:
    """The case of a record as a file for a kind of recipient, each record of it on a release that the store keeps.

    It goes when the person agreed to the record and to this export, or for a recorded reason, which holds for this
    record alone; a child with their guardian. Of an edited record its newest finished version goes; of the person's
    other records those that one reads, not by hand-over alone, and to which they agreed as well, also by what is noted
    now and holds for all; none in which the person was asked nothing. Raises IntakeError `exports.not_for_recipient`
    for kinds that a whole case does not go to, `exports.nobody_asked` for a record of the last kind, `screening.*` with
    what is missing, `exports.*`, `vault.*`; ValueError for an unknown recipient.
    """
    if recipient not in screening.RECIPIENT_KINDS:
        raise ValueError(f"no such recipient: {recipient}")
    record_id = leaving.newest(store, record_id)
    with told_here.kept_if_shut(store, record_id, noted):
        if not services.variants().of(recipient).whole_case:
            raise IntakeError("exports.not_for_recipient")
    refusing.keep_no(store, record_id, "export", recipient, noted)
    both_agree.before_it_goes(
        store, record_id, recipient, noted, lambda each: leaving.export_ground(store, record_id, recipient, each)
    )
    fields, case = standard(), store.case_of(record_id)
    on = partial(leaving.export_ground, store, record_id, recipient, noted)
    with told_here.kept_if_shut(store, record_id, noted):
        told = [_weighed(store, record_id, on, recipient)]
    ground = told[0].ground
    others, left_out, silent = _others(store, record_id, recipient, ground)
    ages = concluding.since(store, [one.id for one in (*told, *others)])
    told = sorted((*told, *others), key=lambda one: ages[one.id], reverse=True)
    facts = Facts(
        services.code_on_paper(store, record_id),
        datetime.now().astimezone().date().isoformat(),
        exports.with_spoken(
            fields,
            exports.merged(fields, [*_answered(fields, told), _added(store, case, told, recipient)]),
            [one.spoken for one in told],
        ),
        determination=_determination(store, case, ground),
        consents=_agreed_now(store, record_id, recipient, ground, told),
        not_possible=_not_possible(store, case, silent, fields),
    )
    exports.htcds_case(fields, [one.source(one.decision) for one in told], facts)  # nothing is kept of what has faults
    in_file = sorted(told, key=lambda one: one.id != record_id)  # first the one with which something was noted
    kept = leaving.prepare_file(store, kind, [(one.decision, one.ground) for one in in_file])
    releases = {release.record_id: release for release in kept}
    case_told = exports.htcds_case(fields, [one.source(releases[one.id]) for one in told], facts)
    written = exports.as_json(case_told) if kind == "json" else exports.as_csv(case_told)
    draft = fields.mapping if fields.draft else ""
    return Exported(written, {one.id: one.code for one in told}, tuple(left_out), draft, kept)


@dataclass(frozen=True)
class _Told:
    """A record that may go: on what, with what it says."""

    id: str
    form: str
    code: str
    ground: leaving.Ground
    decision: Release
    definition: FormDefinition
    values: Mapping[str, str] = field(repr=False)
    spoken: str
    """The code of the language in which the person is talked to, "" where the form names none."""
    copied: frozenset[str] = frozenset()
    """Refs of what came from an earlier record and nobody asked since."""

    def source(self, release: Release) -> Source:
        """As the export takes it."""
        asked = _asked(self.form, self.definition)
        return Source(self.definition, self.values, self.id, release, asked, self.copied)


def _asked(form_id: str, definition: FormDefinition) -> dict[str, str]:
    """The questions of a form of ours to the person, each under the form and its place there; of others none."""
    if not forms.is_own(form_id):
        return {}
    return {f"{form_id}{path.removeprefix('/data')}": path for path in _heard(definition)}


def _heard(definition: FormDefinition) -> Iterator[str]:
    """The questions to the person: what the mediator noticed by themselves is none of their case."""
    questions = (one.path for one in definition.controls() if one.control != "note")
    return (path for path in questions if definition.tags(path).get("audience") != "mediator")


def _answered(fields: Standard, told: Sequence[_Told]) -> Iterator[Rows]:
    """What records say in the fields of the standard, the newest first: of a question of one form its newest answer."""
    newer: dict[str, frozenset[str]] = {}
    for one in told:
        before = newer.get(one.form, frozenset())
        yield exports.answered(fields, one.definition, one.values, before)
        newer[one.form] = before | exports.several_of(fields, one.definition, one.values)


def _weighed(store: Vault, record_id: str, on: Callable[[], leaving.Ground], recipient: str) -> _Told:
    """A record with the ground `on` which it goes. Raises IntakeError `screening.*` where there is none,
    `exports.nobody_asked` where nothing of it is the person's.
    """
    row = store.record(record_id)
    xml = store.submission(record_id)
    package = entity_lists.form_for(store, row.form_key, xml)
    definition = xform.load(package.xml, package.files)
    if next(_heard(definition), None) is None:
        raise IntakeError("exports.nobody_asked")
    ground = on()
    decision = releasing.new_release(
        store, record_id, "export", recipient, ground.basis, ground.detail, "", ground.lawful
    )
    told = xform.resume(definition, xml, {}, stores.surroundings(store)).values()
    facts = finalising.facts_of(store, record_id)
    values = stores.with_states(told, facts.get("states", {}))
    language = languages.from_form_name(row.language)
    return _Told(
        record_id, row.form_id, row.code, ground, decision, definition, values,
        language.code if language is not None else "",
        frozenset(each.split(" ", 2)[2] for each in facts.get("copied", ())),
    )  # fmt: skip


def _others(
    store: Vault, record_id: str, recipient: str, first: leaving.Ground
) -> tuple[list[_Told], list[LeftOut], list[str]]:
    """The person's other records that one reads, where they agreed to their export too, by what is noted with the
    `first` as well; which stay behind, and why; the ids of those in which the person was asked nothing, which count as
    none.
    """
    found: list[_Told] = []
    left_out: list[LeftOut] = []
    silent: list[str] = []
    for other in leaving.beside(store, record_id):
        if not other.finished:
            why = "draft" if other.state == "draft" else "colleague"
            left_out.append(LeftOut(other.code, other.author, why))
            continue
        try:
            on = partial(_ground_beside, store, other.finished, recipient, first)
            found.append(_weighed(store, other.finished, on, recipient))
        except IntakeError as refused:
            if refused.code == "exports.nobody_asked":
                silent.append(other.finished)
            elif refused.code.startswith("screening.") or stores.is_unreadable(refused):
                left_out.append(LeftOut(other.code, other.author, refused.code))
            else:
                raise
    return found, left_out, silent


def _ground_beside(store: Vault, record_id: str, recipient: str, first: leaving.Ground) -> leaving.Ground:
    """The ground for another record of the person: as once all that was noted with the `first` is kept, but for a no at
    the end of this one, which holds until they say something newer of it.
    """
    sheet, age = first.noted, None
    if sheet is not None:
        age = ConsentSheet(minor=sheet.minor, age=sheet.age, age_from=sheet.age_from)
    found = leaving.ground(store, record_id, "export", recipient, age, asked=False, of_another=first.words)
    return replace(found, noted=None)  # it is kept once, with the first


def _not_possible(store: Vault, case: CaseRow | None, silent: Sequence[str], fields: Standard) -> bool:
    """Whether the mediator concluded last, in a record that goes nowhere, something else than that it is possible."""
    last = concluding.newest(store, case.id) if case is not None and silent else None
    return last is not None and last[0] in silent and last[1].outcome not in fields.possible


def _added(store: Vault, case: CaseRow | None, told: Sequence[_Told], recipient: str) -> Rows:
    """What the workplace knows beside the answers: who it is, how the case stands, where the person was sent to.

    A referral is told when its slip left and was not taken back, and only to the kind of body that it went to; one to
    the freephone or to those who protect from trafficking to each that may have the whole case: to whom else the person
    turned is nobody's business.
    """
    here = store.info()
    found: Rows = {"organisation": [{"org_Name": here.organisation, "org_Phone": _callable(here.callback)}]}
    if case is None:
        return found
    found["referrals"] = list(_referrals(store, told, (*_PROTECTING, recipient)))
    own = [one for one in store.case_course(case.id).episodes if one.agency == store.me.agency]
    if own:
        last = own[-1]
        ended = "ClosedReferred" if found["referrals"] else "Closed"
        found["case"] = [{"cas_Status": ended if last.ended else _STATUS.get(last.stage, "Active")}]
    return found


def _callable(number: str) -> str:
    """A number to call as the standard has it (E.164), "" where the country of it is not told."""
    told = (referral.as_phone(number) or "").replace(" ", "")
    return told if told.startswith("+") else ""


def _referrals(store: Vault, told: Sequence[_Told], kinds: Sequence[str]) -> Iterator[dict[str, str | tuple[str, ...]]]:
    if not may(store.me, Right.SLIPS):
        return
    directory = {service.code: service for service in services.directory(store)}
    live = {release.id for one in told for release in store.releases(one.id)}
    left = {one.reference for record in told for one in store.ways_out(record.id).left if one.way != "issued"}
    stands = {one.reference: f"{one.status} {finalising.day_of(one.since)}" for one in store.slips_standing()}
    for slip in sorted((slip for one in told for slip in store.slips(one.id)), key=lambda slip: slip.issued_at):
        service, went = directory.get(slip.recipient), slip.release_id in live and slip.reference in left
        if service is not None and went and service.recipient_kind in kinds:
            yield {
                "cas_ReferringOrganisation": store.info().organisation,
                "cas_ReferredOrganisation": service.name("en"),
                "cas_OutgoingReferralDate": f"{finalising.day_of(slip.issued_at)}",
                "cas_ReasonForOutgoingReferral": "AdditionalServicesRequired",
                "cas_OutgoingReferralDetails": stands.get(slip.reference, ""),
            }


def file_written(store: Vault, kind: str, releases: Sequence[Release]) -> None:
    """Note that a file of this kind was written, whole and durable, of the records with these releases: it has left."""
    store.export_left(kind, [(one.record_id, one.id) for one in releases])


def file_unwritten(store: Vault, kind: str, releases: Sequence[Release]) -> None:
    """Note that nothing stayed of a file that was prepared on these releases: it could not be written."""
    store.export_unwritten(kind, [(one.record_id, one.id) for one in releases])


def export_recipients() -> tuple[str, ...]:
    """Kinds of recipients that a whole case may go to, in the order in which they are offered."""
    return tuple(kind for kind in screening.RECIPIENT_KINDS if services.variants().of(kind).whole_case)


def _agreed_now(
    store: Vault, record_id: str, recipient: str, ground: leaving.Ground, records: Sequence[_Told]
) -> dict[str, State]:
    """By purpose the word of the person that holds now: of the form, of the case, or of the desk that lets it out.

    A purpose on which nobody's word stands is not here: what the form heard is told as it was heard. So is that they
    would rather not say it of research, or do not know, to which they were asked for a yes alone.
    """
    told = (*consenting.said(store, record_id, finalising.own_consents(store, record_id)), *ground.words, *ground.alone)
    theirs = [
        word
        for word in told
        if word.whose == "person" and word.recipient in ("", consenting.ORGANISATION, recipient)
    ]
    newest: dict[str, State] = {
        consenting.as_forms_know(purpose): word.word for purpose, word in screening.newest_words(theirs).items()
    }
    heard = (each for one in records for each in screening.consents_of(one.definition, one.values))
    if newest.get("research") == "no" and ("research", "yes") not in {(each.purpose, each.given) for each in heard}:
        del newest["research"]
    theirs = [replace(word, whose="person") for word in told if word.whose == "guardian" and not word.recipient]
    for purpose, word in screening.newest_words(theirs).items():
        if word.word in ("no", "withdrawn"):  # a guardian's no is not outweighed by the yes of a child
            newest[consenting.as_forms_know(purpose)] = word.word
    if newest.get("record") == "withdrawn":  # who takes back that anything is kept agrees to no talk that stays
        newest.update(interview="withdrawn", research="withdrawn")
    return newest


def _determination(store: Vault, case: CaseRow | None, ground: leaving.Ground) -> Determination | None:
    """A formal identification that one's agency may pass on; a preliminary one determines nothing.

    The name of the body is words of whoever noted it. It goes as the name of a service that the workplace knows, and
    where the person agreed that this goes; else the standard's kind of body alone.
    """
    found = store.case_identified(case.id) if case is not None else None
    if found is None or found.phase != "formal":
        return None
    known = {_plain(name) for service in services.directory(store) for name in service.names.values()}
    named = ground.basis is screening.Basis.CONSENT and _plain(found.body) in known
    return Determination(_BODIES[found.body_kind], found.body if named else "")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
