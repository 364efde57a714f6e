"""The names on a ballot, and which of them a word may be: exact, spelled out, or slipped."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.engine.grammar.clean import clean
from bot.engine.grammar.lexicon import known, stem
from models.values import Choice, Contest

_LETTERS = {
    **{"b": "be", "c": "ce", "d": "de", "e": "e", "f": "ef", "g": "ge", "h": "ha", "i": "i"},
    **{"j": "je", "k": "ka", "l": "el", "m": "em", "n": "en", "o": "o", "p": "pe", "q": "ki"},
    **{"a": "a", "r": "er", "s": "es", "t": "te", "u": "u", "v": "ve", "w": "we", "y": "ye"},
}
"""How the letters of an acronym are spoken: PKS is pe ka es."""
_SMALL = frozenset("dan und untuk dari partai rakyat drs dra prof haji suara sah".split())
_VOWELS = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Found:
    """What a word may name: codes of choices, and how far the word is from the name (0: is it)."""

    codes: frozenset[str]
    distance: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """The words of a contest's names with the codes of those who are called so."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[tuple[str, ...], frozenset[str]]
    longest: int
    heads: frozenset[str] = frozenset()
    parties: bool = True
    sounds: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def word(self, word: str) -> Found | None:
        """Whom one word names, slips of the thumb forgiven; None for what is no name."""
        return _word(self, word)

    def __hash__(self) -> int:
        """By identity: there is one for each contest."""
        return id(self)


@lru_cache(maxsize=256)
def whole(contest: Contest) -> Names:
    """The names of pairs, persons or parties of a contest."""
    return _index(contest.parties(), contest.has_parties)


@lru_cache(maxsize=1024)
def inside(contest: Contest, party: str | None) -> Names:
    """The names of a party's candidates; of all parties' where none is spoken of."""
    details = [c for c in contest.choices if c.is_detail and not c.code.endswith(".0")]
    here = [c for c in details if party is None or c.party == party]
    return replace(_index(here, False), parties=False)


def _index(choices: Sequence[Choice], parties: bool) -> Names:
    words: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    for choice in choices:
        for name in _called(choice, parties):
            parts = tuple(_parts(name))
            if len(parts) > 1:
                phrases.setdefault(parts, set()).add(choice.code)
            for part in parts:
                if _tells(part, parties, alone=len(parts) == 1):
                    words.setdefault(part, set()).add(choice.code)
    alone = _alone(choices)
    words.update({word: {code} for word, code in alone.items()})
    fixed = {word: frozenset(codes) for word, codes in words.items()}
    longest = max([len(parts) for parts in phrases] or [1])
    heads = frozenset(parts[0] for parts in phrases)
    told = {p: frozenset(c) for p, c in phrases.items()}
    return Names(fixed, told, longest, heads, sounds=_sounds(fixed))


def _sounds(words: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The codes of those whose names sound alike."""
    found: dict[str, frozenset[str]] = {}
    for word, codes in words.items():
        sound = heard(word)
        if len(sound) > 2:
            found[sound] = found.get(sound, frozenset()) | codes
    return found


def _alone(choices: Sequence[Choice]) -> dict[str, str]:
    """Short names of one word: they are nobody else's, whatever stands in longer names."""
    found: dict[str, set[str]] = {}
    for choice in choices:
        parts = _parts(choice.short)
        if len(parts) == 1:
            found.setdefault(parts[0], set()).add(choice.code)
    return {word: min(codes) for word, codes in found.items() if len(codes) == 1}


def _tells(part: str, parties: bool, *, alone: bool) -> bool:
    """Whether a word of a name says who it is; parts of phrases must not be everyday words."""
    if alone:
        return True
    everyday = part in known() or part in _SMALL
    return len(part) > (3 if parties else 2) and not everyday


def _called(choice: Choice, party: bool) -> set[str]:
    found = {choice.name, choice.short, *choice.names}
    short = choice.short or choice.name
    if party and choice.short:
        found.add(_squeezed(choice.short))
        acronym = re.match(r"([A-Z]{2,5})(?: ?-?([A-Z][a-z]+))?$", short)
        if acronym:
            letters = acronym[1] + (acronym[2][0] if acronym[2] else "")
            found |= {acronym[1], letters, " ".join(letters)}
            found.add("".join(_LETTERS.get(one, one) for one in letters.lower()))
            found.add(" ".join(_LETTERS.get(one, one) for one in letters.lower()))
            if len(letters) > 3:
                found |= {letters[:3], f"{letters[:3]} {letters[3:]}"}
    return {name for name in found if name}


def _parts(name: str) -> list[str]:
    return [part for part in re.findall(r"[a-z0-9]+", clean(name).replace("'", "")) if part]


def _squeezed(text: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", clean(text)))


def skeleton(word: str) -> str:
    """A word without its vowels and doubled letters: prabowo -> prbw, prabwoo -> prbw."""
    bare = word[:1] + _VOWELS.sub("", word[1:])
    return re.sub(r"(.)\1+", r"\1", bare)


_HEARD = (
    *(("dj", "j"), ("tj", "c"), ("oe", "u"), ("sy", "s"), ("sh", "s"), ("ch", "c"), ("kh", "h")),
    *(("dh", "d"), ("th", "t"), ("bh", "b"), ("ph", "p"), ("ie", "i"), ("ee", "i"), ("oo", "u")),
    *(("q", "k"), ("f", "p"), ("v", "p"), ("z", "s"), ("y", "i"), ("w", "u"), ("x", "ks")),
)
"""Ways to write the same sound: Syauqi and sauki, Khudhori and hudori, Yashinta and yasinta."""


@lru_cache(maxsize=20_000)
def heard(word: str) -> str:
    """A word as it sounds: one letter for what is spoken alike, none doubled, no h before it."""
    told = word
    for written, sound in _HEARD:
        told = told.replace(written, sound)
    told = re.sub(r"(.)\1+", r"\1", told)
    return told[1:] if told[:1] == "h" and told[1:2] in tuple("aiueo") else told


@lru_cache(maxsize=20_000)
def _word(names: Names, word: str) -> Found | None:
    exact = names.words.get(word)
    if exact is not None:
        return Found(exact)
    bare = re.sub(r"(.)\1{2,}", r"\1", word)
    for suffix in ("nya", "nye", "ne", "na", "e", "ku"):
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) > 2 and stem in names.words:
            return Found(names.words[stem])
    if bare in names.words:
        return Found(names.words[bare])
    if len(word) < 3 or word in known() or not word.isalpha():
        return None
    alike = names.sounds.get(heard(word))
    return Found(alike, 1) if alike is not None else _slipped(names, bare)


def _slipped(names: Names, word: str) -> Found | None:
    """The nearest names: by letters, or by consonants where the vowels were left out."""
    near: dict[str, int] = {}
    stems = {
        word,
        *(word.removesuffix(s) for s in ("nya", "ne", "na", "e", "nye") if len(word) > 6),
    }
    long = [name for name in names.words if len(name) > 3]
    for bare in stems:
        if len(bare) > 3:
            hits = process.extract(
                bare, long, scorer=OSA.distance, score_cutoff=_allowed(bare), limit=8
            )
            for name, distance, _ in hits:
                if distance <= min(_allowed(bare), _allowed(name)) and _alike(bare, name, distance):
                    near[name] = min(near.get(name, 9), int(distance))
    bones = skeleton(word)
    if len(bones) > (2 if names.parties or len(word) > 4 else 3) and len(
        _VOWELS.findall(word[1:])
    ) <= max(1, len(word) // 4):
        for name in long:
            if skeleton(name) == bones:
                left_out = max(0, len(name) - len(word))
                slips = max(1, OSA.distance(word, name) - left_out)
                near[name] = min(near.get(name, 9), slips)
    if not near and len(word) > 3:
        near = {name: 1 for name in long if name.startswith(word)}
    if not near:
        return None
    best = min(near.values())
    codes = [names.words[name] for name, distance in near.items() if distance == best]
    single = frozenset.intersection(*codes)
    return Found(single or frozenset().union(*codes), best)


def _allowed(word: str) -> int:
    """Slips that are forgiven in a word of this length."""
    return max(1, len(word) // 4)


def _alike(word: str, name: str, distance: float) -> bool:
    """A different first letter is forgiven only where it lies beside it, or all else is right."""
    return word[0] == name[0] or (distance <= 1 and len(name) > 4) or word[:2] == name[1::-1]


def may_be_name(word: str) -> bool:
    """Whether an unknown word could name somebody: letters, and no word that we know."""
    return len(word) > 2 and word.isalpha() and stem(word) not in known()
