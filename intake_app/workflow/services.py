"""The services of a workplace: the built-in ones, and over them its own, which lie in its store."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from intake_app import languages, paths, referral, vault
from intake_app.errors import IntakeError
from intake_app.referral import Directory, Recipient, Rules, Sender, Variants
from intake_app.vault import Vault

_KEY = vault.SERVICES
"""A setting of the store: of the workplace, of no person, sealed with everything else."""
_PAPER_NAME, _LONGEST_NAME = "paper_name", 80
"""The setting; so many signs stand on a slip in two lines."""
_PLATE = 2
"""Letters of the code of a province or a language: in a text they are a word like others."""
Taking = Literal["add", "change", "same", "refused"]
"""What comes of own services of another laptop: none of them is here, some are otherwise, all are; they do not fit."""


@dataclass(frozen=True)
class BuiltInReplaced:
    """A built-in entry in whose place an own one stands now, and the numbers of both."""

    code: str
    former_phone: str
    phone: str


@dataclass(frozen=True)
class ServicesImported:
    """What a file brought: how many entries are new, how many took the place of one, how many own ones there are now,
    and how many of those nobody has checked lately.

    `replaced`: built-in ones that own ones stand for; `kinds`: of each entry of the file, the kind of body that decides
    what it is told; `whole`: those that may be told of trafficking and get a whole case, some of them of calls too.
    """

    added: int
    changed: int
    own: int
    to_check: int
    replaced: tuple[BuiltInReplaced, ...]
    kinds: dict[str, str]
    whole: tuple[str, ...]
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)


@dataclass(frozen=True)
class PaperName:
    """The `organisation` of a workplace, and the `name` for papers that must not tell of trafficking, "" for none;
    `needed`: that of the organisation tells of it. `longest`: signs of such a name.
    """

    organisation: str
    name: str
    needed: bool
    longest: int = _LONGEST_NAME


@cache
def variants() -> Variants:
    """What a slip may say to each kind of recipient, from the data file."""
    return referral.load_variants((paths.resources() / "slip_variants.json").read_bytes())


def tells_of_trafficking(text: str) -> bool:
    """Whether a name has a word that must not stand on a paper for who is not to be told of trafficking."""
    told = variants()
    return referral.reveals(text, (*told.revealing, *told.of_work))


def code_on_paper(store: Vault, record_id: str) -> str:
    """The code under which papers speak of the person: that of the first version of the record where it belongs to no
    case, for a case that is opened then takes that.
    """
    return store.person_code(record_id)


def paper_head(store: Vault, record_id: str, recipient_kind: str) -> tuple[str, str, str]:
    """The code of the person, organisation and place of work as a paper for a kind of body may name them."""
    return code_on_paper(store, record_id), *place_named(store, recipient_kind)


def place_named(store: Vault, recipient_kind: str) -> tuple[str, str]:
    """Organisation and place of work as a paper for a kind of body may name them: "" for what tells of trafficking."""
    sender = sender_to(store, recipient_kind)
    return sender.organisation, sender.site


def sender_to(store: Vault, recipient_kind: str) -> Sender:
    """Who sends, as a paper for a kind of body may name them, and whom to call back."""
    info = store.info()
    sender = Sender(info.organisation, info.site, str(store.me.role), info.callback)
    named, own = variants().neutral_sender(sender, recipient_kind), paper_name(store).name
    instead = "organisation" in named.left_out and not tells_of_trafficking(own)  # by words known since, too
    return dataclasses.replace(named, organisation=own) if instead else named


def paper_name(store: Vault) -> PaperName:
    """How papers for who must not be told of trafficking name the workplace."""
    organisation = store.info().organisation
    return PaperName(organisation, store.setting(_PAPER_NAME) or "", needed=tells_of_trafficking(organisation))


def set_paper_name(store: Vault, text: str) -> PaperName:
    """Keep another name for such papers, "" for none. Raises IntakeError `workflow.name_tells` for one that tells of
    trafficking itself, `workflow.name_too_long`, `vault.not_allowed`.
    """
    name = " ".join(text.split())
    if len(name) > _LONGEST_NAME:
        raise IntakeError("workflow.name_too_long", longest=_LONGEST_NAME)
    if tells_of_trafficking(name):
        raise IntakeError("workflow.name_tells")
    store.set_setting(_PAPER_NAME, name)
    return paper_name(store)


def directory(store: Vault | None = None) -> Directory:
    """The services of this workplace; without a store the built-in ones alone.

    Own ones that can not be read are left out: for what a person takes back, and for a slip to another one, they do not
    matter. Raises IntakeError `referral.bad_directory` for the built-in ones.
    """
    return _built_in() if store is None else referral.merged(_built_in(), own_directory(store))


def sought(
    known: Directory, text: str = "", province: str = "", need: str = "", language: str = ""
) -> tuple[Recipient, ...]:
    """Services as `Directory.search` finds them, by a province and a language as somebody writes them: by code or name.

    Words that name a province or a language find those that serve it as well, after those that have them in their
    entry. Raises IntakeError `workflow.unknown_province`, `workflow.unknown_language`.
    """
    place, spoken = _province(province, codes=True), _language(language)
    if province and not place:
        raise IntakeError("workflow.unknown_province", province=province)
    if language and not spoken:
        raise IntakeError("workflow.unknown_language", language=language)
    found = known.search(text, province=place, need=need, language=spoken)
    told_place, told_language = _province(text, codes=False), _language(text) if len(text) > _PLATE else ""
    more: tuple[Recipient, ...] = ()
    if told_place and not place:
        more = known.search(province=told_place, need=need, language=spoken)
    elif told_language and not spoken:
        more = tuple(one for one in known.search(province=place, need=need) if one.speaks(told_language))
    return tuple({one.code: one for one in (*found, *more)}.values())


def _province(told: str, *, codes: bool) -> str:
    """The car plate of a province, by it or by its name, whatever its accents and capitals; "" for none."""
    words = referral.words_of(told)
    if codes and words.upper() in _provinces().values():
        return words.upper()
    return _provinces().get(words, "")


def _language(told: str) -> str:
    """The code of a language, by it or by its name in Italian, English or itself; "" for none."""
    found = languages.from_form_name(told) if told else None
    found = found or (languages.get(told) if told else None)
    return found.code if found is not None and found.known else ""


@cache
def _provinces() -> Mapping[str, str]:
    """Car plates by the words of a name."""
    told = json.loads((paths.resources() / "provinces.json").read_text(encoding="utf-8"))
    return {referral.words_of(name): plate for plate, names in told.items() for name in names}


def own_directory(store: Vault) -> Directory:
    """The workplace's own services alone, as far as they can be read."""
    return _kept(store).own


def kinds(store: Vault) -> dict[str, str]:
    """What kind of body each service is, also of those that were taken out of the directory since."""
    return {**{one.code: one.recipient_kind for one in directory()}, **_kept(store).kinds}


def import_services(store: Vault, data: bytes, *, replace: bool = False) -> ServicesImported:
    """Take the services of a file: beside the own ones that are there, or in their place.

    One of a code that is there takes its place, and stays the kind of body that it was. Whatever is wrong in the file,
    nothing changes: IntakeError `referral.bad_table` with line and column, `referral.bad_entry`,
    `referral.kind_of_body`, `referral.bad_directory` with the place, `referral.too_many_services`,
    `vault.not_allowed`.
    """
    kept, today, told = _kept(store), date.today(), variants()
    fresh, own = _read(store, data, replace=replace)
    chosen = {one.code: one.recipient_kind for one in fresh}
    before = {one.code: one for one in directory(store)}
    former, now = store.setting(_KEY) or "", referral.to_keep(own, {**kept.kinds, **chosen})
    store.set_setting(_KEY, now)
    shipped = {one.code: one.phone for one in directory()}
    return ServicesImported(
        added=sum(one.code not in before for one in fresh),
        changed=sum(one.code in before and before[one.code] != one for one in fresh),
        own=len(own),
        to_check=sum(one.needs_check(today) for one in own),
        replaced=tuple(BuiltInReplaced(one.code, shipped[one.code], one.phone) for one in own if one.code in shipped),
        kinds=chosen,
        whole=tuple(code for code, kind in chosen.items() if kind in told.told),
        before=former,
        after=now,
    )


def put_back_services(store: Vault, told: ServicesImported) -> bool:
    """Bring back the own services as they were before a file was taken; False where they were changed since.

    What kind of body one was that the file brought stays known: a slip may have gone there meanwhile. Raises
    IntakeError `vault.not_allowed`.
    """
    if store.setting(_KEY) != told.after:
        return False
    kept = _read_kept(told.before)
    whole = kept.own.unread == 0
    known = {**_read_kept(told.after).kinds, **kept.kinds}
    store.set_setting(_KEY, referral.to_keep(kept.own, known) if whole else told.before)
    return True


def export_services(store: Vault, kind: Literal["csv", "json"]) -> bytes:
    """The workplace's own services as a file that `import_services` takes; where there are none, its heads alone."""
    own = own_directory(store)
    return referral.as_table(own) if kind == "csv" else referral.as_json(own)


def how_many(kept: str) -> int:
    """So many services are in what another laptop kept."""
    return len(referral.read_kept(kept).own)


def taking(store: Vault, kept: str) -> Taking:
    """What would come of the own services that another laptop kept."""
    try:
        fresh, _own = _read(store, _as_file(kept), replace=False)
    except IntakeError:
        return "refused"
    here = {one.code: one for one in own_directory(store)}
    if all(here.get(one.code) == one for one in fresh):
        return "same"
    return "change" if any(one.code in here for one in fresh) else "add"


def take(store: Vault, kept: str) -> None:
    """Take the own services that another laptop kept, beside those that are here; see `import_services`."""
    import_services(store, _as_file(kept))


def _read(store: Vault, data: bytes, *, replace: bool) -> tuple[Directory, Directory]:
    """The services of a file, and all own ones as they are with these."""
    told = variants()
    fresh = referral.read_own(data, Rules(date.today(), tuple(directory()), kinds(store), told.revealing, told.told))
    own = fresh if replace else referral.added(_kept(store).own, fresh)
    referral.check_room(own)
    return fresh, own


def _as_file(kept: str) -> bytes:
    return referral.to_keep(referral.read_kept(kept).own, {}).encode()


def _kept(store: Vault) -> referral.Kept:
    return _read_kept(store.setting(_KEY) or "")


@lru_cache(maxsize=1)
def _read_kept(told: str) -> referral.Kept:
    """Read once as long as it stays the same: of a person's releases each asks for its service."""
    return referral.read_kept(told) if told else referral.Kept(Directory(()), {})


@cache
def _built_in() -> Directory:
    return referral.load_directory((paths.resources() / "directory.json").read_bytes())
