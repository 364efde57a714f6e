"""Names as they are compared: letters alone, without titles; "first name as on the card"."""

import re
import unicodedata
from functools import lru_cache

TITLES = frozenset(
    "h hj hjh haji hajah hajjah kh kyai ust ustad ustadz ustadzah pdt dr drs dra drg drh ir prof ns"
    " sdr sdri bapak ibu pak bu bpk tn ny nn alm almh rr rd rm".split()
)
_DEGREES = frozenset(
    "amd amdkeb amdkep ba bsc lc ma mag mh mhum mkom mm mp mpd mpdi ms msc msi mt phd sag se sei"
    " sfarm sh shi sip skep skm skom sp spd spdi spsi spt ssi ssos sst st sth stp".split()
)
"""Behind a name, and only where they are written with points: "Ahmad Fauzi S.Pd"."""
_MUHAMMAD = re.compile(r"m|mu?h|moh|mu?hd|mohd|mo?ch|much|m[ou][hc]h?amm?[ae]d")
"""The name as cards and lists shorten it."""
_JOINED = ("abdul", "abdur", "siti", "nur", "sri", "dwi", "tri", "abd")
"""Words that some cards write together with the next: NUR AINI, NURAINI."""
_REST = 3
"""Letters that must follow: "Sriti" is no Sri."""
_GONE = {ord(letter): None for letter in "'`’‘-"}
_SPACES = str.maketrans(dict.fromkeys('./\\_()[]"0123456789:;!?*+&\t\r\n', " "))


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters; degrees and titles are left out."""
    told = name.partition(",")[0]
    if not told.isascii():
        told = unicodedata.normalize("NFKD", told).encode("ascii", "ignore").decode()
    told = told.lower().translate(_GONE)
    if "." in told:
        told = _without_degrees(told)
    parts = told.translate(_SPACES).split()
    kept = tuple([part for part in parts if part not in TITLES])
    return kept or tuple(parts)


def _without_degrees(told: str) -> str:
    parts = told.split()
    while len(parts) > 1 and "." in parts[-1] and parts[-1].replace(".", "") in _DEGREES:
        parts.pop()
    return " ".join(parts)


def full_name(name: str) -> str:
    """All of a name in one: "h. Ahmad  Fauzi, S.H." is "ahmadfauzi", "M. Yusuf" "muhammadyusuf".

    Without spaces, for one card has NUR AINI and another list NURAINI.
    """
    parts = words(name)
    if len(parts) > 1 and _MUHAMMAD.fullmatch(parts[0]):
        parts = ("muhammad", *parts[1:])
    return "".join(parts)


def first_name(name: str) -> str:
    """The first word; a single letter ("I Made", "M.YUSUF") is no name, so the next one then."""
    parts = words(name)
    for part in parts:
        if len(part) > 1:
            return part
    return parts[0] if parts else ""


def first_names(said: str) -> tuple[str, ...]:
    """What the first name may be on the card of somebody who says a name, the likeliest first.

    "Nur Aini" may stand there as NURAINI and "Nuraini" as NUR AINI. Never a second name by itself:
    one answer must not try two names of different people.
    """
    first = first_name(said)
    parts = words(said)
    at = parts.index(first) + 1 if first in parts else len(parts)
    together = first + parts[at] if at < len(parts) else ""
    apart = (one for one in _JOINED if first.startswith(one) and len(first) >= len(one) + _REST)
    return tuple(dict.fromkeys(one for one in (first, together, next(apart, "")) if one))
