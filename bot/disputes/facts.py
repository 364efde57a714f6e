"""Disputes that a reviewer may decide, read fresh."""

from collections.abc import Iterable, Mapping, Sequence

from bot.base.capability import Asked, FactReader
from bot.base.places import place_of
from bot.engine import facts as f
from bot.engine.marks import when
from models.rules.checks import cells
from models.rules.rights import Action, Held, paths, tied
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.persons import mandates
from models.stores.reports import open_disputes
from models.stores.reports.open_disputes import FormPhoto, OpenDispute, Voice
from models.stores.reports.results import padded
from models.stores.reports.revision_numbers import tally_of
from models.values import Contest

MOST = 10
"""Disputes that a reviewer is shown at once."""


async def read(asked: Asked) -> Mapping[str, object]:
    """The oldest disputes of whoever may decide some."""
    where = paths(asked.held, Action.DECIDE)
    if asked.person_id is None or not where:
        return {}
    tx, election = asked.tx, asked.election
    return {"disputes": await _disputes(tx, election, asked.person_id, asked.held, where)}


async def _disputes(
    tx: Transaction,
    election: LoadedElection,
    person_id: int,
    kept: tuple[Held, ...],
    where: Sequence[str],
) -> tuple[f.DisputeFacts, ...]:
    """The oldest that a person may decide; none whose cells concern the own participant."""
    ties = any(one.code for one in kept)
    rows = await open_disputes.waiting(
        tx, election.id, where, person_id, most=MOST * 5 if ties else MOST
    )
    known = await elections.contests(tx, sorted({row.contest_id for row in rows}))
    rows = [row for row in rows if not tied(kept, known[row.contest_id], row.cells)][:MOST]
    return await told(tx, election, rows, known)


async def told(
    tx: Transaction,
    election: LoadedElection,
    rows: Sequence[OpenDispute],
    known: Mapping[int, Contest],
) -> tuple[f.DisputeFacts, ...]:
    """Disputes as reviewers see them: places, what each report says, photos. `known`: contests."""
    stations = sorted({row.station_id for row in rows})
    above = await mandates.areas_above(tx, election.id, {row.path for row in rows})
    voices = await open_disputes.voices(tx, stations)
    photos = await open_disputes.photos(tx, stations)
    return tuple(
        f.DisputeFacts(
            station=place_of(row, above, election),
            contest=f.ContestFacts(row.contest_id, known[row.contest_id]),
            cells=tuple(row.cells),
            voices=tuple(
                _voice(one, known[row.contest_id], row.cells) for one in voices if _same(one, row)
            ),
            photos=tuple(one.path for one in photos if _same(one, row)),
            forwarded=frozenset(one.path for one in photos if _same(one, row) and one.forwarded),
            crops=_crops([one for one in photos if _same(one, row)], row.cells),
            own=row.own,
        )
        for row in rows
    )


def _same(one: Voice | FormPhoto, row: OpenDispute) -> bool:
    return (one.station_id, one.contest_id) == (row.station_id, row.contest_id)


def _crops(photos: Iterable[FormPhoto], names: Iterable[str]) -> dict[str, str]:
    """Where the cut-out boxes of the disputed cells lie, from the photo that shows most."""
    found = [one.crops for one in photos if one.crops]
    first = {name: next((crops[name] for crops in found if name in crops), "") for name in names}
    return {name: path for name, path in first.items() if path}


def _voice(row: Voice, contest: Contest, names: Iterable[str]) -> f.VoiceFacts:
    given = cells(padded(tally_of(row), contest), contest)
    return f.VoiceFacts(row.id, {name: given[name] for name in names if name in given})


FACTS = FactReader(
    read, when("role:reviewer at:decide", "role:reviewer word:selisih", "role:reviewer outcome")
)
"""For reviewers, where they decide: at SELISIH, its step, and what becomes of it."""
