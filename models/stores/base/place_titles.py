"""Stations and areas by their codes, as people name them."""

from collections.abc import Iterable

from sqlalchemy import text

from models.stores.base.database import Transaction

_TITLES = text("""
select s.code, 'TPS ' || to_char(s.number, 'FM9900') || ' ' || a.name as title
from station s join area a on a.id = s.kelurahan_id
where s.election_id = :election and s.code = any(:codes)
union all
select code, name from area where election_id = :election and code = any(:codes)
""")


async def titles(tx: Transaction, election_id: int, codes: Iterable[str]) -> dict[str, str]:
    """Names by code: "TPS 01 Kricak", "Umbulharjo"; what is not known is left out."""
    rows = await tx.execute(_TITLES, {"election": election_id, "codes": list(codes)})
    return {row.code: row.title for row in rows}
