"""On how many votes the closest seat of a contest hangs, so that what weighs most comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from sqlalchemy import text

from models.rules.house import District, SeatMethod
from models.rules.seat_effect import Standing
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import layouts
from models.values import Ballot

KEEP_SECONDS = 60.0
"""A margin moves slowly beside the disputes that are ordered by it."""
_MOST = 5_000
_VOTES = text("""
select c.id, c.ballot, c.code, c.seats, r.votes
from contest c join area a on a.election_id = c.election_id and a.level = 0
left join recap r on r.area_id = a.id and r.contest_id = c.id and r.trust = 0
where c.election_id = :election and c.id = any(:ids)
""")


@dataclass(frozen=True, slots=True)
class _Margin:
    until: float
    votes: int


_kept: dict[tuple[str, int], _Margin] = {}


async def margins(
    tx: Transaction, election: LoadedElection, contests: Iterable[int]
) -> dict[int, int]:
    """Votes by contest, at least one; a threshold over the nation is left out. Kept a minute."""
    now, ids = monotonic(), sorted(set(contests))
    place = {id_: (election.fingerprint or election.code, id_) for id_ in ids}
    old = [id_ for id_ in ids if place[id_] not in _kept or _kept[place[id_]].until < now]
    if len(_kept) > _MOST:
        _kept.clear()
        old = ids
    if old:
        methods = {one.code.value: one.seats for one in election.config.ballots}
        for row in await tx.execute(_VOTES, {"election": election.id, "ids": old}):
            layout = (await layouts(tx, election, Ballot(row.ballot)))[row.id]
            how = methods.get(row.ballot, SeatMethod.PLURALITY)
            votes = _mains(layout.codes, layout.mains, row.votes)
            _kept[place[row.id]] = _Margin(
                now + KEEP_SECONDS, _margin(row.code, row.seats, how, votes)
            )
    return {id_: _kept[place[id_]].votes for id_ in ids if place[id_] in _kept}


def _mains(
    codes: Sequence[str], places: Sequence[int], votes: Sequence[int | None] | None
) -> dict[str, int]:
    given = list(votes or ())
    return {codes[n]: (given[n] if n < len(given) else 0) or 0 for n in places}


def _margin(code: str, seats: int, how: SeatMethod, votes: dict[str, int]) -> int:
    size = max(seats or 1, 1)
    rule = SeatMethod.PLURALITY if how is SeatMethod.NONE else how
    found = Standing(District(code, "", size, votes, {}, 0), rule.value).now().margin
    return max(found or 1, 1)
