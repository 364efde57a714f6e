"""A candidate's own votes for transcripts: made-up figures by area, no database."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.candidates.talk.effects import TellOwnVotes
from bot.candidates.talk.outcomes import OwnList, OwnPlace, OwnVotes
from bot.engine.messages import Outcome
from bot.engine.outcomes import AreaWhich, NamedArea
from bot.screen.talk.outcomes import OpenBrowser, ScreenPass

SCREEN_PASS = ScreenPass(
    link="https://saksi.test/screen/in/TOKEN",
    place="https://saksi.test/screen/code",
    code="7QK4-MD9A",
    minutes=10,
    open=(OpenBrowser(name="Chrome, Android", since=datetime(2024, 2, 14, 12, tzinfo=UTC)),),
)


def own_votes(effect: TellOwnVotes) -> Outcome:
    """The whole contest, Sukamaju's stations, two areas of a name, a hidden hour, nothing."""
    if effect.place.upper() == "MEKARSARI":
        areas = (NamedArea("1", "Kel. Mekarsari"), NamedArea("2", "Kec. Mekarsari"))
        return AreaWhich("suara saya", areas)
    if effect.place.upper() == "PAGI":
        return OwnVotes()
    rows = (
        _row("Sukamaju", 15, 2, 5),
        _row("Mekarsari", 1201, 3, 3),
        _row("Kenanga", None, 1, 4),
    )
    whole = OwnList(
        name="CALEG 3-5",
        ballot="dpr",
        contest="Dapil 3401",
        area="",
        whole=replace(_row("", 1216, 6, 12), party=10456),
        rows=rows,
        left=12,
        stations_shown=False,
        at=datetime(2024, 2, 14, 19, 14, tzinfo=UTC),
        zone="Asia/Jakarta",
    )
    if effect.place or effect.code:
        here = replace(_row("", 15, 2, 5), party=76)
        stations = (_row("TPS 7", 12, 1, 1), _row("TPS 2", 3, 1, 1))
        part = replace(whole, area="Kel. Sukamaju", whole=here, rows=stations, left=0)
        return OwnVotes((replace(part, stations_shown=True),))
    return OwnVotes((whole,))


def _row(place: str, own: int | None, reported: int, stations: int) -> OwnPlace:
    return OwnPlace(place=place, own=own, reported=reported, stations=stations)
