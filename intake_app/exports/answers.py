"""What the answers of a form say in the fields of the standard: codes alone, never the words of an answer.

A question that stands for a field carries its name as the tag `htcds`; the value is that of the choice's own column
`intake_htcds`, else the choice itself where the field has such a value. `htcds_event` says of which type an event is.
A part of a country (ISO 3166-2, "IT-FG") tells the country too. A sign that is an event and was told of one place on
the way, as of being held there, stands with that place.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from intake_app.errors import IntakeError
from intake_app.exports.standard import Field, Standard
from intake_app.screening.tags import Asking, Values, answers, signs

_MEDIATOR = "mediator"
_PART, _COUNTRY, _WHAT = "hte_State", "hte_Country", "hte_Description"
_EVENTS, _SECOND = "events", "prs_SecondaryLanguage"
Row = dict[str, str | tuple[str, ...]]
Told = dict[str, list[Row]]


def several_of(standard: Standard, definition: Asking, values: Values) -> frozenset[str]:
    """The questions, by path, that a record answers or refuses and that stand for a field with several values, or for
    the part of a country where something was.
    """
    many = {each.name for each in standard.fields if each.kind == "many"} | {_PART}
    return frozenset(
        path
        for path, name in definition.tagged("htcds")
        if name in many and any(value for _, value in answers(path, values))
    )


def answered(standard: Standard, definition: Asking, values: Values, newer: Collection[str] = ()) -> Told:
    """Rows by object of the standard, for `Facts.told`.

    What was answered by no value of the field, as by who prefers not to say, is blank there, so that an older record
    does not fill it. `newer`: questions that a newer record of the same form answers anew, see `several_of`. Each place
    of a path on the way is an event of its own, each kind of people who did something a row; what the mediator answers
    by themselves is left out, for the person did not tell it. IntakeError ``exports.bad_value`` for a question that is
    tagged with a field that does not exist, is worked out here, names the person, or takes any text.
    """
    fields = {each.name: each for each in standard.fields}
    told: Told = {}
    for path, name in definition.tagged("htcds"):
        field = fields.get(name)
        if field is None or field.closed or field.identifying or not (field.values or field.pattern):
            raise IntakeError("exports.bad_value", field=path)
        if _is_mediators(definition, path) or path in newer:
            continue
        said = [value for _, value in answers(path, values) if value]
        chosen = [each for value in said for each in _coded(field, definition, path, value)]
        if field.object == _EVENTS:
            told.setdefault(_EVENTS, []).extend(_events(standard, field, definition, path, values))
        elif field.object in standard.many:
            told.setdefault(field.object, []).extend({name: (each,)} for each in dict.fromkeys(chosen))
        elif said:
            row = told.setdefault(field.object, [{}])[0]
            value = tuple(dict.fromkeys(chosen)) if field.kind == "many" else (chosen or [""])[0]
            row[name] = value or row.get(name, value)
    for path, asked in definition.tagged("slip"):
        if asked in standard.slip_fields and not _is_mediators(definition, path):
            name, known = standard.slip_fields[asked]
            for value in (each for _, each in answers(path, values) if each):
                row = told.setdefault(fields[name].object, [{}])[0]
                row[name] = row.get(name) or known.get(value) or known.get(value.partition("-")[0], "")
    return {name: rows for name, rows in told.items() if rows}


def _events(standard: Standard, field: Field, definition: Asking, path: str, values: Values) -> Iterator[Row]:
    """An event for each place that was told, with its type and the signs that were told of it; also for one whose place
    is no value of the field, where such a sign was told.
    """
    kind = definition.tags(path).get("htcds_event", "")
    for ref, value in answers(path, values):
        signs_told = "; ".join(_told_there(standard, definition, values, ref))
        what: Row = {_WHAT: signs_told} if signs_told else {}
        for place in (*_coded(field, definition, path, value),) or ("",) * bool(what):
            yield {**(_placed(field.name, place) if place else {}), "hte_Type": kind, **what}


def _told_there(standard: Standard, definition: Asking, values: Values, ref: str) -> Sequence[str]:
    """The signs that are events and were told in the same instance of a repeat as an answer, in the form's order."""
    around, inside, _ = ref.rpartition("]")
    told: list[str] = []
    for path, own in signs(definition) if inside else ():
        what = standard.indicators.get(own["indicator"], {}).get(_WHAT)
        if what and own.get("audience") != _MEDIATOR:
            counting = set(own.get("when", "yes").split())
            there = (value for place, value in answers(path, values) if place.startswith(f"{around}]"))
            told += [what for value in there if counting & set(value.split())]
    return tuple(dict.fromkeys(told))


def _placed(name: str, value: str) -> Row:
    return {name: value, _COUNTRY: value.partition("-")[0]} if name == _PART else {name: value}


def _is_mediators(definition: Asking, path: str) -> bool:
    """Whether the mediator answers a question by themselves: the person told nothing by it."""
    return definition.tags(path).get("audience") == _MEDIATOR


def merged(standard: Standard, several: Sequence[Told]) -> Told:
    """What several records of one person say, the newest first: of one thing the newest word, though it be that they do
    not say it; of many all of them.
    """
    many = {each.name for each in standard.fields if each.kind == "many"}
    told: Told = {}
    for name, rows in (each for one in several for each in one.items()):
        if name in standard.many:
            kept = told.setdefault(name, [])
            for row in rows:
                if not any(_tells(one, row) for one in kept):
                    kept[:] = [*(one for one in kept if not _tells(row, one)), row]
            continue
        whole = told.setdefault(name, [{}])[0]
        for field, value in (each for row in rows for each in row.items()):
            if field in many:
                whole[field] = tuple(dict.fromkeys((*whole.get(field, ()), *value)))
            else:
                whole.setdefault(field, value)
    return told


def _tells(one: Row, other: Row) -> bool:
    """Whether a row says all that another does: the same, or an event in the same country of which it says more."""
    same_country = bool(one.get(_COUNTRY)) and one.get(_COUNTRY) == other.get(_COUNTRY)
    return one == other or (same_country and other.items() <= one.items())


def with_spoken(standard: Standard, told: Told, codes: Sequence[str]) -> Told:
    """The same with the language in which the person is talked to, the newest record first (BCP 47): as theirs where
    they were not asked which is best for them, else as their second one; nothing where they do not say.
    """
    best, known = standard.slip_fields["language"]
    asked = next((found for code in codes if (found := known.get(code) or known.get(code.partition("-")[0]))), "")
    person = dict(told.get("person", [{}])[0])
    if asked and person.setdefault(best, asked) not in ("", asked):
        person[_SECOND] = asked
    return {**told, "person": [person]}


def _coded(field: Field, definition: Asking, path: str, value: str) -> Iterator[str]:
    """The values of the field that an answer stands for; whatever is none of them is left out."""
    columns: Mapping[str, Mapping[str, str]] = definition.choice_tags.get(path, {})
    for choice in value.split():
        told = columns.get(choice, {}).get("htcds") or choice
        if field.fits(told):
            yield told
