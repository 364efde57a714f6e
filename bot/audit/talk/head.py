"""Administrators get the head of the audit log by chat: kept there, it cannot be changed here."""

from bot.audit.talk.outcomes import AuditHead
from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn


def told(turn: Turn, event: AuditHead) -> Step:
    """The block's number and hash, and what to do with them."""
    reply = turn.reply(
        "audit.head",
        number=event.number,
        hash=event.hash,
        at=turn.at(event.at),
        backup=_backup(turn, event),
    )
    return turn.stay(reply)


def _backup(turn: Turn, event: AuditHead) -> Phrase | str:
    """When the last backup was made, and whether something is wrong with it."""
    if not event.backups or event.backup is None:
        return Phrase("audit.no_backup") if event.backups else ""
    at = turn.at(event.backup)
    return Phrase(_BACKUPS[event.backups], {"day": at.date(), "at": at})


_BACKUPS = {
    "well": "audit.backup_well",
    "old": "audit.backup_old",
    "failed": "audit.backup_failed",
}


SPEC = Spec("audit_head", hears=(on(AuditHead, told),), alone=True)
"""The head of the audit log."""
