"""Kinds of values that a question may hold, with their limits: said here and nowhere else."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

LARGEST_ID, LARGEST_NUMBER = 2**31 - 1, 2**53
"""Of a person or an area; of whatever is counted on for years (2 ** 53: exact in every JSON)."""
LATEST = 4_102_444_800_000
"""Milliseconds since 1970: the year 2100. No clock of a phone means more."""


def _plain(value: object) -> object:
    if isinstance(value, str) and any(letter < " " or letter == "\x7f" for letter in value):
        raise ValueError("holds characters that nobody types")
    return value


Id = Annotated[int, Field(ge=0, le=LARGEST_ID)]
Number = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]
Moment = Annotated[int, Field(ge=0, le=LATEST)]
Word = Annotated[str, StringConstraints(max_length=200), BeforeValidator(_plain)]
"""A code, a name, a version: one line."""
