"""Vouching (jaminan kehadiran): a coordinator's word that a witness is at the station."""

from datetime import datetime

from sqlalchemy import text

from models.errors import OwnReport
from models.stores.base.database import Transaction

_PUT = text("""
insert into vouch (person_id, station_id, by_id, at, inbox_id)
values (:person, :station, :by, :at, :inbox) returning id
""")


async def put(
    tx: Transaction, person_id: int, station_id: int, by: int, at: datetime, inbox_id: int | None
) -> int:
    """Note it; the id. Nobody vouches for oneself: raises OwnReport."""
    if person_id == by:
        raise OwnReport("nobody vouches for oneself")
    given = {"person": person_id, "station": station_id, "by": by, "at": at, "inbox": inbox_id}
    return int(await tx.scalar(_PUT, given) or 0)
