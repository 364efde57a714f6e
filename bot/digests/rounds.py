"""Digests on the clock: each slot's round once, what an area says computed once for all of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.base import counts
from bot.base.area_charts import FOLDER
from bot.base.asked_areas import own_code
from bot.base.counts import Share
from bot.base.events import as_json
from bot.base.media import media_of
from bot.digests.plan import CANDIDATE, DIGEST, ballot_of, plan_of
from bot.digests.talk.outcomes import AreaCounted, AreaPrepared, Progress
from models.rules.digest_slots import Season, Slot, latest
from models.settings import Settings
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import layouts
from models.stores.candidates import candidate_digests
from models.stores.digests import digests
from models.stores.recap.standings import Standing, count_stations, names_of, standings
from models.values import Ballot

KEPT = timedelta(days=3)
"""How long charts are kept: the browser phone shows them so long."""
TICK = 20.0
"""Seconds between two looks whether a slot has come."""

log = structlog.get_logger()


async def send_round(tx: Transaction, _settings: Settings, now: datetime) -> int | None:
    """Make the round of the latest slot, if nobody has; how many hear it, None for no round."""
    election = await elections.current_election(tx)
    slot = latest(plan_of(election), now) if election else None
    if election is None or slot is None or not await digests.begin(tx, election.id, slot):
        return None
    figures = await figures_of(tx, election, slot)
    await digests.put(tx, slot, {id_: as_json(one) for id_, one in figures.items()})
    said = election.config.digests
    told = await digests.tell(
        tx,
        election.id,
        slot,
        (said.quiet_from, said.quiet_until),
        night=slot.season is Season.NIGHT,
        event=DIGEST,
        overtakes=(DIGEST, CANDIDATE),
    )
    if slot.seldom and slot.season in (Season.NIGHT, Season.AFTER):
        told += await _to_candidates(tx, election, slot)
    log.info("digests are written", slot=slot.at.isoformat(), areas=len(figures), told=told)
    return told


async def _to_candidates(tx: Transaction, election: LoadedElection, slot: Slot) -> int:
    """Candidates hear of their own votes where these have moved, as SUARA SAYA tells them."""
    said = election.config.digests
    hour = slot.at.astimezone(ZoneInfo(election.config.timezone)).time()
    return await candidate_digests.tell(
        tx,
        election.id,
        slot,
        hour,
        (said.quiet_from, said.quiet_until),
        night=slot.season is Season.NIGHT,
        event=CANDIDATE,
    )


async def clear(tx: Transaction, settings: Settings, now: datetime) -> int:
    """Delete charts and notices of digests that are over: what was said stays in the outbox."""
    await digests.forget_told(tx, now - KEPT, (DIGEST, CANDIDATE))
    day = (now - KEPT).date().isoformat()
    return await media_of(settings).clear(FOLDER, day)


async def figures_of(
    tx: Transaction, election: LoadedElection, slot: Slot
) -> dict[int, AreaCounted | AreaPrepared]:
    """What the slot's digest says of each area that somebody hears of."""
    ids = await digests.areas(tx, election.id)
    counted = slot.season in (Season.NIGHT, Season.AFTER)
    ballot = ballot_of(election)
    found = await standings(tx, election, ids, ballot if counted else None)
    if not counted:
        day = datetime.combine(election.config.date, datetime.min.time())
        since = day.replace(tzinfo=ZoneInfo(election.config.timezone)) - timedelta(hours=12)
        await count_stations(tx, election, found, since)
        return {id_: _prepared(one) for id_, one in found.items()}
    names = Names(await names_by_contest(tx, election, ballot))
    own = own_code(election, ballot)
    return {id_: counted_figures(one, ballot, names, own) for id_, one in found.items()}


class Names:
    """Short names by code, of one contest or of all."""

    def __init__(self, known: Mapping[int | None, Mapping[str, str]]) -> None:
        self._known = known

    def of(self, contest: int | None, code: str) -> str:
        """A choice's name; empty for one that nobody knows."""
        return self._known.get(contest, {}).get(code, "")


async def names_by_contest(
    tx: Transaction, election: LoadedElection, ballot: Ballot
) -> dict[int | None, dict[str, str]]:
    """Names by contest where numbers mean somebody else in each, else all under None."""
    known = await layouts(tx, election, ballot)
    if all(one.merges for one in known.values()):
        return {None: await names_of(tx, known)}
    return {id_: await names_of(tx, {id_: one}) for id_, one in known.items()}


def _prepared(one: Standing) -> AreaPrepared:
    return AreaPrepared(
        area=one.area.title,
        code=one.area.code,
        zone=one.zone,
        stations=one.stations,
        mandated=one.mandated,
        two=one.two,
        present=one.present,
    )


def counted_figures(one: Standing, ballot: Ballot, names: Names, own: str) -> AreaCounted:
    """The count: progress of every ballot, shares of the ballot that is shown."""
    whole = sum(one.votes.values())
    ranked = sorted(one.votes.items(), key=lambda item: -item[1]) if whole else []
    rows = [Share(code, names.of(one.contest, code), n, round(n / whole, 5)) for code, n in ranked]
    here = one.ballots.get(ballot.value)
    return AreaCounted(
        area=one.area.title,
        code=one.area.code,
        zone=one.zone,
        stations=here.stations if here else 0,
        reported=here.reported if here else 0,
        disputed=sum(p.disputed for p in one.ballots.values()),
        ballot=ballot.value,
        ballots=tuple(Progress(code, p.reported, p.stations) for code, p in one.ballots.items()),
        rows=tuple(counts.shown(rows, own)),
        own=own,
    )
