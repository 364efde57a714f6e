"""A Telegram Bot API of our own: what a bot calls on one side, people who chat on the other.

It does what others leave out: contacts, locations, files, polling, the webhook's secret, 429, and
it counts what a bot says twice. Shapes follow core.telegram.org/bots/api.
"""

import asyncio
import contextlib
import itertools
import json
import random
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.rehearsal.delivery import Copies, Counts, Patience, Postman, same
from api.rehearsal.serving import serving
from api.rehearsal.trouble import Trouble
from models.values import Json

LARGEST_FILE = 20 * 1024 * 1024


@dataclass
class Chat:
    """A private chat: what the bot said in it, and the messages nobody has read yet."""

    id: int
    name: str
    heard: list[dict[str, Json]] = field(default_factory=list)
    unread: "asyncio.Queue[dict[str, Json]]" = field(default_factory=asyncio.Queue)
    spoken: bool = True
    """Whether the person said something since the bot's last message."""
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    patience: Patience = field(default_factory=lambda: Patience(Counts()))


class FakeTelegram:
    """One bot's Bot API. `repeat`: share of updates that are delivered twice, as Telegram may."""

    def __init__(self, token: str, *, repeat: float = 0.0, seed: int = 0) -> None:
        self.token, self.counts, self.chats = token, Counts(), dict[int, Chat]()
        self.webhook: tuple[str, str] | None = None
        self.base = ""
        self.broken_files = False
        """While set, files cannot be had: 502, as when Telegram is in trouble."""
        self.files_come = asyncio.Event()
        """While clear, whoever asks for a file waits."""
        self.files_come.set()
        self._random = random.Random(seed)  # noqa: S311
        self._ids = itertools.count(self._random.randrange(10**8, 10**9))
        self._waiting: deque[dict[str, Json]] = deque()
        self._news = asyncio.Event()
        self._files: dict[str, bytes] = {}
        self._floods: deque[int] = deque()
        self._unreachable: set[int] = set()
        self.trouble, self.copies = Trouble(), Copies()
        self.postman = Postman(
            self.counts, repeat=repeat, chance=self._random, heard=self._method_in_answer
        )

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["FakeTelegram"]:
        """Serve it; `base` is the address for SAKSI_TELEGRAM_API_BASE."""
        routes = [
            Route("/file/bot{token}/{path:path}", self._download),
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
        ]
        async with serving(self.trouble.around(Starlette(routes=routes))) as self.base:
            try:
                yield self
            finally:
                self.trouble.end()
                self._news.set()
                await self.postman.close()

    def flood(self, *retry_after: int) -> None:
        """Answer the next messages with 429 and these waiting times in seconds."""
        self._floods.extend(retry_after)

    def block(self, chat: int) -> None:
        """This person has blocked the bot."""
        self._unreachable.add(chat)

    def keep_file(self, data: bytes) -> str:
        """A file's id, as if somebody had uploaded it."""
        file_id = f"file{len(self._files)}"
        self._files[file_id] = data
        return file_id

    def chat(self, chat_id: int, name: str = "") -> Chat:
        """The chat with this person; begun when there is none."""
        begun = Chat(chat_id, name or f"Orang {chat_id}", patience=Patience(self.counts))
        return self.chats.setdefault(chat_id, begun)

    def update(
        self, chat: Chat, kind: str, body: dict[str, Json], *, held: bool = False
    ) -> dict[str, Json]:
        """Something that the person does, on its way to the bot; returns the update.

        `held`: it has no signal yet, and is brought by `deliver`.
        """
        who = {"id": chat.id, "is_bot": False, "first_name": chat.name, "language_code": "id"}
        place = {"id": chat.id, "type": "private", "first_name": chat.name}
        if kind == "message":
            head = {"message_id": next(chat.numbers), "date": int(time.time()), "chat": place}
            body = {**head, **body}
        update = {"update_id": next(self._ids), kind: {"from": who, **body}}
        chat.spoken = True
        self.counts.updates += 1
        if not held:
            chat.patience.spoke()
            self.deliver(update)
        return update

    def poison(self, update: dict[str, Json]) -> None:
        """An update of an odd shape that nobody who plays has sent."""
        self.counts.poisoned += 1
        self.deliver({"update_id": next(self._ids), **update})

    def deliver(self, update: dict[str, object]) -> None:
        """Bring an update to the webhook, or keep it for getUpdates."""
        if self.webhook is None:
            self._waiting.append(update)
            self._news.set()
            return
        url, secret = self.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        self.postman.bring(json.dumps(update).encode(), url, headers)

    def _method_in_answer(self, answer: httpx.Response) -> None:
        if answer.content.startswith(b"{"):
            method = answer.json().get("method")
            self.counts.presses_answered += method == "answerCallbackQuery"

    async def _call(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _no(401, "Unauthorized")
        method = getattr(self, f"_do_{request.path_params['method'].lower()}", None)
        if method is None:
            return _no(404, "Not Found")
        try:
            given = await _arguments(request)
        except ClientDisconnect:  # whoever called was killed
            return _no(400, "Bad Request")
        answer: Response = await method(given)
        return answer

    async def _do_getme(self, _: dict[str, object]) -> Response:
        me = {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Saksi"}
        return _yes({**me, "username": "saksi_rehearsal_bot"})

    async def _do_setwebhook(self, given: dict[str, Json]) -> Response:
        self.webhook = (given["url"], given.get("secret_token", "")) if given.get("url") else None
        while self.webhook and self._waiting:
            self.deliver(self._waiting.popleft())
        return _yes(True)

    async def _do_deletewebhook(self, _: dict[str, object]) -> Response:
        self.webhook = None
        return _yes(True)

    async def _do_getupdates(self, given: dict[str, Json]) -> Response:
        if self.webhook:
            return _no(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, wait = int(given.get("offset", 0)), float(given.get("timeout", 0))
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()
            self.counts.delivered += 1
        if not self._waiting and wait:
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), wait)
        return _yes(list(itertools.islice(self._waiting, int(given.get("limit", 100)))))

    async def _do_sendmessage(self, given: dict[str, object]) -> Response:
        return self._said(given, {"text": given.get("text", "")})

    async def _do_sendphoto(self, given: dict[str, object]) -> Response:
        size = {"file_id": "sent", "file_unique_id": "sent", "width": 1280, "height": 960}
        return self._said(given, {"photo": [size], "caption": given.get("caption")})

    async def _do_senddocument(self, given: dict[str, Json]) -> Response:
        file = {
            "file_id": "sent",
            "file_unique_id": "sent",
            "file_name": given["document"].filename,
        }
        return self._said(given, {"document": file, "caption": given.get("caption")})

    def _said(self, given: dict[str, Json], body: dict[str, Json]) -> Response:
        chat_id = int(given["chat_id"])
        if self._floods:
            self.counts.floods += 1
            after = self._floods.popleft()
            return _no(429, f"Too Many Requests: retry after {after}", retry_after=after)
        if chat_id in self._unreachable:
            return _no(403, "Forbidden: bot was blocked by the user")
        if chat_id not in self.chats:
            return _no(400, "Bad Request: chat not found")
        if len(body.get("text") or "-") > 4096:
            return _no(400, "Bad Request: message is too long")
        chat = self.chats[chat_id]
        place = {"id": chat.id, "type": "private", "first_name": chat.name}
        head = {"message_id": next(chat.numbers), "date": int(time.time()), "chat": place}
        message = {**head, **body, "reply_markup": _json(given.get("reply_markup"))}
        self.counts.sent += 1
        if not chat.spoken and chat.heard and same(chat.heard[-1], message):
            self.counts.doubled += 1
            self.copies.add(chat_id, chat.heard[-1]["message_id"], head["message_id"])
        chat.spoken = False
        chat.patience.answered()
        chat.heard.append(message)
        chat.unread.put_nowait(message)
        return _yes({**head, **{key: value for key, value in body.items() if value}})

    async def _do_answercallbackquery(self, _: dict[str, object]) -> Response:
        self.counts.presses_answered += 1
        return _yes(True)

    async def _do_getfile(self, given: dict[str, Json]) -> Response:
        if self.broken_files:
            return _no(502, "Bad Gateway")
        data = self._files.get(given["file_id"])
        if data is None:
            return _no(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(data) > LARGEST_FILE:
            return _no(400, "Bad Request: file is too big")
        file_id = given["file_id"]
        size = {"file_size": len(data), "file_path": f"files/{file_id}"}
        return _yes({"file_id": file_id, "file_unique_id": file_id, **size})

    async def _download(self, request: Request) -> Response:
        await self.files_come.wait()
        name = request.path_params["path"].rpartition("/")[2]
        if request.path_params["token"] != self.token or name not in self._files:
            return _no(404, "Not Found")
        return Response(self._files[name], media_type="application/octet-stream")


async def _arguments(request: Request) -> dict[str, object]:
    if request.headers.get("content-type", "").startswith("application/json"):
        given = await request.json()
        return given if isinstance(given, dict) else {}
    async with request.form() as form:
        return {**request.query_params, **form}


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _yes(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _no(status: int, description: str, **parameters: Any) -> Response:
    body = {"ok": False, "error_code": status, "description": description}
    return JSONResponse({**body, "parameters": parameters}, status_code=status)
