"""Which code stands for which refusal or remark of pyxform: by its identifier, or by the text where it gives none.

A code says what is wrong; `messages` owns the words. The groups of a pattern are facts: name of a question or list,
parameter, found, other, accepted, similar, sheet, column, row.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from typing import Final

from pyxform.errors import ErrorCode

# What pyxform calls the fields of its own templates, and what they are here.
RENAMED: Final = {
    "q": "found",
    "value": "name",
    "header": "found",
    "missing": "found",
    "dataset": "name",
    "saveto": "found",
    "other_row": "other",
    "rejected": "found",
    "columns": "found",
    "question": "found",
    "sheet_name": "sheet",
    "type": "block",
    "candidates": "similar",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of trouble: its code, where it is when pyxform does not say, the column to look at, fixed facts.

    `find` names the column of `sheet` in which the fact `by` stands only once, in the row that is wanted.
    """

    code: str
    sheet: str = "survey"
    column: str = ""
    find: str = ""
    by: str = "name"
    facts: dict[str, str] = field(default_factory=dict)


UNKNOWN: Final = Kind("xlsform.refused")
EXTERNAL: Final = Kind("xlsform.external_without_filter", column="choice_filter")
_PARAMETERS: Final = "parameters"
_SAVE_TO: Final = "save_to"
_INCLUDE: Final = {"found": "include"}

BY_IDENTIFIER: Final = {
    "ENTITY_001": Kind("xlsform.entity_sheet_missing", column=_SAVE_TO),
    "ENTITY_002": Kind("xlsform.entity_property_twice", column=_SAVE_TO),
    "ENTITY_003": Kind("xlsform.entity_property_on_group", column=_SAVE_TO),
    "ENTITY_004": Kind("xlsform.entity_list_unknown", column=_SAVE_TO),
    "ENTITY_005": Kind("xlsform.entity_without_label", "entities", "label"),
    "ENTITY_006": Kind("xlsform.entity_without_update_if", "entities", "update_if"),
    "ENTITY_007": Kind("xlsform.entity_without_id", "entities", "entity_id"),
    "ENTITY_008": Kind("xlsform.entity_prefix_missing", column=_SAVE_TO),
    "ENTITY_009": Kind("xlsform.entity_no_room", "entities"),
    "ENTITY_011": Kind("xlsform.entity_scope", column=_SAVE_TO),
    "ENTITY_012": Kind("xlsform.entity_scope", "entities"),
    "ENTITY_013": Kind("xlsform.entity_prefix_twice", column=_SAVE_TO),
    "HEADER_001": Kind("xlsform.no_headings"),
    "HEADER_002": Kind("xlsform.same_column"),
    "HEADER_003": Kind("xlsform.missing_column"),
    "HEADER_004": Kind("xlsform.choice_heading", "choices"),
    "HEADER_005": Kind("xlsform.entity_column", "entities"),
    "LABEL_001": Kind("xlsform.choice_without_label", "choices", "label"),
    "NAMES_001": Kind("xlsform.duplicate_name", column="name"),
    "NAMES_002": Kind("xlsform.name_differs_in_case", column="name"),
    "NAMES_003": Kind("xlsform.repeat_named_as_form", column="name"),
    "NAMES_004": Kind("xlsform.duplicate_repeat", column="name"),
    "NAMES_005": Kind("xlsform.reserved_name", column="name", facts={"name": "meta"}),
    "NAMES_006": Kind("xlsform.choice_without_name", "choices", "name"),
    "NAMES_007": Kind("xlsform.duplicate_choice", "choices", "name"),
    "NAMES_008": Kind("xlsform.bad_name", column="name"),
    "NAMES_009": Kind("xlsform.bad_name", column="name"),
    "NAMES_010": Kind("xlsform.name_underscores"),
    "NAMES_011": Kind("xlsform.name_period"),
    "NAMES_012": Kind("xlsform.entity_property_reserved", column=_SAVE_TO),
    "NAMES_013": Kind("xlsform.misspelt_sheet"),
    "NAMES_014": Kind("xlsform.duplicate_entity_list", "entities", "list_name"),
    "NAMES_015": Kind("xlsform.entity_without_name", "entities", "list_name"),
    "PYREF_001": Kind("xlsform.bad_reference"),
    "PYREF_002": Kind("xlsform.reference_comma", column="trigger"),
    "PYREF_003": Kind("xlsform.unknown_reference"),
    "PYREF_004": Kind("xlsform.ambiguous_reference"),
    "RANGE_001": Kind("xlsform.parameter_number", column=_PARAMETERS),
    "RANGE_002": Kind("xlsform.range_zero", column=_PARAMETERS),
    "RANGE_003": Kind("xlsform.range_too_wide", column=_PARAMETERS),
    "RANGE_004": Kind("xlsform.range_multiple", column=_PARAMETERS),
    "RANGE_005": Kind("xlsform.range_outside", column=_PARAMETERS),
    "RANGE_006": Kind("xlsform.ticks_list", column=_PARAMETERS),
    "RANGE_007": Kind("xlsform.ticks_ends", column=_PARAMETERS),
    "RANGE_008": Kind("xlsform.range_appearance", column="appearance"),
    "RANGE_009": Kind("xlsform.ticks_number", column=_PARAMETERS),
    "RANGE_010": Kind("xlsform.ticks_outside", column=_PARAMETERS),
    "RANGE_011": Kind("xlsform.ticks_multiple", column=_PARAMETERS),
    "RANGE_012": Kind("xlsform.ticks_ends", column=_PARAMETERS),
    "SURVEY_001": Kind("xlsform.unmatched_end", column="type"),
    "SURVEY_002": Kind("xlsform.unmatched_begin", column="type"),
    "SURVEY_003": Kind("xlsform.incremental", column=_PARAMETERS),
    "SURVEY_004": Kind("xlsform.parameters_unreadable", column=_PARAMETERS),
    "SURVEY_005": Kind("xlsform.parameter_unknown", column=_PARAMETERS),
    "SURVEY_006": Kind("xlsform.reference_geometry", column=_PARAMETERS),
    "SURVEY_007": Kind("xlsform.parameter_number", column=_PARAMETERS, facts={"parameter": "capture-accuracy"}),
    "SURVEY_008": Kind("xlsform.parameter_number", column=_PARAMETERS, facts={"parameter": "warning-accuracy"}),
    "SURVEY_009": Kind("xlsform.parameter_yes_no", column=_PARAMETERS, facts={"parameter": "allow-mock-accuracy"}),
}

# Refusals without an identifier: the shortest words that tell them apart, the first that fits.
_TEXTS: Final = (
    (r"sheet named 'survey'.*names were found: (?P<similar>.+?)\.$", Kind("xlsform.misspelt_sheet")),
    (r"an external_choices.*names were found: (?P<similar>.+?)\. ", Kind("xlsform.misspelt_sheet", "external_choices")),
    (r"a choices sheet.*names were found: (?P<similar>.+?)\. ", Kind("xlsform.misspelt_sheet", "choices")),
    (r"sheet named 'survey'", Kind("xlsform.no_survey_sheet")),
    (r"be an external_choices sheet", Kind("xlsform.no_external_choices_sheet", "external_choices")),
    (r"be a choices sheet", Kind("xlsform.no_choices_sheet", "choices")),
    (
        r"unknown question type '(?P<found>(?:select[ _]?(?:one|multiple|1|all)?[a-z _]*|rank) ?)'",
        Kind("xlsform.select_without_list", column="type", find="type", by="found"),
    ),
    (r"unknown question type '(?P<found>.*?)'", Kind("xlsform.unknown_type", column="type", find="type", by="found")),
    (r"'itemset' and 'list_name' must not both", Kind("xlsform.select_without_list", column="type")),
    (r"question with no type", Kind("xlsform.no_type", column="type")),
    (r"question or group with no name", Kind("xlsform.no_name", column="name")),
    (r"missing calculation", Kind("xlsform.no_calculation", column="calculation")),
    (r"named '(?P<name>[^']*)' has no label or hint", Kind("xlsform.no_label", column="label", find="name")),
    (r"to use big-image.*named (?P<name>\S+)\.$", Kind("xlsform.big_image", column="big-image", find="name")),
    (r"media type: (?P<found>\S+) not supported", Kind("xlsform.media_type")),
    (r"not in external choices sheet: *(?P<found>.+)", Kind("xlsform.external_list_unknown", column="type")),
    (r"list name not in (?:choices|columns) sheet: *(?P<found>.+)", Kind("xlsform.list_unknown", column="type")),
    (r"loop without list name", Kind("xlsform.select_without_list", column="type")),
    (r"file name for '.*?(?P<found>\S+)' should end", Kind("xlsform.file_type", column="type")),
    (
        r"names with spaces.*see \[(?P<found>.*)\] in \[(?P<name>.*)\]",
        Kind("xlsform.choice_with_space", "choices", "name", find="name", by="found"),
    ),
    (r"filter not supported with or_other", Kind("xlsform.or_other_filter", column="choice_filter")),
    (r"specify choices for this 'or other'", Kind("xlsform.or_other_without_list", column="type")),
    (r"filter not supported for table-list", Kind("xlsform.table_list_filter", column="choice_filter")),
    (
        r"list names don't match: (?P<other>.+?) vs\. (?P<found>.+)",
        Kind("xlsform.table_list_mixed", column="type"),
    ),
    (r"audits must always be named", Kind("xlsform.audit_name", column="name")),
    (
        r"(?P<parameter>track-changes|identify-user|randomize) must be set to true or false",
        Kind("xlsform.parameter_yes_no", column=_PARAMETERS),
    ),
    (
        r"(?P<parameter>track-changes-reasons) must be set to (?P<accepted>\S+)",
        Kind("xlsform.parameter_value", column=_PARAMETERS),
    ),
    (
        r"(?P<parameter>location-priority) must be set to .+?: ?'(?P<found>.*?)'",
        Kind(
            "xlsform.parameter_value",
            column=_PARAMETERS,
            facts={"accepted": "no-power, low-power, balanced, high-accuracy"},
        ),
    ),
    (
        r"invalid value for (?P<parameter>quality)",
        Kind("xlsform.parameter_value", column=_PARAMETERS, facts={"accepted": "voice-only, low, normal, external"}),
    ),
    (r"parameter (?P<parameter>\S+) must have an integer", Kind("xlsform.parameter_whole", column=_PARAMETERS)),
    (
        r"parameter (?P<parameter>\S+) must be greater +than or equal to zero",
        Kind("xlsform.parameter_negative", column=_PARAMETERS),
    ),
    (
        r"parameter (?P<parameter>\S+) must be greater than or equal to (?P<other>\S+?)\.$",
        Kind("xlsform.audit_intervals", column=_PARAMETERS),
    ),
    (r"to include location information in the audit", Kind("xlsform.audit_location", column=_PARAMETERS)),
    (r"seed value must be a number", Kind("xlsform.seed_value", column=_PARAMETERS)),
    (r"parameters must include randomize", Kind("xlsform.seed_without_randomize", column=_PARAMETERS)),
    (r"invalid android package name", Kind("xlsform.app_name", column=_PARAMETERS, facts={"parameter": "app"})),
    (r"'background-geopoint'.*'calculation'", Kind("xlsform.geopoint_calculation", column="calculation")),
    (r"'background-geopoint'.*'trigger'", Kind("xlsform.geopoint_trigger", column="trigger")),
    (
        r"question \$\{(?P<found>.*?)\} is not user-visible.*question \$\{(?P<name>.*?)\}",
        Kind("xlsform.hidden_trigger", column="trigger", find="name"),
    ),
    (r"omit instanceID", Kind("xlsform.no_instance_id", "settings", "omit_instanceID", facts={"row": "2"})),
    (r"empty id_string", Kind("xlsform.no_form_id", "settings", "form_id", facts={"row": "2"})),
    (r"same instance id.*Instance name: '(?P<name>.*?)'", Kind("xlsform.instance_name")),
    (r"Instance names must be unique.*?The name '(?P<name>.*?)'", Kind("xlsform.instance_name")),
    (r"question '(?P<name>.*?)' is a select from file", Kind("xlsform.search_in_file", column="type", find="name")),
    (
        r"question '(?P<name>.*?)' uses 'search\(\)'.*?list name '(?P<found>.*?)'",
        Kind("xlsform.search_mixed", column="appearance", find="name"),
    ),
    (r"no survey element named '(?P<found>.*?)'", Kind("xlsform.unknown_reference")),
    (r"multiple survey elements named '(?P<found>.*?)'", Kind("xlsform.ambiguous_reference")),
    (r"section has not been included", Kind("xlsform.include", column="type", find="type", by="found", facts=_INCLUDE)),
)
BY_TEXT: Final = tuple((re.compile(text, re.DOTALL | re.IGNORECASE), kind) for text, kind in _TEXTS)


@cache
def templates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """pyxform often raises its templates already filled in: each becomes a pattern with a group for each field."""
    return tuple((each.name, re.compile(_pattern(each.value.msg), re.DOTALL)) for each in ErrorCode)


def _pattern(template: str) -> str:
    seen: set[str] = set()
    pattern = ""
    for text, name, _, _ in Formatter().parse(template):
        pattern += re.escape(text)
        if name:
            pattern += ".*?" if name in seen else f"(?P<{name}>.*?)"
            seen.add(name)
    return pattern
