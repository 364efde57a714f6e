"""Does what digests ask for inside a turn: draws a shared chart, keeps a person's wish."""

from typing import TYPE_CHECKING, Any

from bot import area_charts
from bot.engine import leader_effects as e
from bot.engine.messages import Outcome
from models.stores.digests import digests

if TYPE_CHECKING:
    from bot.perform import Work


async def draw(work: "Work", effect: e.DrawDigest) -> None:
    """Draw an area's chart, unless somebody of the same area and language was told already."""
    if work.media is not None:
        language = work.turn.contact["language"]
        figures = {**effect.figures, "ballot_name": area_charts.ballot_name(work, effect.figures)}
        await area_charts.keep_once(work.media, effect.path, figures, language)


async def keep_wish(work: "Work", effect: e.SetDigest) -> Outcome:
    """From the next slot on."""
    await digests.want(work.session, work.person_id, effect.often)
    await work.note("digests wished", f"person:{work.person_id}", often=effect.often)
    return Outcome("digest_set", {"often": effect.often})


DOERS: dict[type[Any], Any] = {e.DrawDigest: draw, e.SetDigest: keep_wish}
