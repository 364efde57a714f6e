"""A sum does not fit: was asked once; takes a correction, or the word that it stands like that."""

from dataclasses import replace

from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn
from bot.engine.words import Word, said
from bot.filling import doubts, going_on, saving
from bot.filling.assent import says_no, says_yes, takes_back
from bot.filling.cases import Case, current, lost
from bot.filling.grammar.short_answers import Meant, meant
from bot.reports.talk import confirm, report


def answer(turn: Turn) -> Step:
    """SESUAI FORMULIR saves as written; numbers correct; anything else asks again, shorter."""
    case = current(turn)
    if case is None:
        return lost(turn)
    found = said(turn.text)
    if found is not None and found.word in (Word.SESUAI, Word.BENAR, Word.TIDAK):
        if confirm.is_old(turn, case):
            return confirm.show_again(turn, case)
        if found.word is Word.SESUAI:
            return saving.submit(turn, case, going_on.opened(turn, case))
        return _neither(turn, case)
    if found is None and meant(turn.text, _known(case)) in (Meant.AS_FORM, Meant.SAME):
        return saving.submit(turn, case, going_on.opened(turn, case))
    if found is not None and found.word is Word.UBAH and not found.rest:
        return report.what_to_change(turn, case)
    if (says_yes(turn.text) or says_no(turn.text)) and not takes_back(turn.text):
        return _neither(turn, case)
    return report.take_text(turn, case, turn.text)


def _neither(turn: Turn, case: Case) -> Step:
    """ "Ya" and "tidak" do not say which of the two was meant: nothing is saved."""
    reply = report.remind(turn, case).replies[0]
    return turn.stay(replace(reply, key="report.doubt_word"))


def _known(case: Case) -> set[int]:
    """Figures that an answer may repeat: those given, and by how much the sums differ."""
    gaps = {abs(int(f.numbers.get("difference", 0))) for f in doubts.findings(case)}
    return {*case.given.values(), *gaps}


SPEC = Spec(
    "doubt",
    answer,
    keeps=frozenset({Word.UBAH, Word.GANTI, Word.SESUAI, Word.BENAR, Word.TIDAK}),
    again=report.again,
)
