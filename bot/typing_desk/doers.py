"""Operators (penginput): the ballots that they type from photos, lent one at a time."""

from bot.base.capability import Doer
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.filling.effects import SubmitReport
from bot.typing_desk.talk.effects import TakeTyping
from bot.typing_desk.talk.outcomes import TypingGiven, TypingNone
from models.errors import NotAllowed, TiedToParticipant
from models.rules.rights import Action, concerned, paths
from models.stores.base import elections
from models.stores.persons import roles
from models.stores.typing_desk import typing_tasks


async def take_typing(work: Work, effect: TakeTyping) -> Outcome:
    """Lend the next ballot of the operator's area."""
    held = await held_by(work)
    where, election = paths(held, Action.TYPE), work.facts.election
    if election is None or not where:
        return TypingNone()
    barred = await roles.tied_contests(work.tx, election.id, held)
    lent = await typing_tasks.lend(work.tx, election.id, where, work.person_id, barred=barred)
    if lent is None:
        return TypingNone()
    subject = f"station:{lent.station_id}"
    await work.note("typing taken", subject, contest=lent.contest_id)
    return TypingGiven(station=lent.station_id, contest=lent.contest_id)


async def own_task(work: Work, effect: SubmitReport) -> None:
    """Raises NotAllowed unless the ballot is lent to this person; its time begins anew."""
    lent = await typing_tasks.renew(work.tx, effect.task_id or 0, work.person_id)
    if lent is None or (lent.station_id, lent.contest_id) != (
        effect.station_id,
        effect.contest_id,
    ):
        raise NotAllowed(task=effect.task_id)
    contest = await elections.contest(work.tx, lent.contest_id)
    if concerned(await held_by(work), contest):
        raise TiedToParticipant(task=effect.task_id)


DOERS: dict[type[Effect], Doer] = {TakeTyping: take_typing}
