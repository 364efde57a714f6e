"""What a form looks like, as data: pages, number boxes, sums; knows no picture, no network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.errors import NotFound
from models.values import Json

FOLDER = Path(__file__).parent / "layouts"

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Bubbles:
    """Columns of ten bubbles 0..9 under the boxes of a number (C.HASIL 2024).

    `box` is x, y, width, height of all columns together, from the top edge of bubble 0 to the
    bottom edge of bubble 9, in layout pixels.
    """

    box: Box


@dataclass(frozen=True, slots=True)
class TallyGrid:
    """The grid of tally marks (turus) of a number: five strokes a cell, and the sum of each row.

    `box` in layout pixels; `sums` is the column of row sums beside it, where the form has one.
    """

    box: Box
    columns: int
    rows: int
    sums: Box | None = None


@dataclass(frozen=True, slots=True)
class FieldBox:
    """One number on the form: `box` x, y, width, height of all its digit boxes, layout pixels.

    `gap` is the white between two boxes (0 for joined boxes). `means` says what the number is:
    a choice code ("1", "3.0"), "valid", "invalid", "total" or a name of VOTER_FIGURES.
    """

    name: str
    box: Box
    cells: int = 3
    gap: float = 0.0
    means: str = ""
    bubbles: Bubbles | None = None
    tally: TallyGrid | None = None

    def cell_boxes(self) -> list[tuple[float, float, float, float]]:
        """x, y, width, height of each digit box, left to right."""
        x, y, w, h = self.box
        step = (w + self.gap) / self.cells
        return [(x + i * step, y, step - self.gap, h) for i in range(self.cells)]


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum printed on the form: `total` is the sum of `parts` (field names)."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One page of one form. `size` is width, height of the upright page in layout pixels.

    `rules` are the printed straight lines (x0, y0, x1, y1) that prove an alignment; `tag` is the
    AprilTag (36h10) of the page with its corners; `kelurahan` is where that is written; `proven`
    is False for layouts never tried on a real form: their readings are flagged. `folder` is
    where the page's stored marks lie; `cap` is the most voters a station may have by law;
    `fewer_rows`: a party with fewer candidates has fewer rows (ocr/party_rows.py).
    """

    id: str
    title: str
    year: int
    ballot: str
    page: int
    size: tuple[int, int]
    fields: tuple[FieldBox, ...]
    sums: tuple[Sum, ...] = ()
    rules: tuple[Box, ...] = ()
    tag: int | None = None
    tag_corners: tuple[tuple[float, float], ...] = ()
    header: tuple[str, ...] = ()
    kelurahan: Box | None = None
    cap: int | None = None
    fewer_rows: bool = False
    proven: bool = True
    words: tuple[tuple[int, int, int, str], ...] = ()
    fills: tuple[tuple[int, int, int, int, int], ...] = ()
    folder: str = str(FOLDER)

    def field(self, name: str) -> FieldBox:
        """The box of a field; raises KeyError."""
        for box in self.fields:
            if box.name == name:
                return box
        raise KeyError(name)


def from_json(data: Mapping[str, Json], folder: Path = FOLDER) -> Layout:
    """A layout from its JSON form (docs/form-reading.md describes the keys)."""
    return Layout(
        id=data["id"],
        title=data["title"],
        year=data["year"],
        ballot=data["ballot"],
        page=data["page"],
        size=(data["size"][0], data["size"][1]),
        fields=tuple(_field(item) for item in data["fields"]),
        sums=tuple(Sum(item[0], tuple(item[2:])) for item in data.get("sums", ())),
        rules=tuple(_box(item) for item in data.get("rules", ())),
        tag=data.get("tag"),
        tag_corners=tuple((c[0], c[1]) for c in data.get("tag_corners", ())),
        header=tuple(data.get("header", ())),
        kelurahan=_box(data["kelurahan"]) if data.get("kelurahan") else None,
        proven=data.get("proven", True),
        cap=data.get("cap"),
        fewer_rows=data.get("fewer_rows", False),
        words=tuple((w[0], w[1], w[2], w[3]) for w in data.get("words", ())),
        fills=tuple((f[0], f[1], f[2], f[3], f[4]) for f in data.get("fills", ())),
        folder=str(folder),
    )


def _box(item: Any) -> Box:
    return (item[0], item[1], item[2], item[3])


def _field(item: Mapping[str, Json]) -> FieldBox:
    tally = item.get("tally")
    return FieldBox(
        name=item["name"],
        box=_box(item["box"]),
        cells=item.get("cells", 3),
        gap=item.get("gap", 0.0),
        means=item.get("means", ""),
        bubbles=Bubbles(_box(item["bubbles"])) if "bubbles" in item else None,
        tally=TallyGrid(
            _box(tally["box"]),
            tally["columns"],
            tally["rows"],
            _box(tally["sums"]) if "sums" in tally else None,
        )
        if tally
        else None,
    )


@lru_cache(maxsize=8)
def known_layouts(more: Path | None = None) -> tuple[Layout, ...]:
    """Every layout that comes with Saksi, sorted by id, and those of one more folder.

    A description that lies beside them has no size yet and is none.
    """
    found = (
        (json.loads(path.read_text("utf-8")), folder)
        for folder in (FOLDER, *([more] if more else []))
        for path in sorted(folder.glob("*.json"))
    )
    return tuple(from_json(data, folder) for data, folder in found if "size" in data)


def layout_by_id(name: str, more: Path | None = None) -> Layout:
    """One of the known layouts; raises NotFound with the ids that there are."""
    for layout in known_layouts(more):
        if layout.id == name:
            return layout
    known = ", ".join(layout.id for layout in known_layouts(more))
    raise NotFound(f"no form layout {name!r}; known: {known}", form=name)
