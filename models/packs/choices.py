"""What stands on a ballot of a district, in order: places in every votes array follow from it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from models.packs.config import BallotConfig, ChoiceKind
from models.packs.parties import PackCandidate, PackParty
from models.values import EMPTY_COLUMN, Choice

EMPTY_NAME = "Kolom kosong"


def choices(
    ballot: BallotConfig,
    provinsi: str,
    parties: Sequence[PackParty],
    candidates: Sequence[PackCandidate],
) -> tuple[Choice, ...]:
    """Choices of a contest in a provinsi (empty for a nationwide one).

    Pairs and persons by number, the empty column last. On party ballots for each party its sum
    ("3"), the votes for the party itself ("3.0") and its candidates ("3.1", ...). Every national
    party stands on every party ballot, also without candidates: its column is printed and gets
    votes (DPRD Jawa Tengah 11 in 2024: parties 10 and 13).
    """
    if ballot.kind is ChoiceKind.PARTIES:
        return tuple(_party_choices(_standing(ballot, provinsi, parties), candidates))
    return tuple(_single(candidate) for candidate in candidates)


def _standing(
    ballot: BallotConfig, provinsi: str, parties: Iterable[PackParty]
) -> Iterator[PackParty]:
    for party in parties:
        if not party.local_to or (ballot.local_parties and party.local_to == provinsi):
            yield party


def _party_choices(
    parties: Iterable[PackParty], candidates: Iterable[PackCandidate]
) -> Iterator[Choice]:
    lists = {number: list(group) for number, group in groupby(candidates, lambda one: one.party)}
    for party in parties:
        number = str(party.number)
        yield Choice(number, party.name, party.short, names=party.names)
        yield Choice(f"{number}.0", party.name, party.short)
        for one in lists.get(party.number, ()):
            yield Choice(f"{number}.{one.number}", one.name, one.short, one.sex, one.names)


def _single(candidate: PackCandidate) -> Choice:
    code = str(candidate.number)
    name = EMPTY_NAME if code == EMPTY_COLUMN else candidate.name
    return Choice(code, name, candidate.short, candidate.sex, candidate.names)
