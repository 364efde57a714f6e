"""The digit network: windows of boxes in, probabilities of 0-9, X, blank and dash out."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from ocr.cells import (
    WINDOW,
    Cell,
    cell_mask,
    darkness,
    focus,
    least_ink,
    window,
    without_watermark,
    writing,
)
from ocr.scans import Grey

FOLDER = Path(__file__).parent / "models"
CLASSES = "0123456789X_-"
_BATCH = 64
_Cut = tuple[bool, float, float, float]
_GLANCE: tuple[_Cut, ...] = ((True, 0.0, 0.0, 1.0),)
_BESIDE: tuple[_Cut, ...] = ((False, 0.0, 0.0, 1.0),)
_AGAIN: tuple[_Cut, ...] = (
    (False, 0.03, -0.03, 0.92),
    (True, -0.04, -0.03, 0.9),
    (True, 0.04, 0.03, 1.12),
    (True, 0.0, 0.05, 1.0),
    (True, -0.03, 0.0, 1.2),
)
"""Cuts tried for each box: whether close, shift in widths and heights, and zoom. A box that is
plain at a glance is done; others are looked at as they stand, and what is not plain then again."""
_AT_A_GLANCE = 0.999
_PLAIN = 0.99

Probabilities = npt.NDArray[np.float64]


class DigitNetwork:
    """The network of one ONNX file with its temperature (calibration) from the file beside it."""

    def __init__(self, path: Path, temperature: float | None = None) -> None:
        self.path = path
        self._net = cv2.dnn.readNetFromONNX(str(path))
        if temperature is None:
            card = json.loads(path.with_suffix(".json").read_text("utf-8"))
            temperature = float(card["temperature"])
        self.temperature = temperature

    def logits(self, boxes: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Raw answers to n x 2 x 48 x 48 (ink and box mask, 0..1), n x 13."""
        parts = []
        for start in range(0, len(boxes), _BATCH):
            self._net.setInput(boxes[start : start + _BATCH])
            parts.append(np.array(self._net.forward(), np.float64))
        return np.concatenate(parts) if parts else np.zeros((0, len(CLASSES)))

    def read(self, page: Grey, cells: Sequence[Cell]) -> Probabilities:
        """Calibrated probabilities of each class for each box, len(cells) x 13."""
        if not cells:
            return np.zeros((0, len(CLASSES)))
        least = least_ink(page, cells)
        page = without_watermark(page, cells) if len(cells) > 1 else page
        seen = self._look_at(page, cells, least, _GLANCE)
        looked = len(_GLANCE)
        for more, plain in ((_BESIDE, _AT_A_GLANCE), (_AGAIN, _PLAIN)):
            faint = np.flatnonzero(seen.max(axis=1) < plain)
            if len(faint):
                again = self._look_at(page, [cells[int(i)] for i in faint], least, more)
                total = looked + len(more)
                seen[faint] = (looked * seen[faint] + len(more) * again) / total
            looked += len(more)
        return seen

    def _look_at(
        self, page: Grey, cells: Sequence[Cell], least: float, cuts: Sequence[_Cut]
    ) -> Probabilities:
        boxes = np.stack([look for cell in cells for look in looks(page, cell, least, cuts)])
        answers = self.logits(boxes).reshape(len(cells), len(cuts), -1)
        return np.asarray(softmax(answers / self.temperature).mean(axis=1), np.float64)


def looks(
    page: Grey, cell: Cell, least: float, cuts: Sequence[_Cut]
) -> list[npt.NDArray[np.float32]]:
    """Cuts of a box, as it stands on the form or close to the writing."""
    wide, close = focus(page, cell), writing(page, cell)
    found = []
    for near, dx, dy, size in cuts:
        view = _moved(close if near else wide, dx, dy, size)
        found.append(_look(page, cell if near else view, view, least))
    return found


def _moved(cell: Cell, dx: float, dy: float, size: float) -> Cell:
    return Cell(
        cell.x + (dx - (size - 1) / 2) * cell.width,
        cell.y + (dy - (size - 1) / 2) * cell.height,
        cell.width * size,
        cell.height * size,
    )


def _look(page: Grey, box: Cell, view: Cell, least: float) -> npt.NDArray[np.float32]:
    return np.stack([darkness(window(page, view), 0, least), cell_mask(box, WINDOW, view)])


def softmax(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Probabilities from logits along the last axis."""
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float64)


@lru_cache(maxsize=1)
def digit_network() -> DigitNetwork:
    """The network that comes with Saksi, loaded once in a process; one thread is fastest for it."""
    return DigitNetwork(FOLDER / "digits.onnx")
