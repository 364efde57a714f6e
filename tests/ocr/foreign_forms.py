"""Two forms of other countries, drawn by us, that no line of the reader was written for.

Only their blank pages and a description marked by hand are ever shown to the reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.scans import Grey
from ocr.synthetic import write

Box = tuple[int, int, int, int]
_FONT = cv2.FONT_HERSHEY_DUPLEX
_INK = 25


@dataclass(frozen=True, slots=True)
class Form:
    """A blank page, its number boxes with how many digits they take, and its sums."""

    id: str
    year: int
    blank: Grey
    boxes: Mapping[str, Box]
    cells: int
    gap: float
    sums: Sequence[Sequence[str]]

    def description(self, seed: int) -> dict[str, object]:
        """What a person marks in the browser: each box a few pixels off."""
        rng = np.random.default_rng(seed)
        zoom = 1240 / self.blank.shape[1]
        fields = [
            {
                "name": name,
                "box": [round(v * zoom) + int(rng.integers(-3, 4)) for v in box],
                "cells": self.cells,
                "gap": round(self.gap * zoom, 1),
                "means": name,
            }
            for name, box in self.boxes.items()
        ]
        head = {"id": self.id, "title": self.id, "year": self.year, "ballot": "ppwp", "page": 1}
        return head | {"fields": fields, "sums": [list(line) for line in self.sums]}

    def filled(self, values: Mapping[str, int], seed: int) -> Grey:
        """The page with numbers written into it by hand, zeros in front as this country does."""
        rng = np.random.default_rng(seed)
        page = self.blank.copy()
        for name, (x, y, w, h) in self.boxes.items():
            step = (w + self.gap) / self.cells
            for place, sign in enumerate(str(values[name]).rjust(self.cells, "0")):
                write(page, (x + place * step, y, step - self.gap, h), sign, rng, 0.07, 0.1)
        return page


def kenya_34a() -> Form:
    """A portrait page: a table of candidates, joined boxes of four digits, figures below."""
    page = np.full((1900, 1340), 255, np.uint8)
    _text(page, (380, 90), 1.1, "FORM 34A", 2)
    _text(page, (150, 140), 0.8, "INDEPENDENT ELECTORAL AND BOUNDARIES COMMISSION")
    _text(page, (130, 185), 0.7, "PRESIDENTIAL ELECTION RESULTS AT THE POLLING STATION")
    for place, label in enumerate(("Polling Station", "Ward", "Constituency", "County")):
        _text(page, (90, 260 + 45 * place), 0.65, f"Name of {label} ........................ Code")
    names = ("ACHIENG Mwangi", "BARASA Otieno", "CHEPKOECH Juma", "DUALE Kariuki", "EKAI Wafula")
    boxes = {f"candidate_{n}": (1000, 430 + 70 * n, 240, 70) for n in range(1, 6)}
    _grid(page, (90, 430, 1150, 70), 6, (90, 160, 1000))
    _text(page, (180, 475), 0.65, "Name of Candidate")
    _text(page, (1010, 475), 0.6, "Valid Votes")
    for place, name in enumerate(names, 1):
        _text(page, (110, 475 + 70 * place), 0.7, str(place))
        _text(page, (180, 475 + 70 * place), 0.7, name)
    lines = {
        "valid": "Total number of valid votes cast",
        "rejected": "Total number of rejected ballot papers",
        "disputed": "Total number of disputed votes",
        "registered": "Total number of registered voters",
    }
    _grid(page, (90, 960, 1150, 70), 4, (90, 1000))
    for place, (name, label) in enumerate(lines.items()):
        boxes[name] = (1000, 960 + 70 * place, 240, 70)
        _text(page, (110, 1005 + 70 * place), 0.65, f"{place + 1}. {label}")
    _text(page, (90, 1330), 0.7, "Decision(s) on disputed votes if any")
    for y in (1380, 1430):
        cv2.line(page, (90, y), (1240, y), 120, 1)
    _grid(page, (90, 1500, 1150, 60), 4, (90, 500, 800, 1000))
    _text(page, (110, 1540), 0.6, "Candidate or agent")
    _text(page, (520, 1540), 0.6, "ID / Passport No")
    _text(page, (820, 1540), 0.6, "Party")
    _rule_boxes(page, boxes, 4, 0)
    sums = (("valid", "=", *(f"candidate_{n}" for n in range(1, 6))),)
    return Form("kenya-34a-2032", 2032, page, boxes, 4, 0.0, sums)


def ghana_poll() -> Form:
    """A landscape page: two blocks, separate boxes of three digits, dark headings."""
    page = np.full((1240, 1754), 255, np.uint8)
    cv2.rectangle(page, (0, 0), (1754, 100), 60, -1)
    _text(page, (420, 65), 1.0, "STATEMENT OF POLL AND DECLARATION", 2, 240)
    _text(page, (80, 160), 0.75, "Electoral Area                       Polling Station Code")
    cv2.line(page, (80, 180), (1670, 180), _INK, 2)
    left = ("A1 Voters on the register", "A2 Verified by device", "A3 Verified by hand")
    right = ("ADJEI Kofi", "BOATENG Ama", "CUDJOE Yaw", "DANSO Efua")
    boxes: dict[str, Box] = {}
    cv2.rectangle(page, (80, 220), (840, 270), 90, -1)
    _text(page, (100, 255), 0.7, "A. BALLOT INFORMATION", 1, 245)
    for place, label in enumerate((*left, "A4 Sum of A2 and A3")):
        _text(page, (90, 335 + 110 * place), 0.65, label)
        boxes[label[:2].lower()] = (610, 295 + 110 * place, 220, 64)
    cv2.rectangle(page, (910, 220), (1670, 270), 90, -1)
    _text(page, (930, 255), 0.7, "B. VOTES OBTAINED", 1, 245)
    for place, label in enumerate((*right, "Rejected ballots", "Total in the box")):
        _text(page, (920, 335 + 110 * place), 0.65, label)
        boxes[f"b{place + 1}"] = (1440, 295 + 110 * place, 220, 64)
    for y in (760, 820):
        cv2.line(page, (80, y), (840, y), 120, 1)
    _text(page, (80, 730), 0.65, "Presiding officer: name, signature, date")
    _text(page, (80, 1010), 0.65, "Agents of candidates: name, signature")
    _grid(page, (80, 1040, 1590, 50), 3, (80, 500, 900, 1300))
    _rule_boxes(page, boxes, 3, 20)
    sums = (("a4", "=", "a2", "a3"), ("b6", "=", "b1", "b2", "b3", "b4", "b5"), ("b6", "=", "a4"))
    return Form("ghana-poll-2028", 2028, page, boxes, 3, 20.0, sums)


def _text(
    page: Grey, at: tuple[int, int], size: float, text: str, thick: int = 1, tone: int = _INK
) -> None:
    cv2.putText(page, text, at, _FONT, size, tone, thick, cv2.LINE_AA)


def _grid(page: Grey, box: Box, rows: int, columns: Sequence[int]) -> None:
    """A table of rows as high as `box`, with lines at these columns and at its right."""
    x, y, w, h = box
    for row in range(rows + 1):
        cv2.line(page, (x, y + row * h), (x + w, y + row * h), _INK, 2)
    for column in (*columns, x + w):
        cv2.line(page, (column, y), (column, y + rows * h), _INK, 2)


def _rule_boxes(page: Grey, boxes: Mapping[str, Box], cells: int, gap: int) -> None:
    for x, y, w, h in boxes.values():
        step = (w + gap) / cells
        for place in range(cells):
            start, end = (round(x + place * step), y), (round(x + (place + 1) * step) - gap, y + h)
            cv2.rectangle(page, start, end, _INK, 2)
