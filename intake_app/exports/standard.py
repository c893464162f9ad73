"""The fields of HTCDS 2.0, what each may hold, and what our indicators are there: content of `resources/htcds.json`."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from intake_app.errors import IntakeError

FORMAT: Final = 1
Kind = Literal["text", "one", "many", "date", "number", "checkbox"]
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[A-Za-z0-9_]{1,64}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the standard.

    `object` names what it belongs to, a person or an event; `values` is its picklist, empty where it has none;
    `pattern` a form that the whole value has; `limit` the largest size of a number; `closed` says why nobody may hand
    a value in: 'derived' (it is worked out here) or 'deprecated' (the standard has given it up).
    """

    name: str
    object: str
    kind: Kind
    core: bool
    values: tuple[str, ...] = ()
    pattern: str = ""
    limit: float = 0
    identifying: bool = False
    closed: str = ""

    def checked(self, value: str) -> str:
        """The value; IntakeError ``exports.bad_value`` with the name of the field when it may not stand here."""
        if value and not self.fits(value):
            raise IntakeError("exports.bad_value", field=self.name)
        return value

    def fits(self, value: str) -> bool:
        """Whether the value may stand in this field."""
        if self.values and value not in self.values:
            return False
        if self.pattern and not re.fullmatch(self.pattern, value):
            return False
        if self.kind == "number":
            return bool(_NUMBER.fullmatch(value)) and (not self.limit or abs(float(value)) <= self.limit)
        if self.kind == "checkbox":
            return value in ("true", "false")
        return _is_day(value) if self.kind == "date" else is_plain(value)


@dataclass(frozen=True, slots=True)
class Standard:
    """The fields in the order of the standard, and how our content is told in it.

    `indicators` maps our code to field and value; `many` names the objects of which one case has several;
    `extension` the columns for what the standard has no place for; `consent_v1` the five fields of version 1.0 with
    our purposes, `consent_v2` the purposes that stand behind the one field of 2.0; `possible` the outcomes that mean
    a possible victim; `slip_fields` maps what a form asks for a slip to a field, and each choice to the field's value.
    `version` is that of the standard, `mapping` that of our content, a `draft` until a domain person has confirmed it.
    """

    version: str
    source: str
    fields: tuple[Field, ...]
    many: tuple[str, ...]
    extension: tuple[str, ...]
    indicators: Mapping[str, Mapping[str, str]]
    consent_v1: Mapping[str, str]
    consent_v2: tuple[str, ...]
    possible: tuple[str, ...]
    slip_fields: Mapping[str, tuple[str, Mapping[str, str]]]
    mapping: str = ""
    draft: bool = True
    note: str = ""
    """What whoever reads a file is to know of the mapping."""

    @property
    def told_mapping(self) -> str:
        """The version of the mapping, and that it is a draft where it is one."""
        return f"{self.mapping} (draft)" if self.draft else self.mapping

    @property
    def notice(self) -> str:
        """What goes beside a table: whose the fields are and, until it is confirmed, that the mapping is a draft."""
        return f"{self.source}\n" + (f"Mapping {self.told_mapping}. {self.note}\n" if self.draft else "")

    @property
    def objects(self) -> tuple[str, ...]:
        """What the fields belong to, in order."""
        return tuple(dict.fromkeys(field.object for field in self.fields))

    def of(self, name: str) -> tuple[Field, ...]:
        """The fields of one object, in order."""
        return tuple(field for field in self.fields if field.object == name)


def load_standard(data: bytes) -> Standard:
    """The standard of a JSON file; IntakeError ``exports.bad_standard`` with the `place` when it is not one."""
    try:
        loaded = json.loads(data)
        if loaded["format"] != FORMAT:
            raise IntakeError("exports.bad_standard", place="format")
        standard = Standard(
            version=loaded["standard_version"],
            source=loaded["source"],
            fields=tuple(Field(**{**each, "values": tuple(each.get("values", ()))}) for each in loaded["fields"]),
            many=tuple(loaded["many"]),
            extension=tuple(loaded["extension"]),
            indicators=loaded["indicators"],
            consent_v1=loaded["consent_v1"],
            consent_v2=tuple(loaded["consent_v2"]),
            possible=tuple(loaded["possible"]),
            slip_fields={name: (told["field"], told["values"]) for name, told in loaded["slip_fields"].items()},
            mapping=loaded["version"],
            draft=loaded.get("draft") is not False,
            note=loaded.get("note", ""),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise IntakeError("exports.bad_standard", place="file") from error
    _check(standard)
    return standard


def is_plain(text: str) -> bool:
    """Whether a text has no control characters but line feed and tab, and no halves of characters."""
    return all(unicodedata.category(sign) not in ("Cc", "Cs") or sign in "\n\t" for sign in text)


def is_code(text: str) -> bool:
    """Whether a text can be one of our codes."""
    return bool(_CODE.fullmatch(text))


def _check(standard: Standard) -> None:
    """Kinds are known, names are there once, and every mapping leads to a value that exists."""
    named = {field.name: field for field in standard.fields}
    if len(named) != len(standard.fields):
        raise IntakeError("exports.bad_standard", place="fields")
    for field in standard.fields:
        if field.kind not in get_args(Kind) or any(";" in value for value in field.values):
            raise IntakeError("exports.bad_standard", place=field.name)
    for asked, (field_name, values) in standard.slip_fields.items():
        if field_name not in named or not all(map(named[field_name].fits, values.values())):
            raise IntakeError("exports.bad_standard", place=asked)
    for code, told in standard.indicators.items():
        for name, value in told.items():
            known = name in standard.extension or (name in named and named[name].fits(value))
            if not known:
                raise IntakeError("exports.bad_standard", place=code)


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
