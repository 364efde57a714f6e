"""What a rehearsal expects to be found: disagreements cell by cell, and sums broken on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import text

from api.rehearsal.cast import Post, Role, posts
from api.rehearsal.witness import Account
from models.stores.base.session import Session

_ASKED = text("""
select distinct (data->>'station')::int as station, (data->>'contest')::int as contest,
       jsonb_array_elements_text(data->'cells') as cell
from notice where event = 'cells_differ' and (data->>'station')::int = any(:stations)
""")
_FLAGGED = text("""
select distinct r.station_id as station, r.contest_id as contest, f->>'code' as cell
from station_result r join revision v on v.id = r.revision_id,
     jsonb_array_elements(v.findings) f
where r.station_id = any(:stations) and f->>'code' = any(:codes)
""")
_CONFIRMED = text("""
select count(*) from station_result where station_id = any(:stations) and state = 'confirmed'
""")
_REPORTS = text("""
select count(*) from report where station_id = any(:stations) and kind = 'witness'
""")
_SUMS = ["S01", "S02"]
"""Codes of docs/checks.md for the sums that a rehearsal breaks."""

Place = tuple[int, int, str]
"""A station's and a contest's id, and a cell or a code."""


@dataclass
class Found:
    """What was to be found and what was; `notes` tells each that is missing or invented."""

    expected: set[Place] = field(default_factory=set)
    found: set[Place] = field(default_factory=set)

    @property
    def hits(self) -> int:
        """How many of the expected were found."""
        return len(self.expected & self.found)

    @property
    def invented(self) -> int:
        """How many were found that nobody expected."""
        return len(self.found - self.expected)

    def notes(self, what: str, roles: Iterable[Role]) -> list[str]:
        """A line for each that is missing or invented."""
        codes = {post.id: post.code for post in posts(roles)}
        lacking, more = self.expected - self.found, self.found - self.expected
        told = [f"{what} not found: {codes[s]} {c} {cell}" for s, c, cell in sorted(lacking)]
        return told + [f"{what} invented: {codes[s]} {c} {cell}" for s, c, cell in sorted(more)]


async def disagreements(
    session: Session, roles: list[Role], accounts: Mapping[int, Account]
) -> Found:
    """The cells in which what the witnesses of a station saved differs; those asked about."""
    found = Found()
    for post in posts(roles):
        here = [accounts[role.number] for role in roles if role.post.id == post.id]
        for ballot, contest in post.contest_ids.items():
            said = [one.saved[ballot].cells() for one in here if ballot in one.saved]
            cells = {name for one in said for name in one if one[name] != said[0][name]}
            found.expected |= {(post.id, contest, name) for name in cells}
    rows = await session.execute(_ASKED, {"stations": _ids(posts(roles))})
    found.found = {(row.station, row.contest, row.cell) for row in rows}
    return found


async def broken_sums(session: Session, roles: list[Role]) -> Found:
    """The sums that the papers break, and those flagged on the results that count."""
    found = Found()
    for post in posts(roles):
        for ballot, form in post.paper.items():
            place = (post.id, post.contest_ids[ballot])
            if sum(n for code, n in form.votes.items() if "." not in code) != form.valid:
                found.expected.add((*place, "S01"))
            if form.valid + form.invalid != form.total:
                found.expected.add((*place, "S02"))
    named = {"stations": _ids(posts(roles)), "codes": _SUMS}
    rows = await session.execute(_FLAGGED, named)
    found.found = {(row.station, row.contest, row.cell) for row in rows}
    return found


async def confirmed(session: Session, roles: list[Role]) -> int:
    """How many results of these stations are confirmed."""
    return int(await session.scalar(_CONFIRMED, {"stations": _ids(posts(roles))}) or 0)


async def reports(session: Session, roles: list[Role]) -> int:
    """How many reports of witnesses these stations have."""
    return int(await session.scalar(_REPORTS, {"stations": _ids(posts(roles))}) or 0)


def _ids(here: Iterable[Post]) -> list[int]:
    return [post.id for post in here]
