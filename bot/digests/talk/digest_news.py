"""News between digests as leaders hear them: shares of stations, lead, seats, disputes, silence."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.base import counts
from bot.engine.messages import Reply, Step
from bot.engine.spec import Spec
from bot.engine.turn import Turn, button, phrase

_FIRST = 3
Event = Mapping[str, Any]


def heard(turn: Turn, event: Event) -> Step:
    """One piece of news, with what to do next."""
    return turn.stay(_KINDS[event["kind"]](turn, event))


def _ballot(turn: Turn, code: str) -> str:
    election = turn.facts.election
    names = {one.ballot: one.name for one in (election.ballots if election else ())}
    return names.get(code, code)


def _count(turn: Turn, event: Event, key: str, **more: Any) -> Reply:
    return turn.reply_of(
        key,
        {
            "area": event["area"],
            "at": counts.moment(event),
            "ballot": _ballot(turn, event["ballot"]),
            "coverage": counts.coverage(event),
            "rows": counts.rows(event, _FIRST)[:_FIRST],
            **more,
        },
        button(f"rekap::{event['code']}", "button.recap"),
    )


def _milestone(turn: Turn, event: Event) -> Reply:
    return _count(turn, event, "news.milestone", percent=event["percent"])


def _lead(turn: Turn, event: Event) -> Reply:
    return _count(turn, event, "news.lead")


def _seats(turn: Turn, event: Event) -> Reply:
    ballot = _ballot(turn, event["ballot"])
    return turn.reply(
        "news.seats",
        button(f"kursi:{event['ballot']}:", "button.seats"),
        ballot=ballot,
        district=event["district"],
        at=counts.moment(event),
        coverage=counts.coverage(event),
        more=tuple(event["more"]),
        fewer=tuple(event["fewer"]),
    )


def _dispute(turn: Turn, event: Event) -> Reply:
    number = f"{int(event['number']):02d}"
    station = phrase("tell.station", number=number, kelurahan=event["kelurahan"])
    return turn.reply(
        "news.dispute",
        button("selisih", "button.disputes"),
        station=station,
        ballot=_ballot(turn, event["ballot"]),
        votes=event["votes"],
    )


def _silence(turn: Turn, event: Event) -> Reply:
    return turn.reply(
        "news.silence",
        button(f"belum::{event['code']}", "button.missing"),
        area=event["area"],
        minutes=event["minutes"],
        missing=event["missing"],
    )


_KINDS: dict[str, Callable[[Turn, Event], Reply]] = {
    "milestone": _milestone,
    "lead": _lead,
    "seats": _seats,
    "dispute": _dispute,
    "silence": _silence,
}

SPEC = Spec("digest_news", outcomes={"digest_event": heard}, alone=True)
