"""A small safe part of Markdown in labels: bold, italic, headings, lists, the words of a link. Nothing is loaded."""

import re
from dataclasses import dataclass, field
from html import unescape

_INLINE = re.compile(
    r"\\(?P<escaped>[*_#\[\]\\])"
    r"|\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*"
    r"|(?<!\w)__(?=\S)(?P<bold_line>.+?)(?<=\S)__(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^*]+?)(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])(?P<italic_line>[^_]+?)(?<=\S)_(?!\w)"
    r"|\[(?P<link>[^\[\]\n]{1,500})\]\((?:[^()\s]{1,2000})\)"
    r"|(?P<tag></?(?:span|b|i|u|em|strong|font|p|div|br|center|small|big|h[1-6])(?:\s[^<>]*)?/?>)",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\Z")
_BULLET = re.compile(r"\s*[*+-]\s+")


@dataclass
class Prose:
    """Plain text and where it is strong or slanted: (start, length) in UTF-16 units, as Qt counts."""

    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    italic: list[tuple[int, int]] = field(default_factory=list)


def read(source: str) -> Prose:
    """The prose of a label. Marks that close nothing stay as they are."""
    made = Prose()
    for number, line in enumerate(source.replace("\r\n", "\n").strip().split("\n")):
        if number:
            made.text += "\n"
        heading = _HEADING.match(line)
        if heading:
            _strong(made, heading[1], made.bold)
            continue
        bullet = _BULLET.match(line)
        if bullet:
            made.text += "•\u00a0"
            line = line[bullet.end() :]
        _inline(made, line)
    return made


def plain(source: str) -> str:
    """The words of a label without its marks, where a line, a file or a paper shows none."""
    return read(source).text


def _inline(made: Prose, source: str) -> None:
    at = 0
    for found in _INLINE.finditer(source):
        made.text += unescape(source[at : found.start()])
        at = found.end()
        _take(made, found)
    made.text += unescape(source[at:])


def _take(made: Prose, found: re.Match[str]) -> None:
    kind, inside = found.lastgroup or "", found[found.lastgroup or 0]
    if kind.startswith("bold"):
        _strong(made, inside, made.bold)
    elif kind.startswith("italic"):
        _strong(made, inside, made.italic)
    elif kind == "link":
        _inline(made, inside)
    elif kind == "escaped":
        made.text += inside
    elif re.match(r"<(?:br|/p|/div|/h)", inside, re.IGNORECASE):
        made.text += "\n"


def _strong(made: Prose, inside: str, ranges: list[tuple[int, int]]) -> None:
    start = _units(made.text)
    _inline(made, inside)
    ranges.append((start, _units(made.text) - start))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
