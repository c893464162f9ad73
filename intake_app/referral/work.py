"""What of the answers about work may go to a desk for workers: codes of closed lists, never a word that was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_SUMS: Final = ("nothing", "up_to_1000", "up_to_5000", "up_to_10000", "up_to_20000", "over_20000")
_YES_NO: Final = ("yes", "no")
PROVINCES: Final = (
    "AG", "AL", "AN", "AO", "AP", "AQ", "AR", "AT", "AV", "BA", "BG", "BI", "BL", "BN", "BO", "BR", "BS", "BT",
    "BZ", "CA", "CB", "CE", "CH", "CL", "CN", "CO", "CR", "CS", "CT", "CZ", "EN", "FC", "FE", "FG", "FI", "FM",
    "FR", "GE", "GO", "GR", "IM", "IS", "KR", "LC", "LE", "LI", "LO", "LT", "LU", "MB", "MC", "ME", "MI", "MN",
    "MO", "MS", "MT", "NA", "NO", "NU", "OR", "PA", "PC", "PD", "PE", "PG", "PI", "PN", "PO", "PR", "PT", "PU",
    "PV", "PZ", "RA", "RC", "RE", "RG", "RI", "RM", "RN", "RO", "SA", "SI", "SO", "SP", "SR", "SS", "SU", "SV",
    "TA", "TE", "TN", "TO", "TP", "TR", "TS", "TV", "UD", "VA", "VB", "VC", "VE", "VI", "VR", "VT", "VV",
)  # fmt: skip
"""The provinces of Italy by their car plates, as the directory of services has them; the names are in the form."""
WORK_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "employer": ("firm", "cooperative", "agency", "household", "one_person", "myself"),
    "orders": ("owner", "gang_master", "agency", "household", "relative", "worker", "nobody", "other"),
    "province": (*PROVINCES, "abroad"),
    "hours_day": tuple(str(hours) for hours in range(1, 17)),
    "days_week": tuple(str(days) for days in range(1, 8)),
    "last_day": ("still", "three_months", "this_year", "longer_ago"),
    "others": ("none", "up_to_3", "up_to_10", "over_10"),
    "chain": ("none", "one", "two", "three_or_more"),
    "visa": _YES_NO,
    "day_pay": ("nothing", "up_to_20", "up_to_40", "up_to_60", "over_60"),
    "pay_withheld": _YES_NO,
    "paid": _SUMS,
    "debt": _SUMS,
    "documents": _YES_NO,
    "housed_by": ("employer", "gang_master", "agency", "family", "reception", "myself", "nobody"),
    "housed_in": ("house", "workplace", "shelter", "outdoors"),
    "housed_cost": ("nothing", "up_to_100", "up_to_200", "up_to_300", "over_300"),
}
"""The questions that a dossier knows and the codes it takes of each, in the order of the page."""


@dataclass(frozen=True, slots=True)
class WorkTold:
    """What was told about work, for a desk for workers alone: which of the four indices of art. 603-bis of the penal
    code, the section of ISIC as a letter, "" where nobody said, and the codes of `WORK_ANSWERS` that were told.
    `denied`: those of the others to which a question about them was answered no."""

    indices: tuple[int, ...] = ()
    section: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    denied: tuple[int, ...] = ()

    def told(self, question: str) -> str:
        """The code that was told, "" where there is none."""
        return dict(self.answers).get(question, "")


def work_answers(told: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The answers that a dossier may take, by question; what is in no list is left out: a refusal as well."""
    return tuple((name, told[name]) for name, codes in WORK_ANSWERS.items() if told.get(name) in codes)
