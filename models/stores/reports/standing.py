"""What is said of stations' contests, read for many at once, and what the rules make of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import JSON, column, text

from models.rules.settling import Decision, Entry, Reading, StationReports, StationResult, settle
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.values import Contest, Finding, Json, Severity, Tally


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
LATEST = f"""greatest(
    (select max(v.version) from report v
     where v.station_id = w.station and v.contest_id = w.contest and {_STANDS}),
    (select max(v.version) from vote_version v
     where v.station_id = w.station and v.contest_id = w.contest and {_STANDS}),
    1)"""
"""The latest vote held of w (station, contest): 1, or that of a re-vote."""
_VOICES = f"""
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
from w
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
"""
_DECISIONS = """
select d.station_id, d.contest_id, d.id, d.person_id, d.created_at, d.seen, d.reason,
       d.revision_id, v.votes, v.valid, v.invalid, v.total, v.figures
from w
join decision d on d.station_id = w.station and d.contest_id = w.contest and d.version = w.version
join revision v on v.id = d.revision_id
join person who on who.id = d.person_id and who.counts
order by d.id
"""
# A forwarded photo is nobody's own look at the form, and proves nothing; nor does one of somebody
# whose mandate waits for a second leader's word. A photo does not say of
# which vote it is: where there was a second one, none counts.
_READINGS = """
select p.station_id, p.contest_id, p.id, p.reading
from w
join photo p on p.station_id = w.station and p.contest_id = w.contest
where w.version = 1 and p.state in ('read', 'told') and p.purpose = 'form' and not p.forwarded
  and not exists (select from mandate n where n.person_id = p.person_id
                  and n.station_id = p.station_id having bool_and(n.waits))
  and not exists (select from person who where who.id = p.person_id and not who.counts)
order by p.id
"""
_SAID = text(f"with w (station, contest, version) as (select * from {_WANTED}) {_VOICES}")
_ALL = text(f"""
with w as materialized (
    select w.station, w.contest, {LATEST} as version
    from unnest(cast(:stations as int[]), cast(:contests as int[])) w (station, contest))
select (select coalesce(json_agg(w), '[]') from w) as votes,
       (select coalesce(json_agg(t), '[]') from ({_VOICES}) t) as voices,
       (select coalesce(json_agg(t), '[]') from ({_DECISIONS}) t) as decisions,
       (select coalesce(json_agg(t), '[]') from ({_READINGS}) t) as readings
""").columns(*(column(part, JSON) for part in ("votes", "voices", "decisions", "readings")))
"""All that is said of many, in one look: four of them cost four times the way to the server."""
ON_PAPER = frozenset({"F101"})
"""What may be wrong with a form while its photo is fine: a sum that is broken on paper."""


async def said(
    tx: Transaction, votes: Mapping[Place, int], contests: Mapping[int, Contest]
) -> dict[Place, StationReports]:
    """What people say, of the given vote of each: the latest of each report."""
    columns = {**_columns(votes), "versions": list(votes.values())}
    return _reports(votes, (await tx.execute(_SAID, columns)).all(), contests)


async def standings(
    tx: Transaction, places: Sequence[Place], contests: Mapping[int, Contest]
) -> dict[Place, Standing]:
    """What counts of each by the rules, from everything that is stored; nothing is written."""
    told = (await tx.execute(_ALL, _columns(places))).one()
    votes = {Place(one["station"], one["contest"]): one["version"] for one in told.votes}
    decisions: defaultdict[Place, list[Decision]] = defaultdict(list)
    own: dict[int, int] = {}
    for row in map(_row, told.decisions):
        decisions[Place(row.station_id, row.contest_id)].append(
            _decision(row, contests[row.contest_id])
        )
        own[row.id] = row.revision_id
    readings: defaultdict[Place, list[Reading]] = defaultdict(list)
    for row in map(_row, told.readings):
        readings[Place(row.station_id, row.contest_id)].extend(_pages(row))
    standing = {}
    for place, reports in _reports(votes, map(_row, told.voices), contests).items():
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


def _columns(places: Collection[Place]) -> dict[str, list[int]]:
    stations, contests = [place.station for place in places], [place.contest for place in places]
    return {"stations": stations, "contests": contests}


def _row(document: dict[str, Json]) -> SimpleNamespace:
    """A row that came as JSON."""
    row = SimpleNamespace(**document)
    if "created_at" in document:
        row.created_at = datetime.fromisoformat(row.created_at)
    return row


def _reports(
    places: Iterable[Place], voices: Iterable[Any], contests: Mapping[int, Contest]
) -> dict[Place, StationReports]:
    """The voices (rows of _VOICES) by place."""
    found: defaultdict[Place, list[Entry]] = defaultdict(list)
    several: dict[Place, bool] = {}
    for row in voices:
        found[Place(row.station_id, row.contest_id)].append(_entry(row, contests[row.contest_id]))
        several[Place(row.station_id, row.contest_id)] = row.several
    return {
        place: StationReports(tuple(found[place]), several=several.get(place, False))
        for place in places
    }


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
