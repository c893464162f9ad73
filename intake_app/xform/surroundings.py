"""What the engine is handed and never fetches: clock, randomness, ids, device properties, names of months and days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from intake_app.xpath.dates import SYSTEM_ZONE

__all__ = ["SYSTEM_ZONE", "Surroundings"]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def _english_month(_language: str, short: bool, month: int) -> str:
    return _MONTHS[month - 1][:3] if short else _MONTHS[month - 1]


def _english_day(_language: str, short: bool, weekday: int) -> str:
    return _DAYS[weekday][:3] if short else _DAYS[weekday]


def _alone(code: str) -> tuple[str, ...]:
    return (code,)


@dataclass(frozen=True)
class Surroundings:
    """Everything a session needs from outside.

    now: aware local time; dates are read in its zone (SYSTEM_ZONE is the computer's). random: source of `random()`.
    uuid: gives a bare uuid (no ``uuid:``). properties: deviceid, username, email, phonenumber, … month_names(language
    code, short, 1–12); day_names(language code, short, 0–6 from Sunday). chain(language code): the codes whose texts
    may stand in for a missing one, itself first.
    """

    now: Callable[[], datetime]
    random: Random
    uuid: Callable[[], str]
    properties: Mapping[str, str] = field(default_factory=dict)
    month_names: Callable[[str, bool, int], str] = _english_month
    day_names: Callable[[str, bool, int], str] = _english_day
    chain: Callable[[str], tuple[str, ...]] = _alone
