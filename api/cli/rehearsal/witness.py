"""How a made-up witness gets through the evening: reads replies, presses buttons, types figures."""

import random
from dataclasses import dataclass, field
from typing import Any

from api.cli.rehearsal.cast import Role
from api.cli.rehearsal.fake_telegram import FakeTelegram
from api.cli.rehearsal.person import Person, Silence, buttons
from api.cli.rehearsal.truth import FormFigures

_WORDS = {"ppwp": "PPWP", "dpr": "DPR", "dpd": "DPD", "dprd_prov": "DPRD PROV"}
_WORDS |= {"dprd_kab": "DPRD KAB", "gubernur": "GUBERNUR", "bupati": "BUPATI"}
_MOST_TURNS = 12
"""Turns for one thing to be done; then the bot and the person do not understand each other."""


class Misunderstood(Exception):
    """The bot asked for something that nobody expects of a witness."""


@dataclass
class Account:
    """What one witness saw of the evening."""

    answered: int = 0
    done: set[str] = field(default_factory=set)
    trouble: list[str] = field(default_factory=list)


class Witness:
    """One role with a phone in hand; `patience` in seconds for each answer."""

    def __init__(
        self, telegram: FakeTelegram, role: Role, chance: random.Random, patience: float
    ) -> None:
        self.role, self.account, self._chance = role, Account(), chance
        self._patience = patience
        self.person = Person(telegram, 500_000_000 + role.number, role.name, role.phone)

    async def play(self) -> Account:
        """The whole evening. What goes wrong is in the account, nothing is raised."""
        try:
            await self._enrol()
            await self._check_in()
            for ballot, form in self.role.forms.items():
                await self._report(ballot, form)
            await self._say("BELUM")
        except (Silence, Misunderstood, LookupError) as trouble:
            self.account.trouble.append(f"{type(trouble).__name__}: {trouble}")
        return self.account

    async def _enrol(self) -> None:
        await self._say("/start")
        if self._chance.random() < 0.5:
            self.person.share_contact()
        else:
            self.person.say(self.role.code)
        await self._until("HADIR", {})

    async def _check_in(self) -> None:
        await self._say("HADIR")
        if self.role.place is None or self._chance.random() < 0.2:
            self.person.say("gak bisa, gps mati")
        else:
            lat, lon = self.role.place
            near = [self._chance.gauss(0, 0.0005) for _ in range(2)]
            self.person.share_location(lat + near[0], lon + near[1])
        answers = {"tanpa foto": None, "sudah": None}
        await self._until("Mau templat isian", answers)

    async def _report(self, ballot: str, form: FormFigures) -> None:
        self.person.say(written(ballot, form))
        await self._until("✅", {"benar": None, "sesuai formulir": None})
        self.account.done.add(ballot)

    async def _say(self, text: str) -> str:
        self.person.say(text)
        return str((await self._hear())["text"])

    async def _hear(self) -> dict[str, Any]:
        message = await self.person.hear(self._patience)
        self.account.answered += 1
        return message

    async def _until(self, sign: str, answers: dict[str, None]) -> None:
        """Press what is offered, of the known answers, until a reply shows the sign."""
        for _ in range(_MOST_TURNS):
            message = await self._hear()
            text = str(message.get("text", ""))
            if sign in text:
                return
            offered = [str(button.get("callback_data", "")) for button in buttons(message)]
            wanted = [data for data in offered if data.partition(":")[0] in answers]
            if wanted:
                self.person.press(wanted[0])
        raise Misunderstood(f"waited for {sign!r}, last heard {text[:200]!r}")


def written(ballot: str, form: FormFigures) -> str:
    """A form in one message, as many witnesses type it."""
    votes = " ".join(f"{choice}={number}" for choice, number in form.votes.items())
    sums = f"sah {form.valid} tidak sah {form.invalid} jumlah {form.total}"
    return f"{_WORDS[ballot]} {votes} {sums}"
