"""What is spoken of at the kecamatan's recap: the ballot, the kelurahan's stations, the party."""

from dataclasses import dataclass

from bot.engine.facts import ContestFacts, MeetingFacts, MeetingStation
from bot.engine.turn import Turn
from bot.recap_meeting.talk import hall


@dataclass(frozen=True, slots=True)
class At:
    """What is spoken of: the ballot, the kelurahan's stations, the party's page."""

    ballot: str
    stations: tuple[MeetingStation, ...]
    party: str | None

    @property
    def kelurahan(self) -> str:
        """Its name."""
        return self.stations[0].kelurahan


def at_hand(turn: Turn, meeting: MeetingFacts) -> At | None:
    ballot, kelurahan = turn.data.get("ballot"), turn.data.get("kelurahan")
    stations = tuple(
        one
        for one in meeting.stations
        if one.kelurahan == kelurahan and hall.contest_of(meeting, one, str(ballot)) is not None
    )
    if not stations:
        return None
    first = hall.contest_of(meeting, stations[0], str(ballot))
    parties = {choice.code for choice in first.contest.parties()} if first else set()
    party = turn.data.get("party")
    return At(str(ballot), stations, party if party in parties else None)


def contest_of(meeting: MeetingFacts, at: At) -> ContestFacts:
    found = hall.contest_of(meeting, at.stations[0], at.ballot)
    assert found is not None  # at_hand keeps only stations that have it
    return found
