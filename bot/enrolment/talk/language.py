"""BAHASA: speaks Indonesian or English from now on."""

from dataclasses import replace

from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button
from bot.engine.words import Word
from bot.enrolment.talk.effects import SetLanguage
from models.rules.access import Who

_NAMES = {
    "en": ("english", "inggris", "en"),
    "id": ("indonesia", "id", "indonesian"),
}


def change(turn: Turn, rest: str) -> Step:
    """BAHASA INGGRIS changes at once; BAHASA alone asks."""
    asked = f"{turn.pressed or ''} {rest} {turn.text}".lower().split()
    for language, names in _NAMES.items():
        if any(name in asked for name in names):
            return speak(turn, language)
    choices = (button("bahasa:id", "language.indonesian"), button("bahasa:en", "language.english"))
    return turn.stay(turn.reply("language.which", *choices))


def speak(turn: Turn, language: str) -> Step:
    """From this very answer on; somebody unknown is remembered in the dialog."""
    changed = turn.reply("language.changed")
    if turn.facts.person is None:
        return turn.stay(changed, language=language)
    return replace(turn.stay(changed, effects=(SetLanguage(language),)), language=language)


SPEC = Spec("language", words={Word.BAHASA: change}, who=Who.ANYONE)
