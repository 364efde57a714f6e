"""What numbers can mean at a place of the talk: the ballot, its pages, what was asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.engine.grammar.clean import clean
from bot.filling.pages import Page, party_page
from models.values import Contest


@dataclass(frozen=True, slots=True)
class Scope:
    """A ballot and where in it the talk stands.

    `page` is the page at hand, `asked` the field that was asked for last, `given` what is known,
    `boxes` the digits that a number may have.
    """

    contest: Contest
    pages: tuple[Page, ...]
    page: Page
    asked: str | None = None
    boxes: int = 3
    given: Mapping[str, int] = field(default_factory=dict)

    def party_page(self, party: str) -> Page | None:
        """The page on which a party's candidates are asked for, None when only its sum is."""
        return next((page for page in self.pages if page.name == party), None)

    def page_with(self, name: str) -> Page:
        """The page that asks for a field; a party's own page for one that nobody asked for."""
        for page in self.pages:
            if name in page.fields:
                return page
        return party_page(self.contest, name.partition(".")[0])


_TITLES = frozenset(
    "partai drs dra prof hj haji ir kh dan and untuk dari suara calon pasangan indonesia rakyat "
    "bangsa baru party kolom nomor urut sah".split()
)
"""Words of names that would catch other things: titles, and what many parties are called."""


@lru_cache(maxsize=256)
def names(contest: Contest) -> Mapping[str, str]:
    """Words by which a choice is known, where only one is: "pdip", "anies", -> its code.

    Parties and pairs only; candidates of a party are called by number.
    """
    owners: dict[str, set[str]] = {}
    for choice in contest.parties():
        for word in _names_of(choice.name, choice.short):
            owners.setdefault(word, set()).add(choice.code)
        if choice.short.isupper() and len(choice.short) > 3:
            # PDIP is also called PDI, or PDI-P.
            owners.setdefault(choice.short[:3].lower(), set()).add(choice.code)
    shorts = {_squeezed(c.short): c.code for c in contest.parties() if c.short}
    alone = {word: codes.copy().pop() for word, codes in owners.items() if len(codes) == 1}
    return alone | shorts


def _names_of(name: str, short: str) -> set[str]:
    words = [w for w in re.findall(r"[a-z]+", clean(name)) if len(w) > 3 and w not in _TITLES]
    found = set(words)
    found.update(w for w in re.findall(r"[a-z]+", clean(short)) if len(w) > 2 and w not in _TITLES)
    if short:
        found.add(_squeezed(short))
    # "PDI Perjuangan" is also called PDI and PDIP.
    acronym = re.match(r"([A-Z]{2,4}) ([A-Z][a-z]+)", short or name)
    if acronym:
        found |= {acronym[1].lower(), (acronym[1] + acronym[2][0]).lower()}
    return {word for word in found if word}


def _squeezed(text: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", clean(text)))
