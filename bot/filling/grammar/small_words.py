"""Words beside figures that leave them as they are; any other may change what a figure says."""

import re
from functools import lru_cache

from bot.engine.grammar.lexicon import is_a, tagged

_NEUTRAL = (
    *("neutral", "linking", "greeting", "address", "particle", "votes", "filler", "own"),
    *("and", "for", "has", "total", "all", "yes", "ours", "number", "pair", "party", "candidate"),
    *("rest", "politics"),
)
_NIGHT = ("aside", "calls", "moods", "daily", "phone")
"""What is told of the night: beside a labelled figure it says nothing of it."""
_CHANGING = ("unsettled", "loaded", "around")
"""Words of these change a figure, also where they are small words of other lists."""
TOPIC = frozenset("kalau kalo klo kl nek lek lamun".split())
"""If; before a name "as for": "kalo pdip 61"."""
_LETTERS = re.compile("[a-z]+")
_LAUGHS = re.compile(r"w?k(?:w?k)+w?|(?:ha|he|hi|hu|ho|xi|we)+h?")
_STRETCHED = re.compile(r"(.)\1+")
_CLINGS_BEFORE = re.compile(
    r"(?:sudah|udah|wis|lagi|tak|ku|dak|mau)?"
    r"(?:di|ke|ter|ka|kepe|pe|pa|per|peng|pen|pem|me|ma|man|mang|mem|men|meng|meny|nge|nga|ng|ny|n|m)?"
)
_CLINGS_BEHIND = re.compile(
    r"(?:kan|ken|keun|ke|in|en|i|an|ne|na|nya|nye|nyo|e|o|aken|kn|ni|ri|nan|ing)*(?:lah|yah|ya)?"
)
_NASAL = {"k": "", "t": "", "s": "", "p": "", "c": ""}
"""Letters that a prefix swallows: nulis, ngirim, nyetor, meriksa."""


@lru_cache(maxsize=20_000)
def leaves_figures(word: str) -> bool:
    """Whether a word changes nothing beside a figure. "sudah-lah", "mas2" are their parts."""
    if word in TOPIC or is_a(word, "neutral"):
        return True
    if is_a(word, *_CHANGING):
        return False
    if is_a(word, *_NEUTRAL, *_NIGHT) or reports(word):
        return True
    parts = _LETTERS.findall(word)
    if parts != [word]:
        return all(map(leaves_figures, parts))
    if len(word) == 1:
        return True
    short = _STRETCHED.sub(r"\1", word)
    return _LAUGHS.fullmatch(word) is not None or (short != word and leaves_figures(short))


@lru_cache(maxsize=20_000)
def of_the_night(word: str) -> bool:
    """Whether a word tells of the night: among figures by their place alone it has none."""
    return is_a(word, *_NIGHT) and not is_a(word, *_NEUTRAL)


def reports(word: str) -> bool:
    """Whether a word is a form of counting, writing or sending: dilaporkan, ngirimke, nulisnya."""
    for root in tagged("doings"):
        for stem in {root, root[1:]} if root[0] in _NASAL and len(root) > 4 else {root}:
            at = word.rfind(stem)
            if at >= 0 and _CLINGS_BEFORE.fullmatch(word[:at]):
                behind = word[at + len(stem) :]
                swallowed = stem is not root and stem != root
                if _CLINGS_BEHIND.fullmatch(behind) and not (swallowed and not at):
                    return True
    return False
