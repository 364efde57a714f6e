"""What numbers can mean at a place of the talk: the ballot, its pages, what was asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

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
