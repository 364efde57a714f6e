"""What numbers can mean at a place of the talk: the ballot, its pages, what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.filling.pages import Page
from models.values import Contest


@dataclass(frozen=True, slots=True)
class Scope:
    """A ballot and where in it the talk stands.

    `page` is the page at hand, `asked` the field that was asked for last, `given` what is known,
    `boxes` the digits that a number may have, `last` the fields of the last answer, `printed` the
    ballots at the station, where that is known; `changing`: we asked which figure is wrong.
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

    def party_page(self, party: str) -> Page | None:
        """The page on which a party's candidates are asked for, None when only its sum is."""
        return next((page for page in self.pages if page.name == party), None)
