"""Administrators get the head of the audit log by chat: kept there, it cannot be changed here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn


def told(turn: Turn, event: Mapping[str, Any]) -> Step:
    """The block's number and hash, and what to do with them."""
    reply = turn.reply(
        "audit.head",
        number=event["number"],
        hash=event["hash"],
        at=turn.at(datetime.fromisoformat(event["at"])),
    )
    return turn.stay(reply)


SPEC = Spec("audit_head", outcomes={"audit_head": told}, alone=True)
"""The head of the audit log."""
