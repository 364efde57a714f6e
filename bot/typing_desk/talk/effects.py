"""What the talk of typing_desk asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class TakeTyping(Effect):
    """An operator (penginput) wants a ballot to type from its photos.

    The runner lends the next one that nobody else has, or had typed already by this person; it is
    then in facts.tasks, with its photos. -> TypingGiven | TypingNone.
    """
