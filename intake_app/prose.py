"""A small safe part of Markdown and HTML in labels: bold, italic, headings, lists, colours, the address of a link.

Nothing is loaded, and no link opens anything.
"""

import re
from dataclasses import dataclass, field
from html import unescape

_INLINE = re.compile(
    r"\\(?P<escaped>[*_#\[\]\\])"
    r"|\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*"
    r"|(?<!\w)__(?=\S)(?P<bold_line>.+?)(?<=\S)__(?!\w)"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^*]+?)(?<=\S)\*(?![\w*])"
    r"|(?<!\w)_(?=[^\s_])(?P<italic_line>[^_]+?)(?<=\S)_(?!\w)"
    r"|\[(?P<link>[^\[\]\n]{1,500})\]\((?P<address>[^()\s]{1,2000})\)"
    r"|(?P<tag></?(?P<named>span|b|i|u|em|strong|font|p|div|br|center|small|big|h[1-6])(?P<style>\s[^<>]*)?/?>)",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\Z")
_BULLET = re.compile(r"\s*[*+-]\s+")
_MARKED = re.compile(r"[\\*_#\[<&]|^\s*[+-]\s", re.MULTILINE)
_COLOUR = re.compile(
    r"(?<![\w-])color\s{0,4}[:=]\s{0,4}[\"']?\s{0,4}"
    r"(?:(?P<name>#[0-9a-f]{6}|#[0-9a-f]{3}|[a-z]{3,24})(?![\w(])|rgb\(\s{0,4}(\d{1,3})\s{0,4},\s{0,4}(\d{1,3})\s{0,4},\s{0,4}(\d{1,3})\s{0,4}\))",
    re.IGNORECASE,
)
_BOLD = re.compile(r"font-weight\s{0,4}:\s{0,4}(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s{0,4}:\s{0,4}(?:italic|oblique)", re.IGNORECASE)
_STRONG = frozenset(("b", "strong", "u", "h1", "h2", "h3", "h4", "h5", "h6"))
_SLANTED = frozenset(("i", "em"))
_LONGEST_ADDRESS = 100


@dataclass
class Prose:
    """Plain text and where it is strong, slanted, coloured or a heading: (start, length) in UTF-16 units, as Qt counts.

    A heading is strong, too, and has its level from 1 to 6. A colour is a name or ``#rrggbb`` as the form writes it,
    whether or not it is one and can be read.
    """

    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    italic: list[tuple[int, int]] = field(default_factory=list)
    coloured: list[tuple[int, int, str]] = field(default_factory=list)
    headings: list[tuple[int, int, int]] = field(default_factory=list)


def read(source: str) -> Prose:
    """The prose of a label, with the address of each link after its words. Marks that close nothing stay as they are,
    tags that close nothing are left out."""
    return _Reader(addresses=True).read(source)


def plain(source: str) -> str:
    """The words of a label without marks and addresses, where a line, a file, a paper or a voice has none."""
    return _Reader(addresses=False).read(source).text


class _Reader:
    """Takes the marks out of one label."""

    def __init__(self, *, addresses: bool) -> None:
        self._addresses = addresses
        self._made = Prose()
        self._words: list[str] = []
        self._at = 0
        self._open: dict[str, list[tuple[int, str]]] = {}

    def read(self, source: str) -> Prose:
        """What a label says and how."""
        source = source.replace("\r\n", "\n").strip()
        if not _MARKED.search(source):
            return Prose(source)
        for number, line in enumerate(source.split("\n")):
            if number:
                self._say("\n")
            heading, bullet = _HEADING.match(line), _BULLET.match(line)
            if heading:
                start = self._at
                self._styled(heading[2], self._made.bold)
                self._made.headings.append((start, self._at - start, len(heading[1])))
                continue
            if bullet:
                self._say("•\u00a0")
                line = line[bullet.end() :]
            self._inline(line)
        self._made.text = "".join(self._words)
        return self._made

    def _say(self, words: str) -> None:
        self._words.append(words)
        self._at += len(words.encode("utf-16-le", "surrogatepass")) // 2

    def _inline(self, source: str) -> None:
        at = 0
        for found in _INLINE.finditer(source):
            self._say(unescape(source[at : found.start()]))
            at = found.end()
            self._take(found)
        self._say(unescape(source[at:]))

    def _take(self, found: re.Match[str]) -> None:
        if found["tag"]:
            self._tag(found["named"].lower(), found["style"] or "", ends=found["tag"].startswith("</"))
        elif found["link"]:
            self._inline(found["link"])
            if self._addresses and found["address"] != found["link"]:
                told, most = found["address"], _LONGEST_ADDRESS
                self._say(f" (\u2066{told if len(told) <= most else told[: most - 1] + '…'}\u2069)")
        elif found["escaped"]:
            self._say(found["escaped"])
        else:
            strong = found["bold"] or found["bold_line"]
            inside = strong or found["italic"] or found["italic_line"]
            self._styled(inside, self._made.bold if strong else self._made.italic)

    def _styled(self, inside: str, ranges: list[tuple[int, int]]) -> None:
        start = self._at
        self._inline(inside)
        ranges.append((start, self._at - start))

    def _tag(self, name: str, style: str, *, ends: bool) -> None:
        """A tag begins a stretch, or ends the last one that the same tag began."""
        if name == "br":
            self._say("\n")
            return
        began = self._open.setdefault(name, [])
        if not ends:
            began.append((self._at, style))
            return
        if began:
            self._close(name, *began.pop())
        if name in ("p", "div") or name[0] == "h":
            self._say("\n")

    def _close(self, name: str, start: int, style: str) -> None:
        length = self._at - start
        if name in _STRONG or _BOLD.search(style):
            self._made.bold.append((start, length))
        if name[0] == "h":
            self._made.headings.append((start, length, int(name[1])))
        if name in _SLANTED or _ITALIC.search(style):
            self._made.italic.append((start, length))
        colour = _COLOUR.search(style)
        if colour:
            parts = (min(int(part), 255) for part in colour.groups()[1:] if part)
            told = colour["name"] or "#" + "".join(f"{part:02x}" for part in parts)
            self._made.coloured.append((start, length, told.lower()))
