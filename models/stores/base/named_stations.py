"""Finds the stations that a list names: by code, or by kelurahan and TPS number."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select
from sqlmodel import col

from models.registers.station_numbers import station_number
from models.stores.base.database import Transaction
from models.stores.base.named_areas import NamedAreas
from models.tables import AreaRow, StationRow

_KELURAHAN = 4
_CODE = select(col(AreaRow.id)).where(
    col(AreaRow.election_id) == bindparam("election"),
    col(AreaRow.level) == 4,
    col(AreaRow.code) == bindparam("code"),
)
_STATIONS = select(col(StationRow.number), col(StationRow.id)).where(
    col(StationRow.kelurahan_id) == bindparam("area"), col(StationRow.active)
)
_STATION = select(col(StationRow.id)).where(
    col(StationRow.election_id) == bindparam("election"),
    col(StationRow.code) == bindparam("code"),
    col(StationRow.active),
)


class Places:
    """Looks up each place once; keeps what the file names, a few thousand at most."""

    def __init__(self, tx: Transaction, election_id: int) -> None:
        self._tx, self._election = tx, election_id
        self._stations: dict[int, dict[int, int]] = {}
        self._areas = NamedAreas(tx, election_id)

    async def find(self, where: Mapping[str, str]) -> int | str:
        """A station's id; or the reason: area, unclear, station."""
        code = where.get("station", "").strip()
        if code:
            found = await self._tx.scalar(_STATION, {"election": self._election, "code": code})
            return int(found) if found is not None else "station"
        area = await self.kelurahan(where)
        if isinstance(area, str):
            return area
        if area not in self._stations:
            rows = await self._tx.execute(_STATIONS, {"area": area})
            self._stations[area] = {row.number: row.id for row in rows}
        number = station_number(where.get("tps", ""))
        return self._stations[area].get(number or 0, "station")

    async def kelurahan(self, where: Mapping[str, str]) -> int | str:
        """A kelurahan's id; or the reason: area, unclear."""
        given = where.get("kelurahan", "").strip()
        code = given.replace(".", "")
        if code.isalnum() and any(letter.isdigit() for letter in code):
            found = await self._tx.scalar(_CODE, {"election": self._election, "code": code})
            if found is not None:
                return int(found)
        named = await self._areas.find(given, where, _KELURAHAN)
        if len(named) > 1:
            return "unclear"
        return named[0].id if named else "area"

    async def like(self, kelurahan: str) -> str:
        """The name of the kelurahan that a slip of the pen may mean; empty where none is near."""
        return await self._areas.like(kelurahan, _KELURAHAN)
