"""Makes a layout from one blank form and a description of its boxes; for forms yet to come."""

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from models.errors import BadInput
from ocr.align import ink_of
from ocr.cells import snap
from ocr.features import store_marks
from ocr.layout import Box, Layout, from_json
from ocr.page import resize
from ocr.scans import Grey

WIDTH = 1240
"""Width in layout pixels of a new layout: 150 per inch of A4."""
_KEYS = ("id", "title", "year", "ballot", "page", "fields")


def prepared(blank: Grey) -> Grey:
    """The blank form at layout size; boxes are marked on this picture."""
    return resize(blank, WIDTH / blank.shape[1])


def make_layout(blank: Grey, description: Mapping[str, Any], folder: Path) -> Layout:
    """Write ID.json and ID.npz to `folder` and return the layout.

    `description` has the keys of a layout (docs/form-reading.md) without rules; boxes are in
    pixels of the picture `prepared` gives and are moved onto the lines near them.
    Raises BadInput when a key is missing or a box lies outside.
    """
    missing = [key for key in _KEYS if not description.get(key) and description.get(key) != 0]
    if missing:
        raise BadInput(f"the description lacks {', '.join(missing)}")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{2,60}", str(description["id"])):
        raise BadInput("the id may hold small letters, digits and dashes")
    page = prepared(blank)
    data = dict(description)
    data["size"] = [page.shape[1], page.shape[0]]
    data["rules"] = [list(rule) for rule in printed_rules(page)]
    data.setdefault("proven", False)
    try:
        layout = from_json(data, folder)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise BadInput(f"the description cannot be understood: {error!r}") from error
    data["fields"] = [dict(item) for item in data["fields"]]
    _snap_boxes(page, layout, data["fields"])
    layout = from_json(data, folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{layout.id}.json").write_text(_compact(data), "utf-8")
    store_marks(layout, page)
    return layout


def _snap_boxes(page: Grey, layout: Layout, items: list[dict[str, object]]) -> None:
    ink = ink_of(page)
    height, width = page.shape
    for box, item in zip(layout.fields, items, strict=True):
        x, y, w, h = box.box
        if x < 0 or y < 0 or w < 8 or h < 8 or x + w > width or y + h > height:
            raise BadInput(f"the box of {box.name} lies outside of the form")
        found = snap(ink, box, 8.0, (0.0, 0.0))
        first, last = found.cells[0], found.cells[-1]
        if found.strength > 0.3:
            item["box"] = [
                round(first.x),
                round(first.y),
                round(last.x + last.width - first.x),
                round(first.height),
            ]


def printed_rules(page: Grey, darkness: float = 0.35) -> list[Box]:
    """Straight printed lines (x0, y0, x1, y1) of at least a twentieth of the width."""
    mask = (ink_of(page) > darkness).astype(np.uint8)
    shortest = page.shape[1] // 20
    rules: list[Box] = []
    for across in (True, False):
        kernel = np.ones((1, shortest) if across else (shortest, 1), np.uint8)
        lines = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
        for x, y, w, h, _ in cv2.connectedComponentsWithStats(lines)[2][1:]:
            if min(w, h) > 9:
                continue
            middle_x, middle_y = int(x + w // 2), int(y + h // 2)
            rules.append(
                (int(x), middle_y, int(x + w), middle_y)
                if across
                else (middle_x, int(y), middle_x, int(y + h))
            )
    return rules


def _compact(data: Mapping[str, object]) -> str:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return (
        re.sub(
            r"\[\s+([^\[\]{}]*?)\s+\]",
            lambda found: "[" + re.sub(r"\s+", " ", found.group(1)) + "]",
            text,
        )
        + "\n"
    )


def marking_page(blank: Grey, form_id: str) -> str:
    """A page for the browser: drag over each number, name it, and save the description."""
    png = cv2.imencode(".png", prepared(blank))[1].tobytes()
    source = (Path(__file__).parent / "marking.html").read_text("utf-8")
    image = "data:image/png;base64," + base64.b64encode(png).decode()
    return source.replace("%IMAGE%", image).replace("%ID%", form_id)
