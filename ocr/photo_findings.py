"""What can be wrong with a photo of a form, as coded findings (docs/form-reading.md lists them)."""

import cv2
import numpy as np

from models.values import Finding, Severity
from ocr.align import FlatPage
from ocr.scans import Grey

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
WHICH_PAGE = "F111"

_DARK = 45.0
_SOFT = 0.0011
_SMALL = 2.6
_BLURRED_LINES = 0.2


def photo_findings(picture: Grey) -> list[Finding]:
    """Faults of a photo on which no form was found: they say what to do better."""
    found = []
    if float((picture < 2 * _DARK).mean()) > 0.9:
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
    if float((picture < _DARK).mean()) > 0.8:
        found.append(Finding(TOO_DARK, Severity.ASK))
    if line_sharpness(page) < _BLURRED_LINES:
        found.append(Finding(BLURRED, Severity.ASK))
    scale = pixels_per_layout_pixel(page)
    if scale < 1 / _SMALL:
        found.append(Finding(TOO_SMALL, Severity.ASK, numbers={"scale": round(scale, 2)}))
    if not page.layout.proven:
        found.append(Finding(UNPROVEN, Severity.REVIEW))
    return found


def line_sharpness(page: FlatPage) -> float:
    """How steeply printed lines rise from the paper: 0.5 and more when sharp, 0.1 when blurred."""
    steep = []
    for x0, y0, x1, y1 in page.layout.rules:
        across = (x1 - x0) >= (y1 - y0)
        for share in (0.2, 0.35, 0.5, 0.65, 0.8):
            x, y = round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)
            lines = page.image if across else page.image.T
            along, beside = (x, y) if across else (y, x)
            line = lines[max(beside - 8, 0) : beside + 9, along].astype(np.float32)
            if line.size > 8 and float(np.ptp(line)) > 60:
                steep.append(float(np.abs(np.diff(line)).max() / np.ptp(line)))
    return float(np.median(steep)) if steep else 1.0


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
