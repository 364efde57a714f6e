"""What backs a station's figures, gathered as files: tables, messages, photos, sealed entries."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from models.stores.base import holds
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection

_MESSAGES = text("""
select i.id, i.channel, i.account, i.external_id, i.received_at, i.handled_at, i.part,
       encode(sha256(e.payload), 'hex') as payload_sha256
from inbox i left join event e on e.id = i.event_id
where i.id = any(:ids) order by i.id
""")
_ENTRIES = text("""
select e.id, e.at, e.actor, e.action, e.subject, e.data, e.inbox_id, e.block,
       encode(e.hash, 'hex') as hash, encode(coalesce(
           (select b.hash from audit_entry b where b.block = e.block and b.id < e.id
            order by b.id desc limit 1),
           (select k.previous from audit_block k where k.number = e.block)), 'hex') as before
from audit_entry e
where e.subject = any(:subjects) or e.inbox_id = any(:messages) order by e.id
""")
_BLOCKS = text("""
select number, encode(previous, 'hex') as previous, encode(hash, 'hex') as hash, entries,
       sealed_at
from audit_block where number = any(:numbers) order by number
""")
_PUBLISHED = text("""
select ballot, district, source, version, basis, valid, invalid, total, votes from official
where election_id = :election and level = 'tps' and code = :code order by ballot, source, version
""")
_PAPER = text("""
select p.person_id, p.status, p.contests, p.signed_by, p.handed_to, p.inbox_id, p.created_at
from paper_copy p join station s on s.id = p.station_id
where s.election_id = :election and s.code = :code order by p.id
""")
_MEETING = text("""
select m.number, c.ballot, c.code as district, m.figures, m.person_id, m.inbox_id, m.created_at
from meeting_figure m join station s on s.id = m.station_id join contest c on c.id = m.contest_id
where s.election_id = :election and s.code = :code order by m.contest_id, m.number
""")
_MEETING_PATHS = text("""
select p.id, p.path, encode(p.sha256, 'hex') as sha256, p.mime, p.reading
from meeting_photo f join photo p on p.id = f.photo_id join area a on a.id = f.area_id
join station s on s.election_id = a.election_id and s.code = :code
join area k on k.id = s.kelurahan_id and (k.path = a.path or k.path like a.path || '.%')
where a.election_id = :election order by p.id
""")
_PATHS = text("""
select p.id, p.path, encode(p.sha256, 'hex') as sha256, p.mime, p.reading from photo p
join station s on s.id = p.station_id
where s.election_id = :election and s.code = :code order by p.id
""")


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind a station's figures, as JSON rows. `photos` name where files lie."""

    messages: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    published: list[dict[str, Any]]
    paper: list[dict[str, Any]]
    meeting: list[dict[str, Any]]
    holds: list[dict[str, Any]]
    photos: list[dict[str, Any]]


async def backing(tx: Transaction, election: LoadedElection, station: dict[str, Any]) -> Backing:
    """Gather it for a station as `models.stores.audit.sources.station` shows it.

    Messages are named by their provider's ids and the hash of their raw payload; the payload
    itself holds phones and stays here.
    """
    reports = [one for ballot in station["ballots"] for one in ballot["reports"]]
    given = {"election": election.id, "code": station["code"]}
    photos = _plain(await tx.execute(_PATHS, given))
    photos += _plain(await tx.execute(_MEETING_PATHS, given))
    read_out = _plain(await tx.execute(_MEETING, given))
    messages = {one["message"] for one in reports} | {
        one["inbox_id"] for one in (*station["check_ins"], *read_out)
    }
    ids = sorted(id_ for id_ in messages if id_ is not None)
    subjects = [f"report:{one['report']}" for one in reports]
    subjects += [f"revision:{one['id']}" for one in reports]
    subjects += [f"photo:{photo['id']}" for photo in photos]
    entries = _plain(await tx.execute(_ENTRIES, {"subjects": subjects, "messages": ids}))
    numbers = sorted({entry["block"] for entry in entries if entry["block"] is not None})
    return Backing(
        _plain(await tx.execute(_MESSAGES, {"ids": ids})),
        entries,
        _plain(await tx.execute(_BLOCKS, {"numbers": numbers})),
        _plain(await tx.execute(_PUBLISHED, given)),
        _plain(await tx.execute(_PAPER, given)),
        read_out,
        await holds.over_station(tx, election, station["code"]),
        photos,
    )


def _plain(rows: Any) -> list[dict[str, Any]]:
    return [
        {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in row._mapping.items()
        }
        for row in rows
    ]
