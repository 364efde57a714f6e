"""Where figures come from: the reports of stations with their messages, photos and findings.

People are shown by their id, never by name or phone.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from sqlalchemy import text

from models.errors import NotFound
from models.stores.base.areas import Area, ancestors
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout, layouts
from models.values import Ballot

_PAGE = 500

_STATION = text("""
select s.id, s.code, s.number, s.voters, s.special, s.active, s.place, s.lat, s.lon, k.path,
       coalesce(s.contests, k.contests) as contests
from station s join area k on k.id = s.kelurahan_id
where s.election_id = :election and s.code = :code
""")
_REVISIONS = """
select v.id, v.report_id, v.number, v.votes, v.valid, v.invalid, v.total, v.figures, v.detail,
       v.findings, v.implied, v.reason, v.receipt, v.said_by, v.inbox_id, v.created_at,
       r.person_id, r.contest_id, r.version, r.withdrawn_at, r.kind as said_as,
       p.kind, p.code as participant,
       s.code as station, r.station_id, res.state, res.revision_id = v.id as counts
from revision v join report r on r.id = v.report_id
join station s on s.id = r.station_id join area k on k.id = s.kelurahan_id
left join participant p on p.id = r.participant_id
left join station_result res on res.station_id = r.station_id and res.contest_id = r.contest_id
"""
_OF_STATION = text(f"{_REVISIONS} where r.station_id = :station order by r.contest_id, v.id")
_OF_AREA = text(f"""{_REVISIONS}
where r.contest_id = any(:contests) and v.id > :after
  and k.path ~>=~ :path and k.path ~<~ :until
order by v.id limit :most
""")
_RESULTS = text("""
select contest_id, version, revision_id, state, evidence, cells, updated_at
from station_result where station_id = :station
""")
# Whoever told an incident is shown with its photos only where the name was given openly.
_PHOTOS = text("""
select p.id, encode(p.sha256, 'hex') as sha256, p.mime, p.size, p.purpose,
       case when open then p.person_id end as person_id, p.contest_id, p.page, p.forwarded, p.state,
       case when open then p.inbox_id end as inbox_id, p.received_at
from photo p cross join lateral (select p.purpose <> 'incident' or exists (
    select from incident n where n.station_id = p.station_id and not n.confidential
      and n.photos @> to_jsonb(p.id))) o (open)
where p.station_id = :station order by p.id
""")
_PRESENT = text("""
select id, person_id, at, distance_m, flags, mandate_letter, receipt, inbox_id
from check_in where station_id = :station order by at, id
""")
_FINDINGS = text("""
select s.code as station, c.ballot, c.code as contest, r.state, v.receipt, f.item
from station_result r join revision v on v.id = r.revision_id
join contest c on c.id = r.contest_id
join station s on s.id = r.station_id join area k on k.id = r.kelurahan_id
cross join lateral jsonb_array_elements(v.findings) f (item)
where r.contest_id = any(:contests)
  and k.path ~>=~ :path and k.path ~<~ :until
  and (cast(:code as text) is null or f.item ->> 'code' = :code)
  and (cast(:severity as text) is null or f.item ->> 'severity' = :severity)
order by s.code, c.id
""")


async def layouts_of(
    tx: Transaction, election: LoadedElection, ballot: Ballot | None
) -> dict[int, Layout]:
    """The contests of a ballot, or all, by id."""
    found: dict[int, Layout] = {}
    for one in [ballot] if ballot else Ballot:
        found |= await layouts(tx, election, one)
    return found


async def station_place(tx: Transaction, election: LoadedElection, code: str) -> tuple[int, str]:
    """A station's id and the path of its kelurahan; raises NotFound."""
    row = (await tx.execute(_STATION, {"election": election.id, "code": code})).first()
    if row is None:
        raise NotFound("there is no such station", station=code)
    return int(row.id), str(row.path)


async def station(tx: Transaction, election: LoadedElection, code: str) -> dict[str, Any]:
    """Everything said about a station, by ballot: the result, reports, photos, presence."""
    row = (await tx.execute(_STATION, {"election": election.id, "code": code})).first()
    if row is None:
        raise NotFound("there is no such station", station=code)
    given = {"station": row.id}
    above = await ancestors(tx, election.id, row.path)
    known = await layouts_of(tx, election, None)
    contests = {id_: known[id_] for id_ in row.contests or []}
    results = {one.contest_id: one for one in await tx.execute(_RESULTS, given)}
    revisions = (await tx.execute(_OF_STATION, given)).all()
    photos = [_plain(one) for one in await tx.execute(_PHOTOS, given)]
    ballots = []
    for id_, contest in contests.items():
        said = [revision_line(one, contest) for one in revisions if one.contest_id == id_]
        seen = [photo for photo in photos if photo["contest_id"] == id_]
        ballots.append({**_result(contest, results.get(id_)), "reports": said, "photos": seen})
    return {
        "election": election.code,
        "code": row.code,
        "name": f"TPS {row.number}",
        **{name: getattr(row, name) for name in ("number", "voters", "special", "active")},
        **{name: getattr(row, name) for name in ("place", "lat", "lon")},
        "areas": [{"code": a.code, "name": a.name, "level": a.level.value} for a in above],
        "ballots": ballots,
        "photos": [photo for photo in photos if photo["contest_id"] is None],
        "check_ins": [_plain(one) for one in await tx.execute(_PRESENT, given)],
    }


async def reports(
    tx: Transaction,
    area: Area,
    contests: Mapping[int, Layout],
    after: int,
    most: int,
) -> AsyncGenerator[dict[str, Any], None]:
    """Revisions of an area's stations in the order in which they came, `after` an id."""
    given = {**_within(area), "contests": list(contests), "after": after, "most": most}
    result = await tx.stream(_OF_AREA, given, execution_options={"yield_per": _PAGE})
    async for row in result:
        yield revision_line(row, contests[row.contest_id])


async def findings(
    tx: Transaction,
    area: Area,
    contests: Mapping[int, Layout],
    code: str | None,
    severity: str | None,
) -> AsyncGenerator[dict[str, Any], None]:
    """Findings of the reports that count, by station."""
    given = {**_within(area), "contests": list(contests), "code": code, "severity": severity}
    result = await tx.stream(_FINDINGS, given, execution_options={"yield_per": _PAGE})
    async for row in result:
        named = {name: getattr(row, name) for name in ("station", "ballot", "contest")}
        yield {**named, **row.item, "state": row.state, "receipt": row.receipt}


def revision_line(row: Any, contest: Layout) -> dict[str, Any]:
    """A revision with its source: message, person, participant; numbers by choice code."""
    votes = zip(contest.codes, row.votes, strict=False)
    return {
        "id": row.id,
        "station": row.station,
        "ballot": contest.ballot.value,
        "contest": contest.code,
        "report": row.report_id,
        "revision": row.number,
        "version": row.version,
        "kind": row.said_as,
        "receipt": row.receipt,
        "at": row.created_at.isoformat(),
        "person": row.person_id,
        "said_by": row.said_by,
        "participant": {"kind": row.kind, "code": row.participant} if row.kind else None,
        "message": row.inbox_id,
        "votes": {code: vote for code, vote in votes if vote is not None},
        **{name: getattr(row, name) for name in ("valid", "invalid", "total", "detail")},
        "figures": row.figures or {},
        **{name: getattr(row, name) for name in ("implied", "findings", "reason")},
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        "counts": bool(row.counts),
        "state": row.state,
    }


def _result(contest: Layout, row: Any) -> dict[str, Any]:
    head = {"ballot": contest.ballot.value, "contest": contest.code, "name": contest.name}
    if row is None:
        return {**head, "state": None, "evidence": [], "disputed": [], "revision": None}
    return {
        **head,
        "state": row.state,
        "evidence": row.evidence,
        "disputed": row.cells,
        "revision": row.revision_id,
        "version": row.version,
        "updated_at": row.updated_at.isoformat(),
    }


def _within(area: Area) -> dict[str, str]:
    return {"path": area.path, "until": area.until}


def _plain(row: Any) -> dict[str, Any]:
    """A row as JSON; moments as text."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in row._mapping.items()
    }
