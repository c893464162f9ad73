"""Reading labels, hints, messages and itext: text with outputs in it, by language."""

import re
from collections.abc import Mapping

from lxml import etree

from intake_app.errors import IntakeError
from intake_app.xform.definition import Entry, FormLanguage, Phrase, Piece, Wording
from intake_app.xform.expressions import Compiler, itext_id
from intake_app.xform.namespaces import INTAKE, XFORMS, local_name, named
from intake_app.xform.reading import elements_of, too_large

MAX_OUTPUTS = 10_000
"""Different values that the texts of a form show; each is an expression that is read before the form opens, and so many
are read in less than two seconds."""
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\)\s*$")
_BARE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_FALLBACK = named(INTAKE, "fallback")
_REVIEWER = named(INTAKE, "reviewer")


def language_code(name: str) -> str | None:
    """The BCP 47 code of an itext language: in the last parentheses, or the name itself when it is a plain code."""
    match = _CODE.search(name)
    if match:
        return match.group(1)
    return name if _BARE_CODE.fullmatch(name) else None


def refuse_outputs(html: etree._Element) -> None:
    """IntakeError ``xform.too_large`` for a form whose texts show more different values than can be worked out."""
    shown = {element.get("value") for element in html.iter(named(XFORMS, "output"))}
    if len(shown) > MAX_OUTPUTS:
        raise too_large("form", MAX_OUTPUTS, "outputs")


def read_phrase(element: etree._Element, compiler: Compiler, place: str) -> Phrase:
    """The text of a label, hint or itext value, its outputs compiled."""
    fallback, reviewer = element.get(_FALLBACK), element.get(_REVIEWER)
    if not len(element) and not fallback:
        text = (element.text or "").strip()
        return Phrase((text,), None, reviewer) if text else _BLANK
    pieces: list[Piece] = [element.text or ""]
    for child in elements_of(element):
        if local_name(str(child.tag)) == "output":
            pieces.append(compiler.output(child.get("value") or child.get("ref") or "", place))
        else:
            pieces.append("".join(str(text) for text in child.itertext()))
        pieces.append(child.tail or "")
    return Phrase(_trimmed(pieces, fallback), fallback, reviewer)


_BLANK = Phrase(())


def _trimmed(pieces: list[Piece], fallback: str | None) -> tuple[Piece, ...]:
    """Outer blanks go, and the ``[en] `` that marks a missing translation to other clients."""
    first = str(pieces[0]).lstrip()  # the first and the last are text, be it blank
    pieces[0] = first.removeprefix(f"[{fallback}]").lstrip() if fallback else first
    pieces[-1] = str(pieces[-1]).rstrip()
    return tuple(piece for piece in pieces if piece != "")


def read_wording(element: etree._Element | None, compiler: Compiler, place: str) -> Wording | None:
    """The wording of a label or hint element; None where there is none."""
    if element is None:
        return None
    inline = read_phrase(element, compiler, place)
    source = element.get("ref")
    if source is None:
        return Wording(inline)
    name = itext_id(source)
    if name is not None:
        return Wording(inline, itext=name)
    if "jr:itext(" in source:
        return Wording(inline, itext_expression=compiler.compile(argument(source), place))
    return Wording(Phrase((compiler.compile(source, place),)))


def argument(source: str) -> str:
    """What stands between the parentheses of a call; all of it where none closes, which no compiler will take."""
    end = source.rfind(")")
    return source[source.index("(") + 1 : end].strip() if end >= 0 else source


def message_wording(source: str | None, compiler: Compiler, place: str) -> Wording | None:
    """The wording of a constraint or required message: a literal text or ``jr:itext('id')``."""
    if source is None or not source.strip():
        return None
    name = itext_id(source)
    if name is not None:
        return Wording(Phrase(()), itext=name)
    if source.strip().startswith("jr:itext("):
        return Wording(Phrase(()), itext_expression=compiler.compile(argument(source), place))
    return Wording(Phrase((source.strip(),)))


Itext = Mapping[str, Mapping[str, Entry]]


def read_itext(model: etree._Element, compiler: Compiler) -> tuple[tuple[FormLanguage, ...], Itext]:
    """The languages in document order, and per language the entries by id."""
    itext = model.find(named(XFORMS, "itext"))
    if itext is None:
        return (), {}
    translations = list(elements_of(itext, named(XFORMS, "translation")))
    names = [translation.get("lang") or "" for translation in translations]
    chosen = [name for name, translation in zip(names, translations, strict=True) if _is_default(translation)]
    default = chosen[0] if chosen else next(iter(names), "")
    if len(set(names)) != len(names):
        raise IntakeError("xform.duplicate_language", place="itext")
    languages = tuple(
        FormLanguage(name, language_code(name), name == default, translation.get(named(INTAKE, "review")))
        for name, translation in zip(names, translations, strict=True)
    )
    entries = {name: _entries(each, compiler) for name, each in zip(names, translations, strict=True)}
    return languages, entries


def _is_default(translation: etree._Element) -> bool:
    value = translation.get("default")
    return value is not None and value.strip() not in ("false()", "false")


def _entries(translation: etree._Element, compiler: Compiler) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for text in elements_of(translation):
        name = text.get("id") or ""
        entries[name] = {value.get("form") or "": read_phrase(value, compiler, name) for value in elements_of(text)}
    return entries
