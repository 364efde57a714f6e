"""Charts of areas: figures and a language make a picture, kept where outgoing files are."""

import asyncio
from typing import Any

import structlog

from bot.base import counts
from bot.base.charts import Bar, Chart, draw
from bot.base.counts import Figures
from bot.base.media import STORE_TROUBLE, Media
from bot.base.work import Work
from bot.engine.texts import tell

log = structlog.get_logger()
FOLDER = "charts"
"""Charts lie apart from evidence, by day, because they may be drawn again and are deleted."""


async def keep(work: Work, figures: Figures) -> str | None:
    """The chart of an answer, by its path; None where there is nothing to draw or to keep it in."""
    if work.media is None or not figures.get("rows"):
        return None
    data = picture(figures, ballot_name(work, figures), work.turn.contact["language"])
    day = counts.moment(figures).date().isoformat()
    try:
        return await work.media.keep_drawn(f"{FOLDER}/{day}", data)
    except STORE_TROUBLE as trouble:  # the figures are the answer, with or without a picture
        log.warning("a chart could not be kept", error=type(trouble).__name__)
        return None


async def keep_once(media: Media, path: str, figures: Figures, language: str) -> None:
    """The chart of a digest: drawn by whoever is the first to need it; its text goes without."""
    try:
        if not await media.has(path):
            name = str(figures["ballot_name"])
            await media.put(path, await asyncio.to_thread(picture, figures, name, language))
    except STORE_TROUBLE as trouble:
        log.warning("a chart could not be kept", error=type(trouble).__name__)


def picture(figures: Figures, ballot: str, language: str) -> bytes:
    """The figures as a picture, texts in this language."""

    def words(key: str, **values: Any) -> str:
        return tell(f"chart.{key}", values, language)

    bars = tuple(
        Bar(
            tell("tell.empty_column", {}, language) if code == "0" else f"{code} {name}",
            share,
            words("share", share=share),
            code == figures.get("own"),
        )
        for code, name, _, share in counts.shown(figures)
    )
    return draw(
        Chart(
            ballot,
            str(figures["area"]),
            bars,
            counts.covered(figures),
            words("coverage", coverage=counts.coverage(figures), at=counts.moment(figures)),
            words("foot"),
        )
    )


def ballot_name(work: Work, figures: Figures) -> str:
    """The ballot of the figures as people speak of it."""
    election = work.facts.election
    known = election.ballots if election else ()
    named = [one.name for one in known if one.ballot == figures["ballot"]]
    return named[0] if named else str(figures["ballot"]).upper()
