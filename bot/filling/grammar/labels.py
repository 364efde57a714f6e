"""What labels and values are, and the words that name fields; knows no ballot."""

from dataclasses import dataclass
from enum import StrEnum

from bot.filling.grammar.tokens import Token


class Called(StrEnum):
    """How a label names what it means."""

    NUMBER = "number"  # "3", "no 3"
    PARTY = "party"  # "partai 3", a party's name
    CANDIDATE = "candidate"  # "caleg 3"
    CHOICE = "choice"  # a pair by name
    FIELD = "field"  # "3.5"
    OWN = "own"  # "suara partai"
    VALID = "valid"
    INVALID = "invalid"
    SUM = "sum"  # "jumlah", "total"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Label:
    """Names a field; `number` as text; `equals`: "=" follows it, `empty`: and nothing more."""

    called: Called
    number: str = ""
    equals: bool = False
    colon: bool = False
    empty: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A number to be put somewhere."""

    token: Token


@dataclass(frozen=True, slots=True)
class Gap:
    """A comma or a line break between values."""

    line: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """ "sisanya 0": the rest, or everything, is zero."""

    everything: bool


Item = Label | Value | Gap | Fill

KINDS = {
    **dict.fromkeys("partai parpol party prt".split(), Called.PARTY),
    **dict.fromkeys("caleg calon kandidat candidate cal clg".split(), Called.CANDIDATE),
    **dict.fromkeys(
        "no nomor nmr nomer number paslon pasangan capres cawapres cagub cabup pair urut".split(),
        Called.NUMBER,
    ),
}
NOT = frozenset("tidak tdk tak gak ga nggak ngga enggak gk tdak invalid tidaksah".split())
VALID = frozenset("sah valid shah".split())
SUM = frozenset("jumlah jml jmlh total sum seluruh seluruhnya totalnya jumlahnya semuanya".split())
VOTES = frozenset("suara votes vote suaranya".split())
AND = frozenset("dan and plus".split())
REST = frozenset("lainnya lain sisanya sisa selebihnya others rest lainnnya".split())
ALL = frozenset("semua all semuanya seluruhnya".split())
NOT_BUT = frozenset("bukan dari from not".split())
