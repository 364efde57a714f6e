"""Disputes for reviewers: what they may decide, read fresh; and their decision, done."""

from bot.base.capability import Doer
from bot.base.work import Work, held_by
from bot.disputes.talk.effects import DecideDispute
from bot.disputes.talk.outcomes import DisputeDecided
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused
from models.errors import SaksiError, StaleRevision
from models.rules.rights import Action, refuse_tied, require
from models.stores.base import elections
from models.stores.disputes import decisions
from models.stores.disputes.decisions import Word
from models.stores.persons import mandates


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
    path = await mandates.path_of(work.tx, effect.station_id)
    require(await held_by(work), Action.DECIDE, path, own=found is not None and found.own)
    contest = await elections.contest(work.tx, effect.contest_id)
    refuse_tied(await held_by(work), contest, effect.numbers)
    if found is None:
        raise StaleRevision("this dispute does not wait any more")
    numbers = {name: int(number) for name, number in effect.numbers.items()}
    word = Word(
        work.person_id,
        numbers,
        frozenset(effect.seen),
        effect.reason,
        inbox_id=work.message_id,
    )
    await decisions.decide(work.tx, *asked, word, found.station.facts)


DOERS: dict[type[Effect], Doer] = {DecideDispute: decide_dispute}
