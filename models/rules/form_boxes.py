"""Where a number of a form lies on its photo; pure."""

from collections.abc import Sequence

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]


def corners(matrix: Sequence[float], box: Sequence[float]) -> Corners | None:
    """The corners of a box on the picture, in its pixels: as it lies there, turned and slanted.

    `matrix` leads from the picture to the upright page (3 x 3, row by row), `box` is x, y, width,
    height on that page. None where the matrix cannot be undone.
    """
    back = _undone(matrix)
    if back is None or len(box) != 4:
        return None
    x, y, w, h = box
    found = [_led(back, one) for one in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]
    if None in found:
        return None
    first, second, third, fourth = (one for one in found if one is not None)
    return first, second, third, fourth


def _undone(matrix: Sequence[float]) -> tuple[float, ...] | None:
    """The inverse, but for a factor: points are divided by it anyway."""
    if len(matrix) != 9:
        return None
    a, b, c, d, e, f, g, h, i = matrix
    if abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)) < 1e-12:
        return None
    return (
        *(e * i - f * h, c * h - b * i, b * f - c * e),
        *(f * g - d * i, a * i - c * g, c * d - a * f),
        *(d * h - e * g, b * g - a * h, a * e - b * d),
    )


def _led(matrix: Sequence[float], point: Point) -> Point | None:
    x, y = point
    a, b, c, d, e, f, g, h, i = matrix
    depth = g * x + h * y + i
    if abs(depth) < 1e-12:
        return None
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth
