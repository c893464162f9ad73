"""What a slip may say to each kind of recipient: content, not code. Whatever is not permitted is left blank."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Any, Final

from intake_app.errors import IntakeError
from intake_app.referral.content import Sender
from intake_app.referral.directory import Recipient
from intake_app.referral.own_rules import reveals, words_of
from intake_app.referral.sheet import PRIORITIES, SERVICES, SlipSheet
from intake_app.screening import CONSENT_KINDS

FORMAT: Final = 1
_OF_SHEET: Final = ("age_band", "gender", "reason", "dossier", "phone", "doctor_gender")
FIELDS: Final = (*_OF_SHEET, "calls")
"""What is permitted to some only, of a sheet, whose other parts are on every slip; and calls that were made."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Of one or more kinds of recipients: the help that may be asked of them, and which of `FIELDS` they get.

    `whole_case`: whether a case in the shared data format may go there, with all that it says of trafficking.
    `priority`: how soon is proposed where nothing urgent is asked of them, however urgent the case is; "" for others.
    """

    recipients: tuple[str, ...]
    services: tuple[str, ...]
    fields: tuple[str, ...]
    whole_case: bool = False
    priority: str = ""

    def permitted(self, sheet: SlipSheet) -> SlipSheet:
        """The sheet as it may go: what is not permitted is as if nobody had said it.

        That the person may be under 18 stays: it decides how they are spoken to.
        """
        blank = SlipSheet(reason="")  # not the reason that a sheet begins with: nothing is said in anybody's place
        left_out: dict[str, Any] = {name: getattr(blank, name) for name in _OF_SHEET if name not in self.fields}
        if sheet.age_band == "minor":
            left_out.pop("age_band", None)
        return replace(sheet, services=tuple(one for one in sheet.services if one in self.services), **left_out)


@dataclass(frozen=True, slots=True)
class Variants:
    """One variant for each kind of recipient; `revealing`: words that tell of trafficking (see `own_rules.reveals`).

    `of_work`: those of exploited work, which whoever takes a dossier on the work is called by themselves;
    `draft` until a domain person has confirmed them.
    """

    by_kind: Mapping[str, Variant]
    version: str
    revealing: tuple[str, ...] = ()
    of_work: tuple[str, ...] = ()
    draft: bool = True

    def of(self, recipient_kind: str) -> Variant:
        """The variant for a kind of `screening.CONSENT_KINDS`."""
        return self.by_kind[recipient_kind]

    @property
    def told(self) -> frozenset[str]:
        """The kinds that are told of trafficking anyway."""
        return frozenset(kind for kind, variant in self.by_kind.items() if variant.whole_case)

    def reveals(self, recipient_kind: str, text: str) -> bool:
        """Whether a text tells a kind of recipient of trafficking that must not hear of it."""
        kind = self.of(recipient_kind)
        words = self.revealing if "dossier" in kind.fields else (*self.revealing, *self.of_work)
        return not kind.whole_case and reveals(text, words)

    def neutral(self, recipient: Recipient) -> Recipient:
        """A service as its slip may name it: texts that reveal are left out."""

        def kept(texts: Mapping[str, str]) -> Mapping[str, str]:
            told = any(self.reveals(recipient.recipient_kind, text) for text in texts.values())
            return {} if told else texts

        names, mandate, hours = kept(recipient.names), kept(recipient.mandate), kept(recipient.hours or {})
        return replace(recipient, names=names, mandate=mandate, hours=hours)

    def neutral_sender(self, sender: Sender, recipient_kind: str) -> Sender:
        """Who sends, as a slip for a kind of recipient may name them."""
        told = {"organisation": sender.organisation, "site": sender.site}
        out = tuple(name for name, text in told.items() if self.reveals(recipient_kind, text))
        return replace(sender, **dict.fromkeys(out, ""), left_out=out)


def load_variants(data: bytes) -> Variants:
    """The variants of a JSON file.

    Raises IntakeError ``referral.bad_variants`` with the `place` (entry and field) and a `reason`: 'no_json', 'format',
    'not_listed', 'twice', 'missing'.
    """
    try:
        loaded = json.loads(data)
    except ValueError as error:
        raise _bad("file", "no_json") from error
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT or not isinstance(loaded.get("variants"), list):
        raise _bad("file", "format")
    by_kind: dict[str, Variant] = {}
    for number, entry in enumerate(loaded["variants"], start=1):
        variant = _variant(entry, f"variants {number}")
        for kind in variant.recipients:
            if kind in by_kind:
                raise _bad(kind, "twice")
            by_kind[kind] = variant
    for kind in CONSENT_KINDS:
        if kind not in by_kind:
            raise _bad(kind, "missing")
    revealing, of_work = (_revealing(loaded.get(name, [])) for name in ("revealing", "revealing_of_work"))
    revealing = (*revealing, *_beside(loaded.get("revealing_beside", [])))
    return Variants(by_kind, str(loaded.get("version", "")), revealing, of_work, loaded.get("draft") is not False)


def _revealing(value: object) -> tuple[str, ...]:
    """Words as they are looked for: a blank at an end is where a word begins or ends."""
    if not isinstance(value, list) or not all(isinstance(each, str) and words_of(each) for each in value):
        raise _bad("revealing", "not_listed")
    edges = ((" " if each[0] == " " else "", " " if each[-1] == " " else "") for each in value)
    return tuple(f"{before}{words_of(each)}{after}" for each, (before, after) in zip(value, edges, strict=True))


def _beside(value: object) -> tuple[str, ...]:
    """Pairs of words that tell of trafficking where both are in one text, each as one with a plus between."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _bad("revealing_beside", "not_listed")
    pairs = (product(_revealing(each.get("each")), _revealing(each.get("with"))) for each in value)
    return tuple("+".join(pair) for pair in chain.from_iterable(pairs))


def _variant(entry: object, place: str) -> Variant:
    if not isinstance(entry, dict):
        raise _bad(place, "format")
    whole = entry.get("whole_case")
    if not isinstance(whole, bool):
        raise _bad(f"{place} whole_case", "not_listed")
    priority = entry.get("priority", "")
    if priority not in ("", *PRIORITIES):
        raise _bad(f"{place} priority", "not_listed")
    return Variant(
        _codes(entry, "recipients", CONSENT_KINDS, place),
        _codes(entry, "services", SERVICES, place),
        _codes(entry, "fields", FIELDS, place),
        whole,
        priority,
    )


def _codes(entry: Mapping[str, Any], name: str, known: Sequence[str], place: str) -> tuple[str, ...]:
    value = entry.get(name)
    if not isinstance(value, list) or not all(each in known for each in value):
        raise _bad(f"{place} {name}", "not_listed")
    return tuple(value)


def _bad(place: str, reason: str) -> IntakeError:
    return IntakeError("referral.bad_variants", place=place, reason=reason)
