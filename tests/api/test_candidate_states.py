"""Candidates who died, were disqualified or withdrew: the votes stay, the seat goes on."""

import json
import re
from pathlib import Path

import pytest
from httpx import AsyncClient

from models.rules.persons import elect
from tests.api.terminal import Saksi

GONE = ("elections", "candidate", "--list", "dpr:9801", "--participant", "party:1")


def test_who_is_gone_takes_no_seat_and_the_next_one_does() -> None:
    votes = {"1.1": 20, "1.2": 30, "1.3": 10}
    assert elect(votes, 2).candidates == ("1.2", "1.1")
    assert elect(votes, 2, {"1.2"}).candidates == ("1.1", "1.3")
    assert elect(votes, 3, {"1.2"}).unfilled == 1
    assert elect({"1.1": 20, "1.2": 20}, 1, {"1.2"}).tie is None


async def test_the_votes_stay_and_the_seat_without_a_candidate_is_told(
    saksi: Saksi, client: AsyncClient
) -> None:
    recap = "/api/v1/recap?ballot=dpr&district=9801"
    before = (await client.get(recap)).json()["rows"]
    put = await saksi(*GONE, "--number", "2", "--state", "died", "--reason", "SK KPU 12/2024")
    assert (put.code, put.err) == (0, "")
    assert "the votes stay, never seated" in put.out
    assert (await client.get(recap)).json()["rows"] == before
    answer = (await client.get("/api/v1/seats?ballot=dpr")).json()
    (row,) = answer["rows"]
    assert answer["seats"] == {"1": 2, "2": 2}, "the party keeps its seats"
    assert row["elected"]["1"] == {"candidates": ["1.1"], "unfilled": 1, "tie": None}
    assert row["gone"] == {"1.2": "died"}
    told = (await saksi("seats", "--ballot", "dpr")).out
    assert re.search(r"Together: 1 \w+: 2, 2 \w+: 2", told), told
    assert "candidate 1.2 died: the votes stay, never seated" in told
    assert "party 1: 1 seat(s) without a candidate" in told
    assert "1.2 Pilihan 1.2: died (SK KPU 12/2024)" in (await saksi("elections", "candidate")).out


async def test_what_was_said_of_a_candidate_can_be_taken_back_and_stands_in_the_log(
    saksi: Saksi, client: AsyncClient
) -> None:
    await saksi(*GONE, "--number", "2", "--state", "disqualified", "--reason", "SK KPU 12/2024")
    await saksi(*GONE, "--number", "2", "--state", "withdrew", "--reason", "surat calon")
    listed = json.loads((await saksi("elections", "candidate", "--json")).out)["candidates"]
    assert [(one["code"], one["state"]) for one in listed] == [("1.2", "withdrew")]
    assert (await saksi(*GONE, "--number", "2", "--state", "stands")).code == 0
    (row,) = (await client.get("/api/v1/seats?ballot=dpr")).json()["rows"]
    assert row["elected"]["1"]["candidates"] == ["1.2", "1.1"]
    assert "gone" not in row
    shown = (await saksi("audit", "show", "--json")).out
    assert shown.count("candidate state") == 3


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--number", "9", "--state", "died", "--reason", "x"), "no candidate 9"),
        (("--number", "2", "--state", "dead", "--reason", "x"), "died, disqualified, withdrew"),
        (("--number", "2", "--state", "died"), "--reason"),
    ],
)
async def test_a_wrong_word_is_one_sentence(saksi: Saksi, words: tuple[str, ...], why: str) -> None:
    done = await saksi(*GONE, *words)
    assert done.code == 2
    assert why in done.err


async def test_a_list_of_those_who_are_gone_comes_in_whole_or_not_at_all(
    saksi: Saksi, tmp_path: Path
) -> None:
    file = tmp_path / "gugur.csv"
    head = "Dapil;Partai;No Urut;Nama Calon;Status;Dasar Hukum\n"
    good = "dpr:9801;party:1;1;Pilihan;Meninggal dunia;SK 1\n"
    good += "dpr:9801;party:1;2;Pilihan;Mengundurkan diri;SK 2\n"
    wrong = "dpr:9801;party:1;9;Siapa;Mundur;SK 3\ndpr:9801;party:1;1;Siapa;Sakit;SK 4\n"
    file.write_text(head + good + wrong)
    words = ("elections", "candidate", "--from", str(file))
    refused = await saksi(*words, "--json")
    assert refused.code == 2
    assert [one["line"] for one in json.loads(refused.out)["errors"]] == ["4", "5"]
    file.write_text(head + good)
    assert "would be: 2 candidates" in (await saksi(*words, "--check")).out
    shown = ("elections", "candidate", "--json")
    assert json.loads((await saksi(*shown)).out)["candidates"] == []
    assert (await saksi(*words)).code == 0
    listed = json.loads((await saksi(*shown)).out)["candidates"]
    assert {(one["code"], one["state"], one["reason"]) for one in listed} == {
        ("1.1", "died", "SK 1"),
        ("1.2", "withdrew", "SK 2"),
    }
