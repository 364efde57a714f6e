"""Every place of the talk, as some transcript reaches it; each transcript is played once a process.

Tests that use them share a worker (tests/collecting.py).
"""

from functools import cache
from pathlib import Path

from bot.capabilities import CONVERSATION
from tests.talk import Talk, play

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(file.stem for file in HERE.glob("*.txt"))
"""Found by themselves; one that is gone is missed by the test of the steps that they reach."""
PLACES = sorted(
    {spec.name for spec in CONVERSATION.engine.specs if spec.answer is not None} | {"late"}
)
"""Steps where something is answered; `late` hears what comes long after, before it goes on."""


@cache
def played(name: str) -> tuple[str, Talk]:
    """A transcript as it is now, and the talk's end."""
    return play((HERE / f"{name}.txt").read_text(encoding="utf-8"))


@cache
def places() -> dict[str, Talk]:
    """One talk for each step, as some transcript reaches it."""
    found: dict[str, Talk] = {}
    for name in TRANSCRIPTS:
        for step, (facts, dialog) in played(name)[1].seen.items():
            found.setdefault(step, Talk(facts, dialog))
    return found
