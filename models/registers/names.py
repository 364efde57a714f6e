"""Names as they are compared: letters alone, without titles; "first name as on the card"."""

import unicodedata
from functools import lru_cache

TITLES = frozenset(
    "h hj haji hajah kh kyai dr drs dra ir prof sdr sdri bapak ibu pak bu bpk tn ny nn alm".split()
)
_GONE = {ord(letter): None for letter in "'`’‘.-"}
_SPACES = str.maketrans(dict.fromkeys('/\\_()[]"0123456789:;!?*+&\t\r\n', " "))


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters; degrees behind a comma and titles are left out."""
    told = name.partition(",")[0]
    if not told.isascii():
        told = unicodedata.normalize("NFKD", told).encode("ascii", "ignore").decode()
    parts = told.lower().translate(_GONE).translate(_SPACES).split()
    kept = tuple([part for part in parts if part not in TITLES])
    return kept or tuple(parts)


def full_name(name: str) -> str:
    """All of a name: "h. Ahmad  Fauzi, S.H." is "ahmad fauzi"."""
    return " ".join(words(name))


def first_name(name: str) -> str:
    """The first word; a single letter ("I Made", "M. Yusuf") is no name, so the next one then."""
    parts = words(name)
    for part in parts:
        if len(part) > 1:
            return part
    return parts[0] if parts else ""
