"""The recap at the kecamatan beside our C of a station: what differs; pure arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.rules.shift import SUMS, Figures, shift


@dataclass(frozen=True, slots=True)
class Beside:
    """D.HASIL of a station beside our C.HASIL.

    `fields`: (field, ours, theirs) where the two differ, as they stand on the form; `moved`: the
    votes concerned (Shift.weight). `compared`: how many fields both sides have.
    """

    fields: tuple[tuple[str, int, int], ...]
    moved: int
    compared: int


def beside(ours: Mapping[str, int], theirs: Mapping[str, int]) -> Beside:
    """Compare what a witness read at the meeting with the station's result of ours."""
    both = [name for name in ours if name in theirs]
    differing = tuple(
        (name, ours[name], theirs[name]) for name in both if ours[name] != theirs[name]
    )
    return Beside(differing, shift(_figures(ours), _figures(theirs)).weight, len(both))


def _figures(named: Mapping[str, int]) -> Figures:
    votes = {name: number for name, number in named.items() if name not in SUMS}
    return Figures(votes, *(named.get(name) for name in SUMS))
