"""The only user of tesseract: printed model names and the kelurahan written in a form's header."""

import re
import shutil
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from rapidfuzz import fuzz

from ocr.align import FlatPage
from ocr.page import flatten_light, resize
from ocr.scans import Grey

_SURE_LETTERS = 6
_DIFFERENT = 40.0
"""On scans of 2019 the written kelurahan reads at 58 to 100 like itself, others at most at 69."""
_MODEL = re.compile(r"\b(C\s?[.,]?\s?HASIL|C1|C\s?1)[\s.,-]*([A-Z ]{0,9}[-\s]?)"
                    r"(PPWP|PWP|DPRD?|DPD|KWK|PLANO)", re.I)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """What a photo should show, empty if unknown: a ballot kind, the station's kelurahan, a party.

    `party` is the number that the sender wrote below the photo of a party's page.
    """

    ballot: str = ""
    kelurahan: str = ""
    party: str = ""


@lru_cache(maxsize=1)
def tesseract_ready() -> bool:
    """True where the program is installed; without it headers are simply not read."""
    return shutil.which("tesseract") is not None


def read_line(image: Grey) -> str:
    """One line of text, or nothing where tesseract is missing or fails."""
    return _tesseract(image, "--psm 7")


def read_block(image: Grey) -> str:
    """Lines of text, one below the other; nothing where tesseract is missing or fails."""
    return _tesseract(image, "--psm 6")


def _tesseract(image: Grey, options: str) -> str:
    if not tesseract_ready() or image.size == 0:
        return ""
    import pytesseract

    for language in ("ind", "eng"):
        try:
            text = pytesseract.image_to_string(image, lang=language, config=options, timeout=5)
        except (pytesseract.TesseractError, RuntimeError):
            continue
        return str(text)
    return ""


def kelurahan_written(page: FlatPage) -> str:
    """Letters of the kelurahan in the header, lower case; empty where nothing could be read."""
    if page.layout.kelurahan is None:
        return ""
    x, y, w, h = page.layout.kelurahan
    crop = resize(page.image[y : y + h, x : x + w], 2.0)
    clean = np.where(crop < 150, crop, 255).astype(np.uint8)
    return re.sub("[^a-z]", "", read_line(clean).lower())


def another_kelurahan(written: str, expected: str) -> bool:
    """True when enough letters were read and they are clearly another name."""
    name = re.sub("[^a-z]", "", expected.lower())
    if len(written) < _SURE_LETTERS or len(name) < 3:
        return False
    return fuzz.ratio(written, name) < _DIFFERENT


def model_printed(picture: Grey) -> str:
    """The model name printed on an unknown sheet ("C.HASIL-DPR"), or nothing."""
    small = resize(picture, min(1.0, 1600 / max(picture.shape)))
    flat = flatten_light(small)
    for turn in (None, cv2.ROTATE_180):
        upright = flat if turn is None else np.asarray(cv2.rotate(flat, turn), np.uint8)
        found = _MODEL.search(_tesseract(upright[: upright.shape[0] // 3], "--psm 11"))
        if found:
            return re.sub(r"\s+", " ", found.group(0)).strip().upper()
    return ""
