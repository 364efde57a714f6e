"""Re-votes and recounts: a coordinator finds the station and lets its reports begin anew."""

from bot.base.capability import Doer
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.grammar.ballots import code_in, station_in
from bot.engine.messages import Outcome
from bot.revotes.talk.effects import FindStation, OpenVersion
from models.errors import SaksiError
from models.rules.rights import Action, paths, refuse_tied, require
from models.stores.base import elections
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from models.stores.persons import mandates
from models.stores.revotes import revotes
from models.stores.revotes.revotes import Reopening


async def find_station(work: Work, effect: FindStation) -> Outcome:
    """Stations that fit, of those that the person may see."""
    where = paths(await held_by(work), Action.FIND_STATION)
    if work.facts.election is None or not where:
        return Outcome("stations_found", {"stations": []})
    number, rest = station_in(effect.text)
    election, code = work.facts.election.id, code_in(effect.text)
    name = code or rest.strip(" ,.:")
    rows = await revotes.find(work.session, election, where, None if code else number, name)
    known = await elections.contests(
        work.session, sorted({one for row in rows for one in row.contests or []})
    )
    order = [ballot.ballot for ballot in work.facts.election.ballots]
    stations = [
        {
            "id": row.id,
            "number": row.number,
            "kelurahan": row.kelurahan,
            "contests": sorted(
                ({"id": one, "ballot": known[one].ballot.value} for one in row.contests or []),
                key=lambda one: order.index(str(one["ballot"])),
            ),
        }
        for row in rows
    ]
    return Outcome("stations_found", {"stations": stations})


async def open_version(work: Work, effect: OpenVersion) -> Outcome:
    """Begin the reports of a station's contests anew, and tell its witnesses."""
    try:
        async with work.session.begin_nested():
            path = await mandates.path_of(work.session, effect.station_id)
            held = require(await held_by(work), Action.OPEN_VERSION, path)
            for contest in (await elections.contests(work.session, effect.contests)).values():
                refuse_tied(held, contest, (choice.code for choice in contest.choices))
            place = (effect.station_id, effect.contests, effect.kind, effect.reason)
            new = Reopening(*place, work.person_id, work.message_id)
            opened = await revotes.reopen(work.session, new)
    except SaksiError as refusal:
        return Outcome("decision_refused", {"code": refusal.code})
    data = {"kind": effect.kind, "reason": effect.reason, "versions": opened}
    await work.note("vote reopened", f"station:{effect.station_id}", **data)
    await _tell(work, effect, opened)
    return Outcome("version_opened")


async def _tell(work: Work, effect: OpenVersion, opened: dict[int, int]) -> None:
    """Each witness hears of the own ballots, once for these versions."""
    marks = ",".join(f"{contest}.{version}" for contest, version in opened.items())
    data = {"station": effect.station_id, "contests": list(opened), "kind": effect.kind}
    who = await revotes.witnesses(work.session, effect.station_id, list(opened))
    told = [
        NewNotice(
            f"anew:{effect.station_id}:{marks}:{person}",
            "begin_anew",
            data,
            person,
            inbox_id=work.message_id,
        )
        for person in who
    ]
    await notices.put(work.session, told)


DOERS: dict[type[Effect], Doer] = {FindStation: find_station, OpenVersion: open_version}
