"""Keeps how quizzes and practice reports went, and gives the conversation its questions."""

from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import NotReady
from bot.recruiting.talk.effects import KeepTraining
from bot.recruiting.talk.outcomes import TrainingKept
from models.stores.recruiting import training
from models.stores.recruiting.training import Trained


async def keep_training(work: Work, effect: KeepTraining) -> Outcome:
    """Keep a result; the best one counts, and none of it is a report."""
    if work.facts.election is None:
        return NotReady()
    new = Trained(
        work.facts.election.id,
        work.person_id,
        effect.kind,
        effect.score,
        effect.out_of,
        effect.passed,
        effect.wrong,
        work.message_id,
    )
    passed = await training.keep(work.tx, new)
    subject = f"person:{work.person_id}"
    await work.note("trained", subject, kind=effect.kind, score=effect.score, passed=effect.passed)
    return TrainingKept(
        kind=effect.kind,
        score=effect.score,
        out_of=effect.out_of,
        passed=effect.passed,
        wrong=effect.wrong,
        quiz="quiz" in passed,
        practice="practice" in passed,
    )


DOERS: dict[type[Effect], Doer] = {KeepTraining: keep_training}
