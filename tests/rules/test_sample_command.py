"""`saksi quickcount draw`: the stations, and all that is needed to repeat and publish them."""

import csv
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.cli.sample import sample

app = typer.Typer()
app.command()(sample)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Two provinces, one kelurahan each, with 30 and 10 stations, in no order."""
    areas = ["code,parent,level,name", "0,,nasional,Indonesia"]
    stations = ["code,kelurahan,number"]
    for province, count in (("98", 30), ("97", 10)):
        codes = [province, f"{province}01", f"{province}0101", f"{province}01012001"]
        levels = ("provinsi", "kabkota", "kecamatan", "kelurahan")
        for code, parent, level in zip(codes, ["0", *codes], levels, strict=False):
            areas.append(f"{code},{parent},{level},{level.title()} {code}")
        stations += [f"{codes[3]}{n:03},{codes[3]},{n}" for n in range(count, 0, -1)]
    (tmp_path / "areas.csv").write_text("\n".join(areas) + "\n")
    (tmp_path / "stations.csv").write_text("\n".join(stations) + "\n")
    return tmp_path


def drawn(*arguments: str) -> dict[str, object]:
    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def test_the_sample_is_ordered_by_region_and_repeatable(pack: Path) -> None:
    answer = drawn(str(pack), "--size", "8", "--seed", "undian")
    assert answer == drawn(str(pack), "--size", "8", "--seed", "undian")
    assert (answer["size"], answer["population"]) == (8, 40)
    assert answer["strata"] == {"97": 10, "98": 30}
    stations = answer["stations"]
    assert isinstance(stations, list)
    assert [line["stratum"] for line in stations] == ["97"] * 2 + ["98"] * 6
    assert stations[0].keys() == {"code", "stratum", "kelurahan", "number"}


def test_stratified_takes_its_part_of_each_province(pack: Path) -> None:
    answer = drawn(str(pack), "--size", "12", "--seed", "x", "--design", "stratified")
    stations = answer["stations"]
    assert isinstance(stations, list)
    assert [line["stratum"] for line in stations].count("97") == 3


def test_a_file_for_the_coordinators(pack: Path) -> None:
    out = pack / "sample.csv"
    arguments = [str(pack), "--size", "5", "--seed", "x", "--out", str(out)]
    done = CliRunner().invoke(app, arguments)
    assert "5 of 40 stations" in done.stdout
    with out.open() as file:
        assert len(list(csv.DictReader(file))) == 5


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--size", "5"), "--seed"),
        (("--size", "41", "--seed", "x"), "41"),
        (("--seed", "x", "--design", "acak"), "'acak'"),
        (("--seed", "x", "--stratum", "rt"), "'rt'"),
    ],
)
def test_bad_input_is_one_clear_sentence(pack: Path, options: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(app, [str(pack), *options])
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_broken_pack_names_file_and_line(pack: Path) -> None:
    with (pack / "stations.csv").open("a") as file:
        file.write("9999012001001,9999012001,1\n")
    done = CliRunner().invoke(app, [str(pack), "--size", "5", "--seed", "x"])
    assert (done.exit_code, "stations.csv:42" in done.stderr) == (2, True)
