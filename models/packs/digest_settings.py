"""The [digests] part of election.toml: when digests come, and from what size on events are told."""

from datetime import datetime, time

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.values import Ballot


class Digests(BaseModel):
    """Hours and sizes of digests (kabar); hours are the election's time zone.

    Weekly in campaign time, at `day_hours` on election day until the night begins, every
    `every_minutes` in election night, at `after_hours` for `after_days` days after it. Those who
    want few hear every `seldom_minutes`, and nothing in the quiet hours of their area.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ballot: Ballot | None = None
    """Whose votes the digest shows; the first of the election where nothing is said."""
    campaign_weeks: int = Field(default=12, ge=0, le=104)
    campaign_weekday: int = Field(default=1, ge=1, le=7)
    """1 is Monday."""
    campaign_hour: time = time(8)
    day_hours: tuple[time, ...] = (time(7, 30), time(10), time(13))
    night_begins: datetime | None = None
    """Where nothing is said: when figures may leave, else two hours after the stations close."""
    night_ends: datetime | None = None
    """Where nothing is said: `count_until` of the stations, else noon of the next day."""
    every_minutes: int = Field(default=15, ge=5, le=240)
    seldom_minutes: int = Field(default=60, ge=5, le=1440)
    after_hours: tuple[time, ...] = (time(8), time(20))
    after_days: int = Field(default=7, ge=0, le=90)
    quiet_from: time = time(22)
    quiet_until: time = time(6)
    lead_floor: float = Field(default=0.1, ge=0, le=1)
    """Share of stations below which no change of the lead is told."""
    seat_floor: float = Field(default=0.3, ge=0, le=1)
    """Share of a district's stations below which no seat changes hands."""
    dispute_votes: int = Field(default=50, ge=1)
    """Votes by which reports must differ for a dispute to be told."""
    silence_minutes: int = Field(default=60, ge=10, le=1440)

    @model_validator(mode="after")
    def _seldom_in_step(self) -> "Digests":
        if self.seldom_minutes % self.every_minutes:
            raise ValueError("seldom_minutes is no multiple of every_minutes")
        return self
