"""Answers of the talks' memory to what is asked for about absences, reserves and vouching."""

from bot.attendance.talk.effects import ChooseReserve, HandleAbsence, ListAbsent, Vouch
from bot.engine.effects import Effect
from bot.engine.messages import Named, Outcome

TPS = {"id": 7, "number": 7, "kelurahan": "Sukamaju"}
OTHER = {"id": 8, "number": 7, "kelurahan": "Mekarsari"}
_ABSENCE = {"phase": "check_in", "name": "Hadir", "area": "Kemantren Umbulharjo", "expected": 50}


def perform(effect: Effect) -> Outcome | None:
    """The outcome, as the database would have it."""
    match effect:
        case HandleAbsence():
            left = {"missing": 37 if effect.status == "taken" else 2}
            told = {"receipt": effect.receipt, "status": effect.status}
            return Named("absence_handled", {**_ABSENCE, **left, **told})
        case ListAbsent():
            rows = [{**TPS, "station": 7, "witnesses": ["Bu Siti", "Pak Budi"]}]
            more = {"page": effect.page, "rows": rows, "more": effect.page == 1}
            return Named(
                "absent_list", {**_ABSENCE, "missing": 37, "receipt": effect.receipt, **more}
            )
        case ChooseReserve():
            return _reserve(effect)
        case Vouch():
            return _vouch(effect)
        case _:
            return None


def _reserve(effect: ChooseReserve) -> Outcome:
    if effect.station_id is None:
        found = [] if "99" in effect.text else [TPS, OTHER]
        return Named("reserve_station", {"stations": found})
    if effect.mandate_id is None:
        two = [{"mandate": 1, "name": "Bu Siti"}, {"mandate": 2, "name": "Pak Budi"}]
        return Named("reserve_witness", {"station": TPS, "witnesses": two})
    if effect.person_id is None:
        near = [{"person": 31, "name": "Pak Joko", "place": "Sukamaju"}]
        told = {"station": TPS, "mandate": effect.mandate_id, "witness": "Bu Siti"}
        return Named(
            "reserve_offered", {**told, "reserves": near if effect.mandate_id == 1 else []}
        )
    told = {"station": TPS, "witness": "Bu Siti", "reserve": "Pak Joko"}
    return Named("reserve_named", told)


def _vouch(effect: Vouch) -> Outcome:
    if effect.station_id is None:
        found = [] if "99" in effect.text else [TPS, OTHER]
        return Named("vouch_station", {"stations": found})
    if effect.person_id is None:
        two = [{"person": 1, "name": "Bu Siti"}, {"person": 2, "name": "Pak Budi"}]
        return Named("vouch_witness", {"station": TPS, "witnesses": two})
    told = {"station": TPS, "witness": "Bu Siti", "at": "2024-02-14T00:20:00+00:00"}
    return Named("vouched", {**told, "zone": "Asia/Jakarta"})
