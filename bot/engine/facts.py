"""What the conversation may know of the world: read fresh by the runner for each message."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from models.values import Contest, Detail, Location, ResultState, StationFacts, Tally


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """A role as the organisation calls it: coordinator of the "Cabang" "Umbulharjo"."""

    role: str
    level: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who speaks: an enrolled person. `roles` for what is more than witness, in which `areas`.

    An area is its dotted path, empty for everywhere.
    """

    id: int
    name: str
    language: str = "id"
    roles: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    titles: tuple[TitleFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """How a ballot is spoken of: "Presiden", "abu-abu"; its colour stands beside its name."""

    ballot: str
    name: str
    colour: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question that people ask and its answer, each in Indonesian and English.

    `results`: with an area's name behind it, the published results of that area are the answer.
    """

    code: str
    title: tuple[str, str]
    keywords: tuple[str, ...]
    answer: tuple[str, str]
    results: bool = False


@dataclass(frozen=True, slots=True)
class QuizFacts:
    """A question of the witnesses' quiz, each text in Indonesian and English.

    `choices`: A, B, C in order; `right`: the place of the right one.
    """

    code: str
    question: tuple[str, str]
    choices: tuple[tuple[str, str], ...]
    right: int
    why: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ElectionFacts:
    """The election of this talk; `detail` per organisation, `own_party` its number if a party.

    `office`: an election office (penyelenggara) runs this installation. `paper`: what its people
    show at the station (models.rules.organisation.Paper).
    """

    id: int
    code: str
    name: str
    date: date
    ballots: tuple[BallotFacts, ...]
    detail: Detail = Detail.TOTALS
    own_party: str | None = None
    closes_at: datetime | None = None
    asks_figures: bool = False
    questions: tuple[QuestionFacts, ...] = ()
    office: bool = False
    quiz: tuple[QuizFacts, ...] = ()
    paper: str = "mandate"


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """A contest that a mandate covers, with its row's id."""

    id: int
    contest: Contest


@dataclass(frozen=True, slots=True)
class StationPlace:
    """A station with the names around it, its zone (IANA), and where it or its kelurahan lies."""

    id: int
    facts: StationFacts
    kelurahan: str
    kecamatan: str
    kabkota: str
    timezone: str
    location: Location | None = None
    area_location: Location | None = None
    kelurahan_word: str = "Kel."
    kecamatan_word: str = "Kec."
    path: str = ""


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """A witness's mandate: for whom, where, and which contests in counting order.

    `coordinator`: who helps at this station ("Pak Dedi"), empty when nobody is named.
    Of an operator's task (Facts.tasks): `id` 0, `task` its id, `photos` the paths to type from.
    """

    id: int
    participant_id: int
    participant: str
    participant_code: str
    participant_kind: str
    station: StationPlace
    contests: tuple[ContestFacts, ...]
    coordinator: str = ""
    task: int | None = None
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The latest revision of a report that this person gave.

    `rechecked`: it was given when the cells in dispute were looked at again.
    """

    id: int
    station_id: int
    contest_id: int
    revision: int
    tally: Tally
    receipt: str
    at: datetime
    state: ResultState | None = None
    cells: tuple[str, ...] = ()
    rechecked: bool = False


@dataclass(frozen=True, slots=True)
class CheckInFacts:
    """A check-in that this person made."""

    id: int
    station_id: int
    at: datetime
    receipt: str
    mandate_letter: bool | None = None


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """The paper copy (salinan) of a station as this person noted it."""

    station_id: int
    status: str
    handed_to: str = ""


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """How many photos of a contest's form this person sent (None: not said which contest)."""

    station_id: int
    contest_id: int | None
    count: int


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """What one report says of the cells in dispute; who gave it stays unsaid."""

    revision: int
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """A result in dispute (selisih) that a reviewer may decide.

    `own`: this person reported there and so decides nothing. `photos`: paths, best first;
    `crops`: cut-out boxes by cell, paths; `forwarded`: photos that their sender did not take.
    """

    station: StationPlace
    contest: ContestFacts
    cells: tuple[str, ...]
    voices: tuple[VoiceFacts, ...]
    photos: tuple[str, ...] = ()
    own: bool = False
    crops: Mapping[str, str] = field(default_factory=dict)
    forwarded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MeetingStation:
    """A station whose figures are read out at the kecamatan's recap; ids of its contests."""

    id: int
    number: int
    kelurahan: str
    contests: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The recap meeting (rapat pleno PPK) that this person attends. `boxes`: digits on the form."""

    kecamatan: str
    stations: tuple[MeetingStation, ...]
    contests: tuple[ContestFacts, ...]
    boxes: int = 3


@dataclass(frozen=True, slots=True)
class VoterFacts:
    """The register of voters: which second fact is asked for (first_name, family_card, full_name).

    `masked`: it has only the first twelve digits of NIKs. `family`: how many persons a day one
    sender may ask about. `opens`, `closes`: the stations' hours, local time.
    """

    fact: str
    masked: bool = False
    family: int = 6
    opens: time = time(7)
    closes: time = time(13)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a turn may look at. `person` None: nobody known speaks.

    `disputes`: for reviewers, the oldest ten of their area; `tasks`: what an operator is typing.
    `line`: the bot or number that is meant for this person, where it is not this one. `more`: what
    capabilities look at that have no field here, by their names.
    """

    election: ElectionFacts | None = None
    person: PersonFacts | None = None
    mandates: tuple[MandateFacts, ...] = ()
    reports: tuple[ReportFacts, ...] = ()
    check_ins: tuple[CheckInFacts, ...] = ()
    photos: tuple[PhotoFacts, ...] = ()
    copies: tuple[CopyFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()
    tasks: tuple[MandateFacts, ...] = ()
    channel: str = ""
    line: str = ""
    tries_left: int = 5
    voters: VoterFacts | None = None
    meeting: MeetingFacts | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    """Facts of a capability that this class does not know; their types are its own business."""

    def with_more(self, found: Mapping[str, Any]) -> "Facts":
        """With facts by name: fields of this class, and others into `more`."""
        own = {name: value for name, value in found.items() if name in self.__slots__}
        others = {name: value for name, value in found.items() if name not in own}
        return replace(self, **own, more={**self.more, **others}) if found else self
