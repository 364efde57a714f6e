"""What kind of register an election has, and that a participant needs a reason for whole NIKs."""

import time
from dataclasses import dataclass

from sqlalchemy import text

from models.errors import BadInput, NotAllowed
from models.registers.register_row import FULL_NAME
from models.rules.organisation import FEATURES
from models.settings import Settings
from models.stores.base.database import Transaction
from models.values import Kind as Installation
from models.voter_keys import VoterKeys


@dataclass(frozen=True, slots=True)
class Kind:
    """A register: masked NIKs or whole ones, the second fact asked for, why it may be held."""

    masked: bool
    fact: str
    legal_basis: str = ""


class NoLegalBasis(NotAllowed):
    """Whole NIKs at a participant need a legal basis in the settings."""

    code = "no_legal_basis"


class OtherRegister(BadInput):
    """The election has a register of another kind, or one hashed with other keys."""

    code = "other_register"


_FRESH = 2.0
_MOST_RECENT = 32
_recent: dict[tuple[str, int], tuple[float, Kind | None]] = {}
_REGISTER = text("select * from voter_register where election_id = :election")
_PUT = text("""
insert into voter_register (election_id, masked, fact, "check", legal_basis)
values (:election, :masked, :fact, :check, :basis)
on conflict (election_id) do update
set masked = :masked, fact = :fact, "check" = :check, legal_basis = :basis, loaded_at = now()
""")
_LAYERS = text("select min(layer), max(layer) from voter where election_id = :election")
_EMPTY = text("select not exists (select from voter where election_id = :election)")


def kind_for(settings: Settings, installation: Installation, *, masked: bool) -> Kind:
    """The kind of register that this installation may import; raises NoLegalBasis."""
    basis = settings.voter_legal_basis.strip()
    if masked:
        return Kind(True, FULL_NAME, basis)
    if not FEATURES[installation].whole_register and not basis:
        raise NoLegalBasis(
            "this file holds whole NIKs, which a participant or watchdog may not keep without a "
            "reason: state the law, or the KPU's letter, in SAKSI_VOTER_LEGAL_BASIS, "
            "or import the register with the last four digits masked"
        )
    return Kind(False, settings.voter_second_fact, basis)


async def register_of(tx: Transaction, election_id: int) -> Kind | None:
    """The election's register, None when there is none."""
    row = (await tx.execute(_REGISTER, {"election": election_id})).first()
    return None if row is None else Kind(row.masked, row.fact, row.legal_basis)


async def recent_register(tx: Transaction, election_id: int) -> Kind | None:
    """The same, as it was at most two seconds ago: every message of every witness asks for it."""
    place, now = (str(tx.engine.url), election_id), time.monotonic()
    seen, found = _recent.get(place, (-_FRESH, None))
    if now - seen >= _FRESH:
        found = await register_of(tx, election_id)
        _recent[place] = (now, found)
        if len(_recent) > _MOST_RECENT:
            _recent.pop(next(iter(_recent)))
    return found


async def settle_register(tx: Transaction, keys: VoterKeys, election_id: int, kind: Kind) -> None:
    """Note the kind of register before its first row; raises OtherRegister."""
    row = (await tx.execute(_REGISTER, {"election": election_id})).first()
    check = keys.nik("check")
    if row is not None and not await tx.scalar(_EMPTY, {"election": election_id}):
        if row.check != check:
            raise OtherRegister("the register was hashed with another secret key than today's")
        least, most = (await tx.execute(_LAYERS, {"election": election_id})).one()
        if most > keys.layers:
            raise OtherRegister("SAKSI_VOTER_KEYS lacks a key that the register is wrapped with")
        if least < keys.layers:
            raise OtherRegister("SAKSI_VOTER_KEYS has a new key; first run: saksi voters rotate")
        if (row.masked, row.fact) != (kind.masked, kind.fact):
            raise OtherRegister(
                f"the register has {'masked' if row.masked else 'whole'} NIKs with {row.fact}; "
                "to change that, forget it first (the sample election's made-up voters, too): "
                "saksi voters forget CODE --yes"
            )
    values = {"masked": kind.masked, "fact": kind.fact, "basis": kind.legal_basis}
    await tx.execute(_PUT, {"election": election_id, "check": check, **values})
