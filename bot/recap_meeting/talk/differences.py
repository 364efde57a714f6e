"""Where D.HASIL differs from our C: told at once, with the objection to make."""

from bot.engine.facts import MeetingFacts
from bot.engine.messages import Shown, Step
from bot.engine.turn import Turn, button, phrase
from bot.incidents.talk.effects import ReportIncident
from bot.recap_meeting.talk import hall
from bot.recap_meeting.talk.outcomes import Differing, RecapDiffers, RecapNoted, RecapRefused
from bot.recap_meeting.talk.spoken_of import at_hand, contest_of

_SHOWN = 6
"""Stations whose differences one answer spells out."""


def noted(turn: Turn, outcome: RecapNoted) -> Step:
    """What is the same, and station by station what is not, with the objection to make."""
    meeting = turn.facts.meeting
    at = at_hand(turn, meeting) if meeting else None
    if meeting is None or at is None:
        return turn.stay()
    differs, compared, alone = outcome.differs, outcome.compared, outcome.alone
    head: dict[str, Shown] = {
        "ballot": hall.ballot_named(turn, at.ballot),
        "kelurahan": at.kelurahan,
        "stations": compared + alone,
        "same": compared - len(differs),
        "alone": phrase("d_hasil.alone", number=alone) if alone else "",
    }
    if not differs:
        key = "d_hasil.all_same" if compared else "d_hasil.none_ours"
        return turn.stay(turn.reply_of(key, head))
    contest = contest_of(meeting, at).contest
    numbers = {station.id: station.number for station in meeting.stations}
    lines = tuple(hall.difference(contest, numbers, one) for one in differs[:_SHOWN])
    more = len(differs) - _SHOWN
    reply = turn.reply_of(
        "d_hasil.differs",
        {
            **head,
            "differing": len(differs),
            "lines": lines,
            "more": phrase("d_hasil.more", number=more) if more > 0 else "",
        },
        button("sudah keberatan", "button.objected"),
    )
    of = (hall.spoken_name(turn, at.ballot), at.kelurahan, contest.has_parties)
    objection = turn.reply("d_hasil.objection", text=hall.objection(of, numbers, differs))
    return turn.stay(reply, objection, differs=[[one.station, one.fields] for one in differs])


def refused(turn: Turn, outcome: RecapRefused) -> Step:
    """It could not be kept."""
    return turn.stay(turn.reply(f"error.{outcome.code}"))


def objected(turn: Turn, meeting: MeetingFacts) -> Step:
    """The objection was made: on record as one, and the coordinators know."""
    at = at_hand(turn, meeting)
    kept = turn.data["differs"]
    differs = [Differing(one[0], 0, tuple(map(tuple, one[1]))) for one in kept]
    if at is None:
        return turn.stay(turn.reply("d_hasil.again"))
    numbers = {station.id: station.number for station in meeting.stations}
    parties = contest_of(meeting, at).contest.has_parties
    of = (hall.spoken_name(turn, at.ballot), at.kelurahan, parties)
    text = hall.objection_text(of, numbers, differs)
    one = differs[0].station if len(differs) == 1 else None
    place = f"PPK {meeting.kecamatan}, {at.kelurahan}"
    effect = ReportIncident("objection", text[:1500], one, "" if one else place)
    return turn.stay(effects=(effect,), differs=None)


def differing(turn: Turn, event: RecapDiffers) -> Step:
    """To a coordinator: at the kecamatan's recap figures differ from ours, while it can change."""
    reply = turn.reply(
        "d_hasil.told",
        ballot=hall.ballot_named(turn, event.ballot),
        kecamatan=event.kecamatan,
        stations=event.stations,
        moved=event.moved,
        by=event.by,
    )
    return turn.stay(reply)
