"""News between digests, on the clock: shares of stations, the lead, seats, disputes, silence.

Nothing of it before the hour of the law, and nothing of lead or seats below the pack's coverage.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.base.asked_areas import own_code
from bot.base.events import as_json
from bot.digests.plan import NEWS, ballot_of, plan_of
from bot.digests.rounds import Names, counted_figures, names_by_contest
from bot.digests.talk.outcomes import AreaCounted, DigestEvent
from models.packs.config import BallotConfig
from models.rules.digest_events import leader, milestone, moved
from models.rules.digest_slots import quiet
from models.rules.house import Counted
from models.settings import Settings
from models.stores.base import elections, leases
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.digests import digest_marks
from models.stores.digests.digest_marks import FreshDispute, News
from models.stores.recap.standings import standings
from models.stores.reports import open_disputes
from models.stores.seats.counted_house import counted_house

TICK, SEATS_TICK = 60.0, 300.0
"""Seconds between two looks at the count, and at seats, which takes longer."""
_RECENT = timedelta(minutes=15)
"""Disputes are looked at so long: a clock that was away finds the last ones."""
_AFTERWARDS = timedelta(days=1)


async def open_election(tx: Transaction, now: datetime, duty: str) -> LoadedElection | None:
    """The election while news of its count may go out and no other process tells them."""
    election = await elections.current_election(tx)
    if election is None:
        return None
    plan = plan_of(election)
    if not plan.night_begins <= now < plan.night_ends + _AFTERWARDS:
        return None
    hour, said = now.astimezone(plan.zone).time(), election.config.digests
    if now >= plan.night_ends and quiet(hour, said.quiet_from, said.quiet_until):
        return None
    return election if await leases.take(tx, duty, "clock", 1.0) else None


async def tell_news(tx: Transaction, _settings: Settings, now: datetime) -> None:
    """Milestones, changes of the lead, large disputes, silence."""
    election = await open_election(tx, now, "digest_news")
    if election is None:
        return
    news = await _of_counts(tx, election, now)
    news += await _of_disputes(tx, election, now)
    news += await _of_silence(tx, election, now)
    await digest_marks.tell(tx, election.id, news, NEWS)


async def _of_counts(tx: Transaction, election: LoadedElection, now: datetime) -> list[News]:
    changed = await digest_marks.changed(tx, election.id)
    if not changed:
        return []
    ballot, floor = ballot_of(election), election.config.digests.lead_floor
    found = await standings(tx, election, [row.area_id for row in changed], ballot)
    names = Names(await names_by_contest(tx, election, ballot))
    news, marks = [], {}
    for row in changed:
        one = found[row.area_id]
        figures = counted_figures(one, ballot, names, own_code(election, ballot))
        reported, stations = figures.reported, figures.stations
        passed = milestone(reported, stations, row.milestone)
        if passed is not None:
            event = replace(_counted("milestone", figures, now), percent=passed)
            news.append(_news(row.area_id, str(passed), event))
        first = leader(one.votes) if stations and reported >= floor * stations else ""
        if first and row.leader and first != row.leader:
            key = f"{row.leader}-{first}-{reported}"
            news.append(_news(row.area_id, key, _counted("lead", figures, now)))
        marks[row.area_id] = (passed or row.milestone, first or row.leader, row.at)
    await digest_marks.mark(tx, marks)
    return news


def _news(area: int, key: str, event: DigestEvent) -> News:
    return News(area, event.kind, key, as_json(event, lean=True))


def _counted(kind: str, count: AreaCounted, now: datetime) -> DigestEvent:
    """News of an area's count."""
    return DigestEvent(
        kind=kind,
        area=count.area,
        code=count.code,
        zone=count.zone,
        at=now,
        ballot=count.ballot,
        stations=count.stations,
        reported=count.reported,
        disputed=count.disputed,
        rows=count.rows,
        own=count.own,
    )


async def _of_disputes(tx: Transaction, election: LoadedElection, now: datetime) -> list[News]:
    """Open disputes in which two reports differ by many votes, to whoever leads nearest."""
    fresh = await digest_marks.fresh_disputes(tx, election.id, now - _RECENT)
    if not fresh:
        return []
    voices = await open_disputes.voices(tx, [row.station_id for row in fresh])
    places = await digest_marks.places(tx, election.id)
    news = []
    for row in fresh:
        heard = [v.votes for v in voices if (v.station_id, v.contest_id) == _place(row)]
        votes, area = _apart(heard), _nearest(places, row.path)
        if area is not None and votes >= election.config.digests.dispute_votes:
            contest = await elections.contest(tx, row.contest_id)
            event = DigestEvent(
                kind="dispute",
                number=row.number,
                kelurahan=row.kelurahan,
                ballot=contest.ballot.value,
                votes=votes,
            )
            news.append(_news(area, str(row.id), event))
    return news


def _place(row: FreshDispute) -> tuple[int, int]:
    return row.station_id, row.contest_id


def _apart(heard: list[list[int | None]]) -> int:
    """The votes by which the reports differ most for one choice."""
    columns = zip(*heard, strict=False) if len(heard) > 1 else ()
    given = ([n for n in column if n is not None] for column in columns)
    return max((max(column) - min(column) for column in given if column), default=0)


def _nearest(places: Mapping[str, int], path: str) -> int | None:
    codes = path.split(".")
    paths = (".".join(codes[:size]) for size in range(len(codes), 0, -1))
    return next((places[one] for one in paths if one in places), None)


async def _of_silence(tx: Transaction, election: LoadedElection, now: datetime) -> list[News]:
    plan, minutes = plan_of(election), election.config.digests.silence_minutes
    if now >= plan.night_ends:
        return []
    rows = await digest_marks.silent(tx, election.id, now, plan.night_begins, minutes)
    found = await standings(tx, election, [row.area_id for row in rows], None)
    return [
        _news(
            row.area_id,
            row.at.isoformat() if row.at else "begin",
            DigestEvent(
                kind="silence",
                area=found[row.area_id].area.title,
                code=found[row.area_id].area.code,
                minutes=minutes,
                missing=row.missing,
            ),
        )
        for row in rows
    ]


async def tell_seats(tx: Transaction, _settings: Settings, now: datetime) -> None:
    """Seats that changed hands since they were told last, in districts that are known enough."""
    election = await open_election(tx, now, "digest_seats")
    if election is None:
        return
    for config in election.config.ballots:
        if config.house.by_quotient:
            await _of_seats(tx, election, config, now)


async def _of_seats(
    tx: Transaction, election: LoadedElection, config: BallotConfig, now: datetime
) -> None:
    now_held = await _held(tx, election, config)
    if not now_held:
        return
    told = await digest_marks.seats_told(tx, now_held)
    fresh = {id_: seats for id_, (_, seats) in now_held.items() if told.get(id_) != seats}
    news = []
    wide = await digest_marks.voting(tx, election.id, [id_ for id_ in fresh if id_ in told])
    for area, id_ in wide:
        counted, seats = now_held[id_]
        more, fewer = await _named(tx, id_, *moved(told[id_], seats))
        event = DigestEvent(
            kind="seats",
            ballot=config.code.value,
            district=counted.district.name,
            more=more,
            fewer=fewer,
            at=now,
            zone=election.config.timezone,
            stations=counted.stations,
            reported=counted.reported,
        )
        key = f"{id_}:{'-'.join(f'{c}={n}' for c, n in sorted(seats.items()))}:{now:%H%M}"
        news.append(_news(area, key, event))
    await digest_marks.mark_seats(tx, fresh, now)
    await digest_marks.tell(tx, election.id, news, NEWS)


async def _held(
    tx: Transaction, election: LoadedElection, config: BallotConfig
) -> dict[int, tuple[Counted, dict[str, int]]]:
    """Districts that are known enough with their seats, by contest; those with a tie are not."""
    house = await counted_house(tx, election, config.code)
    floor = election.config.digests.seat_floor
    enough = {
        one.district.code: one
        for one in house.counted
        if one.reported and one.reported >= floor * one.stations
    }
    held = house.untied(enough) if enough else {}
    return {enough[code].contest: (enough[code], seats) for code, seats in held.items()}


async def _named(
    tx: Transaction, contest_id: int, *groups: Iterable[str]
) -> tuple[tuple[str, ...], ...]:
    contest = await elections.contest(tx, contest_id)
    names = {one.code: one.short or one.name for one in contest.parties()}
    return tuple(tuple(names[code] for code in group) for group in groups)
