"""Prints what each defect of a photo costs: real scans, photographed badly by calculation."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from ocr.evaluate import as_messenger, entries, score
from ocr.folds import fold_readers
from ocr.page import decode
from tests.bench.forms import FOLDS, PAGE_2, material

Picture = npt.NDArray[np.uint8]
_EVERY = 3
"""Every third page of 2019 is enough to tell a defect that hurts from one that does not."""
_TABLE = 90


def main() -> int:
    """Print the table; 1 where the material is not at hand."""
    cv2.setNumThreads(1)
    data = material()
    if data is None:
        print("no material (SAKSI_SHARED)")
        return 1
    readers = fold_readers(FOLDS)
    wanted = [e for e in entries(data / "forms") if e["form"] == PAGE_2][::_EVERY]
    print(f"{len(wanted)} pages of 2019 (page 2), at messenger quality: 1280 px, JPEG 70")
    print(f"{'':24}{'found':>7}{'numbers':>9}{'asked':>7}{'wrong':>7}  findings")
    for name, defect in DEFECTS.items():
        scores = []
        for entry in wanted:
            file = str(entry["file"])
            photo = defect(_on_table(_picture(data / "forms" / file)))
            reading = readers(file).read(as_messenger(_jpeg(photo)))[0]
            scores.append(score(entry, reading))
        found = sum(one.read_as is not None for one in scores)
        right, numbers = (sum(getattr(s, what) for s in scores) for what in ("right", "numbers"))
        asked, wrong = (sum(getattr(s, what) for s in scores) for what in ("asked", "silent"))
        told = Counter(code for one in scores for code in one.found)
        codes = ", ".join(f"{code} {count}" for code, count in sorted(told.items()))
        line = f"{found:>7}{100 * right / numbers:>8.1f}%{asked / len(scores):>7.2f}{wrong:>7}"
        print(f"{name:24}{line}  {codes}", flush=True)
    return 0


def _picture(path: Path) -> Picture:
    return decode(path.read_bytes())[0]


def _jpeg(picture: Picture) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes())


def _on_table(page: Picture) -> Picture:
    edge = round(0.06 * max(page.shape))
    around = cv2.copyMakeBorder(page, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=_TABLE)
    return np.asarray(around, np.uint8)


def _lit(picture: Picture, light: npt.NDArray[np.float64]) -> Picture:
    return np.clip(picture * light, 0, 255).astype(np.uint8)


def _places(picture: Picture) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Each pixel's place, across and down, 0..1."""
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float64)
    return columns / picture.shape[1], rows / picture.shape[0]


def shadow(picture: Picture) -> Picture:
    """The shadow of a phone across the boxes, with a soft edge."""
    x, y = _places(picture)
    return _lit(picture, 1 - 0.6 / (1 + np.exp(-40 * (x + 0.4 * y - 0.85))))


def hand(picture: Picture) -> Picture:
    """A hand that holds the lower left corner."""
    out = picture.copy()
    height, width = out.shape
    for finger in range(4):
        place = (round(0.03 * width), round((0.75 + 0.06 * finger) * height))
        size = (round(0.2 * width), round(0.025 * height))
        cv2.ellipse(out, place, size, -12, 0, 360, 150, -1, cv2.LINE_AA)
    return out


def fold(picture: Picture) -> Picture:
    """Folded in four: each part at another light, a dark crease, the paper a little shifted."""
    out = picture.astype(np.float64)
    height, width = picture.shape
    down, across = height // 2, width // 2
    out[:down] *= 0.85
    out[:, across:] *= 0.9
    out[down:] = np.roll(out[down:], 5, axis=1)
    out[down - 2 : down + 3] *= 0.6
    out[:, across - 2 : across + 3] *= 0.6
    return np.clip(out, 0, 255).astype(np.uint8)


def tilted(degrees: float) -> Callable[[Picture], Picture]:
    """The camera tilted from upright, at one and a half page heights from the sheet."""

    def seen(picture: Picture) -> Picture:
        height, width = picture.shape
        slant, far = np.radians(degrees), 1.5 * height
        turned = np.array(
            [[1, 0, 0], [0, np.cos(slant), 0], [0, np.sin(slant) / far, 1]], np.float64
        )
        to_middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]], np.float64)
        back = np.linalg.inv(to_middle)
        size = (width, height)
        warped = cv2.warpPerspective(picture, back @ turned @ to_middle, size, borderValue=_TABLE)
        return np.asarray(warped, np.uint8)

    return seen


def out_of_focus(sigma: float) -> Callable[[Picture], Picture]:
    """Blur of so many pixels on a sheet of 1,760."""
    return lambda picture: np.asarray(
        cv2.GaussianBlur(picture, (0, 0), sigma * max(picture.shape) / 1760), np.uint8
    )


def moved(picture: Picture) -> Picture:
    """The phone moved: 9 pixels along a slanting line, on a sheet of 1,760."""
    length = round(9 * max(picture.shape) / 1760)
    kernel = np.eye(length) / length
    return np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)


def flash(picture: Picture) -> Picture:
    """The flash mirrored in the paper above the boxes, the corners dark."""
    x, y = _places(picture)
    away = (x - 0.6) ** 2 + (y - 0.45) ** 2
    return np.clip(picture * (1.05 - 0.8 * away) + 200 * np.exp(-away / 0.01), 0, 255).astype(
        np.uint8
    )


def two_sheets(picture: Picture) -> Picture:
    """The edge of another sheet, with the same print, beside it."""
    part = picture[:, : round(0.6 * picture.shape[1])]
    return np.asarray(np.hstack([picture, part]), np.uint8)


def half(picture: Picture) -> Picture:
    """The upper half alone: what lies below is not on the photo."""
    return picture[: picture.shape[0] // 2]


def finger(picture: Picture) -> Picture:
    """A finger over the last box of a number."""
    out = picture.copy()
    height, width = out.shape
    place, size = (
        (round(0.97 * width), round(0.3 * height)),
        (round(0.13 * width), round(0.03 * height)),
    )
    cv2.ellipse(out, place, size, 10, 0, 360, 150, -1, cv2.LINE_AA)
    return out


def screen(picture: Picture) -> Picture:
    """A photo of a screen: its rows and columns, and the bands where they meet the camera's."""
    x, y = _places(picture)
    bands = 1 + 0.1 * np.sin(2 * np.pi * (38 * x + 9 * y)) + 0.08 * np.sin(2 * np.pi * 240 * y)
    return _lit(out_of_focus(1.0)(picture), 0.9 * bands)


def dark(picture: Picture) -> Picture:
    """A hall without light: a fifth of it, and noise."""
    noise = np.random.default_rng(7).normal(0, 4, picture.shape)
    return np.clip(picture * 0.2 + noise, 0, 255).astype(np.uint8)


def cut(picture: Picture) -> Picture:
    """The lower third is not on the photo."""
    return picture[: round(0.67 * picture.shape[0])]


DEFECTS: dict[str, Callable[[Picture], Picture]] = {
    "none": lambda picture: picture,
    "shadow": shadow,
    "hand on a corner": hand,
    "folded in four": fold,
    "tilted 15 degrees": tilted(15),
    "tilted 30 degrees": tilted(30),
    "upside down": lambda picture: np.asarray(np.rot90(picture, 2), np.uint8),
    "on its side": lambda picture: np.asarray(np.rot90(picture), np.uint8),
    "out of focus, 2 px": out_of_focus(2),
    "out of focus, 4 px": out_of_focus(4),
    "moved, 9 px": moved,
    "flash": flash,
    "two sheets": two_sheets,
    "screen": screen,
    "dark": dark,
    "lower third cut off": cut,
    "upper half alone": half,
    "finger on a number": finger,
}


if __name__ == "__main__":
    sys.exit(main())
