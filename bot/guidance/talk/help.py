"""BANTUAN: help that fits the place in the talk."""

from bot.attendance.talk import mandate_letter
from bot.engine.messages import Ask, Shown, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn
from bot.engine.words import Word
from bot.filling import ask, echoes, going_on, home
from bot.filling.cases import current
from models.rules.access import Who

_PLACES = {
    "check_in": "help.check_in",
    "mandate_letter": "help.mandate_letter",
    "choose": "help.choose",
    "doubt": "help.doubt",
    "confirm": "help.confirm",
}


def show(turn: Turn, rest: str) -> Step:
    """What to do here, with an example."""
    if turn.facts.person is None:
        return turn.to("enrol", turn.reply("help.enrol", ask=Ask.CONTACT))
    step, case = turn.dialog.step, current(turn)
    if step in ("report", "doubt", "confirm") and case is not None:
        page = going_on.asked_page(turn, case)
        values: dict[str, Shown] = {
            "question": ask.question(case, page),
            "example": ask.example(case, page),
            "change": echoes.change_example(case, page),
        }
        return turn.stay(turn.reply_of(_PLACES.get(step, "help.report"), values))
    if step in _PLACES:
        return turn.stay(turn.reply(_PLACES[step], paper=mandate_letter.question(turn)))
    duties = home.duties_of(turn)
    if duties and not turn.facts.mandates:
        return turn.stay(turn.reply("help.leader", duties=duties))
    return turn.stay(turn.reply("help.home", *home.menu(turn), duties=duties))


SPEC = Spec("help", words={Word.BANTUAN: show}, who=Who.ANYONE)
