"""The recap meeting that whoever speaks attends."""

from collections.abc import Collection, Mapping

from bot.base.capability import Asked, FactReader
from bot.engine import facts as f
from bot.engine.marks import when
from models.rules.rights import Action, paths
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.persons import mandates
from models.stores.recap_meeting import meeting


async def read(asked: Asked) -> Mapping[str, object]:
    """Nothing is read for who attends none."""
    where = paths(asked.held, Action.NOTE_RECAP)
    if not where or where == ("",):
        return {}
    return {"meeting": await _meeting(asked.tx, asked.election, where)}


async def _meeting(
    tx: Transaction, election: LoadedElection, where: Collection[str]
) -> f.MeetingFacts:
    rows = await meeting.hall(tx, election.id, where)
    ids = sorted({id_ for row in rows for id_ in row.contests or ()})
    known = await elections.contests(tx, ids, election.fingerprint)
    above = await mandates.areas_above(tx, election.id, set(where), election.fingerprint)
    names = [above[code].name for path in where if (code := path.split(".")[-1]) in above]
    return f.MeetingFacts(
        ", ".join(names),
        tuple(
            f.MeetingStation(row.id, row.number, row.kelurahan, tuple(row.contests or ()))
            for row in rows
        ),
        tuple(f.ContestFacts(id_, known[id_]) for id_ in ids),
        election.config.station.boxes,
    )


FACTS = FactReader(read, when("role:recap_witness"))
