"""Everybody's evening: each witness at the hour of the night, or so many stations at a time."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.rehearsal import photos
from api.rehearsal.cast import Post, Role, posts
from api.rehearsal.hours import Hours, NightClock, station_hours, witness_hours
from api.rehearsal.messengers import Lines
from api.rehearsal.slips import Profile
from api.rehearsal.witness import Account, Manner, Wait, Witness, at_once


@dataclass(frozen=True, slots=True)
class Manners:
    """How everybody plays; `at_once`: witnesses who chat at a time where no clock says when."""

    seed: int
    slips: Profile
    patience: float
    at_once: int
    photos: float = 0.0
    """Share of the president's forms that are photographed."""


class Evening:
    """All stations; `done` is called with each that has ended."""

    def __init__(
        self, wires: Lines, clock: NightClock, manners: Manners, done: Callable[[], None]
    ) -> None:
        self._wires, self._clock, self._manners, self._done = wires, clock, manners, done
        self._chance = random.Random(f"{manners.seed}/hours")  # noqa: S311

    async def play(self, witnesses: list[Role]) -> dict[int, Account]:
        """What each witness saw, by number."""
        here = posts(witnesses)
        each = max(len(witnesses) // max(len(here), 1), 1)
        timed = self._clock.speed is not None
        room = asyncio.Semaphore(len(here) if timed else max(self._manners.at_once // each, 1))
        self._clock.begin()

        async def station(post: Post) -> dict[int, Account]:
            async with room:
                mine = [one for one in witnesses if one.post.id == post.id]
                accounts = await self._station(post, mine)
            self._done()
            return accounts

        accounts: dict[int, Account] = {}
        for told in await asyncio.gather(*(station(post) for post in here)):
            accounts |= told
        return accounts

    async def _station(self, post: Post, roles: list[Role]) -> dict[int, Account]:
        hours = station_hours(tuple(post.paper), self._chance)
        found = [self._witness(role, witness_hours(hours, self._chance)) for role in roles]
        await asyncio.gather(*(witness.report() for witness in found))
        if len(roles) > 1:
            await asyncio.gather(*(witness.look_again() for witness in found))
        return {witness.role.number: witness.account for witness in found}

    def _witness(self, role: Role, hours: Hours) -> Witness:
        phone = self._wires.phone(role.channel, role.number, role.name, role.phone)
        chance = random.Random(f"{self._manners.seed}/{role.number}")  # noqa: S311
        wait = self._wait(hours) if self._clock.speed is not None else at_once
        shown = self._photo(role, chance)
        return Witness(
            phone, role, Manner(self._manners.slips, self._manners.patience, wait, shown), chance
        )

    def _wait(self, hours: Hours) -> Wait:
        moments: Mapping[str, float] = {"check_in": hours.check_in, **hours.ballots}
        return lambda what: self._clock.until(moments[what])

    def _photo(self, role: Role, chance: random.Random) -> Callable[[str], bytes]:
        shot = chance.random() < self._manners.photos
        return lambda ballot: (
            photos.of_form(ballot, role.forms[ballot], role.number) if shot else b""
        )
