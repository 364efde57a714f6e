"""What those with a role ask for, as data: recap, seats, what is missing, disputes, digests.

See bot/engine/effects.py for what holds for every effect. `place` is an area's name as it was
typed, `code` the one that was chosen; both empty: the area of the own role. Every one of these
may also end in -> area_which {word, ballot, areas: [{code, title}]} when a name or the own role
means several, area_none {place} when nothing of the own areas is called so, and
summary_refused {code, opens}.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class AskRecap:
    """The recap (rekap) of an area; `ballot` empty: the first of the election.

    -> recap_told {figures of bot.engine.counts, others: [ballot], photo}.
    """

    ballot: str = ""
    place: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AskSeats:
    """Seats (kursi) of the districts that an area votes in; `ballot` empty: all ballots for seats.

    -> seats_told {area, code, at, zone, houses: [{ballot, own, districts}], ballots}.
    """

    ballot: str = ""
    place: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AskMissing:
    """What is missing in an area, by phase. -> area_missing {area, code, at, zone, phases}."""

    place: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AskDisputes:
    """Disputes in the own areas. -> area_disputes {count, rows}."""


@dataclass(frozen=True, slots=True)
class SetDigest:
    """How often digests come from now on ("sering", "jarang", "mati"). -> digest_set {often}."""

    often: str


@dataclass(frozen=True, slots=True)
class DrawDigest:
    """Draw the chart of a digest's area at `path`, once for all who get it. No outcome."""

    path: str
    figures: Mapping[str, Any] = field(default_factory=dict)


LeaderEffect = AskRecap | AskSeats | AskMissing | AskDisputes | SetDigest | DrawDigest
"""All of them."""
