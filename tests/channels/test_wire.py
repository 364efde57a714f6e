"""The Bot API's connections on real sockets: used again, never for another call's answer."""

import asyncio
import contextlib
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.channels.telegram.wire import Wire

Answer = Callable[[int, asyncio.StreamWriter], Awaitable[None]]
"""Answers a request, given its number, on its connection."""


@dataclass
class Server:
    """Answers as it is told; `lines`: connections made; `heard`: the heads of requests."""

    answer: Answer
    lines: int = 0
    heard: list[str] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = int(head.lower().partition("content-length: ")[2].split("\r\n")[0])
                await reader.readexactly(length)
                self.heard.append(head)
                await self.answer(len(self.heard), writer)
                await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def serving(answer: Answer, secure: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server(answer)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=secure)
    port = listening.sockets[0].getsockname()[1]
    server.url = f"{'https' if secure else 'http'}://127.0.0.1:{port}/bot1:x/sendMessage"
    yield server
    listening.close()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    one = Wire(pool_size=4)
    yield one
    await one.shutdown()


async def say(wire: Wire, server: Server, wait: float = 5.0) -> tuple[int, bytes]:
    return await wire.do_request(server.url, "POST", RequestData(), read_timeout=wait)


async def plain(number: int, writer: asyncio.StreamWriter) -> None:
    body = str(number).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))


async def test_calls_one_after_the_other_share_a_connection(wire: Wire) -> None:
    async with serving(plain) as server:
        assert [await say(wire, server) for _ in range(3)] == [
            (200, b"1"),
            (200, b"2"),
            (200, b"3"),
        ]
        assert server.lines == 1
        assert server.heard[0].startswith("POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")


async def test_workers_run_on_uvloop_whose_connections_are_of_a_kind_of_their_own() -> None:
    async def talk() -> None:
        one = Wire(pool_size=1)
        async with serving(plain) as server:
            assert [await say(one, server) for _ in range(2)] == [(200, b"1"), (200, b"2")]
            assert server.lines == 1
        await one.shutdown()

    await asyncio.to_thread(uvloop.run, talk())


async def test_calls_at_once_have_one_each_up_to_as_many_as_wanted(wire: Wire) -> None:
    async with serving(plain) as server:
        told = await asyncio.gather(*(say(wire, server) for _ in range(9)))
        assert sorted(int(body) for _, body in told) == list(range(1, 10))
        assert server.lines == 4


async def test_an_answer_that_comes_too_late_is_nobody_elses(wire: Wire) -> None:
    async def slow(number: int, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3 if number == 1 else 0)
        await plain(number, writer)

    async with serving(slow) as server:
        with pytest.raises(TimedOut):
            await say(wire, server, wait=0.1)
        assert await say(wire, server) == (200, b"2")
        assert server.lines == 2


async def test_a_call_that_is_given_up_leaves_no_answer_behind(wire: Wire) -> None:
    asked, given_up = asyncio.Event(), asyncio.Event()

    async def slow(number: int, writer: asyncio.StreamWriter) -> None:
        if number == 1:
            asked.set()
            await given_up.wait()
        await plain(number, writer)

    async with serving(slow) as server:
        call = asyncio.create_task(say(wire, server))
        await asked.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        given_up.set()
        assert await say(wire, server) == (200, b"2")


async def test_a_connection_that_was_hung_up_is_not_used_again(wire: Wire) -> None:
    async def once(number: int, writer: asyncio.StreamWriter) -> None:
        await plain(number, writer)
        writer.close()

    async with serving(once) as server:
        for number in (b"1", b"2"):
            assert await say(wire, server) == (200, number)
            await asyncio.sleep(0.05)
        assert server.lines == 2


async def test_one_that_rested_long_is_not_used_again(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(plain) as server:
        monkeypatch.setattr("bot.channels.telegram.wire._FRESH", 0.1)
        await say(wire, server)
        await asyncio.sleep(0.3)
        assert await say(wire, server) == (200, b"2")
        assert server.lines == 2


async def test_a_server_that_asks_to_hang_up_is_obeyed(wire: Wire) -> None:
    async def last(number: int, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n%d" % number
        )

    async with serving(last) as server:
        assert [await say(wire, server) for _ in range(2)] == [(200, b"1"), (200, b"2")]
        assert server.lines == 2


async def test_an_answer_in_pieces_is_whole(wire: Wire) -> None:
    async def pieces(_number: int, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Wait\r\nTransfer-Enc")
        await asyncio.sleep(0.02)
        writer.write(b"oding: chunked\r\n\r\n3\r\nabc\r\n2\r")
        await asyncio.sleep(0.02)
        writer.write(b"\nde\r\n0\r\n\r\n")

    async with serving(pieces) as server:
        assert [await say(wire, server) for _ in range(2)] == [(429, b"abcde")] * 2


@pytest.mark.parametrize("nonsense", [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Le"])
async def test_what_is_no_answer_is_trouble_of_the_network(wire: Wire, nonsense: bytes) -> None:
    async def broken(_number: int, writer: asyncio.StreamWriter) -> None:
        writer.write(nonsense)
        writer.close()

    async with serving(broken) as server:
        with pytest.raises(NetworkError):
            await say(wire, server)


async def test_a_certificate_counts_and_a_strangers_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure = _certified(tmp_path)
    async with serving(plain, secure) as server:
        stranger = Wire(pool_size=1)
        with pytest.raises(NetworkError, match="certificate"):
            await say(stranger, server)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
        known = Wire(pool_size=1)
        assert await say(known, server) == (200, b"1")
        for one in (stranger, known):
            await one.shutdown()


async def test_what_is_said_is_not_said_again_where_an_answer_leads_to(wire: Wire) -> None:
    async with serving(plain) as elsewhere:

        async def leads(_number: int, writer: asyncio.StreamWriter) -> None:
            head = f"HTTP/1.1 307 Elsewhere\r\nLocation: {elsewhere.url}\r\n"
            writer.write(f"{head}Content-Length: 0\r\n\r\n".encode())

        async with serving(leads) as server:
            assert await say(wire, server) == (307, b"")
        assert elsewhere.heard == []


async def test_behind_a_proxy_it_goes_as_the_library_would(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(plain) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.rpartition("/bot")[0])
        behind = Wire(pool_size=1)
        told = await behind.do_request("http://api.invalid/bot1:x/getMe", "POST", RequestData())
        assert told == (200, b"1")
        assert proxy.heard[0].startswith("POST http://api.invalid/bot1:x/getMe HTTP/1.1")
        await behind.shutdown()


def _certified(folder: Path) -> ssl.SSLContext:
    """A server's side with a certificate that it signed itself, kept as own.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "own.pem").write_bytes(certificate.public_bytes(pem))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *private))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem", folder / "key.pem")
    return context
