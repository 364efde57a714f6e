"""Codes that a message begins with: R-7QKD of somebody who applied."""

import re

_CODE = re.compile(r"^\s*(r-?[0-9a-z]{4,8})\b[\s:.,]*", re.IGNORECASE)


def code_in(said: str) -> tuple[str, str]:
    """The application's code that a message begins with, and what stands behind it."""
    found = _CODE.match(said)
    if found is None:
        return "", said
    code = found[1].upper()
    return (code if code[1] == "-" else f"R-{code[1:]}"), said[found.end() :].strip()
