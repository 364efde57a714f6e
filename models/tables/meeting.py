"""What witnesses read at the kecamatan's recap meeting (rapat pleno PPK): figures and photos."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import BIG, JSON, SMALL, key, now


class MeetingFigureRow(SQLModel, table=True):
    """D.HASIL KECAMATAN of a station and contest, as a witness at the meeting sent it.

    `figures` by choice code and name of the sum, all that was said until then; a later message is
    a new row with the next `number`, never an update.
    """

    __tablename__ = "meeting_figure"
    __table_args__ = (UniqueConstraint("station_id", "contest_id", "number"),)

    id: int | None = key()
    station_id: int = Field(foreign_key="station.id")
    contest_id: int = Field(foreign_key="contest.id")
    number: int = Field(default=1, sa_type=SMALL)
    person_id: int = Field(foreign_key="person.id")
    figures: dict[str, int] = Field(sa_type=JSON)
    inbox_id: int | None = Field(default=None, sa_type=BIG)
    created_at: datetime | None = now()


class MeetingPhotoRow(SQLModel, table=True):
    """A photo of a D.HASIL: of which area, and of which contest where that was said."""

    __tablename__ = "meeting_photo"

    photo_id: int = Field(primary_key=True, foreign_key="photo.id", sa_type=BIG)
    area_id: int = Field(foreign_key="area.id", index=True)
    contest_id: int | None = Field(default=None, foreign_key="contest.id")
