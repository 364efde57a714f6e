"""What a station's page makes of figures and places, without a database."""

from typing import Any

import pytest

from api.screen.ballot_view import columns, revisions, rows
from api.screen.small_map import SIDE, Middle, small_map
from tests.stores.places import PARLIAMENT, PRESIDENT


def said(report: int, number: int, votes: dict[str, int], **more: Any) -> dict[str, Any]:
    """A revision as the API tells it."""
    given = {"kind": "witness", "person": report, "receipt": f"P-{report}{number}", "counts": False}
    given |= {"withdrawn_at": None, "version": 1, "at": f"2024-02-14T19:0{number}:00+07:00"}
    given |= {"valid": None, "invalid": None, "total": None, "figures": {}, "findings": []}
    return {"report": report, "revision": number, "votes": votes, **given, **more}


def table(*reports: dict[str, Any], photos: Any = (), disputed: tuple[str, ...] = ()) -> Any:
    """The rows by cell."""
    found = rows(PRESIDENT, columns(reports, photos), disputed, str.upper)
    return {row.cell: row for row in found}


def test_what_counts_stands_first_and_each_report_by_its_latest_revision() -> None:
    first = said(1, 1, {"1": 87})
    found = columns([first, said(2, 1, {"1": 78}, counts=True), said(1, 2, {"1": 80})], ())
    assert [(column.number, figures["1"]) for column, figures in found] == [(2, 78), (1, 80)]


def test_a_row_differs_where_sources_that_stand_say_unlike_numbers() -> None:
    withdrawn = said(3, 1, {"1": 99, "2": 5}, withdrawn_at="2024-02-14T20:00:00+07:00")
    found = table(
        said(1, 1, {"1": 87, "2": 5}),
        said(2, 1, {"1": 87, "2": 5, "3": 1}),
        withdrawn,
        photos=[(7, {"2": 6, "3": None})],
        disputed=("2",),
    )
    assert {cell for cell, row in found.items() if row.differs} == {"2"}
    assert {cell for cell, row in found.items() if row.disputed} == {"2"}
    assert found["2"].figures == (5, 5, 5, 6)
    assert found["3"].figures == (None, 1, None, None)


def test_votes_within_parties_are_shown_where_somebody_gave_them() -> None:
    one = said(1, 1, {"1": 30, "1.1": 20, "2": 4})
    found = rows(PARLIAMENT, columns([one], ()), (), str)
    assert [row.cell for row in found if row.inner] == ["1.1"]
    assert [row.cell for row in found if not row.inner] == ["1", "2", "valid", "invalid", "total"]


def test_a_revision_says_what_it_changed() -> None:
    came = [said(1, 1, {"1": 87, "2": 3}), said(1, 2, {"1": 78}, valid=78)]
    later, first = revisions(came, str, lambda found: [])
    assert first.changes == ()
    assert [(one.label, one.before, one.after) for one in later.changes] == [
        ("1", 87, 78),
        ("valid", None, 78),
        ("2", 3, None),
    ]


def test_check_ins_lie_around_the_station_to_scale_with_north_up() -> None:
    found = small_map((-7.8, 110.36), None, [(-7.799, 110.36), None, (-7.8, 110.362)])
    assert found is not None
    north, east = found.spots
    assert (north.number, east.number) == (1, 3)
    assert north.x == SIDE / 2
    assert north.y < SIDE / 2
    assert east.y == SIDE / 2
    # 0.001 degrees of latitude are 111 m, 0.002 of longitude there 220 m.
    assert (east.x - SIDE / 2) / (SIDE / 2 - north.y) == pytest.approx(220.4 / 111.2, rel=0.01)
    assert found.metres == 250
    assert found.ring == pytest.approx(250 * (SIDE / 2 - north.y) / 111.2, rel=0.01)


def test_where_nobody_said_a_place_there_is_no_map() -> None:
    assert small_map((-7.8, 110.36), None, [None, None]) is None
    alone = small_map(None, None, [(-7.8, 110.36)])
    assert alone is not None
    assert alone.middle is Middle.OWN
    assert (alone.spots[0].x, alone.spots[0].y) == (SIDE / 2, SIDE / 2)


def test_a_check_in_lies_as_far_from_the_middle_of_its_kelurahan_as_the_page_says() -> None:
    found = small_map(None, (-7.8, 110.36), [(-7.78, 110.36)])
    assert found is not None
    assert found.middle is Middle.AREA
    away = (SIDE / 2 - found.spots[0].y) / found.ring * found.metres
    assert away == pytest.approx(2224, rel=0.01)
