"""Which of several reports counts, and what confirms it."""

from datetime import UTC, datetime

import pytest

from models.errors import OwnReport, StaleRevision
from models.rules.settling import (
    Decision,
    Entry,
    Reading,
    StationReports,
    StationResult,
    read,
    resolve,
    settle,
    submit,
    withdraw,
)
from models.values import Contest, Evidence, Finding, ResultState, Severity, Tally

from .ballots import PAIRS, PARTIES, pairs

NIGHT = datetime(2024, 2, 14, 19, 0, tzinfo=UTC)
SITI, BUDI, AYU, RINA = 1, 2, 3, 9


def entry(person: int, revision: int, tally: Tally, *findings: Finding) -> Entry:
    return Entry(person * 10, revision, person, NIGHT, tally, "3", findings)


def result(contest: Contest, reports: StationReports) -> StationResult:
    settled = settle(contest, reports)
    assert settled is not None
    return settled


def test_nothing_said_is_no_result_and_a_reading_alone_neither() -> None:
    assert settle(PAIRS, StationReports()) is None
    assert settle(PAIRS, read(StationReports(), Reading(1, {"1": 5}))) is None


def test_one_report_is_reported() -> None:
    settled = result(PAIRS, submit(StationReports(), entry(SITI, 1, pairs(5, 6, 7))))
    assert settled == StationResult(ResultState.REPORTED, pairs(5, 6, 7), 1)


def test_two_people_who_agree_confirm() -> None:
    reports = submit(StationReports(), entry(SITI, 1, pairs(5, 6, 7)))
    settled = result(PAIRS, submit(reports, entry(BUDI, 2, pairs(5, 6, 7))))
    assert settled.state is ResultState.CONFIRMED
    assert settled.evidence == {Evidence.TWO_WITNESSES}
    assert settled.revision == 1


def test_second_entry_by_the_same_person_confirms_nothing() -> None:
    pair = Entry(1, 1, SITI, NIGHT, pairs(5, 6, 7), "pasangan")
    party = Entry(2, 2, SITI, NIGHT, pairs(5, 6, 7), "partai")
    settled = result(PAIRS, submit(submit(StationReports(), pair), party))
    assert settled.state is ResultState.REPORTED


def test_people_who_differ_dispute_the_cells_and_nothing_is_averaged() -> None:
    reports = submit(StationReports(), entry(SITI, 1, pairs(5, 6, 7)))
    settled = result(PAIRS, submit(reports, entry(BUDI, 2, pairs(5, 8, 7))))
    assert settled.state is ResultState.DISPUTED
    assert settled.disputed == ("2", "valid", "total")
    assert settled.tally == pairs(5, 6, 7)


def test_a_third_person_who_differs_disputes_what_two_confirmed() -> None:
    reports = StationReports((entry(SITI, 1, pairs(5, 6, 7)), entry(BUDI, 2, pairs(5, 6, 8))))
    settled = result(PAIRS, submit(reports, entry(AYU, 3, pairs(5, 6, 8))))
    assert settled.state is ResultState.DISPUTED
    assert settled.evidence == frozenset()
    assert settled.tally == pairs(5, 6, 8), "the report that most people agree with counts"


def test_of_two_that_differ_the_one_with_fewer_open_findings_counts() -> None:
    doubt = Finding("S01", Severity.ASK)
    reports = StationReports(
        (entry(SITI, 1, pairs(5, 6, 7), doubt), entry(BUDI, 2, pairs(5, 6, 8)))
    )
    assert result(PAIRS, reports).tally == pairs(5, 6, 8)


def test_a_correction_that_agrees_ends_the_dispute() -> None:
    reports = StationReports((entry(SITI, 1, pairs(5, 6, 7)), entry(BUDI, 2, pairs(5, 8, 7))))
    settled = result(PAIRS, submit(reports, entry(BUDI, 3, pairs(5, 6, 7))))
    assert settled.state is ResultState.CONFIRMED


def test_an_older_revision_never_overwrites_a_newer_one() -> None:
    reports = submit(StationReports(), entry(SITI, 5, pairs(5, 6, 7)))
    with pytest.raises(StaleRevision):
        submit(reports, entry(SITI, 4, pairs(1, 1, 1)))


def test_withdrawing_the_second_report_takes_the_confirmation_back() -> None:
    reports = StationReports((entry(SITI, 1, pairs(5, 6, 7)), entry(BUDI, 2, pairs(5, 6, 7))))
    assert result(PAIRS, withdraw(reports, BUDI * 10)).state is ResultState.REPORTED


def test_details_that_only_one_gave_dispute_nothing() -> None:
    full = Tally((67, 12, 40, 15, 3, 1, 2, 0, 0), 70, 1, 71)
    sums = Tally((67, None, None, None, 3, None, None, 0, None), 70, 1, 71)
    settled = result(PARTIES, StationReports((entry(SITI, 1, sums), entry(BUDI, 2, full))))
    assert settled.state is ResultState.CONFIRMED
    assert settled.tally == full, "the fuller of two that agree counts"


def test_agreeing_on_half_of_the_form_confirms_nothing() -> None:
    half = Tally((5, None, None), 18, None, None)
    settled = result(PAIRS, StationReports((entry(SITI, 1, pairs(5, 6, 7)), entry(BUDI, 2, half))))
    assert settled.state is ResultState.REPORTED
    assert settled.tally == pairs(5, 6, 7)


PAGE_2 = Reading(1, {"1": 5, "2": 6, "3": 7})
PAGE_3 = Reading(2, {"valid": 18, "invalid": 4, "total": None})


def test_a_reading_of_all_pages_confirms_the_witness() -> None:
    reports = read(submit(StationReports(), entry(SITI, 1, pairs(5, 6, 7))), PAGE_2)
    assert result(PAIRS, reports).state is ResultState.REPORTED
    settled = result(PAIRS, read(reports, PAGE_3))
    assert (settled.state, settled.evidence) == (ResultState.CONFIRMED, {Evidence.READING})


def test_numbers_taken_over_from_a_reading_are_not_confirmed_by_it() -> None:
    taken = Entry(10, 1, SITI, NIGHT, pairs(5, 6, 7), read_from=frozenset({1}))
    settled = result(PAIRS, StationReports((taken,), (PAGE_2, PAGE_3)))
    assert settled.state is ResultState.REPORTED


def test_a_reading_that_differs_is_a_doubt_and_no_dispute() -> None:
    misread = Reading(3, {"3": 807})
    two = (entry(SITI, 1, pairs(5, 6, 7)), entry(BUDI, 2, pairs(5, 6, 7)))
    settled = result(PAIRS, StationReports(two, (PAGE_2, PAGE_3, misread)))
    assert settled.state is ResultState.CONFIRMED
    assert settled.evidence == {Evidence.TWO_WITNESSES}
    assert settled.doubted == ("3",)


def decide(tally: Tally, *seen: int, person: int = RINA) -> Decision:
    return Decision(1, person, NIGHT, tally, frozenset(seen), "sesuai foto")


def test_a_reviewer_settles_a_dispute() -> None:
    reports = StationReports((entry(SITI, 1, pairs(5, 6, 7)), entry(BUDI, 2, pairs(5, 8, 7))))
    settled = result(PAIRS, resolve(reports, decide(pairs(5, 8, 7), 1, 2)))
    assert (settled.state, settled.evidence) == (ResultState.CONFIRMED, {Evidence.REVIEWER})
    assert (settled.tally, settled.revision, settled.disputed) == (pairs(5, 8, 7), 2, ())


def test_a_reviewer_may_set_what_the_photo_shows() -> None:
    reports = StationReports((entry(SITI, 1, pairs(5, 6, 7)), entry(BUDI, 2, pairs(5, 8, 7))))
    settled = result(PAIRS, resolve(reports, decide(pairs(5, 9, 7), 1, 2)))
    assert (settled.tally, settled.revision, settled.decision) == (pairs(5, 9, 7), None, 1)


def test_nobody_decides_on_the_own_report() -> None:
    reports = submit(StationReports(), entry(SITI, 1, pairs(5, 6, 7)))
    with pytest.raises(OwnReport):
        resolve(reports, decide(pairs(5, 6, 7), 1, person=SITI))


def test_a_decision_on_an_older_revision_is_refused() -> None:
    reports = submit(StationReports(), entry(SITI, 2, pairs(5, 6, 7)))
    with pytest.raises(StaleRevision):
        resolve(reports, decide(pairs(5, 6, 7), 1))


def test_a_later_report_that_differs_from_the_decision_opens_the_case_again() -> None:
    reports = resolve(
        submit(StationReports(), entry(SITI, 1, pairs(5, 6, 7))), decide(pairs(5, 9, 7), 1)
    )
    same = submit(reports, entry(BUDI, 2, pairs(5, 9, 7)))
    assert result(PAIRS, same).state is ResultState.CONFIRMED
    other = result(PAIRS, submit(reports, entry(BUDI, 2, pairs(5, 6, 7))))
    assert (other.state, other.tally) == (ResultState.DISPUTED, pairs(5, 9, 7))
