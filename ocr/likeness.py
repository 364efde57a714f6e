"""Difference hashes: tell whether two photos are the same picture, not whether one form."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever compares hashes needs no picture library
    from ocr.scans import Grey

_SIDE = 8
_FINE = 32
SAME = 60
"""Most differing bits of 1024 for the same picture. Measured on 60 scans and photos: the same one
shrunk to 1280 pixels in JPEG 70 differs in at most 55, another station's on the same form in
at least 116."""


def dhash(picture: "Grey") -> int:
    """64 bits, one for each pair of neighbours in a 9 x 8 miniature: is the left one brighter?

    As a signed 64-bit integer, the way the database keeps it. Robust against another size and
    JPEG quality, not against a crop or a rotation (after Krawetz, "Kind of like that", 2013).
    """
    import cv2
    import numpy as np

    small = cv2.resize(picture, (_SIDE + 1, _SIDE), interpolation=cv2.INTER_AREA)
    bits = np.packbits(small[:, :-1] > small[:, 1:])
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def photo_hash(picture: "Grey") -> str:
    """Difference hash (dHash) of a picture as 256 hexadecimal digits, 1024 bits."""
    import cv2
    import numpy as np

    size = (_FINE + 1, _FINE)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = (small[:, 1:] > small[:, :-1]).ravel()
    return np.packbits(bits).tobytes().hex()


def bits_apart(first: str, second: str) -> int:
    """How many of the 1024 bits of two hashes differ; the same picture stays below SAME."""
    return (int(first, 16) ^ int(second, 16)).bit_count()
