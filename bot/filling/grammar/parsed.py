"""What a message was understood as: numbers by field, and why others were not taken."""

from dataclasses import dataclass
from dataclasses import field as made
from enum import StrEnum

from bot.filling.grammar.tokens import Bad


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

    numbers: dict[str, int] = made(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    party: str | None = None
    heard: bool = False
    proposed: dict[str, int] = made(default_factory=dict)
    correcting: bool = False
    listed: frozenset[str] = frozenset()
    others: bool = False
    rows: bool = False
