"""Changes of the register: reported by chat, decided, applied in a batch, undone, recapped."""

from datetime import timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from typer.testing import CliRunner

from api.cli.commands import app
from models.errors import NotFound
from models.rules.voter_change import Status
from models.settings import settings
from models.stores.register_updates import voter_change_batches, voter_changes
from models.stores.register_updates.voter_change_batches import Applied
from models.voter_keys import VoterKeys
from tests.voters import test_asking
from tests.voters.leaks import dump, numbers_in
from tests.voters.register import nik
from tests.voters.test_asking import Clock, asked
from tests.voters.test_keeping import clear
from tests.voters.town import Town

clock, here = test_asking.clock, test_asking.here


async def report(here: Town, sender: int, said: str) -> str:
    """A report by chat; its receipt."""
    told = await here.say(sender, said)
    assert "Tersimpan. Kode U-" in told[-1].text
    return told[-1].text.partition("Kode ")[2].partition(".")[0]


async def test_the_register_changes_only_by_a_coordinators_batch_which_can_be_undone(
    here: Town, database_url: str
) -> None:
    died = await report(here, 7, f"PEMILIH MENINGGAL {nik(2)} Budi Suryani, Sukamaju Kidul, RT 3")
    moved = await report(here, 8, f"pemilih pindah {nik(4)} Joko Suryani, entah di mana")
    new = await report(here, 8, "pemilih baru Neng Baru, Sukamaju Kaler, RT 1")
    assert (await here.say(9, asked(2)))[0].text.startswith("TPS 03"), "a report alone is no word"
    keys = VoterKeys(here.keys)
    async with here.database.transaction() as tx:
        number = await tx.scalar(text("select id from election"))
        rows = await voter_changes.listed(tx, number, Status.REPORTED)
        places = {row.receipt: row.kelurahan for row in rows}
        assert places == {died: "Sukamaju Kidul", moved: "Sukamaju Kidul", new: "Sukamaju Kaler"}
        await voter_changes.decide(tx, died, Status.ACCEPTED, "surat kematian")
        await voter_changes.decide(tx, moved, Status.REJECTED, "masih tinggal di sini")
        await voter_changes.decide(tx, new, Status.ACCEPTED, "")
        assert await voter_change_batches.apply(tx, keys, number) == Applied(1, 2, 1, 0)
    assert "Data belum cocok" in (await here.say(10, asked(2)))[0].text
    assert (await here.say(10, asked(4)))[0].text.startswith("TPS 01")
    async with here.database.transaction() as tx:
        with pytest.raises(NotFound):
            await voter_changes.decide(tx, died, Status.REJECTED, "too late")
        assert await voter_change_batches.undo(tx, 1) == 1
    assert (await here.say(11, asked(2)))[0].text.startswith("TPS 03")
    assert numbers_in(dump(database_url)) == set()


async def test_a_new_voter_stands_in_the_register_where_the_coordinator_says_until_undone(
    here: Town, database_url: str
) -> None:
    unknown = "9999994101070009"
    receipt = await report(here, 7, f"pemilih baru {unknown} Neng Baru, Sukamaju Kidul, RT 1")
    question = f"cek tps {unknown}"
    keys = VoterKeys(here.keys)
    async with here.database.transaction() as tx:
        number = await tx.scalar(text("select id from election"))
        with pytest.raises(NotFound):
            await voter_changes.decide(tx, receipt, Status.ACCEPTED, "", (number, "x"))
        place = (number, "9801012001002")
        await voter_changes.decide(tx, receipt, Status.ACCEPTED, "KTP dilihat", place)
        assert await voter_change_batches.apply(tx, keys, number) == Applied(1, 1, 0, 1)
    await here.say(9, question)
    assert (await here.say(9, "Neng"))[0].text.startswith("TPS 02")
    async with here.database.transaction() as tx:
        assert await voter_change_batches.undo(tx, 1) == 0
    await here.say(10, question)
    assert "Data belum cocok" in (await here.say(10, "Neng"))[0].text
    assert numbers_in(dump(database_url)) == set()


async def test_one_phone_sends_no_more_reports_than_an_officer_has(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voter_changes, "MOST_A_DAY", 2)
    for number in range(2):
        await report(here, 7, f"pemilih ganda Asep {number} Hidayat, Sukamaju Kidul")
    told = await here.say(7, "pemilih ganda Asep Hidayat, Sukamaju Kidul")
    assert "sudah banyak" in told[-1].text


async def test_the_words_of_decided_reports_end_with_the_packs_days(
    here: Town, clock: Clock
) -> None:
    receipt = await report(here, 7, f"pemilih meninggal {nik(2)} Budi Suryani, Sukamaju Kidul")
    async with here.database.transaction() as tx:
        await voter_changes.decide(tx, receipt, Status.REJECTED, "")
    await clear(here, clock.now + timedelta(days=31))
    assert await here.scalar("select text || coalesce(person::text, '') from voter_change") == ""


async def test_the_recap_by_kelurahan_is_a_spreadsheet(
    here: Town, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in ("meninggal Asep Hidayat, Sukamaju Kidul", "baru Neng Baru, Sukamaju Kidul"):
        receipt = await report(here, 7, f"pemilih {said}")
        async with here.database.transaction() as tx:
            await voter_changes.decide(tx, receipt, Status.ACCEPTED, "")
    async with here.database.transaction() as tx:
        number = await tx.scalar(text("select id from election"))
        now = here.clock()
        rows = await voter_changes.recap(tx, number, now - timedelta(days=1), now)
        assert rows == []
        rows = await voter_changes.recap(tx, number, now, now + timedelta(days=1))
    from api.cli.voter_changes import _write

    _write(tmp_path / "recap.xlsx", rows, "2099")
    table = CalamineWorkbook.from_path(str(tmp_path / "recap.xlsx")).get_sheet_by_index(0)
    head, line = table.to_python()[1:3]
    counted = dict(zip(head, line, strict=True))
    assert counted["Kelurahan"] == "Sukamaju Kidul"
    assert (counted["TMS 1 meninggal"], counted["baru"], counted["Jumlah"]) == (1, 1, 2)


def test_the_commands_list_and_refuse(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    settings.cache_clear()
    run = CliRunner().invoke
    try:
        assert run(app, ["voter-changes", "list", "--json"]).output.strip() == '{"changes": []}'
        assert "no such status" in str(
            run(app, ["voter-changes", "list", "--status", "x"]).exception
        )
        assert "no such report" in str(
            run(app, ["voter-changes", "decide", "U-1", "--accept"]).exception
        )
        assert "0 reports applied" in run(app, ["voter-changes", "apply"]).output
        assert "no such batch" in str(run(app, ["voter-changes", "undo", "9"]).exception)
    finally:
        settings.cache_clear()
