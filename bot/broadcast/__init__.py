"""Broadcasts (siaran), and STOP."""

from bot.base.capability import Capability, Job
from bot.broadcast import doers, timed
from bot.broadcast.talk import broadcast, opt_out

CAPABILITY = Capability(
    "broadcast",
    steps=(
        broadcast.SPEC,
        opt_out.SPEC,
    ),
    doers=doers.DOERS,
    timed=(
        Job("find_recipients", 1.0, timed.prepare),
        Job("broadcast", timed.TICK, timed.feed),
    ),
)
