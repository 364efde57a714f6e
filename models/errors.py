"""Errors of the field, named once, each with a stable code; entrances tell them in own words."""

from typing import ClassVar


class SaksiError(Exception):
    """A known refusal. `code` never changes; `facts` are what a sentence about it needs."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str = "", **facts: object) -> None:
        super().__init__(message or self.__class__.__doc__ or self.code)
        self.facts = facts


class BadInput(SaksiError):
    """What was given cannot be understood."""

    code = "bad_input"


class BadPack(BadInput):
    """An election pack is broken: names file, line and reason."""

    code = "bad_pack"

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        place = f"{file}:{line}" if line is not None else file
        super().__init__(f"{place}: {reason}", file=file, line=line, reason=reason)


class NotFound(SaksiError):
    """There is no such thing here."""

    code = "not_found"


class NotAllowed(SaksiError):
    """Whoever asks may not do or see this."""

    code = "not_allowed"


class NoChat(NotAllowed):
    """What is done from a page is answered in the chat, too, and whoever asks has none yet."""

    code = "no_chat"


class NoToken(NotAllowed):
    """Whoever asks has not shown the token that opens this installation's API."""

    code = "no_token"


class NotYourStation(NotAllowed):
    """The person has no mandate for this station."""

    code = "not_your_station"


class NotYourArea(NotAllowed):
    """What was asked about lies outside of the person's area."""

    code = "not_your_area"


class TiedToParticipant(NotAllowed):
    """Whoever is tied to a participant decides nothing about its votes."""

    code = "tied_to_participant"


class OwnReport(NotAllowed):
    """Nobody confirms the own report: another person has to decide."""

    code = "own_report"


class NoPhoto(BadInput):
    """A number that no report gives is decided only where somebody else's photo can show it."""

    code = "no_photo"


class OwnBroadcast(NotAllowed):
    """Nobody approves the own broadcast: another person has to."""

    code = "own_broadcast"


class OwnRequest(NotAllowed):
    """Nobody approves what the same person asked for: another one has to."""

    code = "own_request"


class SamplesUnseen(NotAllowed):
    """A broadcast is approved after its samples and the number of recipients were looked at."""

    code = "samples_unseen"


class QuietDay(NotAllowed):
    """In the quiet days (masa tenang) nothing that campaigns goes out."""

    code = "quiet_day"


class NoCampaign(NotAllowed):
    """An organisation of this kind does not campaign."""

    code = "no_campaign"


class ElectionClosed(NotAllowed):
    """The election is closed: its results stand."""

    code = "election_closed"


class StaleRevision(SaksiError):
    """The report was changed in the meantime; nothing newer is overwritten."""

    code = "stale_revision"


class PublicationLocked(NotAllowed):
    """Counts and projections may not go out before the hour that the law sets."""

    code = "publication_locked"


class LegalHold(NotAllowed):
    """A legal hold keeps this from being deleted."""

    code = "legal_hold"


class StationFull(SaksiError):
    """The participant already has two active witnesses at this station."""

    code = "station_full"


class AlreadyWitness(SaksiError):
    """The person is a witness of this participant at the station already."""

    code = "already_witness"


class ImpossibleNumber(BadInput):
    """Negative, not a number, or more digits than the form has boxes."""

    code = "impossible_number"


class UnreadablePhoto(BadInput):
    """The file is no picture, too large, or broken."""

    code = "unreadable_photo"


class TooFast(SaksiError):
    """More came than a person sends; `after` says in how many seconds to go on."""

    code = "too_fast"


class NotReady(SaksiError):
    """A process that was started did not get as far as answering."""

    code = "not_ready"


class DatabaseUnavailable(SaksiError):
    """The database does not answer."""

    code = "database_unavailable"


class DatabaseVersion(DatabaseUnavailable):
    """The data folder was made by another major version of PostgreSQL."""

    code = "database_version"
