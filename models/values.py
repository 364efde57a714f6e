"""Frozen values of the field that every layer speaks; no database, network or framework here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""What came through JSON and is looked at part by part: a dialog's data, a provider's payload, a
jsonb column. Nothing narrower is true of it before somebody has looked."""

WEST = "Asia/Jakarta"
"""The time zone where nothing else is said: that of western Indonesia (WIB)."""


class Ballot(StrEnum):
    """Kind of ballot paper (jenis surat suara), in the order in which they are counted."""

    PPWP = "ppwp"
    DPR = "dpr"
    DPD = "dpd"
    DPRD_PROV = "dprd_prov"
    DPRD_KAB = "dprd_kab"
    GUBERNUR = "gubernur"
    BUPATI = "bupati"


class Level(StrEnum):
    """Level of an area (tingkat wilayah), from the nation down to the polling station."""

    NATION = "nasional"
    PROVINSI = "provinsi"
    KABKOTA = "kabkota"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    STATION = "tps"


class Detail(StrEnum):
    """How much of a party ballot (surat suara partai) the organisation asks its witnesses for."""

    TOTALS = "totals"  # each party's sum
    OWN = "own"  # the own party's candidates, the others' sums
    FULL = "full"  # every party's own votes and candidates


EMPTY_COLUMN = "0"
"""Choice code of the empty column (kolom kosong) that a single Pilkada pair runs against."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One number on a ballot's result form: a pair, a party's sum, a party itself, a candidate.

    Codes: "3" a pair, a DPD candidate or a party's sum; "3.0" the votes for the party itself;
    "3.5" its candidate 5; "0" the empty column. `sex` is L, P or empty. `names`: what people call
    it besides: nicknames, symbols, surnames.
    """

    code: str
    name: str
    short: str = ""
    sex: str = ""
    names: tuple[str, ...] = ()

    @property
    def party(self) -> str:
        """The part before the dot: a party's number, or the whole code."""
        return self.code.partition(".")[0]

    @property
    def is_detail(self) -> bool:
        """True for votes inside a party ("3.0", "3.5"), which its sum already holds."""
        return "." in self.code


@dataclass(frozen=True, slots=True)
class Contest:
    """One ballot in one district (dapil) or area: what is chosen from, and for how many seats.

    The position of a choice is its place in every votes array of the contest and never changes.
    """

    ballot: Ballot
    code: str
    name: str
    seats: int
    choices: tuple[Choice, ...]
    _parties: tuple[Choice, ...] = field(init=False, repr=False, compare=False, default=())
    _within: dict[str, tuple[Choice, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _places: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the choices once: they are asked for many times in a turn."""
        whole = tuple(choice for choice in self.choices if not choice.is_detail)
        object.__setattr__(self, "_parties", whole)
        for place, choice in enumerate(self.choices):
            self._places.setdefault(choice.code, place)
            if choice.is_detail:
                party = choice.party
                self._within[party] = (*self._within.get(party, ()), choice)

    @property
    def has_parties(self) -> bool:
        """True for party ballots, whose form has a page for each party."""
        return len(self._parties) < len(self.choices)

    def position(self, code: str) -> int:
        """Place of a choice in the votes array; raises KeyError for a code not on the ballot."""
        return self._places[code]

    def parties(self) -> tuple[Choice, ...]:
        """The choices that stand for themselves: pairs, DPD candidates, party sums."""
        return self._parties

    def within(self, party: str) -> tuple[Choice, ...]:
        """The detail choices of a party: the party itself ("3.0"), then its candidates."""
        return self._within.get(party, ())


_VOTER_ROWS = ("dpt", "pengguna_dpt", "pengguna_dptb", "pengguna_dpk", "pengguna_total")
VOTER_FIGURES: tuple[str, ...] = (
    *(f"{row}_{column}" for row in _VOTER_ROWS for column in ("l", "p", "j")),
    *("diterima", "digunakan", "rusak", "sisa"),
    *("disabilitas_l", "disabilitas_p", "disabilitas_j"),
)
"""Fields of the form's first page, in the order of a revision's `figures` array.

L men, P women, J their sum; C.HASIL page 1: I.A the register (DPT), I.B who voted by DPT, DPTb and
DPK, II ballots received, used, returned spoiled, unused, III voters with disabilities.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of one ballot of one station as somebody gives them; None is "not given".

    `votes` by position in the contest; `valid` (suara sah), `invalid` (tidak sah) and `total` as
    written on the form; `figures` by name of VOTER_FIGURES.
    """

    votes: tuple[int | None, ...]
    valid: int | None = None
    invalid: int | None = None
    total: int | None = None
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StationFacts:
    """What a check needs to know of a polling station (TPS).

    `voters`: registered voters (DPT) by the register, None when the pack doesn't have it.
    `reserve`: share of reserve ballots (0.02 = 2 %), `special`: TPS lokasi khusus, numbered from
    901, which may exceed the rule; `boxes`: digits that the form has room for.
    """

    code: str
    number: int
    voters: int | None = None
    reserve: float = 0.02
    special: bool = False
    boxes: int = 3


class Severity(StrEnum):
    """What a finding asks for: `ask` once and then take as written, a reviewer, or nothing."""

    ASK = "ask"
    REVIEW = "review"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's coded outcome (temuan): a permanent code, the fields concerned, the numbers."""

    code: str
    severity: Severity
    fields: tuple[str, ...] = ()
    numbers: Mapping[str, int | float] = field(default_factory=dict)


class Trust(StrEnum):
    """Which results a recap counts: every reported one, or only the confirmed."""

    ANY = "any"
    CONFIRMED = "confirmed"


class ResultState(StrEnum):
    """How far a station's result for one ballot has come."""

    REPORTED = "reported"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"


class Kind(StrEnum):
    """Who runs this installation; what it may do differs (domain, "Who installs it")."""

    PENYELENGGARA = "penyelenggara"
    PESERTA = "peserta"
    PEMANTAU = "pemantau"


class Role(StrEnum):
    """What a person may do for the organisation, in an area or everywhere (peran).

    Witnesses have mandates instead. A candidate (caleg, pasangan calon) is tied to a participant.
    """

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    FIELD_OFFICER = "field_officer"
    AUDITOR = "auditor"
    CANDIDATE = "candidate"
    RECAP_WITNESS = "recap_witness"  # at a kecamatan's recap meeting (saksi di PPK)


class Evidence(StrEnum):
    """What confirms a result: each kind is kept and shown apart (design, promise 7)."""

    TWO_WITNESSES = "two_witnesses"
    TYPED = "typed"  # an operator typed the same from the photos
    READING = "reading"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Location:
    """A shared location in degrees (WGS 84); `accuracy` in metres where the phone says it."""

    lat: float
    lon: float
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One number as the form reader sees it: None where it abstains.

    `digits` has one character per box: 0-9, X crossed, `_` blank, `-` dash.
    `box` is x, y, width, height of the number on the upright page image, in pixels.
    """

    value: int | None
    digits: str
    confidence: float
    box: tuple[int, int, int, int] | None = None
    candidates: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A number of a form that a person is asked for.

    `settles`: for a likely answer, which other open numbers need no question then, and what they
    are: as their boxes show them.
    """

    name: str
    settles: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a photo of a form says (usulan, to be confirmed by a person): never a result.

    `matrix` maps the decoded picture to the upright page, 3 x 3 row by row (crops are cut by it).
    `questions` are the open numbers, the most useful first. `picture` is which picture of the
    file it was read from, from 0: one photo may show two sheets.
    """

    form: str | None
    fields: Mapping[str, FieldReading]
    findings: tuple[Finding, ...]
    seconds: float
    page: int | None = None
    header: Mapping[str, str] = field(default_factory=dict)
    matrix: tuple[float, ...] = ()
    questions: tuple[Question, ...] = ()
    picture: int = 0
