"""What is done from the tables over HTTP: as by chat, once, by whom it is theirs to do."""

import html
import re

import pytest

from api.screen.desks.all_desks import TABLES
from models.stores.reading import photos
from models.stores.reading.photos import NewPhoto
from tests.desks.office import FAR, NEAR, Office, screen
from tests.screen.conftest import Screen, screen_app


async def test_an_incident_is_taken_and_closed_as_by_chat(office: Office, near: Screen) -> None:
    office_desk, witness = office.desk, office.witnesses[NEAR][0]
    ((code,),) = await office_desk.rows("select receipt from incident where text like '%depan%'")
    taken = await near.act("/screen/incidents?state=taken", act="take", handle=code)
    assert "Kejadian" in taken
    assert f">{code}<" in re.sub(r"\s", "", taken)
    short = await near.post("/screen/incidents", act="close", handle=code, note="ok")
    assert short == 400, "how it ended has to be said"
    assert await near.post("/screen/incidents", act="close", handle=code, note="sudah dicek") == 303
    await office_desk.notices.drain()
    heard = await witness.hear()
    assert "sedang ditangani Pak Dedi" in heard
    assert "sudah dicek" in heard
    noted = await office_desk.rows(
        "select actor, action from audit_entry where action like 'incident %' and actor = :who"
        " order by id",
        who=f"person:{office.near.person}",
    )
    assert [one.action for one in noted] == ["incident taken", "incident closed"]


async def test_what_came_of_an_act_is_told_once_and_to_nobody_else(
    office: Office, near: Screen, far: Screen
) -> None:
    ((code,),) = await office.desk.rows("select receipt from incident where text like '%depan%'")
    given = {"csrf": await near.csrf(), "act": "close", "handle": code, "note": "sudah dicek"}
    answer = await near.client.post("/screen/incidents?state=closed", data=given)
    assert (answer.status_code, answer.text) == (303, "")
    assert answer.headers["location"] == "/screen/incidents?state=closed"
    set_ = answer.headers["set-cookie"]
    assert all(flag in set_ for flag in ("HttpOnly", "SameSite=strict", "Path=/screen"))
    carried = re.match(r"saksi_said=([^;]+)", set_)
    assert carried is not None
    there = {"Cookie": f"saksi_said={carried[1]}"}
    assert 'role="status" tabindex="-1"' in await browsed(near, there)
    assert 'role="status" tabindex="-1"' not in await browsed(far, there), "made for one viewer"
    assert 'role="status" tabindex="-1"' not in await near.get("/screen/incidents")
    scripted = await near.client.post(
        "/screen/incidents?state=closed", data=given, headers={"HX-Request": "true"}
    )
    assert scripted.status_code == 200
    assert 'role="status" tabindex="-1"' in scripted.text


async def browsed(who: Screen, headers: dict[str, str]) -> str:
    """The page of incidents with one more cookie."""
    own = "; ".join(f"{name}={value}" for name, value in who.client.cookies.items())
    cookies = f"{own}; {headers['Cookie']}"
    answer = await who.client.get("/screen/incidents", headers={"Cookie": cookies})
    assert answer.status_code == 200
    return answer.text


async def test_the_page_that_answers_an_act_or_a_phone_is_noted_as_seen(office: Office) -> None:
    app = screen_app(office.desk)
    who = await screen(office, office.far.person, app)
    witness = office.witnesses[FAR][1]
    ((number,),) = await office.desk.rows(
        "select id from mandate where person_id = :person", person=witness.person
    )
    noted = "select count(*) from audit_entry where action = 'saw' and data ->> 'route' = :route"
    for name, fields in (
        ("witnesses", {"handle": str(number)}),
        ("recruits", {"act": "accept", "handle": "R-NONE"}),
    ):
        ((before,),) = await office.desk.rows(noted, route=f"/screen/{name}")
        path = f"/screen/{name}" + ("/phone" if name == "witnesses" else "")
        given = {"csrf": await who.csrf(), **fields}
        answer = await who.client.post(path, data=given, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        ((after,),) = await office.desk.rows(noted, route=f"/screen/{name}")
        assert after == before + 1, name


async def test_a_photo_of_an_incident_opens_for_who_handles_it_there(office: Office) -> None:
    desk, stored = office.desk, await office.desk.media.keep(b"\x89PNG an envelope")
    told = {"rumah": office.near, "pasar": office.chief}
    for place, handler in told.items():
        told_of = "select station_id from incident where text like :like"
        ((station,),) = await desk.rows(told_of, like=f"%{place}%")
        async with desk.database.transaction() as tx:
            what = NewPhoto(
                sha256=stored.sha256,
                path=stored.path,
                mime="image/png",
                size=stored.size,
                purpose="incident",
                person_id=None,
                station_id=station,
            )
            number, _ = await photos.put_photo(tx, what)
        await desk.do(
            "update incident set photos = to_jsonb(array[cast(:photo as int)])"
            " where text like :like",
            photo=number,
            like=f"%{place}%",
        )
        app = screen_app(desk)
        app.state.screen_media = desk.media
        mine = await screen(office, handler.person, app)
        other = await screen(office, office.far.person, app)
        address = re.findall(
            r'href="(/screen/photo/[^"]+)">Foto 1',
            await mine.get(f"/screen/incidents?text={place}"),
        )[0]
        answer = await mine.client.get(address)
        assert (answer.status_code, answer.content[:4]) == (200, b"\x89PNG")
        assert (await other.client.get(address)).status_code == 404


async def test_what_is_not_theirs_is_refused_as_by_chat(office: Office, far: Screen) -> None:
    ((code,),) = await office.desk.rows("select receipt from incident where text like '%rumah%'")
    told = await far.act("/screen/incidents", act="take", handle=code)
    assert "bukan wewenang" in told
    ((state,),) = await office.desk.rows("select state from incident where receipt = :c", c=code)
    assert state == "open"


@pytest.mark.parametrize(
    "fields", [{}, {"csrf": "0" * 64}, {"csrf": ""}], ids=["none", "wrong", "empty"]
)
async def test_nothing_is_done_without_our_own_pages_token(
    office: Office, near: Screen, fields: dict[str, str]
) -> None:
    ((code,),) = await office.desk.rows("select receipt from incident where text like '%rumah%'")
    given = {"act": "take", "handle": code, **fields}
    for path in ("/screen/incidents", "/screen/witnesses/phone"):
        assert (await near.client.post(path, data=given)).status_code == 403
    ((state,),) = await office.desk.rows("select state from incident where receipt = :c", c=code)
    assert state == "open"


async def test_a_recruit_is_accepted_and_another_declined_with_a_reason(
    office: Office, near: Screen, far: Screen
) -> None:
    codes = dict(await office.desk.rows("select name, receipt from recruit"))
    assert await near.post("/screen/recruits", act="accept", handle=codes["Budi Santoso"]) == 303
    given = {"act": "decline", "handle": codes["Ratna"], "note": "sudah penuh"}
    assert await far.post("/screen/recruits", **given) == 303
    found = dict(await office.desk.rows("select name, state from recruit"))
    assert found == {"Budi Santoso": "accepted", "Ratna": "declined"}


async def test_an_answer_goes_to_everybody_who_asked_and_only_who_leads_all_gives_it(
    office: Office, near: Screen, chief: Screen
) -> None:
    given = {"act": "answer", "handle": "boleh bawa kucing?", "note": "Tidak boleh, titipkan dulu."}
    assert "kucing" not in await near.get("/screen/questions")
    await near.post("/screen/questions", **given)
    assert "kucing" in await chief.get("/screen/questions")
    assert await chief.post("/screen/questions", **given) == 303
    await office.desk.notices.drain()
    heard = await office.witnesses[NEAR][0].hear()
    assert heard.count("titipkan dulu") == 1, "one chat asked twice"
    assert "kucing" not in await chief.get("/screen/questions")


async def test_a_broadcast_needs_the_second_person_who_saw_whom_it_reaches(
    office: Office, near: Screen, chief: Screen
) -> None:
    ((code,),) = await office.desk.rows("select receipt from broadcast")

    async def act(who: Screen, name: str) -> str:
        return await who.act("/screen/broadcasts", act=name, handle=code)

    await act(near, "ask")
    assert "harus disetujui orang lain" in await act(near, "approve")
    assert "lihat contoh penerimanya dulu" in await act(chief, "approve")
    assert "Saksi 10" in await act(chief, "samples")
    await act(chief, "approve")
    assert "sedang dikirim" in await chief.get("/screen/broadcasts")
    await act(near, "pause")
    ((state,),) = await office.desk.rows("select state from broadcast")
    assert state == "paused"
    assert "2" in await act(chief, "counts")


async def test_a_phone_is_told_of_who_lacks_something_to_who_leads_there(
    office: Office, near: Screen, far: Screen
) -> None:
    mandate = "select m.id from mandate m where m.person_id = :person"
    lacking = office.witnesses[NEAR][2]
    ((number,),) = await office.desk.rows(mandate, person=lacking.person)

    async def asked(who: Screen) -> tuple[int, str]:
        given = {"csrf": await who.csrf(), "handle": str(number)}
        answer = await who.client.post("/screen/witnesses/phone", data=given)
        return answer.status_code, answer.text

    status, shown = await asked(near)
    assert (status, lacking.number in shown) == (200, True)
    status, shown = await asked(far)
    assert (status, lacking.number in shown) == (404, False)
    noted = await office.desk.rows(
        "select data from audit_entry where subject = 'phones:witnesses' and actor = :who",
        who=f"person:{office.near.person}",
    )
    assert [one.data for one in noted] == [{"count": 1}]


async def test_no_act_from_another_area_changes_anything(office: Office, far: Screen) -> None:
    """Every act of every table, on every row that lies in Sukamaju."""
    chief = await screen(office, office.chief.person)
    before = await _state(office)
    for table in TABLES:
        shown = html.unescape(await chief.get(f"/screen/{table.name}?area={NEAR}"))
        handles = set(re.findall(r'name="handle" value="([^"]+)"', shown))
        for act in table.acts:
            for handle in handles:
                given = {"act": act.name, "handle": handle, "note": "sudah dicek semuanya"}
                assert await far.post(f"/screen/{table.name}", **given) in (303, 400)
    assert await _state(office) == before


async def _state(office: Office) -> list[object]:
    """What acts change: cases and their states, people who vouch, mandates, broadcasts."""
    return await office.desk.rows(
        "select 'incident', id, state, note from incident where text not like '%banyak%'"
        " union all select 'recruit', id, state, reason from recruit"
        " union all select 'broadcast', id, state, array_to_string(seen_by, ',') from broadcast"
        " union all select 'vouch', id, '', '' from vouch"
        " union all select 'question', id, cast(seen_at as text), '' from open_question"
        " order by 1, 2"
    )


async def test_a_witness_is_vouched_for_from_the_list(office: Office, near: Screen) -> None:
    witness = office.witnesses[NEAR][3]
    ((station,),) = await office.desk.rows(
        "select station_id from mandate where person_id = :p", p=witness.person
    )
    given = {"act": "vouch", "handle": f"{station}/{witness.person}"}
    answer = await near.client.post("/screen/attendance", data={"csrf": await near.csrf(), **given})
    assert witness.person in [
        one.person_id for one in await office.desk.rows("select person_id from vouch")
    ], answer.text
    shown = await near.get("/screen/attendance?by=vouch")
    assert "Pak Dedi" in shown
    odd = await near.post("/screen/attendance", act="vouch", handle="x/y")
    assert odd == 400
