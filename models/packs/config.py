"""election.toml as a frozen value: everything about an election that is a setting, not a list."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.errors import BadPack
from models.packs.digest_settings import Digests
from models.packs.letter import Letter
from models.packs.organisation import Installation
from models.packs.pack_faults import Faults
from models.packs.quiz import QuizQuestion
from models.rules.house import HouseRules, SeatMethod
from models.values import WEST, Ballot, Detail

FILE = "election.toml"


@cache
def zone(name: str) -> str:
    """The name itself when it is a time zone (IANA), else ValueError."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError(f"'{name}' is no time zone (like Asia/Jakarta)") from error
    return name


Zone = Annotated[str, AfterValidator(zone)]


class ChoiceKind(StrEnum):
    """What stands on a ballot: parties with their candidates, pairs, or single persons (DPD)."""

    PARTIES = "parties"
    PAIRS = "pairs"
    PERSONS = "persons"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StationRules(_Part):
    """What holds for every polling station; hours are local time of the station."""

    voter_cap: int = Field(gt=0)
    reserve_ballots: float = Field(default=0.02, ge=0, le=1)
    boxes: int = Field(default=3, ge=1, le=6)
    opens: time = time(7)
    closes: time = time(13)
    count_until: datetime | None = None
    """The count's last moment, station's local time."""


class Reports(_Part):
    """What witnesses are asked for; a ballot may say otherwise by its own `detail`."""

    detail: Detail = Detail.TOTALS
    own_party: str | None = None
    asks_figures: bool = False
    """Whether the voter figures of the form's first page are asked for too."""
    corrections_close: datetime | None = None
    candidates_see_fellows: bool = False
    """Whether a candidate sees the votes of the party's other candidates, too."""


class Publication(_Part):
    """When figures may leave the house: nothing of a quick count before `not_before`."""

    not_before: datetime | None = None
    quiet_days: tuple[date, ...] = ()


class Voters(_Part):
    """What voters' questions leave behind: kept so many days after they were asked."""

    keep_days: int = Field(default=30, ge=1, le=366)


class Question(_Part):
    """A question that people ask, and its answer (tanya jawab), in both languages.

    `keywords`: words or groups of words; the question whose keywords fit best answers. `results`:
    ballots whose published figures answer it where an area is named (hasil pemilu lalu), of the
    election with the code `results_of`, or of this one.
    """

    code: str = Field(pattern=r"^[a-z0-9_]{1,30}$")
    title: str = Field(min_length=1, max_length=40)
    title_en: str = ""
    keywords: tuple[str, ...] = Field(min_length=1)
    answer: str = Field(min_length=1, max_length=2000)
    answer_en: str = ""
    results: tuple[Ballot, ...] = ()
    results_of: str = ""


_PHASES = {"check_in", "photos", "copies", *Ballot}


def _phase_code(code: str) -> str:
    if code not in _PHASES:
        raise ValueError(f"'{code}' is none of {', '.join(sorted(_PHASES))}")
    return code


class Phase(_Part):
    """What should have happened by when; a time without offset is the station's local time.

    `code`: check_in, a ballot's code, photos, or copies. The minutes are those of `[attendance]`
    where the phase doesn't say its own.
    """

    code: Annotated[str, AfterValidator(_phase_code)]
    name: str
    begins: datetime | None = None
    by: datetime
    remind_minutes: int | None = Field(default=None, ge=0, le=1440)
    alert_minutes: int | None = Field(default=None, ge=0, le=1440)
    climb_minutes: int | None = Field(default=None, ge=1, le=1440)


class Attendance(_Part):
    """When people are told of what is missing, in minutes around a phase's `by`.

    Witnesses are reminded `remind_minutes` before (0: not at all), coordinators told
    `alert_minutes` after, the next level above `climb_minutes` later, and so on. Incidents and
    corrections that nobody takes climb every `case_minutes`. What is more than `late_hours` old
    is told no more.
    """

    remind_minutes: int = Field(default=45, ge=0, le=1440)
    alert_minutes: int = Field(default=15, ge=0, le=1440)
    climb_minutes: int = Field(default=20, ge=1, le=1440)
    case_minutes: int = Field(default=15, ge=1, le=1440)
    late_hours: int = Field(default=6, ge=1, le=48)


class BallotConfig(_Part):
    """A ballot paper as people speak of it ("Presiden", "abu-abu") and what stands on it."""

    code: Ballot
    name: str
    colour: str = ""
    aliases: tuple[str, ...] = ()
    kind: ChoiceKind
    local_parties: bool = False
    """Whether local parties stand here, in their provinsi (Aceh: the DPRD, never the DPR)."""
    form: str = ""
    """Form id of its result form, as the form reader names its layouts."""
    copy_form: str = ""
    detail: Detail | None = None
    seats: SeatMethod = SeatMethod.NONE
    threshold: float = Field(default=0.0, ge=0, lt=1)
    """Share of the nation's valid votes that a party needs (parliamentary threshold)."""

    @property
    def house(self) -> HouseRules:
        """How its seats are filled, for the rules."""
        return HouseRules(self.seats, Fraction(str(self.threshold)))


class ElectionConfig(_Part):
    """An election (pemilu, pilkada) as election.toml describes it; `ballots` in counting order."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1)
    date: date
    timezone: Zone = WEST
    station: StationRules
    installation: Installation = Installation()
    reports: Reports = Reports()
    publication: Publication = Publication()
    voters: Voters = Voters()
    attendance: Attendance = Attendance()
    digests: Digests = Digests()
    questions: tuple[Question, ...] = ()
    quiz: tuple[QuizQuestion, ...] = ()
    """What witnesses are asked before the day; empty: the default of models.packs.quiz."""
    letter: Letter = Letter()
    ballots: tuple[BallotConfig, ...] = Field(min_length=1)
    phases: tuple[Phase, ...] = ()
    sources: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_ballot_twice(self) -> "ElectionConfig":
        codes = [ballot.code for ballot in self.ballots]
        if len(set(codes)) < len(codes):
            raise ValueError("a ballot stands twice in ballots")
        return self

    def ballot(self, code: str) -> BallotConfig:
        """The ballot with this code; raises KeyError for one that this election doesn't have."""
        for ballot in self.ballots:
            if ballot.code == code:
                return ballot
        raise KeyError(code)

    def detail(self, ballot: str) -> Detail:
        """How much of a ballot the organisation asks for."""
        return self.ballot(ballot).detail or self.reports.detail


def read_config(folder: Path) -> ElectionConfig:
    """Read and check election.toml; raises BadPack with all that is wrong with it."""
    faults = Faults()
    config, _ = checked_config(folder, faults)
    faults.settle()
    assert config is not None
    return config


Ballots = tuple[BallotConfig, ...]


def checked_config(folder: Path, faults: Faults) -> tuple[ElectionConfig | None, Ballots]:
    """election.toml and its ballots; of a wrong one the ballots that are right."""
    try:
        text = (folder / FILE).read_text("utf-8-sig")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        return _unread(None, f"there is no such file in {folder}", faults)
    except UnicodeDecodeError:
        return _unread(None, "is not UTF-8 text", faults)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))  # Python 3.11 tells the line in words alone
        return _unread(int(at[1]) if at else None, str(error), faults)
    try:
        config = ElectionConfig.model_validate(raw)
    except ValidationError as error:
        for problem in error.errors():
            faults.add(BadPack(FILE, _line(text, problem["loc"]), _reason(problem)))
        return None, tuple(_right_ballots(raw, faults))
    return config, config.ballots


def _unread(line: int | None, reason: str, faults: Faults) -> tuple[None, Ballots]:
    faults.unread(FILE)
    faults.add(BadPack(FILE, line, reason))
    return None, ()


def _right_ballots(raw: Mapping[str, object], faults: Faults) -> Iterator[BallotConfig]:
    listed = raw.get("ballots")
    if not isinstance(listed, list):
        faults.unread(FILE)
        return
    for one in listed:
        try:
            yield BallotConfig.model_validate(one)
        except ValidationError:
            if isinstance(one, dict):
                faults.doubt(FILE, str(one.get("code", "")))


def _reason(problem: Any) -> str:
    """A sentence about what is wrong, with the path of the key."""
    path = ".".join(str(part + 1 if isinstance(part, int) else part) for part in problem["loc"])
    said = problem["msg"].removeprefix("Value error, ")
    return f"{path}: {said}" if path else said


def _line(text: str, path: tuple[int | str, ...]) -> int | None:
    """The line where a key stands: tables are followed by name and number, then the key."""
    lines = text.splitlines()
    at, found = 0, None
    for part in path:
        if isinstance(part, int):
            for _ in range(part):  # the first [[table]] was found by its name
                at = next((n for n in range(at + 1, len(lines)) if lines[n].startswith("[[")), at)
            found = at + 1
            continue
        starts = (f"[{part}]", f"[[{part}]]", f"{part} ", f"{part}=")
        for number in range(at, len(lines)):
            if lines[number].lstrip().startswith(starts):
                at, found = number, number + 1
                break
    return found
