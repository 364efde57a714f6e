"""What the recap's and the progress's answers look like; for the documentation of the API."""

from pydantic import BaseModel, Field


class RecapLine(BaseModel):
    """One area, district or station: counters of stations, sums of votes by choice."""

    code: str
    name: str
    stations: int
    reported: int
    confirmed: int
    disputed: int
    votes: dict[str, int]
    valid: int
    invalid: int
    total: int
    voters: int
    voters_reported: int
    confirmed_by: dict[str, int]


class RecapAnswer(BaseModel):
    """The recap of a ballot (design, section 6). `district` is set instead of `area`."""

    election: str
    ballot: str
    area: str | None
    district: str | None
    level: str
    trust: str
    at: str
    by: str
    made_for: str = Field(alias="for")
    note: str
    rows: list[RecapLine]


class BallotProgress(BaseModel):
    """How far one ballot has come: counters of stations."""

    expected: int
    reported: int
    confirmed: int
    disputed: int


class ProgressLine(BaseModel):
    """One area: its stations, how many have a witness who checked in, and each ballot."""

    code: str
    name: str
    stations: int
    checked_in: int
    witnesses: int
    ballots: dict[str, BallotProgress]


class ProgressAnswer(BaseModel):
    """How far the reports have come."""

    election: str
    area: str
    level: str
    at: str
    by: str
    made_for: str = Field(alias="for")
    note: str
    rows: list[ProgressLine]


class Problem(BaseModel):
    """An RFC 9457 problem document; more members may name what the sentence speaks of."""

    type: str
    title: str
    status: int
    detail: str
    code: str
