"""Answers of the talks' memory to what is asked for about absences, reserves and vouching."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.attendance.talk.effects import ChooseReserve, HandleAbsence, ListAbsent, Vouch
from bot.attendance.talk.outcomes import (
    AbsenceHandled,
    AbsentList,
    AbsentRow,
    Mandated,
    Reserve,
    ReserveNamed,
    ReserveOffered,
    ReserveStation,
    ReserveWitness,
    Standing,
    Vouched,
    VouchStation,
    VouchWitness,
)
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import FoundStation

TPS = FoundStation(7, 7, "Sukamaju")
OTHER = FoundStation(8, 7, "Mekarsari")
AREA = "Kemantren Umbulharjo"


def perform(effect: Effect) -> Outcome | None:
    """The outcome, as the database would have it."""
    match effect:
        case HandleAbsence():
            return AbsenceHandled(
                receipt=effect.receipt,
                status=effect.status,
                phase="check_in",
                name="Hadir",
                area=AREA,
                missing=37 if effect.status == "taken" else 2,
                expected=50,
            )
        case ListAbsent():
            return _list(effect)
        case ChooseReserve():
            return _reserve(effect)
        case Vouch():
            return _vouch(effect)
        case _:
            return None


def _list(effect: ListAbsent) -> Outcome:
    two = ("Bu Siti", "Pak Budi")
    row = AbsentRow(station=7, number=TPS.number, kelurahan=TPS.kelurahan, witnesses=two)
    page = AbsentList(receipt=effect.receipt, page=effect.page, rows=(row,), more=effect.page == 1)
    return replace(page, phase="check_in", name="Hadir", area=AREA, missing=37, expected=50)


def _reserve(effect: ChooseReserve) -> Outcome:
    if effect.station_id is None:
        return ReserveStation(() if "99" in effect.text else (TPS, OTHER))
    if effect.mandate_id is None:
        return ReserveWitness(TPS, (Mandated(1, "Bu Siti"), Mandated(2, "Pak Budi")))
    if effect.person_id is None:
        near = (Reserve(31, "Pak Joko", "Sukamaju"),) if effect.mandate_id == 1 else ()
        return ReserveOffered(
            station=TPS, mandate=effect.mandate_id, witness="Bu Siti", reserves=near
        )
    return ReserveNamed(station=TPS, witness="Bu Siti", reserve="Pak Joko")


def _vouch(effect: Vouch) -> Outcome:
    if effect.station_id is None:
        return VouchStation(() if "99" in effect.text else (TPS, OTHER))
    if effect.person_id is None:
        return VouchWitness(TPS, (Standing(1, "Bu Siti"), Standing(2, "Pak Budi")))
    at = datetime(2024, 2, 14, 0, 20, tzinfo=UTC)
    return Vouched(station=TPS, witness="Bu Siti", at=at, zone="Asia/Jakarta")
