"""What a rehearsal expects to be found: disagreements cell by cell, and sums broken on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from api.rehearsal.cast import Post, Role, posts
from api.rehearsal.witness import Account
from models.stores.base.database import Transaction
from models.stores.rehearsal import rehearsal
from models.stores.rehearsal.rehearsal import Place

_SUMS = ["S01", "S02"]
"""Codes of docs/checks.md for the sums that a rehearsal breaks."""


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
    tx: Transaction, roles: list[Role], accounts: Mapping[int, Account]
) -> Found:
    """The cells in which what the witnesses of a station saved differs; those asked about."""
    found = Found()
    for post in posts(roles):
        here = [accounts[role.number] for role in roles if role.post.id == post.id]
        for ballot, contest in post.contest_ids.items():
            said = [one.saved[ballot].cells() for one in here if ballot in one.saved]
            cells = {name for one in said for name in one if one[name] != said[0][name]}
            found.expected |= {(post.id, contest, name) for name in cells}
    found.found = await rehearsal.asked_again(tx, _ids(posts(roles)), "cells_differ")
    return found


async def broken_sums(tx: Transaction, roles: list[Role]) -> Found:
    """The sums that the papers break, and those flagged on the results that count."""
    found = Found()
    for post in posts(roles):
        for ballot, form in post.paper.items():
            place = (post.id, post.contest_ids[ballot])
            if sum(n for code, n in form.votes.items() if "." not in code) != form.valid:
                found.expected.add((*place, "S01"))
            if form.valid + form.invalid != form.total:
                found.expected.add((*place, "S02"))
    found.found = await rehearsal.flagged(tx, _ids(posts(roles)), _SUMS)
    return found


async def confirmed(tx: Transaction, roles: list[Role]) -> int:
    """How many results of these stations are confirmed."""
    return await rehearsal.confirmed(tx, _ids(posts(roles)))


async def reports(tx: Transaction, roles: list[Role]) -> int:
    """How many reports of witnesses these stations have."""
    return await rehearsal.reports(tx, _ids(posts(roles)))


def _ids(here: Iterable[Post]) -> list[int]:
    return [post.id for post in here]
