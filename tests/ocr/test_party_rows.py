"""A party's wall sheet has a row for each of its candidates: fewer than the layout knows, too."""

from dataclasses import replace

import numpy as np
import pytest

from bot.reading.photo_pages import Shown, read_with
from ocr.align import FlatPage, Placement, flatten
from ocr.layout import FieldBox, Layout, Sum, layout_by_id
from ocr.party_rows import shown_rows
from ocr.read import FormReader, form_reader
from ocr.synthetic import Photo, fill, photograph, signs_for

MOST = layout_by_id("c1-plano-dpr-2019")
TOP, BOTTOM = 1426, 1500
"""Where the row of the sum begins on the sheet with ten candidates, and the table ends."""


def with_candidates(count: int) -> Layout:
    """The sheet of a party with so many candidates, as KPU would print it."""
    kept: tuple[FieldBox, ...] = MOST.fields[: count + 1]
    up = 104 * (10 - count)
    total = MOST.fields[-1]
    x, y, w, h = total.box
    rules = tuple(
        (x0, y0 if y0 < TOP - up else y0 - up, x1, y1 if y1 < TOP - up else y1 - up)
        for x0, y0, x1, y1 in MOST.rules
        if y0 < TOP - up or y0 >= TOP
    )
    return replace(MOST, fields=(*kept, replace(total, box=(x, y - up, w, h))), rules=rules,
                   sums=(Sum(total.name, tuple(box.name for box in kept)),))  # fmt: skip


def values_of(layout: Layout) -> dict[str, int]:
    values = {box.name: 3 + 7 * place for place, box in enumerate(layout.fields[:-1])}
    return values | {"jumlah": sum(values.values())}


def sheet(count: int) -> np.ndarray:
    layout = with_candidates(count)
    signs = {name: signs_for(value) for name, value in values_of(layout).items()}
    return fill(layout, signs, count)


def laid(page: np.ndarray, layout: Layout = MOST) -> FlatPage:
    return flatten(page, Placement(layout, np.eye(3), 100, 1.0))


@pytest.mark.parametrize("count", [2, 5, 7, 9, 10])
def test_the_table_ends_where_its_boxes_end(count: int) -> None:
    seen = shown_rows(laid(sheet(count)))
    assert [box.name for box in seen.layout.fields] == [
        "partai", *(f"caleg_{n}" for n in range(1, count + 1)), "jumlah",
    ]  # fmt: skip
    meant = with_candidates(count)
    assert seen.layout.field("jumlah").box == pytest.approx(meant.field("jumlah").box, abs=2)
    assert seen.layout.sums == meant.sums


def test_a_layout_that_says_nothing_of_fewer_rows_keeps_them() -> None:
    fixed = replace(MOST, fewer_rows=False)
    assert shown_rows(laid(sheet(5), fixed)).layout is fixed


def test_the_sum_of_a_small_party_is_never_taken_for_a_candidate() -> None:
    ten, four = with_candidates(10), with_candidates(4)
    values = values_of(four)
    photo = photograph(sheet(4), Photo(tilt=0.1), 4)
    # marks of our own drawing: those that are kept come from the print of the real sheet
    drawn = replace(ten, id="uji-plano", folder="nowhere")
    read = read_with(FormReader(form_reader().network, (drawn,)), photo, Shown())
    (page,) = read.pages
    given = {n: got.value for n, got in page.reading.fields.items() if got.value is not None}
    assert given.items() <= values.items()
    assert set(page.reading.fields) == set(values)
    assert len(given) >= 4
