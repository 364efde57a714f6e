"""What an officer says of the numbers on the list of voters: "1-12 sesuai, 13 meninggal"; pure."""

import re
from dataclasses import dataclass

from bot.engine.grammar.ballots import station_in
from bot.engine.grammar.clean import clean
from models.rules.voter_change import AGREES, OPEN, Change

HIGHEST = 1500
"""More numbers than any station's list has."""
_WORDS: dict[str, tuple[str, ...]] = {
    AGREES: ("sesuai", "cocok", "ada", "benar", "ok", "v", "agrees", "right"),
    OPEN: ("belum", "batal", "not yet"),
    Change.DIED: ("meninggal", "wafat", "almarhum", "died", "kode 1", "tms 1"),
    Change.DOUBLE: ("ganda", "dobel", "double", "kode 2", "tms 2"),
    Change.UNDERAGE: ("di bawah umur", "bawah umur", "under age", "kode 3", "tms 3"),
    Change.MOVED: ("pindah", "moved", "kode 4", "tms 4"),
    Change.UNKNOWN: ("tidak dikenal", "tak dikenal", "unknown", "kode 5", "tms 5"),
    Change.SOLDIER: ("tni", "tentara", "soldier", "kode 6", "tms 6"),
    Change.POLICE: ("polri", "polisi", "police", "kode 7", "tms 7"),
    Change.MISPLACED: ("salah tps", "wrong station", "kode 8", "tms 8"),
    Change.CHANGED: ("ubah", "perbaiki", "changed", "kode u"),
}
_FORMS = sorted(
    ((form, outcome) for outcome, forms in _WORDS.items() for form in forms),
    key=lambda pair: -len(pair[0]),
)
_RANGE = r"(\d{1,4})(?:\s*(?:-|sampai|s/d|sd|to)\s*(\d{1,4}))?"
_PIECE = re.compile(rf"^(?:no\.?|nomor)?\s*{_RANGE}\s*(?:[:=.]\s*)?(.*)$")
_TURNED = re.compile(rf"^(.*?)[\s:=]+(?:no\.?|nomor)?\s*{_RANGE}$")


@dataclass(frozen=True, slots=True)
class Visit:
    """Numbers `first` to `last` of a list, what is so there (a Change, AGREES, OPEN), a note."""

    first: int
    last: int
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a message says: of which station (by number and kelurahan), and what was not read."""

    number: int | None
    place: str
    visits: tuple[Visit, ...] = ()
    unread: tuple[str, ...] = ()


def read(text: str) -> Told:
    """Read "TPS 3 Sukamaju: 1-12 sesuai, 13 meninggal, 14,15 pindah ke Bantul".

    The station stands before the first colon or line end; without either, "TPS 3" alone does.
    """
    told = clean(text).strip(" :,;")
    head, mark, tail = _parted(told)
    number, place = station_in(head)
    if not mark:
        tail, place = _without_colon(place)
    visits, unread = _visits(tail)
    return Told(number, place.strip(" .,:;"), visits, unread)


def _without_colon(told: str) -> tuple[str, str]:
    """What was found and the kelurahan of "sukamaju 7 pindah"; "sesuai 1-12" names no place."""
    digit = re.search(r"\d", told)
    if digit is None:
        return "", told
    name = told[: digit.start()].strip()
    if not name or _outcome(name)[0] or name in ("no", "nomor"):
        return told, ""
    return told[digit.start() :], name


def _parted(told: str) -> tuple[str, str, str]:
    found = re.search(r"[:\n]", told)
    if found is None:
        return told, "", ""
    return told[: found.start()], found[0], told[found.end() :]


def _visits(told: str) -> tuple[tuple[Visit, ...], tuple[str, ...]]:
    visits: list[Visit] = []
    waiting: list[tuple[int, int]] = []
    unread: list[str] = []
    for piece in filter(None, (part.strip(" .") for part in re.split(r"[,;\n]", told))):
        one = _piece(piece)
        if one is None:
            unread.append(piece)
            continue
        first, last, said, note = one
        if not said:
            waiting.append((first, last))
            continue
        visits += [Visit(*pair, said, note) for pair in (*waiting, (first, last))]
        waiting = []
    unread += [str(first) if first == last else f"{first}-{last}" for first, last in waiting]
    return tuple(visits), tuple(unread)


def _piece(piece: str) -> tuple[int, int, str, str] | None:
    """One part: numbers, outcome ("" where it stands behind the next numbers), note."""
    found = _PIECE.match(piece)
    turned = None if found else _TURNED.match(piece)
    if found:
        low, high, words = found[1], found[2], found[3]
    elif turned:
        words, low, high = turned[1], turned[2], turned[3]
    else:
        return None
    first, last = int(low), int(high or low)
    if not 1 <= first <= last <= HIGHEST:
        return None
    if not words.strip():
        return first, last, "", ""
    outcome, note = _outcome(words.strip())
    return (first, last, outcome, note) if outcome else None


def _outcome(words: str) -> tuple[str, str]:
    for form, outcome in _FORMS:
        if words == form or words.startswith(f"{form} "):
            return str(outcome), words[len(form) :].strip()
    return "", ""
