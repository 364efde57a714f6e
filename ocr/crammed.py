"""Reads a whole number that was written into one of its boxes ("429" in the first of three)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from ocr.cells import Cell, FoundField, tones
from ocr.digits import DigitNetwork, Probabilities
from ocr.scans import Grey
from ocr.signs import Candidate, read_signs

Mask = npt.NDArray[np.uint8]

_WIDEST = 1.4
"""Such a number reaches this far at most, in box widths: it may touch the next box."""
_DIGIT, _TOUCHING = 0.62, 1.15
"""Width of a usual digit in heights, and from which width on it is several that touch."""
_PLAIN = 0.9


@dataclass(frozen=True, slots=True)
class _Sign:
    """One written sign: its pixels on the strip and from x0 to x1, y0 to y1."""

    mask: Mask
    x0: int
    y0: int
    x1: int
    y1: int


def with_crammed(
    page: Grey, found: FoundField, boxes: Probabilities, network: DigitNetwork, least: float
) -> tuple[Candidate, ...]:
    """Candidates of a number: box by box, and as a whole in one box where that is what is seen."""
    by_box = read_signs(boxes.tolist())
    if len(found.cells) < 2:
        return by_box
    signs, strip, corner = _signs(page, found.cells, least)
    home = _home(signs, found.cells, corner[0])
    if home is None:
        return by_box
    whole, sure = _read(strip, signs, network)
    plain_box = float(boxes[home, :11].max()) > _PLAIN
    trust = _trust(sure > _PLAIN, plain_box and len(signs) == 2)
    return _mixed(by_box, whole, trust, len(found.cells))


def _trust(plain_signs: bool, plain_box: bool) -> float:
    """How far signs in one box are believed, against the box seen as one sign (never certain)."""
    if plain_signs:
        return 0.7 if plain_box else 0.97
    return 0.05 if plain_box else 0.8


def _home(signs: Sequence[_Sign], cells: Sequence[Cell], left: int) -> int | None:
    """The one box that the signs stand in; None where they are spread over several, or one."""
    if not 2 <= len(signs) <= len(cells):
        return None
    width = cells[0].width
    if signs[-1].x1 - signs[0].x0 > _WIDEST * width:
        return None
    middle = left + (signs[0].x0 + signs[-1].x1) / 2
    homes = [i for i, cell in enumerate(cells) if cell.x <= middle < cell.x + cell.width]
    inside = [
        sum(cell.x <= left + (s.x0 + s.x1) / 2 < cell.x + cell.width for s in signs)
        for cell in cells
    ]
    return homes[0] if homes and inside[homes[0]] >= 2 else None


def _signs(
    page: Grey, cells: Sequence[Cell], least: float
) -> tuple[list[_Sign], Grey, tuple[int, int]]:
    """What is written in all boxes of a number, left to right, without the frame; the strip."""
    first, last = cells[0], cells[-1]
    left, right = max(round(first.x), 0), round(last.x + last.width)
    top = max(round(first.y + 0.05 * first.height), 0)
    strip = page[top : round(first.y + 0.95 * first.height), left:right]
    if min(strip.shape, default=0) < 8:
        return [], strip, (left, top)
    paper, dark = tones(strip, 0.5)
    span = max(paper - dark, least)
    mask = (strip.astype(np.float32) < paper - 0.5 * span).astype(np.uint8)
    mask[:, mask.mean(axis=0) > 0.6] = 0
    mask[mask.mean(axis=1) > 0.6] = 0
    small = 0.15 * min(first.width, first.height)
    edges = [cell.x - left for cell in cells] + [last.x + last.width - left]
    pieces = [item for item in _pieces(mask, small) if not _of_frame(item, edges, first.width)]
    return [part for item in _merged(pieces) for part in _apart(item)], strip, (left, top)


def _of_frame(piece: _Sign, edges: Sequence[float], width: float) -> bool:
    """True for what is left of the line between two boxes."""
    middle = (piece.x0 + piece.x1) / 2
    thin = piece.x1 - piece.x0 <= 0.1 * width
    return thin and min(abs(middle - edge) for edge in edges) < 0.08 * width


def _pieces(mask: Mask, small: float) -> list[_Sign]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [
        _Sign((labels == i).astype(np.uint8), int(x), int(y), int(x + w), int(y + h))
        for i, (x, y, w, h, area) in enumerate(stats[:count])
        if i and max(w, h) >= small and area >= small
    ]


def _apart(sign: _Sign) -> list[_Sign]:
    """Digits that touch, cut where the ink is thinnest near even parts; else the sign itself."""
    wide, tall = sign.x1 - sign.x0, sign.y1 - sign.y0
    parts = min(3, round(wide / (_DIGIT * tall)))
    if parts < 2 or wide < _TOUCHING * tall:
        return [sign]
    across = sign.mask[:, sign.x0 : sign.x1].sum(axis=0)
    reach = max(1, round(0.25 * wide / parts))
    cuts = [0]
    for number in range(1, parts):
        near = round(number * wide / parts)
        low = max(near - reach, cuts[-1] + 1)
        cuts.append(low + int(np.argmin(across[low : near + reach + 1])))
    return [_slice(sign, sign.x0 + a, sign.x0 + b) for a, b in pairwise([*cuts, wide])]


def _slice(sign: _Sign, x0: int, x1: int) -> _Sign:
    mask = np.zeros_like(sign.mask)
    mask[:, x0:x1] = sign.mask[:, x0:x1]
    rows = np.flatnonzero(mask.any(axis=1))
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (sign.y0, sign.y1)
    return _Sign(mask, x0, top, x1, bottom)


def _merged(pieces: list[_Sign]) -> list[_Sign]:
    """Pieces above one another, or a crumb beside a digit, are one sign: the bar of a 5."""
    out: list[_Sign] = []
    for piece in sorted(pieces, key=lambda item: item.x0):
        if out and _belong(out[-1], piece):
            prev = out.pop()
            piece = _Sign(
                prev.mask | piece.mask,
                prev.x0,
                min(prev.y0, piece.y0),
                max(prev.x1, piece.x1),
                max(prev.y1, piece.y1),
            )
        out.append(piece)
    return out


def _belong(a: _Sign, b: _Sign) -> bool:
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    tall = (a.y1 - a.y0, b.y1 - b.y0)
    crumb = min(tall) < 0.55 * max(tall) and shared >= -2
    return crumb or shared > 0.4 * min(a.x1 - a.x0, b.x1 - b.x0)


def _read(
    strip: Grey, signs: Sequence[_Sign], network: DigitNetwork
) -> tuple[tuple[Candidate, ...], float]:
    """Each sign alone on white paper, read by the network; how plain the least plain digit is."""
    rows = []
    paper = tones(strip)[0]
    for sign in signs:
        near = cv2.dilate(sign.mask, np.ones((5, 5), np.uint8))
        alone = np.where(near > 0, strip, round(paper)).astype(np.uint8)
        side = 1.5 * max(sign.x1 - sign.x0, sign.y1 - sign.y0)
        middle_x, middle_y = (sign.x0 + sign.x1) / 2, (sign.y0 + sign.y1) / 2
        pad = round(side)
        wide = cv2.copyMakeBorder(
            alone, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=round(paper)
        )
        cell = Cell(middle_x - side / 2 + pad, middle_y - side / 2 + pad, side, side)
        row = network.read(np.asarray(wide, np.uint8), [cell])[0]
        rows.append([*(float(p) for p in row[:10]), 0.0, 0.0, 0.0])
    return read_signs(rows), min(max(row) for row in rows)


def _mixed(
    by_box: Sequence[Candidate], whole: Sequence[Candidate], trust: float, cells: int
) -> tuple[Candidate, ...]:
    """Both ways to read, weighed; signs stand at the right end of the boxes."""
    found: dict[int | None, Candidate] = {}
    for item in by_box:
        found[item.value] = replace(item, probability=item.probability * (1 - trust))
    for item in whole:
        other = found.get(item.value)
        probability = item.probability * trust + (other.probability if other else 0.0)
        found[item.value] = Candidate(item.value, item.signs.rjust(cells, "_"), probability)
    return tuple(sorted(found.values(), key=lambda item: -item.probability))[:10]
