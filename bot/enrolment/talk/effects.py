"""What the talk of enrolment asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class Activate(Effect):
    """Prove the phone by a handed-out code. -> activated {name} | activation_refused {left} |
    activation_held {}: another chat speaks for that person. Events: "code_used_elsewhere" {name}
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
