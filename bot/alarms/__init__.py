"""Alarms: administrators are called once when something stands still, and told when it is well."""

from bot.alarms import timed
from bot.alarms.talk import woken
from bot.base.capability import Capability, Job

CAPABILITY = Capability(
    "alarms",
    steps=(woken.SPEC,),
    timed=(Job("alarms", timed.TICK, timed.watch, rest=20),),
)
