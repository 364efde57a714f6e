"""All that is wrong with a pack is told at once, and nothing that only follows from it."""

from pathlib import Path

import pytest

from models.errors import BadPack
from models.packs.pack import read_head, read_pack
from models.packs.pack_faults import MOST
from tests.packs.editing import append_line, drop_lines, edit
from tests.packs.tiny import make_tiny_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make_tiny_pack(tmp_path / "tiny")


def told(pack: Path) -> list[str]:
    """Every line of the refusal of reading the whole pack."""
    with pytest.raises(BadPack) as refused:
        list(read_pack(pack).stations())
    assert len(refused.value.facts["faults"]) + len(refused.value.facts["more"]) == len(  # type: ignore[arg-type]
        str(refused.value).splitlines()
    )
    return str(refused.value).splitlines()


def places(lines: list[str]) -> list[str]:
    return [line.split(": ")[0] for line in lines]


def test_faults_of_every_file_are_told_at_once(pack: Path) -> None:
    edit(pack, "election.toml", "voter_cap = 300", "voter_cap = 0")
    edit(pack, "election.toml", 'timezone = "Asia/Jakarta"', 'timezone = "WIB"')
    edit(pack, "areas.csv", "-7.81,110.36", "110.36,-7.81")
    edit(pack, "districts.csv", "I,3", "I,tiga")
    edit(pack, "district_areas.csv", "dpd,98,98", "dpd,99,98")
    edit(pack, "parties.csv", "2,Padi", "1,Padi")
    edit(pack, "candidates.csv", "Gita Nusa,L", "Gita Nusa,X")
    edit(pack, "stations.csv", "001,1,210,,Balai RW 01 Sukamaju Ki", "001,1,-5,,B")
    append_line(pack, "stations.csv", "9871011999001,9871011999,1,300,,,,")
    (pack / "shapes").mkdir()
    (pack / "shapes" / "kecamatan-9801.topojson").write_text("{}")
    assert places(told(pack)) == [
        "election.toml:4",
        "election.toml:7",
        "areas.csv:10",
        "districts.csv:3",
        "parties.csv:3",
        "district_areas.csv:5",
        "candidates.csv:5",
        "stations.csv:2",
        "stations.csv:23",
        "shapes/kecamatan-9801.topojson",
    ]


def test_a_load_tells_them_all_where_the_settings_are_wrong(pack: Path) -> None:
    edit(pack, "election.toml", "voter_cap = 300", "voter_cap = 0")
    (pack / "parties.csv").unlink()
    with pytest.raises(BadPack) as refused:
        read_head(pack)
    assert places(str(refused.value).splitlines()) == ["election.toml:7", "parties.csv"]


def test_what_only_follows_from_a_fault_is_not_told(pack: Path) -> None:
    edit(pack, "areas.csv", "\n980102,9801,", "\n980102,98,")
    assert places(told(pack)) == ["areas.csv:7"], "nor its kelurahan, their stations, its district"


def test_without_a_file_what_refers_to_it_is_not_told(pack: Path) -> None:
    (pack / "areas.csv").unlink()
    edit(pack, "stations.csv", "001,1,210,,Balai RW 01 Sukamaju Ki", "001,1,-5,,B")
    assert places(told(pack)) == ["areas.csv", "stations.csv:2"]


def test_settings_that_are_no_toml_leave_the_lists_to_be_looked_at(pack: Path) -> None:
    edit(pack, "election.toml", 'colour = "biru"', "colour = biru")
    edit(pack, "areas.csv", "kabkota,Kota Anggrek", "kabkota,")
    append_line(pack, "candidates.csv", "ppwp,7,,1,Dewi Contoh,,")
    assert places(told(pack)) == ["election.toml:54", "areas.csv:5"]


def test_a_code_that_a_spreadsheet_cut_is_explained(pack: Path) -> None:
    edit(pack, "areas.csv", "\n9801012001,", "\n9.80E+09,")
    edit(pack, "stations.csv", "001,1,210,,Balai RW 01 Sukamaju Ki", "001,1,-5,,B")
    lines = told(pack)
    assert places(lines) == ["areas.csv:9", "stations.csv:2"], "not each of its stations"
    assert "code '9.80E+09' was cut by a spreadsheet: format the column as text" in lines[0]


@pytest.mark.parametrize("cut", ["9,80E+12", "9.8E+12", "9E+12"])
def test_a_stations_code_may_be_cut_with_comma_or_point(pack: Path, cut: str) -> None:
    text = (pack / "stations.csv").read_text("utf-8").replace(",", ";")
    text = text.replace("\n9801012001001;", f"\n{cut};", 1)
    (pack / "stations.csv").write_text(text, "utf-8")
    (line,) = told(pack)
    assert f"code '{cut}' was cut by a spreadsheet" in line


def test_every_line_that_is_not_utf8_is_named_with_the_cure(pack: Path) -> None:
    lines = (pack / "stations.csv").read_bytes().splitlines(keepends=True)
    for at in (4, 9):
        lines[at] = lines[at].replace(b"Balai", b"Bal\xe9")
    (pack / "stations.csv").write_bytes(b"".join(lines))
    found = told(pack)
    assert places(found) == ["stations.csv:5", "stations.csv:10"]
    assert all("is not UTF-8 text: in Excel: Save As, CSV UTF-8" in line for line in found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("code,name\n".encode("utf-16"), "is UTF-16, not UTF-8 text"),
        (b"PK\x03\x04rest", "is an Excel workbook, no text"),
    ],
)
def test_a_file_of_another_kind_is_named_once(pack: Path, content: bytes, said: str) -> None:
    (pack / "areas.csv").write_bytes(content)
    (line,) = told(pack)
    assert line.startswith(f"areas.csv: {said}: in Excel: Save As, CSV UTF-8")


def test_a_file_full_of_faults_tells_the_first_and_counts_the_rest(pack: Path) -> None:
    drop_lines(pack, "stations.csv", "9")
    for number in range(1, MOST + 8):
        append_line(pack, "stations.csv", f"9801012001{number:03},9801012001,{number},viele,,,,")
    lines = told(pack)
    assert (
        len([line for line in lines if line.startswith("stations.csv:") and "viele" in line])
        == MOST
    )
    assert lines[-1] == "stations.csv: ... and 7 more"
