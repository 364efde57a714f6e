"""What the talk of enrolment asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class Activate(Effect):
    """Prove the phone by a handed-out code. -> activated {name} | activation_refused {left} |
    activation_held {}: another chat speaks for that person. Of somebody with a role ->
    activation_second {}: a one-time code went to who leads above, activation_alone {}: the own
    contact is needed. Events: "code_used_elsewhere" {name}
    for that chat and who leads; "codes_guessed" {} for administrators, once an hour.
    """

    code: str


@dataclass(frozen=True, slots=True)
class ProveContact(Effect):
    """Prove the phone by the sender's own contact. -> activated {name} | contact_unknown."""

    phone: str


@dataclass(frozen=True, slots=True)
class SetLanguage(Effect):
    """Speak another language from now on ("id", "en"). No outcome."""

    language: str


@dataclass(frozen=True, slots=True)
class BindChat(Effect):
    """This chat speaks for a person with a role whose code came from here; held until the second
    factor is there. -> activated {name}
    """

    weight: ClassVar[str] = "role"

    person: int


@dataclass(frozen=True, slots=True)
class ConfirmAct(Effect):
    """Give the one-time code of an act that was held; None: it is not wanted any more.

    -> act_confirmed {effect} | act_code_wrong {left}; none for None. An act of weight from a chat
    that is new for its person is held instead of done -> act_held {own: whether the code went to
    another chat of theirs} | act_unheld. Events: "act_code_own" {act, code, minutes} for those
    chats; "act_code" {name, act, code, minutes}, or "act_told" {name, act}, for who leads above.
    """

    code: str | None
