"""Seats (kursi) of the districts that an area votes in."""

from bot.base.capability import Capability
from bot.seats import doers
from bot.seats.talk import seats

CAPABILITY = Capability(
    "seats",
    steps=(seats.SPEC,),
    doers=doers.DOERS,
)
