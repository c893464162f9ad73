"""What a check tells of questions that are answered on a picture: parts and choices that do not meet."""

import re
from collections.abc import Iterator, Mapping

from intake_app import image_map
from intake_app.image_map import ImageMap
from intake_app.xform import FormDefinition
from intake_app.xform.definition import Notice, Question

_LOOK = "image-map"
_INSTANCE = re.compile(r"""\s*instance\(\s*['"]([^'"]+)['"]\s*\)[^\[]*""")
_BY_TOOLS = re.compile(r"(?:svg|g|path|rect|circle|ellipse|line|polygon|polyline|layer|use|tspan)[\W_]*[\d.\-_]*", re.I)
"""Names that drawing programs give by themselves."""
_MOST_NAMES = 8


def notices(definition: FormDefinition, files: Mapping[str, bytes]) -> Iterator[Notice]:
    """Notices on the pictures of a form, one of a kind for each question and picture."""
    for question in definition.controls():
        if _LOOK not in question.appearance or question.control not in ("select1", "select"):
            continue
        names = _pictures(definition, question)
        if not names:
            yield Notice("warning", question.path, "workflow.image_map_none")
        for name in names:
            if name in files:
                yield from _of_picture(question.path, name, files[name], _choices(definition, question))


def _of_picture(path: str, name: str, data: bytes, choices: tuple[str, ...]) -> Iterator[Notice]:
    drawing = image_map.read(data) if image_map.is_drawing(data) else None
    if drawing is None:
        yield Notice("warning", path, "workflow.image_map_unread", {"file": name})
        return
    lost = [choice for choice in choices if choice not in drawing.ids]
    if lost:
        yield Notice("warning", path, "workflow.image_map_no_part", {"file": name, "names": _listed(lost)})
    idle = _idle(drawing, choices)
    if choices and idle:
        yield Notice("info", path, "workflow.image_map_no_choice", {"file": name, "names": _listed(idle)})


def _idle(drawing: ImageMap, choices: tuple[str, ...]) -> list[str]:
    """Names of shapes that belong to no choice, without those that drawing programs give by themselves."""
    known = frozenset(choices)
    named = (shape.ids[0] for shape in drawing.shapes if shape.ids and not shape.part(known))
    return [name for name in dict.fromkeys(named) if not _BY_TOOLS.fullmatch(name)]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")


def _pictures(definition: FormDefinition, question: Question) -> tuple[str, ...]:
    """The bare names of the pictures of a label, in all languages."""
    key = question.label.itext if question.label is not None else None
    found = []
    for entries in definition.itext.values():
        entry = entries.get(key or "", {})
        phrase = entry.get("image") or entry.get("big-image")
        if phrase is not None and not phrase.missing:
            found.append("".join(str(piece) for piece in phrase.pieces).strip().rpartition("/")[2])
    return tuple(dict.fromkeys(found))


def _choices(definition: FormDefinition, question: Question) -> tuple[str, ...]:
    """The values offered, as far as the form writes them out; none for a list that other answers narrow."""
    if question.itemset is None:
        return tuple(item.value for item in question.items)
    named = _INSTANCE.fullmatch(question.itemset.nodeset.source)
    root = definition.instances.get(named[1]) if named else None
    cell = question.itemset.value_name
    if root is None or cell is None:
        return ()
    rows = (row for inner in root.elements() for row in inner.elements())
    return tuple(value.text() for row in rows for value in row.named(cell))
