"""New choices for a ballot that is already loaded: places never change, new ones come last."""

from collections.abc import Sequence

Choices = list[dict[str, str]]
"""Choices as the database keeps them: {code, name, short, sex}."""


def append(old: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> Choices:
    """The old choices in their places with the new descriptions, then the codes that are new.

    A choice that the pack no longer has stays: votes may be counted in its place.
    """
    by_code = {choice["code"]: choice for choice in new}
    known = {choice["code"] for choice in old}
    kept = [by_code.get(choice["code"], choice) for choice in old]
    return [*kept, *(choice for choice in new if choice["code"] not in known)]


def moved(old: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> dict[str, str] | None:
    """The first choice that now has another one's number, which would give it that one's votes."""
    names = {choice["code"]: choice["name"] for choice in old}
    holders = {(_list(code), name): code for code, name in names.items()}
    for choice in new:
        code, name = choice["code"], choice["name"]
        if names.get(code, name) != name and (_list(code), name) in holders:
            return choice
    return None


def _list(code: str) -> str:
    """Whose list a choice stands in: a party's, or empty for pairs, persons and party sums."""
    party, dot, _ = code.partition(".")
    return party if dot else ""
