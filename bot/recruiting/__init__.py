"""Recruiting (perekrutan): volunteers, the quiz, the practice report."""

from bot.base.capability import Capability, Job
from bot.recruiting import doers, timed, training
from bot.recruiting.talk import practice, quiz, recruit, recruits

CAPABILITY = Capability(
    "recruiting",
    steps=(
        practice.SPEC,
        recruit.SPEC,
        recruits.SPEC,
        quiz.SPEC,
    ),
    doers={**doers.DOERS, **training.DOERS},
    timed=(Job("clear_applications", 3600, timed.clear, rest=75),),
)
