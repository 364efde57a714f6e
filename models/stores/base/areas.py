"""Areas (wilayah) by code and by the name that people type."""

import re
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import NotFound
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.kept import Kept
from models.tables import AreaRow
from models.values import Level, Location

LEVELS = (Level.NATION, Level.PROVINSI, Level.KABKOTA, Level.KECAMATAN, Level.KELURAHAN)
"""The level of an area row by its number."""
KINDS = {
    "provinsi": 1,
    "prov": 1,
    "propinsi": 1,
    "kabupaten": 2,
    "kab": 2,
    "kota": 2,
    "kecamatan": 3,
    "kec": 3,
    "kemantren": 3,
    "kapanewon": 3,
    "distrik": 3,
    "kelurahan": 4,
    "kel": 4,
    "desa": 4,
    "kalurahan": 4,
    "gampong": 4,
    "nagari": 4,
    "kampung": 4,
}
"""Words that people put before an area's name, and the level that each says."""
_LEVEL_WORDS = ("", "Provinsi", "", "Kec.", "Kel.")
_LIKE = 80
_NEAR = 6
_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Area:
    """An area of an election; `path` are its ancestors' codes and its own, dotted."""

    id: int
    code: str
    path: str
    level: Level
    name: str
    word: str
    timezone: str
    noken: bool
    location: Location | None

    @property
    def until(self) -> str:
        """The end of the range of paths that begins with the area's own: all areas inside it.

        Codes hold letters and digits only; of what may follow a path, "." sorts before "/".
        """
        return f"{self.path}/"

    @property
    def title(self) -> str:
        """The name with the word that people there put before it: "Kemantren Umbulharjo"."""
        word = self.word or _LEVEL_WORDS[LEVELS.index(self.level)]
        return f"{word} {self.name}".strip()


AREA_COLUMNS = "id, code, path, level, name, local_word, timezone, noken, lat, lon"
"""What `area_of` needs of a row."""
_AREA = f"select {AREA_COLUMNS} from area where election_id = :election"
_TOP = (
    select(col(AreaRow.code))
    .where(col(AreaRow.election_id) == bindparam("election"))
    .order_by(col(AreaRow.level), col(AreaRow.code))
    .limit(1)
)
_NAMES = (
    select(col(AreaRow.id), col(AreaRow.name), col(AreaRow.path), col(AreaRow.level))
    .where(col(AreaRow.election_id) == bindparam("election"))
    .order_by(col(AreaRow.path))
)
Names = tuple[tuple[str, ...], tuple[tuple[int, str, int], ...]]
_names: Kept[Names] = Kept(4)


async def area(tx: Transaction, election_id: int, code: str) -> Area:
    """The area with this code; raises NotFound."""
    given = {"election": election_id, "code": code}
    row = (await tx.execute(text(f"{_AREA} and code = :code"), given)).one_or_none()
    if row is None:
        raise NotFound("there is no such area", area=code)
    return area_of(row)


async def top(tx: Transaction, election_id: int) -> str:
    """Code of the area that holds all others: the nation; raises NotFound."""
    found = await tx.scalar(_TOP, {"election": election_id})
    if found is None:
        raise NotFound("the election has no areas")
    return str(found)


async def parting(tx: Transaction, election_id: int, code: str) -> str:
    """Code of the first area from this one down that has several below it, or none.

    The nation of a pack of one city is its city: an area with a single one below says nothing.
    """
    below = await children(tx, election_id, code)
    while len(below) == 1:
        code = below[0].code
        below = await children(tx, election_id, code)
    return code


async def children(tx: Transaction, election_id: int, code: str) -> list[Area]:
    """The areas right below one, by code; raises NotFound."""
    above = await area(tx, election_id, code)
    given = {"election": election_id, "parent": above.id}
    rows = await tx.execute(text(f"{_AREA} and parent_id = :parent order by code"), given)
    return [area_of(row) for row in rows]


async def ancestors(tx: Transaction, election_id: int, path: str) -> list[Area]:
    """The areas of a path from the nation down to the area itself."""
    given = {"election": election_id, "codes": path.split(".")}
    rows = await tx.execute(text(f"{_AREA} and code = any(:codes) order by level"), given)
    return [area_of(row) for row in rows]


async def areas_named(
    tx: Transaction, election: LoadedElection, said: str, within: str = "0", most: int = 5
) -> list[Area]:
    """The areas that a name may mean, best first: one is clear, several must be asked about.

    Equal names win over beginnings ("umbul"), those over similar ones ("umbulhrjo"); a
    word before the name ("kec. Tegalrejo") says the level; `within`: path of the area to look
    in. Empty when nothing is like it.
    """
    name, level = _said(said)
    if not name:
        return []
    ids = _alike(await _known(tx, election), name, level, within, most)
    rows = await tx.execute(
        text(f"{_AREA} and id = any(:ids)"), {"election": election.id, "ids": ids}
    )
    found = {row.id: area_of(row) for row in rows}
    return [found[id_] for id_ in ids]


def _alike(known: Names, name: str, level: int | None, within: str, most: int) -> list[int]:
    names, places = known
    inside = [
        n
        for n, (_, path, at) in enumerate(places)
        if (path == within or path.startswith(f"{within}.")) and level in (None, at)
    ]
    equal = [n for n in inside if names[n] == name]
    if not equal and len(name) >= _BEGINNING:
        equal = [n for n in inside if names[n].startswith(name)]
    if not equal:
        some = {n: names[n] for n in inside}
        scored = process.extract(name, some, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=most)
        best = scored[0][1] if scored else 0
        equal = [n for _, score, n in scored if score >= best - _NEAR]
    equal.sort(key=lambda n: places[n][2])
    return [places[n][0] for n in equal[:most]]


def _said(text_: str) -> tuple[str, int | None]:
    """The plain name and the level that a word before it says; "kota" is part of names too."""
    words = _plain(text_).split()
    if len(words) > 1 and words[0] in KINDS:
        return " ".join(words[1:]), KINDS[words[0]]
    return " ".join(words), None


def _plain(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", " ", name.lower()).strip()


async def _known(tx: Transaction, election: LoadedElection) -> Names:
    """Plain names without the level's word, with id, path and level, kept in the process."""
    kept = _names.get(tx, election.id, election.fingerprint)
    if kept is None:
        rows = (await tx.execute(_NAMES, {"election": election.id})).all()
        names = tuple(_said(row.name)[0] for row in rows)
        kept = names, tuple((row.id, row.path, row.level) for row in rows)
        _names.put(tx, election.id, election.fingerprint, kept)
    return kept


def area_of(row: Any) -> Area:
    """The value of a row with AREA_COLUMNS."""
    here = None if row.lat is None or row.lon is None else Location(row.lat, row.lon)
    return Area(
        row.id,
        row.code,
        row.path,
        LEVELS[row.level],
        row.name,
        row.local_word,
        row.timezone,
        row.noken,
        here,
    )
