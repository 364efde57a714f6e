"""Phones that change hands and people who leave: nobody speaks for somebody else."""

from pathlib import Path

import pytest
from sqlalchemy import text

from models.errors import BadInput, NotFound
from models.stores.mandates.witnesses import import_witnesses
from models.stores.persons import api_tokens, leaving, people
from models.values import Role
from tests.cases.desk import STATION, Desk


async def test_a_phone_that_changes_hands_ends_the_old_holders_talk(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    assert "DPR" in await siti.say("DPR 3: 12")
    async with desk.database.transaction() as tx:
        old, new = await leaving.move_phone(tx, desk.keys, siti.number, "Pak Ujang")
    assert old == siti.person != new
    heard = await siti.say("halo")
    assert "Ujang" in heard
    assert "Siti" not in heard
    assert "belum ada TPS" in await siti.say("BELUM")
    ((state,),) = await desk.rows("select state::text from contact where person_id = :p", p=new)
    assert "drafts" not in state, "a half-filled report is nothing for the next holder"
    ((kept,),) = await desk.rows("select phone_hash from person where id = :p", p=old)
    assert kept is None


async def test_a_removed_person_is_a_stranger_with_nothing_left(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR)
    await dedi.say("halo")
    async with desk.database.transaction() as tx:
        _, token = await api_tokens.make(tx, desk.keys, dedi.person, "", None)
        await people.new_code(tx, desk.keys, dedi.person)
    async with desk.database.transaction() as tx:
        assert await api_tokens.bearer(tx, desk.keys, token) is not None
        assert await leaving.remove(tx, dedi.person)
        assert not await leaving.remove(tx, dedi.person)
        assert await api_tokens.bearer(tx, desk.keys, token) is None
    heard = await dedi.say("PSU TPS 1 Sukamaju")
    assert "Dedi" not in heard
    assert "TPS 01" not in heard
    for table in ("contact where person_id", "activation where person_id"):
        assert await desk.rows(f"select 1 from {table} = :p", p=dedi.person) == []
    async with desk.database.transaction() as tx:
        with pytest.raises(NotFound):
            await leaving.move_phone(tx, desk.keys, dedi.number, "Pak Ujang")


async def test_a_number_proven_anew_ends_the_account_that_proved_it_before(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    numbers = []
    async with desk.database.transaction() as tx:
        for sender, account, channel in (
            ("77", "saksi", "telegram"),
            ("88", "saksi", "telegram"),
            ("88", "saksi2", "telegram"),
            ("p-1", "web", "webchat"),
        ):
            new = text(
                "insert into contact (channel, account, sender, name, language, state, "
                "activation_tries, last_order, stopped) values (:c, :a, :s, '', 'id', '{}', 0, 0, "
                "false) returning id"
            )
            given = {"c": channel, "a": account, "s": sender}
            numbers.append(int(await tx.scalar(new, given) or 0))
            await people.bind(tx, numbers[-1], siti.person)
        assert await leaving.end_others(tx, numbers[1], siti.person) == [numbers[0]]


async def test_a_list_gives_nobody_the_place_of_another_by_the_phone(
    desk: Desk, tmp_path: Path
) -> None:
    siti = await desk.person("Bu Siti Rahayu", 1)
    file = tmp_path / "people.csv"
    head = "name,phone,station,participant\n"
    async with desk.database.transaction() as tx:
        file.write_text(f"{head}Ujang Permana,{siti.number},{STATION},party:3\n")
        with pytest.raises(BadInput, match="phones moved"):
            await import_witnesses(tx, desk.keys, 1, file)
        file.write_text(f"{head}SITI RAHAYU,{siti.number},{STATION},party:3\n")
        assert (await import_witnesses(tx, desk.keys, 1, file)).mandates == 1
