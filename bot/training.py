"""Keeps how quizzes and practice reports went, and gives the conversation its questions."""

from functools import cache
from typing import TYPE_CHECKING, Any

from bot.engine import witness_effects as w
from bot.engine.facts import QuizFacts
from bot.engine.messages import Outcome
from models.packs.quiz import LETTERS, QuizQuestion, default_quiz
from models.stores.recruiting import training
from models.stores.recruiting.training import Trained

if TYPE_CHECKING:
    from bot.perform import Work


@cache
def quiz_facts(quiz: tuple[QuizQuestion, ...]) -> tuple[QuizFacts, ...]:
    """The pack's questions as the conversation asks them; the default ones where it has none."""
    return tuple(
        QuizFacts(
            one.code,
            (one.question, one.question_en or one.question),
            tuple(zip(one.choices, one.choices_en or one.choices, strict=True)),
            LETTERS.index(one.right),
            (one.why, one.why_en or one.why),
        )
        for one in quiz or default_quiz()
    )


async def keep_training(work: "Work", effect: w.KeepTraining) -> Outcome:
    """Keep a result; the best one counts, and none of it is a report."""
    if work.facts.election is None:
        return Outcome("not_ready")
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
    passed = await training.keep(work.session, new)
    subject = f"person:{work.person_id}"
    await work.note("trained", subject, kind=effect.kind, score=effect.score, passed=effect.passed)
    data: dict[str, Any] = {"kind": effect.kind, "score": effect.score, "out_of": effect.out_of}
    data |= {"passed": effect.passed, "wrong": list(effect.wrong)}
    return Outcome(
        "training_kept", {**data, "quiz": "quiz" in passed, "practice": "practice" in passed}
    )


DOERS: dict[type[Any], Any] = {w.KeepTraining: keep_training}
