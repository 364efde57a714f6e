"""Past results by area over the real database: the area's own, its stations', or the next above."""

from tests.cases.desk import Desk

_QUESTION = """update election set fingerprint = 'asked', config = jsonb_set(config, '{questions}',
    '[{"code": "hasil", "title": "Hasil", "keywords": ["hasil pemilu", "pemilu lalu"],
       "answer": "Lihat jdih.kpu.go.id.", "results": ["ppwp"]}]')"""
_OFFICIAL = """insert into official (election_id, ballot, district, level, code, source, version,
    basis, votes, figures) values ((select id from election), 'ppwp', '', :level, :code, 'KPU',
    :version, '', cast(:votes as jsonb), '{}')"""


async def published(desk: Desk, level: str, code: str, votes: str, version: str = "v1") -> None:
    await desk.do(_OFFICIAL, level=level, code=code, votes=votes, version=version)


async def test_the_nearest_published_figures_answer(desk: Desk) -> None:
    await desk.do(_QUESTION)
    asks = desk.stranger(90)
    assert "jdih.kpu.go.id" in await asks.say("hasil pemilu lalu sukamaju kidul")
    await published(desk, "nasional", "0", '{"1": 600, "2": 400}')
    above = await asks.say("hasil pemilu lalu sukamaju kidul")
    assert "600 (60,0 %)" in above
    assert "Sukamaju Kidul sendiri belum ada angka" in above
    await published(desk, "tps", "9801012001001", '{"1": 10, "2": 30}', "v1")
    await published(desk, "tps", "9801012001001", '{"1": 15, "2": 25}', "v2")
    here = await asks.say("hasil pemilu lalu sukamaju kidul")
    assert "25 (62,5 %)" in here
    assert "Dari 1 dari" in here
    assert "Sumber: KPU (v2)." in here
    await published(desk, "kelurahan", "9801012001", '{"1": 70, "2": 30}')
    assert "70 (70,0 %)" in await asks.say("hasil pemilu lalu sukamaju kidul")
