"""What a capability is: a value that says all it brings to the talk, the work and the clock.

A capability is a folder of bot/ with a CAPABILITY in its __init__; bot/capabilities.py lists them.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.base.events import from_json
from bot.base.work import Work
from bot.engine.effects import Confirmed, Effect
from bot.engine.facts import Facts
from bot.engine.marks import When, concerned
from bot.engine.messages import Inbound, Outcome, Unread
from bot.engine.outcomes import NotReady
from bot.engine.spec import Spec
from bot.engine.step import Engine
from bot.engine.texts import Texts, with_folders
from models.rules.rights import Held
from models.settings import Settings
from models.stores.base.database import Database, Transaction
from models.stores.base.elections import LoadedElection

Doer = Callable[[Work, Any], Awaitable[Outcome | None]]
"""Does one kind of effect in the turn's transaction; its outcome goes back to the talk.

Which kind stands beside it where doers are listed; Any, because a dict cannot pair both.
"""


Guard = Callable[[Work, Effect], Awaitable[Outcome | None]]
"""Sees what weighs before it is done; an outcome instead of doing it, None to let it pass."""


@dataclass(frozen=True, slots=True)
class Job:
    """Timed work: what is done in a transaction of its own every so many `seconds`.

    `do` is given the transaction, the settings and the hour, and bears being run late or twice:
    what may happen once only is unique in the database. `rest`: seconds after the start of the
    clock.
    """

    name: str
    seconds: float
    do: Callable[[Transaction, Settings, datetime], Awaitable[object]]
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class LongJob:
    """Timed work that no transaction stays open for: it opens its own ones, each a short one.

    `longest`: seconds after which it hangs, and is cut off.
    """

    name: str
    seconds: float
    do: Callable[[Database, Settings, datetime], Awaitable[object]]
    longest: float
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom a capability reads its facts.

    `held`: the roles of whoever speaks; empty when nobody known does (`person_id` None).
    """

    tx: Transaction
    election: LoadedElection
    person_id: int | None = None
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads a capability's facts, by field of Facts or name of Facts.more.

    Only for messages with the marks named in `when`: what a message cannot need is not read.
    """

    read: Callable[[Asked], Awaitable[Mapping[str, object]]]
    when: When


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that Saksi can do. `name` is its folder's and its word in docs and tests.

    `steps` (pure), `doers` by the effects that they do, `timed` work for the clock, `facts` that
    its steps look at, `texts`: a folder with id.toml and en.toml beside those of the house, `guard`
    sees what weighs, of all capabilities, before it is done.
    """

    name: str
    steps: tuple[Spec, ...] = ()
    doers: Mapping[type[Effect], Doer] = field(default_factory=dict)
    timed: tuple[Job, ...] = ()
    facts: FactReader | None = None
    texts: Path | None = None
    guard: Guard | None = None


class Conversation:
    """All capabilities as one: the engine, who does what, who reads what, the words of replies."""

    def __init__(self, capabilities: Iterable[Capability]) -> None:
        self.capabilities = tuple(capabilities)
        self.engine = Engine(spec for one in self.capabilities for spec in one.steps)
        self.doers: dict[type[Effect], Doer] = {}
        for one in self.capabilities:
            self.doers |= one.doers
        self.readers = tuple(one.facts for one in self.capabilities if one.facts is not None)
        self.guards = tuple(one.guard for one in self.capabilities if one.guard is not None)
        self.timed = tuple(job for one in self.capabilities for job in one.timed)
        self.texts: Texts = with_folders(one.texts for one in self.capabilities if one.texts)

    async def more_facts(self, facts: Facts, asked: Asked, marks: frozenset[str]) -> Facts:
        """The facts with what the capabilities add for a message with these marks."""
        found: dict[str, object] = {}
        for reader in self.readers:
            if concerned(reader.when, marks):
                found |= await reader.read(asked)
        return facts.with_more(found)

    def opened(self, inbound: Inbound) -> Inbound:
        """An event that the database kept, as its own kind; whatever else arrives as it is."""
        kept = inbound.outcome
        if not isinstance(kept, Unread) or kept.name not in self.engine.events:
            return inbound
        kind = self.engine.events[kept.name]
        return replace(inbound, outcome=from_json(kind, kept.data))

    async def perform(self, work: Work, effect: Effect) -> Outcome | None:
        """Do one effect; an effect that nobody does is said plainly.

        Whoever was told names of people by its outcome is noted in the audit log; never which.
        """
        if isinstance(effect, Confirmed):
            effect = effect.act
        elif effect.weight and effect.weighs():
            for guard in self.guards:
                if (instead := await guard(work, effect)) is not None:
                    return instead
        doer = self.doers.get(type(effect))
        if doer is None:
            return NotReady()
        outcome = await doer(work, effect)
        if effect.shows:
            await work.note("saw", f"list:{effect.shows}")
        return outcome
