"""A sum does not fit: was asked once; takes a correction, or the word that it stands like that."""

from bot.engine.messages import Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn
from bot.engine.words import Word, said
from bot.filling import doubts, fill, saving
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
            return saving.submit(turn, case, fill.opened(turn, case))
        # "Ya" and "tidak" do not say which of the two was meant.
        return report.remind(turn, case)
    if found is None and meant(turn.text, _known(case)) in (Meant.AS_FORM, Meant.SAME):
        return saving.submit(turn, case, fill.opened(turn, case))
    if found is not None and found.word is Word.UBAH and not found.rest:
        return report.what_to_change(turn, case)
    return report.take_text(turn, case, turn.text)


def _known(case: Case) -> set[int]:
    """Figures that an answer may repeat: those given, and by how much the sums differ."""
    gaps = {abs(int(f.numbers.get("difference", 0))) for f in doubts.findings(case)}
    return {*case.given.values(), *gaps}


SPEC = Spec(
    "doubt",
    answer,
    keeps=frozenset({Word.UBAH, Word.SESUAI, Word.BENAR, Word.TIDAK}),
    again=report.again,
)
