"""The organisation of an installation, as election.toml names it: its kind and its own levels."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.errors import BadInput
from models.rules.organisation import LEVELS, OrgLevel
from models.values import Kind, Level


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OrganisationLevel(_Part):
    """A level of the organisation in its own words: "cabang" leads a kecamatan."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")
    name: str = Field(min_length=1, max_length=40)
    area: Level

    @model_validator(mode="after")
    def _of_areas(self) -> "OrganisationLevel":
        if self.area is Level.STATION:
            raise ValueError("a level leads areas, the smallest a kelurahan")
        return self


class Installation(_Part):
    """The organisation of this installation; `participant` its number on the ballot, if any."""

    kind: Kind = Kind.PESERTA
    name: str = ""
    participant: str | None = None
    levels: tuple[OrganisationLevel, ...] = ()
    """The organisation's own levels; those that are usual for its kind where none are given."""

    @model_validator(mode="after")
    def _levels_go_down(self) -> "Installation":
        codes = [one.code for one in self.levels]
        if len(set(codes)) < len(codes):
            raise ValueError("a level stands twice in levels")
        order = [list(Level).index(one.area) for one in self.levels]
        if order != sorted(order):
            raise ValueError("levels go from the top down: pusat before wilayah")
        return self

    @property
    def ladder(self) -> tuple[OrgLevel, ...]:
        """The levels from the top down, each tied to a level of areas."""
        own = tuple(OrgLevel(one.code, one.name, one.area) for one in self.levels)
        return own or LEVELS[self.kind]

    def level_of(self, said: str | None, area: Level | None) -> OrgLevel | None:
        """The level of a role: as said, by code or name, and fit for the role's area.

        None where none was said. Raises BadInput.
        """
        if said is None:
            return None
        low = said.strip().lower()
        found = next((one for one in self.ladder if low in (one.code, one.name.lower())), None)
        if found is None:
            names = ", ".join(one.code for one in self.ladder)
            raise BadInput(f"there is no level {said!r} here: {names}")
        if (area or Level.NATION) is not found.area:
            raise BadInput(f"{found.name} is of a {found.area.value}: name such an area")
        return found
