"""What administrators of everything have: how it does, and lists that are seen before written."""

import io
import re
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import xlsxwriter

from api.http.body_limits import largest
from api.screen.uploads import Upload, form_of, keep
from models.errors import BadInput
from models.stores.base import audit, leases
from models.values import Role
from tests.api.conftest import browse
from tests.cases.desk import Desk, open_desk
from tests.screen.conftest import Screen, screen_app, screen_of
from tests.stores.quiet import quiet

HEAD = "Nama,Nomor HP,TPS,Partai\n"
GOOD = HEAD + "Siti Rahayu,0812-0000-0201,9801012001001,3\nBudi,081200000202,9801012001002,PKL\n"
BAD = HEAD + "Siti Rahayu,0812-0000-0201,4711,3\n,081200000202,9801012001002,PKL\n"
UNSURE = "Nama,Kontak Darurat,TPS,Partai\nSiti Rahayu,0812-0000-0201,9801012001001,3\n"


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def keeper(desk: Desk) -> Screen:
    """An administrator, before the polls open, who speaks by an old chat."""
    await desk.do("update election set held_on = '2094-02-14'")
    keeper = await screen_of(desk, Role.ADMINISTRATOR)
    assert keeper.person is not None
    await keeper.person.say("halo")
    return keeper


async def send(who: Screen, content: bytes, name: str = "saksi.csv", **fields: str) -> str:
    headers = {"x-csrf-token": await who.csrf()}
    files = {"file": (name, content)}
    given = {"do": "check", **fields}
    answer = await who.client.post("/screen/imports", data=given, files=files, headers=headers)
    return answer.text if answer.status_code == 200 else f"{answer.status_code}"


async def people(desk: Desk) -> int:
    ((count,),) = await desk.rows(
        "select count(*) from person where name in ('Siti Rahayu', 'Budi')"
    )
    return int(count)


async def test_a_list_is_seen_before_anything_of_it_is_written(desk: Desk, keeper: Screen) -> None:
    shown = await send(keeper, GOOD.encode())
    assert re.search(r"Orang baru</dt><dd>2<", shown)
    assert 'value="Nomor HP=phone" selected' in shown
    assert "0812-0000-0201" in shown
    assert await people(desk) == 0
    digest = re.search(r'name="seen" value="([0-9a-f]{64})"', shown)
    assert digest is not None
    shown = await send(keeper, GOOD.encode(), do="import", seen=digest[1])
    assert "Sudah diimpor" in shown
    assert await people(desk) == 2
    assert len(re.findall(r"<strong>[\w-]{6,}</strong>", shown)) == 2, "a code for each"
    noted = await desk.rows("select actor from audit_entry where action = 'witnesses imported'")
    assert keeper.person is not None
    assert [one.actor for one in noted] == [f"person:{keeper.person.person}"]


async def test_only_the_file_that_was_looked_at_is_imported(desk: Desk, keeper: Screen) -> None:
    shown = await send(keeper, GOOD.encode())
    digest = re.findall(r'name="seen" value="([0-9a-f]{64})"', shown)[0]
    other = GOOD.replace("Budi", "Badu").encode()
    assert "Sudah diimpor" not in await send(keeper, other, do="import", seen=digest)
    assert "Sudah diimpor" not in await send(keeper, GOOD.encode(), do="import")
    assert await people(desk) == 0


async def test_every_fault_is_told_with_its_line_and_nothing_is_written(
    desk: Desk, keeper: Screen
) -> None:
    shown = await send(keeper, BAD.encode(), do="import", seen="0" * 64)
    assert re.findall(r'<th scope="row">(\d+)</th><td>(\w+)', shown) == [
        ("2", "TPS"),
        ("3", "nama"),
    ]
    assert await people(desk) == 0


async def test_a_heading_that_is_not_sure_is_proposed_and_confirmed(
    desk: Desk, keeper: Screen
) -> None:
    shown = await send(keeper, UNSURE.encode())
    assert 'value="Kontak Darurat=phone" selected' in shown
    assert "Orang baru" not in shown
    shown = await send(keeper, UNSURE.encode(), map="Kontak Darurat=phone")
    assert re.search(r"Orang baru</dt><dd>1<", shown)


async def test_a_spreadsheet_is_read_alike(keeper: Screen) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, line in enumerate(GOOD.splitlines()):
        sheet.write_row(number, 0, line.split(","))
    book.close()
    assert re.search(r"Orang baru</dt><dd>2<", await send(keeper, file.getvalue(), "saksi.xlsx"))


async def test_once_stations_have_opened_a_list_gives_no_mandate(desk: Desk) -> None:
    keeper = await screen_of(desk, Role.ADMINISTRATOR)
    assert keeper.person is not None
    await keeper.person.say("halo")
    shown = await send(keeper, GOOD.encode())
    assert "TUGASKAN" in shown
    assert 'name="seen"' not in shown


async def test_a_chat_that_is_new_for_its_person_imports_nothing(
    desk: Desk, keeper: Screen
) -> None:
    assert keeper.person is not None
    who = keeper.person.person
    await desk.do("update contact set changed_at = now() where person_id = :p", p=who)
    assert 'name="seen"' not in await send(keeper, GOOD.encode())


@pytest.mark.parametrize("name", ["saksi.xls", "saksi.ods", "saksi", "../../x.sh"])
async def test_other_kinds_of_files_are_refused(keeper: Screen, name: str) -> None:
    assert await send(keeper, b"PK\x03\x04", name) == "400"


async def test_what_is_no_spreadsheet_is_refused(keeper: Screen) -> None:
    for content in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b""):
        assert await send(keeper, content, "saksi.xlsx") == "400"


def test_a_spreadsheet_that_unpacks_to_no_end_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (70 * 1024 * 1024))
    honest = file.getvalue()
    lying = honest.replace((70 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != honest
    for content in (honest, lying):
        assert len(content) < 100_000
        with pytest.raises(BadInput):
            keep(Upload("saksi.xlsx", content), tmp_path)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"a=b"),
        ("multipart/form-data", b"--x\r\n"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
        ),
    ],
)
def test_what_is_no_form_with_a_file_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(BadInput):
        form_of(kind, body)


async def test_operations_say_in_a_sentence_what_is_wrong_and_then_that_all_is_well(
    desk: Desk,
) -> None:
    keeper = await screen_of(desk, Role.ADMINISTRATOR)
    await desk.do("update outbox set state = 1")
    shown = await keeper.get("/screen/operations")
    assert "perlu dilihat" in shown
    assert "memimpin jadwal" in shown
    await quiet(desk.database)
    async with desk.database.transaction() as tx:
        await leases.take(tx, "clock", "kantor:7", 60)
        await audit.seal(tx)
    shown = await keeper.get("/screen/operations/now")
    assert "memimpin jadwal" not in shown
    assert "kantor:7" in shown
    assert "<html" not in shown


async def test_only_who_looks_after_everything_sees_operations_and_imports(desk: Desk) -> None:
    app = screen_app(desk)
    for number, (role, code) in enumerate(
        [(Role.COORDINATOR, None), (Role.AUDITOR, None), (Role.ADMINISTRATOR, "9801")], 50
    ):
        who = await screen_of(desk, role, code, number, app)
        for path in ("/screen/operations", "/screen/operations/now", "/screen/imports"):
            assert (await who.client.get(path)).status_code == 403, (role, path)
    stranger = browse(app)
    assert (await stranger.get("/screen/operations")).status_code == 401


def test_a_body_of_an_import_has_a_limit_of_its_own() -> None:

    assert largest("/screen/imports") == 4 * 1024 * 1024


async def test_a_refused_import_says_why_in_the_page_s_language(keeper: Screen) -> None:
    sent = {
        "files": {"file": ("list.pdf", b"x", "application/pdf")},
        "headers": {"X-CSRF-Token": await keeper.csrf(), "HX-Request": "true"},
    }
    answer = await keeper.client.post("/screen/imports", **sent)
    assert answer.status_code == 400
    assert "Kirim berkas .xlsx atau .csv" in answer.text
    assert "hx-refresh" not in answer.headers, "reloaded, the page would lose the reason"
    english = await keeper.client.post("/screen/imports?lang=en", **sent)
    assert "Send an .xlsx or .csv file" in english.text
