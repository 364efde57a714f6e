"""Elections as an operator keeps them: which is meant, which are closed, put away, deleted."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, text, update
from sqlmodel import col

from models.errors import BadInput, NotFound
from models.stores.base import holds
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.tables import ElectionRow

OPEN, CLOSED, ARCHIVED = "open", "closed", "archived"
_ALL = text("""
select e.id, e.code, e.name, e.held_on, e.state, e.chosen,
       (select count(*) from station s where s.election_id = e.id and s.active)::int as stations,
       (select count(*) from report r join station s on s.id = r.station_id
        where s.election_id = e.id)::int as reports
from election e order by e.held_on desc, e.id
""")
_ROW = select(
    col(ElectionRow.id), col(ElectionRow.code), col(ElectionRow.state), col(ElectionRow.chosen)
).where(col(ElectionRow.code) == bindparam("wanted"))
_KEPT = text("""
select (select count(*) from report r join station s on s.id = r.station_id
        where s.election_id = :id) as reports,
       (select count(*) from photo p join station s on s.id = p.station_id
        where s.election_id = :id) as photos,
       (select count(*) from check_in c join station s on s.id = c.station_id
        where s.election_id = :id) as check_ins,
       (select count(*) from incident where election_id = :id) as incidents
""")
_STATIONS = "(select id from station where election_id = :id)"
_AREAS = "(select id from area where election_id = :id)"
_CONTESTS = "(select id from contest where election_id = :id)"
_MANDATES = f"(select id from mandate where station_id in {_STATIONS} or area_id in {_AREAS})"
_EMPTY = (
    f"delete from mandate_request where mandate_id in {_MANDATES}",
    "delete from swap where election_id = :id",
    "delete from mandate_letter where election_id = :id",
    f"delete from vouch where station_id in {_STATIONS}",
    f"delete from mandate where id in {_MANDATES}",
    *(
        f"delete from {table} where election_id = :id"
        for table in (
            *("absence", "escalation", "phase_run", "training", "recruit", "role", "broadcast"),
            *("digest_round", "official", "legal_hold", "open_question"),
            *("voter_ask", "voter_change", "voter_visit", "voter_removed", "voter"),
            *("voter_register", "voter_import"),
        )
    ),
    f"delete from candidate_state where contest_id in {_CONTESTS}",
    f"delete from digest_seats where contest_id in {_CONTESTS}",
    f"delete from digest_area where area_id in {_AREAS}",
    f"delete from digest_mark where area_id in {_AREAS}",
    f"delete from recap where area_id in {_AREAS}",
    f"delete from recap_dirty where kelurahan_id in {_AREAS}",
    f"delete from contest_area where area_id in {_AREAS}",
    f"delete from station where kelurahan_id in {_AREAS}",
    "update area set parent_id = null where election_id = :id",
    *(
        f"delete from {table} where election_id = :id"
        for table in ("area", "contest", "participant")
    ),
    "delete from election where id = :id",
)
"""Of an election in which nothing was reported: what hangs on another first."""


@dataclass(frozen=True, slots=True)
class Known:
    """An election of this installation; `chosen`: the one that is meant where none is named."""

    id: int
    code: str
    name: str
    held_on: date
    state: str
    chosen: bool
    stations: int
    reports: int


async def known(tx: Transaction) -> list[Known]:
    """All elections, the latest first."""
    return [Known(*row) for row in await tx.execute(_ALL)]


async def choose(tx: Transaction, code: str) -> None:
    """From now on this election is meant where none is named. Raises NotFound, BadInput."""
    id_, state, _ = await _find(tx, code)
    if state == ARCHIVED:
        raise BadInput(f"{code} is archived: saksi elections open {code} first")
    await tx.execute(update(ElectionRow).values(chosen=False))
    await tx.execute(update(ElectionRow).where(col(ElectionRow.id) == id_).values(chosen=True))
    await note(tx, "operator", "election chosen", f"election:{id_}", {"code": code})


async def put_state(tx: Transaction, code: str, wanted: str) -> None:
    """Open an election again, close it (its results stand), or put it away.

    Raises NotFound; BadInput for one that is chosen and shall be put away.
    """
    id_, state, chosen = await _find(tx, code)
    if wanted == ARCHIVED and chosen:
        raise BadInput(f"{code} is the chosen election: choose another one first")
    if state != wanted:
        await tx.execute(update(ElectionRow).where(col(ElectionRow.id) == id_).values(state=wanted))
        await note(tx, "operator", f"election {wanted}", f"election:{id_}", {"code": code})


async def delete(tx: Transaction, code: str) -> None:
    """Delete an election in which nothing was reported, with its lists.

    Raises NotFound, LegalHold; BadInput where something was reported: that is never deleted.
    """
    id_, _, chosen = await _find(tx, code)
    await holds.require_none(tx, id_)
    kept = (await tx.execute(_KEPT, {"id": id_})).one()
    if any(kept):
        told = f"{kept.reports:,} reports, {kept.photos:,} photos, {kept.check_ins:,} check-ins"
        raise BadInput(
            f"{code} holds {told}: what was reported is never deleted; put it away by "
            f"saksi elections archive {code}"
        )
    if chosen and len(await known(tx)) > 1:
        raise BadInput(f"{code} is the chosen election: choose another one first")
    for statement in _EMPTY:
        await tx.execute(text(statement), {"id": id_})
    await note(tx, "operator", "election deleted", f"election:{id_}", {"code": code})


async def _find(tx: Transaction, code: str) -> tuple[int, str, bool]:
    row = (await tx.execute(_ROW, {"wanted": code})).first()
    if row is None:
        codes = ", ".join(one.code for one in await known(tx))
        raise NotFound(f"there is no election {code}; there are: {codes or 'none'}")
    return row.id or 0, row.state, row.chosen
