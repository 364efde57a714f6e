"""What the kind of an installation switches on; the organisation's levels, given or usual."""

import pytest
from pydantic import ValidationError

from models.errors import BadInput, NotAllowed
from models.packs.organisation import Installation
from models.rules.organisation import FEATURES, LEVELS, Paper, require_role, title
from models.rules.rights import MAY, Action
from models.values import Kind, Level, Role

OWN = [
    {"code": "dpp", "name": "DPP", "area": "nasional"},
    {"code": "dpc", "name": "DPC", "area": "kabkota"},
    {"code": "pac", "name": "PAC", "area": "kecamatan"},
]


def test_every_kind_has_features_and_a_ladder_from_the_nation_down() -> None:
    assert set(FEATURES) == set(LEVELS) == set(Kind)
    order = list(Level)
    for ladder in LEVELS.values():
        places = [order.index(level.area) for level in ladder]
        assert places == sorted(places)
        assert set(range(5)) <= set(places), "an area of any size has a level"


def test_kinds_differ_where_the_law_and_their_work_do() -> None:
    papers = {kind: features.paper for kind, features in FEATURES.items()}
    assert papers == {
        Kind.PESERTA: Paper.MANDATE,
        Kind.PEMANTAU: Paper.ACCREDITATION,
        Kind.PENYELENGGARA: Paper.NONE,
    }
    assert [kind for kind in Kind if FEATURES[kind].decides_register] == [Kind.PENYELENGGARA]
    require_role(Kind.PESERTA, Role.CANDIDATE)
    require_role(Kind.PEMANTAU, Role.AUDITOR)
    with pytest.raises(NotAllowed):
        require_role(Kind.PEMANTAU, Role.CANDIDATE)


def test_the_packs_own_levels_go_before_the_usual_ones() -> None:
    usual = Installation()
    assert [one.code for one in usual.ladder][:2] == ["pusat", "wilayah"]
    own = Installation.model_validate({"levels": OWN})
    assert [one.name for one in own.ladder] == ["DPP", "DPC", "PAC"]
    assert title(own.ladder, "", 3) == "PAC"
    assert title(own.ladder, "", 1) == "", "this party has no level of the provinsi"
    assert title(usual.ladder, "anak_ranting", 4) == "Anak Ranting"
    assert title(usual.ladder, "", 4) == "Ranting"


def test_a_level_is_named_in_the_organisations_words_and_fits_its_area() -> None:
    own = Installation.model_validate({"levels": OWN})
    found = own.level_of("pac", Level.KECAMATAN)
    assert found is not None
    assert found.name == "PAC"
    assert own.level_of("DPP", None) == own.level_of("dpp", Level.NATION) == own.ladder[0]
    assert own.level_of(None, Level.KECAMATAN) is None
    with pytest.raises(BadInput, match="dpp, dpc, pac"):
        own.level_of("cabang", Level.KECAMATAN)
    with pytest.raises(BadInput, match="kecamatan"):
        own.level_of("PAC", Level.PROVINSI)


@pytest.mark.parametrize(
    "levels",
    [
        [OWN[0], OWN[0]],
        [OWN[1], OWN[0]],
        [{"code": "kpps", "name": "KPPS", "area": "tps"}],
        [{"code": "Dpp", "name": "DPP", "area": "nasional"}],
    ],
)
def test_levels_that_make_no_ladder_are_refused(levels: list[dict[str, str]]) -> None:
    with pytest.raises(ValidationError):
        Installation.model_validate({"levels": levels})


def test_an_auditor_reads_and_changes_nothing_and_an_officer_visits_voters() -> None:
    def may(role: Role) -> set[Action]:
        return {action for action, roles in MAY.items() if role in roles}

    assert may(Role.AUDITOR) == {Action.SEE, Action.READ_AUDIT}
    assert may(Role.FIELD_OFFICER) == {Action.VISIT_VOTERS}
    assert may(Role.CANDIDATE) == set()
