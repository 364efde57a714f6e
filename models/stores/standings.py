"""Where many areas stand at once: stations, presence, progress of ballots, votes of one."""

from sqlalchemy import text

from models.stores.elections import LoadedElection
from models.stores.session import Session

_BALLOTS_IN = text("""
select distinct c.ballot from contest_area x join contest c on c.id = x.contest_id
where x.area_id = :area
""")


async def ballots_in(session: Session, election: LoadedElection, area_id: int) -> list[str]:
    """The ballots that an area's stations vote on, in counting order."""
    found = set((await session.execute(_BALLOTS_IN, {"area": area_id})).scalars())
    return [one.code.value for one in election.config.ballots if one.code.value in found]
