"""Why JavaRosa may give something else: by rule, never by case.

A rule is a row of the engine decisions, or a defect of JavaRosa 5.1.0 by name. It holds only for what the generators
mark as under it, or for what its own pattern tells: a difference no rule knows is a fault to mend.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from typing import Any

from tests.differential.campaign import Case, Difference, told
from tests.differential.probes import BY_RULE, LARGE, REFUSED, due

_FAR = ("America/New_York", "Pacific/Kiritimati")
_WHOLE = re.compile(r"-?\d+")
_EXPONENT = re.compile(r"\d+\.\d+E-?\d+")
_NAME = re.compile(r"\b[qc]\d+\b")


@dataclass(frozen=True)
class Rule:
    """One reason: where it comes from (``decision 9b``, or ``JavaRosa``), what it says, when it holds."""

    source: str
    says: str
    holds: Callable[[Difference], bool]


def explain(difference: Difference) -> Rule | None:
    """The first rule that accounts for a difference."""
    return next((rule for rule in RULES if rule.holds(difference)), None)


def _marked(mark: str) -> Callable[[Difference], bool]:
    return lambda difference: mark in marks_of(difference)


def marks_of(difference: Difference) -> frozenset[str]:
    """What the generator noted about the path."""
    generic = "/".join(step.partition("[")[0] for step in difference.path.split("/"))
    return difference.case.marks.get(generic, frozenset())


def _counted_unseen(difference: Difference) -> bool:
    """The count of a repeat beside questions that are hidden, as the next look at one of them tells."""
    above = difference.path.rpartition("/")[0] + "/"
    results = [*difference.case.ours[difference.at :], *reversed(difference.case.ours[: difference.at])]
    told = (each for each in results if each["op"] == "relevant" and (each["path"] or "").startswith(above))
    near = next((each for each in told if "/" not in each["path"].removeprefix(above)), None)
    return difference.op == "count" and difference.ours == 0 and near is not None and near.get("value") is False


def _both_text(difference: Difference) -> tuple[str, str] | None:
    ours, theirs = difference.ours, difference.theirs
    return (ours, theirs) if isinstance(ours, str) and isinstance(theirs, str) else None


def _date_with_time(difference: Difference) -> bool:
    texts = _both_text(difference)
    return texts is not None and texts[1].startswith(f"{texts[0]}T00:00:00.000") and len(texts[0]) == 10


def _error(*parts: str) -> Callable[[Difference], bool]:
    return lambda difference: isinstance(difference.theirs, str) and any(part in difference.theirs for part in parts)


def _in_words(difference: Difference) -> bool:
    """Only after the language was changed: before, both speak the first."""
    spoken = any(step["op"] == "language" for step in difference.case.steps)
    return spoken and "worded" in marks_of(difference)


def _trimmed(difference: Difference) -> bool:
    texts = _both_text(difference)
    return texts is not None and texts[0] == texts[1].strip() != texts[1]


def _capped(difference: Difference) -> bool:
    texts = _both_text(difference)
    if texts is None or texts[1] not in ("2147483647", "-2147483648") or not _WHOLE.fullmatch(texts[0]):
        return False
    return abs(int(texts[0])) > 2147483647


def _too_large(difference: Difference) -> bool:
    large = "18 large" in difference.case.marks.get("", ()) and difference.ours == LARGE
    return _capped(difference) or (large and difference.theirs == "")


def _day_off(difference: Difference) -> bool:
    texts = _both_text(difference)
    if texts is None or difference.case.zone not in _FAR or not all(_WHOLE.fullmatch(text) for text in texts):
        return False
    return abs(int(texts[0]) - int(texts[1])) == 1


def _nearly(difference: Difference) -> bool:
    """The same to nine figures, where a time of day was worked out; of the logarithm of one near midnight, which is
    next to nothing, to eleven places.
    """
    texts = _both_text(difference)
    marks = (*difference.case.marks.get("", ()), told(difference)["bind"])
    if texts is None or difference.op != "get" or not any("decimal-time" in mark for mark in marks):
        return False
    near = 1e-11 if any("log" in mark for mark in marks) else 0.0
    try:
        return isclose(float(texts[0]), float(texts[1]), rel_tol=1e-9, abs_tol=near)
    except ValueError:
        return False


def _probe(mark: str) -> Callable[[Difference], bool]:
    """A probe of that rule, a form with one expression that the rule is about, and here it is what the rule says."""

    def holds(difference: Difference) -> bool:
        marks = difference.case.marks.get("", frozenset())
        if not difference.case.name.startswith("probe") or mark not in marks:
            return False
        expression = next(each for each in BY_RULE[mark] if each in marks)
        wanted = due(mark, expression, difference.case.xml)
        given = REFUSED if difference.case.refused else difference.case.ours[0].get("value")
        return bool(given == wanted)

    return holds


def _hidden(case: Case) -> frozenset[str]:
    """The last names of the paths that are not relevant when the record is read out."""
    told = [each for each in case.ours if each["op"] == "relevant" and each.get("value") is False]
    return frozenset(each["path"].rpartition("/")[2] for each in told)


def _filter_of(difference: Difference, path: str = "") -> str:
    """The list that a question chooses from, that of the difference or another; "" where its choices stand in the
    form.
    """
    generic = _generic(path or difference.path)
    found = re.search(f'ref="{generic}"(?:(?!</select).)*?<itemset nodeset="([^"]*)"', difference.case.xml.decode())
    return found[1] if found else ""


def _named_before(difference: Difference) -> bool:
    """The label of a choice whose list reads answers."""
    named = re.search(r"jr:choice-name\((?:(?!jr:).)*, '([^']*)'\)", told(difference)["bind"])
    if named is None or "worded" not in marks_of(difference):
        return False
    return _NAME.search(_filter_of(difference, named[1])) is not None


def _may_hide(case: Case) -> frozenset[str]:
    """The last names of the paths that relevance of their own, or of a group around them, can hide."""
    form = case.xml.decode()
    rules = re.findall(r'<bind nodeset="([^"]*)"[^>]* relevant="', form)
    paths = re.findall(r'<bind nodeset="([^"]*)"', form)
    return frozenset(
        path.rpartition("/")[2] for path in paths if any(path == rule or path.startswith(f"{rule}/") for rule in rules)
    )


def _kept_list(difference: Difference) -> bool:
    """A filter reads an answer that is hidden; or one that was hidden or shown since the list was what it is there."""
    if difference.op != "choices":
        return False
    read = frozenset(_NAME.findall(_filter_of(difference)))
    if read & _hidden(difference.case):
        return True
    place = _generic(difference.path)  # a new instance of a repeat begins with the list that the others have
    before = [each for each in difference.case.ours[: difference.at] if _generic(str(each.get("path"))) == place]
    return bool(read & _may_hide(difference.case)) and difference.theirs in [each.get("value") for each in before]


def _not_in_kept_list(difference: Difference) -> bool:
    """An answer that the other engine drops, since the list it has kept does not offer it, and ours did."""
    texts = _both_text(difference)
    if texts is None or difference.op != "get" or not texts[0] or texts[1]:
        return False
    if not frozenset(_NAME.findall(_filter_of(difference))) & _may_hide(difference.case):
        return False
    both = zip(difference.case.ours, difference.case.theirs, strict=False)
    lists = ((one, two) for one, two in both if one["op"] == "choices" and one["path"] == difference.path)
    return any(texts[0] in _values(one) and texts[0] not in _values(two) for one, two in lists)


def _values(told: Mapping[str, Any]) -> Sequence[str]:
    """The values of a list of choices that was read; none of one that could not be."""
    value = told.get("value")
    return value.get("values", ()) if isinstance(value, Mapping) else ()


def _generic(path: str) -> str:
    """A path without the numbers of its instances."""
    return "/".join(step.partition("[")[0] for step in path.split("/"))


def _with_exponent(difference: Difference) -> bool:
    """The same text once its numbers are written out: the other engine has an exponent in them."""
    texts = _both_text(difference)
    if texts is None or _EXPONENT.search(texts[1]) is None:
        return False
    return _EXPONENT.sub(lambda found: _written_out(found[0]), texts[1]) == texts[0]


def _written_out(number: str) -> str:
    plain = format(Decimal(number), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _emptied(difference: Difference) -> bool:
    """A selection from a filtered list, hidden, of which the other engine has less left."""
    texts = _both_text(difference)
    hidden = difference.path.rpartition("/")[2] in _hidden(difference.case)
    if texts is None or difference.op != "get" or not hidden or "[" not in _filter_of(difference):
        return False
    return set(texts[1].split()) < set(texts[0].split())


RULES = (
    Rule("decision 15", "texts in the language of the form: JavaRosa keeps those of the language before", _in_words),
    Rule("JavaRosa", "the name of a choice is not looked up anew when its list is another", _named_before),
    Rule("decision 9b", "a date in a text node stays a date", _date_with_time),
    Rule("decision 2", "several nodes where one value is meant", _error("This field is repeated")),
    Rule("JavaRosa", "an answer in one instance of a repeat wakes no calculate of another", _marked("neighbour")),
    Rule("JavaRosa", "instances for jr:count, or with a group, come and go and wake no reader", _marked("counted")),
    Rule("JavaRosa", "a count that is hidden with its repeat keeps its instances", _counted_unseen),
    Rule("JavaRosa", "choices are kept while what their filter reads is hidden or shown", _kept_list),
    Rule("JavaRosa", "an answer that a kept list does not offer is dropped", _not_in_kept_list),
    Rule("decision 13", "a hidden selection stays in the draft, whatever its list offers", _emptied),
    Rule("JavaRosa", "a time of day loses its last figures west of Greenwich", _nearly),
    Rule("decision 7", "a node that says 0 is false, whatever its type", _probe("7")),
    Rule("decision 18", "blanks around an answer are cut off", _trimmed),
    Rule("decision 20", "numbers in texts are plain decimals, without an exponent", _with_exponent),
    Rule("decision 18", "a whole number beyond 32 bits is kept, and is a violation", _too_large),
    Rule("decision 3", "positional predicates, last()", _probe("3")),
    Rule("decision 9", "date texts are compared as dates", _probe("9")),
    Rule(
        "decision 9c",
        "date arithmetic west of Greenwich and across summer time",
        lambda d: _day_off(d) or _probe("9c")(d),
    ),
    Rule("decision 10", "the number of a text: a date text is its day number, 1,000 is none", _probe("10")),
    Rule("decision 21", "arity is told at load", _probe("21")),
    Rule("JavaRosa", "a moment or time becomes a text or number without its time of day", _probe("moment")),
    Rule("JavaRosa", "max() starts at the smallest positive number: no result below it", _probe("max")),
    Rule("JavaRosa", "round() of a negative number to negative places is too great", _probe("round")),
    Rule("JavaRosa", "a blank point lies at 0 0, and a point at 0 0 is blank", _probe("point")),
    Rule("JavaRosa", "date() of NaN is NaN, which differs from itself", _probe("nan date")),
    Rule("JavaRosa", "a text is counted in UTF-16 units", _probe("utf-16")),
    Rule("JavaRosa", "an argument of another type than its own stops the form", _probe("type")),
)
