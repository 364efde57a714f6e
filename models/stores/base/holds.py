"""Legal holds: put, listed, lifted, each in the audit log; what they keep is left undeleted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, bindparam, select, text
from sqlmodel import col

from models.errors import BadInput, LegalHold, NotFound
from models.stores.base import areas
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.tables import LegalHoldRow, StationRow

_STATION = select(col(StationRow.id)).where(
    col(StationRow.election_id) == bindparam("election"), col(StationRow.code) == bindparam("code")
)
_PUT = text("""
insert into legal_hold (election_id, area_id, station_id, reason, put_by)
values (:election, :area, :station, :reason, :by) returning id
""")
_LIFT = text("""
update legal_hold set lifted_at = clock_timestamp(), lifted_by = :by, lifted_reason = :reason
where id = :id and election_id = :election and lifted_at is null returning id
""")
_LIST = text("""
select h.id, a.code as area, s.code as station, h.reason, h.put_by, h.put_at,
       h.lifted_at, h.lifted_by, h.lifted_reason
from legal_hold h left join area a on a.id = h.area_id left join station s on s.id = h.station_id
where h.election_id = :election and (cast(:all as bool) or h.lifted_at is null) order by h.id
""")
_OVER = text("""
select h.id, h.reason, h.put_by, h.put_at from legal_hold h left join area p on p.id = h.area_id
join station s on s.election_id = h.election_id and s.code = :code
join area k on k.id = s.kelurahan_id
where h.election_id = :election and h.lifted_at is null
  and (h.area_id is null and h.station_id is null or h.station_id = s.id
       or k.path = p.path or k.path like p.path || '.%') order by h.id
""")
_ANYWHERE = text("""
select 1 from legal_hold where lifted_at is null and area_id is null and station_id is null limit 1
""")
_ANY = (
    select(col(LegalHoldRow.id))
    .where(
        col(LegalHoldRow.election_id) == bindparam("election"),
        col(LegalHoldRow.lifted_at).is_(None),
    )
    .order_by(col(LegalHoldRow.id))
    .limit(1)
)
# What a contact said is evidence where its person reports, and where it asked about a voter.
_CONTACT = text("""
select h.id from legal_hold h left join area p on p.id = h.area_id
where h.lifted_at is null and (h.area_id is null and h.station_id is null or exists (
    select from contact c join mandate m on m.person_id = c.person_id
    join station s on s.id = m.station_id join area k on k.id = s.kelurahan_id
    where c.id = :contact and s.election_id = h.election_id
      and (s.id = h.station_id or k.path = p.path or k.path like p.path || '.%'))
  or exists (
    select from voter_ask a join voter v on v.election_id = a.election_id and v.person = a.person
    join station s on s.id = v.station_id join area k on k.id = s.kelurahan_id
    where a.contact_id = :contact and a.election_id = h.election_id
      and (s.id = h.station_id or k.path = p.path or k.path like p.path || '.%'))
  or exists (
    select from incident i join station s on s.id = i.station_id
    join area k on k.id = s.kelurahan_id
    where i.contact_id = :contact and s.election_id = h.election_id
      and (s.id = h.station_id or k.path = p.path or k.path like p.path || '.%')))
order by h.id limit 1
""")
_LEAST = 4


@dataclass(frozen=True, slots=True)
class NewHold:
    """A hold to be: of a station, of an area, or (neither) of the whole election; codes."""

    reason: str
    by: str
    area: str | None = None
    station: str | None = None


async def put(tx: Transaction, election: LoadedElection, new: NewHold) -> int:
    """Put a hold; its number. Raises BadInput without a reason or a name, NotFound."""
    _said("--reason", new.reason)
    _said("--by", new.by)
    if new.area and new.station:
        raise BadInput("either an area or a station, not both")
    area = (await areas.area(tx, election.id, new.area)).id if new.area else None
    station = None
    if new.station:
        given = {"election": election.id, "code": new.station}
        station = await tx.scalar(_STATION, given)
        if station is None:
            raise NotFound("there is no such station", station=new.station)
    place = {"election": election.id, "area": area, "station": station}
    values = {**place, "reason": new.reason.strip(), "by": new.by.strip()}
    number = int(await tx.scalar(_PUT, values) or 0)
    said = {"area": new.area, "station": new.station, "reason": new.reason, "by": new.by}
    await note(tx, "operator", "legal hold put", f"hold:{number}", said)
    return number


async def lift(
    tx: Transaction, election: LoadedElection, number: int, reason: str, by: str
) -> None:
    """End a hold. Raises BadInput without a reason or a name, NotFound where none is open."""
    _said("--reason", reason)
    _said("--by", by)
    given = {"id": number, "election": election.id, "reason": reason.strip(), "by": by.strip()}
    if await tx.scalar(_LIFT, given) is None:
        raise NotFound("there is no such open hold", hold=number)
    said = {"reason": reason, "by": by}
    await note(tx, "operator", "legal hold lifted", f"hold:{number}", said)


def _said(option: str, text_: str) -> None:
    if len(text_.strip()) < _LEAST:
        raise BadInput(f"{option}: say it, it stays on record")


async def listed(
    tx: Transaction, election: LoadedElection, *, lifted: bool = False
) -> list[dict[str, object]]:
    """The open holds of an election, with `lifted` the others, too."""
    rows = await tx.execute(_LIST, {"election": election.id, "all": lifted})
    return [_plain(row) for row in rows.mappings()]


async def over_station(
    tx: Transaction, election: LoadedElection, code: str
) -> list[dict[str, object]]:
    """The open holds that keep a station's material."""
    rows = await tx.execute(_OVER, {"election": election.id, "code": code})
    return [_plain(row) for row in rows.mappings()]


async def keeps_contact(tx: Transaction, contact_id: int) -> int | None:
    """The number of a hold that keeps what a contact said and asked; None where none does."""
    found: int | None = await tx.scalar(_CONTACT, {"contact": contact_id})
    return found


async def keeps_messages(tx: Transaction) -> bool:
    """Whether some whole election is on hold: messages that belong to no place stay as they are."""
    return await tx.scalar(_ANYWHERE) is not None


async def require_none(tx: Transaction, election_id: int) -> None:
    """Raises LegalHold while anything of the election is on hold."""
    number = await tx.scalar(_ANY, {"election": election_id})
    if number is not None:
        raise LegalHold(f"hold {number} is on: lift it first (saksi holds lift)", hold=number)


def _plain(row: RowMapping) -> dict[str, object]:
    return {
        str(name): value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
    }
