"""Turns a station's row into the place that the conversation speaks of."""

from collections.abc import Mapping

from bot.engine import facts as f
from models.stores.base.elections import LoadedElection
from models.stores.base.placed import PlacedStation
from models.stores.persons.mandates import AreaAbove
from models.values import Location, StationFacts

KECAMATAN, KABKOTA = 3, 2
DEFAULT_WORDS = {"kelurahan": "Kel.", "kecamatan": "Kec."}


def place_of(
    row: PlacedStation, above: Mapping[str, AreaAbove], election: LoadedElection
) -> f.StationPlace:
    """A station with the names around it and the zone that its areas or the election say.

    `above`: the areas on its path by code.
    """
    areas = sorted(
        (above[code] for code in row.path.split(".") if code in above), key=lambda a: -a.level
    )
    by_level = {area.level: area for area in areas}
    kecamatan, kabkota = by_level.get(KECAMATAN), by_level.get(KABKOTA)
    zone = next((area.timezone for area in areas if area.timezone), election.config.timezone)
    rules = election.config.station
    return f.StationPlace(
        id=row.station_id,
        facts=StationFacts(
            row.station_code,
            row.number,
            row.voters,
            rules.reserve_ballots,
            row.special,
            rules.boxes,
        ),
        kelurahan=row.kelurahan,
        kecamatan=kecamatan.name if kecamatan else "",
        kabkota=kabkota.name if kabkota else "",
        timezone=zone,
        location=_location(row.lat, row.lon),
        area_location=_location(row.area_lat, row.area_lon),
        kelurahan_word=row.kelurahan_word or DEFAULT_WORDS["kelurahan"],
        kecamatan_word=(kecamatan.local_word if kecamatan else "") or DEFAULT_WORDS["kecamatan"],
        path=row.path,
    )


def _location(lat: float | None, lon: float | None) -> Location | None:
    return None if lat is None or lon is None else Location(lat, lon)
