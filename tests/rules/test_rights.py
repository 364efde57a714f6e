"""Rights follow the area downward; ties to a participant bind; the own report is another's."""

import pytest

from models.errors import NotAllowed, OwnReport
from models.rules.rights import MAY, Action, Held, may, paths, require, tied
from models.values import Role
from tests.worlds import DPD, DPR, PPWP

HERE = "0.99.9901.990101.9901011001"


def test_every_action_names_its_roles_and_no_other_role_may() -> None:
    assert set(MAY) == set(Action)
    for action, roles in MAY.items():
        assert {role for role in Role if may([Held(role)], action, HERE)} == roles != set()


def test_rights_follow_the_area_downward_and_not_sideways() -> None:
    def over(path: str) -> bool:
        return may([Held(Role.REVIEWER, path)], Action.DECIDE, HERE)

    assert over("")
    assert over("0.99")
    assert over(HERE)
    assert not over("0.99.9902")
    assert not over("0.99.99")  # a code that only begins alike
    assert not over(f"{HERE}.1")


def test_the_topmost_areas_are_told() -> None:
    held = [Held(Role.OPERATOR, "0.1"), Held(Role.OPERATOR, "0.1.2"), Held(Role.OPERATOR, "0.3")]
    assert paths(held, Action.TYPE) == ("0.1", "0.3")
    assert paths([*held, Held(Role.OPERATOR)], Action.TYPE) == ("",)
    assert paths(held, Action.DECIDE) == ()


def test_a_tie_reaches_the_party_and_its_candidates_on_party_ballots_alone() -> None:
    party, pair = Held(Role.CANDIDATE, "", "party", "3"), Held(Role.CANDIDATE, "", "pair", "3")
    assert tied([party], DPR, ["3.5"])
    assert tied([party], DPR, ["valid", "3"])
    assert not tied([party], DPR, ["13", "valid"])
    assert not tied([party], PPWP, ["3"])
    assert tied([pair], PPWP, ["3"])
    assert not tied([pair], DPD, ["3"])
    assert tied([Held(Role.CANDIDATE, "", "dpd", "34.3")], DPD, ["3"])
    assert not tied([Held(Role.CANDIDATE, "", "dpd", "35.3")], DPD, ["3"]), "another provinsi"
    assert not tied([Held(Role.REVIEWER)], DPR, ["3"])


def test_a_refusal_says_which() -> None:
    held = [Held(Role.REVIEWER, "0.99")]
    assert require(held, Action.DECIDE, HERE) == tuple(held)
    with pytest.raises(NotAllowed):
        require(held, Action.APPROVE, HERE)
    with pytest.raises(OwnReport):
        require(held, Action.DECIDE, HERE, own=True)
