"""`saksi chat`: the terminal as a channel; a line in is a message, the replies are printed."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.base.ports import Outgoing
    from bot.channels.console import Console
    from bot.messaging.ingest import Ingest
    from bot.messaging.notices import Notices
    from bot.messaging.worker import Worker
    from models.stores.base.database import Database

PATIENCE = 20.0
"""Seconds to wait for a worker elsewhere that has just claimed this sender."""


def chat(
    phone: Annotated[str, typer.Option(help="Your phone number: +62 812 ...")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object for each line typed.")
    ] = False,
) -> None:
    r"""Talk to Saksi here: text, @photo.jpg, @loc:-7.79,110.36; \n breaks a line, Ctrl-D ends."""
    from models.phones import e164

    asyncio.run(_chat(e164(phone), as_json))


async def _chat(phone: str, as_json: bool) -> None:
    from api.processes.place import ready_database
    from bot.base.media import media_of
    from bot.capabilities import CONVERSATION
    from bot.channels.console import Console
    from bot.messaging.files import Files
    from bot.messaging.handling import Handling
    from bot.messaging.ingest import ingest
    from bot.messaging.notices import Notices
    from bot.messaging.runner import Runner
    from bot.messaging.worker import Worker
    from bot.processes.wiring import by_account
    from models.sealing import Keys
    from models.settings import settings

    config = settings()
    keys, channel = Keys.of(config), Console()
    async with (
        ready_database(config) as database,
        ingest(database.url, keys) as entrance,
    ):
        photos = media_of(config)
        runner, channels = (
            Runner(CONVERSATION, keys, photos, pages=config.pages),
            by_account([channel]),
        )
        handling = Handling(
            database, channels, runner.handle, keys, Files(photos), language=config.language
        )
        notices = Notices(database, runner.handle, language=config.language)
        worker = Worker(database, handling)
        talk = Talk(phone, channel, database, entrance, worker, notices)
        await (talk.run_json() if as_json else talk.run())


class Talk:
    """One terminal's conversation: keep the line, take the turn, print what is answered."""

    def __init__(
        self,
        phone: str,
        channel: "Console",
        database: "Database",
        entrance: "Ingest",
        worker: "Worker",
        notices: "Notices",
    ) -> None:
        from bot.processes.folding import Folding

        self.phone, self.channel, self.database = phone, channel, database
        self.entrance, self.worker, self.notices = entrance, worker, notices
        self.folding = Folding(database)
        self.buttons: dict[str, str] = {}

    async def run(self) -> None:
        """Talk until the input ends."""
        from rich.console import Console as Screen

        screen = Screen(highlight=False, markup=False, emoji=False, soft_wrap=True)
        if sys.stdin.isatty():
            screen.print("Ketik pesan, misalnya HADIR. Ctrl-D untuk selesai.", style="dim")
        async for line in _lines():
            for message in await self._answers(line):
                screen.print(_shown(message))
                screen.print()

    async def run_json(self) -> None:
        """The same, with one JSON object for each line: what was said, answered, and is held."""
        from api.cli.chat_state import held

        async for line in _lines():
            answers = await self._answers(line)
            now = await held(self.database, self.channel.name, self.phone)
            document = {
                "said": line.rstrip("\n"),
                "replies": [_told(message) for message in answers],
                "drafts": now.drafts,
                "stored": now.stored,
                "step": now.step,
            }
            print(json.dumps(document, ensure_ascii=False), flush=True)

    async def _answers(self, line: str) -> list["Outgoing"]:
        """The replies to a line; their buttons may be typed by their labels next."""
        answers = await self._say(line)
        labels = [button for message in answers for button in message.buttons]
        self.buttons = {label.casefold(): data for label, data in labels}
        return answers

    async def _say(self, line: str) -> list["Outgoing"]:
        from datetime import UTC, datetime

        from bot.base.ports import Outgoing
        from bot.channels.console import event
        from models.stores.messaging import terminal

        pressed = self.buttons.get(line.strip().strip("[]").casefold())
        said = _absolute(line) if pressed is None else pressed
        now = datetime.now(UTC)
        payload = event(self.phone, said, now, press=pressed is not None)
        reason = await self.entrance.keep(self.channel, payload)
        if reason:
            return []
        message = self.channel.envelopes(payload)[0].external_id
        for _ in range(int(PATIENCE / 0.05)):
            await self.worker.drain()
            await self.notices.drain()
            await self.folding.turn()
            async with self.database.transaction() as tx:
                if await terminal.is_handled(tx, self.channel.name, message):
                    found = await terminal.collect(tx, self.channel.name, self.phone)
                    return [Outgoing.from_json(body) for body in found]
            await asyncio.sleep(0.05)
        print("Belum ada jawaban; pesan tersimpan dan akan diproses.", file=sys.stderr)
        return []


def _absolute(line: str) -> str:
    r"""What was typed: line breaks where \n stands; a photo's path as any process here finds it."""
    line = line.rstrip("\n").replace("\\n", "\n")
    if line.startswith("@") and not line.startswith("@loc:") and len(line) > 1:
        return f"@{Path(line[1:].strip()).expanduser().resolve()}"
    return line


def _told(message: "Outgoing") -> dict[str, object]:
    """A reply for a program: its text and the labels of its buttons, and a file where one goes."""
    file = {"file": message.file} if message.file else {}
    return {"text": message.text, "buttons": [label for label, _ in message.buttons], **file}


def _shown(message: "Outgoing") -> str:
    """A reply as text; a button is typed by its label, a file is named with where it lies."""
    buttons = " ".join(f"[{label}]" for label, _ in message.buttons)
    file = f"[gambar] {message.photo}" if message.photo else ""
    if message.document is not None:
        file = f"[berkas] {message.document.name}: {message.document.path}"
    return "\n".join(part for part in (file, message.text, buttons) if part)


async def _lines() -> AsyncIterator[str]:
    """Lines of the terminal until it ends, read in a thread of their own."""
    while True:
        if sys.stdin.isatty():
            print("> ", end="", flush=True)
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        yield line
