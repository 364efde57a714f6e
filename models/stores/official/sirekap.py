"""Published records of KPU's sites brought to the election's own contests and choices."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import text

from models.errors import BadPack
from models.packs.official_results import OfficialResult
from models.packs.sirekap import Record, named
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout, layouts
from models.values import Ballot

_VOTES_ON = text("""
select s.code, array(select unnest(coalesce(s.contests, k.contests))
                     intersect select unnest(cast(:contests as int[]))) as contests
from station s join area k on k.id = s.kelurahan_id
where s.election_id = :election and s.code = any(:codes)
union all
select a.code, array_agg(x.contest_id) from area a join contest_area x on x.area_id = a.id
where a.election_id = :election and a.code = any(:codes) and x.contest_id = any(:contests)
group by a.code
""")


async def results(
    tx: Transaction,
    election: LoadedElection,
    file: str,
    records: Iterable[tuple[int | None, Record]],
    about: tuple[Ballot, str, str],
    ids: Mapping[str, str] | None = None,
) -> list[tuple[int | None, OfficialResult]]:
    """The records as published figures; `about`: ballot, source and version.

    `ids`: the choice that each of KPU's ids stands for, where their order does not say it. Raises
    BadPack with file, line and field.
    """
    ballot, source, version = about
    read = list(records)
    known = await layouts(tx, election, ballot)
    given = {
        "election": election.id,
        "codes": [record.code for _, record in read],
        "contests": list(known),
    }
    contests: dict[str, Any] = {
        row.code: row.contests for row in await tx.execute(_VOTES_ON, given)
    }
    found = []
    for line, record in read:
        place = [known[id_] for id_ in contests.get(record.code) or ()]
        if not place:
            raise BadPack(file, line, f"kode: nobody votes on {ballot.value} in '{record.code}'")
        votes = named(file, line, record, _codes(place), ids)
        district = place[0].code if len(place) == 1 else ""
        sums = (record.sums["valid"], record.sums["invalid"], record.sums["total"])
        result = OfficialResult(
            *(ballot.value, district, record.level, record.code, version, source),
            *sums,
            votes,
            record.figures,
        )
        found.append((line, result))
    return found


def _codes(place: list[Layout]) -> tuple[str, ...]:
    """A contest's codes; of several only those that stand for the same in all: party sums."""
    if len(place) == 1:
        return place[0].codes
    return tuple(dict.fromkeys(one.codes[n] for one in place for n in one.mains))
