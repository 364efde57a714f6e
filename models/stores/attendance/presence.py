"""Check-ins of witnesses: when, how far from the station, and what a coordinator should look at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from models.rules.code_text import LETTERS
from models.stores.base.database import Transaction
from models.stores.base.receipts import given
from models.tables import CheckInRow
from models.values import Location

check_in = CheckInRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class NewCheckIn:
    """A presence as the conversation measured it; `distance_m` None without a location."""

    person_id: int
    station_id: int
    at: datetime
    location: Location | None
    distance_m: int | None
    flags: tuple[str, ...]
    inbox_id: int | None


async def put_check_in(tx: Transaction, new: NewCheckIn) -> tuple[int, str]:
    """Note a presence; returns its id and receipt. A second one of the day is a second row."""

    async def put(code: str) -> int | None:
        added = (
            insert(check_in)
            .values(
                person_id=new.person_id,
                station_id=new.station_id,
                at=new.at,
                lat=new.location.lat if new.location else None,
                lon=new.location.lon if new.location else None,
                distance_m=new.distance_m,
                flags=list(new.flags),
                receipt=code,
                inbox_id=new.inbox_id,
            )
            .on_conflict_do_nothing(index_elements=["receipt"])
            .returning(check_in.c.id)
        )
        number: int | None = await tx.scalar(added)
        return number

    code, number = await given(put, "H", letters=LETTERS)
    return number, code


async def note_letter(tx: Transaction, number: int, person_id: int, handed: bool) -> None:
    """Whether the written mandate (surat mandat) was handed to the KPPS."""
    await tx.execute(
        check_in.update()
        .where(check_in.c.id == number, check_in.c.person_id == person_id)
        .values(mandate_letter=handed)
    )


CHECK_INS = text("""
select id, station_id, at, receipt, mandate_letter from check_in
where person_id = :person order by id
""")
"""The check-ins of a person (:person), newest last."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A presence as its witness noted it; whether the written mandate was handed over."""

    id: int
    station_id: int
    at: datetime
    receipt: str
    mandate_letter: bool | None
