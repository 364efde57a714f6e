"""How an area's count is told: one dict of figures for answers, digests and charts; no words here.

Figures are plain JSON: area, code, zone, at (ISO), ballot, stations, reported, confirmed, disputed,
valid, rows [[choice, name, votes, share]] with most votes first, own (a choice's code or "").
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.engine.messages import Phrase
from bot.engine.turn import phrase

Figures = Mapping[str, Any]
MOST = 8
"""Participants in one answer or picture; the own one is always among them."""


def moment(figures: Figures) -> datetime:
    """The hour of the figures, in the zone of their area."""
    return datetime.fromisoformat(figures["at"]).astimezone(ZoneInfo(figures["zone"]))


def shown(figures: Figures, most: int = MOST) -> list[Sequence[Any]]:
    """The first participants, and the own one wherever it stands."""
    rows = list(figures.get("rows", ()))
    first = rows[:most]
    own = [row for row in rows[most:] if row[0] == figures.get("own")]
    return [*first[: most - len(own)], *own]


def covered(figures: Figures) -> float:
    """Share of stations that reported, 0 to 1."""
    return figures["reported"] / figures["stations"] if figures["stations"] else 0.0


def coverage(figures: Figures) -> Phrase:
    """94 dari 120 TPS (78 %)."""
    return phrase(
        "count.coverage",
        reported=figures["reported"],
        stations=figures["stations"],
        share=covered(figures),
    )


def row(given: Sequence[Any]) -> Phrase:
    """2 PRABOWO–GIBRAN 48,2 % (7.580)."""
    code, name, votes, share = given
    key = "count.row" if code != "0" else "count.row_empty"
    return phrase(key, code=code, name=name, votes=votes, share=share)


def rows(figures: Figures, most: int = MOST) -> tuple[Phrase, ...]:
    """The participants as lines, and how many are left out."""
    here = shown(figures, most)
    lines = tuple(row(one) for one in here)
    left = len(figures.get("rows", ())) - len(here)
    return (*lines, phrase("count.left", count=left)) if left > 0 else lines


def state(figures: Figures) -> Phrase | str:
    """How much of it is confirmed and disputed."""
    if not figures["reported"]:
        return ""
    return phrase("count.state", confirmed=figures["confirmed"], disputed=figures["disputed"])
