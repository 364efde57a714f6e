"""The list for attendance pay: what shows the duty, no phones, and never a missing location."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

from httpx import Response
from python_calamine import CalamineWorkbook

from api.files import attendance as files
from bot.engine.texts import read
from models.settings import Settings
from models.stores.attendance import pay_list
from models.stores.attendance.pay_list import Attended
from models.stores.base import areas, elections
from models.stores.persons import api_tokens
from models.values import Role
from tests.api.conftest import browse, reading_app
from tests.api.terminal import Saksi
from tests.cases.desk import Desk

MORNING = datetime(2024, 2, 13, 23, 40, tzinfo=UTC)
"""06.40 WIB on the day."""


async def rows(desk: Desk, code: str = "9801") -> dict[str, Attended]:
    async with desk.database.transaction() as tx:
        loaded = await elections.election(tx)
        place = await areas.area(tx, loaded.id, code)
        return {one.witness: one async for one in pay_list.rows(tx, loaded, place)}


async def staffed(desk: Desk) -> None:
    """One checked in without location, one vouched for, one with a report alone, one absent."""
    desk.clock[0] = MORNING
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    siti = await desk.witness("Bu Siti", 1)
    await desk.witness("=Pak Budi", 2)
    ani = await desk.witness("Bu Ani", 3, "9801012001002")
    await desk.witness("Pak Absen", 4, "9801012001003")
    for line in ("hadir", "tanpa lokasi", "tanpa foto", "sudah"):
        await siti.say(line)
    await dedi.say("jamin tps 1 sukamaju kidul")
    await dedi.say("[=Pak Budi]")
    for line in ("PPWP 102 87 3 sah 192 tidak sah 8 jumlah 200", "benar"):
        await ani.say(line)
    await ani.say("salinan")
    await ani.say("tidak diberi")


async def test_whoever_did_something_attended_and_the_location_costs_nothing(desk: Desk) -> None:
    await staffed(desk)
    found = await rows(desk)
    siti, budi = found["Bu Siti"], found["=Pak Budi"]
    assert (siti.attended, siti.attended_by, siti.location) == (True, "check_in", "no_location")
    assert siti.checked_in_at is not None
    assert f"{siti.checked_in_at:%H.%M %Z}" == "06.40 WIB"
    assert (siti.letter, siti.ballots, siti.reports) == (True, 5, 0)
    assert (budi.attended_by, budi.vouched_by, budi.location) == ("vouch", "Pak Dedi", "")
    ani = found["Bu Ani"]
    assert (ani.attended_by, ani.reports, ani.copy) == ("check_in", 1, "refused")
    assert not found["Pak Absen"].attended
    assert await rows(desk, "9871") == {}


async def test_who_was_replaced_after_coming_stays_on_the_list(desk: Desk) -> None:
    await staffed(desk)
    await desk.do("update mandate set active = false, slot = slot where station_id is not null")
    found = await rows(desk)
    assert set(found) == {"Bu Siti", "=Pak Budi", "Bu Ani"}
    assert not found["Bu Siti"].active


async def test_the_command_writes_files_without_phones_and_notes_it(
    desk: Desk, tiny_database_url: str, tmp_path: Path
) -> None:
    await staffed(desk)
    saksi, file = Saksi(tiny_database_url, str(tmp_path)), tmp_path / "honor.xlsx"
    saksi.environment["SAKSI_SECRET_KEY"] = "the secret key of these tests"
    done = await saksi("attendance", "--area", "9801", "--xlsx", str(file))
    assert (done.code, done.out) == (0, f"4 witnesses in {file}\n")
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    head, siti = sheet[0], sheet[1]
    assert siti[head.index("Saksi")] == "Bu Siti"
    assert siti[head.index("Absen")] == "14-02-2024 06.40 WIB"
    assert siti[head.index("Bukti")] == "absen"
    assert sheet[2][head.index("Saksi")] == "=Pak Budi"
    listed = await saksi("attendance", "--csv")
    cells = list(csv.reader(io.StringIO(listed.out)))
    assert "'=Pak Budi" in cells[2], "nothing becomes a formula"
    document = json.loads((await saksi("attendance", "--json")).out)
    assert [row["attended"] for row in document["rows"]] == [True, True, True, False]
    for said in (listed.out, json.dumps(document), str(sheet)):
        assert "+62" not in said
        assert "812000" not in said
    assert (await saksi("attendance")).code == 2
    empty = await saksi("attendance", "--area", "9871", "--json")
    assert json.loads(empty.out)["rows"] == []
    entries = await desk.rows("select subject from audit_entry where action = 'exported'")
    assert [e.subject for e in entries] == ["area:9801", "area:0", "area:0", "area:9871"]


async def test_by_http_leaders_see_their_own_area_and_it_is_noted(desk: Desk) -> None:
    await desk.witness("Bu Siti", 1)
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "9801")
    vera = await desk.holder("Bu Vera", 12, Role.REVIEWER, "9801")
    async with desk.database.transaction() as tx:
        mine, hers = [
            (await api_tokens.make(tx, desk.keys, one.person, "test", None))[1]
            for one in (dedi, vera)
        ]
    production = {"production": True, "secret_key": "the secret key of these tests"}
    app = reading_app(desk.database, Settings.model_validate(production))
    app.state.keys = desk.keys
    async with browse(app) as client:

        async def get(token: str, **asked: str) -> Response:
            head = {"Authorization": f"Bearer {token}"}
            return await client.get("/api/v1/attendance", params=asked, headers=head)

        own = await get(mine)
        assert [row["witness"] for row in own.json()["rows"]] == ["Bu Siti"]
        assert "Bu Siti" in (await get(mine, kind="csv")).text
        assert (await get(mine, area="9871")).json()["code"] == "not_your_area"
        assert (await get(hers)).status_code == 403
    entries = await desk.rows("select actor from audit_entry where action = 'exported'")
    assert [e.actor for e in entries] == [f"person:{dedi.person}"] * 2


def test_every_column_has_a_title_and_codes_have_words() -> None:
    titles = {
        key
        for key in read([Path(files.__file__).parent / "texts"], "id")
        if key.startswith("attendance_column.")
    }
    assert titles == {f"attendance_column.{name}" for name in files.COLUMNS}
    assert files.said("location", "no_location") == "tanpa lokasi"
    assert files.said("attended", False) == "tidak"
