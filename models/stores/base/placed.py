"""A station with the names around it, as the talk speaks of a place."""

from dataclasses import dataclass

PLACED = """s.id as station_id, s.code as station_code, s.number, s.voters, s.special, s.lat, s.lon,
       k.name as kelurahan, k.local_word as kelurahan_word, k.path,
       k.lat as area_lat, k.lon as area_lon"""
"""The columns of a `PlacedStation` in its order: of station `s` and its kelurahan `k`."""


@dataclass(frozen=True, slots=True)
class PlacedStation:
    """A station and its kelurahan, with the places of both where they are known."""

    station_id: int
    station_code: str
    number: int
    voters: int | None
    special: bool
    lat: float | None
    lon: float | None
    kelurahan: str
    kelurahan_word: str | None
    path: str
    area_lat: float | None
    area_lon: float | None
