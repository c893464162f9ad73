"""The directory of services: content, not code. One JSON file; an entry nobody has confirmed is marked as a draft."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from intake_app.errors import IntakeError
from intake_app.referral.sheet import SERVICES
from intake_app.screening import RECIPIENT_KINDS

FORMAT: Final = 1
KINDS: Final = (
    "freephone",
    "health",
    "labour",
    "social",
    "child_protection",
    "legal",
    "shelter",
    "support",
    "reception",
    "return",
)
DEFAULT_LANGUAGE: Final = "it"
_RECIPIENT_OF: Final[Mapping[str, str]] = {
    "freephone": "freephone",
    "health": "health",
    "labour": "labour_desk",
    "social": "social_services",
    "child_protection": "social_services",
    "legal": "anti_trafficking",
    "shelter": "anti_trafficking",
    "support": "anti_trafficking",
    "reception": "prefecture",
    "return": "return_advice",
}
"""What a service is to the rules of consent where its entry does not say; see `screening.RECIPIENT_KINDS`."""


ACCEPTS: Final = ("women", "men", "minors", "families")
CHANNELS: Final = ("phone", "encrypted_email", "by_hand", "in_person")
STALE_DAYS: Final = 90
"""Days after which an entry that nobody has checked since is told as such."""
_PROVINCE: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One service. `names` and `mandate` map a language code to a text, Italian always there.

    `recipient_kind` is what it is to the rules of consent, one of `screening.RECIPIENT_KINDS`.
    `languages` are BCP 47 codes the service says it speaks; `last_verified` is the day a person checked the entry, None
    when nobody has; `draft` marks a sample entry that must be confirmed before use. `accepts`, `channels`: codes of
    `ACCEPTS` and `CHANNELS`, none where nobody said; `provinces`: car plates (AG), none for all of Italy; `needs`:
    services of a slip that it may be asked for, none where nobody said; `source`: where the entry was taken from.
    """

    code: str
    kind: str
    names: Mapping[str, str]
    mandate: Mapping[str, str]
    phone: str = ""
    hours: Mapping[str, str] | None = None
    languages: tuple[str, ...] = ()
    territory: str = ""
    address: str = ""
    last_verified: date | None = None
    draft: bool = False
    recipient_kind: str = ""
    accepts: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    source: str = ""

    def name(self, language: str) -> str:
        """The name in a language, else in Italian."""
        return _in_language(self.names, language)

    def mandate_text(self, language: str) -> str:
        """What the service does, in a language, else in Italian."""
        return _in_language(self.mandate, language)

    def hours_text(self, language: str) -> str:
        """When the service answers, in a language, else in Italian; "" when unknown."""
        return _in_language(self.hours or {}, language)

    def speaks(self, language: str) -> bool:
        """Whether the service lists this language, the region set aside."""
        return language.partition("-")[0] in {code.partition("-")[0] for code in self.languages}

    def tells_languages(self) -> bool:
        """Whether anything is known of languages but Italian, which each service here speaks."""
        return any(code.partition("-")[0] != "it" for code in self.languages)

    def may_not_speak(self, language: str) -> bool:
        """Whether a language is told that the entry does not list; Italian each service here speaks."""
        return language.partition("-")[0] not in ("", DEFAULT_LANGUAGE) and not self.speaks(language)

    def serves(self, province: str = "", need: str = "", language: str = "") -> bool:
        """Whether nothing in the entry speaks against a province, a need and a language; "" asks for none. One that
        says nothing of languages may speak any.
        """
        here = not province or not self.provinces or province.upper() in self.provinces
        helps = not need or not self.needs or need in self.needs
        return here and helps and (not language or not self.tells_languages() or self.speaks(language))

    def declines(self, gender: str, age_band: str) -> str:
        """What of a person speaks against it by whom it says that it accepts: man, woman, minor, adult; "" for none.

        `gender` and `age_band` are those of a slip; of what is not stated nothing is concluded. A family may be of
        anybody, so who accepts families declines nobody here.
        """
        taken = set(self.accepts)
        if not taken or "families" in taken:
            return ""
        if age_band == "minor":
            return "" if "minors" in taken else "minor"
        if taken == {"minors"}:
            return "adult" if age_band == "adult" else ""
        group = {"man": "men", "woman": "women"}.get(gender, "")
        may_be_young = age_band != "adult" and "minors" in taken
        return gender if group and group not in taken and not may_be_young else ""

    def needs_check(self, today: date, days: int = STALE_DAYS) -> bool:
        """Whether the entry is a draft or nobody has checked it for `days`; a day that is to come is no check."""
        return self.draft or self.last_verified is None or not -1 <= (today - self.last_verified).days <= days


@dataclass(frozen=True, slots=True)
class Directory:
    """All services of a workplace, in the order of the file; `unread`: how many kept ones can not be read."""

    recipients: tuple[Recipient, ...]
    version: str = ""
    unread: int = 0

    def __iter__(self) -> Iterator[Recipient]:
        return iter(self.recipients)

    def __len__(self) -> int:
        return len(self.recipients)

    def get(self, code: str) -> Recipient:
        """The service with this code; IntakeError ``referral.unknown_recipient`` when there is none."""
        for recipient in self.recipients:
            if recipient.code == code:
                return recipient
        raise IntakeError("referral.unknown_recipient", recipient=code)

    def search(
        self, text: str = "", kind: str | None = None, province: str = "", need: str = "", language: str = ""
    ) -> tuple[Recipient, ...]:
        """Services whose name, mandate or place holds every word of `text`, whatever its accents and capitals.

        Of one kind when one is named; that serve a province (AG), a need (a service of a slip) and a language: those
        that say that they speak it come before those that say nothing of languages.
        """
        words = folded(text).split()
        found = (
            recipient
            for recipient in self.recipients
            if (kind is None or recipient.kind == kind)
            and recipient.serves(province, need, language)
            and all(word in _haystack(recipient) for word in words)
        )
        return tuple(sorted(found, key=lambda one: bool(language) and not one.speaks(language)))


def load_directory(data: bytes) -> Directory:
    """The directory of a JSON file.

    Raises IntakeError ``referral.bad_directory`` with the `place` (entry and field) and a `reason`.
    """
    try:
        loaded = json.loads(data)
    except ValueError as error:
        raise IntakeError("referral.bad_directory", place="file", reason="no_json") from error
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT or not isinstance(loaded.get("recipients"), list):
        raise IntakeError("referral.bad_directory", place="file", reason="format")
    recipients = tuple(recipient_of(entry, number) for number, entry in enumerate(loaded["recipients"], start=1))
    seen: set[str] = set()
    for recipient in recipients:
        if recipient.code in seen:
            raise IntakeError("referral.bad_directory", place=recipient.code, reason="twice")
        seen.add(recipient.code)
    return Directory(recipients, str(loaded.get("version", "")))


def recipient_of(entry: object, number: int) -> Recipient:
    """One entry of a file. Raises IntakeError ``referral.bad_directory``: the `reason` is the field."""
    if not isinstance(entry, dict):
        raise IntakeError("referral.bad_directory", place=f"entry {number}", reason="format")
    place = str(entry.get("code") or f"entry {number}")
    if not isinstance(entry.get("code"), str) or not entry["code"]:
        raise IntakeError("referral.bad_directory", place=place, reason="code")
    if entry.get("kind") not in KINDS:
        raise IntakeError("referral.bad_directory", place=place, reason="kind")
    return Recipient(
        code=entry["code"],
        kind=entry["kind"],
        names=_texts(entry, "names", place, needed=True),
        mandate=_texts(entry, "mandate", place, needed=True),
        phone=_text(entry, "phone", place),
        hours=_texts(entry, "hours", place, needed=False),
        languages=_codes(entry, place),
        territory=_text(entry, "territory", place),
        address=_text(entry, "address", place),
        last_verified=_day(entry, place),
        draft=entry.get("draft") is not False,
        recipient_kind=_recipient_kind(entry, place),
        accepts=_listed(entry, "accepts", ACCEPTS, place),
        channels=_listed(entry, "channels", CHANNELS, place),
        provinces=_provinces(entry, place),
        needs=_listed(entry, "needs", SERVICES, place),
        source=_text(entry, "source", place),
    )


def _listed(entry: Mapping[str, Any], name: str, known: Sequence[str], place: str) -> tuple[str, ...]:
    value = entry.get(name, [])
    if not isinstance(value, list) or any(each not in known for each in value):
        raise IntakeError("referral.bad_directory", place=place, reason=name)
    return tuple(value)


def _provinces(entry: Mapping[str, Any], place: str) -> tuple[str, ...]:
    value = entry.get("provinces", [])
    fine = isinstance(value, list) and all(isinstance(each, str) and _PROVINCE.fullmatch(each) for each in value)
    if not fine:
        raise IntakeError("referral.bad_directory", place=place, reason="provinces")
    return tuple(value)


def _recipient_kind(entry: Mapping[str, Any], place: str) -> str:
    told = entry.get("recipient_kind", _RECIPIENT_OF[entry["kind"]])
    if told not in RECIPIENT_KINDS:
        raise IntakeError("referral.bad_directory", place=place, reason="recipient_kind")
    return str(told)


def _text(entry: Mapping[str, Any], name: str, place: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise IntakeError("referral.bad_directory", place=place, reason=name)
    return value.strip()


def _texts(entry: Mapping[str, Any], name: str, place: str, *, needed: bool) -> Mapping[str, str]:
    value = entry.get(name) or {}
    fine = isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    if not fine or (needed and not value.get(DEFAULT_LANGUAGE)):
        raise IntakeError("referral.bad_directory", place=place, reason=name)
    return dict(value)


def _codes(entry: Mapping[str, Any], place: str) -> tuple[str, ...]:
    value = entry.get("languages", [])
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise IntakeError("referral.bad_directory", place=place, reason="languages")
    return tuple(value)


def _day(entry: Mapping[str, Any], place: str) -> date | None:
    value = entry.get("last_verified")
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise IntakeError("referral.bad_directory", place=place, reason="last_verified") from error


def _in_language(texts: Mapping[str, str], language: str) -> str:
    short = language.partition("-")[0]
    return texts.get(language) or texts.get(short) or texts.get(DEFAULT_LANGUAGE, "")


def _haystack(recipient: Recipient) -> str:
    parts = (*recipient.names.values(), *recipient.mandate.values(), recipient.territory, recipient.phone)
    return folded(" ".join((*parts, recipient.address, *recipient.provinces)))


def folded(text: str) -> str:
    """Without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
