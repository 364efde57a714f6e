"""`saksi verify`: every law holds after what people said, and each is broken by what it forbids."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from models.stores.audit import messages_check
from models.stores.audit.messages_check import LAWS, Held
from models.stores.base.database import Database
from tests.attacks.behind import behind_the_back
from tests.cases.desk import Desk, open_desk
from tests.cases.test_disputes import FIRST, report

BREAKS = {
    "every event that was acknowledged": "delete from inbox where id = (select max(id) from inbox)",
    "every message is of an event": "delete from event",
    "a message that was handled says when": "update inbox set handled_at = null",
    "every revision leads": "update revision set inbox_id = 999999",
    "every check_in leads": "update check_in set inbox_id = 999999",
    "every photo leads": "update photo set inbox_id = 999999",
    "every decision leads": "update decision set inbox_id = 999999",
    "every vote_version leads": "insert into vote_version (station_id, contest_id, version, kind, "
    "reason, person_id, inbox_id) select station_id, contest_id, 2, 'revote', 'x', person_id, "
    "999999 from report limit 1",
    "no message reported a ballot twice": "insert into revision (report_id, number, votes, "
    "receipt, said_by, inbox_id, findings, implied, read_from, detail) select report_id, 2, "
    "votes, 'again', said_by, inbox_id, '[]', '[]', '[]', detail from revision limit 1",
    "no message checked in twice": "insert into check_in (person_id, station_id, at, flags, "
    "receipt, inbox_id) select person_id, station_id, at, flags, 'again', inbox_id from check_in",
    "no message's file is kept twice": "insert into photo (sha256, path, mime, size, purpose, "
    "person_id, station_id, state, forwarded, inbox_id) select sha256, path, mime, size, purpose, "
    "person_id, station_id, state, forwarded, inbox_id from photo",
    "revisions of a report are numbered": "update revision set number = 7",
    "every report has numbers": "delete from revision",
    "what counts at a station": "update station_result set revision_id = 999999",
    "an answer that went says when": "update outbox set state = 1, sent_at = null",
    "an answer was written with": "update outbox set inbox_id = 999999",
    "every file that is still to come": "insert into file_fetch (inbox_id, state, attempts) "
    "values (999999, 0, 0)",
    "every kelurahan can be folded": "insert into recap_dirty (kelurahan_id, contest_id, reason) "
    "select max(id), 1, 'odd' from area",
    "the seal follows": "update audit_entry set block = null, at = now() - interval '1 hour'",
}
"""By the beginning of each law what somebody, or a fault of ours, would do to break it."""


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(database_url, tmp_path) as desk:
        siti = await desk.witness("Bu Siti", 1)
        for line in ("HADIR", "gak bisa, gps mati"):
            await siti.say(line)
        await report(siti, FIRST)
        await desk.do(
            "insert into photo (sha256, path, mime, size, purpose, person_id, station_id, state, "
            "forwarded, inbox_id) select decode('ab', 'hex'), 'a.jpg', 'image/jpeg', 1, 'form', "
            "person_id, station_id, 'told', false, max_id from report, "
            "(select max(id) as max_id from inbox) i"
        )
        await desk.do(
            "insert into decision (station_id, contest_id, version, person_id, revision_id, "
            "reason, inbox_id, cells, seen) select r.station_id, r.contest_id, 1, "
            "r.person_id, v.id, 'x', v.inbox_id, '[]', '[]' from report r "
            "join revision v on v.report_id = r.id"
        )
        yield desk


async def _broken(database: Database, statement: str = "") -> list[Held]:
    """The laws that do not hold after this was done; it is undone again."""
    async with database.transaction() as tx:
        await behind_the_back(tx)
        if statement:
            await tx.execute(text(statement))
        found = [one for one in await messages_check.check(tx) if one.wrong]
        await tx.rollback()
    return found


async def test_every_law_holds_after_an_evening_and_each_is_broken_by_what_it_forbids(
    desk: Desk,
) -> None:
    assert await _broken(desk.database) == []
    for law in LAWS:
        (statement,) = [sql for begin, sql in BREAKS.items() if law.says.startswith(begin)]
        broken = {one.law: one for one in await _broken(desk.database, statement)}
        assert law.says in broken, law.says
        assert broken[law.says].example
