"""What one photo gives: its pages, read with every layout that may fit; knows no talk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from models.rules.form_cells import cell_of
from models.stores.reading import readings
from models.values import Contest, FormReading
from ocr.allowance import allow

if TYPE_CHECKING:  # the picture libraries are loaded where photos are read, not where they wait
    from ocr.layout import Layout
    from ocr.read import FormReader
    from ocr.scans import Grey

FIRST_PAGE, NEXT_PAGE = 12.0, 3.0
"""Seconds of processor for the first page of a file, and for each one more (half a second goes
into a page on the machine of docs/benchmarks.md)."""
MOST_CROPS = 3
"""Cut-out pictures of one page: a person is asked for so many numbers, then for the page."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one photo gave: its pages, cut-out pictures of open numbers, its hashes.

    `crops`: for each page, PNG bytes by cell.
    """

    pages: list[readings.ReadPage]
    crops: list[dict[str, bytes]]
    hashes: readings.Hashes


@dataclass(frozen=True, slots=True)
class Sheets:
    """The ballot whose A4 copy and party pages may be shown: their layouts follow from it.

    `cap` is the pack's most voters per station.
    """

    contest: Contest
    year: int
    cap: int | None = None

    def layouts(self) -> "tuple[Layout, ...]":
        """Every page of the ballot's form that has no layout of its own in ocr/layouts."""
        return _derived(self)


@lru_cache(maxsize=4)
def _derived(sheets: Sheets) -> "tuple[Layout, ...]":
    from ocr.derive import copy_pages

    return copy_pages(sheets.contest, sheets.year, sheets.cap)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the sender says that a photo shows; empty where nothing was said."""

    ballot: str = ""
    kelurahan: str = ""
    party: str = ""
    sheets: Sheets | None = None


def read_photo(data: bytes, shown: Shown) -> Read:
    """Read the bytes of a photo or PDF. Raises UnreadablePhoto. One thread at a time."""
    from ocr.read import form_reader

    return read_with(form_reader(), data, shown)


def read_with(reader: "FormReader", data: bytes, shown: Shown) -> Read:
    """The same with a reader of one's own."""
    from ocr.likeness import dhash, photo_hash
    from ocr.page import decode

    pictures = decode(data)
    allow(FIRST_PAGE + NEXT_PAGE * (len(pictures) - 1))
    found = [
        replace(one, picture=number)
        for number, picture in enumerate(pictures)
        for one in _sheets(picture, shown, reader)
    ]
    layouts = (*reader.layouts, *(shown.sheets.layouts() if shown.sheets else ()))
    named = [_named(one, layouts) for one in found]
    pages = [
        readings.ReadPage(
            one, _cells(one, cells), names={cell: name for name, cell in cells.items()}
        )
        for one, cells in zip(found, named, strict=True)
    ]
    crops = [
        _crops(pictures[one.picture], one, cells) for one, cells in zip(found, named, strict=True)
    ]
    hashes = readings.Hashes(dhash(pictures[0]), photo_hash(pictures[0]))
    return Read(pages, crops, hashes)


def _sheets(picture: "Grey", shown: Shown, reader: "FormReader") -> list[FormReading]:
    """The page on a picture, by a layout that is known or by one that follows from the ballot, the
    likelier kind first, for each costs half a second; and another sheet that lies beside it."""
    from ocr.header import Expected
    from ocr.photo_findings import WRONG_PAGE
    from ocr.read import FormReader

    expected = Expected(ballot=shown.ballot, kelurahan=shown.kelurahan, party=shown.party)
    if shown.sheets is None:
        return reader.read_sheets(picture, expected=expected)
    derived = FormReader(reader.network, shown.sheets.layouts())
    of_its_own = any(
        one.ballot == shown.ballot and one.year == shown.sheets.year for one in reader.layouts
    )
    first, second = (reader, derived) if of_its_own else (derived, reader)
    found = first.read_sheets(picture, expected=expected)
    if any(one.form and all(each.code != WRONG_PAGE for each in one.findings) for one in found):
        return found
    other = second.read_sheets(picture, expected=expected)
    return found if other[0].form is None else other


def _named(reading: FormReading, layouts: "Iterable[Layout]") -> dict[str, str]:
    """Which cell of a report each field of a form fills, as its layout says or by its name."""
    layout = next((one for one in layouts if one.id == reading.form), None)
    if layout is None:
        return {}
    boxes = (box for box in layout.fields if box.name in reading.fields)
    named = ((box.name, box.means or cell_of(box.name)) for box in boxes)
    return {name: cell for name, cell in named if cell}


def _cells(reading: FormReading, named: Mapping[str, str]) -> dict[str, int | None]:
    return {cell: reading.fields[name].value for name, cell in named.items()}


def _crops(picture: "Grey", reading: FormReading, named: Mapping[str, str]) -> dict[str, bytes]:
    """The boxes of the numbers that are asked for first, as PNG, to be shown with the question."""
    from ocr.evaluate import field_crop
    from ocr.page import png

    crops: dict[str, bytes] = {}
    for name in (question.name for question in reading.questions):
        if len(crops) < MOST_CROPS and name in named:
            cut = field_crop(picture, reading, name)
            if cut is not None:
                crops[named[name]] = png(cut)
    return crops
