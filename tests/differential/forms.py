"""Seeded forms: groups, repeats in repeats, counted repeats, lists with filters, calculates and rules over it all."""

import re
from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import escape, quoteattr

from tests.differential.grammar import PIECES, Field, Grammar, quoted
from tests.differential.values import CHOICES, answer
from tests.xform.forms import xform

LANGUAGES = ("English (en)", "Français (fr)")
_KINDS = (
    "int", "int", "int", "decimal", "string", "string", "date", "date", "time", "dateTime", "geopoint", "geotrace",
    "geoshape", "select1", "select1", "select", "select", "listed", "listed", "listed_many", "rank", "trigger", "range",
    "binary",
)  # fmt: skip
_BIND_TYPES = {"listed": "select1", "listed_many": "select", "rank": "odk:rank", "trigger": "string", "range": "int",
               "count": "int"}  # fmt: skip
_FIELD_KINDS = {"listed": "select1", "listed_many": "select", "rank": "rank", "range": "int", "count": "int"}
_ALONE = ("worded", "neighbour", "place", "counted")
"""Calculates that engines tell apart by a rule: nothing depends on them."""
_PATTERN = re.compile(r'<(\w+) jr:template="">.*?</\1>')
_CONTROLS = {"select1": "select1", "select": "select", "listed": "select1", "listed_many": "select", "rank": "odk:rank",
             "trigger": "trigger", "range": "range", "binary": "upload"}  # fmt: skip


@dataclass(frozen=True)
class Repeat:
    """One repeat: its generic path; `counted` names the field that holds the number of its instances."""

    path: str
    counted: str = ""


@dataclass
class Form:
    """A generated form and what a scenario needs to know of it."""

    xml: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    filtered: list[str] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    marks: dict[str, frozenset[str]] = field(default_factory=dict)


def make_form(dice: Random, zone: str) -> Form:
    """A form from a seeded source of chance; `zone` is where it is filled in."""
    return _Builder(dice, zone).build()


class _Builder:
    def __init__(self, dice: Random, zone: str) -> None:
        self.dice = dice
        self.zone = zone
        self.form = Form()
        self.binds: list[str] = []
        self.actions: list[str] = []
        self.itext: dict[str, tuple[str, str]] = {}
        self.names = 0

    def build(self) -> Form:
        instance, body = self._blocks("/data", (), 0, self.dice.randint(7, 14))
        self.form.files["ext.csv"] = _csv(self.dice)
        model = self._itext() + _list(self.dice) + '<instance id="ext" src="jr://file-csv/ext.csv"/>'
        self.form.xml = xform(instance, "".join(self.binds) + "".join(self.actions), body, model)
        return self.form

    # structure

    def _blocks(self, above: str, scope: tuple[str, ...], depth: int, count: int) -> tuple[str, str]:
        instance, body = [], []
        for _ in range(count):
            chance = self.dice.random()
            if depth < 3 and chance < 0.1:
                parts = self._group(above, scope, depth)
            elif depth < 3 and len(scope) < 2 and chance < 0.22:
                parts = self._repeat(above, scope, depth)
            elif chance < 0.28 and not scope:
                parts = self._counted(above)
            elif chance < 0.6:
                parts = self._calculated(above, scope), ""
            else:
                parts = self._question(above, scope)
            instance.append(parts[0])
            body.append(parts[1])
        return "".join(instance), "".join(body)

    def _name(self, stem: str) -> str:
        self.names += 1
        return f"{stem}{self.names}"

    def _group(self, above: str, scope: tuple[str, ...], depth: int) -> tuple[str, str]:
        name = self._name("g")
        path = f"{above}/{name}"
        if self.dice.random() < 0.6:
            self._bind(path, relevant=self._grammar(path, scope).truth())
        instance, body = self._blocks(path, scope, depth + 1, self.dice.randint(2, 4))
        return f"<{name}>{instance}</{name}>", f'<group ref="{path}">{self._label(path, scope)}{body}</group>'

    def _repeat(self, above: str, scope: tuple[str, ...], depth: int) -> tuple[str, str]:
        name = self._name("r")
        path = f"{above}/{name}"
        inside = (*scope, path)
        if self.dice.random() < 0.25:
            self._bind(path, relevant=self._grammar(path, scope).truth())
        self.form.repeats.append(Repeat(path))
        first = self._question(path, inside, "int"), self._question(path, inside, "string")
        instance, body = self._blocks(path, inside, depth + 1, self.dice.randint(2, 4))
        instance = first[0][0] + first[1][0] + instance
        on_new = self._on_new_repeat(path, inside) if self.dice.random() < 0.3 else ""
        body = f'<repeat nodeset="{path}">{first[0][1]}{first[1][1]}{body}{on_new}</repeat>'
        plain = _PATTERN.sub("", instance)  # as pyxform writes them: patterns lie in patterns only
        pattern = f'<{name} jr:template="">{instance}</{name}>' if self.dice.random() < 0.4 else ""
        return (
            f"{pattern}<{name}>{plain}</{name}>",
            f'<group ref="{path}">{self._label(path, scope)}{body}</group>',
        )

    def _on_new_repeat(self, path: str, inside: tuple[str, ...]) -> str:
        target = self.dice.choice([each for each in self.form.fields if each.scope == inside and each.kind == "string"])
        value = self._grammar(target.path, inside, before=path).text(1)
        return f'<setvalue event="odk-new-repeat" ref="{target.path}" value={quoteattr(value)}/>'

    def _counted(self, above: str) -> tuple[str, str]:
        number, body_of_number = self._question(above, (), "count")
        counted = self.form.fields[-1].path
        name = self._name("k")
        path = f"{above}/{name}"
        self.form.repeats.append(Repeat(path, counted))
        instance, body = "", ""
        for kind in self.dice.sample(("int", "string", "select1", "date"), 2):
            part = self._question(path, (path,), kind)
            instance, body = instance + part[0], body + part[1]
        instance += self._calculated(path, (path,))
        body = f'<repeat nodeset="{path}" jr:count="{counted}">{body}</repeat>'
        body = f'<group ref="{path}"><label>K</label>{body}</group>'
        return f'{number}<{name} jr:template="">{instance}</{name}>', body_of_number + body

    # leaves

    def _grammar(self, here: str, scope: tuple[str, ...], before: str = "") -> Grammar:
        known = self.form.fields
        if before:
            known = [each for each in known if not each.path.startswith(before + "/")]
        return Grammar(self.dice, list(known), here, scope)

    def _calculated(self, above: str, scope: tuple[str, ...]) -> str:
        name, grammar = self._name("c"), None
        path = f"{above}/{name}"
        grammar = self._grammar(path, scope)
        kind = self.dice.choice(("int", "decimal", "string", "string", "truth", "date", "leaf", *_ALONE))
        if (kind == "worded" and not self.form.filtered) or (kind == "neighbour" and len(scope) != 1):
            kind = "leaf"
        if kind == "place" and not scope:
            kind = "leaf"
        if kind == "counted" and (scope or not any(each.counted for each in self.form.fields)):
            kind = "leaf"
        source = {
            "int": lambda: f"({grammar.number()}) mod 1000",
            "decimal": grammar.number,
            "string": grammar.text,
            "truth": grammar.truth,
            "date": grammar.day,
            "leaf": grammar.leaf_number,
            "worded": grammar.worded,
            "neighbour": grammar.neighbour,
            "place": grammar.place,
            "counted": grammar.counted,
        }[kind]()
        if kind in _ALONE:
            self.form.marks[path] = frozenset({kind})
        type_name = {"truth": "string", "leaf": "decimal", **dict.fromkeys(_ALONE, "string")}.get(kind, kind)
        self._bind(path, calculate=source, type=type_name, **self._rules(path, scope, 0.15))
        self.form.fields.append(Field(path, kind if kind in ("int", "string", "date") else "leaf", scope, True))
        return f"<{name}/>"

    def _question(self, above: str, scope: tuple[str, ...], kind: str = "") -> tuple[str, str]:
        kind = kind or self.dice.choice(_KINDS)
        name = self._name("q")
        path = f"{above}/{name}"
        type_name = _BIND_TYPES.get(kind, kind)
        rules = {} if kind == "count" else self._rules(path, scope, 0.25)
        if kind not in ("count", "trigger", "rank") and self.dice.random() < 0.25:
            rules["constraint"] = self._constraint(path, scope, _FIELD_KINDS.get(kind, kind))
        self._bind(path, type=type_name, **rules)
        control = _CONTROLS.get(kind, "input")
        inner = self._label(path, scope) + self._hint() + self._choices(path, scope, kind)
        if kind in ("int", "string", "select1") and self.dice.random() < 0.15:
            inner += self._on_change(path, scope)
        extra = {"range": ' start="0" end="10" step="1"', "upload": ' mediatype="image/*"'}.get(control, "")
        kept, counted = _FIELD_KINDS.get(kind, kind), self._is_counted(scope)
        self.form.fields.append(Field(path, kept, scope, listed="listed" in kind, counted=counted))
        self.form.asked[path] = kind
        if kind in ("string", "int") and not scope and self.dice.random() < 0.2:
            self._at_first_load(path, kind)
        start = "" if scope and "listed" in kind else self._start(kind)
        return f"<{name}>{start}</{name}>", f'<{control} ref="{path}"{extra}>{inner}</{control}>'

    def _at_first_load(self, path: str, kind: str) -> None:
        grammar = self._grammar(path, ())
        value = grammar.text(1) if kind == "string" else f"({grammar.number(1)}) mod 100"
        event = self.dice.choice(("odk-instance-first-load", "odk-instance-first-load odk-instance-load"))
        self.actions.append(f'<setvalue event="{event}" ref="{path}" value={quoteattr(value)}/>')

    def _is_counted(self, scope: tuple[str, ...]) -> bool:
        return any(repeat.path in scope and repeat.counted for repeat in self.form.repeats)

    def _start(self, kind: str) -> str:
        if self.dice.random() > 0.25 or kind in ("count", "binary", "rank", "trigger"):
            return ""
        return escape(answer(_FIELD_KINDS.get(kind, kind), self.dice, self.zone).strip())

    def _rules(self, path: str, scope: tuple[str, ...], chance: float) -> dict[str, str]:
        grammar = self._grammar(path, scope)
        names = [name for name in ("relevant", "required", "readonly") if self.dice.random() < chance]
        return {name: grammar.truth() for name in names}

    def _constraint(self, path: str, scope: tuple[str, ...], kind: str) -> str:
        grammar = self._grammar(path, scope)
        by_kind = {
            "int": lambda: f". >= {grammar.number(0)} and . < {grammar.number(1)}",
            "decimal": lambda: f". * 2 > {grammar.number(1)} or {grammar.truth(1)}",
            "string": lambda: f"string-length(.) < 4 or contains(., {quoted(self.dice.choice(PIECES))})",
            "date": lambda: f". > {grammar.day()}",
            "select": lambda: "count-selected(.) < 3 and not(selected(., 'd') and selected(., 'a'))",
            "select1": lambda: f". != 'b' or {grammar.truth(1)}",
        }
        return by_kind.get(kind, lambda: f"not({grammar.truth(1)}) or . != ''")()

    def _bind(self, path: str, **rules: str) -> None:
        written = "".join(f" {name}={quoteattr(value)}" for name, value in rules.items())
        self.binds.append(f'<bind nodeset="{path}"{written}/>')

    # words

    def _label(self, path: str, scope: tuple[str, ...]) -> str:
        output = f"<output value={quoteattr(self._grammar(path, scope).text(1))}/>" if self.dice.random() < 0.3 else ""
        if self.dice.random() < 0.6:
            return f"<label>L{output} x</label>"
        key = f"t{len(self.itext)}"
        self.itext[key] = (f"E {output}", f"F {output} é")
        return f"<label ref=\"jr:itext('{key}')\"/>"

    def _hint(self) -> str:
        return "<hint>H</hint>" if self.dice.random() < 0.2 else ""

    def _itext(self) -> str:
        for value in CHOICES:
            self.itext[f"choice-{value}"] = (f"Choice {value}", f"Choix {value}")
        translations = ""
        for at, language in enumerate(LANGUAGES):
            texts = "".join(
                f'<text id="{key}"><value>{words[at]}</value></text>' for key, words in sorted(self.itext.items())
            )
            default = ' default="true()"' if at == 0 else ""
            translations += f'<translation lang="{language}"{default}>{texts}</translation>'
        return f"<itext>{translations}</itext>"

    # lists and actions

    def _choices(self, path: str, scope: tuple[str, ...], kind: str) -> str:
        if kind in ("select1", "select", "rank"):
            return "".join(_item(value, self.dice.random() < 0.5) for value in CHOICES)
        if "listed" not in kind:
            return ""
        self.form.filtered.append(path)
        grammar = self._grammar(path, scope)
        if self.dice.random() < 0.25:
            condition = grammar.filter(("score > {k} or cat = {t}", "cat = {one}", "score > {k}", "score <= {i}"))
            return _itemset(f"instance('ext')/root/item[{condition}]", "label")
        nodes = f"instance('list')/root/item[{grammar.filter()}]"
        if self.dice.random() < 0.15:
            nodes = f"randomize({nodes}, {self.dice.choice((1, 42, 99991))})"
        return _itemset(nodes, self.dice.choice(("label", "jr:itext(itextId)")))

    def _on_change(self, path: str, scope: tuple[str, ...]) -> str:
        """An action that sets a text asked earlier in the same instances of repeats."""
        texts = [each for each in self.form.fields if each.kind == "string" and not each.calculated]
        targets = [each for each in texts if each.scope == scope]
        if not targets:
            return ""
        target = self.dice.choice(targets).path
        value = self._grammar(target, scope).text(1)
        return f'<setvalue event="xforms-value-changed" ref="{target}" value={quoteattr(value)}/>'


def _item(value: str, translated: bool) -> str:
    label = f"<label ref=\"jr:itext('choice-{value}')\"/>" if translated else f"<label>I {value}</label>"
    return f"<item>{label}<value>{value}</value></item>"


def _itemset(nodes: str, label: str) -> str:
    return f'<itemset nodeset={quoteattr(nodes)}><value ref="name"/><label ref="{label}"/></itemset>'


def _list(dice: Random) -> str:
    items = "".join(
        f"<item><name>{name}</name><label>List {name}</label><itextId>choice-{name}</itextId>"
        f"<n>{dice.randint(-1, 4)}</n><g>{dice.choice('abc')}</g></item>"
        for name in CHOICES
    )
    return f'<instance id="list"><root>{items}</root></instance>'


def _csv(dice: Random) -> bytes:
    rows = [f'{name},"Ext, {name}",{dice.choice("abc")},{dice.randint(0, 5)}' for name in CHOICES]
    return "\r\n".join(["name,label,cat,score", *rows, ""]).encode()
