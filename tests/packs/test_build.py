"""Packs made from tables in the shape of the collected ones, and from those where they are."""

import os
from collections import Counter
from pathlib import Path

import pytest

from models.errors import BadInput
from models.packs.build import Built, build_pack
from models.packs.build.written_names import local_word, party_name, spoken
from models.packs.build.zones import zone_of_provinsi
from models.packs.official_results import read_official_results
from models.packs.pack import Pack, read_pack
from tests.packs.sources import make_tables

SHARED = Path(os.environ.get("SAKSI_SHARED", "../shared")) / "data" / "election"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tables(tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def nation(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Pack]:
    built = build_pack(tables, tmp_path_factory.mktemp("nation"), ["0"])
    return built, read_pack(built.folder)


def test_a_nation_holds_every_area_and_station(nation: tuple[Built, Pack]) -> None:
    built, pack = nation
    assert (built.code, built.name) == ("pemilu-2024", "Pemilu 2024")
    assert Counter(area.level for area in pack.areas.values()) == {0: 1, 1: 2, 2: 3, 3: 4, 4: 8}
    stations = list(pack.stations())
    assert len(stations) == 15
    assert [one.number for one in stations if one.special] == [901, 902]
    assert not [one for one in stations if one.kelurahan == "9904010002"], "a count below zero"


def test_names_are_written_as_people_do(nation: tuple[Built, Pack]) -> None:
    areas = nation[1].areas
    assert areas["5101"].name == "Kabupaten Melati"
    assert areas["5171"].name == "Kota Anggrek"
    assert areas["5101012001"].name == "Suka Maju Kidul", "the ministry's spelling of the same"
    assert areas["5101012002"].name == "Suka dan Maju", "the ministry's code is another village"
    assert areas["5171011001"].name == "Kenanga II"
    assert areas["5101012001"].local_word == "Desa"
    assert areas["5171011001"].local_word == ""
    assert areas["510101"].timezone == "Asia/Makassar"


def test_an_area_has_the_place_of_its_middle_and_never_anothers(nation: tuple[Built, Pack]) -> None:
    lat = {code: area.lat for code, area in nation[1].areas.items() if area.lat is not None}
    assert lat == {
        "51": -8.1,
        "5101": -8.2,
        "510101": -8.3,
        "5101012001": -8.31,
        "5101012002": -8.32,  # renumbered: by its name
        "5101022001": -8.33,  # another spelling of no sibling
        "5171011001": -8.42,  # its code is Kamboja's now
        "5171011002": -8.41,
    }


def test_without_the_table_of_middles_a_pack_has_none(tmp_path: Path) -> None:
    tables = make_tables(tmp_path / "tables")
    (tables / "shapes" / "centroids.csv.gz").unlink()
    built = build_pack(tables, tmp_path / "pack", ["5101"])
    assert all(area.lat is None for area in read_pack(built.folder).areas.values())


def test_parties_and_pairs_come_with_what_people_call_them(nation: tuple[Built, Pack]) -> None:
    pack = nation[1]
    assert "bola dunia" in pack.parties[0].names
    assert "AMIN" in pack.candidates["ppwp", "0"][0].names


def test_votes_from_abroad_count_in_jakarta_alone(nation: tuple[Built, Pack]) -> None:
    pack = nation[1]
    assert pack.voting["9904010001"] == {"ppwp": "0", "dpr": "3102"}
    assert [one.key for one in pack.districts if one.ballot == "dpd"] == [("dpd", "51")]


def test_a_renumbered_kecamatan_is_found_by_its_name(nation: tuple[Built, Pack]) -> None:
    pack = nation[1]
    assert pack.voting["5101012001"]["dprd_kab"] == "510101", "listed under Sukarasa's code"
    assert pack.voting["5101022001"]["dprd_kab"] == "510101", "listed under a code of nobody"


def test_a_split_kecamatan_votes_by_kelurahan_and_what_nobody_lists_is_told(
    nation: tuple[Built, Pack],
) -> None:
    built, pack = nation
    assert pack.voting["5171011001"]["dprd_kab"] == "517101"
    assert pack.voting["5171011002"]["dprd_kab"] == "517102"
    assert "dprd_kab" not in pack.voting["5171011003"]
    assert built.unplaced == ["5171011003"]
    assert "5171011003" in (built.folder / "README.md").read_text("utf-8")


def test_only_registers_that_can_be_true_are_taken(nation: tuple[Built, Pack]) -> None:
    voters = {one.code: one.voters for one in nation[1].stations() if one.voters is not None}
    assert voters == {"5101012001001": 250}


def test_published_figures_keep_their_source_and_their_faults(nation: tuple[Built, Pack]) -> None:
    every = read_official_results(nation[0].folder)
    results = {one.area: one for one in every if one.ballot == "ppwp"}
    read = {"5101012001001", "5101012001002", "5101012002001", "5101022001001"}
    assert set(results) == {"0", "51", *read}
    assert results["5101022001001"].votes == {"2": 4}, "what was not read is left out"
    first = results["5101012001001"]
    assert (first.version, first.votes) == ("sirekap-2024-03-20", {"1": 50, "2": 60, "3": 70})
    assert (first.valid, first.invalid, first.total) == (180, 3, 183)
    assert first.figures["pengguna_dptb_j"] == 2
    assert results["51"].votes == {"1": 100, "2": 200, "3": 300}


def test_published_figures_of_party_ballots_are_there(nation: tuple[Built, Pack]) -> None:
    every = read_official_results(nation[0].folder)
    found = {(one.version, one.level, one.area): one for one in every if one.ballot != "ppwp"}
    assert found["kpu-360-2024", "nasional", "0"].votes == {"1": 10, "2": 20}
    assert found["kpu-1050-2024", "nasional", "0"].votes == {"1": 9, "2": 18}
    district = found["kpu-360-2024", "dapil", "5101"]
    assert district.votes == {"1": 32, "1.0": 20, "1.2": 7, "1.1": 5}
    assert district.valid == 32
    station = found["sirekap-2024", "tps", "5101012001001"]
    assert (station.district, station.votes, station.valid) == ("510001", {"1": 30}, None)
    assert len(found) == 4


def test_a_pack_of_a_kota_holds_what_its_stations_vote_in(tables: Path, tmp_path: Path) -> None:
    built = build_pack(tables, tmp_path, ["5171"])
    pack = read_pack(tmp_path)
    assert (built.code, built.name) == ("pemilu-2024-5171", "Pemilu 2024, Kota Anggrek")
    assert [area for area in pack.areas if len(area) < 10] == ["0", "51", "5171", "517101"]
    assert {one.key for one in pack.districts} == {
        ("ppwp", "0"),
        ("dpr", "5101"),
        ("dpd", "51"),
        ("dprd_prov", "510002"),
        ("dprd_kab", "517101"),
        ("dprd_kab", "517102"),
    }
    assert pack.config.ballot("dprd_kab").name == "DPRD Kota"
    president, house, *_ = pack.contests()
    assert [one.code for one in president.choices] == ["1", "2", "3"]
    assert [one.code for one in house.choices] == ["1", "1.0", "1.1", "1.2", "2", "2.0", "2.1"]


def test_several_areas_make_one_pack_and_abroad_has_two_ballots(
    tables: Path, tmp_path: Path
) -> None:
    build_pack(tables, tmp_path / "two", ["5101022001", "517101"])
    two = read_pack(tmp_path / "two")
    assert len([one for one in two.areas.values() if one.level == 4]) == 4
    build_pack(tables, tmp_path / "abroad", ["99"])
    abroad = read_pack(tmp_path / "abroad")
    assert [ballot.code.value for ballot in abroad.config.ballots] == ["ppwp", "dpr"]


def test_an_unknown_area_or_folder_is_refused(tables: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no area 7777"):
        build_pack(tables, tmp_path / "out", ["7777"])
    with pytest.raises(BadInput, match="does not hold the tables"):
        build_pack(tmp_path, tmp_path / "out", ["51"])
    assert not (tmp_path / "out").exists()


def test_names_words_and_zones() -> None:
    assert spoken("DAERAH ISTIMEWA YOGYAKARTA I") == "Daerah Istimewa Yogyakarta I"
    assert spoken("KBRI WASHINGTON D.C.") == "KBRI Washington D.C."
    assert party_name("PARTAI PERINDO") == "Partai Perindo"
    assert party_name("Partai GOLKAR") == "Partai GOLKAR"
    assert local_word("347113", 3) == "Kemantren"
    assert local_word("340101", 3) == "Kapanewon"
    assert local_word("910301", 3) == "Distrik"
    assert local_word("1101012001", 4) == "Gampong"
    assert [zone_of_provinsi(code) for code in ("31", "51", "81")] == [
        "Asia/Jakarta",
        "Asia/Makassar",
        "Asia/Jayapura",
    ]


COLLECTED = pytest.mark.skipif(not SHARED.is_dir(), reason="no collected tables (SAKSI_SHARED)")


@pytest.mark.shared
@COLLECTED
def test_a_provinsi_of_2024_has_the_known_numbers(tmp_path: Path) -> None:
    """DI Yogyakarta against KPU's figures: 5, 78, 438, 11,932; 1, 7 and 27 dapil, 8 + 55 seats."""
    built = build_pack(SHARED, tmp_path, ["34"])
    pack = read_pack(tmp_path)
    levels = Counter(one.level for one in pack.areas.values())
    assert levels == {0: 1, 1: 1, 2: 5, 3: 78, 4: 438}
    districts = Counter(one.ballot for one in pack.districts)
    assert districts == {"ppwp": 1, "dpr": 1, "dpd": 1, "dprd_prov": 7, "dprd_kab": 27}
    seats = Counter[str]()
    for district in pack.districts:
        seats[district.ballot] += district.seats
    assert (seats["dpr"], seats["dprd_prov"], seats["dpd"]) == (8, 55, 4)
    assert all(len(pack.voting[one.code]) == 5 for one in pack.areas.values() if one.level == 4)
    assert built.unplaced == []
    assert built.rows["stations.csv"] == len(list(pack.stations())) == 11_932
    assert built.rows["shapes"] == 2 + 5 * 2


@pytest.mark.shared
@COLLECTED
def test_the_sample_is_what_the_tables_make(tmp_path: Path) -> None:
    built = build_pack(SHARED, tmp_path / "pack", ["3471"])
    sample = Path(__file__).parents[2] / "packs" / "yogyakarta-2024"
    for file in ("areas", "parties", "districts", "district_areas", "stations", "official_results"):
        made = (built.folder / f"{file}.csv").read_text("utf-8")
        assert made == (sample / f"{file}.csv").read_text("utf-8"), file


@pytest.mark.long
@pytest.mark.shared
@COLLECTED
def test_the_nation_of_2024_has_the_known_numbers(tmp_path: Path) -> None:
    """Against KPU's figures: 38 provinces, 514, 7,277, 83,731, 820,161; 84, 301, 2,325 dapil."""
    built = build_pack(SHARED, tmp_path, ["0"])
    pack = read_pack(tmp_path)
    home = Counter(one.level for one in pack.areas.values() if not one.code.startswith("99"))
    assert home == {0: 1, 1: 38, 2: 514, 3: 7_277, 4: 83_731}
    districts = Counter(one.ballot for one in pack.districts)
    assert districts == {"ppwp": 1, "dpr": 84, "dpd": 38, "dprd_prov": 301, "dprd_kab": 2_325}
    seats = Counter[str]()
    for district in pack.districts:
        seats[district.ballot] += district.seats
    assert (seats["dpr"], seats["dprd_prov"], seats["dpd"]) == (580, 2_372, 152)
    assert all(len(pack.voting[one.code]) >= 2 for one in pack.areas.values() if one.level == 4)
    assert len(built.unplaced) == 4
    with (tmp_path / "stations.csv").open(encoding="utf-8") as file:
        home_stations = sum(not line.startswith("99") for line in file) - 1
    assert home_stations == 820_161
