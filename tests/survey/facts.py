"""How many queues were noted so far."""

from collections.abc import Mapping
from typing import Any

from bot.base.capability import Asked, FactReader
from bot.engine.marks import when
from tests.survey.store import count


async def read(asked: Asked) -> Mapping[str, Any]:
    """Their number."""
    return {"survey": await count(asked.tx)}


FACTS = FactReader(read, when("known word:antrean", "known at:survey"))
