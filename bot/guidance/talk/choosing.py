"""The answer to "which station?" or "which ballot?": by button, number or name."""

from bot.attendance.talk import check_in
from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn
from bot.engine.words import Word, said
from bot.filling import choose, home
from bot.incidents.talk import paper_copy as copy
from bot.reports.talk import report


def answer(turn: Turn) -> Step:
    """Goes on with the word that the choice was needed for."""
    if choose.foreign(turn, turn.text):
        return choose.not_yours(turn, turn.text)
    station, contest = choose.picked(turn)
    if station is None and contest is None:
        found = said(turn.text)
        if found is not None and found.word is Word.BATAL:
            return turn.to("home", turn.reply("home.cancelled", *home.menu(turn)))
        return turn.stay(turn.reply("choose.again"))
    if turn.data.get("word") == "hadir" and station is not None:
        return check_in.at_station(turn, station)
    if turn.data.get("word") == "salinan" and station is not None:
        return copy.at_station(turn, station)
    waiting = str(turn.data.get("text", ""))
    return report.chosen(turn, station, contest, waiting)


SPEC = Spec("choose", answer)
