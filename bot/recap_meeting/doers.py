"""The kecamatan's recap meeting: who attends what, figures kept, differences told at once."""

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.recap_meeting.talk.effects import FileRecapPhoto, NoteRecap
from bot.recap_meeting.talk.outcomes import Differing, RecapDiffers, RecapNoted, RecapRefused
from models.errors import NotYourStation, SaksiError
from models.rules.rights import Action, paths
from models.stores.messaging import notices
from models.stores.persons import mandates, roles
from models.stores.recap_meeting import meeting
from models.stores.recap_meeting.meeting import Met, NewFigures


async def note_recap(work: Work, effect: NoteRecap) -> Outcome:
    """Keep what was read at the meeting, and say where our C differs."""
    try:
        async with work.tx.begin_nested():
            return await _note(work, effect)
    except SaksiError as refusal:
        return RecapRefused(code=refusal.code)


async def _note(work: Work, effect: NoteRecap) -> Outcome:
    attended = work.facts.meeting
    here = {one.id: one for one in attended.stations} if attended else {}
    contests = {one.id: one.contest for one in attended.contests} if attended else {}
    for station, contest, _ in effect.rows:
        if station not in here or contest not in here[station].contests:
            raise NotYourStation("not read out at this meeting", station=station)
    new = [NewFigures(*row) for row in effect.rows]
    changed = await meeting.put(work.tx, work.person_id, new, work.message_id)
    for station, contest in sorted(changed):
        await work.note("recap noted", f"station:{station}", contest=contest)
    codes = {id_: tuple(c.code for c in contest.choices) for id_, contest in contests.items()}
    asked = {row[:2] for row in effect.rows}
    met = [
        one
        for one in await meeting.of_stations(work.tx, here.keys() & {s for s, _ in asked}, codes)
        if (one.row.station_id, one.row.contest_id) in asked
    ]
    fresh = [one for one in met if (one.row.station_id, one.row.contest_id) in changed]
    await _tell(work, [one for one in fresh if one.found and one.found.fields])
    return _outcome(met)


def _outcome(met: list[Met]) -> RecapNoted:
    compared = [one for one in met if one.found is not None and one.found.compared]
    differs = [
        Differing(one.row.station_id, one.row.contest_id, one.found.fields, one.found.moved)
        for one in compared
        if one.found is not None and one.found.fields
    ]
    differs.sort(key=lambda one: (-one.moved, one.station))
    return RecapNoted(len(compared), len(met) - len(compared), tuple(differs))


async def _tell(work: Work, differing: list[Met]) -> None:
    """The nearest coordinators hear it while the meeting is still on."""
    election, person, attended = work.facts.election, work.facts.person, work.facts.meeting
    if not differing or election is None or person is None or attended is None:
        return
    contests = {one.id: one.contest.ballot.value for one in attended.contests}
    event = RecapDiffers(
        kecamatan=attended.kecamatan,
        ballot=contests[differing[0].row.contest_id],
        stations=len(differing),
        moved=sum(one.found.moved for one in differing if one.found),
        by=person.name,
    )
    path = await mandates.path_of(work.tx, differing[0].row.station_id)
    told = [
        notice(
            f"recap:{work.message_id}:{one.person_id}",
            event,
            one.person_id,
            inbox_id=work.message_id,
        )
        for one in await roles.leaders(work.tx, election.id, path, {person.id})
    ]
    await notices.put(work.tx, told)


async def file_recap_photo(work: Work, effect: FileRecapPhoto) -> None:
    """Note of which area and contest a photo of D.HASIL is."""
    where = paths(await held_by(work), Action.NOTE_RECAP)
    if work.facts.election is None or not where or work.facts.meeting is None:
        return
    known = {one.id for one in work.facts.meeting.stations}
    station = effect.station_id if effect.station_id in known else None
    place = (work.facts.election.id, where[0])
    of = (station, effect.contest_id)
    await meeting.file_photo(work.tx, work.person_id, effect.photo, place, of)


DOERS: dict[type[Effect], Doer] = {NoteRecap: note_recap, FileRecapPhoto: file_recap_photo}
