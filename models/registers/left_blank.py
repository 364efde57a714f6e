"""What lists of people leave blank, because the eye fills it in: told, never silently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from models.registers.rows import Sheet
from models.registers.station_numbers import station_number
from models.registers.wrong_lines import Told

_NOBODY = frozenset({"", "kosong", "belum ada", "belum", "tidak ada", "nihil", "n/a", "na"})
_MOST = 5
"""Places of a remark that are named."""


def is_nobody(cell: str) -> bool:
    """Whether a cell says that there is nobody: a dash, "belum ada"."""
    return cell.strip(" -–—._").lower() in _NOBODY


@dataclass(slots=True)
class Seen:
    """What was left out of a sheet or filled in, to be told.

    A kelurahan that stands in the first of its rows alone holds below as long as the numbers of
    the stations go up: another order may have lost a name.
    """

    remarks: list[tuple[str, str]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    _above: dict[str, str] = field(default_factory=dict)
    _number: int = 0

    def remark(self, place: str, row: Sequence[str]) -> bool:
        """Whether a row is no row of the table but a single cell of words: a signature."""
        cells = [cell for cell in row if cell]
        if len(cells) != 1 or any(letter.isdigit() for letter in cells[0][:1]):
            return False
        self.remarks.append((place, cells[0]))
        return True

    def place_of(self, place: str, cells: Mapping[str, str]) -> dict[str, str]:
        """The areas of a row that stand above it alone."""
        number = station_number(cells.get("station", "")) or 0
        goes_on = 0 < self._number < number
        self._number = number
        if cells.get("kelurahan") or "kelurahan" not in cells:
            self._above = {
                name: cells[name]
                for name in ("kelurahan", "kecamatan", "kabkota")
                if cells.get(name)
            }
            return {}
        if not goes_on or not self._above:
            self._above = {}
            return {}
        self.filled.append(place)
        return {name: cell for name, cell in self._above.items() if not cells.get(name)}

    def told(self, sheet: Sheet) -> Iterator[Told]:
        """Everything, in sentences."""
        where = "" if sheet.alone else f"sheet {sheet.name!r}: "
        for place, said in self.remarks:
            yield Told(f"{place}: {said!r} alone is no line", "line_remark", place=place, said=said)
        for places, fault, words in (
            (self.filled, "lines_filled", "have the kelurahan of the line above"),
            (self.empty, "lines_nobody", "name nobody"),
        ):
            if places:
                some = ", ".join(places[:_MOST]) + (", ..." if len(places) > _MOST else "")
                told = f"{where}{len(places)} lines {words} ({some})"
                yield Told(told, fault, count=len(places), places=some)
