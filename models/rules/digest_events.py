"""What in a count is news at once: shares of stations, the lead, seats. Pure comparisons."""

from collections.abc import Mapping

MILESTONES = (10, 50, 90)
"""Per cent of an area's stations that are told when they have reported."""


def milestone(reported: int, stations: int, told: int) -> int | None:
    """The highest share reached that is above what was told already; None where there is none."""
    passed = [m for m in MILESTONES if m > told and stations and 100 * reported >= m * stations]
    return max(passed, default=None)


def leader(votes: Mapping[str, int]) -> str:
    """Who has most votes; empty where nobody has any or two have as many."""
    best = max(votes.values(), default=0)
    first = [code for code, number in votes.items() if number == best]
    return first[0] if best and len(first) == 1 else ""


def moved(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Who holds more seats than before, and who fewer."""
    codes = list(dict.fromkeys([*now, *before]))
    more = [code for code in codes if now.get(code, 0) > before.get(code, 0)]
    fewer = [code for code in codes if now.get(code, 0) < before.get(code, 0)]
    return more, fewer
