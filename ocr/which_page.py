"""Tells pages apart that look alike, as party pages do, by the names printed on them."""

import re
from collections.abc import Collection, Sequence

import cv2
import numpy as np
from rapidfuzz import fuzz

from ocr.align import Placement, warp
from ocr.header import read_block
from ocr.layout import Layout
from ocr.page import flatten_light, resize
from ocr.scans import Grey

ALIKE_RULES = 0.8
ALIKE_MARKS = 0.75
"""A page whose marks and lines fit nearly as well as the best one's may be it just as well."""
_LEAST, _AHEAD = 55.0, 12.0
"""Likeness (0-100) of the printed names to a page's own, and how far ahead of the next page's."""
_LETTERS = 4
_ENLARGED = 1.5
_DARK = 170
_RULED = 50


def which_page(picture: Grey, found: Sequence[Placement], party: str = "") -> Placement | None:
    """The page that a picture shows, of placements with the best first; None: it stays open.

    Of pages that look alike it is the one whose names are printed there, else the `party` that
    the sender named.
    """
    several = alike(found)
    if len(several) == 1:
        return several[0]
    told = told_apart(picture, several)
    named = next((one for one in several if party and party_of(one.layout) == party), None)
    return told or named


def party_of(layout: Layout) -> str:
    """The number of the one party whose votes a page holds; empty for other pages."""
    codes = {box.means.partition(".")[0] for box in layout.fields}
    return codes.pop() if len(codes) == 1 else ""


def alike(found: Sequence[Placement]) -> list[Placement]:
    """The best placement, and those of the same form that may be it as well; best first."""
    best = found[0]
    return [
        one
        for one in found
        if one is best
        or (
            one.layout.ballot == best.layout.ballot
            and not one.layout.proven
            and one.rules >= ALIKE_RULES * best.rules
            and one.agree >= ALIKE_MARKS * best.agree
        )
    ]


def told_apart(picture: Grey, found: Sequence[Placement]) -> Placement | None:
    """The one of several look-alikes whose names are printed on the page; None: it stays open."""
    lines = _printed(picture, found[0])
    names = [{plain(text) for _, _, _, text in one.layout.words} for one in found]
    shared = set.intersection(*names)
    likely = [likeness(lines, own - shared) for own in names]
    first, second, *_ = sorted(likely, reverse=True)
    if first < _LEAST or first - second < _AHEAD:
        return None
    return found[likely.index(first)]


def likeness(lines: Sequence[str], names: Collection[str]) -> float:
    """How well names are found among printed lines, 0 to 100."""
    told = [name for name in names if len(name) >= _LETTERS]
    if not lines or not told:
        return 0.0
    return sum(max(fuzz.ratio(name, line) for line in lines) for name in told) / len(told)


def plain(text: str) -> str:
    """Small letters, digits and single spaces."""
    return " ".join(re.sub("[^a-z0-9 ]", " ", text.lower()).split())


def _printed(picture: Grey, placement: Placement) -> list[str]:
    """The lines of print at the left of the number boxes."""
    layout = placement.layout
    page = flatten_light(warp(picture, placement.matrix, layout))
    right = min(box.box[0] for box in layout.fields)
    text = read_block(resize(_without_lines(page[:, :right]), _ENLARGED))
    return [line for line in map(plain, text.splitlines()) if len(line) >= _LETTERS]


def _without_lines(image: Grey) -> Grey:
    """The image with its ruled lines painted white: inside of a table tesseract reads nothing."""
    dark = np.asarray(image < _DARK, np.uint8)
    lines = np.zeros_like(dark)
    for shape in ((1, _RULED), (_RULED, 1)):
        lines |= np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, np.uint8)))
    wide = cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0
    return np.where(wide, np.uint8(255), image).astype(np.uint8)
