"""Fonts inside the PDF: only the glyphs a document uses, addressed by number, with a map back to text.

reportlab's own embedding reaches glyphs through characters, which shaped text does not have; so a composite font is
written here (PDF 32000-1, 9.7): Identity-H codes, one for each (glyph, text) pair, a subset made by HarfBuzz, widths,
and a ToUnicode map. A stretch of several glyphs carries its text as ActualText instead, and so does a whole
line with anything written from right to left on it: see `copying`.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile
from typing import Any, Final

import uharfbuzz
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from intake_app.slips import copying
from intake_app.slips.fonts import Face
from intake_app.slips.shaping import Cluster, Glyph, Line, Piece

_PER_MAP_BLOCK: Final = 100
_DROPPED: Final = ("GSUB", "GPOS", "GDEF", "name", "OS/2", "post", "DSIG", "cmap", "gasp")


class EmbeddedFont:
    """One font of one document; collects glyphs while pages are drawn, writes itself when the document is saved."""

    def __init__(self, face: Face, number: int) -> None:
        self.face = face
        self.resource = f"G{number}"
        self._tag = "".join(chr(ord("A") + (number // 26**place) % 26) for place in range(6))
        self._codes: dict[tuple[int, str], int] = {}

    def code(self, glyph: int, text: str) -> int:
        """The two-byte code for a glyph that stands for a text; "" when a neighbour already carries the text."""
        return self._codes.setdefault((glyph, text), len(self._codes) + 1)

    def advance(self, glyph: int) -> int:
        """The width in font units that the page's width table says."""
        width: int = self.face.shaped.get_glyph_h_advance(glyph)
        return width

    def addObjects(self, document: Any) -> None:  # noqa: N802 - the name reportlab calls
        """Write the font into a reportlab document."""
        subset, renumbered = self._subset()
        base = PDFName(f"{self._tag}+{self.face.name}")
        descendant = document.Reference(self._cid_font(document, base, subset, renumbered))
        composite = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": base,
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([descendant]),
                "ToUnicode": document.Reference(PDFStream(content=self._to_unicode())),
            }
        )
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.resource] = document.Reference(composite, self.resource)

    def _subset(self) -> tuple[bytes, dict[int, int]]:
        wanted = uharfbuzz.SubsetInput()
        wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        for glyph, _ in self._codes:
            wanted.glyph_set.add(glyph)
        for tag in _DROPPED:
            wanted.drop_table_tag_set.add(_table_tag(tag))
        plan = uharfbuzz.SubsetPlan(self.face.table, wanted)
        mapping = plan.old_to_new_glyph_mapping
        return bytes(plan.execute().blob.data), {glyph: mapping[glyph] for glyph, _ in self._codes}

    def _cid_font(self, document: Any, base: Any, subset: bytes, renumbered: dict[int, int]) -> PDFDictionary:
        to_glyphs = b"\0\0" + b"".join(renumbered[glyph].to_bytes(2, "big") for glyph, _ in self._codes)
        widths = [self._thousandths(self.advance(glyph)) for glyph, _ in self._codes]
        return PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(self._descriptor(document, base, subset)),
                "DW": 0,
                "W": PDFArray([1, PDFArray(widths)]),
                "CIDToGIDMap": document.Reference(PDFStream(content=to_glyphs)),
            }
        )

    def _descriptor(self, document: Any, base: Any, subset: bytes) -> PDFDictionary:
        ascent, descent = self._thousandths(self.face.ascender), self._thousandths(self.face.descender)
        program = PDFStream(PDFDictionary({"Length1": len(subset)}), subset)
        return PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": base,
                "Flags": 4,
                "FontBBox": PDFArray([-1000, descent, 2000, ascent]),
                "ItalicAngle": 0,
                "Ascent": ascent,
                "Descent": descent,
                "CapHeight": 714,
                "StemV": 140 if self.face.bold else 80,
                "FontFile2": document.Reference(program),
            }
        )

    def _thousandths(self, units: int) -> float:
        return round(units * 1000 / self.face.upem, 2)

    def _to_unicode(self) -> bytes:
        told = [(code, text) for (_, text), code in self._codes.items() if text]
        blocks = [told[start : start + _PER_MAP_BLOCK] for start in range(0, len(told), _PER_MAP_BLOCK)]
        body = "\n".join(_map_block(block) for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")


class Embedding:
    """The fonts of one document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._fonts: dict[Face, EmbeddedFont] = {}

    def draw(self, line: Line, x: float, y: float, size: float, from_left: bool = True) -> str:
        """Page content that sets a line with its left end and baseline at (x, y), in points from the lower left.

        from_left: whether its page is mostly written from left to right.
        """
        turned = copying.is_turned(line.text)
        parts = [_told("Span", copying.as_copied(line.text, from_left)), "BT"] if turned else ["BT"]
        pen = x
        for told, pieces in _words(line) if turned else ((_own(piece), (piece,)) for piece in line.pieces):
            parts += [told] if told else []
            for piece in pieces:
                font = self._font(piece.face)
                parts += [f"/{font.resource} {_number(size)} Tf", f"1 0 0 1 {_number(pen)} {_number(y)} Tm"]
                parts += _glyphs(font, piece, size)
                pen += piece.ems * size
            parts += ["EMC"] if told else []
        return "\n".join([*parts, "ET", "EMC"] if turned else [*parts, "ET"])

    def _font(self, face: Face) -> EmbeddedFont:
        if face not in self._fonts:
            self._fonts[face] = EmbeddedFont(face, len(self._fonts) + 1)
            self._document.delayedFonts.append(self._fonts[face])
        return self._fonts[face]


def _own(piece: Piece) -> str:
    """A word with composed or reordered glyphs tells its text as a whole."""
    return _told("Span", piece.text) if any(len(cluster.glyphs) > 1 for cluster in piece.clusters) else ""


def _words(line: Line) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The words and blanks of a line that tells its own text, from left to right, with what each tells pdfium: under a
    tag that poppler passes over."""
    words = [tuple(pieces) for _, pieces in groupby(line.pieces, key=lambda piece: copying.is_gap(piece.text))]
    turned = zip(copying.as_pdfium_turns(line.text), (_first_run(pieces[0]) for pieces in words), strict=True)
    for told, pieces in zip(copying.for_pdfium(turned), words, strict=True):
        yield _told("Word", told), pieces


def _first_run(piece: Piece) -> str:
    """The text of the glyphs up to the first of another height."""
    glyphs = [(glyph, cluster) for cluster in piece.clusters for glyph in cluster.glyphs]
    run = takewhile(lambda one: one[0].dy == glyphs[0][0].dy, glyphs)
    return "".join(cluster.text for glyph, cluster in run if glyph is _carrier(cluster))


def _carrier(cluster: Cluster) -> Glyph:
    """The glyph of a cluster that stands for its text."""
    return max(cluster.glyphs, key=lambda glyph: glyph.advance)


def _glyphs(font: EmbeddedFont, piece: Piece, size: float) -> Iterator[str]:
    """The glyphs of a piece from its left end on: one run for each height above the baseline."""
    placed = list(_placed(font, piece))
    raised = any(dy for dy, _ in placed)
    for dy, run in groupby(placed, lambda glyph: glyph[0]):
        if raised:
            yield f"{_number(dy * size / piece.face.upem)} Ts"
        yield "[" + "".join(shown for _, shown in run) + "] TJ"
    if raised:
        yield "0 Ts"


def _placed(font: EmbeddedFont, piece: Piece) -> Iterator[tuple[int, str]]:
    """Each glyph: how far it is raised, and its code after the way to it."""
    pen = reached = 0
    for cluster in piece.clusters:
        carrier = _carrier(cluster)
        for glyph in cluster.glyphs:
            way = reached - pen - glyph.dx
            code = font.code(glyph.number, cluster.text if glyph is carrier else "")
            yield glyph.dy, (_number(way * 1000 / piece.face.upem) if way else "") + f"<{code:04X}>"
            reached = pen + glyph.dx + font.advance(glyph.number)
            pen += glyph.advance


def _told(tag: str, text: str) -> str:
    return f"/{tag} <</ActualText <FEFF{_utf16(text)}>>> BDC"


def _map_block(block: Iterable[tuple[int, str]]) -> str:
    rows = [f"<{code:04X}> <{_utf16(text)}>" for code, text in block]
    return "\n".join([f"{len(rows)} beginbfchar", *rows, "endbfchar"])


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _table_tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")
