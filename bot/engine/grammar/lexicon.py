"""Words that mark something in a message of figures, words that mark nothing, numbers in words.

The words are data: lexicon.toml, and small_words.toml for those that leave figures as they are.
"""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

_PARTICLES = ("mi", "ji", "mo", "pi", "mki", "miki")
"""What clings to a word in Makassar: benarmi, samaji."""
_SUFFIXES = ("nyah", "nya", "nye", "nyo", "na", "ne", "ku", "mu", "e", "x", "lah", "kah", "mah")
"""What clings to a word in speech: sahnya, batalna, totale."""


_FILES = ("lexicon.toml", "small_words.toml")


@cache
def _file() -> Mapping[str, object]:
    told = ((Path(__file__).parent / name).read_text(encoding="utf-8") for name in _FILES)
    return {tag: words for text in told for tag, words in tomllib.loads(text).items()}


def _table(name: str) -> Mapping[str, str]:
    listed = _file()[name]
    return (
        {str(key): str(words) for key, words in listed.items()} if isinstance(listed, dict) else {}
    )


@cache
def tagged(tag: str) -> frozenset[str]:
    """The words of a tag."""
    return frozenset(str(_file()[tag]).split())


@cache
def numbers() -> Mapping[str, int]:
    """Words that are numbers by themselves: dua, selawe, cepek."""
    listed = _table("numbers")
    return {word: int(value) for value, words in listed.items() for word in words.split()}


@cache
def scales() -> Mapping[str, str]:
    """Words that make a number larger: puluah -> puluh."""
    listed = _table("scales")
    return {word: scale for scale, words in listed.items() for word in words.split()}


@cache
def known() -> frozenset[str]:
    """Every word of the lexicon: none of them is taken for a misspelt name."""
    lists = (str(words).split() for words in _file().values() if isinstance(words, str))
    return frozenset(word for words in lists for word in words) | set(numbers()) | set(scales())


@cache
def stem(word: str) -> str:
    """A word without what clings to it, where that is a word of the lexicon; else as it is."""
    if word in known():
        return word
    for suffix in _SUFFIXES:
        bare = word.removesuffix(suffix)
        if bare != word and len(bare) > 1 and bare in known():
            return bare
    for particle in _PARTICLES:
        bare = word.removesuffix(particle)
        if bare != word and len(bare) > 2 and bare in known():
            return bare
    return word


@lru_cache(maxsize=20_000)
def tags(word: str) -> frozenset[str]:
    """The tags of a word and of its stem."""
    forms = {word, stem(word)} if word else set()
    listed = (tag for tag, words in _file().items() if isinstance(words, str))
    return frozenset(tag for tag in listed if forms & tagged(tag))


def is_a(word: str, *wanted: str) -> bool:
    """Whether a word, or its stem, has one of the tags."""
    found = tags(word)
    return not found.isdisjoint(wanted)
