"""A candidate's own votes for transcripts: made-up figures by area, no database."""

from typing import Any

from bot.candidates.talk.effects import TellOwnVotes
from bot.engine.messages import Named, Outcome

_HEAD = {
    "name": "CALEG 3-5",
    "ballot": "dpr",
    "contest": "Dapil 3401",
    "at": "2024-02-14T19:14:00+00:00",
    "zone": "Asia/Jakarta",
    "left": 0,
}


def own_votes(effect: TellOwnVotes) -> Outcome:
    """The whole contest, Sukamaju's stations, two areas of a name, a hidden hour, nothing."""
    if effect.place.upper() == "MEKARSARI":
        areas = [{"code": "1", "title": "Kel. Mekarsari"}, {"code": "2", "title": "Kec. Mekarsari"}]
        return Named("area_which", {"word": "suara saya", "ballot": "", "areas": areas})
    if effect.place.upper() == "PAGI":
        return Named("own_votes", {"lists": []})
    if effect.place or effect.code:
        rows = [_row("TPS 7", 12, 1, 1), _row("TPS 2", 3, 1, 1)]
        told = {**_HEAD, "area": "Kel. Sukamaju", "own": 15, "party": 76, "rows": rows}
        return Named("own_votes", {"lists": [{**told, **_counts(2, 5), "stations_shown": True}]})
    rows = [_row("Sukamaju", 15, 2, 5), _row("Mekarsari", 1201, 3, 3), _row("Kenanga", None, 1, 4)]
    told = {**_HEAD, "area": "", "own": 1216, "party": 10456, "rows": rows, "left": 12}
    return Named("own_votes", {"lists": [{**told, **_counts(6, 12), "stations_shown": False}]})


def _row(place: str, own: int | None, reported: int, stations: int) -> dict[str, Any]:
    return {"place": place, "own": own, "party": None, **_counts(reported, stations)}


def _counts(reported: int, stations: int) -> dict[str, int]:
    return {"reported": reported, "stations": stations, "confirmed": 0}
