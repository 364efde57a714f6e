"""What a long message costs grows with its length only: counted in calls, not in time."""

import sys
from types import FrameType

import pytest

from tests.understanding.place import Standing, opened

_PIECES = (
    "anis pkb ",
    "halo bapak mau lapor hasil ",
    "pkb 12 ",
    "1 12 ",
    "=:,./-",
    "a b c ",
    "1\n",
)
_LETTERS = 1_900
"""Of the shorter one; the longer one has twice as many, below what a messenger sends at most."""


def _calls(standing: Standing, text: str) -> int:
    count = 0

    def noted(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(noted)
    try:
        standing.say(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("place", ["home", "ppwp-confirm", "dpr"])
@pytest.mark.parametrize("piece", _PIECES)
def test_twice_as_long_a_message_takes_about_twice_as_many_calls(place: str, piece: str) -> None:
    standing = opened(place)
    text = (piece * _LETTERS)[:_LETTERS]
    standing.say(f"{text} halo")  # warm
    assert _calls(standing, f"{text}\n{text}") <= 2.6 * _calls(standing, text) + 20_000
