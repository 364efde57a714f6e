"""A reminder before a phase's hour, to a witness who has not done it; silent where it is done."""

from datetime import UTC, datetime

from bot.attendance.talk import check_in
from bot.attendance.talk.outcomes import PhaseRemind
from bot.engine.facts import StationPlace
from bot.engine.messages import Button, Phrase, Reply, Shown, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button
from bot.filling import tell
from bot.filling.cases import cases, stations


def remind(turn: Turn, event: PhaseRemind) -> Step:
    """The event: what is due until when at which stations, and the next thing to do."""
    by = event.by.astimezone(UTC)
    if turn.now >= by:
        return turn.stay()
    code = event.phase
    if code == "check_in":
        open_ = [place for place in stations(turn.facts) if not _present(turn, place, by)]
        return _say(turn, "remind.check_in", by, open_, button("hadir", "button.here"))
    if code == "copies":
        noted = {copy.station_id for copy in turn.facts.copies}
        open_ = [place for place in stations(turn.facts) if place.id not in noted]
        return _say(turn, "remind.copies", by, open_, button("salinan", "remind.button_copy"))
    if code == "photos":
        kept = {(photo.station_id, photo.contest_id) for photo in turn.facts.photos}
        open_ = [c.station for c in cases(turn) if (c.station.id, c.contest_id) not in kept]
        return _say(turn, "remind.photos", by, open_, button("belum", "button.missing"))
    return _ballot(turn, code, by)


def _present(turn: Turn, place: StationPlace, by: datetime) -> bool:
    found = check_in.checked_in(turn, place)
    return found is not None and turn.at(found.at, place).date() >= turn.at(by, place).date()


def _ballot(turn: Turn, code: str, by: datetime) -> Step:
    sent = {(photo.station_id, photo.contest_id) for photo in turn.facts.photos}
    open_ = [
        case
        for case in cases(turn)
        if case.ballot.ballot == code
        and case.report is None
        and (case.station.id, case.contest_id) not in sent
    ]
    if not open_:
        return turn.stay()
    first = open_[0]
    go = button(f"isi:{first.key}", "button.fill")
    places = [case.station for case in open_]
    return _say(turn, "remind.ballot", by, places, go, ballot=tell.ballot(first.ballot))


def _say(
    turn: Turn, key: str, by: datetime, places: list[StationPlace], go: Button, **values: Shown
) -> Step:
    if not places:
        return turn.stay()
    once = tuple({place.id: place for place in places}.values())
    told: tuple[Phrase, ...] = tuple(tell.station(place) for place in once)
    reply: Reply = turn.reply_of(key, {"stations": told, "by": turn.at(by, once[0]), **values}, go)
    return turn.stay(reply)


SPEC = Spec("remind", hears=(on(PhaseRemind, remind),))
