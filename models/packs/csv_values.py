"""A cell's text as a value, or BadPack with file, line and reason."""

import re

from models.errors import BadPack

_CODE = re.compile(r"[0-9A-Za-z-]+")
_YES = {"1", "true", "ya", "yes", "y"}
_NO = {"", "0", "false", "tidak", "no", "n", "t"}
_MOST = 2_147_483_647  # PostgreSQL's integer


def code(file: str, line: int, column: str, text: str) -> str:
    """A code: letters, digits and hyphens (a dot would break paths)."""
    if not _CODE.fullmatch(text):
        raise BadPack(file, line, f"{column} '{text}' is no code (letters, digits, hyphens)")
    return text


def number(file: str, line: int, column: str, text: str, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= _MOST:
        raise BadPack(file, line, f"{column} '{text}' is no whole number from {least}")
    return int(text)


def optional_number(file: str, line: int, column: str, text: str) -> int | None:
    """A whole number, or None for an empty cell."""
    return number(file, line, column, text) if text else None


def yes(file: str, line: int, column: str, text: str) -> bool:
    """Yes (1, true, ya) or no (empty, 0, false, tidak)."""
    low = text.lower()
    if low in _NO:
        return False
    if low in _YES:
        return True
    raise BadPack(file, line, f"{column} '{text}' is neither yes (1) nor no (empty)")


def place(file: str, line: int, lat: str, lon: str) -> tuple[float | None, float | None]:
    """Degrees of latitude and longitude (WGS 84); both or none."""
    if not lat and not lon:
        return None, None
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise BadPack(file, line, f"lat '{lat}', lon '{lon}' are no degrees") from None
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise BadPack(file, line, f"lat {lat}, lon {lon} are no place on earth")
    return north, east


def name(file: str, line: int, column: str, text: str) -> str:
    """A name as people read it: one space between words, none before a comma ("S.H. , M.Si.")."""
    return re.sub(r"\s+([,.;])", r"\1", " ".join(filled(file, line, column, text).split()))


def filled(file: str, line: int, column: str, text: str) -> str:
    """Text that may not be empty."""
    if not text:
        raise BadPack(file, line, f"{column} is empty")
    return text


def listed(text: str) -> tuple[str, ...]:
    """Names divided by a vertical bar: "banteng|moncong putih"."""
    return tuple(part.strip() for part in text.split("|") if part.strip())
