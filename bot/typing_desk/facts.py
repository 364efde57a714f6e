"""What an operator (penginput) is typing."""

from collections.abc import Mapping

from bot.base.capability import Asked, FactReader
from bot.base.places import place_of
from bot.engine import facts as f
from bot.engine.marks import when
from models.rules.rights import Action, paths
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.persons import mandates
from models.stores.typing_desk import typing_tasks


async def read(asked: Asked) -> Mapping[str, object]:
    """Nothing is read for who types nothing."""
    if asked.person_id is None or not paths(asked.held, Action.TYPE):
        return {}
    return {"tasks": await _tasks(asked.tx, asked.election, asked.person_id)}


async def _tasks(
    tx: Transaction, election: LoadedElection, person_id: int
) -> tuple[f.MandateFacts, ...]:
    rows = await typing_tasks.tasks_of(tx, election.id, person_id)
    if not rows:
        return ()
    known = await elections.contests(tx, sorted({row.contest_id for row in rows}))
    above = await mandates.areas_above(tx, election.id, {row.path for row in rows})
    photos = await typing_tasks.photos(tx, sorted({row.station_id for row in rows}))
    return tuple(
        f.MandateFacts(
            id=0,
            participant_id=0,
            participant="",
            participant_code="",
            participant_kind="",
            station=place_of(row, above, election),
            contests=(f.ContestFacts(row.contest_id, known[row.contest_id]),),
            task=row.id,
            photos=tuple(
                one.path
                for one in photos
                if (one.station_id, one.contest_id) == (row.station_id, row.contest_id)
            ),
        )
        for row in rows
    )


FACTS = FactReader(read, when("role:operator"))
