"""Reviewers' decisions on cells in dispute: stored with the reason, and taken by the result."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import BadInput, NoPhoto, StaleRevision
from models.rules.checks import cells, check
from models.rules.completeness import complete
from models.rules.settling import Decision, StationReports, StationResult, resolve
from models.stores.base import audit, elections
from models.stores.base.database import Transaction
from models.stores.reports import reports, results
from models.stores.reports.locked import HeldStation, hold_station
from models.stores.reports.reports import Origin
from models.tables import DisputeRow
from models.values import Contest, Detail, StationFacts, Tally

_DISPUTE = select(col(DisputeRow.id), col(DisputeRow.cells)).where(
    col(DisputeRow.station_id) == bindparam("station"),
    col(DisputeRow.contest_id) == bindparam("contest"),
    col(DisputeRow.closed_at).is_(None),
)
_COUNTED = text("""
select v.detail, v.id from station_result s join revision v on v.id = s.revision_id
where s.station_id = :station and s.contest_id = :contest
""")
_PUT = text("""
insert into decision (station_id, contest_id, version, person_id, revision_id, cells, seen,
                      reason, inbox_id)
values (:station, :contest, :version, :person, :revision, cast(:cells as jsonb),
        cast(:seen as jsonb), :reason, :inbox)
returning id
""")

_SHOWN = text("""
select exists (select from photo where station_id = :station and purpose = 'form'
               and (contest_id = :contest or contest_id is null)
               and person_id is distinct from :person)
""")


@dataclass(frozen=True, slots=True)
class Word:
    """What a reviewer says of a dispute: numbers for its cells, revisions seen, and why."""

    person_id: int
    numbers: Mapping[str, int]
    seen: frozenset[int]
    reason: str
    inbox_id: int | None = None


async def decide(
    tx: Transaction, station_id: int, contest_id: int, word: Word, facts: StationFacts
) -> StationResult | None:
    """Store a decision and settle the result by it; what does not fit in it stays flagged.

    Raises OwnReport when the reviewer reported there, StaleRevision when nothing is in dispute
    any more or a revision arrived that was not seen, BadInput when a cell is left out, and what
    `_alone` does.
    """
    contest = await elections.contest(tx, contest_id)
    station = await hold_station(tx, station_id)
    place = {"station": station_id, "contest": contest_id}
    dispute = (await tx.execute(_DISPUTE, place)).first()
    if dispute is None:
        raise StaleRevision("nothing is in dispute there any more")
    version = await results.latest_version(tx, station_id, contest_id)
    voices = await results.entries(tx, station_id, contest_id, version, contest)
    if missing := [cell for cell in dispute.cells if cell not in word.numbers]:
        raise BadInput("a cell in dispute is left out", field=missing[0])
    counted = (await tx.execute(_COUNTED, place)).one()
    tally = _decided(voices, counted.id, word.numbers, contest)
    meant = Decision(0, word.person_id, datetime.now(UTC), tally, word.seen, word.reason)
    resolve(voices, meant)
    await _alone(tx, place, word, dispute.cells, _said(voices, contest))
    revision = next(
        (v.revision for v in voices.entries if cells(v.tally, contest) == cells(tally, contest)),
        None,
    )
    if revision is None:
        origin = Origin(word.person_id, inbox_id=word.inbox_id)
        detail, found = Detail(counted.detail), check(tally, contest, facts)
        revision = await reports.put_decided(
            tx, origin, station_id, contest_id, version, tally, detail, found
        )
    values: dict[str, object] = {**place, "version": version, "person": word.person_id}
    values |= {"revision": revision, "cells": json.dumps(dispute.cells), "reason": word.reason}
    values |= {"seen": json.dumps(sorted(word.seen)), "inbox": word.inbox_id}
    number = await tx.scalar(_PUT, values)
    await _note(tx, station, contest, word, int(number or 0), revision)
    return await results.settle(tx, station, contest_id, contest)


async def _alone(
    tx: Transaction,
    place: Mapping[str, int],
    word: Word,
    doubted: Sequence[str],
    said: Set[tuple[str, int]],
) -> None:
    """One person's word replaces no number that nobody doubts, and invents none.

    Raises BadInput for a cell that is not in dispute, NoPhoto for a number that no report gives
    while nobody else sent a photo on which it could stand.
    """
    if others := sorted(word.numbers.keys() - set(doubted)):
        raise BadInput("nobody differs on this number", field=others[0])
    invented = word.numbers.items() - said
    if invented and not await tx.scalar(_SHOWN, {**place, "person": word.person_id}):
        raise NoPhoto(field=min(invented)[0])


def _said(voices: StationReports, contest: Contest) -> set[tuple[str, int]]:
    """Every cell with every number that some report gives it."""
    return {one for voice in voices.entries for one in cells(voice.tally, contest).items()}


def _decided(
    voices: StationReports, counted: int, numbers: Mapping[str, int], contest: Contest
) -> Tally:
    """What counted so far, what only others gave, and over both the reviewer's numbers."""
    given: dict[str, int] = {}
    for voice in sorted(voices.entries, key=lambda voice: voice.revision != counted):
        for name, value in cells(voice.tally, contest).items():
            given.setdefault(name, value)
    given |= numbers
    names = [choice.code for choice in contest.choices]
    closing = {"valid", "invalid", "total"}
    figures = {name: value for name, value in given.items() if name not in {*names, *closing}}
    votes = tuple(given.get(name) for name in names)
    tally = Tally(votes, given.get("valid"), given.get("invalid"), given.get("total"), figures)
    return complete(tally, contest)


async def _note(
    tx: Transaction,
    station: HeldStation,
    contest: Contest,
    word: Word,
    number: int,
    revision: int,
) -> None:
    data: dict[str, object] = {"station": station.code, "contest": contest.code}
    data |= {"ballot": contest.ballot.value, "numbers": dict(word.numbers)}
    data |= {"seen": sorted(word.seen), "revision": revision, "reason": word.reason}
    actor, subject = f"person:{word.person_id}", f"decision:{number}"
    await audit.note(tx, actor, "dispute decided", subject, data, word.inbox_id)
