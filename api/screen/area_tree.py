"""The tree of areas beside the breadcrumbs: from the viewer's own area down to what lies below."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.stores.base import areas
from models.stores.base.areas import LEVELS, Area
from models.stores.base.database import Transaction


@dataclass(frozen=True, slots=True)
class Branch:
    """An area of the tree; `inside` where it is on the way to the place that is shown."""

    area: Area
    here: bool
    inside: Sequence["Branch"] = ()


async def tree(tx: Transaction, election_id: int, way: Sequence[Area]) -> Branch:
    """The tree along `way`: the topmost area that the viewer may see, ..., the place itself."""
    place = way[-1]
    below: Sequence[Branch] = ()
    for step in range(len(way) - 1, -1, -1):
        area = way[step]
        children: Sequence[Area] = ()
        if area.level is not LEVELS[-1]:
            children = await areas.children(tx, election_id, area.code)
        onward = way[step + 1] if step + 1 < len(way) else None
        inside = tuple(
            Branch(one, one.code == place.code, below if onward and one.code == onward.code else ())
            for one in children
        )
        below = inside
    return Branch(way[0], way[0].code == place.code, below)
