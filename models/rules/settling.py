"""From the reports of one station and ballot to the one result that counts; pure, recomputable.

    stateDiagram-v2
        [*] --> reported: first report
        [*] --> confirmed: reviewer decides
        reported --> confirmed: second person agrees / reading agrees / reviewer decides
        reported --> disputed: second person differs / a photo shows other numbers
        confirmed --> disputed: somebody differs
        disputed --> confirmed: corrected until all agree / reviewer decides
        disputed --> reported: withdrawn, one voice left
        confirmed --> reported: the confirming report is withdrawn
        reported --> [*]: every report withdrawn

Nothing is averaged and nothing overwritten: every function gives new values, and `settle`
gives the same result again from the same reports, whatever the order in which they came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from models.errors import OwnReport, StaleRevision
from models.rules.checks import cells
from models.values import Contest, Evidence, Finding, ResultState, Severity, Tally

_VOICE = 2
"""Fields that a photo must show otherwise to be a voice against: the reader errs in one now and
then, and whoever moves votes changes two."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The latest revision of one report (laporan): what one person says of one ballot.

    `revision` identifies the revision and grows with time; `read_from` are the ids of readings
    whose numbers this entry took over: they are no second pair of eyes for it. `typed`: by an
    operator from photos, not by a witness. `late`: the mandate was given after the polls opened,
    by `given_by`. `spread`: this person spoke at many other stations before.
    """

    report: int
    revision: int
    person: int
    at: datetime
    tally: Tally
    participant: str = ""
    findings: tuple[Finding, ...] = ()
    read_from: frozenset[int] = frozenset()
    typed: bool = False
    late: bool = False
    given_by: int | None = None
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the form reader saw on one photo: field name -> number, None where it abstained."""

    id: int
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's word (keputusan verifikator) on the revisions that lay before them."""

    id: int
    person: int
    at: datetime
    tally: Tally
    seen: frozenset[int]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StationReports:
    """Everything said about one ballot of one station and not withdrawn."""

    entries: tuple[Entry, ...] = ()
    readings: tuple[Reading, ...] = ()
    decisions: tuple[Decision, ...] = ()
    several: bool = False
    """Whether several participants had witnesses there when the polls opened."""


@dataclass(frozen=True, slots=True)
class StationResult:
    """What the recap takes for a station and ballot, and why.

    `revision` is the one that counts, None where a reviewer set own figures. `disputed`: fields
    on which people differ; `doubted`: fields where only the reader sees another number.
    """

    state: ResultState
    tally: Tally
    revision: int | None
    evidence: frozenset[Evidence] = frozenset()
    disputed: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    decision: int | None = None


def submit(reports: StationReports, entry: Entry) -> StationReports:
    """With a first report or its correction; StaleRevision when a newer revision is there."""
    old = next((e for e in reports.entries if e.report == entry.report), None)
    if old is not None and old.revision >= entry.revision:
        raise StaleRevision(report=entry.report, revision=old.revision)
    kept = tuple(e for e in reports.entries if e.report != entry.report)
    return replace(reports, entries=(*kept, entry))


def withdraw(reports: StationReports, report: int) -> StationReports:
    """Without one report, which stays stored and counts no more."""
    return replace(reports, entries=tuple(e for e in reports.entries if e.report != report))


def read(reports: StationReports, reading: Reading) -> StationReports:
    """With what the form reader saw on a photo of this station."""
    kept = tuple(r for r in reports.readings if r.id != reading.id)
    return replace(reports, readings=(*kept, reading))


def resolve(reports: StationReports, decision: Decision) -> StationReports:
    """With a reviewer's decision.

    Raises OwnReport when the reviewer reported this station, StaleRevision when a revision
    arrived that the reviewer has not seen.
    """
    if any(entry.person == decision.person for entry in reports.entries):
        raise OwnReport(person=decision.person)
    unseen = {entry.revision for entry in reports.entries} - decision.seen
    if unseen:
        raise StaleRevision(revision=max(unseen))
    return replace(reports, decisions=(*reports.decisions, decision))


def settle(contest: Contest, reports: StationReports) -> StationResult | None:
    """The result that counts, None when no person has said anything (a reading is no result).

    Without a decision the report counts that most people agree with, then the one with fewest
    open findings, then the fullest, then the first; any difference on a field that two people
    gave makes it disputed. A decision counts until a later revision differs from it.
    """
    voices = _voices(reports.entries)
    decision = _decision(reports)
    if decision is None and not voices:
        return None
    given = {voice.revision: cells(voice.tally, contest) for voice in voices}
    counted: Entry | Decision | None = decision
    if counted is None:
        counted = min(voices, key=lambda voice: _rank(voice, given, contest))
    mine = cells(counted.tally, contest)
    later = [given[v.revision] for v in voices if not decision or v.revision not in decision.seen]
    differing = _differing([mine, *later])
    seen = _seen(reports.readings, counted)
    doubted = tuple(name for name, values in seen.items() if values != {mine.get(name)})
    agreeing = [v for v in voices if _same(mine, given[v.revision], contest)]
    read = not doubted and _main(contest) <= seen.keys() & mine.keys()
    evidence = _evidence(decision, agreeing, read=read, several=reports.several)
    if decision is None and len(against := _against(seen, mine)) >= _VOICE:
        differing = tuple(dict.fromkeys([*differing, *against]))
    state = ResultState.CONFIRMED if evidence else ResultState.REPORTED
    if differing:
        state, evidence = ResultState.DISPUTED, set()
    revision = next((v.revision for v in voices if given[v.revision] == mine), None)
    if isinstance(counted, Entry):
        revision = counted.revision
    return StationResult(
        state,
        counted.tally,
        revision,
        frozenset(evidence),
        differing,
        tuple(name for name in doubted if name in mine),
        decision.id if decision else None,
    )


def _evidence(
    decision: Decision | None, agreeing: Sequence[Entry], *, read: bool, several: bool
) -> set[Evidence]:
    """What confirms a result: a reviewer, people who say the same, a photo that was `read`."""
    found = _people(agreeing, several=several)
    return (
        found
        | ({Evidence.REVIEWER} if decision else set())
        | ({Evidence.READING} if read else set())
    )


def _people(agreeing: Sequence[Entry], *, several: bool) -> set[Evidence]:
    """What people who say the same prove: two witnesses, or somebody who typed from the photos.

    Typing from photos proves nothing beside somebody who speaks at many stations.
    """
    witnesses = [voice for voice in agreeing if not voice.typed]
    pairs = combinations(witnesses, 2)
    two = any(independent(one, other, several=several) for one, other in pairs)
    found = {Evidence.TWO_WITNESSES} if two else set()
    sure = [voice for voice in agreeing if voice.typed or not voice.spread]
    return found | ({Evidence.TYPED} if len(sure) > 1 and any(v.typed for v in sure) else set())


def independent(one: Entry, other: Entry, *, several: bool) -> bool:
    """Whether two witnesses prove each other (design, promise 7); they are two persons already.

    Not where one person sent both after the polls opened, where one of them speaks at many
    stations, nor where both stand for one participant although there were several.
    """
    if one.spread or other.spread:
        return False
    if one.late and other.late and one.given_by == other.given_by:
        return False
    return not several or one.participant != other.participant


def _against(seen: Mapping[str, set[int]], mine: Mapping[str, int]) -> list[str]:
    """The fields of which every photo that was read shows another number."""
    return [name for name, values in seen.items() if name in mine and mine[name] not in values]


def _voices(entries: Iterable[Entry]) -> list[Entry]:
    """One voice a person: with two mandates, or two reports, the latest revision speaks."""
    latest: dict[int, Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.revision):
        latest[entry.person] = entry
    return sorted(latest.values(), key=lambda entry: entry.revision)


def _decision(reports: StationReports) -> Decision | None:
    """The latest decision of somebody who did not report here."""
    witnesses = {entry.person for entry in reports.entries}
    others = [d for d in reports.decisions if d.person not in witnesses]
    return max(others, key=lambda decision: decision.id, default=None)


def _rank(
    voice: Entry, given: Mapping[int, Mapping[str, int]], contest: Contest
) -> tuple[int, int, int, int]:
    mine = given[voice.revision]
    agreeing = sum(_same(mine, other, contest) for other in given.values())
    doubts = sum(finding.severity is not Severity.NOTE for finding in voice.findings)
    return (-agreeing, doubts, -len(mine), voice.report)


def _main(contest: Contest) -> set[str]:
    """The fields that have to agree before anything is confirmed; details may be fewer."""
    return {choice.code for choice in contest.parties()} | {"valid", "invalid"}


def _same(mine: Mapping[str, int], other: Mapping[str, int], contest: Contest) -> bool:
    shared = mine.keys() & other.keys()
    return _main(contest) <= shared and all(mine[name] == other[name] for name in shared)


def _differing(voices: list[dict[str, int]]) -> tuple[str, ...]:
    """The fields for which two people gave different numbers, in the order of the form."""
    values: dict[str, set[int]] = {}
    for voice in voices:
        for name, value in voice.items():
            values.setdefault(name, set()).add(value)
    return tuple(name for name, found in values.items() if len(found) > 1)


def _seen(readings: Iterable[Reading], counted: Entry | Decision) -> dict[str, set[int]]:
    """What independent readings saw, by field; pages and photos of one ballot together."""
    taken = counted.read_from if isinstance(counted, Entry) else frozenset()
    seen: dict[str, set[int]] = {}
    for reading in readings:
        for name, value in reading.values.items():
            if value is not None and reading.id not in taken:
                seen.setdefault(name, set()).add(value)
    return seen
