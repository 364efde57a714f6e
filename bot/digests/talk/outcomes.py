"""Digests and news as they wait in the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.base.counts import AreaCount, Share
from bot.engine.messages import Outcome


class Progress(NamedTuple):
    """How many stations sent a ballot."""

    ballot: str
    reported: int
    stations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCounted(AreaCount):
    """An area in the night of the count: progress of every ballot beside the one that is shown."""

    ballots: tuple[Progress, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPrepared:
    """An area before: stations with a witness, with two, with somebody present."""

    area: str
    code: str
    zone: str
    stations: int
    mandated: int
    two: int
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaBefore:
    """What is compared with the last digest."""

    mandated: int | None = None
    present: int | None = None
    ballots: tuple[Progress, ...] = ()
    rows: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestArea:
    """An area (id) as it is now, and as the person heard of it last."""

    id: int
    now: AreaCounted | AreaPrepared
    before: AreaBefore | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Outcome):
    """A notice to leaders: their areas at a slot; `more` are left out."""

    slot: datetime
    season: str
    areas: tuple[DigestArea, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class DigestCandidate(Outcome):
    """A notice to a candidate: what it tells is read when it is told, as for SUARA SAYA."""

    slot: datetime


@dataclass(frozen=True, slots=True)
class DigestSet(Outcome):
    """How often digests come from now on."""

    often: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestEvent(Outcome):
    """A notice to leaders between digests: milestone, lead, seats, dispute or silence (`kind`).

    Each kind fills what it tells: the count of an area, a district's seats that changed hands, a
    station whose reports are `votes` apart, an area from which nothing came for `minutes`.
    """

    kind: str
    area: str = ""
    code: str = ""
    zone: str = "Asia/Jakarta"
    at: datetime | None = None
    ballot: str = ""
    stations: int = 0
    reported: int = 0
    disputed: int = 0
    rows: tuple[Share, ...] = ()
    own: str = ""
    percent: int = 0
    district: str = ""
    more: tuple[str, ...] = ()
    fewer: tuple[str, ...] = ()
    number: int = 0
    kelurahan: str = ""
    votes: int = 0
    minutes: int = 0
    missing: int = 0
