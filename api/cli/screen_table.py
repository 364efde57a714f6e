"""Tables for a terminal in which nothing is cut: columns that find no room stand on a next page."""

import os
import sys
from collections.abc import Sequence

Cells = Sequence[str]
_GAP = "  "


def room(wide: bool = False) -> int | None:
    """Columns of the terminal; None, any number, for `--wide` and where no terminal reads."""
    told = os.environ.get("COLUMNS", "")
    if wide:
        return None
    if told.isdecimal() and int(told) > 0:
        return int(told)
    return os.get_terminal_size().columns if sys.stdout.isatty() else None


def table(head: Cells, rows: Sequence[Cells], width: int | None, names: int = 2) -> str:
    """The rows below their headings; the first `names` columns are words and stand on each page."""
    from rich.cells import cell_len

    sizes = [max(cell_len(cells[at]) for cells in (head, *rows)) for at in range(len(head))]
    told = [_page(head, rows, sizes, names, page) for page in _pages(sizes, width, names)]
    return "\n\n".join(told)


def _pages(sizes: Sequence[int], width: int | None, names: int) -> list[list[int]]:
    """Which columns stand together; at least one beside the names, however narrow it is."""
    first = sum(sizes[:names]) + len(_GAP) * names
    pages: list[list[int]] = [[]]
    used = first
    for at in range(names, len(sizes)):
        if pages[-1] and width is not None and used + sizes[at] > width:
            pages.append([])
            used = first
        pages[-1].append(at)
        used += sizes[at] + len(_GAP)
    return pages


def _page(
    head: Cells, rows: Sequence[Cells], sizes: Sequence[int], names: int, page: Sequence[int]
) -> str:
    from rich.cells import cell_len

    def line(cells: Cells) -> str:
        words = [cells[at] + " " * (sizes[at] - cell_len(cells[at])) for at in range(names)]
        numbers = [" " * (sizes[at] - cell_len(cells[at])) + cells[at] for at in page]
        return _GAP.join([*words, *numbers]).rstrip()

    whole = sum(sizes[:names]) + sum(sizes[at] for at in page) + len(_GAP) * (names + len(page) - 1)
    return "\n".join([line(head), "-" * whole, *map(line, rows)])
