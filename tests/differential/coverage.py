"""What generated forms use: functions and features of the check-list, counted."""

import re
from collections import Counter
from collections.abc import Iterable

from tests.differential.campaign import Case

_EXPRESSION = re.compile(r"(?:calculate|relevant|required|readonly|constraint|value|nodeset)=\"([^\"]*)\"")
_CALL = re.compile(r"([a-z][a-z0-9:-]*)\(")
_TYPES = ("int", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "select1", "select")
_FEATURES = {
    "group": "<group ref",
    "repeat": "<repeat ",
    "counted repeat": "jr:count",
    "pattern of a repeat": "jr:template",
    "itemset": "<itemset",
    "randomised list": "randomize(instance",
    "CSV list": "jr://file-csv",
    "translated choices": "jr:itext(itextId)",
    "output": "<output",
    "setvalue at the first load": "odk-instance-first-load",
    "setvalue at a change": "xforms-value-changed",
    "setvalue at a new repeat": "odk-new-repeat",
    "relative path": "../",
    "path by way of current()": "current()/",
    **{rule: f" {rule}=" for rule in ("relevant", "required", "readonly", "constraint", "calculate")},
    **{f"type {name}": f'type="{name}"' for name in _TYPES},
}
_ROWS = """
    string concat join substr substring-before substring-after translate string-length normalize-space contains
    starts-with ends-with uuid digest base64-decode extract-signed if coalesce once true false boolean
    boolean-from-string not regex checklist weighted-checklist number int round pow log log10 abs sin cos tan asin
    acos atan atan2 sqrt exp exp10 pi random sum max min count count-non-empty position instance current randomize
    today now date date-time decimal-date-time decimal-time format-date format-date-time selected is-selected
    selected-at count-selected jr:choice-name jr:itext indexed-repeat area distance geofence version depend
"""
ROWS_129_TO_160 = frozenset(_ROWS.split())
"""The functions of those rows that JavaRosa has: it lacks substring, pulldata, floor, ceiling, last, name and id, and
property() fails outside Collect.
"""


def used(cases: Iterable[Case]) -> Counter[str]:
    """In how many forms each function and feature is used; functions end in ``()``."""
    found: Counter[str] = Counter()
    for case in cases:
        xml = case.xml.decode()
        calls = {name for text in _EXPRESSION.findall(xml) for name in _CALL.findall(text)}
        found.update(f"{name}()" for name in calls)
        found.update(name for name, sign in _FEATURES.items() if sign in xml)
        found.update({f"step {step['op']}" for step in case.steps})
        found[f"zone {case.zone}"] += 1
    return found
