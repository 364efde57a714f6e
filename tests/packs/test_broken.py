"""Broken packs are refused with file, line and reason; what only looks odd is read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import BadPack
from models.packs.csv_values import name
from models.packs.pack import Pack, read_pack
from tests.packs.editing import append_line, drop_lines, edit
from tests.packs.tiny import make_tiny_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make_tiny_pack(tmp_path / "tiny")


def read_all(folder: Path) -> Pack:
    """Read everything that a load reads."""
    pack = read_pack(folder)
    list(pack.contests())
    list(pack.participants())
    list(pack.stations())
    return pack


_LETTER = "[letter]\nnumber = '{nomor}'\n[sources]"
_QUIZ = """[[quiz]]
code = "jam"
question = "Kapan?"
choices = ["Pagi", "Siang"]
right = "D"
[sources]"""
REPLACED = [
    (
        "election.toml",
        '"check_in"',
        '"hadir"',
        "69: phases.1.code: 'hadir' is none of bupati",
    ),
    ("areas.csv", "code,parent,level", "code,induk,level", "1: unknown column 'induk'"),
    ("areas.csv", "parent,level,name,", "parent,level,", "1: column 'name' is missing"),
    ("areas.csv", "lat,lon,noken", "lat,lat,noken", "1: column 'lat' stands twice"),
    ("areas.csv", "\n9801,98,", "\n9801,97,", "4: parent '97' of area 9801 is not in areas.csv"),
    ("areas.csv", "\n980102,9801,", "\n980102,98,", "7: parent '98' of area 980102 is not one"),
    ("areas.csv", "\n980102,9801,", "\n980101,9801,", "7: area 980101 stands twice"),
    ("areas.csv", "kecamatan,Sukarasa", "distrik,Sukarasa", "7: level 'distrik' is none of"),
    ("areas.csv", "kabkota,Kota Anggrek", "kabkota,", "5: name is empty"),
    ("areas.csv", "Asia/Makassar", "WITA", "5: 'WITA' is no time zone"),
    ("areas.csv", "-7.81,110.36", "-7.81,", "10: lat '-7.81', lon '' are no degrees"),
    ("areas.csv", "-7.81,110.36", "110.36,-7.81", "10: lat 110.36, lon -7.81 are no place"),
    ("areas.csv", "\n0,,", "\n1,,", "2: needs exactly one nation"),
    ("areas.csv", "\n9801012001,", "\n98.01,", "9: code '98.01' is no code"),
    ("areas.csv", ",ya", ",mungkin", "12: noken 'mungkin' is neither yes"),
    ("districts.csv", "dpr,9801", "dprri,9801", "3: ballot 'dprri' is none of ppwp, dpr"),
    ("districts.csv", "I,3", "I,tiga", "3: seats 'tiga' is no whole number"),
    ("districts.csv", "980102,Melati 2", "980101,Melati 2", "8: district 980101 of dprd_kab stan"),
    ("district_areas.csv", "dpd,98,98", "dpd,99,98", "5: district 99 of dpd is unknown"),
    ("district_areas.csv", "\ndpd,98,98", "", "districts.csv:4: district 98 of dpd has no area"),
    ("district_areas.csv", "02,9871\n", "02,9801\n", "7: 9801 is in district 980001 of dprd_p"),
    ("district_areas.csv", "9801022002901", "9801022002902", "10: area '9801022002902' is neith"),
    ("parties.csv", "2,Padi", "1,Padi", "3: party 1 stands twice"),
    ("parties.csv", "2,Padi", "0,Padi", "3: number '0' is no whole number from 1"),
    ("parties.csv", "Aceh,11", "Aceh,9801", "5: local_to '9801' is no provinsi"),
    ("candidates.csv", "ppwp,0,,2", "ppwp,1,,2", "3: district 1 of ppwp is unknown"),
    ("candidates.csv", "ppwp,0,,2", "ppwp,0,3,2", "3: party must be empty on the ballot ppwp"),
    ("candidates.csv", "ppwp,0,,2", "ppwp,0,,1", "3: candidate 1 in ppwp 0 stands twice"),
    ("candidates.csv", "dpr,9801,1,2", "dpr,9801,1,1", "11: candidate 1 of party 1 in dpr 9801"),
    ("candidates.csv", "dpr,9801,1,2", "dpr,9801,7,2", "11: party 7 is not in parties.csv"),
    ("candidates.csv", "Gita Nusa,L", "Gita Nusa,X", "5: sex 'X' is neither L nor P"),
    (
        "stations.csv",
        "001,1,210,,Balai RW 01 Sukamaju Ki",
        "001,1,-5,,B",
        "2: voters '-5' is no whole",
    ),
    ("stations.csv", "9801012002001,9801012002", "9801012002001,980101", "6: kelurahan '980101'"),
    ("stations.csv", "9801012002001,9801012002,1", "9801012001003,9801012001,3", "6: station 3 "),
    ("stations.csv", "9801012002001,9801012002,1", "9801012002001,9801012002,7", "6: code 98010"),
    ("stations.csv", "9801012002001,9801012002,1", "9801012002001,9801012002,0", "6: number '0'"),
    ("stations.csv", "901,350,1,Lapas", "901,350,Lapas", "21: has 7 columns, the header 8"),
    ("stations.csv", ",Lapas Sukarasa", ',"Lapas Sukarasa', "22: broken CSV"),
    ("election.toml", 'colour = "biru"', "colour = biru", "54: Invalid value (at line 54"),
    ("election.toml", 'colour = "biru"', "warna = 1", "54: ballots.4.warna: Extra inputs"),
    ("election.toml", "voter_cap = 300", "voter_cap = 0", "7: station.voter_cap: Input should"),
    ("election.toml", "[sources]", _LETTER, "80: letter.number: '{nomor}' cannot be written"),
    ("election.toml", "[sources]", _QUIZ, "79: quiz.1: right = 'D' is none of the choices"),
    ("election.toml", 'code = "dpd"', 'code = "dpdx"', "45: ballots.3.code: Input should be"),
    ("election.toml", 'code = "dpd"', 'code = "dpr"', " a ballot stands twice in ballots"),
    ("election.toml", "date = 2024-02-14", "date = 14", "3: date: Datetimes provided to dates"),
    ("election.toml", 'timezone = "Asia/Jakarta"', 'timezone = "WIB"', "4: timezone: 'WIB' is no"),
]


@pytest.mark.parametrize(("file", "old", "new", "reason"), REPLACED)
def test_a_broken_line_is_refused_with_its_reason(
    pack: Path, file: str, old: str, new: str, reason: str
) -> None:
    edit(pack, file, old, new)
    with pytest.raises(BadPack) as refused:
        read_all(pack)
    said = str(refused.value)
    assert said.startswith(reason if ".csv:" in reason else f"{file}:{reason}")


def test_a_missing_file_or_folder_is_named(pack: Path, tmp_path: Path) -> None:
    (pack / "parties.csv").unlink()
    with pytest.raises(BadPack, match=r"^parties\.csv: there is no such file"):
        read_all(pack)
    with pytest.raises(BadPack, match="there is no such folder"):
        read_pack(tmp_path / "nowhere")


def test_a_district_without_candidates_is_refused(pack: Path) -> None:
    drop_lines(pack, "candidates.csv", "dpd,98")
    with pytest.raises(BadPack, match=r"^districts\.csv:4: 98 of dpd has no candidates"):
        read_all(pack)


def test_text_that_is_not_utf8_is_refused_with_its_line(pack: Path) -> None:
    stations = (pack / "stations.csv").read_bytes().splitlines(keepends=True)
    stations[9] = stations[9].replace(b"Balai", b"Bal\xe9")
    (pack / "stations.csv").write_bytes(b"".join(stations))
    with pytest.raises(BadPack, match=r"^stations\.csv:10: is not UTF-8 text"):
        read_all(pack)


def test_a_zero_byte_is_refused_with_its_line(pack: Path) -> None:
    edit(pack, "areas.csv", "Kamboja", "Kam\0boja")
    with pytest.raises(BadPack, match=r"^areas\.csv:14: holds a zero byte"):
        read_all(pack)


def windows(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def semicolons(text: str) -> bytes:
    return text.replace(",", ";").encode()


def tabs(text: str) -> bytes:
    return text.replace(",", "\t").encode()


def airy(text: str) -> bytes:
    return (text.replace(",", " , ").replace("\n", "\n\n") + "\n\n").encode()


@pytest.mark.parametrize("written", [windows, semicolons, tabs, airy])
def test_byte_order_mark_line_ends_separators_and_blanks_are_read(
    pack: Path, written: Callable[[str], bytes]
) -> None:
    before = read_all(pack)
    stations = list(before.stations())
    for path in pack.glob("*.csv"):
        path.write_bytes(written(path.read_text("utf-8")))
    after = read_all(pack)
    assert list(after.contests()) == list(before.contests())
    assert list(after.stations()) == stations
    assert list(after.areas) == list(before.areas)


def test_columns_may_come_in_any_order_and_optional_ones_may_be_missing(pack: Path) -> None:
    (pack / "parties.csv").write_text(
        "name,number,short\nPartai Satu,1,P1\nPartai Dua,2,P2\nPartai Tiga,3,P3\n", "utf-8"
    )
    parties = read_all(pack).parties
    assert [(one.number, one.short, one.local_to) for one in parties] == [
        (1, "P1", ""),
        (2, "P2", ""),
        (3, "P3", ""),
    ]


def test_children_may_stand_before_their_parents(pack: Path) -> None:
    header, *lines = (pack / "areas.csv").read_text("utf-8").splitlines()
    (pack / "areas.csv").write_text("\n".join([header, *reversed(lines)]), "utf-8")
    assert read_all(pack).areas["9871011001"].path == "0.98.9871.987101.9871011001"


def test_codes_abroad_may_hold_letters(pack: Path) -> None:
    append_line(pack, "areas.csv", "99AZ01,9901,kecamatan,KBRI Contoh,,,,,")
    append_line(pack, "areas.csv", "99AZ010001,99AZ01,kelurahan,POS,,,,,")
    append_line(pack, "stations.csv", "99AZ010001001,99AZ010001,1,80,,,,")
    assert list(read_all(pack).stations())[-1].kelurahan == "99AZ010001"


def test_a_single_pair_runs_against_the_empty_column(pack: Path) -> None:
    drop_lines(pack, "candidates.csv", "ppwp,0,,2", "ppwp,0,,3")
    append_line(pack, "candidates.csv", "ppwp,0,,0,Kolom kosong,,")
    president = next(iter(read_all(pack).contests()))
    assert [(one.code, one.name) for one in president.choices] == [
        ("1", "Ani Melati - Budi Kenanga"),
        ("0", "Kolom kosong"),
    ]
    pairs = [one.code for one in read_all(pack).participants() if one.kind == "pair"]
    assert pairs == ["1"], "nobody stands for the empty column"


def test_a_local_party_stands_only_where_it_is_local(pack: Path) -> None:
    edit(pack, "parties.csv", "Aceh,11", "Aceh,98")
    of = {
        (one.ballot.value, one.code): [choice.code for choice in one.parties()]
        for one in read_all(pack).contests()
    }
    assert of["dprd_kab", "980101"] == ["1", "2", "3", "18"]
    assert of["dpr", "9801"] == ["1", "2", "3"], "never on the DPR's ballot"


def test_a_watchdog_takes_part_by_its_own_name(pack: Path) -> None:
    edit(pack, "election.toml", 'kind = "peserta"', 'kind = "pemantau"')
    last = list(read_all(pack).participants())[-1]
    assert (last.kind, last.name) == ("watchdog", "Tim Saksi Contoh")


def test_a_name_is_read_with_one_space_and_none_before_a_comma() -> None:
    assert (
        name("c.csv", 2, "name", "Dr. H. TUGIMAN,  S.H. , M.Si.") == "Dr. H. TUGIMAN, S.H., M.Si."
    )
