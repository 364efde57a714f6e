"""Where the count may end, as JSON: a guess, shown as one and never beside counted votes."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.outlook import asked_for, heading, place
from models.packs.config import BallotConfig
from models.rules.house import Counted, SeatMethod
from models.rules.projection import Floats, interval, project, seat_counts, seat_probabilities
from models.rules.quickcount import require_publication
from models.rules.seats import Method
from models.stores.base.database import Transaction
from models.stores.base.layouts import layouts
from models.stores.recap.recap import Question
from models.stores.seats import counted_house as house
from models.stores.seats.projection import Sampled, stations_of

WARNING = "Proyeksi dari TPS sekitarnya, bukan hitungan"
"""A projection is a guess from neighbouring stations and no count; said in every answer."""
LEVEL = 0.9


async def projected(
    tx: Transaction,
    question: Question,
    election: str | None = None,
    draws: int = 1000,
    seed: int = 0,
    made_for: str = "",
) -> dict[str, object]:
    """Shares with a 90 % interval and seats as probabilities, by contest.

    Raises PublicationLocked before the hour in the election's pack, NotFound, BadInput.
    """
    loaded, config, area = await place(tx, question, election)
    require_publication(datetime.now(UTC), loaded.config.publication.not_before)
    about = (loaded, question.ballot, question.trust)
    counted = await house.settled_house(tx, *about)
    shown = {one.contest: one for one in await asked_for(tx, question, area, counted)}
    known = await layouts(tx, loaded, question.ballot)
    # A threshold hangs on the whole nation, so all of its districts are projected for it.
    wanted = list(known.values()) if config.threshold else [known[id_] for id_ in shown]
    drawn: dict[int, tuple[Sampled, Floats | None]] = {}
    async for one in stations_of(tx, loaded, wanted, question.trust):
        drawn[one.contest] = one, await asyncio.to_thread(project, one.stations, draws, seed)
    below = _below(drawn, config.threshold) if config.threshold else {}
    head = heading(loaded, question, area, shown.values(), made_for)
    return {
        "kind": "projection",
        "warning": WARNING,
        **head,
        "draws": draws,
        "seed": seed,
        "level": LEVEL,
        "rows": [
            _row(config, one, *drawn[id_], below) for id_, one in shown.items() if id_ in drawn
        ],
    }


def _below(
    drawn: dict[int, tuple[Sampled, Floats | None]], threshold: float
) -> dict[str, NDArray[np.bool_]]:
    """By party in which draws it stays below its share of the nation's valid votes."""
    national: dict[str, Any] = {}
    for sampled, votes in drawn.values():
        if votes is not None:
            for place_, code in enumerate(sampled.choices):
                national[code] = national.get(code, 0) + votes[:, place_].astype(np.float64)
    whole = sum(national.values())
    return {code: votes < threshold * whole for code, votes in national.items()}


def _row(
    config: BallotConfig,
    counted: Counted,
    sampled: Sampled,
    votes: Floats | None,
    below: dict[str, NDArray[np.bool_]],
) -> dict[str, object]:
    one = counted.district
    head = {
        "code": one.code,
        "name": one.name,
        "size": one.size,
        "stations": counted.stations,
        "drawn_from": len(sampled.stations.votes),
        "missing": len(sampled.stations.missing_voters),
    }
    if votes is None:
        return {**head, "choices": {}, "why": "no station has reported"}
    shares = votes / np.maximum(votes.sum(axis=1, keepdims=True), 1)
    low, high = interval(shares, LEVEL)
    middle = np.median(shares, axis=0)
    chances = _chances(config, one.size, sampled.choices, votes, below)
    return {
        **head,
        "choices": {
            code: {
                "share": round(float(middle[n]), 5),
                "low": round(float(low[n]), 5),
                "high": round(float(high[n]), 5),
                **chances[n],
            }
            for n, code in enumerate(sampled.choices)
        },
    }


def _chances(
    config: BallotConfig,
    size: int,
    choices: tuple[str, ...],
    votes: Floats,
    below: dict[str, NDArray[np.bool_]],
) -> list[dict[str, object]]:
    """What becomes of each choice, as probabilities: seats, or to be among those with most."""
    if config.seats is SeatMethod.MAJORITY:
        half = (votes * 2 > votes.sum(axis=1, keepdims=True)).mean(axis=0)
        two = _among(votes, 2)
        # A fifth in most provinces is not projected: said by the name of the key.
        return [
            {"more_than_half": round(float(h), 3), "first_two": round(float(t), 3)}
            for h, t in zip(half, two, strict=True)
        ]
    if config.seats is SeatMethod.PLURALITY:
        return [{"seats": {"1": round(float(share), 3)}} for share in _among(votes, size)]
    excluded = None
    if below:
        excluded = np.stack([below[code] for code in choices], axis=1)
    counts = seat_counts(votes, size, Method(config.seats.value), excluded)
    return [
        {"seats": {str(seats): round(chance, 3) for seats, chance in one.items()}}
        for one in seat_probabilities(counts)
    ]


def _among(votes: Floats, most: int) -> NDArray[np.float64]:
    """How often each choice is among the `most` with most votes."""
    rank = np.argsort(np.argsort(-votes, axis=1), axis=1)
    return np.asarray((rank < most).mean(axis=0), dtype=np.float64)
