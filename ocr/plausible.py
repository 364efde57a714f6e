"""How likely a number is before anybody looks at its boxes; pure. Evidence beside the boxes.

Never more than that: a clear number stays first, and becomes a question where it is implausible.
"""

from functools import partial

from ocr.layout import FieldBox, Layout
from ocr.signs import Candidate, reweighed

_ABOVE_CAP = 0.02
_SPOILT = ((30, 1.0), (50, 0.2), (100, 0.05))
"""Invalid votes up to this many, and the weight of so many at the ballot for president."""
_MORE_SPOILT = 0.01


def plausible(
    candidates: tuple[Candidate, ...], box: FieldBox, layout: Layout
) -> tuple[Candidate, ...]:
    """The candidates of a number, weighed by what a station of this form can hold."""
    candidates = reweighed(candidates, partial(cap_weight, cap=layout.cap))
    if box.means == "invalid" and layout.ballot == "ppwp":
        candidates = reweighed(candidates, invalid_weight)
    return candidates


def cap_weight(value: int | None, cap: int | None) -> float:
    """A number above what a station's voters allow is rare, yet special stations have some."""
    if cap is None or value is None or value <= 1.1 * cap:
        return 1.0
    return _ABOVE_CAP


def invalid_weight(value: int | None) -> float:
    """Belief in so many invalid votes for president (suara tidak sah).

    Of 355,296 stations of 2019 that both KPU and KawalPemilu read alike, 0.26 % had more than 30,
    0.06 % more than 50, 0.01 % more than 100; 51,241 of 2024 had fewer still. The weights are far
    milder than these shares: stations with trouble are the ones worth reading right.
    """
    if value is None:
        return 1.0
    return next((weight for most, weight in _SPOILT if value <= most), _MORE_SPOILT)
