"""Reading the body: groups, repeats, controls, choices, and the actions nested in them."""

from collections.abc import Mapping

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform import appearances
from intake_app.xform.actions import read_action
from intake_app.xform.definition import (
    Element,
    Group,
    Item,
    Itemset,
    NodeSpec,
    Notice,
    Question,
    Repeat,
    SetValue,
    Wording,
)
from intake_app.xform.expressions import Compiler
from intake_app.xform.model import Specs, plain_path
from intake_app.xform.namespaces import JAVAROSA, ODK, XFORMS, local_name, named, namespace_of
from intake_app.xform.reading import elements_of
from intake_app.xform.wordings import argument, read_phrase, read_wording
from intake_app.xpath.syntax import Call

_CONTROLS = {
    "input": "input",
    "secret": "input",
    "textarea": "input",
    "select1": "select1",
    "select": "select",
    "upload": "upload",
    "trigger": "trigger",
    "range": "range",
    "rank": "rank",
}
_SELECTIONS = ("select1", "select", "rank")
_ACTIONS = ("setvalue", "setgeopoint", "recordaudio")
_OWN = frozenset(("ref", "bind", "nodeset", "appearance", "mediatype", "accept", "class"))


class BodyReader:
    """Reads the body of one form. What it learns of paths goes to the specs, of trouble to the notices."""

    def __init__(self, specs: Specs, compiler: Compiler, bind_ids: Mapping[str, str], notices: list[Notice]) -> None:
        self._specs = specs
        self._compiler = compiler
        self._bind_ids = bind_ids
        self._notices = notices
        self.groups: dict[str, Group] = {}
        self.form_actions: list[tuple[NodeSpec, SetValue]] = []

    def read(self, body: etree._Element) -> tuple[Element, ...]:
        """The elements of the body in order."""
        return self._children(body, self._specs.root.path)

    def _children(self, parent: etree._Element, context: str) -> tuple[Element, ...]:
        found: list[Element] = []
        for child in elements_of(parent):
            element = self._element(child, context)
            if element is not None:
                found.append(element)
        return tuple(found)

    def _element(self, child: etree._Element, context: str) -> Element | None:
        name = local_name(str(child.tag))
        if name == "group":
            return self._group(child, context)
        if name == "repeat":
            return self._repeat(child, context)
        if name in _CONTROLS:
            return self._question(child, context)
        if name in _ACTIONS:
            self._act(child, context, None)
        elif name not in ("label", "hint", "submit"):
            self._notices.append(Notice("warning", context, "xform.unknown_control", {"name": name}))
        return None

    def path_of(self, element: etree._Element, context: str) -> str | None:
        """The generic path a body element is about; None when it names none."""
        bind = element.get("bind")
        if bind is not None:
            if bind not in self._bind_ids:
                raise IntakeError("xform.no_such_bind", place=bind)
            return self._bind_ids[bind]
        source = element.get("ref") or element.get("nodeset")
        return plain_path(source, context) if source is not None else None

    def _spec(self, path: str) -> NodeSpec:
        spec = self._specs.by_path.get(path)
        if spec is None:
            raise IntakeError("xform.no_such_node", place=path)
        return spec

    def _label(self, element: etree._Element, place: str) -> Wording | None:
        return read_wording(element.find(named(XFORMS, "label")), self._compiler, place)

    def _group(self, element: etree._Element, context: str) -> Element:
        path = self.path_of(element, context)
        if path is not None:
            self._spec(path)
        children = self._children(element, path or context)
        label, look = self._label(element, path or context), _appearance(element)
        if element.get("intent") is not None:
            self._notices.append(Notice("warning", path or context, "xform.appearance_ignored", {"name": "intent"}))
        only = children[0] if len(children) == 1 else None
        if isinstance(only, Repeat) and path in (None, only.path):
            return self._wrapped(only, label, look)
        key = path if path is not None and path not in self.groups else f"#{len(self.groups)}"
        group = self.groups[key] = Group(key, path, label, look, children)
        return group

    def _wrapped(self, repeat: Repeat, label: Wording | None, look: tuple[str, ...]) -> Repeat:
        """A group that holds nothing but a repeat is that repeat's frame: its label is the repeat's."""
        merged = Repeat(
            repeat.path, repeat.label or label, repeat.appearance or look, repeat.children, repeat.count, repeat.fixed
        )
        self._spec(repeat.path).repeat = merged
        return merged

    def _repeat(self, element: etree._Element, context: str) -> Repeat:
        path = self.path_of(element, context)
        if path is None:
            raise IntakeError("xform.repeat_without_nodeset", place=context)
        spec = self._spec(path)
        if spec.attribute:
            raise IntakeError("xform.repeat_without_nodeset", place=path)
        count = self._compiler.optional(element.get(named(JAVAROSA, "count")), path, "count")
        fixed = (element.get(named(JAVAROSA, "noAddRemove")) or "").startswith("true")
        spec.repeat = Repeat(path, None, (), (), count, fixed)
        label, look = self._label(element, path), _appearance(element)
        repeat = Repeat(path, label, look, self._children(element, path), count, fixed)
        spec.repeat = repeat
        return repeat

    def _question(self, element: etree._Element, context: str) -> Question | None:
        path = self.path_of(element, context)
        if path is None:
            raise IntakeError("xform.control_without_node", place=context, control=local_name(str(element.tag)))
        spec = self._specs.by_path.get(path)
        if spec is None or (not spec.attribute and any(not child.attribute for child in spec.children.values())):
            self._notices.append(Notice("error", path, "xform.question_without_node"))
            return None
        control = self._control(element, spec)
        question = Question(
            path=path,
            control=control,
            label=self._label(element, path),
            hint=read_wording(element.find(named(XFORMS, "hint")), self._compiler, path),
            appearance=_look(element),
            parameters=_parameters(element, spec),
            mediatype=element.get("mediatype") or element.get("accept") or "",
            items=() if _is_elsewhere(element) else self._items(element, path),
            itemset=None if _is_elsewhere(element) else self._itemset(element, path),
        )
        self._take(element, spec, question)
        return question

    def _take(self, element: etree._Element, spec: NodeSpec, question: Question) -> None:
        offers = _offers(question)
        if spec.question is None:
            spec.question, spec.offers = question, offers
        else:
            spec.offers = spec.offers | offers if spec.offers is not None and offers is not None else None
        for child in elements_of(element):
            if local_name(str(child.tag)) in _ACTIONS:
                self._act(child, spec.path, spec)
        self._notices.extend(appearances.notes(question.appearance, spec.path))
        if _is_elsewhere(element):
            self._notices.append(Notice("error", spec.path, "xform.external_select"))

    def _control(self, element: etree._Element, spec: NodeSpec) -> str:
        if namespace_of(str(element.tag)) not in (XFORMS, ODK):
            self._notices.append(Notice("info", spec.path, "xform.foreign_control"))
        control = _CONTROLS[local_name(str(element.tag))]
        if control in _SELECTIONS and _is_elsewhere(element):
            return "input"  # its only choice names columns of a list that is not here: what is typed is the answer
        plain = control == "input" and spec.bind.type == "string"
        return "note" if plain and spec.bind.readonly is True else control

    def _items(self, element: etree._Element, path: str) -> tuple[Item, ...]:
        items: list[Item] = []
        for item in elements_of(element, named(XFORMS, "item")):
            value = item.find(named(XFORMS, "value"))
            text = (value.text or "").strip() if value is not None else ""
            label = self._label(item, path)
            items.append(Item(text, label if label is not None else Wording(read_phrase(item, self._compiler, path))))
        values = [item.value for item in items]
        if len(set(values)) != len(values):
            self._notices.append(Notice("warning", path, "xform.duplicate_choice"))
        return tuple(items)

    def _itemset(self, element: etree._Element, path: str) -> Itemset | None:
        itemset = element.find(named(XFORMS, "itemset"))
        if itemset is None:
            return None
        nodeset = self._compiler.nodeset(itemset.get("nodeset") or "", path)
        value = self._reference(itemset.find(named(XFORMS, "value"))) or "."
        label = self._reference(itemset.find(named(XFORMS, "label")))
        is_itext = label is not None and label.startswith("jr:itext(")
        inner = argument(label) if label is not None and is_itext else label
        return Itemset(
            nodeset=nodeset,
            value=self._compiler.compile(value, path),
            value_name=value if value.isidentifier() else None,
            label=self._compiler.optional(inner, path),
            label_is_itext=is_itext,
            randomised=isinstance(nodeset.expr, Call) and nodeset.expr.name == "randomize",
        )

    def _reference(self, element: etree._Element | None) -> str | None:
        return (element.get("ref") or element.get("value")) if element is not None else None

    def _act(self, element: etree._Element, context: str, control: NodeSpec | None) -> None:
        action = read_action(element, context, self._bind_ids, self._compiler, self._notices)
        if action is None:
            return
        if control is not None and "xforms-value-changed" in action.events:
            control.on_change = (*control.on_change, action)
        if "odk-new-repeat" in action.events:
            repeat = self._specs.by_path[context]
            while repeat.repeat is None and repeat.parent is not None:
                repeat = repeat.parent
            repeat.on_new = (*repeat.on_new, action)
        if action.events - {"xforms-value-changed", "odk-new-repeat"}:
            self.form_actions.append((self._specs.by_path[context], action))


def _offers(question: Question) -> frozenset[str] | None:
    """The values of a selection, where all of them are written in the form."""
    if not question.items or question.itemset is not None or question.control not in _SELECTIONS:
        return None
    return frozenset(item.value for item in question.items)


def _is_elsewhere(element: etree._Element) -> bool:
    """Whether the choices are in a list that only phones build or search."""
    return element.get("query") is not None or "search(" in (element.get("appearance") or "")


def _appearance(element: etree._Element) -> tuple[str, ...]:
    return tuple((element.get("appearance") or "").split())


def _look(element: etree._Element) -> tuple[str, ...]:
    """The appearance of a control; an old ``secret`` is a text that is not shown while it is typed."""
    look = _appearance(element)
    return (*look, "masked") if local_name(str(element.tag)) == "secret" and "masked" not in look else look


def _parameters(element: etree._Element, spec: NodeSpec) -> Mapping[str, str]:
    found = {local_name(str(name)): str(value) for name, value in element.attrib.items() if name not in _OWN}
    if spec.bind.max_pixels is not None:
        found["max-pixels"] = str(spec.bind.max_pixels)
    return found
