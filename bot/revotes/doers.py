"""Re-votes and recounts: a coordinator finds the station and lets its reports begin anew."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.grammar.ballots import code_in, station_in
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused
from bot.revotes.talk.effects import FindStation, OpenVersion, SteerVersion
from bot.revotes.talk.outcomes import (
    BeginAnew,
    FoundContest,
    OldVoteCounts,
    StationsFound,
    VersionAsked,
    VersionSteered,
    VersionTold,
    VersionWaiting,
    VotingStation,
)
from models.errors import SaksiError
from models.rules.rights import Action, paths, refuse_tied, require
from models.stores.base import elections
from models.stores.messaging import notices
from models.stores.persons import mandates, roles
from models.stores.revotes import requests, revotes
from models.stores.revotes.requests import NewRequest, VoteRequest
from models.stores.revotes.revotes import FoundStation, Reopening
from models.values import Contest


async def find_station(work: Work, effect: FindStation) -> Outcome:
    """Stations that fit, of those that the person may see."""
    where = paths(await held_by(work), Action.FIND_STATION)
    if work.facts.election is None or not where:
        return StationsFound()
    number, rest = station_in(effect.text)
    election, code = work.facts.election.id, code_in(effect.text)
    name = code or rest.strip(" ,.:")
    rows = await revotes.find(work.tx, election, where, None if code else number, name)
    known = await elections.contests(
        work.tx, sorted({one for row in rows for one in row.contests or []})
    )
    order = [ballot.ballot for ballot in work.facts.election.ballots]
    stations = tuple(
        VotingStation(row.id, row.number, row.kelurahan, _contests(row, known, order))
        for row in rows
    )
    return StationsFound(stations)


def _contests(
    row: FoundStation, known: Mapping[int, Contest], order: list[str]
) -> tuple[FoundContest, ...]:
    """What is voted at a station, in the order of the ballots."""
    found = [FoundContest(one, known[one].ballot.value) for one in row.contests or []]
    return tuple(sorted(found, key=lambda one: order.index(one.ballot)))


async def open_version(work: Work, effect: OpenVersion) -> Outcome:
    """Keep the request, and ask those for their word who lead there too."""
    try:
        async with work.tx.begin_nested():
            await _may(work, effect.station_id, effect.contests)
            place = (effect.station_id, effect.contests, effect.kind, effect.reason)
            new = NewRequest(*place, work.person_id, inbox_id=work.message_id)
            return await _asked(work, new)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)


async def _may(work: Work, station_id: int, contests: Iterable[int]) -> None:
    """Raises what speaks against this person's word about a station's vote."""
    path = await mandates.path_of(work.tx, station_id)
    held = require(await held_by(work), Action.OPEN_VERSION, path)
    for contest in (await elections.contests(work.tx, list(contests))).values():
        refuse_tied(held, contest, (choice.code for choice in contest.choices))


async def _asked(work: Work, new: NewRequest) -> Outcome:
    receipt = await requests.put(work.tx, new)
    row = await requests.hold(work.tx, receipt)
    near = await roles.leaders(work.tx, row.election_id, row.path, {work.person_id})
    event = VersionAsked(**await _about(work, row), author=row.author, reason=row.reason)
    news = [
        notice(
            f"vote:{row.id}:asked:{one.person_id}", event, one.person_id, inbox_id=work.message_id
        )
        for one in near
    ]
    await notices.put(work.tx, news)
    data = {"kind": row.kind, "reason": row.reason, "undoes": row.undoes}
    await work.note("re-vote asked for", f"station:{row.station_id}", receipt=receipt, **data)
    return VersionWaiting(receipt=receipt, approvers=len(news))


class About(TypedDict):
    """A request as each event tells it."""

    receipt: str
    number: int
    kelurahan: str
    ballots: tuple[str, ...]
    kind: str
    undo: bool


async def _about(work: Work, row: VoteRequest) -> About:
    """A request as events tell it."""
    known = await elections.contests(work.tx, list(row.contests))
    return {
        "receipt": row.receipt,
        "number": row.number,
        "kelurahan": row.kelurahan,
        "ballots": tuple(one.ballot.value for one in known.values()),
        "kind": row.kind,
        "undo": row.undoes is not None,
    }


async def steer_version(work: Work, effect: SteerVersion) -> Outcome:
    """The second person's word; or the wish that a vote be undone, which waits for one as well."""
    try:
        async with work.tx.begin_nested():
            row = await requests.hold(work.tx, effect.receipt)
            await _may(work, row.station_id, row.contests)
            if effect.verb == "undo":
                await requests.undoable(work.tx, row)
                place = (row.station_id, tuple(row.contests), row.kind, row.reason)
                new = NewRequest(*place, work.person_id, row.id, work.message_id)
                return await _asked(work, new)
            requests.decidable(row, work.person_id)
            await _decided(work, row, approved=effect.verb == "approve")
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)
    return VersionSteered(row.receipt, effect.verb, row.undoes is not None)


async def _decided(work: Work, row: VoteRequest, *, approved: bool) -> None:
    """Do what was asked for, when it is approved, and tell everybody whom it concerns."""
    versions_: dict[int, int] = {}
    if approved and row.undoes is not None:
        versions_ = await requests.opened(work.tx, row.undoes)
        await revotes.undo(work.tx, row.id, row.station_id, versions_)
    elif approved:
        place = (row.station_id, tuple(row.contests), row.kind, row.reason)
        new = Reopening(*place, row.author_id, work.message_id)
        versions_ = await revotes.reopen(work.tx, new)
    await requests.decide(work.tx, row, work.person_id, done=approved, versions=versions_)
    action = "vote undone" if row.undoes is not None else "vote reopened"
    data = {
        "kind": row.kind,
        "reason": row.reason,
        "versions": versions_,
        "asked_by": row.author_id,
    }
    await work.note(
        action if approved else "re-vote rejected",
        f"station:{row.station_id}",
        receipt=row.receipt,
        **data,
    )
    if approved:
        await _tell(work, row, versions_)
    await _tell_leaders(work, row, "approve" if approved else "reject")


async def _tell_leaders(work: Work, row: VoteRequest, verb: str) -> None:
    """To the author; and of what was done to whoever leads above the author."""
    by = work.facts.person.name if work.facts.person else ""
    event = VersionTold(**await _about(work, row), verb=verb, by=by, author=row.author)
    whom = [row.author_id]
    if verb == "approve":
        over = await roles.over(work.tx, row.election_id, [row.path], roles.LEADS)
        whom += roles.above(over, row.author_id, (row.author_id, work.person_id))
    news = [
        notice(f"vote:{row.id}:told:{person}", event, person, inbox_id=work.message_id)
        for person in whom
    ]
    await notices.put(work.tx, news)


async def _tell(work: Work, row: VoteRequest, opened: dict[int, int]) -> None:
    """Each witness hears of the own ballots, once for these versions."""
    marks = ",".join(f"{contest}.{version}" for contest, version in opened.items())
    undo = row.undoes is not None
    event: Outcome = BeginAnew(row.station_id, tuple(opened), row.kind)
    if undo:
        event = OldVoteCounts(**await _about(work, row))
    who = await revotes.witnesses(work.tx, row.station_id, list(opened))
    purpose = "undone" if undo else "anew"
    told = [
        notice(
            f"{purpose}:{row.station_id}:{marks}:{person}",
            event,
            person,
            inbox_id=work.message_id,
        )
        for person in who
    ]
    await notices.put(work.tx, told)


DOERS: dict[type[Effect], Doer] = {
    FindStation: find_station,
    OpenVersion: open_version,
    SteerVersion: steer_version,
}
