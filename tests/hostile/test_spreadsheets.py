"""Item 29: spreadsheets that do harm, as a person would import them."""

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from intake_app import workflow
from tests.content.spreadsheets import xls, xlsx
from tests.hostile.conftest import Warden
from tests.hostile.trial import Case, trap

ROWS = {"survey": [["type", "name", "label", "calculation"], ["text", "who", "Who?", None]]}
NAME = "form.xlsx"
CONTENT_TYPES, SHEET, STRINGS = "[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
    ' Target="{target}" TargetMode="External"/></Relationships>'
)
LINK = (
    '<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><externalBook r:id="rId1"/>'
    "</externalLink>"
)


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(parts: dict[str, bytes]) -> bytes:
    """A small questionnaire with more parts."""
    return packed({**unpacked(xlsx(ROWS)), **parts})


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A small questionnaire with one part changed."""
    parts = unpacked(xlsx(ROWS))
    return packed({**parts, part: change(parts[part])})


def bomb() -> bytes:
    return packed({**unpacked(xlsx(ROWS)), "xl/media/a.bin": bytes(130 * 2**20)})


def bomb_in_a_sheet() -> bytes:
    return changed(SHEET, lambda sheet: sheet.replace(b"</sheetData>", b" " * (125 * 2**20) + b"</sheetData>"))


def bomb_of_many_parts() -> bytes:
    return packed({**unpacked(xlsx(ROWS)), **{f"xl/media/{at}.bin": b"x" for at in range(5_000)}})


def lying_size() -> bytes:
    """A part that says it is small and is not."""
    data = bytearray(bomb())
    at = data.rindex(b"xl/media/a.bin") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def wide_sheet(rows: int, columns: int) -> bytes:
    cells = b"".join(b'<c r="A1"><v>1</v></c>' for _ in range(columns))
    return changed(
        SHEET, lambda sheet: sheet.replace(b"</sheetData>", (b"<row>" + cells + b"</row>") * rows + b"</sheetData>")
    )


def claimed_size() -> bytes:
    """A sheet that says it has a million rows of sixteen thousand columns, and holds two."""
    return changed(
        SHEET,
        lambda sheet: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:XFD1048576"/>', sheet),
    )


def far_cell() -> bytes:
    """A cell in the last row and column that a sheet can have."""
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return changed(SHEET, lambda sheet: sheet.replace(b"</sheetData>", far))


def external_link() -> bytes:
    target = f"http://{trap().address}/evil.xlsx"
    return with_parts(
        {
            "xl/externalLinks/externalLink1.xml": LINK.encode(),
            "xl/externalLinks/_rels/externalLink1.xml.rels": RELATIONS.format(target=target).encode(),
        }
    )


def external_file() -> bytes:
    return with_parts({"xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.format(target=trap().secret.as_uri()).encode()})


def macros() -> bytes:
    return with_parts({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"Sub AutoOpen()" * 100})


def in_cell(text: str) -> Callable[[], bytes]:
    """A questionnaire with a text or formula as its label."""
    return lambda: xlsx({"survey": [["type", "name", "label"], ["text", "who", text]]})


def doctype(part: str, declaration: str) -> Callable[[], bytes]:
    def change(data: bytes) -> bytes:
        head, mark, rest = data.partition(b"?>") if data.startswith(b"<?xml") else (b"", b"", data)
        return head + mark + declaration.replace("SECRET", trap().secret.as_uri()).encode() + rest

    return lambda: changed(part, change)


def deep_xml() -> bytes:
    return changed(
        SHEET, lambda sheet: sheet.replace(b"</sheetData>", b"<a>" * 100_000 + b"</a>" * 100_000 + b"</sheetData>")
    )


def cyclic_strings() -> bytes:
    """Shared strings that point at themselves, and a cell that points nowhere."""
    strings = (
        b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1">'
        b'<si><t>type</t></si><si><r><t>0</t></r><phoneticPr fontId="1"/></si></sst>'
    )
    cell = b'<row r="9"><c r="A9" t="s"><v>0</v></c><c r="B9" t="s"><v>1</v></c><c r="C9" t="s"><v>999999</v></c></row>'
    parts = unpacked(xlsx(ROWS))
    sheet = parts[SHEET].replace(b"</sheetData>", cell + b"</sheetData>")
    return packed({**parts, SHEET: sheet, STRINGS: strings})


def encrypted_package() -> bytes:
    """An Office file with a password: an old container with the name of its stream."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def encrypted_zip() -> bytes:
    data = bytearray(xlsx(ROWS))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + flag] |= 1
    return bytes(data)


def climbing_part() -> bytes:
    return packed({**unpacked(xlsx(ROWS)), "../../evil.xml": b"<a/>", "/etc/evil.xml": b"<a/>"})


def imported(data: bytes) -> str:
    return workflow.to_xform(NAME, data)[0].decode()


def refused(code: str, make: Callable[[], bytes], told: str = NAME) -> Case:
    return Case(imported, make, refused=code, told=(told,))


def blank(make: Callable[[], bytes]) -> Case:
    """A formula is never worked out: the label is blank, and the questionnaire refused with the row of it."""
    return refused("xlsform.no_label", make, "2")


def reads(make: Callable[[], bytes], *words: str) -> Case:
    """A questionnaire that is read, with these words in it and nothing of the secret."""

    def judge(xml: str) -> None:
        assert all(word in xml for word in words)
        assert "canary" not in xml

    return Case(imported, make, judge)


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "SECRET">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'

CASES: dict[str, Case] = {
    "29_zip_bomb": refused("xlsform.too_large", bomb),
    "29_zip_bomb_in_a_sheet": refused("xlsform.too_large", bomb_in_a_sheet),
    "29_zip_bomb_with_a_lying_size": reads(lying_size, "Who?"),
    "29_zip_of_5_000_parts": refused("xlsform.too_large", bomb_of_many_parts),
    "29_a_million_rows": refused("xlsform.too_many_rows", lambda: wide_sheet(1_000_000, 0)),
    "29_sixteen_thousand_columns": refused("xlsform.too_many_rows", lambda: wide_sheet(70, 16_000)),
    "29_size_that_is_only_claimed": reads(claimed_size, "Who?"),
    "29_cell_in_the_last_corner": reads(far_cell, "Who?"),
    "29_link_to_a_server": reads(external_link, "Who?"),
    "29_link_to_a_file": reads(external_file, "Who?"),
    "29_macros": reads(macros, "Who?"),
    "29_formula": blank(in_cell("=1+1")),
    "29_formula_of_a_web_service": blank(in_cell('=WEBSERVICE("http://evil.example")')),
    "29_dde": blank(in_cell("=cmd|'/c calc'!A1")),
    "29_document_type_in_a_sheet": refused("xlsform.unsafe", doctype(SHEET, LAUGHS)),
    "29_external_entity_in_a_sheet": refused("xlsform.unsafe", doctype(SHEET, ENTITY)),
    "29_external_entity_in_the_workbook": refused("xlsform.unsafe", doctype("xl/workbook.xml", ENTITY)),
    "29_external_entity_in_the_types": refused("xlsform.unsafe", doctype(CONTENT_TYPES, ENTITY)),
    "29_depth_of_100_000": reads(deep_xml, "Who?"),
    "29_cyclic_shared_strings": refused("xlsform.damaged", cyclic_strings),
    "29_with_a_password": refused("xlsform.encrypted", encrypted_package),
    "29_zip_with_a_password": refused("xlsform.encrypted", encrypted_zip),
    "29_part_that_climbs_out": reads(climbing_part, "Who?"),
    "29_old_format": reads(lambda: xls(ROWS), "Who?"),
    "29_old_format_of_noise": refused(
        "xlsform.damaged", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le") + bytes(5_000)
    ),
    "29_twenty_one_megabytes": refused("xlsform.too_large", lambda: b"PK" + bytes(21 * 2**20)),
}


@pytest.mark.parametrize("name", CASES)
def test_catalogue(warden: Warden, name: str) -> None:
    warden.check(__name__, name, CASES[name])
