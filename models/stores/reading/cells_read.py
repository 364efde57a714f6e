"""What the photos of a ballot say of one number of it: where the box lies, what stands in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import text

from models.rules.form_boxes import Corners, corners
from models.stores.base.database import Transaction
from models.values import Json

_PHOTOS = text("""
select p.id, p.mime, p.forwarded, p.reading from photo p
where p.station_id = :station and p.contest_id = :contest and p.purpose = 'form'
  and not exists (select from vote_version n
                  where n.station_id = p.station_id and n.contest_id = p.contest_id
                    and n.opened_at > p.received_at)
order by p.forwarded, p.state = 'failed', p.page nulls last, p.id
""")


@dataclass(frozen=True, slots=True)
class FormPhoto:
    """A photo of a ballot's form and its reading."""

    id: int
    mime: str
    forwarded: bool
    reading: Json

    @property
    def pages(self) -> list[Json]:
        """What was read, page by page."""
        return list((self.reading or {}).get("pages", ()))


@dataclass(frozen=True, slots=True)
class CellRead:
    """A number as it was read on a page (place in its photo, from 0): None where left open.

    `at`: corners of its box on the picture of the page, in pixels.
    """

    photo: int
    page: int
    cell: str
    value: int | None
    digits: str
    confidence: float
    at: Corners | None


async def photos(tx: Transaction, station_id: int, contest_id: int) -> list[FormPhoto]:
    """The photos of a ballot's latest vote, those that show most first."""
    rows = await tx.execute(_PHOTOS, {"station": station_id, "contest": contest_id})
    return [FormPhoto(*row) for row in rows]


def on(photo: int, pages: Iterable[Json]) -> Iterator[CellRead]:
    """Every number that a photo shows, page by page."""
    for number, page in enumerate(pages):
        names = page.get("names") or {}
        fields = page.get("fields") or {}
        for cell, value in page["cells"].items():
            found = fields.get(names.get(cell, cell), {})
            box = found.get("box")
            yield CellRead(
                photo,
                number,
                cell,
                value,
                found.get("digits", ""),
                found.get("confidence", 0.0),
                corners(page.get("matrix") or (), box) if box else None,
            )


def best(found: Iterable[FormPhoto], cell: str) -> CellRead | None:
    """The one photo's reading of a cell that a person should look at: with a box, own photo."""
    seen = (one for photo in found for one in on(photo.id, photo.pages) if one.cell == cell)
    kept = [one for one in seen if one.at is not None]
    return next((one for one in kept if one.value is not None), kept[0] if kept else None)
