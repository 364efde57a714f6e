"""Who mandates witnesses (peserta): by the names that people give them, and whose we are."""

import re

from sqlalchemy import text

from models.errors import BadInput
from models.packs.csv_values import listed
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

_CALLED = text("""
select distinct case when c.ballot in ('ppwp', 'gubernur', 'bupati') then 'pair'
                     when c.ballot = 'dpd' then 'dpd' else 'party' end as kind,
       one ->> 'code' as code, one ->> 'names' as names
from contest c, jsonb_array_elements(c.choices) one
where c.election_id = :election and coalesce(one ->> 'names', '') <> '' and one ->> 'code' !~ '[.]'
""")
_LETTERS = re.compile(r"[^\w:]|_")
_NUMBERED = re.compile(
    r"(?P<kind>party|pair|paslon|pasangan|partai|no|nomor|nourut)?:?0*(?P<number>\d+)"
)
_KINDS = {"party": "party:", "pair": "pair:", "paslon": "pair:", "pasangan": "pair:"}

_PARTIES = text("""
select code, coalesce(nullif(short, ''), name) as name from participant
where election_id = :election and kind = 'party'
""")


async def party_names(tx: Transaction, election_id: int) -> dict[str, str]:
    """The short names of an election's parties by code; the long one where there is no short."""
    rows = await tx.execute(_PARTIES, {"election": election_id})
    return {row.code: row.name for row in rows}


async def names(tx: Transaction, election_id: int) -> Names:
    """Every way to name a participant, as `key` writes it: number, short and full name, and the
    names that the pack says people use ("banteng"); one that means two participants is left out.
    """
    rows = (await tx.execute(_ALL, {"election": election_id})).all()
    known: Names = {}
    for row in rows:
        for name in (f"{row.kind}:{row.code}", row.code, row.short, row.name):
            if name:
                known.setdefault(key(name), (row.id, row.kind))
    ids = {(row.kind, row.code): row.id for row in rows}
    called: dict[str, set[tuple[int, str]]] = {}
    for row in await tx.execute(_CALLED, {"election": election_id}):
        if (row.kind, row.code) in ids:
            for name in listed(row.names):
                called.setdefault(key(name), set()).add((ids[row.kind, row.code], row.kind))
    for name, meant in called.items():
        if len(meant) == 1:
            known.setdefault(name, *meant)
    return known


def key(said: str) -> str:
    """A name as it is compared: "PDI-P" is "pdip", "Partai Golkar" "golkar", "Paslon 2" pair:2."""
    plain = _LETTERS.sub("", said.casefold())
    if numbered := _NUMBERED.fullmatch(plain):
        return f"{_KINDS.get(numbered['kind'] or '', '')}{numbered['number']}"
    return plain.removeprefix("partai") or plain


async def coded(tx: Transaction, election_id: int, said: str) -> str:
    """A participant as kind and code, "party:3"; what is not known comes back as it was said."""
    if not said:
        return said
    meant = (await names(tx, election_id)).get(key(said))
    for row in await tx.execute(_ALL, {"election": election_id}) if meant else ():
        if meant and row.id == meant[0]:
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
    found = known.get(key(said or own))
    if found is None:
        asked = f"unknown participant {said!r}." if said else "for which participant?"
        raise BadInput(
            f"{asked} Write a party's short name (PDIP), its number, or pair:2",
            fault="participant_unknown" if said else "participant_which",
            said=said,
        )
    return found
