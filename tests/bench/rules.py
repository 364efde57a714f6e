"""Seats, bounds and projection of a whole nation, on made-up votes for its real sizes.

2,710 districts as in 2024 (84 DPR, 301 DPRD provinsi, 2,325 DPRD kab/kota), 18 parties, 820,161
stations. Processor seconds of one core, so that a busy machine tells the same.
"""

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

from models.rules.bounds import seat_bounds
from models.rules.projection import Stations, project, seat_counts
from models.rules.seats import allocate
from tests.bench.machine import machine

DISTRICTS, PARTIES, STATIONS, ROUNDS = 2710, 18, 820_161, 3
CONTESTS = {"dpr": 84, "dprd_kab": 2325, "ppwp": 1}


def main() -> None:
    """Prints each figure beside its limit."""
    print(machine())
    chance = np.random.default_rng(2024)
    votes = [
        dict(enumerate(chance.integers(0, 150_000, PARTIES).tolist())) for _ in range(DISTRICTS)
    ]
    named = [{str(party): number for party, number in district.items()} for district in votes]
    seats = chance.integers(3, 13, DISTRICTS).tolist()
    districts = list(zip(named, seats, strict=True))

    def all_seats() -> None:
        for district, size in districts:
            allocation = allocate(district, size)
            if allocation.next is not None:
                allocation.needs(allocation.next)

    def all_bounds() -> None:
        for district, size in districts:
            seat_bounds(district, size, sum(district.values()) // 10)

    _tell("seats of all districts, with the next one's needs", all_seats, 1)
    _tell("bounds of all districts, 10 % outstanding", all_bounds, 2)
    for ballot, contests in CONTESTS.items():
        nation = list(_contests(chance, contests, 3 if ballot == "ppwp" else PARTIES))

        def projected(nation: list[Stations] = nation, ballot: str = ballot) -> None:
            for stations in nation:
                draws = project(stations)
                if draws is not None and ballot != "ppwp":
                    seat_counts(draws, 8)

        _tell(f"1,000 draws of {ballot}, half of the stations missing", projected, 15, rounds=1)


def _contests(chance: np.random.Generator, number: int, choices: int) -> Iterator[Stations]:
    """Contests of equal size with half of their stations missing, by chance."""
    size = STATIONS // number
    villages = max(size // 10, 1)
    districts = max(villages // 11, 1)
    for _ in range(number):
        village = np.sort(chance.integers(0, villages, size))
        came = chance.random(size) < 0.5
        came[0] = True
        yield Stations(
            chance.integers(0, 60, (int(came.sum()), choices)),
            chance.integers(150, 300, int(came.sum())),
            village[came],
            np.arange(came.sum()),
            chance.integers(150, 300, int((~came).sum())),
            village[~came],
            np.sort(chance.integers(0, districts, villages)),
            np.sort(chance.integers(0, max(districts // 14, 1), districts)),
        )


def _tell(what: str, work: Callable[[], None], limit: float, rounds: int = ROUNDS) -> None:
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    print(f"  {what:58} {statistics.median(taken):6.2f} s  (at most {limit} s)")


if __name__ == "__main__":
    main()
