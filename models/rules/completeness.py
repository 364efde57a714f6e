"""What a report still lacks for the detail asked for, and the sums it implies; asks nobody."""

from dataclasses import replace

from models.rules.checks import cells
from models.values import Contest, Detail, Tally

CLOSING = ("valid", "invalid", "total")
"""Suara sah, suara tidak sah and their sum: the last page of every form."""


def expected(contest: Contest, detail: Detail, own_party: str | None = None) -> tuple[str, ...]:
    """The fields a report is asked for, in the order of the form's pages.

    On a party's page its own votes and candidates come before its sum, which is asked for too:
    the witness reads it off the form, so it proves the rest. `own_party` is needed for
    Detail.OWN; a witness of a pair has none and is asked for totals.
    """
    if not contest.has_parties:
        return (*(choice.code for choice in contest.choices), *CLOSING)
    fields: list[str] = []
    for party in contest.parties():
        if detail is Detail.FULL or (detail is Detail.OWN and party.code == own_party):
            fields.extend(choice.code for choice in contest.within(party.code))
        fields.append(party.code)
    return (*fields, *CLOSING)


def missing(
    tally: Tally, contest: Contest, detail: Detail, own_party: str | None = None
) -> tuple[str, ...]:
    """The expected fields that have no number yet, in the order of the form."""
    given = cells(tally, contest)
    return tuple(name for name in expected(contest, detail, own_party) if name not in given)


def complete(tally: Tally, contest: Contest) -> Tally:
    """The tally with the sums that its parts imply, where nobody wrote the sum itself.

    Only upward: a party's sum from all its details, valid from all parties, total from valid
    and invalid. Never a part from a sum, never over a number that was given. Use it for what
    the recap stores, after `check`: a sum made here proves nothing.
    """
    given = cells(tally, contest)
    for party in contest.parties():
        details = [given.get(choice.code) for choice in contest.within(party.code)]
        _fill(given, party.code, details)
    _fill(given, "valid", [given.get(party.code) for party in contest.parties()])
    _fill(given, "total", [given.get("valid"), given.get("invalid")])
    votes = tuple(given.get(choice.code) for choice in contest.choices)
    return replace(tally, votes=votes, valid=given.get("valid"), total=given.get("total"))


def _fill(given: dict[str, int], name: str, parts: list[int | None]) -> None:
    numbers = [part for part in parts if part is not None]
    if name not in given and parts and len(numbers) == len(parts):
        given[name] = sum(numbers)
