"""Buttons that stand below older messages: each counts for the figures above it, for no others."""

import re

from bot.engine.marks import when
from bot.engine.messages import Step
from bot.engine.spec import Chain, Claim, Spec
from bot.engine.turn import Turn, phrase
from bot.engine.words import Word, said
from bot.filling import fill, home, stamps, tell
from bot.filling.cases import cases, current, saved_last

_ANSWERS = (Word.BENAR, Word.SESUAI, Word.TIDAK)
_TOKEN = re.compile(r"(?:usul-)?[0-9a-f]{4,8}")


def pressed(turn: Turn, chain: Chain) -> Step | None:
    """A last word pressed where none is asked for: its figures are shown, if they still wait."""
    word = said(turn.text)
    token = turn.pressed or ""
    if word is None or word.word not in _ANSWERS or not _TOKEN.fullmatch(token):
        return None
    at = current(turn) if turn.dialog.step == "report" else None
    if turn.dialog.step in ("confirm", "doubt") or (at is not None and at.draft.proposed):
        return None
    pages = {case.key: stamps.pages_of(case, token) for case in cases(turn) if case.draft.numbers}
    case = next((case for case in cases(turn) if pages.get(case.key)), None)
    if case is not None and turn.dialog.step != "report":
        return fill.shown(turn, case, pages[case.key])
    stored = saved_last(cases(turn))
    twice = stored is not None and stamps.stamp(stored, stored.saved) == token
    if twice and stored is not None and stored.report is not None and turn.dialog.step == "home":
        name, receipt = tell.ballot(stored.ballot), stored.report.receipt
        return turn.stay(turn.reply("home.is_saved", ballot=name, receipt=receipt))
    asked = chain.again(turn)
    if asked is None:
        return turn.stay(turn.reply("report.old_press", *home.menu(turn)))
    told = (phrase("report.old_press"), phrase(asked.key, **asked.values))
    return turn.stay(turn.reply("report.said", *asked.buttons, ask=asked.ask, parts=told))


SPEC = Spec("old_button", claim=Claim(pressed, when("press known")))
