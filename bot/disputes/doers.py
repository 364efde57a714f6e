"""Disputes for reviewers: what they may decide, read fresh; and their decision, done."""

from bot.base.capability import Doer
from bot.base.work import Work, held_by
from bot.disputes import deciding
from bot.disputes.talk.effects import DecideDispute
from bot.disputes.talk.outcomes import DisputeDecided
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused
from models.errors import SaksiError, StaleRevision
from models.stores.disputes.decisions import Word


async def decide_dispute(work: Work, effect: DecideDispute) -> Outcome:
    """Store a reviewer's decision, if it is this person's to take."""
    try:
        async with work.tx.begin_nested():
            await _decide(work, effect)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)
    return DisputeDecided()


async def _decide(work: Work, effect: DecideDispute) -> None:
    asked = (effect.station_id, effect.contest_id)
    found = next((d for d in work.facts.disputes if (d.station.id, d.contest.id) == asked), None)
    held = await held_by(work)
    if found is None:
        await deciding.allowed(work.tx, held, asked, effect.numbers, own=False)
        raise StaleRevision("this dispute does not wait any more")
    numbers = {name: int(number) for name, number in effect.numbers.items()}
    seen = frozenset(effect.seen)
    word = Word(work.person_id, numbers, seen, effect.reason, inbox_id=work.message_id)
    await deciding.decide(work.tx, held, asked, word, found.station.facts, own=found.own)


DOERS: dict[type[Effect], Doer] = {DecideDispute: decide_dispute}
