"""Sums told in the same message that bear its figures: what a careful clerk writes down at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.engine.grammar.lexicon import known
from bot.filling.grammar.scope import Scope
from bot.filling.grammar.units import Kind, Unit


def borne(numbers: Mapping[str, int], scope: Scope) -> bool:
    """Whether each of the figures stands in a sum that the message tells, and that holds.

    "ganjar 54, sah 243, total 246": the valid votes are what all choices make, the total is valid
    and invalid votes; where one sum is asked for, it alone may be what we count. No sum may be
    larger than the ballots at the station.
    """
    given = {**scope.given, **numbers}
    held: set[str] = set()
    for whole, parts in _sums(scope).items():
        told = {whole, *parts} & set(numbers)
        if whole not in numbers or not all(part in given for part in parts):
            continue
        alone = len(told) < _FEW and whole != scope.asked
        room = scope.printed is None or given[whole] <= scope.printed
        if room and not alone and given[whole] == sum(given[part] for part in parts):
            held |= told
    return bool(numbers) and held == set(numbers)


_FEW = 2


def _sums(scope: Scope) -> dict[str, tuple[str, ...]]:
    sums: dict[str, tuple[str, ...]] = {
        "valid": tuple(choice.code for choice in scope.contest.parties()),
        "total": ("valid", "invalid"),
    }
    if scope.page.party is not None:
        party = scope.page.party
        sums[party] = tuple(name for name in scope.page.fields if name != party)
    return sums


_WHOSE = frozenset(
    "di dari ke ing neng ning nang kat punya punyane milik versi kata ujare menurut kel kelurahan"
    " desa rt rw kampung dusun blok tps saksi tim kubu relawan from at by of".split()
)
"""Behind these a strange word names a place or a person."""


def without_strange(units: Sequence[Unit]) -> list[Unit]:
    """The units with words that stand on no list as words that say nothing."""
    told: list[Unit] = []
    for unit in units:
        before = told[-1].text.split()[-1:] if told else []
        strange = unit.kind in (Kind.WORD, Kind.UNKNOWN) and not any(
            word in known() for word in unit.text.split()
        )
        quiet = strange and not _WHOSE.intersection(before)
        told.append(replace(unit, kind=Kind.WORD, sub="place") if quiet else unit)
    return told
