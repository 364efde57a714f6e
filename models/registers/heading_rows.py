"""Where the headings of a sheet stand: below titles, in one row or two (a group above columns)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

Row = Sequence[str]
_FEW = 3
"""So many columns at least are numbered by a row of 1, 2, 3."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the headings that somebody reads by.

    `knows`: whether a row is the headings; `means`: whether a cell alone is a heading of ours.
    """

    knows: Callable[[Row], bool]
    means: Callable[[str], bool]

    def find(self, top: Sequence[Row]) -> tuple[int, list[str]] | None:
        """The last row of the headings and what they say; None where none of these rows is one.

        Of two rows the lower one says more: SAKSI 1 above NAMA and NO HP. What stands only in the
        upper one (KELURAHAN, beside such a group) is a heading, too.
        """
        for at, row in enumerate(top):
            above = top[at - 1] if at else []
            head = _joined(above, row) if _is_group(above, row) else list(row)
            if not self.knows(head):
                continue
            below = top[at + 1] if at + 1 < len(top) else []
            if self._goes_on(row, below):
                at, head = at + 1, _joined(row, below)
            return at + _is_numbering(top[at + 1] if at + 1 < len(top) else []), head
        return None

    def _goes_on(self, upper: Row, lower: Row) -> bool:
        """Whether a row below the headings is their second one.

        Merged downwards it says the same again. Else it is empty below every heading that we know:
        a row of data is not, whoever is missing in it.
        """
        both = list(zip_longest(upper, lower, fillvalue=""))
        under = any(low and self.means(up) for up, low in both)
        return self.knows(lower) or (any(lower) and self.knows(upper) and not under)


def _is_group(upper: Row, lower: Row) -> bool:
    """Whether the upper row heads columns that the lower one leaves empty, as well as others."""
    both = list(zip_longest(upper, lower, fillvalue=""))
    return any(up and not low for up, low in both) and sum(map(bool, upper)) > 1


def _is_numbering(row: Row) -> bool:
    """Whether a row below the headings only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    cells = [cell for cell in row if cell]
    numbers = [re.sub(r"[()\s]", "", cell) for cell in cells]
    return len(cells) >= _FEW and numbers == [str(n) for n in range(1, len(cells) + 1)]


def _joined(upper: Row, lower: Row) -> list[str]:
    return [low or up for up, low in zip_longest(upper, lower, fillvalue="")]
