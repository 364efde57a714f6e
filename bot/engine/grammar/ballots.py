"""Which ballot and which station a message speaks of: "DPR 3: ...", "ISI PPWP", "TPS 12"."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.engine.facts import BallotFacts
from bot.engine.grammar.clean import clean
from models.values import Ballot

ALIASES: dict[str, tuple[str, ...]] = {
    Ballot.PPWP: (
        *("ppwp", "presiden", "pilpres", "presiden dan wakil presiden", "capres", "president"),
        *("presidential", "pres"),
    ),
    Ballot.DPR: ("dpr ri", "dpr-ri", "dprri", "dpr", "pileg ri"),
    Ballot.DPD: ("dpd ri", "dpd-ri", "dpd", "senator"),
    Ballot.DPRD_PROV: (
        *("dprd provinsi", "dprd prov", "dprd propinsi", "dprd prop", "dprd 1", "dprd i"),
        "dprd tk 1",
        *("dprd_prov", "dprdprov", "dprd propinsi", "dprd province"),
    ),
    Ballot.DPRD_KAB: (
        *("dprd kabupaten/kota", "dprd kab/kota", "dprd kabupaten", "dprd kab", "dprd kota"),
        *("dprd 2", "dewan kota", "dewan kabupaten", "dewan kab"),
        *(
            "dprd ii",
            "dprd tk 2",
            "city council",
            "dprd_kab",
            "dprdkab",
            "dprdkota",
            "dprd regency",
            "dprd city",
        ),
    ),
    Ballot.GUBERNUR: ("gubernur", "pilgub", "cagub", "governor"),
    Ballot.BUPATI: (
        *("bupati", "wali kota", "walikota", "pilbup", "pilwali", "pilwalkot", "cabup", "cawali"),
        *("regent", "mayor"),
    ),
}
"""What people call a ballot, besides the names that the election gives."""

_SPEAKS_OF_PAIRS = {"capres", "cagub", "cabup"}
"""Words that name a ballot and, with a number behind them, one of its pairs."""

_STATION = re.compile(r"\btps\s*[:.]?\s*(?:no\.?|nomor)?\s*0*([0-9]{1,4})\b", re.IGNORECASE)
_CODE = re.compile(
    r"(?<![0-9a-z])([0-9]{2})\.?([0-9a-z]{2})\.?([0-9]{2})\.?([0-9]{4})\.?([0-9]{3})(?![0-9a-z])",
    re.IGNORECASE,
)
"""A station's whole code, with or without points: 34.71.01.1001.003; abroad with letters."""
_LEADING = re.compile(r"^(?:surat\s*suara|ss|hasil|suara|isi|untuk|ballot)\s+", re.IGNORECASE)


@lru_cache(maxsize=256)
def names_of(ballot: BallotFacts) -> frozenset[str]:
    """Everything a ballot is called, in small letters."""
    return frozenset(
        clean(name).strip()
        for name in (ballot.name, ballot.colour, *ballot.aliases, *ALIASES.get(ballot.ballot, ()))
        if name.strip()
    )


@lru_cache(maxsize=4096)
def _begins(name: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(name)}(?![a-z])")


@lru_cache(maxsize=4096)
def _stands(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){re.escape(name)}(?![a-z])")


def ballot_in(text: str, ballots: Iterable[BallotFacts]) -> tuple[BallotFacts | None, str]:
    """The ballot that a message begins with, and what stands behind it."""
    told = _LEADING.sub("", text.strip())
    low = clean(told)
    best: tuple[str, BallotFacts] | None = None
    ballots = tuple(ballots)
    houses = [found for found in ballots if found.ballot in (Ballot.DPRD_PROV, Ballot.DPRD_KAB)]
    for ballot in ballots:
        # One DPRD alone needs no "provinsi" or "kota" behind it.
        alone = {"dprd"} if houses == [ballot] else set()
        for name in names_of(ballot) | alone:
            hit = _begins(name).match(low)
            if hit and (best is None or len(name) > len(best[0])):
                best = (name, ballot)
    if best is None or len(low) != len(told):
        return (best[1], low[len(best[0]) :]) if best else (None, text)
    name, ballot = best
    rest = told if name in _SPEAKS_OF_PAIRS else told[len(name) :]
    return ballot, rest.lstrip(" \t,.-") if name not in _SPEAKS_OF_PAIRS else rest


def spoken(text: str, ballots: Iterable[BallotFacts]) -> tuple[BallotFacts | None, str]:
    """The ballot that a message is about, with or without a station before it, and the rest.

    Where it doesn't begin with one, a ballot named later on counts, if it is the only one.
    """
    bare, known = station_in(text)[1], tuple(ballots)
    found, rest = ballot_in(bare, known)
    if found is not None or not any(letter.isdigit() for letter in bare):
        return found, rest
    low = clean(bare)
    ends = {
        ballot.ballot: (hit.end(), ballot)
        for ballot in known
        for name in sorted(names_of(ballot) - {clean(ballot.colour)}, key=len)
        if len(name) > 2 and (hit := _stands(name).search(low))
    }
    end, ballot = next(iter(ends.values()), (0, None))
    # Numbers before the name belong to what was spoken of until then.
    if len(ends) != 1 or len(low) != len(bare) or any(map(str.isdigit, bare[:end])):
        return None, rest
    return ballot, bare[end:].lstrip(" \t,.-:")


def says_dprd(text: str) -> bool:
    """Whether a message begins with a DPRD and does not say which."""
    return re.match(r"dprd(?![a-z])", clean(_LEADING.sub("", text.strip()))) is not None


def code_in(text: str) -> str | None:
    """The station's whole code in a message, without points and in capitals."""
    found = _CODE.search(text)
    return "".join(found.groups()).upper() if found else None


def station_in(text: str) -> tuple[int | None, str]:
    """The station's number in a message ("TPS 07"), and the message without it."""
    found = _STATION.search(text)
    if found is None:
        return None, text
    return int(found[1]), (text[: found.start()] + text[found.end() :]).strip()
