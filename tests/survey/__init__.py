"""Survey (jajak pendapat): how long people queue at a station; a worked example of a capability.

It lives among the tests and is complete all the same: a word of its own, a step, an effect with its
doer, a fact, a notice, timed work, texts in both languages. docs/add-a-capability.md walks through.
"""

from pathlib import Path

from bot.base.capability import Capability, Job
from tests.survey import doers, facts, timed
from tests.survey.talk import survey

CAPABILITY = Capability(
    "survey",
    steps=(survey.SPEC,),
    doers=doers.DOERS,
    timed=(Job("survey_seen", 60, timed.note_seen),),
    facts=facts.FACTS,
    texts=Path(__file__).parent / "talk" / "texts",
)
