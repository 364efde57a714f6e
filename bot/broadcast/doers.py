"""Does what is asked for about broadcasts, in the turn's transaction; sending is the clock's."""

from collections.abc import Sequence
from typing import TypeVar

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work, held_by
from bot.broadcast.as_sent import allow_here, as_sent, quiet
from bot.broadcast.talk.effects import (
    FindAudience,
    OptOut,
    ShowSamples,
    SteerBroadcast,
    TellBroadcast,
    WriteBroadcast,
)
from bot.broadcast.talk.outcomes import (
    Audience,
    AudienceFound,
    BroadcastAnswered,
    BroadcastLine,
    BroadcastReady,
    BroadcastRefused,
    BroadcastReport,
    BroadcastSamples,
    BroadcastsListed,
    BroadcastSteered,
    BroadcastWaiting,
    BroadcastWritten,
    SampleOf,
)
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import NamedArea
from models.errors import NotAllowed, SaksiError
from models.phones import e164
from models.rules.broadcast import State, Verb, move, text_of
from models.rules.nik_text import without
from models.rules.rights import Action, Held, paths, require
from models.stores.base import elections, opt_out
from models.stores.base.areas import ancestors, area, areas_named, top
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.broadcast import broadcast_feed, broadcasts
from models.stores.broadcast.broadcasts import Broadcast, NewBroadcast
from models.stores.messaging import notices
from models.stores.persons import roles

_Seen = TypeVar("_Seen", BroadcastReady, BroadcastWaiting)


async def whom(tx: Transaction, election: LoadedElection, row: Broadcast) -> Audience:
    """Whom a broadcast is for, as events tell it."""
    titles = []
    for path in row.paths:
        above = await ancestors(tx, election.id, path) if path else []
        titles += [above[-1].title] if above else []
    return Audience(tuple(row.roles), tuple(titles), row.listed)


async def told(
    tx: Transaction, election: LoadedElection, row: Broadcast, kind: type[_Seen]
) -> _Seen:
    """A broadcast whose recipients are found, as its author or who approves it hears of it."""
    people = await broadcasts.samples(tx, row.id)
    first = people[0] if people else None
    sample = as_sent(row, election, first.name, first.language) if first else row.text
    return kind(
        receipt=row.receipt,
        author=row.author,
        campaign=row.campaign,
        whom=await whom(tx, election, row),
        recipients=row.recipients,
        left_out=row.left_out,
        seconds=row.seconds,
        sample=sample,
    )


async def find_audience(work: Work, effect: FindAudience) -> Outcome:
    """Areas that a name may mean, of those that the person leads."""
    election = await elections.election(work.tx)
    mine = paths(await held_by(work), Action.BROADCAST)
    if not mine:
        return BroadcastRefused(code=NotAllowed.code)
    found = []
    for path in mine:
        if effect.name:
            within = path or await top(work.tx, election.id)
            found += await areas_named(work.tx, election, effect.name, within)
        elif path:
            found += (await ancestors(work.tx, election.id, path))[-1:]
    return AudienceFound(tuple(NamedArea(one.code, one.title) for one in found[:5]))


async def write_broadcast(work: Work, effect: WriteBroadcast) -> Outcome:
    """Keep it; the clock finds its recipients, and then its author hears how many they are."""
    try:
        async with work.tx.begin_nested():
            return await _write(work, effect)
    except SaksiError as refusal:
        return BroadcastRefused(code=refusal.code)


async def _write(work: Work, effect: WriteBroadcast) -> Outcome:
    election = await elections.election(work.tx)
    held = await held_by(work)
    wanted = [(await area(work.tx, election.id, code)).path for code in effect.areas]
    for path in wanted:
        require(held, Action.BROADCAST, path)
    places = tuple(wanted) or paths(held, Action.BROADCAST)
    if not places:
        raise NotAllowed(action=Action.BROADCAST.value)
    allow_here(election, work.turn.now, campaign=effect.campaign)
    new = NewBroadcast(
        election.id,
        work.person_id,
        text_of(without(effect.text)),
        effect.campaign,
        effect.roles,
        places,
        inbox_id=work.message_id,
    )
    receipt = await broadcasts.put(work.tx, new)
    data = {"campaign": effect.campaign, "roles": list(effect.roles), "paths": list(places)}
    await work.note("broadcast written", f"broadcast:{receipt}", **data)
    return BroadcastWritten(receipt=receipt)


async def steer_broadcast(work: Work, effect: SteerBroadcast) -> Outcome:
    """Move a broadcast on; who may not, or not yet, hears why."""
    try:
        async with work.tx.begin_nested():
            row = await broadcasts.hold(work.tx, effect.receipt)
            held = await _require(work, row)
            return await _steer(work, effect, row, held)
    except SaksiError as refusal:
        return BroadcastRefused(refusal.code, effect.receipt)


async def _require(work: Work, row: Broadcast) -> tuple[Held, ...]:
    held = await held_by(work)
    for path in row.paths:
        require(held, Action.BROADCAST, path)
    return held


async def _steer(
    work: Work, effect: SteerBroadcast, row: Broadcast, held: Sequence[Held]
) -> Outcome:
    election = await elections.election(work.tx)
    now_quiet = quiet(election, work.turn.now)
    state = move(broadcasts.standing(row), effect.verb, work.person_id, quiet=now_quiet)
    approver = work.person_id if effect.verb is Verb.APPROVE else None
    await broadcasts.move(work.tx, row.id, state, approver)
    if state in (State.PAUSED, State.CANCELLED):
        await broadcast_feed.take_back(work.tx, row.id)
    await work.note(f"broadcast {effect.verb.value}", f"broadcast:{row.receipt}", note=effect.note)
    asked = await _ask(work, election, row) if effect.verb is Verb.ASK else 0
    if work.person_id != row.author_id:
        await _answer(work, effect, row)
    return BroadcastSteered(row.receipt, effect.verb.value, asked)


async def _ask(work: Work, election: LoadedElection, row: Broadcast) -> int:
    """Tell those who lead nearest and may approve; how many they are."""
    near: dict[int, roles.Holder] = {}
    for path in row.paths:
        found = await roles.leaders(work.tx, election.id, path, {row.author_id})
        near |= {one.person_id: one for one in found}
    fit = [
        number
        for number in near
        if all(
            any(one.covers(path) and one.role in roles.LEADS for one in held)
            for held in [await roles.roles_of(work.tx, election.id, number)]
            for path in row.paths
        )
    ]
    event = await told(work.tx, election, row, BroadcastWaiting)
    purpose = f"broadcast:{row.id}:waiting"
    news = [notice(f"{purpose}:{one}", event, one, inbox_id=work.message_id) for one in fit]
    await notices.put(work.tx, news)
    return len(fit)


async def _answer(work: Work, effect: SteerBroadcast, row: Broadcast) -> None:
    """To the author: somebody else's word."""
    by = work.facts.person.name if work.facts.person else ""
    event = BroadcastAnswered(row.receipt, effect.verb.value, by, effect.note)
    purpose = f"broadcast:{row.id}:{work.turn.key}"
    new = notice(purpose, event, row.author_id, inbox_id=work.message_id)
    await notices.put(work.tx, [new])


async def show_samples(work: Work, effect: ShowSamples) -> Outcome:
    """Ten recipients; whoever has seen them may approve."""
    try:
        async with work.tx.begin_nested():
            row = await broadcasts.hold(work.tx, effect.receipt)
            await _require(work, row)
            election = await elections.election(work.tx)
            people = await broadcasts.samples(work.tx, row.id)
            await broadcasts.saw_samples(work.tx, row, work.person_id)
    except SaksiError as refusal:
        return BroadcastRefused(code=refusal.code, receipt=effect.receipt)
    await work.note("broadcast samples seen", f"broadcast:{row.receipt}", people=len(people))
    text = as_sent(row, election, people[0].name, people[0].language) if people else row.text
    return BroadcastSamples(
        receipt=row.receipt,
        recipients=row.recipients,
        text=text,
        people=tuple(SampleOf(one.name, one.place) for one in people),
        state=row.state,
    )


async def tell_broadcast(work: Work, effect: TellBroadcast) -> Outcome:
    """The delivery report of one, or which there are."""
    election, held = await elections.election(work.tx), await held_by(work)
    if not effect.receipt:
        mine = paths(held, Action.BROADCAST)
        rows = await broadcasts.latest(work.tx, election.id, work.person_id, mine)
        return BroadcastsListed(
            tuple(BroadcastLine(row.receipt, row.state, row.recipients, row.text) for row in rows)
        )
    try:
        async with work.tx.begin_nested():
            row = await broadcasts.hold(work.tx, effect.receipt)
            await _require(work, row)
    except SaksiError as refusal:
        return BroadcastRefused(code=refusal.code, receipt=effect.receipt)
    await work.note("broadcast report seen", f"broadcast:{row.receipt}")
    return await reported(work.tx, election, row)


async def reported(tx: Transaction, election: LoadedElection, row: Broadcast) -> BroadcastReport:
    """The delivery report as an event tells it."""
    counts: dict[str, int] = {}
    failed: dict[str, int] = {}
    left: dict[str, int] = {}
    for one in await broadcasts.report(tx, row.id):
        counts[one.outcome] = counts.get(one.outcome, 0) + one.people
        if one.outcome == "failed":
            failed[one.reason] = one.people
        elif one.outcome == "left_out":
            left[one.reason] = one.people
    return BroadcastReport(
        receipt=row.receipt,
        state=row.state,
        text=row.text,
        whom=await whom(tx, election, row),
        counts=counts,
        failed=failed,
        left_out=left or dict(row.left_out),
    )


async def opt(work: Work, effect: OptOut) -> None:
    """STOP, or broadcasts again: for this contact, its person, and the person's phone."""
    phone = work.turn.inbound.phone
    hashed = work.keys.phone_hash(e164(phone)) if phone else None
    do = opt_out.stop if effect.out else opt_out.start
    await do(work.tx, work.contact_id, hashed)
    await work.note(
        "stop" if effect.out else "start again",
        f"contact:{work.contact_id}",
        contact=work.contact_id,
    )


DOERS: dict[type[Effect], Doer] = {
    FindAudience: find_audience,
    WriteBroadcast: write_broadcast,
    SteerBroadcast: steer_broadcast,
    ShowSamples: show_samples,
    TellBroadcast: tell_broadcast,
    OptOut: opt,
}
"""What the conversation about broadcasts asks for; a part of bot.messaging.perform's table."""
