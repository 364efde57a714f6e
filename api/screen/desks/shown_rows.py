"""The rows of a table as the page and the files show them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from api.screen.desks.desk_table import Kind, Line, Table, Value
from api.screen.desks.desk_words import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell of the page; `link` is empty for none."""

    name: str
    value: Value
    link: str
    kind: Kind

    @property
    def number(self) -> bool:
        """Whether it is a figure."""
        return isinstance(self.value, int)

    @property
    def style(self) -> str:
        """The class of its element: figures, gaps, codes, long words."""
        if self.number:
            return "n"
        if not self.value:
            return "none"
        return self.kind.value if self.kind in (Kind.CODE, Kind.LONG) else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the page: its cells, the handle of its acts, those that are open, its photos.

    `acts`: name, and how long the words must be that go with it (None: it takes none).
    """

    cells: tuple[Cell, ...]
    handle: str
    acts: tuple[tuple[str, int | None], ...]
    photos: tuple[int, ...]


def shown(table: Table[Line], found: Iterable[Line], words: Words) -> list[Shown]:
    """The rows of a page."""
    return [
        Shown(
            tuple(
                Cell(one.name, one.tell(row, words), one.link(row) if one.link else "", one.kind)
                for one in table.columns
            ),
            table.handle(row),
            tuple((one.name, one.note) for one in table.acts if one.open(row)),
            tuple(table.photos(row)),
        )
        for row in found
    ]


async def plain(
    table: Table[Line], found: AsyncIterator[Line], words: Words
) -> AsyncIterator[Sequence[Value]]:
    """The rows of a file: a value for each column."""
    async for row in found:
        yield [one.tell(row, words) for one in table.columns]
