"""What becomes of proving a phone, and of acts that wait for a code."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.effects import Effect
from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class ActivationRefused(Outcome):
    """A wrong code: how many tries are left."""

    left: int = 0


@dataclass(frozen=True, slots=True)
class ActivationHeld(Outcome):
    """Another chat speaks for that person: a code alone displaces nobody."""


@dataclass(frozen=True, slots=True)
class ActivationSecond(Outcome):
    """The code of a role: who leads above has a one-time code, or the own contact is needed."""


@dataclass(frozen=True, slots=True)
class ActivationAlone(Outcome):
    """The same, where nobody could be asked: the own contact is needed."""


@dataclass(frozen=True, slots=True)
class CodeUsedElsewhere(Outcome):
    """A notice to the chat that speaks for a person, and to who leads."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class CodesGuessed(Outcome):
    """A notice to administrators, once an hour."""


@dataclass(frozen=True, slots=True)
class ActHeld(Outcome):
    """It waits for a code; `own`: that went to another chat of the person's."""

    own: bool = False


@dataclass(frozen=True, slots=True)
class ActUnheld(Outcome):
    """Nobody is there to whom the code could go, or too many codes were wrong."""


@dataclass(frozen=True, slots=True)
class ActCodeWrong(Outcome):
    """Not this code, or too late for it: how many tries are left."""

    left: int = 0


@dataclass(frozen=True, slots=True)
class ActConfirmed(Outcome):
    """The code was right: what is done now."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class ActTold(Outcome):
    """A notice to who leads above: a new chat asked for this in somebody's name."""

    name: str
    act: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class ActCode(Outcome):
    """A notice to who leads above, with the code to read out once the person was called."""

    name: str
    act: str
    code: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class ActCodeOwn(Outcome):
    """A notice to the person's chat of before, with the code."""

    name: str
    act: str
    code: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class PhoneOpened(Outcome):
    """A notice: the person's link opened a browser as their phone."""

    browser: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PhoneTried(Outcome):
    """A notice: somebody had link and code once more, and no browser was opened."""

    browser: str
    at: datetime
