"""How figures and hours stand on a page: 1.234 and 19.14 WIB, 1,234 and 19:14 WIB in English."""

from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from bot.engine import texts
from models.packs.config import BallotConfig
from models.values import WEST


@pass_context
def number(context: Context, value: float | None, places: int = 0) -> str:
    """1.234.567 or 12,5; a dash where there is none."""
    if value is None:
        return "–"
    return written(value, context["language"], places)


@pass_context
def share(context: Context, value: float | None, places: int = 1) -> str:
    """A share of one as 48,2 %."""
    if value is None:
        return "–"
    return f"{written(100 * value, context['language'], places)}\u00a0%"


@pass_context
def clock(context: Context, at: datetime | None, zone: str = WEST) -> str:
    """19.14 WIB: the hour in a zone, with its name; a dash where there is none."""
    return "–" if at is None else _whole(hour_in(at, zone, context["language"]))


@pass_context
def moment(context: Context, at: datetime | None, zone: str = WEST) -> str:
    """The day and the hour: 14-02-2024 19.14 WIB; a dash where there is none."""
    return "–" if at is None else _whole(moment_in(at, zone, context["language"]))


@pass_context
def ballot(context: Context, it: BallotConfig) -> str:
    """A ballot by the name that its pack gives it; in English what it is called there."""
    return texts.tell(f"ballot.{it.code.value}", {"name": it.name}, context["language"])


def day(at: datetime, zone: str = WEST) -> str:
    """The day in a zone: 14-02-2024."""
    return at.astimezone(ZoneInfo(zone)).strftime("%d-%m-%Y")


def hour_in(at: datetime, zone: str, language: str) -> str:
    """19.14 WIB, in plain letters: for files, too."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.strftime('%H.%M' if language == 'id' else '%H:%M')} {local.tzname()}"


def moment_in(at: datetime, zone: str, language: str) -> str:
    """14-02-2024 19.14 WIB, in plain letters: for files, too."""
    return f"{day(at, zone)} {hour_in(at, zone, language)}"


def _whole(told: str) -> str:
    """With an hour that no line parts from its zone."""
    return "\u00a0".join(told.rsplit(" ", 1))


def written(value: float, language: str, places: int = 0) -> str:
    """A number with its thousands apart, as the language writes it."""
    told = f"{value:,.{places}f}"
    return told.translate(_INDONESIAN) if language == "id" else told


_INDONESIAN = str.maketrans(",.", ".,")
FILTERS = {
    "number": number,
    "share": share,
    "clock": clock,
    "moment": moment,
    "ballot": ballot,
    "day": day,
}
