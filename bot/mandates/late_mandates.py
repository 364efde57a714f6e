"""Another leader's word about mandates given after the polls opened; who is concerned hears it."""

from bot.base import assigned
from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused, MandateEnded, MandateGiven
from bot.mandates.talk.effects import DecideMandate
from bot.mandates.talk.late_outcomes import MandateCounts, MandateDecided, MandateUndoAsked
from models.errors import SaksiError
from models.rules.rights import Action, require
from models.stores.mandates import late_mandates
from models.stores.mandates.late_mandates import LateMandate, NewRequest
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from models.stores.persons import roles
from models.stores.reports import results


async def decide_mandate(work: Work, effect: DecideMandate) -> Outcome:
    """Approve or end it; of one that counts, ask that it be ended."""
    try:
        async with work.tx.begin_nested():
            row = await late_mandates.hold(work.tx, effect.receipt)
            require(await held_by(work), Action.LEAD_WITNESSES, row.path)
            if row.state == "done" and not effect.approved:
                return await _ask_undo(work, row)
            own_refusal = row.undoes is None and not effect.approved
            late_mandates.approvable(row, 0 if own_refusal else work.person_id)
            return await _decided(work, row, effect.approved)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)


async def _ask_undo(work: Work, row: LateMandate) -> Outcome:
    await late_mandates.undoable(work.tx, row)
    new = NewRequest(row.mandate_id, work.person_id, row.replaces, row.id, work.message_id)
    wish = await late_mandates.hold(work.tx, await late_mandates.put(work.tx, new))
    approvers = await assigned.asked(work.tx, wish)
    what = {"receipt": wish.receipt, "mandate": row.mandate_id}
    await work.note("mandate's end asked for", f"station:{row.station_id}", **what)
    return MandateUndoAsked(wish.receipt, len(approvers))


async def _decided(work: Work, row: LateMandate, approved: bool) -> Outcome:
    """Do it, settle what the witness spoke of, and tell everybody whom it concerns."""
    await late_mandates.decide(work.tx, row, work.person_id, approved=approved)
    counts = approved == (row.undoes is None)
    by = work.facts.person.name if work.facts.person else ""
    told = MandateDecided(row.receipt, counts, by, row.name, row.number, row.kelurahan)
    what = {"receipt": row.receipt, "mandate": row.mandate_id, "asked_by": row.author_id}
    action = "mandate approved" if counts else "mandate undone"
    await work.note(action, f"station:{row.station_id}", **what)
    news: list[NewNotice] = []
    if approved or row.undoes is None:  # else its end was refused: it goes on counting
        news = await (_approve if counts else _end)(work, row)
        await results.settle_said_by(work.tx, row.station_id, row.person_id)
    over = await roles.over(work.tx, row.election_id, [row.path], roles.LEADS)
    above = roles.above(over, row.author_id, {row.author_id, work.person_id})
    whom = {one for one in (row.author_id, *above) if one != work.person_id}
    news += [notice(f"late:{row.id}:told:{one}", told, one) for one in sorted(whom)]
    await notices.put(work.tx, news)
    return told


async def _approve(work: Work, row: LateMandate) -> list[NewNotice]:
    await late_mandates.approve(work.tx, row)
    told = MandateCounts(row.number, row.kelurahan)
    return [notice(f"late:{row.id}:witness", told, row.person_id)]


async def _end(work: Work, row: LateMandate) -> list[NewNotice]:
    """It ends; whoever stood there before stands there again."""
    back = await late_mandates.end(work.tx, row)
    event = MandateEnded(number=row.number, kelurahan=row.kelurahan)
    ended = notice(f"late:{row.id}:witness", event, row.person_id)
    if back is None:
        return [ended]
    given = MandateGiven(mandate=back[0], number=row.number, kelurahan=row.kelurahan)
    return [ended, notice(f"late:{row.id}:back", given, back[1])]


DOERS: dict[type[Effect], Doer] = {DecideMandate: decide_mandate}
