"""Does what digests ask for inside a turn: draws a shared chart, keeps a person's wish."""

from functools import partial

from bot.base import area_charts
from bot.base.capability import Doer
from bot.base.work import Work
from bot.digests.talk.effects import DrawDigest, SetDigest
from bot.digests.talk.outcomes import DigestSet
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from models.stores.digests import digests


async def draw(work: Work, effect: DrawDigest) -> None:
    """Draw an area's chart, unless somebody of the same area and language was told already."""
    if work.media is not None:
        language = work.turn.contact["language"]
        name = area_charts.ballot_name(work, effect.count.ballot)
        draws = partial(area_charts.picture, effect.count, effect.at, name, language)
        await area_charts.keep_once(work.media, effect.path, draws)


async def keep_wish(work: Work, effect: SetDigest) -> Outcome:
    """From the next slot on."""
    await digests.want(work.tx, work.person_id, effect.often)
    await work.note("digests wished", f"person:{work.person_id}", often=effect.often)
    return DigestSet(often=effect.often)


DOERS: dict[type[Effect], Doer] = {DrawDigest: draw, SetDigest: keep_wish}
