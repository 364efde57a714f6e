"""Finds a voter by keyed hashes: one index, one answer, nothing else to learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, delete, text
from sqlmodel import col

from models.rules.voter_limits import Status
from models.stores.base import holds
from models.stores.base.database import Transaction
from models.tables import VoterImportRow, VoterRegisterRow, VoterRow


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a voter is listed, and how."""

    station_id: int
    status: Status


_FIND = text("""
select station_id, status, people from voter
where fact = any(:facts) and election_id = :election limit 2
""")
_FORGET = delete(VoterRow).where(col(VoterRow.election_id) == bindparam("election"))
_FORGET_IMPORTS = delete(VoterImportRow).where(
    col(VoterImportRow.election_id) == bindparam("election")
)
_FORGET_REGISTER = delete(VoterRegisterRow).where(
    col(VoterRegisterRow.election_id) == bindparam("election")
)


async def find(tx: Transaction, election_id: int, facts: Sequence[UUID]) -> Listed | None:
    """The one voter with this second fact; None for nobody, and for several.

    `facts`: one hash in each form in which it may be stored.
    """
    values = {"facts": list(facts), "election": election_id}
    rows = (await tx.execute(_FIND, values)).all()
    if len(rows) != 1 or rows[0].people != 1:
        return None
    return Listed(rows[0].station_id, Status(rows[0].status))


async def forget(tx: Transaction, election_id: int) -> int:
    """Delete an election's register, when its purpose has ended; returns how many voters.

    Raises LegalHold while anything of the election is on hold.
    """
    await holds.require_none(tx, election_id)
    gone = (await tx.execute(_FORGET, {"election": election_id})).rowcount
    await tx.execute(_FORGET_IMPORTS, {"election": election_id})
    await tx.execute(_FORGET_REGISTER, {"election": election_id})
    return gone
