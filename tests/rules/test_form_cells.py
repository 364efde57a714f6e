"""Which number of a form is which cell of a report."""

import pytest

from models.rules.form_cells import cell_of


@pytest.mark.parametrize(
    ("field", "party", "cell"),
    [
        ("suara_01", None, "1"),
        ("suara_3", None, "3"),
        ("calon_2", None, "2"),
        ("sah", None, "valid"),
        ("tidak_sah", None, "invalid"),
        ("total", None, "total"),
        ("caleg_5", "3", "3.5"),
        ("partai", "3", "3.0"),
        ("jumlah", "3", "3"),
        ("caleg_5", None, None),
        ("A1_dpt_L", None, None),
    ],
)
def test_a_field_fills_its_cell(field: str, party: str | None, cell: str | None) -> None:
    assert cell_of(field, party) == cell
