"""The war room (ruang kendali): who is let in, which browsers are in."""

from bot.base.capability import Capability
from bot.screen import doers
from bot.screen.talk import screen

CAPABILITY = Capability(
    "screen",
    steps=(screen.SPEC,),
    doers=doers.DOERS,
)
