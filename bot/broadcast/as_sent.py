"""What a broadcast says when it goes out, and on which days it may."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.engine.texts import LANGUAGES, tell
from models.rules.broadcast import NAME, allow, is_quiet
from models.rules.organisation import FEATURES
from models.stores.base.elections import LoadedElection
from models.stores.broadcast.broadcasts import Broadcast

_HOLE = "\x00"


def quiet(election: LoadedElection, now: datetime) -> bool:
    """Whether it is one of the quiet days (masa tenang), in the election's zone."""
    today = now.astimezone(ZoneInfo(election.config.timezone)).date()
    return is_quiet(today, election.config.publication.quiet_days)


def allow_here(election: LoadedElection, now: datetime, *, campaign: bool) -> None:
    """Raises NoCampaign, QuietDay: what campaigns is for those who may, on days when they may."""
    campaigns = FEATURES[election.config.installation.kind].campaigns
    allow(campaign=campaign, quiet=quiet(election, now), campaigns=campaigns)


def frame(row: Broadcast, election: LoadedElection) -> list[tuple[str, str]]:
    """What stands before and after the text, in each language."""
    house = election.config.installation.name or election.name
    values = {"text": _HOLE, "author": row.author, "house": house}
    told = (tell("broadcast.frame", values, language) for language in LANGUAGES)
    return [(before, after) for before, _, after in (one.partition(_HOLE) for one in told)]


def as_sent(row: Broadcast, election: LoadedElection, name: str, language: str = "id") -> str:
    """The message as this recipient gets it."""
    before, after = frame(row, election)[LANGUAGES.index(language) if language in LANGUAGES else 0]
    return before + row.text.replace(NAME, name) + after
