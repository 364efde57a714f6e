"""What coordinators do about absences: take, close and list them, by their codes."""

from typing import TypedDict

from bot.attendance.talk.effects import HandleAbsence, ListAbsent
from bot.attendance.talk.outcomes import AbsenceHandled, AbsentList, AbsentRow
from bot.base.calling import called
from bot.base.capability import Doer
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import DecisionRefused
from models.errors import NotFound, SaksiError
from models.rules.rights import Action, require
from models.stores.attendance import absences
from models.stores.attendance import missing as attendance
from models.stores.attendance.absences import HeldAbsence
from models.stores.attendance.missing import Missing
from models.stores.base import elections
from models.stores.base.areas import area, top

PAGE = 20
"""Stations in one answer of RINCIAN."""


class About(TypedDict):
    """What every word about an absence says of it."""

    receipt: str
    phase: str
    name: str
    area: str
    missing: int
    expected: int


async def handle_absence(work: Work, effect: HandleAbsence) -> Outcome:
    """Take an absence (TANGANI) or close it (BERES); it climbs no further."""
    try:
        async with work.tx.begin_nested():
            row = await _hold(work, effect.receipt)
            return await _handle(work, effect, row)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)


async def _hold(work: Work, receipt: str) -> HeldAbsence:
    """Raises NotFound, and NotAllowed for coordinators of other areas."""
    row = await absences.hold(work.tx, receipt)
    if row is None:
        raise NotFound("there is no such absence")
    require(await held_by(work), Action.HANDLE_ABSENCE, row.path)
    return row


async def _handle(work: Work, effect: HandleAbsence, row: HeldAbsence) -> Outcome:
    taken = await absences.taken_by(work.tx, row.id)
    other = taken is not None and taken.handler_id not in (None, work.person_id)
    if taken is not None and taken.handler_id is None:  # everybody came before anybody took it
        told = await _told(work, row, await _missing(work, row, 0, 0))
        return AbsenceHandled(**told, status="closed")
    if taken is not None and (other or effect.status == "taken" or taken.state == "closed"):
        return AbsenceHandled(receipt=row.receipt, status="already", by=taken.handler or "")
    if effect.status == "taken":
        await absences.take(work.tx, row.id, work.person_id)
    else:
        await absences.close(work.tx, row.id, work.person_id, effect.note)
    await work.note(f"absence {effect.status}", f"absence:{row.id}")
    told = await _told(work, row, await _missing(work, row, 0, 0))
    return AbsenceHandled(**told, status=effect.status)


async def _missing(work: Work, row: HeldAbsence, names: int, skip: int) -> Missing | None:
    """What of it is missing now."""
    election = await elections.election(work.tx)
    found = await attendance.missing(
        work.tx,
        election,
        row.path,
        work.turn.now,
        phases=[row.phase],
        kelurahan=row.kelurahan,
        names=names,
        skip=skip,
    )
    return found[0] if found else None


async def _told(work: Work, row: HeldAbsence, now: Missing | None) -> About:
    code = row.path.split(".")[-1] if row.path else await top(work.tx, row.election_id)
    place = await area(work.tx, row.election_id, code)
    return {
        "receipt": row.receipt,
        "phase": row.phase,
        "name": now.name if now else "",
        "area": place.title,
        "missing": now.missing if now else 0,
        "expected": now.expected if now else 0,
    }


async def list_absent(work: Work, effect: ListAbsent) -> Outcome:
    """A page of the stations that still lack something."""
    try:
        row = await _hold(work, effect.receipt)
    except SaksiError as refusal:
        return DecisionRefused(code=refusal.code)
    skip = (effect.page - 1) * PAGE
    now = await _missing(work, row, PAGE, skip)
    first = now.first if now else ()
    names = await called(work, first, row.path)
    rows = tuple(
        AbsentRow(
            station=one.station_id,
            number=one.number,
            kelurahan=one.kelurahan,
            witnesses=tuple(who),
        )
        for one, who in zip(first, names, strict=True)
    )
    more = now is not None and now.missing > skip + len(rows)
    told = await _told(work, row, now)
    return AbsentList(**told, page=effect.page, rows=rows, more=more)


DOERS: dict[type[Effect], Doer] = {HandleAbsence: handle_absence, ListAbsent: list_absent}
"""Reserves and vouching are done in bot/attendance/stand_ins.py."""
