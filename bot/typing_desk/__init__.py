"""The typing desk: operators (penginput) type from photos."""

from bot.base.capability import Capability
from bot.typing_desk import doers, facts
from bot.typing_desk.talk import typing_task

CAPABILITY = Capability(
    "typing_desk",
    steps=(typing_task.SPEC,),
    doers=doers.DOERS,
    facts=facts.FACTS,
)
