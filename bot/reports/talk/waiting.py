"""What waits: figures proposed, known figures asked for anew, people who ask for a moment."""

from bot.engine.messages import Step
from bot.engine.turn import Turn, phrase
from bot.engine.vocabulary import Said
from bot.engine.words import Word
from bot.filling import ask, fill, pending
from bot.filling.cases import Case


def answered(turn: Turn, case: Case, word: Said | None) -> Step | None:
    """Yes takes what was proposed, no drops it; anything else is heard as it is.

    A button counts below the proposal that it came with; "as on the form" answers no proposal.
    Where a known figure is asked for anew, yes keeps it.
    """
    if not case.draft.proposed:
        return _keep(turn, case, word)
    if turn.pressed is not None and turn.pressed != pending.token(case):
        old = (phrase("report.old_press"),)
        return fill.proceed(turn, case, fill.opened(turn, case), old)
    if word is None:
        return None
    if word.word is Word.SESUAI:
        return fill.proceed(turn, case, fill.opened(turn, case), ())
    if word.word is Word.BENAR:
        return fill.accepted(turn, case)
    if word.word is Word.TIDAK and not word.rest:
        return fill.dropped(turn, case)
    return None


def _keep(turn: Turn, case: Case, word: Said | None) -> Step | None:
    """Yes to "which figure? now it is 87": it stays, and the talk goes on."""
    asked = case.draft.unclear[0]
    yes = word is not None and word.word in (Word.BENAR, Word.SESUAI)
    if asked not in case.given or not yes:
        return None
    case = case.with_draft(case.draft.settled((asked,)))
    return fill.proceed(turn, case, fill.opened(turn, case), ())


def patiently(turn: Turn, case: Case) -> Step:
    """Somebody asks for a moment: nothing is lost."""
    if turn.dialog.step != "report":
        return turn.stay(turn.reply("report.waiting_word"))
    question = ask.question(case, fill.asked_page(turn, case))
    return turn.stay(turn.reply("report.waiting", question=question))
