"""Keeps questions that have no answer yet, and brings a leader's answer to those who asked."""

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused
from bot.questions.talk.effects import AnswerQuestion, NoteQuestion
from bot.questions.talk.outcomes import QuestionAnswered, QuestionsClosed
from models.errors import NotFound, SaksiError
from models.rules import code_text
from models.rules.nik_text import without
from models.rules.rights import Action, require
from models.stores.base import elections
from models.stores.messaging import notices
from models.stores.persons import people
from models.stores.questions import questions

_MOST = 30
"""Places in one question that are looked up as codes."""


async def note_question(work: Work, effect: NoteQuestion) -> None:
    """Keep a question without an answer, without the numbers and codes that stood in it."""
    election = await elections.current_election(work.tx)
    if election is not None:
        said, now = without(await _without_codes(work, effect.text)), work.turn.now
        await questions.put(work.tx, election.id, work.contact_id, said, now)


async def _without_codes(work: Work, said: str) -> str:
    """The text without what is a code of ours, however it is written."""
    spans = code_text.perhaps(said)[:_MOST]
    codes = {span: code_text.normal(said[slice(*span)]) for span in spans}
    known = await people.known_codes(work.tx, work.keys, set(codes.values()))
    return code_text.hide(said, [span for span, code in codes.items() if code in known])


async def answer_question(work: Work, effect: AnswerQuestion) -> Outcome:
    """Tell everybody who asked this, and take it off the list."""
    try:
        election = await elections.election(work.tx)
        require(await held_by(work), Action.LEAD_WITNESSES, "")
        rows = await questions.asked(work.tx, election.id, effect.question)
        if not rows:
            raise NotFound("nobody waits for an answer to this any more")
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)
    event = QuestionAnswered(effect.question, without(effect.answer.strip()))
    first = {one.contact_id: one.id for one in reversed(rows)}
    told = [
        notice(f"question:{number}:answered", event, contact_id=contact)
        for contact, number in first.items()
    ]
    await notices.put(work.tx, told)
    await questions.seen(work.tx, [one.id for one in rows])
    await work.note("question answered", f"question:{rows[0].id}", chats=len(told))
    return QuestionsClosed(count=len(told))


DOERS: dict[type[Effect], Doer] = {
    NoteQuestion: note_question,
    AnswerQuestion: answer_question,
}
