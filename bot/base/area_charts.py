"""Charts of areas: figures and a language make a picture, kept where outgoing files are."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.base import counts
from bot.base.charts import Bar, Chart, draw
from bot.base.counts import AreaCount
from bot.base.media import STORE_TROUBLE, Media
from bot.base.work import Work
from bot.engine.messages import Shown
from bot.engine.texts import tell

log = structlog.get_logger()
FOLDER = "charts"
"""Charts lie apart from evidence, by day, because they may be drawn again and are deleted."""


async def keep(work: Work, count: AreaCount, at: datetime) -> str | None:
    """The chart of an answer, by its path; None where there is nothing to draw or to keep it in."""
    if work.media is None or not count.rows:
        return None
    data = picture(count, at, ballot_name(work, count.ballot), work.turn.contact["language"])
    day = counts.moment(at, count.zone).date().isoformat()
    try:
        return await work.media.keep_drawn(f"{FOLDER}/{day}", data)
    except STORE_TROUBLE as trouble:  # the figures are the answer, with or without a picture
        log.warning("a chart could not be kept", error=type(trouble).__name__)
        return None


async def keep_once(media: Media, path: str, draw_it: Callable[[], bytes]) -> None:
    """The chart of a digest: drawn by whoever is the first to need it; its text goes without."""
    try:
        if not await media.has(path):
            await media.put(path, await asyncio.to_thread(draw_it))
    except STORE_TROUBLE as trouble:
        log.warning("a chart could not be kept", error=type(trouble).__name__)


def picture(count: AreaCount, at: datetime, ballot: str, language: str) -> bytes:
    """The count at this moment as a picture, texts in this language."""

    def words(key: str, **values: Shown) -> str:
        return tell(f"chart.{key}", values, language)

    bars = tuple(
        Bar(
            tell("tell.empty_column", {}, language) if code == "0" else f"{code} {name}",
            share,
            words("share", share=share),
            code == count.own,
        )
        for code, name, _, share in counts.shown(count.rows, count.own)
    )
    coverage = counts.coverage(count.reported, count.stations)
    return draw(
        Chart(
            ballot,
            count.area,
            bars,
            counts.covered(count.reported, count.stations),
            words("coverage", coverage=coverage, at=counts.moment(at, count.zone)),
            words("foot"),
        )
    )


def ballot_name(work: Work, ballot: str) -> str:
    """A ballot as people speak of it."""
    election = work.facts.election
    known = election.ballots if election else ()
    named = [one.name for one in known if one.ballot == ballot]
    return named[0] if named else ballot.upper()
