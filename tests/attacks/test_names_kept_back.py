"""Somebody who tells an incident without the name is looked for everywhere, and found nowhere."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from api.files.bundle import Made, bundle
from models.stores.audit import audit_show, sources
from models.stores.audit.audit_show import Wanted
from models.stores.audit.evidence import backing
from models.stores.base import elections
from models.values import Role
from tests.cases.desk import STATION, Desk, Phone, open_desk

PERSON, CONTACT, MESSAGE = 7_700_077, 8_800_088, 9_900_099
"""Ids from here on are the teller's and nobody else's: they are told apart in any text."""
NAME, PHONE = "Bu Rahmi Teladan", "812-0000-0321"


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


async def told(desk: Desk, folder: Path, last: str) -> Phone:
    """A witness tells an incident with a photo; a coordinator hears of it."""
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    await dedi.say("halo")
    for table, first in (("person", PERSON), ("contact", CONTACT), ("inbox", MESSAGE)):
        await desk.do(f"alter table {table} alter column id restart with {first}")
    teller = await desk.witness(NAME, 321)
    assert teller.person == PERSON
    file = folder / "amplop.jpg"
    Image.new("RGB", (640, 480), "white").save(file)
    assert "Kirim sekarang?" in await teller.say("kejadian ada bagi-bagi amplop")
    await teller.say(f"@{file}")
    assert "Tersimpan" in await teller.say(last)
    for table in ("contact", "inbox"):
        await desk.do(f"alter table {table} alter column id restart with 5000")
    return dedi


async def everywhere(desk: Desk) -> dict[str, str]:
    """All that anybody but the handler can read, by where."""
    async with desk.database.transaction() as tx:
        loaded = await elections.election(tx)
        station = await sources.station(tx, loaded, STATION)
        behind = await backing(tx, loaded, station)
        log = await audit_show.entries(tx, Wanted(sums=True))
    made = Made(datetime(2024, 3, 21, tzinfo=UTC), "Tim Saksi Contoh")
    data = await bundle(station, behind, desk.media.read, made)
    with ZipFile(BytesIO(data)) as archive:
        files = {n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist()}
    said = await desk.rows(
        "select o.body::text from outbox o join contact c on c.id = o.contact_id"
        " where c.person_id is distinct from :p",
        p=PERSON,
    )
    waiting = await desk.rows("select data::text from notice where whom not in (:p)", p=PERSON)
    return {
        "station": json.dumps(station, default=str),
        "backing": json.dumps(asdict(behind), default=str),
        "log": json.dumps(log, default=str),
        "messages": "\n".join(row[0] for row in [*said, *waiting]),
        **files,
    }


def found(places: dict[str, str]) -> list[tuple[str, str]]:
    marks = [str(PERSON), "77000", "88000", "99000", NAME, "Rahmi", PHONE, "6281200000321"]
    return [(where, mark) for where, text in places.items() for mark in marks if mark in text]


async def test_who_told_it_without_the_name_is_nowhere(
    desk: Desk,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await told(desk, tmp_path, "rahasiakan")
    places = await everywhere(desk)
    printed = capsys.readouterr()
    places |= {"out": printed.out, "err": printed.err, "log lines": caplog.text}
    assert found(places) == []
    ((photos,),) = await desk.rows("select photos from incident")
    assert len(photos) == 1, "and the photo is there for whoever handles it"


async def test_who_told_it_openly_stands_beside_the_photo(desk: Desk, tmp_path: Path) -> None:
    await told(desk, tmp_path, "kirim")
    places = await everywhere(desk)
    assert str(PERSON) in places["station"]
    assert NAME in places["messages"]


async def test_before_the_last_word_the_photo_names_nobody(desk: Desk, tmp_path: Path) -> None:
    await told(desk, tmp_path, "rahasiakan")
    teller = Phone(desk, "+6281200000321", PERSON)
    file = tmp_path / "lagi.jpg"
    Image.new("RGB", (320, 240), "grey").save(file)
    await teller.say("kejadian ada intimidasi lagi")
    await teller.say(f"@{file}")
    assert [one for one in found(await everywhere(desk)) if one[0] != "messages"] == []
