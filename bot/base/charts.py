"""Draws a count as a picture for a phone: bars of shares and a strip of coverage, as PNG bytes.

Pure drawing: texts come ready in the reader's language, numbers are printed beside their bars. It
must not know where figures come from nor where the picture is kept.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH = 640
"""Pixels: twice the narrowest phone, so that the smallest letters are 11 of its pixels high."""
_MARGIN, _ROW, _BAR = 28, 74, 20
_TITLE, _LABEL, _SMALL = 34, 30, 24
_HEAD, _STRIP, _FOOT = 104, 78, 52
_PAPER, _INK, _SOFT, _LINE = "#ffffff", "#1b1f24", "#57606a", "#e4e8ec"
_SHARES, _MARKED, _COVERED = "#3f7fb5", "#0b4f8a", "#5d6b78"
_WHOLE = 0.5
"""Share that takes the whole width, unless one is larger: bars of one area look alike all night."""
_COLOURS = 24
"""Enough for smooth letters; a picture of eight bars stays below 12 kB."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One participant: `share` 0 to 1, `figure` as it is printed; `marked`: the own one."""

    label: str
    share: float
    figure: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture in words and numbers; `covered` is the share of stations that reported, 0 to 1."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    covered: float
    coverage: str
    foot: str


def draw(chart: Chart) -> bytes:
    """The picture as PNG."""
    height = _HEAD + len(chart.bars) * _ROW + _STRIP + _FOOT
    picture = Image.new("RGB", (WIDTH, height), _PAPER)
    pen = ImageDraw.Draw(picture)
    _text(pen, (_MARGIN, 20), chart.title, _TITLE, bold=True)
    _text(pen, (_MARGIN, 62), chart.subtitle, _SMALL, colour=_SOFT)
    longest = max(_WHOLE, *(bar.share for bar in chart.bars)) if chart.bars else _WHOLE
    for place, bar in enumerate(chart.bars):
        _bar(pen, _HEAD + place * _ROW, bar, longest)
    _strip(pen, height - _FOOT - _STRIP, chart)
    _text(pen, (_MARGIN, height - _FOOT + 6), chart.foot, _SMALL, colour=_SOFT)
    return _png(picture)


def _bar(pen: ImageDraw.ImageDraw, top: int, bar: Bar, longest: float) -> None:
    """Name and figure above the bar; `longest` is the share that takes the whole width."""
    across = WIDTH - 2 * _MARGIN
    figure = _font(_LABEL).getlength(bar.figure) + 2
    label = _cut(bar.label.translate(_ABSENT), _LABEL, across - figure - 18)
    _text(pen, (_MARGIN, top), label, _LABEL, bold=bar.marked)
    _text(pen, (WIDTH - _MARGIN - figure, top), bar.figure, _LABEL, bold=True)
    length = max(6, round(across * bar.share / longest)) if bar.share > 0 else 3
    _box(pen, top + _LABEL + 9, length, _MARKED if bar.marked else _SHARES)


def _strip(pen: ImageDraw.ImageDraw, top: int, chart: Chart) -> None:
    """How much of the area the bars speak for."""
    across = WIDTH - 2 * _MARGIN
    pen.line((_MARGIN, top, WIDTH - _MARGIN, top), fill=_LINE, width=2)
    _text(pen, (_MARGIN, top + 10), chart.coverage, _SMALL)
    y = top + _SMALL + 22
    _box(pen, y, across, _LINE, 14)
    if chart.covered > 0:
        _box(pen, y, max(6, round(across * min(chart.covered, 1.0))), _COVERED, 14)


def _box(pen: ImageDraw.ImageDraw, top: int, length: int, colour: str, height: int = _BAR) -> None:
    pen.rounded_rectangle(
        (_MARGIN, top, _MARGIN + length, top + height), radius=height // 4, fill=colour
    )


def _text(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    words: str,
    size: int,
    *,
    colour: str = _INK,
    bold: bool = False,
) -> None:
    told = _cut(words.translate(_ABSENT), size, WIDTH - _MARGIN - at[0])
    width = 0.6 if bold else 0  # the font has one weight: bold is drawn a little wider
    pen.text(at, told, font=_font(size), fill=colour, stroke_width=width, stroke_fill=colour)


_ABSENT = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})
"""Letters that the font lacks."""


def _cut(words: str, size: int, room: float) -> str:
    """As much as fits, with an ellipsis where something is left out."""
    font = _font(size)
    if font.getlength(words) <= room:
        return words
    while words and font.getlength(f"{words}…") > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The font that comes with Pillow, so that no machine lacks it."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    return font


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=False)
    return out.getvalue()
