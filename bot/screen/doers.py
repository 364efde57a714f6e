"""Lets people into the war room by one-time links, and ends the browsers that are in."""

from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.screen.talk.effects import CloseScreens, OpenScreen
from bot.screen.talk.outcomes import OpenBrowser, ScreenPass, ScreensClosed
from models.stores.persons import screen_passes, screen_sessions


async def open_screen(work: Work, _effect: OpenScreen) -> Outcome:
    """A link and a code; an earlier one that nobody used ends."""
    person = work.person_id
    made = await screen_passes.make(work.tx, work.keys, person, work.message_id)
    there = await screen_sessions.listed(work.tx, person)
    await work.note("screen pass made", f"person:{person}")
    return ScreenPass(
        link=f"{work.pages}/screen/in/{made.token}",
        place=f"{work.pages}/screen/code",
        code=made.code,
        minutes=screen_passes.MINUTES,
        open=tuple(OpenBrowser(name=one.browser, since=one.created_at) for one in there),
    )


async def close_screens(work: Work, _effect: CloseScreens) -> Outcome:
    """Whoever was in by this person's passes is out within a second."""
    person = work.person_id
    ended = await screen_sessions.end(work.tx, person)
    if ended:
        await work.note("screens closed", f"person:{person}", sessions=ended)
    return ScreensClosed(len(ended))


DOERS: dict[type[Effect], Doer] = {OpenScreen: open_screen, CloseScreens: close_screens}
