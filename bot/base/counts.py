"""How an area's count is told: figures for answers, digests and charts; no words here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.engine.messages import Line, Phrase
from bot.engine.turn import phrase

MOST = 8
"""Participants in one answer or picture; the own one is always among them."""


class Share(NamedTuple):
    """A participant's votes, and their share of all that are counted (0 to 1)."""

    code: str
    name: str
    votes: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCount:
    """What is counted of a ballot in an area.

    `zone` is IANA's name, `rows` have most votes first, `own` is a choice's code or "".
    """

    area: str
    code: str
    zone: str
    stations: int
    reported: int
    disputed: int = 0
    ballot: str
    rows: tuple[Share, ...] = ()
    own: str = ""


def moment(at: datetime, zone: str) -> datetime:
    """The hour of figures, in the zone of their area."""
    return at.astimezone(ZoneInfo(zone))


def shown(rows: Sequence[Share], own: str, most: int = MOST) -> list[Share]:
    """The first participants, and the own one wherever it stands."""
    first = rows[:most]
    mine = [row for row in rows[most:] if row.code == own]
    return [*first[: most - len(mine)], *mine]


def covered(reported: int, stations: int) -> float:
    """Share of stations that reported, 0 to 1."""
    return reported / stations if stations else 0.0


def coverage(reported: int, stations: int) -> Phrase:
    """94 dari 120 TPS (78 %)."""
    share = covered(reported, stations)
    return phrase("count.coverage", reported=reported, stations=stations, share=share)


def row(given: Share) -> Phrase:
    """2 PRABOWO–GIBRAN 48,2 % (7.580)."""
    key = "count.row" if given.code != "0" else "count.row_empty"
    return phrase(key, code=given.code, name=given.name, votes=given.votes, share=given.share)


def lines(rows: Sequence[Share], own: str, most: int = MOST) -> tuple[Phrase, ...]:
    """The participants as lines, and how many are left out."""
    here = shown(rows, own, most)
    told = tuple(row(one) for one in here)
    left = len(rows) - len(here)
    return (*told, phrase("count.left", count=left)) if left > 0 else told


def state(reported: int, confirmed: int, disputed: int, by: Sequence[tuple[str, int]]) -> Line:
    """How much of it is confirmed and what that rests on (`by`), and how much is disputed."""
    if not reported:
        return ""
    rests = tuple(phrase(f"count.by_{name}", count=number) for name, number in by if number)
    key = "count.state_by" if rests else "count.state"
    return phrase(key, confirmed=confirmed, disputed=disputed, by=rests)
