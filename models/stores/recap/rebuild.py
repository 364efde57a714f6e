"""The recap anew from the revisions, compared with what was folded, and put in its place.

Under the folder's lease nobody else writes recap rows. Kelurahan are counted from their stations,
areas above from the kelurahan below them: both must be what is stored. A kelurahan that was
marked meanwhile stays as it is stored: the folder will pass its difference upward.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from models.stores.base import leases
from models.stores.base.database import Transaction
from models.stores.recap import rebuild_sql as sql
from models.stores.recap.fold import DUTY, fold_marked
from models.stores.recap.fold_sql import COUNTS
from models.values import Ballot

_OWNER = "rebuild"
_SHOWN = 100
"""Rows of which the differences are told one by one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A sum that was stored otherwise than it is counted: `field` a choice code or a column."""

    area: str
    contest: str
    trust: int
    field: str
    folded: int
    rebuilt: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many rows were counted, how many were not as stored, and what differed in the first."""

    rows: int
    wrong: int
    differences: tuple[Difference, ...]


async def rebuild(tx: Transaction, election_id: int, ballot: Ballot) -> Rebuilt:
    """Recount a ballot's recap from the revisions, report and correct what differs.

    No folder works until the transaction ends; reports go on.
    """
    await leases.seize(tx, DUTY, _OWNER, 0)
    while await fold_marked(tx):
        pass
    found = await compare(tx, election_id, ballot)
    if found.wrong:
        for statement in sql.CORRECT:
            await tx.execute(text(statement))
    return found


async def compare(tx: Transaction, election_id: int, ballot: Ballot) -> Rebuilt:
    """Recount a ballot's recap and say what differs; nothing is changed.

    A kelurahan whose mark waits for the folder is taken as it is stored.
    """
    for statement in sql.PREPARE:
        await tx.execute(text(statement))
    given = {"election": election_id, "ballot": ballot.value}
    contests = (await tx.execute(sql.CONTESTS, given)).all()
    ids, width = [c.id for c in contests], max((c.width for c in contests), default=0)
    await tx.execute(text(sql.count(width, ids)))
    await tx.execute(text("analyze fresh"))
    for below in range(sql.KELURAHAN, 0, -1):
        await tx.execute(sql.above(width), {"below": below})
    await tx.execute(sql.WRONG, given)
    wrong = int(await tx.scalar(text("select count(*) from wrong")) or 0)
    shown = (await tx.execute(sql.SHOWN, {"most": _SHOWN})).all()
    rows = int(await tx.scalar(text("select count(*) from fresh")) or 0)
    found = tuple(difference for row in shown for difference in _differences(row))
    return Rebuilt(rows, wrong, found)


def _differences(row: Any) -> Iterator[Difference]:
    """What differs in a row: choices by code, then the columns."""
    place = (row.area, row.contest, row.trust)
    codes = [choice["code"] for choice in row.choices]
    stored, counted = row.stored or [], row.counted or []
    for position, code in enumerate(codes):
        old = (stored[position] if position < len(stored) else 0) or 0
        new = (counted[position] if position < len(counted) else 0) or 0
        if old != new:
            yield Difference(*place, code, old, new)
    for name, old, new in zip(COUNTS, row.stored_counts, row.counted_counts, strict=True):
        if old != new:
            yield Difference(*place, name, old, new)
