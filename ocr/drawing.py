"""Draws the blank page of a layout as a printer would, for layouts that have no picture."""

import cv2
import numpy as np

from ocr.layout import FieldBox, Layout
from ocr.scans import Grey

_FONT = cv2.FONT_HERSHEY_SIMPLEX
_BLACK = 30
_SHIFT = 4


def draw_blank(layout: Layout) -> Grey:
    """The empty form in layout pixels: rules, grey fills, words, number boxes, bubbles."""
    width, height = layout.size
    page = np.full((height, width), 255, np.uint8)
    for x, y, w, h, tone in layout.fills:
        page[y : y + h, x : x + w] = tone
    for x0, y0, x1, y1 in layout.rules:
        cv2.line(page, (x0, y0), (x1, y1), _BLACK, 2)
    for x, y, size, text in layout.words:
        tone = 245 if page[min(y, height - 1), min(x + 2, width - 1)] < 128 else _BLACK
        bold = 2 if size >= 18 else 1
        cv2.putText(page, text, (x, y), _FONT, size / 30, tone, bold, cv2.LINE_AA)
    for box in layout.fields:
        _draw_boxes(page, box)
        _draw_bubbles(page, box)
        _draw_grid(page, box)
    if layout.tag is not None and layout.tag_corners:
        _draw_tag(page, layout.tag, layout.tag_corners[0], layout.tag_corners[2])
    return page


def _draw_boxes(page: Grey, box: FieldBox) -> None:
    x, y, w, h = box.box
    page[y : y + h, x : x + w] = 255
    thick = 3 if box.gap else 2
    for cx, cy, cw, ch in box.cell_boxes():
        corners = [round(v * 2**_SHIFT) for v in (cx, cy, cx + cw, cy + ch)]
        start, end = (corners[0], corners[1]), (corners[2], corners[3])
        cv2.rectangle(page, start, end, _BLACK, thick, cv2.LINE_AA, _SHIFT)


def _draw_bubbles(page: Grey, box: FieldBox) -> None:
    if box.bubbles is None:
        return
    _, y, _, h = box.bubbles.box
    step = h / 10
    for cx, _, cw, _ in box.cell_boxes():
        for digit in range(10):
            centre = (round(cx + cw / 2), round(y + (digit + 0.5) * step))
            cv2.circle(page, centre, round(step * 0.36), 90, 1, cv2.LINE_AA)
            at = (centre[0] - 3, centre[1] + 4)
            cv2.putText(page, str(digit), at, _FONT, 0.3, 130, 1, cv2.LINE_AA)


def _draw_grid(page: Grey, box: FieldBox) -> None:
    if box.tally is None:
        return
    x, y, w, h = box.tally.box
    for column in range(box.tally.columns + 1):
        at = round(x + column * w / box.tally.columns)
        cv2.line(page, (at, y), (at, y + h), 120, 1)
    for row in range(box.tally.rows + 1):
        at = round(y + row * h / box.tally.rows)
        cv2.line(page, (x, at), (x + w, at), 120, 1)


def _draw_tag(
    page: Grey, number: int, first: tuple[float, float], last: tuple[float, float]
) -> None:
    """The tag stands on its head, as it does on C.HASIL 2024."""
    x0, y0, x1, y1 = (round(v) for v in (*first, *last))
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h10)
    side = max(x1 - x0, y1 - y0)
    tag = np.asarray(cv2.aruco.generateImageMarker(dictionary, number, side), np.uint8)
    turned = cv2.rotate(tag, cv2.ROTATE_180)
    page[y0:y1, x0:x1] = cv2.resize(turned, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
