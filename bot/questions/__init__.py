"""Questions (tanya jawab): what the pack answers, and published results of an area."""

from bot.base.capability import Capability
from bot.questions import doers, past_results
from bot.questions.talk import past_results as past_results_talk
from bot.questions.talk import questions

CAPABILITY = Capability(
    "questions",
    steps=(
        questions.SPEC,
        past_results_talk.SPEC,
    ),
    doers={**doers.DOERS, **past_results.DOERS},
)
