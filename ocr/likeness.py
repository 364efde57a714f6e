"""A picture's difference hash: nearly the same photo has nearly the same 64 bits."""

import cv2
import numpy as np

from ocr.page import Grey

_SIDE = 8


def dhash(picture: Grey) -> int:
    """64 bits, one for each pair of neighbours in a 9 x 8 miniature: is the left one brighter?

    As a signed 64-bit integer, the way the database keeps it. Robust against another size and
    JPEG quality, not against a crop or a rotation (after Krawetz, "Kind of like that", 2013).
    """
    small = cv2.resize(picture, (_SIDE + 1, _SIDE), interpolation=cv2.INTER_AREA)
    bits = np.packbits(small[:, :-1] > small[:, 1:])
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ."""
    return ((one ^ other) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()
