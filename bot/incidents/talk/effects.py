"""What the talk of incidents asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class ReportIncident(Effect):
    """Keep an incident or objection (kejadian khusus, keberatan) and tell the coordinators.

    `confidential`: the name is kept from everyone but those who handle the case. `place` in words
    where there is no station. `photos`: ids of photos kept with purpose "incident". Works for
    people who are not enrolled. -> IncidentKept | ReportRefused. The coordinators get the event
    IncidentNew: without the name where it is confidential. Later, to whoever told it: IncidentTold.
    """

    category: str
    text: str
    station_id: int | None = None
    place: str = ""
    confidential: bool = False
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HandleIncident(Effect):
    """A coordinator takes an incident (`status` taken) or closes it, with a note (closed).

    -> IncidentHandled: the name is told to whoever handles it | DecisionRefused.
    """

    receipt: str
    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoteCopy(Effect):
    """Note the paper copy (C.HASIL SALINAN) of a station: which ballots', signed by whom, and to
    whom it was handed over. `status`: received, part, refused. A refused one becomes an incident of
    category "copy_refused" (UU 7/2017 art. 506), made by a ReportIncident of the same turn.

    -> CopyNoted.
    """

    station_id: int
    status: str
    contests: tuple[int, ...] = ()
    signed_by: str = ""
    handed_to: str = ""
