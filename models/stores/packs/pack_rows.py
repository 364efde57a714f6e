"""Copy a pack's rows into temporary tables, as fast as the wire takes them."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import text

from models.packs.areas import KELURAHAN
from models.packs.pack import Pack
from models.stores.base.database import Transaction
from models.values import Choice, Contest

Progress = Callable[[str, int], None]
"""Called with a table's name and how many of its rows have been read so far."""

_STEP = 20_000
_TABLES = {
    "contest": "ballot text, code text, name text, seats int, choices jsonb",
    "participant": "kind text, code text, name text, short text, local_to text",
    "area": "code text, parent text, path text, level smallint, name text, local_word text,"
    " timezone text, lat float8, lon float8, noken bool, contests int[]",
    "station": "code text, kelurahan text, number int, voters int, special bool, place text,"
    " lat float8, lon float8, contests int[], active bool",
}


async def copy(tx: Transaction, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Fill the temporary table pack_<table>, dropped at the end of the transaction."""
    name = f"pack_{table}"
    await tx.execute(text(f"drop table if exists {name}"))
    columns = f"line int generated always as identity, {_TABLES[table]}"
    await tx.execute(text(f"create temp table {name} ({columns}) on commit drop"))
    names = [column.split()[0] for column in _TABLES[table].split(",")]
    await copy_into(tx, name, names, rows)
    await tx.execute(text(f"analyze {name}"))


async def copy_into(
    tx: Transaction, table: str, columns: list[str], rows: Iterable[tuple[object, ...]]
) -> int:
    """Stream rows into a table while they are made; how many there were."""
    raw = (await tx.get_raw_connection()).driver_connection
    assert raw is not None
    told = await raw.copy_records_to_table(table, records=rows, columns=columns)
    return int(str(told).rpartition(" ")[2])


def counted(table: str, rows: Iterable[tuple[object, ...]], progress: Progress) -> Iterator[Any]:
    """The rows as they come, telling `progress` now and then."""
    done = 0
    for done, row in enumerate(rows, 1):
        if done % _STEP == 0:
            progress(table, done)
        yield row
    progress(table, done)


def contest_rows(contests: Iterable[Contest]) -> Iterator[tuple[object, ...]]:
    """Contests with their choices as JSON."""
    for contest in contests:
        listed = [_choice(one) for one in contest.choices]
        choices = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
        yield contest.ballot.value, contest.code, contest.name, contest.seats, choices


def _choice(one: Choice) -> dict[str, str]:
    """A choice as the database keeps it; what else it is called only where it is called so."""
    kept = {"code": one.code, "name": one.name, "short": one.short, "sex": one.sex}
    return {**kept, "names": "|".join(one.names)} if one.names else kept


class Voting:
    """Which contests' ids the voters of an area get ballots of, in counting order."""

    def __init__(self, pack: Pack, ids: dict[tuple[str, str], int]) -> None:
        self._ids, self._pack = ids, pack
        self._order = [ballot.code.value for ballot in pack.config.ballots]
        self._known: dict[int, list[int]] = {}

    def of_area(self, code: str) -> list[int]:
        """Of a kelurahan; kelurahan that share all districts share the list."""
        districts = self._pack.voting[code]
        found = self._known.get(id(districts))
        if found is None:
            found = self._known[id(districts)] = self._listed(districts)
        return found

    def of_station(self, code: str, kelurahan: str) -> list[int] | None:
        """Of a station that district_areas.csv names, None where the kelurahan's hold."""
        own = self._pack.territory.stations.get(code)
        if own is None:
            return None
        listed = self._listed(self._pack.voting[kelurahan] | own)
        return None if listed == self.of_area(kelurahan) else listed

    def _listed(self, districts: dict[str, str]) -> list[int]:
        return [
            self._ids[ballot, districts[ballot]] for ballot in self._order if ballot in districts
        ]


def area_rows(pack: Pack, voting: Voting) -> Iterator[tuple[object, ...]]:
    """Areas with their path; kelurahan with their contests."""
    for area in pack.areas.values():
        contests = voting.of_area(area.code) if area.level == KELURAHAN else None
        yield (
            *(area.code, area.parent or None, area.path, area.level, area.name),
            *(area.local_word, area.timezone, area.lat, area.lon, area.noken, contests),
        )


def station_rows(pack: Pack, voting: Voting) -> Iterator[tuple[object, ...]]:
    """Stations as they are read from the file."""
    named = pack.territory.stations
    for station in pack.stations():
        own = voting.of_station(station.code, station.kelurahan) if named else None
        yield (*station, own, True)
