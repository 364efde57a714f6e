"""Does what digests ask for inside a turn: draws a shared chart, keeps a person's wish."""

from bot.base import area_charts
from bot.base.capability import Doer
from bot.base.work import Work
from bot.digests.talk.effects import DrawDigest, SetDigest
from bot.engine.effects import Effect
from bot.engine.messages import Named, Outcome
from models.stores.digests import digests


async def draw(work: Work, effect: DrawDigest) -> None:
    """Draw an area's chart, unless somebody of the same area and language was told already."""
    if work.media is not None:
        language = work.turn.contact["language"]
        figures = {**effect.figures, "ballot_name": area_charts.ballot_name(work, effect.figures)}
        await area_charts.keep_once(work.media, effect.path, figures, language)


async def keep_wish(work: Work, effect: SetDigest) -> Outcome:
    """From the next slot on."""
    await digests.want(work.session, work.person_id, effect.often)
    await work.note("digests wished", f"person:{work.person_id}", often=effect.often)
    return Named("digest_set", {"often": effect.often})


DOERS: dict[type[Effect], Doer] = {DrawDigest: draw, SetDigest: keep_wish}
