"""Who holds which role where, as a list for whoever runs the installation."""

from sqlalchemy import text

from models.rules.organisation import title
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection

_LIST = text("""
select r.person_id, p.name, r.role, a.code as area, a.name as place, coalesce(a.path, '') as path,
       coalesce(r.level, '') as level, t.kind, t.code as participant, r.number,
       c.ballot, c.code as district, r.created_at
from role r join person p on p.id = r.person_id and p.active
left join area a on a.id = r.area_id
left join participant t on t.id = r.participant_id
left join contest c on c.id = r.contest_id
where r.election_id = :election and r.ended_at is null
  and (cast(:within as text) is null or a.path = :within or starts_with(a.path, :within || '.'))
order by coalesce(a.path, ''), r.role, p.name, r.id
""")


async def listed(
    tx: Transaction, election: LoadedElection, within: str | None = None
) -> list[dict[str, object]]:
    """The roles held now, from the largest area down; `within`: a path, of it and below it."""
    ladder = election.config.installation.ladder
    rows = await tx.execute(_LIST, {"election": election.id, "within": within})
    return [
        {
            "person": row.person_id,
            "name": row.name,
            "role": row.role,
            "level": title(ladder, row.level, row.path.count(".")),
            "area": row.area,
            "place": row.place,
            "participant": f"{row.kind}:{row.participant}" if row.kind else None,
            "list": f"{row.ballot}:{row.district}" if row.ballot else None,
            "number": row.number,
            "since": row.created_at,
        }
        for row in rows
    ]
