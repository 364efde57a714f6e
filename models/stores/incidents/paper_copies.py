"""The paper copies (C.HASIL SALINAN) of stations as their witnesses noted them."""

from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.database import Transaction

_PUT = text("""
insert into paper_copy (person_id, station_id, status, contests, signed_by, handed_to, inbox_id)
values (:person, :station, :status, cast(:contests as int[]), :signed, :handed, :inbox)
""")
OF = text("""
select distinct on (station_id) station_id, status, handed_to from paper_copy
where person_id = :person order by station_id, id desc
""")
"""What a person (:person) noted last of each station."""


@dataclass(frozen=True, slots=True)
class NotedCopy:
    """A paper copy as its witness noted it last."""

    station_id: int
    status: str
    handed_to: str


async def put(
    tx: Transaction,
    person_id: int,
    station_id: int,
    status: str,
    contests: tuple[int, ...],
    signed_by: str,
    handed_to: str,
    inbox_id: int | None,
) -> None:
    """Note a copy; what was noted before stays beside it."""
    who = {"person": person_id, "station": station_id, "inbox": inbox_id}
    what = {"status": status, "contests": list(contests), "signed": signed_by}
    await tx.execute(_PUT, {**who, **what, "handed": handed_to})
