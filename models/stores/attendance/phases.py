"""The phases of a loaded election, in every zone that its areas lie in; which runs are done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.packs import config
from models.rules.phases import Phase, Slot, moment, since
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.kept import Kept
from models.tables import AreaRow, PhaseRunRow

_ZONES = text(
    "select distinct coalesce(nullif(timezone, ''), cast(:zone as varchar)) as zone from area"
    " where election_id = :election and level = 4 order by 1"
)
_DONE = select(col(PhaseRunRow.phase), col(PhaseRunRow.run), col(PhaseRunRow.by)).where(
    col(PhaseRunRow.election_id) == bindparam("election")
)
_RUN = text("""
insert into phase_run (election_id, phase, run, by, told)
values (:election, :phase, :run, :by, :told)
on conflict do nothing returning phase
""")
_TOLD = text("""
update phase_run set told = :told
where election_id = :election and phase = :phase and run = :run and by = :by
""")
_PROVINCES = (
    select(col(AreaRow.path))
    .where(col(AreaRow.election_id) == bindparam("election"), col(AreaRow.level) == 1)
    .order_by(col(AreaRow.path))
)
_zones: Kept[tuple[str, ...]] = Kept(16)


@dataclass(frozen=True, slots=True)
class Moments:
    """A phase's hours by zone, as arrays for SQL: from when a check-in counts, and by when."""

    zones: list[str]
    since: list[datetime]
    by: list[datetime]


def phases_of(election: LoadedElection) -> tuple[Phase, ...]:
    """What should have happened by when, in the pack's order."""
    return tuple(_phase(one, election.config.attendance) for one in election.config.phases)


def _phase(one: config.Phase, usual: config.Attendance) -> Phase:
    own = (one.remind_minutes, one.alert_minutes, one.climb_minutes)
    common = (usual.remind_minutes, usual.alert_minutes, usual.climb_minutes)
    remind, alert, climb = (
        timedelta(minutes=every if said is None else said)
        for said, every in zip(own, common, strict=True)
    )
    return Phase(one.code, one.name, one.by, one.begins, remind, alert, climb)


async def zones_of(tx: Transaction, election: LoadedElection) -> tuple[str, ...]:
    """The time zones of an election's kelurahan; kept in the process while its pack is the same."""
    kept = _zones.get(tx, election.id, election.fingerprint)
    if kept is None:
        given = {"election": election.id, "zone": election.config.timezone}
        kept = tuple(row.zone for row in await tx.execute(_ZONES, given))
        _zones.put(tx, election.id, election.fingerprint, kept)
    return kept


def moments(phase: Phase, zones: tuple[str, ...], also: Mapping[str, str]) -> Moments:
    """The phase's hours in these zones, and in those that go by another name, too."""
    named = {**{zone: zone for zone in zones}, **also}
    return Moments(
        list(named),
        [since(phase, zone) for zone in named.values()],
        [moment(phase.by, zone) for zone in named.values()],
    )


async def done(tx: Transaction, election_id: int) -> set[tuple[str, str, datetime]]:
    """The runs that were done or given up."""
    rows = await tx.execute(_DONE, {"election": election_id})
    return {(row.phase, row.run, row.by) for row in rows}


async def begin(
    tx: Transaction, election_id: int, slot: Slot, part: str = "", *, missed: bool = False
) -> bool:
    """Whether this transaction does the run; another one that began it is waited for.

    `part`: the path of an area, where a run is done area by area.
    """
    code, run, by = key(slot, part)
    values = {"phase": code, "run": run, "by": by, "told": None if missed else 0}
    return await tx.scalar(_RUN, {"election": election_id, **values}) is not None


async def told(tx: Transaction, election_id: int, slot: Slot, count: int, part: str = "") -> None:
    """For how many the run, or its part, was."""
    code, run, by = key(slot, part)
    values = {"phase": code, "run": run, "by": by, "told": count}
    await tx.execute(_TOLD, {"election": election_id, **values})


def key(slot: Slot, part: str = "") -> tuple[str, str, datetime]:
    """Under which a run, or a part of it, is done once."""
    code, run, by = slot.key
    return code, f"{run}:{part}" if part else run, by


async def provinces(tx: Transaction, election_id: int) -> list[str]:
    """The paths of the areas below the nation."""
    rows = await tx.execute(_PROVINCES, {"election": election_id})
    return [str(row.path) for row in rows]
