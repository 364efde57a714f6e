"""How many candidates a party's wall sheet has: its table ends where the boxes end; pure."""

from dataclasses import replace
from statistics import median

from ocr.align import FlatPage
from ocr.layout import Sum

_BOXES_END = 0.65
"""Lines this much fainter than those of the rows above are no boxes; on sheets whose last rows
were cut out the first row that is not there had half at most, those that are there nine tenths."""


def shown_rows(page: FlatPage) -> FlatPage:
    """The page with as many rows as the sheet has, of a layout that has the most there may be.

    Such a layout says `fewer_rows`: its last number is the sum of all others, one row below the
    last candidate. Another page comes back as it is.
    """
    layout = page.layout
    names = [box.name for box in layout.fields]
    last = _last_row([page.fields[name].strength for name in names])
    if not layout.fewer_rows or last < 2 or last == len(names) - 1:
        return page
    kept, total = layout.fields[:last], layout.fields[-1]
    fewer = replace(
        layout,
        fields=(*kept, replace(total, box=layout.fields[last].box)),
        sums=(Sum(total.name, tuple(box.name for box in kept)),),
    )
    found = {box.name: page.fields[box.name] for box in kept}
    return replace(page, layout=fewer, fields=found | {total.name: page.fields[names[last]]})


def _last_row(strengths: list[float]) -> int:
    """The place of the last row before the first whose boxes are not there."""
    for place in range(1, len(strengths)):
        if strengths[place] < _BOXES_END * median(strengths[:place]):
            return place - 1
    return len(strengths) - 1
