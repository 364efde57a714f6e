"""What administrators are called for."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class AlarmRaised(Outcome):
    """A notice to administrators: what is wrong (models/rules/standing_still.py), and since when.

    `number`: seconds of a queue or line, messages, deaths, per cent of the disk, hours.
    """

    code: str
    what: str
    number: int
    since: datetime


@dataclass(frozen=True, slots=True)
class AlarmOver(Outcome):
    """A notice to administrators: it is well again, after so many minutes."""

    code: str
    what: str
    minutes: int
