"""Where each choice stands in a contest's votes: codes only, light enough to keep for a nation."""

from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern

from sqlalchemy import text

from models.errors import NotFound
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.kept import Kept
from models.values import Ballot


@dataclass(frozen=True, slots=True)
class Layout:
    """A contest's choices by place. `mains` are the places (from 0) of pairs and party sums.

    `merges`: a party ballot, whose party sums may be added up over contests; other numbers stand
    for other people in another contest.
    """

    id: int
    ballot: Ballot
    code: str
    name: str
    codes: tuple[str, ...]
    mains: tuple[int, ...]
    merges: bool

    def votes(self, given: Iterable[int | None] | None) -> dict[str, int]:
        """Votes by code: pairs and party sums always, votes within parties where given."""
        votes = list(given or ())
        if len(votes) == len(self.codes) and None not in votes:
            return dict(zip(self.codes, votes, strict=True))  # type: ignore[arg-type]
        votes += [None] * (len(self.codes) - len(votes))
        known = {code: v for code, v in zip(self.codes, votes, strict=True) if v is not None}
        if len(known) < len(votes):
            return {
                code: known.get(code, 0)
                for place, code in enumerate(self.codes)
                if code in known or place in self.mains
            }
        return known

    def sums(self, given: Iterable[int | None] | None) -> dict[str, int]:
        """Party sums from the votes at `mains` alone; nothing where contests do not merge."""
        if not self.merges:
            return {}
        votes = list(given or ()) or [None] * len(self.mains)
        return {self.codes[n]: v or 0 for n, v in zip(self.mains, votes, strict=True)}


_ALL = text("""
select id, ballot, code, name,
       array(select c ->> 'code' from jsonb_array_elements(choices) with ordinality t (c, n)
             order by n) as codes
from contest where election_id = :election and ballot = :ballot order by code
""")
_kept: dict[Ballot, Kept[dict[int, Layout]]] = {ballot: Kept(4) for ballot in Ballot}


async def layouts(tx: Transaction, election: LoadedElection, ballot: Ballot) -> dict[int, Layout]:
    """The layouts of a ballot's contests by id, in the order of district codes."""
    kept = _kept[ballot].get(tx, election.id, election.fingerprint)
    if kept is None:
        given = {"election": election.id, "ballot": ballot.value}
        rows = await tx.execute(_ALL, given)
        kept = {
            row.id: layout(row.id, ballot, row.code, row.name, tuple(map(intern, row.codes)))
            for row in rows
        }
        _kept[ballot].put(tx, election.id, election.fingerprint, kept)
    return kept


async def district(tx: Transaction, election: LoadedElection, ballot: Ballot, code: str) -> Layout:
    """The layout of the contest in a district; raises NotFound."""
    for one in (await layouts(tx, election, ballot)).values():
        if one.code == code:
            return one
    raise NotFound("there is no such district", ballot=ballot.value, district=code)


def layout(id_: int, ballot: Ballot, code: str, name: str, codes: tuple[str, ...]) -> Layout:
    """The layout of choices with these codes."""
    mains = tuple(place for place, choice in enumerate(codes) if "." not in choice)
    return Layout(id_, ballot, code, name, codes, mains, len(mains) < len(codes))
