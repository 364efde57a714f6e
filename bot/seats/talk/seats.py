"""KURSI: the seats of the districts that an area votes in, which are safe and which are open."""

from bot.base import counts, wanted
from bot.engine.messages import Phrase, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word
from bot.seats.talk.effects import AskSeats
from bot.seats.talk.outcomes import DistrictTold, Seated, SeatsTold
from models.rules.access import Who

_PARTIES = 8
"""Parties in one line."""


def ask(turn: Turn, rest: str) -> Step:
    """KURSI, KURSI DPR, KURSI DPR SLEMAN, or a button's ballot and area."""
    ballot, place, code = wanted.wanted(turn, rest)
    return turn.stay(effects=(AskSeats(ballot, place, code),))


def told(turn: Turn, outcome: SeatsTold) -> Step:
    """House by house; with several of them one each as a button."""
    election = turn.facts.election
    names = {one.ballot: one.name for one in (election.ballots if election else ())}
    houses = tuple(
        phrase(
            "seats.house",
            ballot=names.get(house.ballot, house.ballot),
            districts=tuple(_district(one, house.own) for one in house.districts),
        )
        for house in outcome.houses
    )
    buttons = [
        button(f"kursi:{ballot}:{outcome.code}", "button.ballot", ballot=names.get(ballot, ""))
        for ballot in outcome.ballots
    ]
    if not houses:
        key = "seats.which" if buttons else "count.no_ballot"
        return turn.stay(turn.reply(key, *buttons, area=outcome.area))
    reply = turn.reply(
        "seats.told",
        *(buttons if len(buttons) > 1 else ()),
        area=outcome.area,
        at=counts.moment(outcome.at, outcome.zone),
        houses=houses,
    )
    return turn.stay(reply)


def _district(one: DistrictTold, own: str) -> Phrase:
    key = "seats.together" if one.count is not None else "seats.district"
    covered = counts.coverage(one.reported, one.stations)
    if not one.reported and one.count is not None:
        return phrase("seats.nothing_together", count=one.count, size=one.size)
    if not one.reported:
        return phrase("seats.nothing", name=one.name, size=one.size)
    won = [row for row in one.seats if row.code == own]
    won += [row for row in one.seats if row.code != own][: _PARTIES - len(won)]
    parties = tuple(phrase("seats.party", name=name, seats=seats) for _, name, seats in won)
    left = len(one.seats) - len(won)
    more = (phrase("count.left", count=left),) if left else ()
    return phrase(
        key,
        name=one.name,
        count=one.count or 0,
        size=one.size,
        coverage=covered,
        parties=(*parties, *more),
        bounds=_bounds(one),
        tie=phrase("seats.tie", parties=one.tied) if one.tied else "",
        unfilled=phrase("seats.unfilled", parties=_named(one.unfilled)) if one.unfilled else "",
    )


def _named(rows: tuple[Seated, ...]) -> tuple[Phrase, ...]:
    return tuple(phrase("seats.party", name=name, seats=seats) for _, name, seats in rows)


def _bounds(one: DistrictTold) -> Phrase:
    if not one.open:
        return phrase("seats.all_safe")
    between = one.between[:_PARTIES]
    key = "seats.open_between" if between else "seats.open"
    return phrase(key, safe=one.safe, open=one.open, between=between)


SPEC = Spec("seats", who=Who.READER, words={Word.KURSI: ask}, hears=(on(SeatsTold, told),))
