"""What a report is asked for at each detail level, and which sums are made from its parts."""

from models.rules.completeness import complete, missing
from models.values import Detail, Tally

from .ballots import PAIRS, PARTIES

NOTHING = Tally((None,) * 9)


def test_a_pair_ballot_is_asked_for_pairs_and_closing_sums() -> None:
    assert missing(Tally((1, None, 3), valid=4), PAIRS, Detail.TOTALS) == ("2", "invalid", "total")


def test_totals_ask_for_each_party_once() -> None:
    assert missing(NOTHING, PARTIES, Detail.TOTALS) == ("1", "2", "3", "valid", "invalid", "total")


def test_own_details_come_before_the_own_sum() -> None:
    assert missing(NOTHING, PARTIES, Detail.OWN, "2") == (
        *("1", "2.0", "2.1", "2", "3", "valid", "invalid", "total"),
    )


def test_full_detail_asks_for_every_number_of_the_form() -> None:
    expected = ("1.0", "1.1", "1.2", "1", "2.0", "2.1", "2", "3.0", "3")
    assert missing(NOTHING, PARTIES, Detail.FULL) == (*expected, "valid", "invalid", "total")


def test_zero_is_a_number() -> None:
    assert missing(Tally((0, 0, 0), 0, 0, 0), PAIRS, Detail.TOTALS) == ()


def test_sums_are_made_upward_only() -> None:
    details = Tally((None, 12, 40, 15, 3, None, None, 9, 9), invalid=1)
    made = complete(details, PARTIES)
    assert made == Tally((67, 12, 40, 15, 3, None, None, 9, 9), valid=79, invalid=1, total=80)


def test_a_written_sum_is_never_replaced() -> None:
    written = Tally((76, 12, 40, 15, 3, 1, 2, 9, 9), valid=90, invalid=1, total=95)
    assert complete(written, PARTIES) == written


def test_no_sum_is_made_from_a_part_that_is_missing() -> None:
    partial = Tally((None, 12, None, 15, 3, 1, 2, 9, 9), invalid=1)
    assert complete(partial, PARTIES) == partial
