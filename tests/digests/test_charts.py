"""Charts: pictures that every channel takes, readable on the narrowest phone, whatever comes."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from bot.base.area_charts import picture
from bot.base.charts import WIDTH, Bar, Chart, draw
from bot.base.counts import AreaCount, Share

FIGURES = AreaCount(
    area="Kemantren Umbulharjo",
    code="347107",
    zone="Asia/Jakarta",
    ballot="dpr",
    stations=120,
    reported=94,
    own="3",
    rows=tuple(Share(str(n), f"Partai {n}", 100 - n, (100 - n) / 1629) for n in range(1, 19)),
)
NINE = datetime(2024, 2, 14, 14, 15, tzinfo=UTC)


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def test_a_chart_is_a_small_picture_that_grows_with_its_bars() -> None:
    data = picture(FIGURES, NINE, "DPR RI", "id")
    image = opened(data)
    assert (image.format, image.width) == ("PNG", WIDTH)
    assert len(data) < 30_000, "a village's signal carries it"
    fewer = opened(picture(replace(FIGURES, rows=FIGURES.rows[:3]), NINE, "DPR RI", "en"))
    assert fewer.height < image.height < 1000


def widths(chart: Chart) -> list[int]:
    """How far each bar reaches to the right, by its colour."""
    image = opened(draw(chart)).convert("RGB")
    rows = [104 + 74 * n + 30 + 9 + 10 for n in range(len(chart.bars))]
    blue = [
        [x for x in range(WIDTH) if image.getpixel((x, y))[2] > 120 > image.getpixel((x, y))[0]]
        for y in rows
    ]
    return [max(line, default=0) for line in blue]


def test_bars_are_as_long_as_their_shares() -> None:
    bars = tuple(Bar(f"Paslon {n}", share, "x") for n, share in enumerate((0.5, 0.25, 0.1)))
    longest, half, least = widths(Chart("Presiden", "Kota", bars, 0.5, "1 dari 2", "catatan"))
    assert longest == pytest.approx(WIDTH - 28, abs=3)
    assert half - 28 == pytest.approx((longest - 28) / 2, abs=4)
    assert least - 28 == pytest.approx((longest - 28) / 5, abs=4)


@pytest.mark.parametrize(
    "bars", [(), (Bar("N" * 200, 1.0, "100,0 %"),), (Bar("", 0.0, "0 %"), Bar("–’“", 0.2, "1"))]
)
def test_nothing_that_is_given_breaks_the_picture(bars: tuple[Bar, ...]) -> None:
    image = opened(draw(Chart("T" * 300, "", bars, 1.4, "…", "")))
    assert image.width == WIDTH
