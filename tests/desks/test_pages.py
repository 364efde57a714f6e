"""The tables over HTTP: who opens which, and files that open and say nothing of others."""

import csv
import html
import io
import re

import pytest
from python_calamine import CalamineWorkbook

from api.pages import TEXTS
from api.screen.desks.all_desks import TABLES
from api.screen.desks.desk_table import Table
from api.screen.desks.desk_words import Words
from models.rules.anomalies import CrowdCode
from models.rules.checks import Code
from models.rules.sightings import SightingCode
from models.stores.desks import paging
from models.values import Role
from tests.desks.office import FAR, NEAR, Office, screen
from tests.rights_table import PERSONAS, Persona
from tests.screen.conftest import Screen

NAMES = [table.name for table in TABLES]
PHONE = re.compile(r"(?:\+62|08)\d{7,}")


@pytest.mark.parametrize("name", NAMES)
async def test_a_page_and_its_files_show_the_rows_of_the_own_areas(
    near: Screen, far: Screen, name: str
) -> None:
    for mine, others, own in ((near, "Kenanga", "Sukamaju"), (far, "Sukamaju Kidul", "Kenanga")):
        for address in (f"/screen/{name}", f"/screen/{name}.csv"):
            shown = await mine.get(address)
            assert others not in shown
            assert own in shown or name in ("roles", "questions", "broadcasts")
            assert PHONE.search(shown) is None
        sheet = await mine.client.get(f"/screen/{name}.xlsx")
        assert others.encode() not in _texts(sheet.content)


def _texts(content: bytes) -> bytes:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return str(book.get_sheet_by_index(0).to_python()).encode()


@pytest.mark.parametrize("name", NAMES)
async def test_another_area_looks_like_one_that_is_not_there(near: Screen, name: str) -> None:
    for code in (FAR, "9871011001", "4711"):
        for address in (f"/screen/{name}", f"/screen/{name}.csv", f"/screen/{name}.xlsx"):
            answer = await near.client.get(address, params={"area": code})
            assert answer.status_code == 404, (address, code)


@pytest.mark.parametrize("name", NAMES)
async def test_every_column_filter_and_act_has_words_in_both_languages(
    chief: Screen, name: str
) -> None:
    for language in ("id", "en"):
        shown = await chief.get(f"/screen/{name}", params={"lang": language})
        assert f'<html lang="{language}">' in shown
    table = next(one for one in TABLES if one.name == name)
    keys = [f"desks.c_{one.name}" for one in table.columns]
    keys += [f"desks.f_{one.name}" for one in table.filters]
    keys += [f"desks.a_{one.name}" for one in table.acts]
    keys += [
        f"desks.{kind}_{one.name}" for one in table.acts if one.note is not None for kind in "lh"
    ]
    for one in table.filters:
        keys += [f"desks.w_{choice}" for choice in one.choices if one.group == "desks.w"]
    assert [key for key in keys if key not in TEXTS] == []


@pytest.mark.parametrize("name", NAMES)
async def test_every_heading_that_sorts_and_every_choice_answers(chief: Screen, name: str) -> None:
    shown = html.unescape(await chief.get(f"/screen/{name}"))
    links = re.findall(rf'href="(/screen/{name}\?sort=[^"]+)"', shown)
    assert links
    for link in links:
        assert "aria-sort" in await chief.get(link)
    for select, choices in re.findall(
        r'<select [^>]*name="(\w+)">(.*?)</select>', shown, re.DOTALL
    ):
        for choice in re.findall(r'<option value="([^"]+)"', choices)[:3]:
            await chief.get(f"/screen/{name}", params={select: choice})


async def test_a_choice_an_order_or_a_place_that_is_none_is_refused(near: Screen) -> None:
    for query in ("state=x", "sort=t.key", "after=zzz", "after=WzFd"):
        assert (await near.client.get(f"/screen/incidents?{query}")).status_code == 400


THOROUGH = [table for table in TABLES if table.listing.thorough]


@pytest.mark.parametrize("table", THOROUGH, ids=[one.name for one in THOROUGH])
async def test_what_asks_of_every_row_is_there_for_an_area_of_few_stations(
    office: Office, chief: Screen, table: Table[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    below = (
        "select s.id from station s join area k on k.id = s.kelurahan_id where k.path like :path"
    )
    many = len(await office.desk.rows(below, path=f"%{FAR}.%"))
    monkeypatch.setattr(paging, "MOST_STATIONS", many)
    here, told = f"/screen/{table.name}", "tersedia untuk satu kabupaten atau kota"
    wide, small = await chief.get(here), await chief.get(f"{here}?area={FAR}")
    assert told in wide
    assert told not in small
    for name in table.listing.thorough:
        choices = next((one.choices for one in table.filters if one.name == name), ())
        query = {name: choices[0]} if choices else {"sort": name}
        sign = f'name="{name}"' if choices else f"sort={name}"
        assert sign not in wide
        assert sign in small
        for path in (here, f"{here}.csv"):
            assert (await chief.client.get(path, params=query)).status_code == 400
        assert told in (await chief.client.get(here, params=query)).text
        await chief.get(here, params={**query, "area": FAR})


@pytest.mark.parametrize("name", [*NAMES, "imports"])
async def test_the_bar_says_that_a_table_belongs_to_the_desks(chief: Screen, name: str) -> None:
    shown = await chief.get(f"/screen/{name}")
    assert '<a href="/screen/work" aria-current="page">' in shown


async def test_who_administers_an_area_is_offered_no_page_that_refuses_them(
    office: Office, chief: Screen
) -> None:
    part = await office.desk.holder("Bu Sari", 60, Role.ADMINISTRATOR, NEAR)
    for who, open_ in ((await screen(office, part.person), False), (chief, True)):
        shown = await who.get("/screen/incidents")
        for address in ("/screen/operations", "/screen/imports"):
            assert (f'href="{address}"' in shown) is open_
            assert (await who.client.get(address)).status_code == (200 if open_ else 403)


async def test_a_file_is_marked_with_its_person_and_noted_and_nothing_in_it_is_a_formula(
    office: Office, far: Screen
) -> None:
    answer = await far.client.get("/screen/incidents.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert f"Bu Rini (person:{office.far.person})" in rows[0][0]
    assert "WIB" in rows[0][0]
    assert rows[1][:2] == ["Kode", "Waktu"]
    assert "=cmd" in rows[2][3]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    sheet = await far.client.get("/screen/incidents.xlsx")
    assert sheet.headers["content-disposition"].endswith(f'-{office.far.person}.xlsx"')
    told = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0)
    assert told.to_python()[0][0].split("|")[-2:] == rows[0][0].split("|")[-2:]
    noted = await office.desk.rows(
        "select data ->> 'kind' from audit_entry where action = 'exported' and actor = :who"
        " and subject = 'list:incidents' order by id desc limit 2",
        who=f"person:{office.far.person}",
    )
    assert [one[0] for one in noted] == ["xlsx", "csv"]


async def test_pages_hang_together_by_their_links(office: Office, chief: Screen) -> None:
    await office.desk.do(
        "insert into incident (election_id, receipt, category, text, photos, state, note, place,"
        " confidential) select 1, 'I-P' || n, 'other', 'banyak', '[]', 'open', '', '', false"
        " from generate_series(100, 219) n"
    )
    address, seen = "/screen/incidents?text=banyak", list[str]()
    while address:
        shown = html.unescape(await chief.get(address))
        seen += re.findall(r"\b(I-P\d+)\s*</th>", shown)
        found = re.search(r'rel="next" href="([^"]+)"', shown)
        address = found[1] if found else ""
    assert seen == [f"I-P{number}" for number in range(100, 220)]
    lines = (await chief.get("/screen/incidents.csv?text=banyak")).splitlines()
    assert len(lines) == 122


async def test_what_shows_in_the_crowd_is_told_of_one_kecamatan_in_words(near: Screen) -> None:
    late = "Angkanya masuk sesudah penghitungan harus selesai."
    assert late not in await near.get("/screen/findings")
    shown = await near.get("/screen/findings?area=980101")
    assert re.search(rf"{late}</td>\s*<td[^>]*>P04</td>", shown)


def test_every_check_has_a_sentence_in_both_languages() -> None:
    for language in ("id", "en"):
        words = Words(language)
        for code in (*Code, *CrowdCode, *SightingCode):
            assert words.finding(code, {}, []) != code.value


async def test_the_gate_of_every_table_is_that_of_the_rights_table(office: Office) -> None:
    wrong = []
    for number, persona in enumerate(PERSONAS, 40):
        if persona.known:
            who = await _as(office, persona, number)
            for table in TABLES:
                status = (await who.client.get(f"/screen/{table.name}.csv")).status_code
                if (status == 200) != persona.may(table.who):
                    wrong.append((persona.name, table.name, status))
    assert wrong == []


async def _as(office: Office, persona: Persona, number: int) -> Screen:
    if persona.mandate:
        known = await office.desk.witness(persona.name, number)
    else:
        known = await office.desk.person(persona.name, number)
    if persona.role:
        kecamatan = "980101" if persona.role is Role.RECAP_WITNESS else None
        party = "party:3" if persona.role is Role.CANDIDATE else None
        await office.desk.holder(persona.name, number, persona.role, kecamatan, party)
    return await screen(office, known.person)
