"""Seeded forms with repeats in repeats, counts, hidden groups, lists and actions, and odd rules on all of it."""

from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import quoteattr

from intake_app.errors import IntakeError
from intake_app.xform import FormDefinition, load
from tests.xform.forms import xform
from tests.xform.odd_rules import Place, Rules

ANSWERS = {
    "int": ("", "0", "1", "2", "3", "-1", "007", "2147483647", "12", "-0"),
    "decimal": ("", "0", "0.1", "0.2", "2.50", "-1.5", "1e3", "100000000000000000000", "-0.0", "1.0E-6", "3"),
    "string": ("", "0", "-0", "1", "2", "007", "1e3", "NaN", "Infinity", "1,000", "0x10", "12345678901234567890", "abc",
               " a ", "a b", "2024-02-29", "true", "1.0", "٣", "1.5E10", ".5", "5.", "+5", "it's"),
    "date": ("", "2024-02-29", "1969-12-31", "2026-03-29", "0001-01-01", "9999-12-31", "2026-02-30"),
    "count": ("", "0", "1", "2", "3"),
}  # fmt: skip
"""What people may answer where there is no list, by type: ordinary, at the edges, of another type, blank."""
_ASKED = ("int", "int", "decimal", "string", "string", "date", "select1", "select")
_CALCULATED = ("int", "decimal", "string", "string", "date")
_LIST = "".join(f"<item><name>{n}</name><n>{at}</n><g>{'ab'[at % 2]}</g></item>" for at, n in enumerate("abcd"))
_ORDINARY = ("relevant", "calculate")
"""The rules that others wait for; a form in which they wait for each other is refused."""


@dataclass
class OddForm:
    """A form as it grows. `repeats`: by path, the question that counts the instances ("": people add them). `rules`: by
    path what a bind says; `inside`: by path the places below a group."""

    places: list[Place] = field(default_factory=list)
    repeats: dict[str, str] = field(default_factory=dict)
    rules: dict[str, dict[str, str]] = field(default_factory=dict)
    inside: dict[str, list[Place]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, str]] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    templates: frozenset[str] = frozenset()

    def xml(self) -> bytes:
        """The XForm."""
        binds = "".join(
            f'<bind nodeset="{path}"{"".join(f" {name}={quoteattr(rule)}" for name, rule in rules.items())}/>'
            for path, rules in self.rules.items()
        )
        lists = f'<instance id="l"><root>{_LIST}</root></instance>'
        return xform(self._instance("/data"), binds, self._body("/data"), lists)

    def _instance(self, path: str) -> str:
        found = ""
        for place in self.inside[path]:
            name = place.path.rpartition("/")[2]
            mark = ' jr:template=""' if place.path in self.templates else ""
            found += f"<{name}{mark}>{'' if place.kind else self._instance(place.path)}</{name}>"
        return found

    def _body(self, path: str) -> str:
        return "".join(self._control(place) for place in self.inside[path])

    def _control(self, place: Place) -> str:
        path, action = place.path, self.actions.get(place.path, "")
        if path in self.repeats:
            count = f' jr:count="{self.repeats[path]}"' if self.repeats[path] else ""
            return f'<group ref="{path}"><repeat nodeset="{path}"{count}>{self._body(path)}{action}</repeat></group>'
        if not place.kind:
            return f'<group ref="{path}">{self._body(path)}</group>'
        if place.calculated:
            return ""
        label = f"<label>L<output value={quoteattr(self.labels.get(path, '1'))}/></label>"
        name = place.kind if place.kind.startswith("select") else "input"
        return f'<{name} ref="{path}">{label}{self._choices(path) if name != "input" else ""}{action}</{name}>'

    def _choices(self, path: str) -> str:
        nodes, value = self.lists.get(path, ("instance('l')/root/item", "name"))
        return f'<itemset nodeset={quoteattr(nodes)}><value ref="{value}"/><label ref="{value}"/></itemset>'


class _Builder:
    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._names = 0
        self._form = OddForm()

    def build(self) -> OddForm:
        """The places first; then rules, which may read any of them."""
        form, dice = self._form, self._dice
        self._fill("/data", (), 0, dice.randint(5, 9))
        form.templates = frozenset(path for path, count in form.repeats.items() if count or dice.random() < 0.6)
        rules = Rules(dice, form.places, list(form.repeats))
        for place in form.places:
            form.rules[place.path] = self._bind(place, rules)
            if place.kind and not place.calculated:
                self._ask(place, rules)
        return form

    def _fill(self, above: str, scope: tuple[str, ...], depth: int, most: int) -> None:
        inside = self._form.inside.setdefault(above, [])
        for _ in range(most):
            chance = self._dice.random()
            if depth < 3 and chance < 0.12:
                self._group(inside, above, scope, depth)
            elif depth < 4 and len(scope) < 3 and chance < 0.34:
                self._repeat(inside, above, scope, depth)
            else:
                kind = self._dice.choice(_CALCULATED if chance < 0.6 else _ASKED)
                self._place(inside, Place(self._path(above, "q"), kind, scope, chance < 0.6))

    def _group(self, inside: list[Place], above: str, scope: tuple[str, ...], depth: int) -> None:
        group = self._place(inside, Place(self._path(above, "g"), "", scope))
        self._fill(group.path, scope, depth + 1, self._dice.randint(1, 3))

    def _repeat(self, inside: list[Place], above: str, scope: tuple[str, ...], depth: int) -> None:
        count = ""
        if self._dice.random() < 0.35:
            count = self._place(inside, Place(self._path(above, "n"), "count", scope)).path
        repeat = self._place(inside, Place(self._path(above, "r"), "", scope))
        self._form.repeats[repeat.path] = count
        self._fill(repeat.path, (*scope, repeat.path), depth + 1, self._dice.randint(2, 4))

    def _place(self, inside: list[Place], place: Place) -> Place:
        inside.append(place)
        self._form.places.append(place)
        return place

    def _path(self, above: str, letter: str) -> str:
        self._names += 1
        return f"{above}/{letter}{self._names}"

    def _bind(self, place: Place, rules: Rules) -> dict[str, str]:
        found = {"type": "int" if place.kind == "count" else place.kind} if place.kind else {}
        if place.calculated:
            wanted = {"int": rules.number, "decimal": rules.number, "date": rules.number}.get(place.kind)
            found["calculate"] = (wanted or self._dice.choice((rules.text, rules.number, rules.truth)))(place)
        shares = {"relevant": 0.25, "readonly": 0.15, **({"required": 0.15, "constraint": 0.15} if place.kind else {})}
        for name, share in shares.items():
            if place.kind != "count" and self._dice.random() < share:
                found[name] = rules.truth(place)
        return found

    def _ask(self, place: Place, rules: Rules) -> None:
        """What a question shows and does."""
        form, dice = self._form, self._dice
        if dice.random() < 0.3:
            form.labels[place.path] = rules.text(place, 1)
        if place.kind.startswith("select") and dice.random() < 0.6:
            form.lists[place.path] = rules.choices(place)
        others = [other for other in form.places if other.kind in ("string", "int") and not other.calculated]
        for event, path in (("xforms-value-changed", place.path), ("odk-new-repeat", (place.scope or ("",))[-1])):
            if others and path and dice.random() < 0.15:
                target = dice.choice(others)
                rule = quoteattr(rules.text(target, 1))
                form.actions[path] = f'<setvalue event="{event}" ref="{target.path}" value={rule}/>'


def odd_form(seed: int) -> tuple[OddForm, FormDefinition]:
    """A form, and what it is loaded. Where rules wait for each other, those that do are taken out until none does."""
    form = _Builder(Random(seed)).build()
    while True:
        try:
            return form, load(form.xml())
        except IntakeError as error:
            assert error.code == "xform.cycle", (seed, error)
            path = str(error.facts["second"])
            if not any(name in form.rules[path] for name in _ORDINARY):
                path = str(error.facts["first"])
            _without_rules(form.rules[path])


def _without_rules(rules: dict[str, str]) -> None:
    rules.pop("relevant", None)
    if "calculate" in rules:
        rules["calculate"] = "1"
