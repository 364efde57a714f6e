"""Operators (penginput): the ballots that they type from photos, lent one at a time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.engine import effects as e
from bot.engine import facts as f
from bot.engine.messages import Outcome
from bot.places import place_of
from bot.versions import held_by
from models.errors import NotAllowed, TiedToParticipant
from models.rules.rights import Action, Held, concerned, paths
from models.stores.base import elections
from models.stores.base.elections import LoadedElection
from models.stores.base.session import Session
from models.stores.persons import mandates, roles
from models.stores.typing_desk import typing_tasks

if TYPE_CHECKING:
    from bot.perform import Work


async def read_tasks(
    session: Session, election: LoadedElection, person_id: int, held: Iterable[Held]
) -> tuple[f.MandateFacts, ...]:
    """What an operator is typing; nothing is read for everybody else."""
    if not paths(held, Action.TYPE):
        return ()
    rows = await typing_tasks.tasks_of(session, election.id, person_id)
    if not rows:
        return ()
    known = await elections.contests(session, sorted({row.contest_id for row in rows}))
    above = await mandates.areas_above(session, election.id, {row.path for row in rows})
    photos = await typing_tasks.photos(session, sorted({row.station_id for row in rows}))
    return tuple(
        f.MandateFacts(
            id=0,
            participant_id=0,
            participant="",
            participant_code="",
            participant_kind="",
            station=place_of(row, above, election),
            contests=(f.ContestFacts(row.contest_id, known[row.contest_id]),),
            task=row.id,
            photos=tuple(
                one.path
                for one in photos
                if (one.station_id, one.contest_id) == (row.station_id, row.contest_id)
            ),
        )
        for row in rows
    )


async def take_typing(work: "Work", effect: e.TakeTyping) -> Outcome:
    """Lend the next ballot of the operator's area."""
    held = await held_by(work)
    where, election = paths(held, Action.TYPE), work.facts.election
    if election is None or not where:
        return Outcome("typing_none")
    barred = await roles.tied_contests(work.session, election.id, held)
    lent = await typing_tasks.lend(work.session, election.id, where, work.person_id, barred=barred)
    if lent is None:
        return Outcome("typing_none")
    subject = f"station:{lent.station_id}"
    await work.note("typing taken", subject, contest=lent.contest_id)
    return Outcome("typing_given", {"station": lent.station_id, "contest": lent.contest_id})


async def own_task(work: "Work", effect: e.SubmitReport) -> None:
    """Raises NotAllowed unless the ballot is lent to this person; its time begins anew."""
    lent = await typing_tasks.renew(work.session, effect.task_id or 0, work.person_id)
    if lent is None or (lent.station_id, lent.contest_id) != (
        effect.station_id,
        effect.contest_id,
    ):
        raise NotAllowed(task=effect.task_id)
    contest = await elections.contest(work.session, lent.contest_id)
    if concerned(await held_by(work), contest):
        raise TiedToParticipant(task=effect.task_id)


DOERS: dict[type[Any], Any] = {e.TakeTyping: take_typing}
