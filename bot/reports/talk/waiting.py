"""What waits: figures proposed, known figures asked for anew, people who ask for a moment."""

import re

from bot.engine.messages import Step
from bot.engine.turn import Turn, phrase
from bot.engine.vocabulary import Said
from bot.engine.words import Word
from bot.filling import ask, fill, going_on, stamps
from bot.filling.assent import says_no, says_yes, takes_back
from bot.filling.cases import Case

_MEANT = re.compile(r"\bmaksud(?:nya|ku|e| saya)?\b", re.IGNORECASE)


def answered(turn: Turn, case: Case, word: Said | None) -> Step | None:
    """Yes takes what was proposed, no drops it; anything else is heard as it is.

    A button counts below the proposal that it came with; "as on the form" answers no proposal.
    Where a known figure is asked for anew, yes keeps it.
    """
    if not case.draft.proposed:
        return _keep(turn, case, word)
    if turn.pressed is not None and turn.pressed != stamps.of_proposal(case):
        old = (phrase("report.old_press"),)
        return going_on.proceed(turn, case, going_on.opened(turn, case), old)
    if word is not None and word.word is Word.SESUAI:
        return going_on.proceed(turn, case, going_on.opened(turn, case), ())
    told = _MEANT.sub(" ", turn.text)  # as the question has it: "Maksudnya begini?"
    if says_yes(told, case.draft.proposed.values()):
        return fill.accepted(turn, case)
    if says_no(turn.text) or (takes_back(turn.text) and not case.saved):
        return fill.dropped(turn, case)
    return None


def _keep(turn: Turn, case: Case, word: Said | None) -> Step | None:
    """Yes to "which figure? now it is 87": it stays, and the talk goes on."""
    asked = case.draft.unclear[0]
    yes = word is not None and word.word in (Word.BENAR, Word.SESUAI)
    if asked not in case.given or not yes:
        return None
    case = case.with_draft(case.draft.settled((asked,)))
    return going_on.proceed(turn, case, going_on.opened(turn, case), ())


def patiently(turn: Turn, case: Case) -> Step:
    """Somebody asks for a moment: nothing is lost."""
    if turn.dialog.step != "report":
        return turn.stay(turn.reply("report.waiting_word"))
    question = ask.question(case, going_on.asked_page(turn, case))
    return turn.stay(turn.reply("report.waiting", question=question))
