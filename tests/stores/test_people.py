"""Phones are proven by contact or code; codes have limited tries; mandates have two places."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.errors import BadInput, StationFull
from models.phones import e164
from models.sealing import Keys
from models.stores.base.database import Database, Transaction
from models.stores.mandates.witnesses import import_witnesses
from models.stores.packs.pack_load import load_pack
from models.stores.persons import people
from models.stores.persons.mandates import NewMandate, mandates_of, put_mandate
from tests.packs.tiny import make_tiny_pack

NOW = datetime(2024, 2, 14, 5, 0, tzinfo=UTC)
KEYS = Keys(b"k" * 32)
STATION = "9801012001001"


@pytest.fixture
async def tx(database_url: str, tmp_path: Path) -> AsyncIterator[Transaction]:
    database = Database(database_url, size=1)
    async with database.transaction() as open_tx:
        await load_pack(open_tx, make_tiny_pack(tmp_path / "tiny"))
        yield open_tx
    await database.close()


async def _contact(tx: Transaction) -> int:
    return int(
        await tx.scalar(
            text(
                "insert into contact (channel, account, sender, name, language, state,"
                " activation_tries, last_order, stopped)"
                " values ('telegram', 'saksi', '77', '', 'id', '{}', 0, 0, false) returning id"
            )
        )
        or 0
    )


def _list(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "witnesses.csv"
    file.write_text("\n".join(("name,phone,station,participant", *rows)), encoding="utf-8")
    return file


def test_numbers_are_understood_as_people_write_them() -> None:
    for written in ("0812 0000 1234", "+62 812-0000-1234", "6281200001234"):
        assert e164(written) == "+6281200001234"
    with pytest.raises(BadInput):
        e164("tidak ada")


async def test_a_code_activates_once(tx: Transaction) -> None:
    person, _ = await people.put_person(tx, KEYS, "Siti", "+6281200001234")
    code, contact = await people.new_code(tx, KEYS, person), await _contact(tx)
    assert await people.activate(tx, KEYS, contact, code.lower(), NOW) == person
    assert await people.activate(tx, KEYS, contact, code, NOW) is None


async def test_wrong_codes_run_out_and_a_pause_renews_them(tx: Transaction) -> None:
    person, _ = await people.put_person(tx, KEYS, "Siti", "+6281200001234")
    code, contact = await people.new_code(tx, KEYS, person), await _contact(tx)
    for left in (4, 3, 2, 1, 0):
        assert await people.activate(tx, KEYS, contact, "AAA-AAA", NOW) is None
        assert await people.tries_left(tx, contact, NOW) == left
    assert await people.activate(tx, KEYS, contact, code, NOW) is None
    later = NOW + timedelta(hours=1, minutes=1)
    assert await people.activate(tx, KEYS, contact, code, later) == person


async def test_phones_are_not_stored_in_clear(tx: Transaction) -> None:
    await people.put_person(tx, KEYS, "Siti", "+6281200001234")
    row = (await tx.execute(text("select * from person"))).one()
    assert "81200001234" not in str(tuple(row))
    assert KEYS.unseal_text(row.phone_sealed) == "+6281200001234"


async def test_a_participant_has_two_witnesses_at_a_station(
    tx: Transaction, tmp_path: Path
) -> None:
    rows = [f"Saksi {n},+62 812 0000 100{n},{STATION},party:3" for n in (1, 2)]
    done = await import_witnesses(tx, KEYS, 1, _list(tmp_path, *rows))
    assert (done.persons, done.mandates, len(done.codes)) == (2, 2, 2)
    third, _ = await people.put_person(tx, KEYS, "Saksi 3", "+6281200001003")
    held = (await tx.execute(text("select * from mandate limit 1"))).one()
    with pytest.raises(StationFull):
        await put_mandate(tx, NewMandate(third, held.participant_id, held.station_id))


async def test_importing_the_same_list_again_changes_nothing(
    tx: Transaction, tmp_path: Path
) -> None:
    file = _list(tmp_path, f"Siti,0812 0000 1234,{STATION},party:3")
    await import_witnesses(tx, KEYS, 1, file)
    again = await import_witnesses(tx, KEYS, 1, file)
    assert (again.persons, again.mandates, again.unchanged, again.codes) == (0, 0, 1, ())


async def test_a_pairs_witness_counts_the_pairs_ballot_and_may_hold_the_partys_mandate_too(
    tx: Transaction, tmp_path: Path
) -> None:
    file = _list(
        tmp_path,
        f"Siti,0812 0000 1234,{STATION},pair:2",
        f"Siti,0812 0000 1234,{STATION},party:3",
    )
    await import_witnesses(tx, KEYS, 1, file)
    person = await people.person_by_phone(tx, KEYS, "+6281200001234")
    assert person is not None
    ballots = {row.kind: row.own_contests for row in await mandates_of(tx, person)}
    assert ballots["party"] is None
    assert len(ballots["pair"]) == 1


async def test_every_wrong_line_is_named(tx: Transaction, tmp_path: Path) -> None:
    file = _list(
        tmp_path,
        "Siti,0812 0000 1234,9999999999999,party:3",
        "Budi,not a phone," + STATION + ",party:3",
        "Andi,0812 0000 1235," + STATION + ",Partai Tak Ada",
    )
    with pytest.raises(BadInput) as refused:
        await import_witnesses(tx, KEYS, 1, file)
    told = str(refused.value)
    assert all(f"witnesses.csv:{line}:" in told for line in (2, 3, 4))
    assert "nothing was imported" in told


async def test_a_file_without_a_column_is_refused(tx: Transaction, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("nama;hp;tps\nSiti;0812 0000 1234;1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="kelurahan is missing"):
        await import_witnesses(tx, KEYS, 1, file)
