"""What the talk of attendance asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect
from models.values import Location


@dataclass(frozen=True, slots=True)
class HandleAbsence(Effect):
    """A coordinator takes an absence (`status` taken) or closes it (closed), by its code.

    -> AbsenceHandled | DecisionRefused. The coordinators hear of absences by AbsenceNew.
    """

    receipt: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListAbsent(Effect):
    """The stations of an absence that still lack something, a `page` (from 1) at a time.

    -> AbsentList | DecisionRefused.
    """

    shows: ClassVar[str] = "absent"

    receipt: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class ChooseReserve(Effect):
    """A coordinator replaces a missing witness: by words, then by what was chosen.

    -> ReserveStation (several fit, or none) | ReserveWitness | ReserveOffered | ReserveNamed |
    DecisionRefused. The witnesses hear MandateGiven and MandateEnded.
    """

    shows: ClassVar[str] = "reserves"

    text: str = ""
    station_id: int | None = None
    mandate_id: int | None = None
    person_id: int | None = None

    weight: ClassVar[str] = "assign"

    def weighs(self) -> bool:
        """Once the person is chosen."""
        return self.person_id is not None


@dataclass(frozen=True, slots=True)
class Vouch(Effect):
    """A coordinator vouches that a witness is at the station: by words, then by what was chosen.

    -> VouchStation | VouchWitness | Vouched | VouchOwn where it is oneself | DecisionRefused. The
    witness hears PresenceVouched.
    """

    shows: ClassVar[str] = "witnesses"

    text: str = ""
    station_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class CheckIn(Effect):
    """Note the presence at a station. -> CheckedIn."""

    station_id: int
    location: Location | None
    distance_m: int | None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteMandateLetter(Effect):
    """Whether the written mandate was handed to the KPPS. No outcome."""

    check_in_id: int
    handed: bool
