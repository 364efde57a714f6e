"""Random moves of witnesses, readers and reviewers against a small model of the diagram."""

from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from models.errors import OwnReport, StaleRevision
from models.rules.settling import (
    Decision,
    Entry,
    Reading,
    StationReports,
    read,
    resolve,
    settle,
    submit,
    withdraw,
)
from models.values import Ballot, Choice, Contest, Evidence, ResultState, Tally

CONTEST = Contest(Ballot.PPWP, "ppwp", "Presiden", 1, (Choice("1", "Satu"), Choice("2", "Dua")))
NIGHT = datetime(2024, 2, 14, 19, 0, tzinfo=UTC)
people = st.integers(1, 4)
numbers = st.sampled_from([0, 7, 8])


def tally(first: int) -> Tally:
    return Tally((first, 3), first + 3, 1, first + 4)


class StationNight(RuleBasedStateMachine):
    """One station, four people, one number that they may differ on."""

    def __init__(self) -> None:
        super().__init__()
        self.reports = StationReports()
        self.clock = 0
        self.said: dict[int, tuple[int, int]] = {}  # person -> (number, revision)
        self.read: list[int] = []
        self.decided: list[tuple[int, int, int]] = []  # number, person, revision then

    @rule(person=people, number=numbers)
    def submits_or_corrects(self, person: int, number: int) -> None:
        self.clock += 1
        entry = Entry(person, self.clock, person, NIGHT, tally(number))
        self.reports = submit(self.reports, entry)
        self.said[person] = (number, self.clock)

    @rule(person=people, number=numbers)
    def repeats_an_old_revision(self, person: int, number: int) -> None:
        if person in self.said:
            with pytest.raises(StaleRevision):
                submit(self.reports, Entry(person, 0, person, NIGHT, tally(number)))

    @rule(person=people)
    def withdraws(self, person: int) -> None:
        self.reports = withdraw(self.reports, person)
        self.said.pop(person, None)

    @rule(number=numbers)
    def photo_is_read(self, number: int) -> None:
        values = {"1": number, "2": 3, "valid": number + 3, "invalid": 1, "total": None}
        self.reports = read(self.reports, Reading(len(self.read), values))
        self.read.append(number)

    @rule(person=people, number=numbers)
    def decides(self, person: int, number: int) -> None:
        seen = frozenset(revision for _, revision in self.said.values())
        decision = Decision(len(self.decided), person, NIGHT, tally(number), seen)
        if person in self.said:
            with pytest.raises(OwnReport):
                resolve(self.reports, decision)
            return
        self.reports = resolve(self.reports, decision)
        self.decided.append((number, person, self.clock))

    @rule(person=people, number=numbers)
    def decides_blindly(self, person: int, number: int) -> None:
        if self.said and person not in self.said:
            with pytest.raises(StaleRevision):
                resolve(self.reports, Decision(99, person, NIGHT, tally(number), frozenset()))

    @invariant()
    def result_is_what_the_model_says(self) -> None:
        result = settle(CONTEST, self.reports)
        standing = [d for d in self.decided if d[1] not in self.said]
        if not self.said and not standing:
            assert result is None
            return
        assert result is not None
        if standing:
            number, _, then = standing[-1]
            others = [said for said, revision in self.said.values() if revision > then]
            assert result.tally == tally(number), "a decision counts until it is replaced"
        else:
            others = [said for said, _ in self.said.values()]
            number = result.tally.votes[0] or 0
            tops = [said for said in others if others.count(said) == max(map(others.count, others))]
            assert number in tops
        agreeing = [said for said, _ in self.said.values() if said == number]
        expected = {Evidence.REVIEWER} if standing else set()
        expected |= {Evidence.TWO_WITNESSES} if len(agreeing) > 1 else set()
        expected |= {Evidence.READING} if self.read and set(self.read) == {number} else set()
        against = self.read and number not in self.read and not standing
        if against or any(said != number for said in others):
            assert (result.state, result.evidence) == (ResultState.DISPUTED, frozenset())
            people = any(said != number for said in others)
            assert result.disputed == ("1", "valid", *(["total"] if people else []))
        else:
            state = ResultState.CONFIRMED if expected else ResultState.REPORTED
            assert (result.state, result.evidence) == (state, expected)
            assert result.disputed == ()

    @invariant()
    def order_of_arrival_changes_nothing(self) -> None:
        mirrored = StationReports(
            self.reports.entries[::-1], self.reports.readings[::-1], self.reports.decisions[::-1]
        )
        first, second = settle(CONTEST, self.reports), settle(CONTEST, mirrored)
        assert (first is None) == (second is None)
        if first and second:
            assert (first.state, first.tally, first.revision) == (
                *(second.state, second.tally, second.revision),
            )


TestStationNight = StationNight.TestCase
TestStationNight.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
