"""Bots and numbers by area: who hears that another one is meant for them."""

import pytest

from models.errors import BadInput
from models.rules.lines import Line, other, parse

LINES = parse(
    "telegram/diy=34:@SaksiDiy, telegram/kota=3471:@SaksiKota, telegram/jabar=32+36:@SaksiJabar, "
    "whatsapp/1001=32:0812-0000-0001"
)
KOTA, BANDUNG = "0.34.3471.347101.3471011001", "0.32.3273.327301.3273011001"


def test_lines_are_read_from_the_settings() -> None:
    assert LINES[2] == Line("telegram", "jabar", ("32", "36"), "@SaksiJabar")
    assert parse("") == ()


@pytest.mark.parametrize("text", ["telegram/diy", "sms/1=34:x", "telegram/=34:x", "telegram/a=:x"])
def test_what_is_no_line_is_refused_by_name(text: str) -> None:
    with pytest.raises(BadInput, match="write it like"):
        parse(text)


def test_a_bot_stands_once() -> None:
    with pytest.raises(BadInput, match="twice"):
        parse("telegram/a=34:@x,telegram/a=35:@y")


@pytest.mark.parametrize(
    ("here", "path", "label"),
    [
        (("telegram", "diy"), KOTA, None),  # the province's bot covers it, too
        (("telegram", "jabar"), KOTA, "@SaksiKota"),  # the smallest area that fits
        (("telegram", "diy"), BANDUNG, "@SaksiJabar"),  # the same messenger first
        (("whatsapp", "1001"), KOTA, "@SaksiKota"),
        (("telegram", "diy"), "0.11.1101", None),  # nobody is meant for it: served here
        (("telegram", "everybody"), KOTA, None),
    ],
)
def test_the_line_that_is_meant_for_a_place(
    here: tuple[str, str], path: str, label: str | None
) -> None:
    found = other(LINES, here, [path])
    assert (found.label if found else None) == label
