"""An installation in one process for tests of cases: the real queue, worker, engine and database.

A person writes on the terminal's channel; the line goes through inbox, worker, runner and engine.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.base.capability import Conversation
from bot.base.media import Media, open_store
from bot.base.ports import Outgoing
from bot.capabilities import CONVERSATION
from bot.channels.console import Console, event
from bot.engine.messages import Document
from bot.messaging.files import Files
from bot.messaging.handling import Handling
from bot.messaging.ingest import Ingest, ingest
from bot.messaging.notices import Notices
from bot.messaging.runner import Runner
from bot.messaging.worker import Worker
from bot.processes.wiring import by_account
from models.sealing import Keys
from models.stores.base import elections
from models.stores.base.areas import area
from models.stores.base.database import Database
from models.stores.messaging import terminal
from models.stores.packs.pack_load import load_pack
from models.stores.persons import mandates, people, roles
from models.stores.persons.mandates import NewMandate
from models.stores.persons.roles import NewRole
from models.stores.reading import photos
from models.stores.recap import fold
from models.values import Role
from tests.attacks.behind import behind_the_back
from tests.packs.tiny import make_tiny_pack

NIGHT = datetime(2024, 2, 14, 19, 14, tzinfo=UTC)
STATION = "9801012001001"
"""TPS 01 Sukamaju Kidul, with all five ballots."""


@dataclass
class Desk:
    """The running parts, and the hour that the conversation believes in."""

    database: Database
    keys: Keys
    entrance: Ingest
    worker: Worker
    notices: Notices
    clock: list[datetime]
    media: Media
    sent: int = 0

    @property
    def now(self) -> datetime:
        """The hour."""
        return self.clock[0]

    async def person(self, name: str, number: int) -> "Phone":
        """Somebody known, with a phone."""
        phone = f"+6281200000{number:03}"
        async with self.database.transaction() as tx:
            id_, _ = await people.put_person(tx, self.keys, name, phone)
        return Phone(self, phone, id_)

    async def witness(
        self, name: str, number: int, station: str = STATION, party: str = "party:3"
    ) -> "Phone":
        """Somebody with a mandate for all ballots of a station."""
        known = await self.person(name, number)
        async with self.database.transaction() as tx:
            current = await elections.election(tx)
            participant = await roles.participant_id(tx, current.id, party)
            place = await tx.scalar(
                text("select id from station where code = :code"), {"code": station}
            )
            await mandates.put_mandate(tx, NewMandate(known.person, participant, place or 0))
        return known

    async def holder(
        self, name: str, number: int, role: Role, code: str | None = None, party: str | None = None
    ) -> "Phone":
        """Somebody with a role, in an area or everywhere."""
        known = await self.person(name, number)
        async with self.database.transaction() as tx:
            current = await elections.election(tx)
            where = (await area(tx, current.id, code)).id if code else None
            tie = await roles.participant_id(tx, current.id, party) if party else None
            await roles.grant(tx, NewRole(known.person, role, current.id, where, tie))
        return known

    def stranger(self, number: int) -> "Phone":
        """Somebody whom nobody knows."""
        return Phone(self, f"+6281200000{number:03}", 0)

    async def photo(self, sender: "Phone", station: str, ballot: str) -> None:
        """A photo of a form that was kept for this ballot."""
        place = """select s.id, c.id from station s join area k on k.id = s.kelurahan_id
            join contest c on c.id = any(coalesce(s.contests, k.contests))
            where s.code = :code and c.ballot = :ballot"""
        ((station_id, contest_id),) = await self.rows(place, code=station, ballot=ballot)
        self.sent += 1
        async with self.database.transaction() as tx:
            new = photos.NewPhoto(
                sha256=f"{self.sent:064x}",
                path=f"form-{self.sent}.jpg",
                mime="image/jpeg",
                size=1,
                purpose="form",
                person_id=sender.person,
                station_id=station_id,
                contest_id=contest_id,
            )
            await photos.put_photo(tx, new)

    async def rows(self, query: str, **values: Any) -> list[Any]:
        """What the database says."""
        async with self.database.transaction() as tx:
            return list((await tx.execute(text(query), values)).all())

    async def do(self, statement: str, **values: Any) -> None:
        """Change something that only time would."""
        async with self.database.transaction() as tx:
            await tx.execute(text(statement), values)

    async def overwrite(self, statement: str) -> None:
        """Make of a kept row what the application cannot: it was given otherwise to begin with."""
        async with self.database.transaction() as tx:
            await behind_the_back(tx)
            await tx.execute(text(statement))

    async def recap(self, ballot: str = "ppwp") -> Any:
        """The nation's row of the folded recap."""
        async with self.database.transaction() as tx:
            while await fold.fold(tx, "desk"):
                continue
        query = """
            select r.votes, r.valid, r.invalid, r.total, r.reported, r.confirmed, r.disputed
            from recap r join area a on a.id = r.area_id join contest c on c.id = r.contest_id
            where a.level = 0 and r.trust = 0 and c.ballot = :ballot"""
        return (await self.rows(query, ballot=ballot))[0]


@dataclass
class Phone:
    """One person's terminal: lines in, answers out, buttons by their label."""

    desk: Desk
    number: str
    person: int
    buttons: dict[str, str] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    async def say(self, line: str) -> str:
        """Write a line, or press `[Label]`; everything that is heard after it."""
        press = line.startswith("[")
        self.desk.clock[0] += timedelta(seconds=1)
        data = self.buttons[line[1:-1]] if press else line
        payload = event(self.number, data, self.desk.now, press=press)
        assert await self.desk.entrance.keep(Console(), payload) is None
        await self.desk.worker.drain()
        await self.desk.notices.drain()
        return await self.hear()

    async def hear(self) -> str:
        """What came since, answers and notices alike."""
        async with self.desk.database.transaction() as tx:
            bodies = await terminal.collect(tx, Console.name, self.number)
        heard = [Outgoing.from_json(body) for body in bodies]
        for message in heard:
            self.buttons |= dict(message.buttons)
            self.photos += [message.photo] if message.photo else []
            self.documents += [message.document] if message.document else []
        return "\n".join(message.text for message in heard)


@asynccontextmanager
async def open_desk(
    url: str, folder: Path, conversation: Conversation = CONVERSATION, pack: Path | None = None
) -> AsyncIterator[Desk]:
    """A fresh installation with the tiny election, or that of a pack."""
    database, keys = Database(url, size=4), Keys(b"the secret key of these tests")
    clock = [NIGHT]
    async with database.transaction() as tx:
        await load_pack(tx, pack or make_tiny_pack(folder / "pack"))
    media = Media(open_store(folder / "photos"))
    runner, channels = Runner(conversation, keys, media), by_account([Console()])
    handling = Handling(
        database, channels, runner.handle, keys, Files(media), clock=lambda: clock[0]
    )
    notices = Notices(database, runner.handle, clock=lambda: clock[0])
    async with ingest(url, keys) as entrance:
        yield Desk(database, keys, entrance, Worker(database, handling), notices, clock, media)
    await database.close()
