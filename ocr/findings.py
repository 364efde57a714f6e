"""What can be wrong with a photo of a form, as coded findings (docs/form-reading.md lists them)."""

import cv2
import numpy as np

from models.values import Finding, Severity
from ocr.align import FlatPage
from ocr.layout import Layout
from ocr.page import Grey

BROKEN_SUM = "F101"
WRONG_PAGE = "F102"
NOT_A_FORM = "F103"
TOO_DARK = "F104"
BLURRED = "F105"
CUT_OFF = "F106"
TOO_SMALL = "F107"
OTHER_STATION = "F108"
UNPROVEN = "F109"
MARKS_DIFFER = "F110"

_DARK = 45.0
_SOFT = 0.0011
_SMALL = 2.6


def photo_findings(picture: Grey) -> list[Finding]:
    """Faults of a photo on which no form was found: they say what to do better."""
    found = []
    if float(np.percentile(picture, 90)) < 2 * _DARK:
        found.append(Finding(TOO_DARK, Severity.ASK))
    if _sharpness(picture) < _SOFT:
        found.append(Finding(BLURRED, Severity.ASK))
    if max(picture.shape) < 500:
        found.append(Finding(TOO_SMALL, Severity.ASK, numbers={"pixels": max(picture.shape)}))
    return found


def page_findings(picture: Grey, page: FlatPage) -> list[Finding]:
    """Faults of a photo of a known form: cut off fields, darkness, blur, too few pixels."""
    found = []
    cut = outside(page, picture.shape)
    if cut:
        found.append(Finding(CUT_OFF, Severity.ASK, cut))
    if float(np.percentile(picture, 80)) < _DARK:
        found.append(Finding(TOO_DARK, Severity.ASK))
    scale = pixels_per_layout_pixel(page)
    if scale < 1 / _SMALL:
        found.append(Finding(TOO_SMALL, Severity.ASK, numbers={"scale": round(scale, 2)}))
    if not page.layout.proven:
        found.append(Finding(UNPROVEN, Severity.REVIEW))
    return found


def outside(page: FlatPage, shape: tuple[int, ...]) -> tuple[str, ...]:
    """Fields of which a box lies outside of the picture."""
    back = np.linalg.inv(page.matrix)
    names = []
    for name, field in page.fields.items():
        first, last = field.cells[0], field.cells[-1]
        corners = np.array(
            [
                [first.x, first.y, 1],
                [last.x + last.width, first.y, 1],
                [last.x + last.width, last.y + last.height, 1],
                [first.x, first.y + first.height, 1],
            ]
        )
        mapped = corners @ back.T
        flat = mapped[:, :2] / mapped[:, 2:]
        slack = 2.0
        if (
            flat.min() < -slack
            or flat[:, 0].max() > shape[1] + slack
            or flat[:, 1].max() > shape[0] + slack
        ):
            names.append(name)
    return tuple(names)


def pixels_per_layout_pixel(page: FlatPage) -> float:
    """Picture pixels per layout pixel around the first field."""
    back = np.linalg.inv(page.matrix)
    cell = next(iter(page.fields.values())).cells[0]
    points = np.array([[cell.x, cell.y, 1], [cell.x, cell.y + cell.height, 1]]) @ back.T
    flat = points[:, :2] / points[:, 2:]
    return float(np.linalg.norm(flat[1] - flat[0]) / max(cell.height, 1e-6))


def _sharpness(picture: Grey) -> float:
    scale = min(1.0, 1000 / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    spread = float(small.std()) + 1.0
    return float(cv2.Laplacian(small.astype(np.float32) / 255, cv2.CV_32F).var() / spread * 10)


def other_layout(expected: Layout, seen: Layout) -> Finding:
    """The photo shows another page or ballot than the one asked for."""
    return Finding(WRONG_PAGE, Severity.ASK, numbers={"page": seen.page, "wanted": expected.page})
