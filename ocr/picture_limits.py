"""How large and of what shape a picture may be before it is opened: said here and nowhere else."""

MAX_BYTES = 20 * 1024 * 1024
"""What Telegram's getFile gives, and more than any form needs."""
MAX_PIXELS = 65_000_000
"""Of a JPEG: phones make 64 million; a JPEG of so many has megabytes of its own."""
MAX_PACKED_PIXELS = 36_000_000
"""Of every other kind, which packs a blank page into nothing: A4 at 600 dots an inch has 34.8."""
MIN_SIDE = 100
"""Pixels of the shorter side from which a picture can show a form at all."""
MAX_ASPECT = 5.0
"""Longer side to shorter: forms have 1.4; whatever scales to a width must not become a tower."""
MAX_WORK_PIXELS = 16_000_000
"""Of any picture that the reader scales to: nothing honest comes near."""
MAX_PDF_PAGES = 30
MAX_PDF_IMAGES = 64
"""Pictures on one page of a scan: some scanners cut a page into strips."""


def too_many_pixels(width: int, height: int, *, photo: bool) -> bool:
    """Whether a picture is too large to be opened; `photo`: it is a JPEG."""
    return width * height > (MAX_PIXELS if photo else MAX_PACKED_PIXELS)


def odd_shape(width: int, height: int) -> bool:
    """Whether no form can be seen on a picture: too narrow, too long, empty."""
    short, long = sorted((width, height))
    return short < MIN_SIDE or long > short * MAX_ASPECT
