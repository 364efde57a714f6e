"""The plan of an election's digests: the pack's hours, with what the law and the stations say."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digests.talk.outcomes import Digest, DigestCandidate, DigestEvent
from models.rules.digest_slots import Plan
from models.stores.base.elections import LoadedElection
from models.values import Ballot

DIGEST, NEWS, CANDIDATE = Digest.event, DigestEvent.event, DigestCandidate.event
"""What leaders hear at the hour and in between, and what candidates hear."""


def plan_of(election: LoadedElection) -> Plan:
    """The hours of this election."""
    config, said = election.config, election.config.digests
    zone = ZoneInfo(config.timezone)
    return Plan(
        day=config.date,
        zone=zone,
        weeks=said.campaign_weeks,
        weekday=said.campaign_weekday,
        hour=said.campaign_hour,
        day_hours=said.day_hours,
        night_begins=night_begins(election),
        night_ends=_night_ends(election, zone),
        every=timedelta(minutes=said.every_minutes),
        seldom=timedelta(minutes=said.seldom_minutes),
        after_hours=said.after_hours,
        after_days=said.after_days,
    )


def night_begins(election: LoadedElection) -> datetime:
    """When the count is told for the first time: never before the hour of the law."""
    config = election.config
    zone = ZoneInfo(config.timezone)
    opens = config.publication.not_before
    closed = datetime.combine(config.date, config.station.closes, zone) + timedelta(hours=2)
    begins = _aware(config.digests.night_begins, zone) or opens or closed
    return max(begins, opens) if opens is not None else begins


def _night_ends(election: LoadedElection, zone: ZoneInfo) -> datetime:
    config = election.config
    until = config.digests.night_ends or config.station.count_until
    noon = datetime.combine(config.date + timedelta(days=1), config.station.closes, zone)
    return _aware(until, zone) or noon


def _aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=zone)


def ballot_of(election: LoadedElection) -> Ballot:
    """The ballot whose votes digests show."""
    return election.config.digests.ballot or election.config.ballots[0].code
