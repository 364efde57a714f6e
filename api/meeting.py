"""The kecamatan's recap as our witnesses read it, beside our C, while it can change."""

from contextlib import aclosing
from typing import Any

from api.http.provenance import stamp
from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout
from models.stores.recap_meeting import meeting
from models.stores.recap_meeting.meeting import Met


async def at_the_kecamatan(
    tx: Transaction,
    election: LoadedElection,
    area: Area,
    contests: dict[int, Layout],
    *,
    everything: bool = False,
    made_for: str = "",
) -> dict[str, Any]:
    """Stations of which D.HASIL differs from our C, most votes first; all with `everything`."""
    rows: list[dict[str, Any]] = []
    counts = {"read_out": 0, "compared": 0, "differ": 0}
    async with aclosing(meeting.of_area(tx, area, contests)) as found:
        async for met in found:
            counts["read_out"] += 1
            counts["compared"] += bool(met.found and met.found.compared)
            counts["differ"] += bool(met.found and met.found.fields)
            if everything or (met.found and met.found.fields):
                rows.append(_row(met, contests[met.row.contest_id]))
    rows.sort(key=lambda row: (-row["moved"], row["station"], row["ballot"]))
    expected = await meeting.expected(tx, area, contests)
    return {
        "election": election.code,
        "area": area.code,
        "coverage": {"expected": expected, **counts},
        **stamp(election, made_for),
        "rows": rows,
    }


def _row(met: Met, contest: Layout) -> dict[str, object]:
    """One ballot of a station; `fields`: name -> [our C, D.HASIL] where the two differ."""
    row, found = met.row, met.found
    return {
        "station": row.station,
        "name": f"TPS {row.tps} {row.kelurahan}",
        "ballot": contest.ballot.value,
        "contest": contest.code,
        "state": row.state,
        "fields": {name: [ours, theirs] for name, ours, theirs in found.fields} if found else {},
        "moved": found.moved if found else 0,
        "compared": found.compared if found else 0,
        "d_hasil": row.figures,
        "revision": row.number,
        "person": row.person_id,
        "message": row.inbox_id,
        "at": row.created_at.isoformat(),
    }
