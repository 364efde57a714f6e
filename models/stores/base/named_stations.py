"""Finds the stations that a list names: by code, or by kelurahan and TPS number."""

import re
from collections.abc import Mapping

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.stores.base.database import Transaction
from models.tables import AreaRow, StationRow

_CODE = select(col(AreaRow.id)).where(
    col(AreaRow.election_id) == bindparam("election"),
    col(AreaRow.level) == 4,
    col(AreaRow.code) == bindparam("code"),
)
_NAMES = text("""
select k.id, k.name, kec.name as kecamatan, kab.name as kabkota
from area k join area kec on kec.id = k.parent_id join area kab on kab.id = kec.parent_id
where k.election_id = :election and k.level = 4
""")
_STATIONS = select(col(StationRow.number), col(StationRow.id)).where(
    col(StationRow.kelurahan_id) == bindparam("area"), col(StationRow.active)
)
_STATION = select(col(StationRow.id)).where(
    col(StationRow.election_id) == bindparam("election"),
    col(StationRow.code) == bindparam("code"),
    col(StationRow.active),
)
_LETTERS = re.compile(r"[^a-z0-9]")
_KINDS = re.compile(r"^(kabupaten|kab|kota adm|kota|kecamatan|kec|kelurahan|kel|desa|distrik)[ .]+")


class Places:
    """Looks up each place once; keeps what the file names, a few thousand at most."""

    def __init__(self, tx: Transaction, election_id: int) -> None:
        self._tx, self._election = tx, election_id
        self._stations: dict[int, dict[int, int]] = {}
        self._by_name: dict[str, list[tuple[int, str, str]]] | None = None

    async def find(self, where: Mapping[str, str]) -> int | str:
        """A station's id; or the reason: area, unclear, station."""
        code = where.get("station", "").strip()
        if code:
            found = await self._tx.scalar(_STATION, {"election": self._election, "code": code})
            return int(found) if found is not None else "station"
        area = await self._area(where)
        if isinstance(area, str):
            return area
        if area not in self._stations:
            rows = await self._tx.execute(_STATIONS, {"area": area})
            self._stations[area] = {row.number: row.id for row in rows}
        number = "".join(letter for letter in where.get("tps", "") if letter.isdigit())
        return self._stations[area].get(int(number or 0), "station")

    async def _area(self, where: Mapping[str, str]) -> int | str:
        given = where.get("kelurahan", "").strip()
        code = given.replace(".", "")
        if code.isalnum() and any(letter.isdigit() for letter in code):
            found = await self._tx.scalar(_CODE, {"election": self._election, "code": code})
            if found is not None:
                return int(found)
        rows = (await self._names()).get(plain(given), [])
        for level, told in enumerate((where.get("kecamatan", ""), where.get("kabkota", "")), 1):
            rows = [row for row in rows if not told.strip() or row[level] == plain(told)]
        if len(rows) > 1:
            return "unclear"
        return rows[0][0] if rows else "area"

    async def _names(self) -> dict[str, list[tuple[int, str, str]]]:
        """Every kelurahan by its name; read once, and only for a file without codes."""
        if self._by_name is None:
            self._by_name = {}
            for row in await self._tx.execute(_NAMES, {"election": self._election}):
                place = (int(row.id), plain(row.kecamatan), plain(row.kabkota))
                self._by_name.setdefault(plain(row.name), []).append(place)
        return self._by_name


def plain(name: str) -> str:
    """Letters and digits of an area's name without its kind: "KAB. Melati" is "melati"."""
    told = _KINDS.sub("", name.strip().lower())
    return _LETTERS.sub("", told)
