"""A station from the first number to the recap: five ballots, two witnesses, one reviewer."""

import json

from models.values import Role
from tests.cases.desk import Desk, Phone
from tests.cases.test_disputes import report

BALLOTS = {
    "ppwp": {"1": 102, "2": 87, "3": 3},
    "dpr": {"1": 50, "2": 60, "3": 70},
    "dpd": {"1": 40, "2": 30, "3": 20, "4": 60, "5": 25},
    "dprd_prov": {"1": 66, "2": 44, "3": 55},
    "dprd_kab": {"1": 71, "2": 41, "3": 61},
}
NAMES = {"dprd_prov": "dprd provinsi", "dprd_kab": "dprd kab"}
INVALID = 4


def line(ballot: str, votes: dict[str, int]) -> str:
    """What a witness types of a ballot, in one message."""
    told = " ".join(f"{code}={number}" for code, number in votes.items())
    valid = sum(votes.values())
    sums = f"sah {valid} tidak sah {INVALID} jumlah {valid + INVALID}"
    return f"{NAMES.get(ballot, ballot)} {told} {sums}"


async def fill(phone: Phone, numbers: dict[str, dict[str, int]]) -> None:
    for ballot, votes in numbers.items():
        assert "Tersimpan" in await report(phone, line(ballot, votes))


async def look_again(phone: Phone, right: dict[str, int]) -> str:
    """Answer each question about a cell with what this person reads on the form."""
    heard = await phone.say("periksa")
    while "tertulis berapa" in heard:
        asked = next(number for name, number in right.items() if name in heard)
        heard = await phone.say(str(asked))
    return heard


async def test_five_ballots_of_two_witnesses_reach_the_recap(desk: Desk) -> None:
    siti, budi = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    rini = await desk.holder("Bu Rini", 3, Role.REVIEWER, "980101")
    await fill(siti, BALLOTS)
    wrong = {**BALLOTS, "ppwp": {"1": 102, "2": 78, "3": 3}, "dpd": {**BALLOTS["dpd"], "4": 66}}
    await fill(budi, wrong)
    states = "select c.ballot, r.state from station_result r join contest c on c.id = r.contest_id"
    found = {row.ballot: row.state for row in await desk.rows(states)}
    assert found == {
        **dict.fromkeys(("dpr", "dprd_prov", "dprd_kab"), "confirmed"),
        **dict.fromkeys(("ppwp", "dpd"), "disputed"),
    }
    assert (await siti.hear()).count("dua laporan yang belum sama") == 2
    # Of the president Pak Budi sees his mistake; of the DPD both stay with what they read.
    right = {"PRABOWO": 87, "nomor 2": 87, "Ani": 102, "suara sah": 192, "jumlah": 196}
    await look_again(budi, right | {"Candra": 87})
    found = {row.ballot: row.state for row in await desk.rows(states)}
    assert found["ppwp"] == "confirmed"
    for phone, fourth, valid in ((siti, 60, 175), (budi, 66, 181)):
        cells = {"nomor 4": fourth, "suara sah": valid, "jumlah": valid + INVALID}
        assert "Terima kasih sudah memeriksa" in await look_again(phone, cells)
    assert "nomor 4" in (await rini.say("selisih")).lower()
    heard = await rini.say("[Laporan A]")
    assert "alasannya" in heard
    assert "Tersimpan" in await rini.say("terbaca jelas di foto")
    for ballot, votes in BALLOTS.items():
        recap = await desk.recap(ballot)
        counts = await choices(desk, ballot, recap.votes)
        assert {code: counts[code] for code in votes} == votes
        assert (recap.valid, recap.invalid) == (sum(votes.values()), INVALID)
        assert (recap.reported, recap.confirmed, recap.disputed) == (1, 1, 0)
    unsourced = "select 1 from revision where inbox_id is null or said_by is null"
    assert await desk.rows(unsourced) == []
    assert await desk.rows("select 1 from inbox where state <> 1") == []
    assert await desk.rows("select 1 from notice where state <> 1") == []


async def choices(desk: Desk, ballot: str, votes: list[int]) -> dict[str, int]:
    """Votes of the nation's recap by choice code."""
    ((kept,),) = await desk.rows(
        "select c.choices::text from contest c join recap r on r.contest_id = c.id "
        "join area a on a.id = r.area_id and a.level = 0 "
        "where c.ballot = :ballot and r.trust = 0",
        ballot=ballot,
    )
    codes = [choice["code"] for choice in json.loads(kept)]
    return dict(zip(codes, votes, strict=True))
