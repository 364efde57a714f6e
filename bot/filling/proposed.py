"""What is said around numbers that the reader proposes: pages not seen, when to stop asking.

The reader proposes; how it reads is in ocr/, what becomes of it in bot/reading/talk/form_read.py.
"""

from dataclasses import replace

from bot.engine.messages import Phrase, Step
from bot.engine.turn import Turn, phrase
from bot.filling import tell
from bot.filling.cases import Case, drafts_with

QUESTIONS = 3
"""Numbers that a witness is asked for because a photo left them open; operators type the rest."""
_NAMED = 6
"""Party pages that are named one by one; beyond that their number says more."""


def lead(case: Case) -> tuple[Phrase, ...]:
    """The heading of a proposal, and which party pages no photo has shown yet."""
    absent = parties_not_seen(case)
    if not absent:
        return (phrase("reading.read"),)
    named = tuple(tell.party(case.contest, code) for code in absent[:_NAMED])
    key = "reading.pages_missing" if len(absent) <= _NAMED else "reading.pages_missing_many"
    return (phrase("reading.read"), phrase(key, parties=named, count=len(absent)))


def parties_not_seen(case: Case) -> tuple[str, ...]:
    """Parties of which nothing is known, where some party's page was photographed."""
    if not case.contest.has_parties:
        return ()
    draft = case.draft
    shown = {name.partition(".")[0] for name in (*draft.read, *draft.open, *case.given)}
    parties = [choice.code for choice in case.contest.parties()]
    missing = tuple(code for code in parties if code not in shown)
    return () if len(missing) == len(parties) else missing


def enough(case: Case) -> bool:
    """Whether a witness was asked for enough of what the photos left open."""
    open_ = case.draft.open
    left = [name for name in open_ if name not in case.given and name not in case.draft.skipped]
    return len(open_) > QUESTIONS and bool(left) and len(open_) - len(left) >= QUESTIONS


def handed_over(turn: Turn, case: Case) -> Step:
    """No more questions: what is typed stays, and operators type the rest from the photos."""
    left = [name for name in case.draft.open if name not in case.given]
    case = case.with_draft(replace(case.draft, open=()))
    ballot, name = tell.ballot(case.ballot), case.ballot.name
    reply = turn.reply("reading.rest", ballot=ballot, count=len(left), name_of_ballot=name)
    return turn.to("home", reply, drafts=drafts_with(turn, case), station=case.station.id)
