"""Where in the spreadsheet of its author a rule of a form stands: sheet, row, column, and the place in the cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from intake_app.errors import Fact
from intake_app.xform import Notice

_COUNTED = "_count"
_COLUMNS = {"calculate": "calculation", "nodeset": "choice_filter", "count": "repeat_count"}
"""The column of a spreadsheet that becomes an attribute of a form; others have the same name."""


@dataclass(frozen=True)
class Written:
    """What a form was compiled from: rows by path in the record, the texts of rules by path and column.

    Nothing where it was XML from the start.
    """

    xml: bytes = b""
    rows: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def cell(self, place: str, attribute: str = "") -> dict[str, Fact]:
        """Sheet, row and, as far as it is known, column of a path of the record; nothing for one that has no row."""
        path, column = self._of(place, attribute)
        if path not in self.rows:
            return {}
        found: dict[str, Fact] = {"sheet": "survey", "row": self.rows[path]}
        return {**found, "column": column} if column else found

    def _of(self, place: str, attribute: str) -> tuple[str, str]:
        """The path that has a row, and the column. A repeat's number, ``repeat_count``, is kept beside it under a name
        of its own; what an action sets is written as a default, or as a calculation that waits for a trigger.
        """
        if place not in self.rows and place.endswith(_COUNTED):
            return place.removesuffix(_COUNTED), "repeat_count"
        if attribute == "value":
            return place, "calculation" if self.rules.get(place, {}).get("trigger") else "default"
        return place, _COLUMNS.get(attribute, attribute)

    def told(self, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        """What a refusal says beside its own facts: the cell, the place in it, the rows of rules that wait for each
        other.
        """
        place, attribute, at = str(facts.get("place")), str(facts.get("attribute", "")), facts.get("position")
        known = {name: self.cell(str(facts.get(name))) for name in ("first", "second")}
        both = {name: f"{facts[name]} (survey:{cell['row']})" for name, cell in known.items() if cell}
        found = self._position(place, attribute, at) if isinstance(at, int) else None
        return {**self.cell(place, attribute), **both, **({} if found is None else {"position": found})}

    def _position(self, place: str, attribute: str, at: int) -> int | None:
        path, column = self._of(place, attribute)
        text = self.rules.get(path, {}).get(column)
        if text is None:
            return None
        from intake_app import xlsform  # there when a spreadsheet was compiled; slow to import for any other form

        found = (xlsform.in_cell(text, rule, at) for rule in xlsform.rules_at(self.xml, place, attribute))
        return next((each for each in found if each is not None), None)

    def with_row(self, notice: Notice) -> Notice:
        """The notice with the row of the spreadsheet it is about."""
        told = self.cell(notice.place, str(notice.facts.get("attribute", "")))
        return replace(notice, facts={**notice.facts, **told}) if told else notice
