"""Spreadsheets of a few kilobytes whose reading takes gigabytes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}
_LAST_ROW = 1_048_576


def _book(rows: str, shared: str = "", below: str = "") -> bytes:
    """A spreadsheet of these rows, texts that cells share, and what stands below the rows."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        for name, content in _PARTS.items():
            parts.writestr(name, content)
        sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{below}</worksheet>'
        parts.writestr("xl/worksheets/sheet1.xml", sheet)
        parts.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{shared}</sst>')
    return file.getvalue()


def _row(number: int, column: str = "A") -> str:
    return f'<row r="{number}"><c r="{column}{number}"><v>1</v></c></row>'


def far_corner() -> bytes:
    """Two cells, at both ends of the largest sheet there is."""
    return _book(_row(1) + _row(_LAST_ROW, "XFD"))


def one_long_text() -> bytes:
    """A text of a megabyte that a hundred thousand cells show."""
    rows = (f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_000))
    return _book("".join(rows), f"<si><t>{'a' * 1_000_000}</t></si>")


def merged_to_the_end() -> bytes:
    """One cell, and a hundred columns merged from the first row to the last possible one."""
    names = [f"{one}{two}" for one in ("", "A", "B", "C") for two in map(chr, range(65, 91))]
    merged = "".join(f'<mergeCell ref="{one}1:{one}{_LAST_ROW}"/>' for one in names)
    return _book(_row(1), below=f"<mergeCells>{merged}</mergeCells>")
