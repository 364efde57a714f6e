"""Conditions by which statements that delete leave out what a legal hold keeps; SQL text alone."""

WHOLE = """exists (
    select from legal_hold h where h.election_id = :election and h.lifted_at is null
      and h.area_id is null and h.station_id is null)"""
"""Whether the whole of :election is on hold."""


def voter(person: str) -> str:
    """Whether a hold of :election keeps what is known of a voter, by the hash in this column."""
    return f"""exists (
    select from legal_hold h left join area p on p.id = h.area_id
    where h.election_id = :election and h.lifted_at is null
      and (h.area_id is null and h.station_id is null or exists (
        select from voter v join station s on s.id = v.station_id
        join area k on k.id = s.kelurahan_id
        where v.election_id = :election and v.person = {person}
          and (s.id = h.station_id or k.path = p.path or k.path like p.path || '.%'))))"""


def kelurahan(area: str) -> str:
    """Whether a hold of :election keeps what happened in an area, by the id in this column."""
    return f"""exists (
    select from legal_hold h left join area p on p.id = h.area_id
    left join station s on s.id = h.station_id left join area k on k.id = {area}
    where h.election_id = :election and h.lifted_at is null
      and (h.area_id is null and h.station_id is null or s.kelurahan_id = k.id
           or k.path = p.path or k.path like p.path || '.%'))"""
