"""Administrators get the head of the audit log by chat: kept there, it cannot be changed here."""

from bot.audit.talk.outcomes import AuditHead
from bot.engine.messages import Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn


def told(turn: Turn, event: AuditHead) -> Step:
    """The block's number and hash, and what to do with them."""
    reply = turn.reply(
        "audit.head",
        number=event.number,
        hash=event.hash,
        at=turn.at(event.at),
    )
    return turn.stay(reply)


SPEC = Spec("audit_head", hears=(on(AuditHead, told),), alone=True)
"""The head of the audit log."""
