"""Who mandates witnesses (peserta): by the names that people give them, and whose we are."""

from sqlalchemy import text

from models.errors import BadInput
from models.rules.organisation import FEATURES, Paper
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection

WATCHDOG = "watchdog"
"""Kind of the one "participant" of a watchdog's installation (pemantau): it accredits."""

Names = dict[str, tuple[int, str]]
"""Id and kind by every name that a participant goes by, in small letters."""

_ALL = text("""
select id, kind, code, short, name from participant where election_id = :election
order by kind <> 'party', length(code), code
""")

_PARTIES = text("""
select code, coalesce(nullif(short, ''), name) as name from participant
where election_id = :election and kind = 'party'
""")


async def party_names(tx: Transaction, election_id: int) -> dict[str, str]:
    """The short names of an election's parties by code; the long one where there is no short."""
    rows = await tx.execute(_PARTIES, {"election": election_id})
    return {row.code: row.name for row in rows}


async def names(tx: Transaction, election_id: int) -> Names:
    """Every way to name a participant: "party:3", "3" (party first), "pdip", the full name."""
    known: Names = {}
    for row in await tx.execute(_ALL, {"election": election_id}):
        for name in (f"{row.kind}:{row.code}", row.code, row.short, row.name):
            if name:
                known.setdefault(name.lower(), (row.id, row.kind))
    return known


async def coded(tx: Transaction, election_id: int, said: str) -> str:
    """A participant as kind and code, "party:3"; short and full names are looked up."""
    for row in await tx.execute(_ALL, {"election": election_id}) if said else ():
        if said.lower() in (str(row.short or "").lower(), str(row.name).lower()):
            return f"{row.kind}:{row.code}"
    return said


async def find(tx: Transaction, election: LoadedElection, said: str = "") -> tuple[int, str]:
    """Id and kind of the participant that is named; without a name, of our own.

    Raises BadInput when it is not known, or when the pack says no own one.
    """
    config = election.config
    if not said and FEATURES[config.installation.kind].paper is Paper.ACCREDITATION:
        said = f"{WATCHDOG}:1"  # the pack names it so
    own = config.installation.participant or config.reports.own_party or ""
    known = await names(tx, election.id)
    found = known.get((said or own).strip().lower())
    if found is None:
        asked = f"unknown participant {said!r}" if said else "for which participant?"
        raise BadInput(f"{asked} Write a party's short name (PDIP), its number, or pair:2")
    return found
