"""The paper copies (C.HASIL SALINAN) of stations as their witnesses noted them."""

from typing import Any

from sqlalchemy import text

from models.stores.base.session import Session

_PUT = text("""
insert into paper_copy (person_id, station_id, status, contests, signed_by, handed_to, inbox_id)
values (:person, :station, :status, cast(:contests as int[]), :signed, :handed, :inbox)
""")
OF = text("""
select distinct on (station_id) station_id, status, handed_to from paper_copy
where person_id = :person order by station_id, id desc
""")
"""What a person (:person) noted last of each station."""


async def put(
    session: Session,
    person_id: int,
    station_id: int,
    status: str,
    contests: tuple[int, ...],
    signed_by: str,
    handed_to: str,
    inbox_id: int | None,
) -> None:
    """Note a copy; what was noted before stays beside it."""
    values: dict[str, Any] = {"person": person_id, "station": station_id, "status": status}
    values |= {"contests": list(contests), "signed": signed_by, "handed": handed_to}
    await session.execute(_PUT, {**values, "inbox": inbox_id})
