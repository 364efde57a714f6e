"""Kelurahan and desa by names as people write them; asked by more than one capability."""

from dataclasses import dataclass

from models.stores.base import areas, elections
from models.stores.base.database import Transaction
from models.values import Level

_SHOWN = 8
_MANY = 2_000
_WORDS = ("kel", "kelurahan", "desa", "kalurahan", "gampong", "nagari", "kampung")


@dataclass(frozen=True, slots=True)
class Kelurahan:
    """One that a name may mean; `above`: its kecamatan and kabkota, in words."""

    id: int
    title: str
    path: str
    above: str


async def kelurahan_named(tx: Transaction, text: str) -> tuple[list[Kelurahan], bool]:
    """Kelurahan by a name that is nearly right; "Sukamaju, Sukarasa" names the kecamatan too.

    And whether there are more than the few that are told.
    """
    election = await elections.current_election(tx)
    if election is None:
        return [], False
    name, _, above = (part.strip() for part in text.partition(","))
    most = _MANY if above else _SHOWN + 1
    found = await areas.areas_named(tx, election, _with_level(name), most=most)
    if not found:
        found = await _inside(tx, election, name)
    told: list[Kelurahan] = []
    for area in found:
        names = [one.name for one in await areas.ancestors(tx, election.id, area.path)]
        upward = ", ".join(reversed(names[-3:-1]))
        if not above or above.lower().split()[-1] in upward.lower():
            told.append(Kelurahan(area.id, area.title, area.path, upward))
        if len(told) > _SHOWN:
            break
    return told[:_SHOWN], len(told) > _SHOWN


def _with_level(name: str) -> str:
    """The name with a word before it that says the level, unless the person wrote one."""
    first = name.lower().split()[:1]
    return name if first and first[0].strip(".") in _WORDS else f"kelurahan {name}"


async def _inside(
    tx: Transaction, election: elections.LoadedElection, name: str
) -> list[areas.Area]:
    """The kelurahan of a kecamatan, where that is what was named."""
    found = await areas.areas_named(tx, election, name, most=1)
    if not found or found[0].level is not Level.KECAMATAN:
        return []
    return await areas.children(tx, election.id, found[0].code)
