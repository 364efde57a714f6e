"""STOP: no more broadcasts, for ever; MULAI LAGI: broadcasts again. Duty messages always go on."""

from bot.broadcast.talk.effects import OptOut
from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn
from bot.engine.words import Word
from models.rules.access import Who


def stop(turn: Turn, rest: str) -> Step:
    """No more broadcasts; what was being filled in stays as it is."""
    key = "opt_out.stopped" if turn.facts.person else "opt_out.stopped_stranger"
    return turn.stay(turn.reply(key), effects=(OptOut(out=True),))


def again(turn: Turn, rest: str) -> Step:
    """Broadcasts again; only the person's own word does this."""
    return turn.stay(turn.reply("opt_out.again"), effects=(OptOut(out=False),))


SPEC = Spec("opt_out", who=Who.ANYONE, words={Word.STOP: stop, Word.MULAI_LAGI: again})
