"""Finds the areas that a list names: by code, or by a name as people there write it.

Only equal names are taken, with the kind of area before them or without ("Kemantren Umbulharjo",
"KEC. UMBULHARJO", "Umbulharjo"); what is merely like one is for a person to decide.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rapidfuzz import fuzz, process
from sqlalchemy import text

from models.stores.base.areas import KINDS, LEVELS
from models.stores.base.database import Transaction

_AREAS = text("select id, code, path, level, name from area where election_id = :election")
_LIKE = 75
"""Of 100: how alike a name has to be to be named in a refusal."""
_REST = re.compile(r"[^a-z0-9]")
_KIND = re.compile(rf"^(?:{'|'.join(sorted(KINDS, key=len, reverse=True))})(?:\s*adm\w*)?[ .]+")


class Named(Protocol):
    """What has a name."""

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


@dataclass(frozen=True, slots=True)
class NamedArea:
    """An area; `level`: its number, from the nation (0) down to the kelurahan (4)."""

    id: int
    code: str
    path: str
    level: int
    name: str


def whole(name: str) -> str:
    """Letters and digits of a name: "KAB. Melati" is "kabmelati"."""
    return _REST.sub("", name.lower())


def plain(name: str) -> str:
    """The same without the kind of area before it: "KAB. Melati" is "melati"."""
    return _REST.sub("", _KIND.sub("", name.strip().lower()))


def kind(name: str) -> int | None:
    """The level that the word before a name says; None where there is none."""
    found = _KIND.match(name.strip().lower())
    return KINDS[re.split(r"[ .]", found[0])[0]] if found else None


def called(said: str, areas: Iterable[N]) -> list[N]:
    """Those of this very name; else those of it without the kinds of area.

    A Kabupaten is never a Kota of the same name, nor the other way round.
    """
    fitting = [one for one in areas if plain(one.name) == plain(said)]
    equal = [one for one in fitting if whole(one.name) == whole(said)]
    if equal:
        return equal
    is_kota = {one.name: one.name.lower().startswith("kota ") for one in fitting}
    if re.match(r"kab", said.strip().lower()):
        return [one for one in fitting if not is_kota[one.name]]
    if said.strip().lower().startswith("kota "):
        return [one for one in fitting if is_kota[one.name]] or fitting
    return fitting


class NamedAreas:
    """An election's areas by name; read once, when the first name is looked for."""

    def __init__(self, tx: Transaction, election_id: int) -> None:
        self._tx, self._election = tx, election_id
        self._by_code: dict[str, NamedArea] = {}
        self._by_name: dict[str, list[NamedArea]] = {}

    async def find(
        self, said: str, above: Mapping[str, str], level: int | None = None
    ) -> list[NamedArea]:
        """The areas that a cell means; one is clear, several are to be asked about.

        `above`: the larger areas that the line names, by the name of their level.
        """
        await self._read()
        code = self._by_code.get(said.replace(".", "").strip())
        if code is not None and level in (None, code.level):
            return [code]
        same = self._by_name.get(plain(said), ())
        here = [one for one in same if level in (None, one.level) and self._inside(one, above)]
        found = called(said, here)
        told = kind(said)
        of_kind = [one for one in found if one.level == told]
        return of_kind if level is None and of_kind else found

    async def like(self, said: str, level: int) -> str:
        """The name at a level that is most like a cell; empty where none is, or two are."""
        await self._read()
        names = {plain(one.name): one.name for one in self._by_code.values() if one.level == level}
        best = process.extract(plain(said), list(names), scorer=fuzz.ratio, limit=2)
        near = [name for name, score, _ in best if score >= _LIKE]
        return names[near[0]] if near and (len(near) == 1 or best[0][1] > best[1][1]) else ""

    def _inside(self, area: NamedArea, above: Mapping[str, str]) -> bool:
        """Whether an area lies in the larger ones that the line names beside it."""
        up = {one.level: one for code in area.path.split(".") if (one := self._by_code.get(code))}
        for level, name in enumerate(LEVELS):
            said, here = above.get(name.value, "").strip(), up.get(level)
            if not said or here is None or level >= area.level:
                continue
            if here.code != said.replace(".", "") and not called(said, [here]):
                return False
        return True

    async def _read(self) -> None:
        if self._by_code:
            return
        for row in await self._tx.execute(_AREAS, {"election": self._election}):
            one = NamedArea(*row)
            self._by_code[one.code] = one
            self._by_name.setdefault(plain(one.name), []).append(one)
