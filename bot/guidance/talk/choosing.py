"""The answer to "which station?" or "which ballot?": by button, number or name, or more figures."""

from dataclasses import replace

from bot.attendance.talk import check_in
from bot.engine.grammar.ballots import station_in
from bot.engine.messages import Reply, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn
from bot.engine.words import Word, said
from bot.filling import choose, home, typed
from bot.filling.assent import takes_back
from bot.filling.cases import cases
from bot.filling.grammar.parse import named_in
from bot.filling.grammar.whole_message import figures_in
from bot.incidents.talk import paper_copy as copy
from bot.reports.talk import report


def answer(turn: Turn) -> Step:
    """Goes on with the word that the choice was needed for."""
    bare = choose.bare_station(turn)
    turn = turn.saying(bare) if bare else turn
    if choose.foreign(turn, turn.text):
        return choose.not_yours(turn, turn.text)
    waiting = str(turn.data.get("text", "")) if turn.data.get("word") == "isi" else ""
    if waiting and figures_in(station_in(turn.text)[1]):
        return _more(turn, waiting)
    station, contest = choose.picked(turn)
    if station is None and contest is None:
        return _unanswered(turn, waiting)
    if turn.data.get("word") == "hadir" and station is not None:
        return check_in.at_station(turn, station)
    if turn.data.get("word") == "salinan" and station is not None:
        return copy.at_station(turn, station)
    return report.chosen(turn, station, contest, str(turn.data.get("text", "")))


def _unanswered(turn: Turn, waiting: str) -> Step:
    """Neither a station nor a ballot: dropped where that is said, else asked again."""
    found = said(turn.text)
    drops = found is not None and found.word in (Word.BATAL, Word.HAPUS) and not found.rest
    if drops or takes_back(turn.text):
        return turn.to("home", turn.reply("home.cancelled", *home.menu(turn)))
    again = typed.numbers(turn, waiting) if waiting else None
    if again is None or again.dialog.step != "choose":
        return turn.stay(turn.reply("choose.again"))
    asked = tuple(replace(reply, key="choose.again_ballot") for reply in again.replies)
    return replace(again, replies=asked)


def _more(turn: Turn, waiting: str) -> Step:
    """More figures while it is open whose the first are: nothing of both is dropped."""
    named = {p.ballot.ballot: p.ballot for p in typed.cut_of(turn, turn.text).parts if p.ballot}
    here = [case for case in cases(turn) if case.ballot.ballot in named]
    fits = len(named) == 1 and any(named_in(waiting, case.contest) for case in here)
    if not named or fits:
        told = f"{waiting}\n{turn.text}" if not named else f"{turn.text}\n{waiting}"
        return typed.numbers(turn, told) or turn.stay(turn.reply("choose.again"))
    done = typed.numbers(turn, turn.text)
    left = turn.reply("choose.left", figures=" · ".join(waiting.split("\n"))[:80])
    if done is None:
        return turn.stay(left)
    return replace(done, replies=(left, *done.replies))


def again(turn: Turn) -> Reply | None:
    """Which station or ballot is still to be said."""
    waiting = str(turn.data.get("text", ""))
    if turn.data.get("asks") == "station":
        return choose.ask_station(turn, str(turn.data.get("word", "")), waiting).replies[-1]
    asked = typed.numbers(turn, waiting) if waiting else None
    if asked is not None and asked.dialog.step == "choose":
        return asked.replies[-1]
    return turn.reply("choose.ballot")


SPEC = Spec("choose", answer, again=again)
