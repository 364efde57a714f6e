"""What is said of stations' contests, read for many at once, and what the rules make of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import text

from models.rules.settling import Decision, Entry, Reading, StationReports, StationResult, settle
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.values import Contest, Finding, Severity, Tally


class Place(NamedTuple):
    """A station's contest, by ids."""

    station: int
    contest: int


class Standing(NamedTuple):
    """What the rules make of what is said: of which vote, and the result, if there is any."""

    version: int
    result: StationResult | None


_MANY = 3
"""Other stations at which a person spoke before: from then on it proves nobody else's typing."""
_WANTED = "unnest(cast(:stations as int[]), cast(:contests as int[]), cast(:versions as int[]))"
_STANDS = """not exists (
    select from vote_undone u where u.station_id = v.station_id and u.contest_id = v.contest_id
      and u.version = v.version)"""
_VERSIONS = text(f"""
select w.station, w.contest, greatest(
    (select max(v.version) from report v
     where v.station_id = w.station and v.contest_id = w.contest and {_STANDS}),
    (select max(v.version) from vote_version v
     where v.station_id = w.station and v.contest_id = w.contest and {_STANDS}),
    1) as version
from unnest(cast(:stations as int[]), cast(:contests as int[])) w (station, contest)
""")
_VOICES = text(f"""
select r.station_id, r.contest_id, r.id as report_id, r.person_id, r.kind, v.id, v.created_at,
       v.votes, v.valid, v.invalid, v.total, v.figures, v.findings, v.read_from,
       r.participant_id, coalesce(m.late, false) as late, m.given_by,
       r.kind = 'witness' and {_MANY} <= (
           select count(distinct o.station_id) from report o
           where o.person_id = r.person_id and o.station_id <> r.station_id
             and o.kind = 'witness' and o.id < (
                 select min(f.id) from report f where f.person_id = r.person_id
                 and f.station_id = r.station_id and f.kind = 'witness')) as spread,
       1 < (select count(distinct t.participant_id) from mandate t
            where t.station_id = r.station_id and t.active and not t.late
              and (t.contests is null or r.contest_id = any(t.contests))) as several
from {_WANTED} w (station, contest, version)
join report r on r.station_id = w.station and r.contest_id = w.contest and r.version = w.version
join person who on who.id = r.person_id and who.counts
left join lateral (
    select late, given_by, bool_and(waits) over () as waits from mandate n
    where n.person_id = r.person_id and n.station_id = r.station_id order by n.id limit 1) m on true
cross join lateral (
    select * from revision n where n.report_id = r.id order by n.number desc limit 1) v
where r.withdrawn_at is null and r.kind <> 'decision'
  and not (r.kind = 'witness' and coalesce(m.waits, false))
order by r.id
""")
_DECISIONS = text(f"""
select d.station_id, d.contest_id, d.id, d.person_id, d.created_at, d.seen, d.reason,
       d.revision_id, v.votes, v.valid, v.invalid, v.total, v.figures
from {_WANTED} w (station, contest, version)
join decision d on d.station_id = w.station and d.contest_id = w.contest and d.version = w.version
join revision v on v.id = d.revision_id
join person who on who.id = d.person_id and who.counts
order by d.id
""")
# A forwarded photo is nobody's own look at the form, and proves nothing; nor does one of somebody
# whose mandate waits for a second leader's word. A photo does not say of
# which vote it is: where there was a second one, none counts.
_READINGS = text(f"""
select p.station_id, p.contest_id, p.id, p.reading
from {_WANTED} w (station, contest, version)
join photo p on p.station_id = w.station and p.contest_id = w.contest
where w.version = 1 and p.state in ('read', 'told') and p.purpose = 'form' and not p.forwarded
  and not exists (select from mandate n where n.person_id = p.person_id
                  and n.station_id = p.station_id having bool_and(n.waits))
  and not exists (select from person who where who.id = p.person_id and not who.counts)
order by p.id
""")
ON_PAPER = frozenset({"F101"})
"""What may be wrong with a form while its photo is fine: a sum that is broken on paper."""


async def versions(tx: Transaction, places: Sequence[Place]) -> dict[Place, int]:
    """The latest vote held of each: 1, or that of a re-vote."""
    rows = await tx.execute(_VERSIONS, _columns(places))
    return {Place(row.station, row.contest): row.version for row in rows}


async def said(
    tx: Transaction, votes: Mapping[Place, int], contests: Mapping[int, Contest]
) -> dict[Place, StationReports]:
    """What people say, of the given vote of each: the latest of each report."""
    found: defaultdict[Place, list[Entry]] = defaultdict(list)
    several: dict[Place, bool] = {}
    for row in await tx.execute(_VOICES, _columns(votes)):
        place = Place(row.station_id, row.contest_id)
        found[place].append(_entry(row, contests[row.contest_id]))
        several[place] = row.several
    return {
        place: StationReports(tuple(found[place]), several=several.get(place, False))
        for place in votes
    }


async def standings(
    tx: Transaction, places: Sequence[Place], contests: Mapping[int, Contest]
) -> dict[Place, Standing]:
    """What counts of each by the rules, from everything that is stored; nothing is written."""
    votes = await versions(tx, places)
    voices = await said(tx, votes, contests)
    decisions: defaultdict[Place, list[Decision]] = defaultdict(list)
    own: dict[int, int] = {}
    for row in await tx.execute(_DECISIONS, _columns(votes)):
        decisions[Place(row.station_id, row.contest_id)].append(
            _decision(row, contests[row.contest_id])
        )
        own[row.id] = row.revision_id
    readings: defaultdict[Place, list[Reading]] = defaultdict(list)
    for row in await tx.execute(_READINGS, _columns(votes)):
        readings[Place(row.station_id, row.contest_id)].extend(_pages(row))
    standing = {}
    for place, reports in voices.items():
        all_of_it = replace(
            reports, readings=tuple(readings[place]), decisions=tuple(decisions[place])
        )
        result = settle(contests[place.contest], all_of_it)
        if result is not None and result.revision is None:
            result = replace(result, revision=own.get(result.decision or 0))
        standing[place] = Standing(votes[place], result)
    return standing


async def standing(tx: Transaction, place: Place, contest: Contest) -> Standing:
    """The same for one."""
    return (await standings(tx, [place], {place.contest: contest}))[place]


async def contests_of(tx: Transaction, places: Sequence[Place]) -> dict[int, Contest]:
    """The contests of these places."""
    return await elections.contests(tx, sorted({place.contest for place in places}))


def padded(tally: Tally, contest: Contest) -> Tally:
    """The tally with a place for choices that were added to the pack after it was given."""
    lacking = len(contest.choices) - len(tally.votes)
    return replace(tally, votes=(*tally.votes, *(None for _ in range(lacking))))


def _columns(places: Sequence[Place] | Mapping[Place, int]) -> dict[str, list[int]]:
    columns = {
        "stations": [place.station for place in places],
        "contests": [place.contest for place in places],
    }
    return (
        {**columns, "versions": list(places.values())} if isinstance(places, Mapping) else columns
    )


def _decision(row: Any, contest: Contest) -> Decision:
    """A stored decision with its full numbers."""
    return Decision(
        row.id,
        row.person_id,
        row.created_at,
        padded(_tally(row), contest),
        frozenset(row.seen),
        row.reason,
    )


def _tally(row: Any) -> Tally:
    return Tally(tuple(row.votes), row.valid, row.invalid, row.total, row.figures or {})


def _entry(row: Any, contest: Contest) -> Entry:
    findings = tuple(
        Finding(f["code"], Severity(f["severity"]), tuple(f["fields"]), f["numbers"])
        for f in row.findings
    )
    return Entry(
        row.report_id,
        row.id,
        row.person_id,
        row.created_at,
        padded(_tally(row), contest),
        participant=str(row.participant_id or ""),
        findings=findings,
        read_from=frozenset(row.read_from),
        typed=row.kind == "typed",
        late=row.late,
        given_by=row.given_by,
        spread=row.spread,
    )


def _pages(row: Any) -> list[Reading]:
    """What the form reader saw on a photo, doubtful pages left out."""
    return [
        Reading(row.id, page["cells"])
        for page in row.reading.get("pages", [])
        if not {finding["code"] for finding in page["findings"]} - ON_PAPER
    ]
