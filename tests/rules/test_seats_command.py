"""`saksi seats`: the agreed JSON, and one clear sentence for each kind of bad input."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from api.cli.seats import seats

app = typer.Typer()
app.command()(seats)


def run(folder: Path, text: str, *options: str, national: str | None = None) -> Result:
    votes = folder / "votes.csv"
    votes.write_bytes(text.encode())
    if national is not None:
        (folder / "national.csv").write_text(national)
        options = (*options, "--national", str(folder / "national.csv"))
    return CliRunner().invoke(app, ["--votes", str(votes), *options])


def test_json_holds_the_agreed_keys(tmp_path: Path) -> None:
    nation = "party,votes\nA,900\nB,70\nC,30\n"
    options = ("--seats", "3", "--threshold", "0.04", "--json")
    done = run(tmp_path, "party,votes\nA,60\nB,39\nC,30\n", *options, national=nation)
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert answer == answer | {
        "seats": {"A": 2, "B": 1},
        "order": ["A", "B", "A"],
        "excluded": ["C"],
        "tie": None,
        "next": {"party": "B", "needs": 22},
    }


def test_a_tie_is_told_with_its_parties_and_seats(tmp_path: Path) -> None:
    done = run(tmp_path, "party,votes\nA,300\nB,100\nC,100\n", "--seats", "3", "--json")
    answer = json.loads(done.stdout)
    assert (answer["tie"], answer["order"]) == ({"parties": ["A", "B", "C"], "seats": 2}, ["A"])


@pytest.mark.parametrize("method", ["sainte-lague", "hare", "dhondt"])
def test_methods_by_name(tmp_path: Path, method: str) -> None:
    text = "party,votes\nA,100\nB,80\nC,30\nD,20\n"
    done = run(tmp_path, text, "--seats", "8", "--method", method, "--json")
    expected = {
        "sainte-lague": {"A": 3, "B": 3, "C": 1, "D": 1},
        "hare": {"A": 3, "B": 3, "C": 1, "D": 1},
        "dhondt": {"A": 4, "B": 3, "C": 1},
    }
    assert json.loads(done.stdout)["seats"] == expected[method]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffparty,votes\nA,60\nB,39\n",
        "party;votes\nA;60\nB;39\n",
        "Party , VOTES\r\nA, 60\r\n\r\nB,39\r\n",
        'no,votes,party\n1,60,"A"\n2,39,B\n',
    ],
)
def test_spreadsheets_of_all_kinds_are_understood(tmp_path: Path, text: str) -> None:
    done = run(tmp_path, text, "--seats", "2", "--json")
    assert json.loads(done.stdout)["order"] == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        ("party,votes\nA,1\nB,-5\n", (), ["votes.csv:3", "votes", "-5", "negative"]),
        ("party,votes\nA,\n", (), ["votes.csv:2", "votes", "empty"]),
        ("party,votes\nA\n", (), ["votes.csv:2", "votes", "empty"]),
        ("party,votes\nA,abc\n", (), ["votes.csv:2", "votes", "abc", "whole number"]),
        ("party,votes\nA,1.5\n", (), ["votes.csv:2", "votes", "1.5", "whole number"]),
        ("party,votes\nA,1e3\n", (), ["votes.csv:2", "votes", "1e3", "whole number"]),
        ("party,votes\nA,٣\n", (), ["votes.csv:2", "votes", "whole number"]),
        ("party,votes\nA," + "9" * 30, (), ["votes.csv:2", "votes", "more than"]),
        ("party,votes\n,12\n", (), ["votes.csv:2", "party", "empty"]),
        ("party,votes\nA,1\nB,2\nA,3\n", (), ["votes.csv:4", "party", "'A'", "twice"]),
        ("party,suara\nA,1\n", (), ["votes.csv:1", "'votes'", "missing"]),
        ("A,1\n", (), ["votes.csv:1", "'party'", "missing"]),
        ("", (), ["votes.csv:1", "'party'", "missing"]),
        ("party,votes\n", (), ["votes.csv", "no party"]),
        ("party,votes\nA,1\n", ("--seats", "0"), ["--seats", "0"]),
        ("party,votes\nA,1\n", ("--seats", "-3"), ["--seats", "-3"]),
        ("party,votes\nA,1\n", ("--seats", "99999999"), ["--seats", "99999999"]),
        ("party,votes\nA,1\n", ("--method", "webster"), ["--method", "'webster'", "hare"]),
        ("party,votes\nA,1\n", ("--threshold", "0.04"), ["--threshold", "--national"]),
        ("party,votes\nA,1\n", ("--threshold", "viel"), ["--threshold", "'viel'"]),
        ("party,votes\nA,1\n", ("--threshold", "4"), ["--threshold", "between 0 and 1"]),
    ],
)
def test_bad_input_is_one_clear_sentence(
    tmp_path: Path, text: str, options: tuple[str, ...], told: list[str]
) -> None:
    done = run(tmp_path, text, "--seats", "3", *options, "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert [words for words in told if words not in line] == []


def test_a_party_that_the_nation_does_not_know_is_named(tmp_path: Path) -> None:
    options = ("--seats", "3", "--threshold", "4%")
    done = run(tmp_path, "party,votes\nA,1\nX,1\n", *options, national="party,votes\nA,9\n")
    assert (done.exit_code, "'X'" in done.stderr) == (2, True)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["--votes", str(tmp_path / "none.csv"), "--seats", "3"])
    assert (done.exit_code, "none.csv" in done.stderr) == (2, True)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_bytes(b"PK\x03\x04\xff\xfe")
    done = CliRunner().invoke(app, ["--votes", str(tmp_path / "votes.csv"), "--seats", "3"])
    assert (done.exit_code, "votes.csv" in done.stderr) == (2, True)


def test_people_get_lines(tmp_path: Path) -> None:
    done = run(tmp_path, "party,votes\nA,60\nB,39\n", "--seats", "2")
    assert "1. A" in done.stdout
    assert "Next: A, needs 58 more vote(s)." in done.stdout
