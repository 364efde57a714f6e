"""BELUM: what is still missing, per station: presence, each ballot's numbers, photos.

Leaders without a station hear it of their area.
"""

from bot.attendance.talk import check_in
from bot.engine.facts import StationPlace
from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.filling import echoes, home, tell
from bot.filling.cases import Case, cases, disputed, stations
from bot.filling.effects import AskMissing
from models.rules.access import ROLES, Who
from models.values import ResultState

_READS = ROLES[Who.READER]
_SHOWN = 8
"""Stations in one answer, open ones first: a message has room for 4,096 characters."""


def show(turn: Turn, rest: str) -> Step:
    """A list with a mark for each duty, and the next thing to do as a button."""
    if leads(turn) and (not turn.facts.mandates or turn.pressed):
        return turn.stay(effects=(AskMissing(code=(turn.pressed or "").strip(":")),))
    if not turn.facts.mandates:
        return home.for_witnesses(turn, rest)
    places = sorted(stations(turn.facts), key=lambda place: _finished(turn, place))
    parts = tuple(_of_station(turn, place) for place in places[:_SHOWN])
    buttons = []
    open_cases = [case for case in cases(turn) if not case.complete]
    if any(check_in.checked_in(turn, place) is None for place in stations(turn.facts)):
        buttons.append(button("hadir", "button.here"))
    if open_cases:
        first = open_cases[0]
        target = f"isi:{first.station.id}:{first.contest_id}"
        name = phrase(f"ballot.{first.ballot.ballot}", name=first.ballot.name)
        buttons.append(button(target, "button.fill_ballot", ballot=name))
    if disputed(turn):
        buttons.insert(0, button("periksa", "button.recheck"))
    key = "missing.list" if buttons else "missing.nothing"
    if leads(turn):
        buttons.append(button("belum::", "button.my_area"))
    left = max(0, len(places) - _SHOWN)
    more = (phrase("missing.more", count=left),) if left else ()
    return turn.stay(turn.reply(key, *buttons, stations=(*parts, *more)))


def leads(turn: Turn) -> bool:
    """Whether somebody speaks who may see what an area lacks."""
    return turn.facts.person is not None and bool(_READS & set(turn.facts.person.roles))


def _finished(turn: Turn, place: StationPlace) -> bool:
    return all(case.complete for case in cases(turn, place.id))


def _of_station(turn: Turn, place: StationPlace) -> Phrase:
    here = check_in.checked_in(turn, place)
    presence = (
        phrase("missing.present", at=turn.at(here.at, place), receipt=here.receipt)
        if here
        else phrase("missing.absent")
    )
    ballots = tuple(_of_ballot(turn, case) for case in cases(turn, place.id))
    return phrase(
        "missing.station",
        station=tell.station(place),
        presence=presence,
        ballots=ballots,
        copy=_copy(turn, place),
    )


def _copy(turn: Turn, place: StationPlace) -> Phrase | str:
    """The paper copy, once every ballot is reported: it is written last."""
    found = [copy for copy in turn.facts.copies if copy.station_id == place.id]
    if found:
        return phrase("missing.copy_handed" if found[-1].handed_to else "missing.copy_noted")
    if all(case.complete for case in cases(turn, place.id)):
        return phrase("missing.copy_open")
    return ""


def _of_ballot(turn: Turn, case: Case) -> Phrase:
    photos = sum(
        found.count
        for found in turn.facts.photos
        if (found.station_id, found.contest_id) == (case.station.id, case.contest_id)
    )
    told = phrase("missing.photos", count=photos) if photos else phrase("missing.no_photo")
    values = {"ballot": tell.ballot(case.ballot), "photos": told}
    if case.report is not None and case.report.state is ResultState.DISPUTED:
        return phrase("missing.disputed", **values)
    if case.report is not None and echoes.differences(case, case.pages):
        return phrase("missing.changed", receipt=case.report.receipt, **values)
    if case.complete and case.report is not None:
        return phrase("missing.done", receipt=case.report.receipt, **values)
    if case.saved:
        return phrase("missing.partly", progress=tell.progress(case), **values)
    if case.draft.numbers:
        return phrase("missing.draft", **values)
    return phrase("missing.open", **values)


SPEC = Spec("missing", who=Who.KNOWN, words={Word.BELUM: show})
