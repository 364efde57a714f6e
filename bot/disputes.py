"""Disputes for reviewers: what they may decide, read fresh; and their decision, done."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from bot.engine import effects as e
from bot.engine import facts as f
from bot.engine.messages import Outcome
from bot.places import place_of
from bot.versions import held_by
from models.errors import SaksiError, StaleRevision
from models.rules.checks import cells
from models.rules.rights import Action, Held, paths, refuse_tied, require, tied
from models.stores.base import elections
from models.stores.base.elections import LoadedElection
from models.stores.base.session import Session
from models.stores.disputes import decisions
from models.stores.disputes.decisions import Word
from models.stores.persons import mandates
from models.stores.reports import disputes
from models.stores.reports.reports import tally_of
from models.stores.reports.results import padded
from models.values import Contest

if TYPE_CHECKING:
    from bot.perform import Work

MOST = 10


async def read_disputes(
    session: Session, election: LoadedElection, person_id: int, held: Iterable[Held]
) -> tuple[f.DisputeFacts, ...]:
    """The oldest disputes that a person may decide; none whose cells concern the own participant.

    Only for reviewers: for everybody else nothing is read.
    """
    kept = tuple(held)
    where = paths(kept, Action.DECIDE)
    if not where:
        return ()
    ties = any(one.code for one in kept)
    rows = await disputes.waiting(
        session, election.id, where, person_id, most=MOST * 5 if ties else MOST
    )
    known = await elections.contests(session, sorted({row.contest_id for row in rows}))
    rows = [row for row in rows if not tied(kept, known[row.contest_id], row.cells)][:MOST]
    return await _told(session, election, rows, known)


async def _told(
    session: Session,
    election: LoadedElection,
    rows: list[Row[Any]],
    known: Mapping[int, Contest],
) -> tuple[f.DisputeFacts, ...]:
    stations = sorted({row.station_id for row in rows})
    above = await mandates.areas_above(session, election.id, {row.path for row in rows})
    voices = await disputes.voices(session, stations)
    photos = await disputes.photos(session, stations)
    return tuple(
        f.DisputeFacts(
            station=place_of(row, above, election),
            contest=f.ContestFacts(row.contest_id, known[row.contest_id]),
            cells=tuple(row.cells),
            voices=tuple(
                _voice(one, known[row.contest_id], row.cells) for one in voices if _same(one, row)
            ),
            photos=tuple(one.path for one in photos if _same(one, row)),
            forwarded=frozenset(one.path for one in photos if _same(one, row) and one.forwarded),
            crops=_crops([one for one in photos if _same(one, row)], row.cells),
            own=row.own,
        )
        for row in rows
    )


def _same(one: Row[Any], row: Row[Any]) -> bool:
    return bool((one.station_id, one.contest_id) == (row.station_id, row.contest_id))


def _crops(photos: Iterable[Row[Any]], names: Iterable[str]) -> dict[str, str]:
    """Where the cut-out boxes of the disputed cells lie, from the photo that shows most."""
    found = [one.crops for one in photos if one.crops]
    first = {name: next((crops[name] for crops in found if name in crops), "") for name in names}
    return {name: path for name, path in first.items() if path}


def _voice(row: Row[Any], contest: Contest, names: Iterable[str]) -> f.VoiceFacts:
    given = cells(padded(tally_of(row), contest), contest)
    return f.VoiceFacts(row.id, {name: given[name] for name in names if name in given})


async def decide_dispute(work: "Work", effect: e.DecideDispute) -> Outcome:
    """Store a reviewer's decision, if it is this person's to take."""
    try:
        async with work.session.begin_nested():
            await _decide(work, effect)
    except SaksiError as refusal:
        return Outcome("decision_refused", {"code": refusal.code})
    return Outcome("dispute_decided")


async def _decide(work: "Work", effect: e.DecideDispute) -> None:
    asked = (effect.station_id, effect.contest_id)
    found = next((d for d in work.facts.disputes if (d.station.id, d.contest.id) == asked), None)
    path = await mandates.path_of(work.session, effect.station_id)
    require(await held_by(work), Action.DECIDE, path, own=found is not None and found.own)
    contest = await elections.contest(work.session, effect.contest_id)
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
    await decisions.decide(work.session, *asked, word, found.station.facts)


DOERS: dict[type[Any], Any] = {e.DecideDispute: decide_dispute}
