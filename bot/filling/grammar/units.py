"""A message of figures as labels, values, unknown words and the signs between them.

Each unit says what a piece may be; which reading holds is decided in solve.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.filling.grammar.tokens import Token


class Kind(StrEnum):
    """What a unit is."""

    LABEL = "label"
    VALUE = "value"
    GAP = "gap"  # comma, line break, sign between
    LINK = "link"  # ties a label to its value: "=", "untuk", "dapat"
    UNKNOWN = "unknown"  # a word that might be a name
    FILL = "fill"  # "sisanya", "semua", "lainnya"
    EACH = "each"  # "masing-masing"
    UPTO = "upto"  # "sampai"
    AND = "and"
    MARK = "mark"  # words of corrections: "jadi", "bukan", "eh", "kebalik", "kurang"
    WORD = "word"  # a word that says nothing here


class Called(StrEnum):
    """How a label names what it means."""

    NAME = "name"  # a pair, person or party by name
    CANDIDATE = "candidate"  # a candidate of a party by name
    NUMBER = "number"  # "nomor 3", "paslon 3", "3."
    PARTY = "party"  # "partai 3"
    PLACE = "place"  # "caleg 3"
    FIELD = "field"  # "3.5"
    OWN = "own"  # "suara partai"
    PARTY_SUM = "party sum"
    CANDIDATES_SUM = "candidates sum"
    VALID = "valid"
    INVALID = "invalid"
    TOTAL = "total"
    OTHER = "other"  # another row of the form: DPT, surat suara diterima


@dataclass(frozen=True, slots=True)
class Label:
    """Names a field: `codes` of choices for a name, else a `number`; `distance`: slips in it.

    `loose`: the words may mean another row, as "rusak" (ballots) for what is not valid; `papers`:
    they do speak of ballots.
    """

    called: Called
    codes: frozenset[str] = frozenset()
    number: int = -1
    distance: int = 0
    to: int = -1
    more: tuple[int, ...] = ()
    loose: bool = False
    papers: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a message: its kind, where it stands, and what it holds.

    `sub`: which link, gap or mark it is. `old`: the figure that a value replaces ("bukan 45").
    `soft`: a number that is rather part of the talk than a figure.
    `took`: where the numbers stood that it replaced or was joined with.
    """

    kind: Kind
    start: int = 0
    end: int = 0
    text: str = ""
    label: Label | None = None
    token: Token | None = None
    sub: str = ""
    old: int | None = None
    soft: bool = False
    first: bool = field(default=False)
    took: tuple[int, ...] = ()

    @property
    def value(self) -> int:
        """The number of a value."""
        return self.token.value if self.token else -1


def values(units: Sequence[Unit]) -> list[Unit]:
    """The numbers among units."""
    return [unit for unit in units if unit.kind is Kind.VALUE]


def is_(units: Sequence[Unit], place: int, kind: Kind, *subs: str) -> bool:
    """Whether a unit of that kind stands at a place, with one of these signs if any are given."""
    return (
        0 <= place < len(units)
        and units[place].kind is kind
        and (not subs or units[place].sub in subs)
    )


STOPS = frozenset(("line", ".", ";", "!", "?", "¤"))
"""Gaps that end a sentence."""
_PAUSES = STOPS | {",", "(", ")"}


def rests(unit: Unit) -> bool:
    """Whether the sentence pauses here: at a sign, or at a picture such as folded hands."""
    return unit.kind is Kind.GAP and (unit.sub in _PAUSES or not unit.sub.isascii())
