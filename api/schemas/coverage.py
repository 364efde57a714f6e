"""What /api/v1/coverage answers."""

from pydantic import BaseModel


class CoverageLine(BaseModel):
    """An area or a station: stations by number of witnesses; with a trained or mandated one."""

    code: str
    name: str
    stations: int
    none: int
    one: int
    two: int
    trained: int
    mandated: int
    witnesses: int
    reserves: int
    applicants: int


class CoverageAnswer(BaseModel):
    """The parts of an area, and the area as a whole."""

    election: str
    area: str
    total: CoverageLine
    rows: list[CoverageLine]
