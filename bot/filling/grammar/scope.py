"""What goes into a reading, and what comes out: a place of the talk, numbers by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from bot.filling.grammar.tokens import Bad
from bot.filling.pages import Page
from models.values import Contest


@dataclass(frozen=True, slots=True)
class Scope:
    """A ballot and where in it the talk stands.

    `page` is the page at hand, `asked` the field that was asked for last, `given` what is known,
    `boxes` the digits that a number may have, `last` the fields of the last answer, `printed` the
    ballots at the station, where that is known; `changing`: we asked which figure is wrong;
    `places`: the words of the names of the places that the station lies in, and of the ballot's
    colour.
    """

    contest: Contest
    pages: tuple[Page, ...]
    page: Page
    asked: str | None = None
    boxes: int = 3
    given: Mapping[str, int] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    printed: int | None = None
    changing: bool = False
    places: frozenset[str] = frozenset()

    def party_page(self, party: str) -> Page | None:
        """The page on which a party's candidates are asked for, None when only its sum is."""
        return next((page for page in self.pages if page.name == party), None)

    def names_place(self, word: str) -> bool:
        """Whether a word is the name of a place around, in full or as people shorten it: jogja."""
        told = word.replace("j", "y")
        return len(word) > 2 and any(
            word == name or (len(word) > _SHORT and name.replace("j", "y").startswith(told))
            for name in self.places
        )


_SHORT = 4
"""Letters that a shortened name of a place has more than."""


@lru_cache(maxsize=4096)
def words_of_places(*names: str) -> frozenset[str]:
    """The words of places' names: "Kota Yogyakarta" has two."""
    return frozenset(word for name in names for word in re.findall("[a-z]{3,}", name.lower()))


class Why(StrEnum):
    """Why a number was not taken; each has a sentence in the catalogue (refused.<why>)."""

    NEGATIVE = "negative"
    FRACTION = "fraction"
    HUGE = "huge"
    UNCLEAR = "unclear"
    NO_PARTY = "no_party"
    NO_CHOICE = "no_choice"
    NO_CANDIDATE = "no_candidate"
    NO_NAME = "no_name"
    TOO_MANY = "too_many"
    NO_PLACE = "no_place"
    WHOSE = "whose"
    TWICE = "twice"
    EITHER = "either"
    CHANGE = "change"
    TOO_LONG = "too_long"


BAD = {
    Bad.NEGATIVE: Why.NEGATIVE,
    Bad.FRACTION: Why.FRACTION,
    Bad.UNCLEAR: Why.UNCLEAR,
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A number that was not taken: as typed, why, and what the sentence needs.

    `field`: where it would have gone, if it was told.
    """

    text: str
    why: Why
    limit: int = 0
    party: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a message says: numbers by field, what was refused, the party that it turns to.

    `heard`: there was something to put somewhere, so silence about it would be wrong. `proposed`:
    figures whose place is likely but not sure, to be asked about. `correcting`: it takes back what
    was said before. `listed`: fields that were filled by their place in a list. `others`: figures
    of other places were left out; `rows`: it tells rows of the form that are not asked for.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    party: str | None = None
    heard: bool = False
    proposed: dict[str, int] = field(default_factory=dict)
    correcting: bool = False
    listed: frozenset[str] = frozenset()
    others: bool = False
    rows: bool = False
