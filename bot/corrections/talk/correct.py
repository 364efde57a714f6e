"""UBAH: changes a number that was saved; before and after are shown, then it is confirmed."""

from bot.engine.grammar.ballots import spoken
from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.filling import choose, echoes, fill, home, tell, typed
from bot.filling.cases import Case, cases
from bot.filling.grammar.whole_message import figures_in
from models.rules.access import Who


def start(turn: Turn, rest: str) -> Step:
    """UBAH PPWP 2 jadi 87, or UBAH alone: then it asks what."""
    found = [case for case in cases(turn) if case.saved]
    if rest and not turn.pressed and figures_in(rest):
        done = typed.numbers(turn, turn.text)
        if done is not None:
            return done
    if not found:
        return turn.stay(turn.reply("correct.nothing", *home.menu(turn)))
    named, text = spoken(rest, turn.facts.election.ballots if turn.facts.election else ())
    if named is not None:
        found = [case for case in found if case.ballot.ballot == named.ballot]
        if not found:
            return turn.stay(turn.reply("correct.not_saved", ballot=named.name))
    if turn.pressed:
        found = [case for case in found if case.key == turn.pressed]
        text = ""
    case = choose.one(turn, found, rest)
    if case is None:
        return _which(turn, rest)
    turn = turn.after(
        turn.to(
            "report",
            station=case.station.id,
            contest=case.contest_id,
            page=case.pages[0].name,
            changing=True,
        )
    )
    done = fill.read(turn, case, text) if text.strip() else None
    return done or _what(turn, case)


def _which(turn: Turn, rest: str) -> Step:
    buttons = [
        button(f"ubah:{case.key}", "button.ballot", ballot=tell.ballot(case.ballot))
        for case in cases(turn)
        if case.saved
    ][:10]
    return turn.stay(turn.reply("correct.which", *buttons))


def _what(turn: Turn, case: Case) -> Step:
    """What is saved, and changes to it that wait for their last word, with an example."""
    page = case.pages[0]
    lines = tell.figures(case, page, case.saved)
    waiting = echoes.differences(case, case.pages)
    if waiting:
        lines = (*lines, phrase("correct.waiting"), *waiting)
    example = echoes.change_example(case, page)
    header = tell.header(case, page)
    reply = turn.reply("correct.what", header=header, figures=lines, example=example)
    return turn.to(
        "report",
        reply,
        station=case.station.id,
        contest=case.contest_id,
        page=page.name,
        open=[page.name],
        changing=True,
    )


SPEC = Spec("correct", who=Who.KNOWN, words={Word.UBAH: start})
