"""The officer's list of voters (coklit), asked for as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.grammar.visits import Visit


@dataclass(frozen=True, slots=True)
class NoteVisits:
    """Keep what an officer found at numbers of a station's list; each message lands once.

    The newest by the hour at which it was sent holds, whatever arrives last. -> visits_noted
    {number, kelurahan, noted, older, done, of, next: [numbers], reported, over} | visits_which
    {stations: [{number, kelurahan}]}: none or several fit, and nothing was kept.
    """

    number: int | None
    place: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class TellVisits:
    """How far the lists are. -> visits_told {stations: [{number, kelurahan, done, of}], more}."""

    number: int | None = None
    place: str = ""


VisitEffect = NoteVisits | TellVisits
