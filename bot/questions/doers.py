"""Keeps questions that have no answer yet; in the turn's transaction."""

from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.questions.talk.effects import NoteQuestion
from models.rules.nik_text import without
from models.stores.base import elections
from models.stores.questions import questions


async def note_question(work: Work, effect: NoteQuestion) -> None:
    """Keep a question without an answer; whatever number stood in it is hidden already."""
    election = await elections.current_election(work.tx)
    if election is not None:
        said, now = without(effect.text), work.turn.now
        await questions.put(work.tx, election.id, work.contact_id, said, now)


DOERS: dict[type[Effect], Doer] = {NoteQuestion: note_question}
