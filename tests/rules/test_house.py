"""A house as it is counted: a threshold is of the nation, and a tie is nobody's."""

from fractions import Fraction

import pytest

from models.rules.house import Counted, CountedHouse, District, HouseRules, SeatMethod

RULES = HouseRules(SeatMethod.SAINTE_LAGUE, Fraction(4, 100))


def _counted(contest: int, code: str, **votes: int) -> Counted:
    plain = {name[1:]: number for name, number in votes.items()}
    return Counted(contest, District(code, code, 2, plain, plain, 0), 10, 10, 10, 0)


HOUSE = CountedHouse(
    RULES,
    (_counted(7, "1101", p1=900, p2=500, p3=60), _counted(8, "1102", p1=700, p2=700, p3=0)),
)


def test_a_party_below_the_nations_threshold_takes_no_seat_where_it_is_strong() -> None:
    alone = CountedHouse(RULES, HOUSE.counted[:1])
    assert alone.seated().excluded == frozenset(), "60 of 1,460 votes are above 4 %"
    assert HOUSE.seated(["1101"]).excluded == {"3"}, "of the whole nation's they are not"


def test_all_districts_count_for_the_threshold_when_one_is_asked_for() -> None:
    [found] = HOUSE.seated(["1102"]).districts
    assert found.district.code == "1102"
    assert HOUSE.seated(["1102"]).national == {"1": 1600, "2": 1200, "3": 60}


def test_a_district_with_a_tie_left_is_told_to_nobody() -> None:
    tied = CountedHouse(RULES, (*HOUSE.counted, _counted(9, "1103", p1=300, p2=100)))
    assert tied.untied(["1101", "1102", "1103"]).keys() == {"1101", "1102"}
    assert tied.untied(["1101"]) == {"1101": {"1": 1, "2": 1}}


@pytest.mark.parametrize("how", [SeatMethod.PLURALITY, SeatMethod.MAJORITY, SeatMethod.NONE])
def test_what_persons_or_pairs_win_has_no_quotient(how: SeatMethod) -> None:
    assert not HouseRules(how).by_quotient
    with pytest.raises(ValueError, match="not a valid Method"):
        _ = HouseRules(how).method


def test_a_district_is_found_by_its_code_with_its_contest() -> None:
    assert {code: one.contest for code, one in HOUSE.by_code.items()} == {"1101": 7, "1102": 8}
