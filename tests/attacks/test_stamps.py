"""Heads of the audit log are stamped elsewhere: who makes a new log cannot make it older."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from bot.audit import stamping
from bot.processes.clock import TIMETABLE
from models.settings import Settings
from models.stores.base.database import Database

NOW = datetime(2024, 2, 14, 19, tzinfo=UTC)
PENDING = b"\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e"
HEAD = b'{"hash": "00"}\n'
STAMP = b"\xf0\x04salt\x08\x00" + PENDING + b"\x14\x13https://cal.example"
"""As a calendar answers: something is added, hashed, and waits for Bitcoin at this address."""


@dataclass
class Calendar:
    """A calendar on a real socket; `answer`: status and body."""

    answer: tuple[int, bytes] = (200, STAMP)
    url: str = ""
    asked: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"POST /digest HTTP/1.1\r\n")
        self.asked.append(await reader.readexactly(32))
        status, body = self.answer
        told = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(told.encode() + body)
        await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def calendar(*answer: object) -> AsyncIterator[Calendar]:
    one = Calendar(answer or (200, STAMP))  # type: ignore[arg-type]
    listening = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    yield one
    listening.close()


@pytest.fixture
def head(tmp_path: Path) -> Path:
    folder = tmp_path / "heads"
    folder.mkdir()
    (folder / "heads.jsonl").write_text("no head of an hour\n")
    file = folder / "head-20240214T19Z.json"
    file.write_bytes(HEAD)
    return file


async def stamp(head: Path, *calendars: Calendar) -> bytes | None:
    """One look; the proof beside the head, if there is one."""
    named = ",".join(f" {one.url}/" for one in calendars)
    settings = Settings(var=head.parents[1], timestamp_calendars=named)
    await stamping.due(Database("postgresql://nobody@127.0.0.1/nothing"), settings, NOW)
    (proof, *others) = [*head.parent.glob("*.ots"), None]
    assert others in ([], [None])
    return proof.read_bytes() if proof else None


async def test_a_head_has_a_proof_beside_it_that_begins_with_its_own_hash(head: Path) -> None:
    digest = sha256(HEAD).digest()
    async with calendar() as one:
        proof = await stamp(head, one)
        assert await stamp(head, one) == proof
        assert one.asked == [digest], "once, and nothing but the hash"
    assert proof is not None
    assert proof.startswith(b"\x00OpenTimestamps\x00\x00Proof\x00")
    assert proof.endswith(b"\x01\x08" + digest + STAMP)


@pytest.mark.parametrize(
    "answer", [(503, STAMP), (200, b""), (200, b"<html>"), (200, STAMP + bytes(20_000))]
)
async def test_what_is_no_stamp_is_not_kept_and_the_next_calendar_is_asked(
    head: Path, answer: tuple[int, bytes]
) -> None:
    async with calendar(*answer) as bad, calendar() as good:
        assert await stamp(head, bad) is None
        assert await stamp(head, bad, good) is not None
        assert len(bad.asked) == 2
    assert list(head.parent.glob("*.part")) == []


async def test_without_a_network_the_next_look_stamps(head: Path) -> None:
    async with calendar() as gone:
        pass
    assert await stamp(head, gone) is None
    async with calendar() as one:
        assert await stamp(head, gone, one) is not None


async def test_nobody_is_asked_unless_calendars_are_named(head: Path) -> None:
    assert await stamp(head) is None
    assert "stamps" in {job.name for job in TIMETABLE}
