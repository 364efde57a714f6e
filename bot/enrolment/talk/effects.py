"""What the talk of enrolment asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class Activate(Effect):
    """Prove the phone by a handed-out code. -> Activated | ActivationRefused | ActivationHeld:
    another chat speaks for that person. Of somebody with a role -> ActivationSecond: a one-time
    code went to who leads above, ActivationAlone: the own contact is needed. Events:
    CodeUsedElsewhere for that chat and who leads; CodesGuessed for administrators, once an hour.
    """

    code: str


@dataclass(frozen=True, slots=True)
class ProveContact(Effect):
    """Prove the phone by the sender's own contact. -> Activated | ContactUnknown."""

    phone: str


@dataclass(frozen=True, slots=True)
class SetLanguage(Effect):
    """Speak another language from now on ("id", "en"). No outcome."""

    language: str


@dataclass(frozen=True, slots=True)
class BindChat(Effect):
    """This chat speaks for a person with a role whose code came from here; held until the second
    factor is there. -> Activated
    """

    weight: ClassVar[str] = "role"

    person: int


@dataclass(frozen=True, slots=True)
class ConfirmAct(Effect):
    """Give the one-time code of an act that was held; None: it is not wanted any more.

    -> ActConfirmed | ActCodeWrong; none for None. An act of weight from a chat that is new for its
    person is held instead of done -> ActHeld | ActUnheld. Events: ActCodeOwn for those chats;
    ActCode, or ActTold, for who leads above.
    """

    code: str | None
