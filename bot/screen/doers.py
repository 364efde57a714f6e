"""Lets people into the war room by one-time links, and ends the browsers that are in."""

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.screen.talk.effects import ClosePublic, CloseScreens, OpenPublic, OpenScreen
from bot.screen.talk.outcomes import (
    OpenBrowser,
    PublicNews,
    PublicPage,
    PublicRefused,
    ScreenPass,
    ScreensClosed,
)
from models.errors import PublicationLocked
from models.rules.quickcount import require_publication
from models.rules.rights import administers_all
from models.stores.base import elections
from models.stores.base.elections import LoadedElection
from models.stores.messaging import notices
from models.stores.persons import screen_passes, screen_sessions, told_above
from models.stores.screen import public_page


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


async def open_public(work: Work, _effect: OpenPublic) -> Outcome:
    """Asked by one administrator, opened by another; nothing before the hour of the law."""
    election = await _of_administrator(work)
    if election is None:
        return PublicRefused("role")
    try:
        require_publication(work.turn.now, election.config.publication.not_before)
    except PublicationLocked:
        return PublicRefused("hour", election.config.publication.not_before)
    before = await public_page.is_open(work.tx, election.id)
    open_ = await public_page.say_open(work.tx, election.id, work.person_id)
    state = "open" if open_ else "waiting"
    if not before:
        await work.note(f"public page {state}", f"election:{election.id}")
        await _tell(work, state)
    return PublicPage(state, f"{work.pages}/public", public_page.MINUTES)


async def close_public(work: Work, _effect: ClosePublic) -> Outcome:
    """Closed at once by any administrator."""
    election = await _of_administrator(work)
    if election is None:
        return PublicRefused("role")
    if await public_page.close(work.tx, election.id, work.person_id):
        await work.note("public page closed", f"election:{election.id}")
        await _tell(work, "closed")
    return PublicPage("closed", f"{work.pages}/public")


async def _of_administrator(work: Work) -> LoadedElection | None:
    """The election, where whoever speaks administers all of it."""
    election = await elections.current_election(work.tx)
    held = await held_by(work)
    return election if administers_all(held) else None


async def _tell(work: Work, state: str) -> None:
    """The other administrators hear of it."""
    person = work.person_id
    who = work.facts.person.name if work.facts.person else ""
    others = [one for one in await told_above.administrators(work.tx) if one != person]
    event = PublicNews(state, who, public_page.MINUTES)
    key = f"public:{state}:{work.message_id}"
    await notices.put(work.tx, [notice(f"{key}:{one}", event, one) for one in others])


DOERS: dict[type[Effect], Doer] = {
    OpenScreen: open_screen,
    CloseScreens: close_screens,
    OpenPublic: open_public,
    ClosePublic: close_public,
}
