"""Fonts inside the PDF: only the glyphs a document uses, addressed by number, with a map back to text.

reportlab's own embedding reaches glyphs through characters, which shaped text does not have; so a composite font is
written here (PDF 32000-1, 9.7): Identity-H codes, one for each (glyph, text) pair, a subset made by HarfBuzz, widths,
and a ToUnicode map.
"""

from collections.abc import Iterable
from typing import Any, Final

import uharfbuzz
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from intake_app.slips.fonts import Face

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
        """The two-byte code for a glyph that stands for a text."""
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
        told = [(code, text) for (_, text), code in self._codes.items()]
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

    def font(self, face: Face) -> EmbeddedFont:
        """This font as the document has it."""
        if face not in self._fonts:
            self._fonts[face] = EmbeddedFont(face, len(self._fonts) + 1)
            self._document.delayedFonts.append(self._fonts[face])
        return self._fonts[face]


def _map_block(block: Iterable[tuple[int, str]]) -> str:
    rows = [f"<{code:04X}> <{utf16(text)}>" for code, text in block]
    return "\n".join([f"{len(rows)} beginbfchar", *rows, "endbfchar"])


def utf16(text: str) -> str:
    """A text in the hexadecimal digits of a PDF."""
    return text.encode("utf-16-be").hex().upper()


def _table_tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")
