"""A station's page, its photos and the review queue over HTTP: what is shown, and to whom."""

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from PIL import Image

from api.screen.photo_rights import without_incidents
from models.stores.audit.evidence import Backing
from models.values import Role
from tests.cases.desk import STATION, Desk
from tests.cases.test_disputes import FIRST, OTHER, report
from tests.screen.conftest import Screen, screen_app, screen_of
from tests.screen.forms import photographed, sheet

ELSEWHERE = "9871"
"""A kota of the tiny election in which the station does not lie."""
PHOTO = re.compile(r'"(/screen/photo/[^"/]+)/page/0"')


@pytest.fixture
async def app(desk: Desk) -> FastAPI:
    made = screen_app(desk)
    made.state.screen_media = desk.media
    return made


async def differing(desk: Desk) -> int:
    """Two witnesses differ, one of them sent a photo; its id. The dispute waits for a reviewer."""
    siti, budi = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    await siti.say("hadir")
    await report(siti, FIRST)
    await report(budi, OTHER)
    photo = await photographed(desk, siti, sheet(102, 87, 3))
    await desk.do("update dispute set opened_at = now() - interval '31 minutes'")
    return photo


async def test_the_page_shows_every_figure_beside_its_source(desk: Desk, app: FastAPI) -> None:
    photo = await differing(desk)
    coordinator = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    page = unescape(await coordinator.get(f"/screen/station/{STATION}"))
    row = re.search(r'<tr class="disputed">\s*<th scope="row">Nomor 2.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert re.findall(r"<td[^>]*>([^<]*)</td>", row[0]) == ["87", "78", "87"]
    assert "Saksi Bu Siti" in page
    assert f"Foto {photo}" in page
    assert page.count("<polygon") == 3
    assert "dalam selisih" in page
    assert re.search(r"\d\d\.\d\d.WIB", page)
    assert "terminal, pesan" in page
    assert "+62812" not in page
    assert "Jejak audit untuk auditor" in page
    assert "bundle" not in page
    english = await coordinator.get(f"/screen/station/{STATION}?lang=en")
    assert "in dispute" in english
    saw = await desk.rows("select subject, data from audit_entry where action = 'saw'")
    assert sorted({row.data["route"] for row in saw}) == ["/screen/station/{code}"]


async def test_who_leads_no_witnesses_is_shown_no_names(desk: Desk, app: FastAPI) -> None:
    await differing(desk)
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", app=app)
    page = await reviewer.get(f"/screen/station/{STATION}")
    assert "Bu Siti" not in page
    assert "Saksi orang" in page


async def test_an_auditor_has_the_trail_and_the_bundle(desk: Desk, app: FastAPI) -> None:
    await differing(desk)
    auditor = await screen_of(desk, Role.AUDITOR, "9801", app=app)
    page = await auditor.get(f"/screen/station/{STATION}")
    assert "laporan dikirim" in page
    assert "report.submit" not in page
    assert "foto disimpan" not in page, "this one was put there without a message"
    answer = await auditor.client.get(f"/screen/station/{STATION}/bundle")
    names = ZipFile(BytesIO(answer.content)).namelist()
    assert "DAFTAR-BUKTI.txt" in names
    exported = await desk.rows("select subject from audit_entry where action = 'exported'")
    assert [row.subject for row in exported] == [f"station:{STATION}"]


async def test_a_photo_is_seen_by_whoever_its_address_was_made_for(
    desk: Desk, app: FastAPI
) -> None:
    photo = await differing(desk)
    one = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    found = PHOTO.search(await one.get(f"/screen/station/{STATION}"))
    assert found is not None
    address = found[1]
    sizes = {}
    for part in ("", "/page/0", "/small", "/page/0/cell/2"):
        answer = await one.client.get(address + part)
        assert answer.status_code == 200, part
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        sizes[part] = Image.open(BytesIO(answer.content)).size
    assert max(sizes["/small"]) == 320
    assert sizes["/page/0/cell/2"][1] == 96
    noted = await desk.rows("select actor from audit_entry where subject = :s", s=f"photo:{photo}")
    assert len([row for row in noted if row.actor.startswith("person:")]) == 1
    later = await screen_of(desk, Role.AUDITOR, "9801", 11, app=app)
    theirs = PHOTO.search(await later.get(f"/screen/station/{STATION}"))
    assert theirs is not None
    assert (await later.client.get(theirs[1] + "/small")).status_code == 200
    noted = await desk.rows("select actor from audit_entry where subject = :s", s=f"photo:{photo}")
    assert later.person is not None
    assert f"person:{later.person.person}" in [row.actor for row in noted], "a small one, too"
    same_area = await screen_of(desk, Role.REVIEWER, "9801", 8, app=app)
    other_area = await screen_of(desk, Role.COORDINATOR, ELSEWHERE, 9, app=app)
    for other in (same_area, other_area):
        assert (await other.client.get(address)).status_code == 404
    for wrong in (f"/screen/photo/{photo}", f"/screen/photo/{photo}-{'A' * 22}"):
        assert (await one.client.get(wrong)).status_code == 404


async def test_another_areas_people_are_shown_nothing_of_it(desk: Desk, app: FastAPI) -> None:
    photo = await differing(desk)
    coordinator = await screen_of(desk, Role.COORDINATOR, ELSEWHERE, 8, app=app)
    reviewer = await screen_of(desk, Role.REVIEWER, ELSEWHERE, 9, app=app)
    auditor = await screen_of(desk, Role.AUDITOR, ELSEWHERE, 10, app=app)
    ((dispute,),) = await desk.rows("select id from dispute")
    for other in (coordinator, reviewer):
        assert (await other.client.get(f"/screen/station/{STATION}")).status_code == 404
        assert "Tidak ada foto" in await other.get("/screen/photos")
    assert (await auditor.client.get(f"/screen/station/{STATION}/bundle")).status_code == 404
    assert "Tidak ada selisih" in await reviewer.get("/screen/queue")
    for act in ("decide", "skip", "escalate"):
        fields = {"reason": "sesuai foto", "cell:2": "87"}
        assert await reviewer.post(f"/screen/queue/{dispute}/{act}", **fields) == 404
    given = {"station": STATION, "ballot": "dpr"}
    assert await reviewer.post(f"/screen/photos/{photo}/move", **given) == 404
    assert await coordinator.post(f"/screen/photos/{photo}/move", **given) == 403


async def test_nothing_is_done_without_our_own_pages_token(desk: Desk, app: FastAPI) -> None:
    photo = await differing(desk)
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", app=app)
    ((dispute,),) = await desk.rows("select id from dispute")
    for address in (
        *(f"/screen/queue/{dispute}/{act}" for act in ("decide", "skip", "escalate")),
        f"/screen/photos/{photo}/move",
    ):
        answer = await reviewer.client.post(address, data={"reason": "sesuai foto", "cell:2": "87"})
        assert answer.status_code == 403, address
    assert await desk.rows("select 1 from decision") == []


def shown(page: str) -> dict[str, str]:
    """The hidden and proposed fields of the dispute on a page."""
    fields = re.findall(r'<input[^>]*name="((?:cell:|seen)[^"]*)"[^>]*?value="([^"]*)"', page)
    return dict(fields)


async def test_a_dispute_is_decided_with_the_photo_beside_it(desk: Desk, app: FastAPI) -> None:
    await differing(desk)
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", app=app)
    page = await reviewer.get("/screen/queue")
    given = shown(page)
    assert given["cell:2"] == "87", "as the photo was read, which one of the reports says"
    assert "/cell/2" in page
    ((dispute,),) = await desk.rows("select id from dispute")
    numbers = {**given, "cell:valid": "192", "cell:total": "195", "reason": "sesuai foto"}
    assert await reviewer.post(f"/screen/queue/{dispute}/decide", **numbers) == 303
    (row,) = await desk.rows("select state, evidence from station_result")
    assert (row.state, row.evidence) == ("confirmed", ["reviewer"])
    (decision,) = await desk.rows("select person_id, reason from decision")
    assert reviewer.person is not None
    assert (decision.person_id, decision.reason) == (reviewer.person.person, "sesuai foto")
    noted = await desk.rows("select actor from audit_entry where action = 'dispute decided'")
    assert [row.actor for row in noted] == [f"person:{reviewer.person.person}"]
    assert await reviewer.post(f"/screen/queue/{dispute}/decide", **numbers) == 409
    assert "sesuai foto" in await reviewer.get(f"/screen/station/{STATION}")


async def test_what_does_not_hold_is_not_stored(desk: Desk, app: FastAPI) -> None:
    await differing(desk)
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", app=app)
    given = shown(await reviewer.get("/screen/queue"))
    good = {**given, "cell:valid": "192", "cell:total": "195", "reason": "sesuai foto"}
    ((dispute,),) = await desk.rows("select id from dispute")
    for wrong, status in (
        ({"reason": "ya"}, 400),
        ({"cell:2": "delapan"}, 400),
        ({"cell:2": "9999999"}, 400),
        ({"seen": given["seen"].split()[0]}, 409),
    ):
        assert await reviewer.post(f"/screen/queue/{dispute}/decide", **{**good, **wrong}) == status
    left_out = {name: said for name, said in good.items() if name != "cell:2"}
    assert await reviewer.post(f"/screen/queue/{dispute}/decide", **left_out) == 400
    assert await desk.rows("select 1 from decision") == []


async def test_a_reviewer_who_reported_there_is_shown_no_dispute_and_decides_none(
    desk: Desk, app: FastAPI
) -> None:
    await differing(desk)
    own = await screen_of(desk, Role.REVIEWER, "9801", 1, app=app)
    assert "Tidak ada selisih" in await own.get("/screen/queue")
    ((dispute,),) = await desk.rows("select id from dispute")
    fields = {"cell:2": "87", "cell:valid": "192", "cell:total": "195", "reason": "sesuai foto"}
    assert await own.post(f"/screen/queue/{dispute}/decide", **fields) == 403


async def test_the_next_one_is_fetched_beside_and_never_the_same(desk: Desk, app: FastAPI) -> None:
    await differing(desk)
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", app=app)
    other = await screen_of(desk, Role.REVIEWER, "9801", 8, app=app)
    ((dispute,),) = await desk.rows("select id from dispute")
    assert f'data-id="{dispute}"' in await reviewer.get("/screen/queue/next")
    alone = await reviewer.client.get(f"/screen/queue/next?without={dispute}")
    assert alone.status_code == 204
    assert "Tidak ada selisih" in await other.get("/screen/queue")
    assert other.person is not None
    assert "Tidak ada selisih" in await other.person.say("selisih"), "not by chat either"
    part = {"x-part": "1", "x-csrf-token": await reviewer.csrf()}
    given = {"reason": "foto kabur"}
    handed = await reviewer.client.post(
        f"/screen/queue/{dispute}/escalate", headers=part, data=given
    )
    assert handed.status_code == 204
    assert "A 87 · B 78" in await other.person.say("selisih")
    assert "foto kabur" in await other.get("/screen/queue")
    assert "Tidak ada selisih" in await reviewer.get("/screen/queue")


async def moves(screen: Screen, photo: int, station: str, ballot: str, **more: str) -> int:
    given = {"station": station, "ballot": ballot, **more}
    return await screen.post(f"/screen/photos/{photo}/move", **given)


async def test_a_photo_is_put_where_it_belongs_and_its_sender_hears_of_it(
    desk: Desk, app: FastAPI
) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    photo = await photographed(desk, siti, sheet(102, 87, 3))
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", app=app)
    gallery = await reviewer.get("/screen/photos")
    assert f'action="/screen/photos/{photo}/move"' in gallery
    target = "9801012001002"
    assert await moves(reviewer, photo, target, "walikota") == 400
    assert await moves(reviewer, photo, "123", "ppwp") == 404
    assert await moves(reviewer, photo, target, "dpr", party="tiga") == 400
    assert await moves(reviewer, photo, target, "ppwp") == 303
    await desk.notices.drain()
    heard = await siti.hear()
    assert "TPS 02 Sukamaju Kidul" in heard
    assert "Presiden" in heard
    (row,) = await desk.rows(
        "select s.code, p.state from photo p join station s on s.id = p.station_id"
    )
    assert (row.code, row.state) == (target, "waiting")
    assert f"Foto {photo}" not in await reviewer.get(f"/screen/station/{STATION}")
    assert f"Foto {photo}" in await reviewer.get(f"/screen/station/{target}")
    # Whoever looked through the gallery is noted with what was there.
    saw = await desk.rows("select data from audit_entry where subject = 'list:photos'")
    assert [row.data["photos"] for row in saw] == [[photo]]


async def test_photos_of_incidents_are_for_those_who_handle_them(desk: Desk, app: FastAPI) -> None:
    siti = await desk.witness("Bu Siti", 1)
    photo = await photographed(desk, siti, sheet(102, 87, 3))
    await desk.do("update photo set purpose = 'incident', reading = null")
    ((digest,),) = await desk.rows("select encode(sha256, 'hex') from photo")
    leader = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    page = await leader.get(f"/screen/station/{STATION}")
    found = PHOTO.search(page)
    assert found is not None
    assert (await leader.client.get(found[1])).status_code == 200
    article = page[page.index(f'id="photo-{photo}"') :]
    assert "Bu Siti" not in article, "the name is kept back until it was given openly"
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", 8, app=app)
    assert PHOTO.search(await reviewer.get(f"/screen/station/{STATION}")) is None
    auditor = await screen_of(desk, Role.AUDITOR, "9801", 9, app=app)
    answer = await auditor.client.get(f"/screen/station/{STATION}/bundle")
    bundle = ZipFile(BytesIO(answer.content))
    assert [name for name in bundle.namelist() if "foto-" in name] == []
    told = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert [name for name, said in told.items() if digest in said] == [], "nor that it is there"
    handles = await screen_of(desk, Role.ADMINISTRATOR, None, 10, app=app)
    kept = await handles.client.get(f"/screen/station/{STATION}/bundle")
    assert [name for name in ZipFile(BytesIO(kept.content)).namelist() if "foto-" in name] != []


def test_what_the_log_says_of_a_message_with_an_incidents_photo_stays_out() -> None:
    photo = {"id": 5, "purpose": "incident", "inbox_id": 51}
    form = {"id": 6, "purpose": "form", "inbox_id": 52}
    said = {"photos": [photo], "ballots": [{"photos": [photo, form]}]}
    entries = [
        {"subject": subject, "inbox_id": message}
        for subject, message in (
            ("photo:5", None),
            ("person:9", 51),
            ("incident:I-1", 52),
            ("report:1", 52),
            ("photo:6", None),
        )
    ]
    none: list[dict[str, object]] = []
    behind = Backing([{"id": 52}], entries, none, none, none, none, none, [photo, form])
    told, left = without_incidents(said, behind)
    assert told == {"photos": [], "ballots": [{"photos": [form]}]}
    assert left.photos == [form]
    assert [one["subject"] for one in left.entries] == ["report:1", "photo:6"]


async def test_a_form_of_which_no_number_was_read_is_called_unread(
    desk: Desk, app: FastAPI
) -> None:
    await differing(desk)
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", app=app)
    filled = await reviewer.get(f"/screen/station/{STATION}")
    assert re.search(r"· terbaca", filled)
    await desk.do(
        """update photo set reading = jsonb_set(reading, '{pages,0,cells}',
           (select jsonb_object_agg(key, null)
            from jsonb_each(reading -> 'pages' -> 0 -> 'cells')))"""
    )
    page = await reviewer.get(f"/screen/station/{STATION}")
    assert re.search(r"· belum terbaca", page)
    assert (
        re.findall(r'<td class="n">belum terbaca</td><td class="n">([^<]*)</td>', page) == ["–"] * 3
    )
    for show in ("all", "doubtful"):
        shown = await reviewer.get(f"/screen/photos?show={show}")
        assert re.search(r"<br>belum terbaca", shown), show


async def test_a_location_that_cannot_be_measured_is_told_as_sent(desk: Desk, app: FastAPI) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await desk.do("update station set lat = null, lon = null")
    await desk.do("update area set lat = null, lon = null")
    await siti.say("hadir")
    await siti.say("@loc:-7.7953,110.3689")
    coordinator = await screen_of(desk, Role.COORDINATOR, "9801", app=app)
    page = await coordinator.get(f"/screen/station/{STATION}")
    assert re.search(r"lokasi dikirim; letak TPS belum diketahui", page)


async def test_a_dispute_that_its_witnesses_still_look_at_is_told_below_the_queue(
    desk: Desk, app: FastAPI
) -> None:
    await differing(desk)
    await desk.do("update dispute set opened_at = '2024-02-14 23:29:00+00'")
    reviewer = await screen_of(desk, Role.REVIEWER, "9801", app=app)
    assert "masih diperiksa saksinya" not in await reviewer.get("/screen/queue")
    await desk.do("update dispute set opened_at = now()")
    page = await reviewer.get("/screen/queue")
    assert "Tidak ada selisih yang menunggu Anda" in page
    told = r"1 selisih masih diperiksa saksinya, datang paling lambat \d\d\.\d\d.WIB"
    assert re.search(told, page)
    elsewhere = await screen_of(desk, Role.REVIEWER, ELSEWHERE, 9, app=app)
    assert "masih diperiksa" not in await elsewhere.get("/screen/queue")
