"""A seeded grammar of expressions: numbers, texts, truths and days, over the fields a form has so far.

Each rule is a template; its places are filled by kind: {n} a number, {i} a whole one, {t} a text, {b} a truth, {d} a
day, {k} a small whole number, and fields or node-sets of one type. What a rule of the engine decisions or a defect of
JavaRosa tells apart is in `probes`, or in calculates that nothing else depends on.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

_PLACE = re.compile(r"\{(\w+)\}")

NUMBERS = (
    "({n} + {n})", "({n} - {n})", "({n} * {n})", "({n} div {n})", "({n} mod {n})", "-({n})", "int({n})", "round({n})",
    "round({n}, {places})", "abs({n})", "pow({k}, {k})", "sqrt(abs({n}))", "number({word})", "number({b})",
    "if({b}, {n}, {n})", "string-length({t})", "count-selected({many})", "max({n}, {n}, 1, {k})", "min({n}, {n})",
    "sum({nodes})", "max(1, {n})", "min({nodes})", "count({nodes})", "count-non-empty({any})", "({d} - {d})",
    "number({d})", "{indexed}", "sum(instance('list')/root/item[{filter}]/n)",
    "count(instance('list')/root/item[{filter}])", "sum(instance('ext')/root/item[{ext}]/score)",
    "number(coalesce({word}, {i}))", "exp10({k})", "log10(abs({n}))", "sum({nodes}) div count({any})",
    "decimal-date-time(coalesce({d}, today()))", "decimal-time({clock})", "round(distance({line}), 1)",
    "round(area({shape}), 0)", "round({n} * 100) div 100", "depend({n}, {n})",
)  # fmt: skip
LEAF_NUMBERS = (
    "sin({n})", "cos({n})", "tan({n})", "asin({n})", "acos({n})", "atan({n})", "atan2({n}, {n})", "exp({k})",
    "log({n})", "sqrt({n})", "pow({n}, 0.5)", "pi() * {n}", "log10({n})", "random() * 0", "distance({line})",
    "distance('41.9 12.5 0 0', '10.0 20.0 0 0')", "area({shape})", "once({k})", "once({q})", "string-length(uuid())",
    "string-length(uuid({count}))", "exp10({n} mod 3)",
)  # fmt: skip
TEXTS = (
    "concat({t}, {t})", "concat({t}, {i}, {b})", "concat({any})", "concat({day_field}, {t})",
    "substr({day_field}, 0, 4)", "string({day_field})", "join({q}, {any})", "join('-', {t}, {t})",
    "join({q}, {t}, {i}, {one})", "substr({t}, {k})", "substr({t}, {k}, {k})", "substring-before({t}, {q})",
    "substring-after({t}, {q})", "translate({t}, {q}, {q})", "normalize-space({t})", "string({i})", "string({t})",
    "string({b})", "if({b}, {t}, {t})", "coalesce({t}, {t})", "selected-at({many}, {k})",
    "selected-at({word}, {count})", "digest({t}, 'MD5', 'hex')", "digest({t}, 'SHA-1')",
    "digest({t}, 'SHA-256', 'base64')", "digest({t}, 'SHA-384', 'hex')", "digest({t}, 'SHA-512', 'hex')",
    "base64-decode({coded})", "format-date({d}, {days})", "format-date-time({moment}, {times})",
    "format-date-time({clock}, '%H:%M:%S')", "version()", "instance('list')/root/item[{named}]/label",
    "instance('ext')/root/item[{named}]/label", "join(' ', instance('list')/root/item[{filter}]/name)", "{indexed}",
    "join(',', randomize(instance('list')/root/item/name, {k}))",
    "join('|', instance('list')/root/item[{chosen}]/label)", "format-date(date({d} + {k}), {days})",
    "extract-signed({t}, 'MCowBQYDK2VwAyEA')",
)  # fmt: skip
WORDED = (
    "format-date({d}, '%e %b %Y')", "format-date({d}, '%a %e')", "format-date-time({moment}, '%b, %a')",
    "jr:choice-name({name}, '{choices}')", "jr:choice-name({one}, '{choices}')", "jr:itext('choice-a')",
    "concat(jr:itext('choice-b'), {t})", "join(' ', jr:choice-name({word}, '{choices}'), {t})",
)  # fmt: skip
TRUTHS = (
    "{n} = {n}", "{n} != {n}", "{n} < {n}", "{n} <= {n}", "{n} > {n}", "{n} >= {n}", "{t} = {t}", "{t} != {t}",
    "{i} = {t}", "({b} and {b})", "({b} or {b})", "not({b})", "boolean({n})",
    "boolean-from-string({t})", "boolean-from-string({b})", "selected({many}, {name})", "selected({one}, {name})",
    "is-selected({many}, {name})", "contains({t}, {q})", "starts-with({t}, {q})", "ends-with({t}, {q})",
    "regex({t}, {pattern})", "checklist({k}, {k}, {b}, {b}, {b})", "weighted-checklist({k}, {k}, {b}, {k}, {b}, {n})",
    "{d} < {d}", "{d} = {d}", "{d} >= {d}", "{d} != {d}", "{d} <= today()", "{moment} > date('2010-01-01')",
    "{one} = {name}", "{one} != ''", "{t} = ''", "count({nodes}) > {k}", "geofence({point}, {shape})", "({b}) = ({b})",
    "not({n})", "now() > {moment}", "count-selected({many}) > {count}", "string-length({t}) > {k}",
    "if({b}, {b}, {b})", "{clock} != ''",
)  # fmt: skip
PLACES = ("position(..)", "count({nodes}) + position(..)", "concat(position(..), '/', {i})", "position(..) mod 2")
DAYS = (
    "date({day})",
    "date(coalesce({d}, today()) + {k})",
    "if({b}, {d}, {d})",
    "date({serial})",
    "today()",
    "coalesce({d}, {d})",
)
FILTERS = (
    "n > {k}", "g = {one}", "n <= {i}", "selected({many}, g)", "name != {name}", "n >= {k} and g != {name}", "true()",
    "contains(label, {q})", "not(selected({many}, name))", "n mod 2 = 1 or g = {one}", "g = {name} and n < {n}",
)  # fmt: skip

WORDS = ("", "a", "b", "a b", "B c", "été", "10", "-3.5", "007", "x-y-z", "true", "1", "abc123", "  two  ", "שלום",
         "n\tt", "A", "a,b", "c b a", "no", "it's")  # fmt: skip
PIECES = ("a", "b", "-", " ", "", "xy", "é", "1", "ab")
PATTERNS = (
    "[a-c]+", ".*", "", r"\d{1,3}", r"-?\d+(\.\d+)?", "(?i)A.*", "a|b", "^[a-z ]*$", "[^0-9]*", r"\w+", r".*\s.*",
    r"\p{L}*", "[a-z&&[^b]]*",
)  # fmt: skip
NUMERALS = ("0", "1", "2", "-1", "0.5", "-0.5", "2.5", "-2.5", "1.005", "10", "100", "-7", "3.14159", "12", "0.1")
DATES = ("2024-02-29", "1970-01-01", "1969-12-31", "2000-02-29", "2023-03-26", "2023-10-29", "2026-11-25", "1955-06-07",
         "2100-12-31")  # fmt: skip
DAY_FORMATS = ("%Y-%m-%d.", "%d/%m/%y", "%e.%n.%Y", "%n/%e", "%%", "%Y%m%d")
TIME_FORMATS = ("%Y-%m-%dT%H:%M:%S", "%H:%M", "%h:%M:%S.%3", "%d/%m %H")
CODED = ("aGVsbG8=", "w6l0w6k=", "", "!!", "YQ")


_WORD_KINDS = ("string", "select1", "select")


@dataclass(frozen=True)
class Field:
    """One leaf of a form: its generic path, the kind of its values, the repeats around it from the outside in."""

    path: str
    kind: str
    scope: tuple[str, ...] = ()
    calculated: bool = False
    listed: bool = False
    counted: bool = False


@dataclass
class Grammar:
    """Expressions for the node `here` inside the repeats `scope`, from the fields known so far."""

    dice: Random
    fields: Sequence[Field]
    here: str
    scope: tuple[str, ...] = ()
    _absolute: bool = False

    def number(self, depth: int = 2) -> str:
        """An expression that gives a number."""
        if depth <= 0 or self.dice.random() < 0.15:
            return self._one_of(("int", "decimal"), lambda: self.dice.choice(NUMERALS))
        return self._filled(NUMBERS, depth)

    def leaf_number(self) -> str:
        """A number whose last digits the engines' mathematics may tell apart: nothing may depend on it."""
        return self._filled(LEAF_NUMBERS, 2)

    def text(self, depth: int = 2) -> str:
        """An expression that gives a text."""
        if depth <= 0 or self.dice.random() < 0.15:
            return self._one_of(("string", "select1", "int"), lambda: quoted(self.dice.choice(WORDS)))
        return self._filled(TEXTS, depth)

    def worded(self) -> str:
        """A text in the language of the form: nothing may depend on it, for others keep it as it was."""
        return self._filled(WORDED, 2)

    def truth(self, depth: int = 2) -> str:
        """An expression that gives a truth."""
        if depth <= 0:
            return self.dice.choice(("true()", "false()", f"{self.number(0)} > {self.dice.choice(NUMERALS)}"))
        return self._filled(TRUTHS, depth)

    def day(self, depth: int = 1) -> str:
        """An expression that gives a date."""
        if depth <= 0 or self.dice.random() < 0.4:
            return self._one_of(("date",), lambda: f"date({quoted(self.dice.choice(DATES))})")
        return self._filled(DAYS, depth)

    def filter(self, templates: Sequence[str] = FILTERS) -> str:
        """A predicate on the items of a list; what is relative in it goes by way of current()."""
        self._absolute = True
        try:
            return self._filled(templates, 1)
        finally:
            self._absolute = False

    def _filled(self, templates: Sequence[str], depth: int) -> str:
        """One template, filled; LookupError where the form has no field yet for any that was tried."""
        for template in self.dice.choices(templates, k=30):
            try:
                return _PLACE.sub(lambda match: self._place(match.group(1), depth - 1), template)
            except LookupError:
                continue
        raise LookupError("no such field yet")

    def _place(self, name: str, depth: int) -> str:
        simple: dict[str, Callable[[], str]] = {
            "n": lambda: self.number(depth),
            "i": lambda: self._whole(depth),
            "t": lambda: self.text(depth),
            "b": lambda: self.truth(depth),
            "d": lambda: self.day(depth),
            "k": lambda: str(self.dice.choice((-2, -1, 0, 1, 2, 3, 5))),
            "places": lambda: str(self.dice.choice((0, 1, 2, 3))),
            "count": lambda: str(self.dice.choice((0, 1, 2, 7))),
            "serial": lambda: str(self.dice.choice((0, -1, 19782, 20000))),
            "q": lambda: quoted(self.dice.choice(PIECES)),
            "day": lambda: quoted(self.dice.choice(DATES)),
            "days": lambda: quoted(self.dice.choice(DAY_FORMATS)),
            "times": lambda: quoted(self.dice.choice(TIME_FORMATS)),
            "coded": lambda: quoted(self.dice.choice(CODED)),
            "pattern": lambda: quoted(self.dice.choice(PATTERNS)),
            "name": lambda: quoted(self.dice.choice("abcd")),
            "filter": lambda: self.filter(FILTERS),
            "named": lambda: self.filter(("name = {listed}",)),
            "chosen": lambda: self.filter(("selected({many}, g)",)),
            "ext": lambda: self.filter(("cat = {one}", "score > {k}", "cat = {t}")),
            "indexed": self._indexed,
            "listed": lambda: self._field(lambda each: each.listed),
            "word": lambda: self._field(lambda each: each.kind in _WORD_KINDS and not each.calculated),
            "choices": lambda: self._seen(lambda each: each.listed).path,
        }
        if name in simple:
            return simple[name]()
        return self._typed(name)

    def _typed(self, name: str) -> str:
        kinds = {
            "one": ("select1",),
            "many": ("select",),
            "moment": ("dateTime",),
            "clock": ("time",),
            "point": ("geopoint",),
            "line": ("geotrace",),
            "shape": ("geoshape",),
            "day_field": ("date",),
        }
        if name in kinds:
            return self._field(lambda each: each.kind in kinds[name])
        wanted = ("int", "decimal") if name == "nodes" else ("int", "string", "select1")
        found = [each for each in self.fields if each.kind in wanted and self._own(each)]
        return self.reference(self.dice.choice(found))

    def _whole(self, depth: int) -> str:
        return self._one_of(("int",), lambda: f"int({self.number(min(depth, 1))})")

    def _position(self) -> str:
        if not self.scope:
            raise LookupError("no repeat")
        up = self.here.count("/") - self.scope[-1].count("/")
        return f"position({'/'.join(['..'] * up)})"

    def _indexed(self) -> str:
        """An answer in an instance of a repeat elsewhere; of one's own repeat see `neighbour`."""
        inside = [each for each in self._in_one_repeat() if each.scope[0] not in self.scope and not each.counted]
        chosen = self.dice.choice(inside)
        return f"indexed-repeat({chosen.path}, {chosen.scope[0]}, {self.dice.choice((1, 1, 2, 3, 9))})"

    def counted(self) -> str:
        """An expression over instances that do not wake JavaRosa when they come or go: nothing may depend on it."""
        chosen = self.dice.choice([each for each in self.fields if not self._own(each)])
        template = self.dice.choice(("sum({})", "count({})", "join(' ', {})", "max(1, sum({}))", "count-non-empty({})"))
        return template.format(chosen.path)

    def _own(self, each: Field) -> bool:
        """Whether there is one of a field from here, or all of them are awake: not counted, and right in the outermost
        repeat that is not one's own, not in a group or repeat in it.
        """
        others = [path for path in each.scope if path not in self.scope]
        deep = bool(others) and each.path.count("/") > others[0].count("/") + 1
        return each.scope == self.scope[: len(each.scope)] or not (each.counted or deep)

    def place(self) -> str:
        """An expression with the place of the node's repeat: read only where it is relevant."""
        return self._filled(PLACES, 2).replace("position(..)", self._position())

    def neighbour(self) -> str:
        """An answer in another instance of the repeat the node is in: nothing may depend on it."""
        chosen = self.dice.choice([each for each in self._in_one_repeat() if each.scope == self.scope[:1]])
        return f"indexed-repeat({chosen.path}, {chosen.scope[0]}, {self.dice.choice(('position(..) - 1', '1', '2'))})"

    def _in_one_repeat(self) -> list[Field]:
        return [each for each in self.fields if len(each.scope) == 1 and each.kind in ("int", "string", "select1")]

    def _one_of(self, kinds: Sequence[str], otherwise: Callable[[], str]) -> str:
        if self.dice.random() < 0.3:
            return otherwise()
        try:
            return self._field(lambda each: each.kind in kinds)
        except LookupError:
            return otherwise()

    def _field(self, fits: Callable[[Field], bool]) -> str:
        """A reference to a field of which there is one from here; LookupError when there is none."""
        return self.reference(self._seen(fits))

    def _seen(self, fits: Callable[[Field], bool]) -> Field:
        found = [each for each in self.fields if fits(each) and each.scope == self.scope[: len(each.scope)]]
        return self.dice.choice(found)

    def reference(self, wanted: Field) -> str:
        """A path to a field, absolute or relative."""
        repeated_in_filter = self._absolute and wanted.scope
        if self.dice.random() < 0.6 and not repeated_in_filter:
            return wanted.path
        return ("current()/" if self._absolute else "") + relative(self.here, wanted.path)


def relative(here: str, there: str) -> str:
    """A path from one node to another by way of the groups they share."""
    left, right = here.strip("/").split("/"), there.strip("/").split("/")
    shared = 0
    while shared < min(len(left), len(right)) - 1 and left[shared] == right[shared]:
        shared += 1
    return "/".join([".."] * (len(left) - shared) + right[shared:])


def quoted(text: str) -> str:
    """A text as an XPath literal."""
    return f'"{text}"' if "'" in text else f"'{text}'"
