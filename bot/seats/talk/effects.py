"""What the talk of seats asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class AskSeats(Effect):
    """Seats (kursi) of the districts that an area votes in; `ballot` empty: all ballots for seats.

    -> SeatsTold.
    """

    ballot: str = ""
    place: str = ""
    code: str = ""
