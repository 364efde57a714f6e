"""Effects as lines of a transcript."""

from typing import Any

from bot.base.events import as_json
from bot.digests.talk.effects import DrawDigest
from bot.engine.effects import Effect
from bot.engine.facts import Facts
from bot.filling.effects import SubmitReport
from models.rules.checks import cells
from models.values import Location, Tally


def told(effect: Effect, facts: Facts) -> str:
    """An effect as a line of a transcript: its name and what it carries, without empty parts."""
    parts = [type(effect).__name__]
    if isinstance(effect, DrawDigest):
        return f"! DrawDigest path={effect.path} figures={_figures(effect)}"
    for name in effect.__slots__:
        value: Any = getattr(effect, name)
        if isinstance(value, SubmitReport):
            parts.append(told(value, facts)[2:])
        elif isinstance(value, Tally):
            parts.append(_numbers(value, effect, facts))
        elif name == "findings":
            parts.extend(f"[{finding.code}]" for finding in value)
        elif isinstance(value, Location):
            parts.append(f"at={value.lat},{value.lon}")
        elif value is not None and value != "" and value != () and value != {}:
            shown = ",".join(map(str, value)) if isinstance(value, tuple) else value
            parts.append(f"{name}={shown}")
    return "! " + " ".join(parts)


def _figures(effect: DrawDigest) -> dict[str, object]:
    """What a chart shows, as the database has it."""
    told = {**as_json(effect.count), "at": effect.at.isoformat()}
    names = "area code zone stations reported disputed ballot ballots rows own at".split()
    return {name: told[name] for name in names}


def _numbers(tally: Tally, effect: Any, facts: Facts) -> str:
    held = (*facts.mandates, *facts.tasks)
    contests = {c.id: c.contest for mandate in held for c in mandate.contests}
    given = cells(tally, contests[effect.contest_id])
    return "{" + " ".join(f"{name}={number}" for name, number in given.items()) + "}"
