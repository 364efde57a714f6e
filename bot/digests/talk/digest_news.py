"""News between digests as leaders hear them: shares of stations, lead, seats, disputes, silence."""

from collections.abc import Callable
from datetime import datetime

from bot.base import counts
from bot.digests.talk.outcomes import DigestEvent
from bot.engine.messages import Reply, Shown, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, named_station

_FIRST = 3


def heard(turn: Turn, event: DigestEvent) -> Step:
    """One piece of news, with what to do next."""
    return turn.stay(_KINDS[event.kind](turn, event))


def _ballot(turn: Turn, code: str) -> str:
    election = turn.facts.election
    names = {one.ballot: one.name for one in (election.ballots if election else ())}
    return names.get(code, code)


def _moment(event: DigestEvent) -> datetime:
    assert event.at is not None, "figures have an hour"
    return counts.moment(event.at, event.zone)


def _count(turn: Turn, event: DigestEvent, key: str, **more: Shown) -> Reply:
    return turn.reply_of(
        key,
        {
            "area": event.area,
            "at": _moment(event),
            "ballot": _ballot(turn, event.ballot),
            "coverage": counts.coverage(event.reported, event.stations),
            "rows": counts.lines(event.rows, event.own, _FIRST)[:_FIRST],
            **more,
        },
        button(f"rekap::{event.code}", "button.recap"),
    )


def _milestone(turn: Turn, event: DigestEvent) -> Reply:
    return _count(turn, event, "news.milestone", percent=event.percent)


def _lead(turn: Turn, event: DigestEvent) -> Reply:
    return _count(turn, event, "news.lead")


def _seats(turn: Turn, event: DigestEvent) -> Reply:
    ballot = _ballot(turn, event.ballot)
    return turn.reply(
        "news.seats",
        button(f"kursi:{event.ballot}:", "button.seats"),
        ballot=ballot,
        district=event.district,
        at=_moment(event),
        coverage=counts.coverage(event.reported, event.stations),
        more=event.more,
        fewer=event.fewer,
    )


def _dispute(turn: Turn, event: DigestEvent) -> Reply:
    station = named_station(event.number, event.kelurahan)
    return turn.reply(
        "news.dispute",
        button("selisih", "button.disputes"),
        station=station,
        ballot=_ballot(turn, event.ballot),
        votes=event.votes,
    )


def _silence(turn: Turn, event: DigestEvent) -> Reply:
    return turn.reply(
        "news.silence",
        button(f"belum::{event.code}", "button.missing"),
        area=event.area,
        minutes=event.minutes,
        missing=event.missing,
    )


_KINDS: dict[str, Callable[[Turn, DigestEvent], Reply]] = {
    "milestone": _milestone,
    "lead": _lead,
    "seats": _seats,
    "dispute": _dispute,
    "silence": _silence,
}

SPEC = Spec("digest_news", hears=(on(DigestEvent, heard),), alone=True)
