"""A revision's numbers: as its row says them, as they were given, and their digest."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from models.errors import BadInput, ImpossibleNumber
from models.rules.checks import cells, impossible
from models.stores.base import audit
from models.stores.reports import results
from models.values import Contest, Detail, Finding, Tally

RevisionRow = Any
"""A row of `revision` by its columns: SQLAlchemy types none of a statement in words."""
_BOXES = 5
"""Digits that the widest form (abroad) has boxes for."""


_LARGEST = 32_767
"""A vote is kept as smallint: more than any station ever had."""


def digest(numbers: Mapping[str, object]) -> str:
    """SHA-256 (hex) of a revision's numbers, which the sealed audit entry vouches for."""
    names = ("votes", "valid", "invalid", "total", "figures", "detail", "implied")
    return sha256(audit.canonical({name: numbers[name] for name in names})).hexdigest()


def tally_of(row: RevisionRow) -> Tally:
    """The numbers of a revision's row, with the sums that we filled in."""
    return Tally(tuple(row.votes), row.valid, row.invalid, row.total, row.figures or {})


def given_in(row: RevisionRow, contest: Contest) -> Tally:
    """The numbers of a revision as they were given: without the sums that we filled in."""
    tally, implied = results.padded(tally_of(row), contest), set(row.implied)
    pairs = zip(contest.choices, tally.votes, strict=True)
    return replace(
        tally,
        votes=tuple(None if choice.code in implied else vote for choice, vote in pairs),
        valid=None if "valid" in implied else tally.valid,
        total=None if "total" in implied else tally.total,
    )


def fitting(tally: Tally, contest: Contest) -> Tally:
    """The tally with one place for each choice; raises what cannot be stored."""
    if len(tally.votes) > len(contest.choices):
        raise BadInput("more votes than choices on the ballot", contest=contest.code)
    tally = results.padded(tally, contest)
    for name, value in cells(tally, contest).items():
        if impossible(value, _BOXES) or value > _LARGEST:
            raise ImpossibleNumber(field=name, value=value)
    return tally


def columns(
    given: Tally,
    full: Tally,
    contest: Contest,
    detail: Detail,
    findings: tuple[Finding, ...],
    reason: str,
) -> dict[str, object]:
    """What a revision's row says, by column."""
    implied = cells(full, contest).keys() - cells(given, contest).keys()
    return {
        "votes": list(full.votes),
        "valid": full.valid,
        "invalid": full.invalid,
        "total": full.total,
        "figures": dict(given.figures) or None,
        "detail": detail.value,
        "implied": sorted(implied),
        "findings": [
            {
                "code": str(finding.code),
                "severity": finding.severity.value,
                "fields": list(finding.fields),
                "numbers": dict(finding.numbers),
            }
            for finding in findings
        ],
        "reason": reason or None,
    }
