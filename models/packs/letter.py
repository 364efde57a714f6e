"""What a pack says about the letters of mandates; how they look is elsewhere."""

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Letter(BaseModel):
    """The letter of a mandate (surat mandat) or accreditation: what stands on it.

    `number`: how its number is written: {number}, {participant}, {month} in Roman figures, {year}.
    `place` and `signer`: where and by whom it is signed; empty: a line to fill in by hand.
    `text`: paragraphs with {name}, {participant}, {station}, {address}, {date}, {election}; empty:
    the usual words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: str = Field(default="{number:04d}/SM/{participant}/{month}/{year}", max_length=80)
    place: str = ""
    signer: str = ""
    office: str = ""
    text: str = Field(default="", max_length=3000)

    @field_validator("number")
    @classmethod
    def _writes_a_number(cls, given: str) -> str:
        try:
            given.format(number=1, participant="X", month="I", year=2024)
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(f"{given!r} cannot be written ({error})") from error
        if "{number" not in given:
            raise ValueError("names no {number}")
        return given
