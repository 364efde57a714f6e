"""A Cloud API of our own: what a number calls on one side, people with WhatsApp on the other.

It signs what it brings, keeps Meta's limits and refuses what Meta refuses, and tells statuses.
"""

import asyncio
import contextlib
import hashlib
import hmac
import itertools
import json
import random
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.rehearsal.delivery import Copies, Counts, Patience, Postman
from api.rehearsal.serving import serving
from api.rehearsal.trouble import Trouble
from bot.channels.whatsapp.updates import digest
from models.values import Json


@dataclass
class Talk:
    """One person's talk with the number: what it said, and what nobody has read yet."""

    id: str
    name: str
    heard: list[dict[str, Json]] = field(default_factory=list)
    unread: "asyncio.Queue[dict[str, Json]]" = field(default_factory=asyncio.Queue)
    spoken: bool = True
    patience: Patience = field(default_factory=lambda: Patience(Counts()))


class FakeWhatsApp:
    """One number's Cloud API. `repeat`: share of events that come twice, as they may.

    A person's id is a phone number (digits), or a business-scoped id.
    """

    def __init__(
        self, number: str, token: str, secret: str, *, repeat: float = 0.0, seed: int = 0
    ) -> None:
        self.number, self.token, self._secret = number, token, secret
        self.counts, self.talks = Counts(), dict[str, Talk]()
        self.bodies: list[dict[str, object]] = []
        """Every body that was taken, as it came."""
        self.errors: deque[tuple[int, int]] = deque()
        """(HTTP status, code) for the next calls."""
        self.closed: set[str] = set()
        """People whose last message is older than 24 hours."""
        self.statuses: tuple[str, ...] = ()
        """What is told of every message that the number sends."""
        self.webhook = ""
        self.base = ""
        self.file_base, self.file_sizes = "", True
        """Where files are said to lie (here when empty), and whether their size is told."""
        self.broken_files = 0
        """So many downloads fail: the address is old."""
        self._random = random.Random(seed)  # noqa: S311
        self._ids = itertools.count(self._random.randrange(10**8, 10**9))
        self._files: dict[str, bytes] = {}
        self.trouble, self.copies = Trouble(), Copies()
        self.postman = Postman(self.counts, repeat=repeat, chance=self._random)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["FakeWhatsApp"]:
        """Serve it; `base` is the address for SAKSI_WHATSAPP_API_BASE."""
        routes = [
            Route("/download/{media}", self._download),
            Route("/{version}/{number}/messages", self._message, methods=["POST"]),
            Route("/{version}/{number}/media", self._upload, methods=["POST"]),
            Route("/{version}/{media}", self._about),
        ]
        async with serving(self.trouble.around(Starlette(routes=routes))) as self.base:
            try:
                yield self
            finally:
                self.trouble.end()
                await self.postman.close()

    def talk(self, person: str, name: str = "") -> Talk:
        """The talk with this person; begun when there is none."""
        begun = Talk(person, name or f"Orang {person}", patience=Patience(self.counts))
        return self.talks.setdefault(person, begun)

    def keep_file(self, data: bytes) -> str:
        """A file's id, as if somebody had uploaded it."""
        media = f"{9_000_000_000_000_00 + len(self._files)}"
        self._files[media] = data
        return media

    def bring(self, talk: Talk, message: dict[str, Json], *, held: bool = False) -> dict[str, Json]:
        """Something that the person does, on its way to us; returns the event.

        `held`: it has no signal yet, and is brought by `deliver`.
        """
        event = self.event([(talk, message)])
        talk.spoken = True
        self.counts.updates += 1
        if not held:
            talk.patience.spoke()
            self.deliver(event)
        return event

    def poison(self, message: dict[str, Json]) -> None:
        """A message of an odd shape that nobody who plays has sent."""
        self.counts.poisoned += 1
        self.deliver(self._event({"messages": [{"id": f"wamid.in{next(self._ids)}", **message}]}))

    def event(self, messages: list[tuple[Talk, dict[str, Json]]]) -> dict[str, Json]:
        """One event with these messages, as Meta writes it."""
        contacts, told = [], []
        for talk, message in messages:
            who = {"wa_id": talk.id} if talk.id.isdigit() else {"user_id": talk.id}
            source = {"from": talk.id} if talk.id.isdigit() else {"from_user_id": talk.id}
            contacts.append({"profile": {"name": talk.name}, **who})
            head = {"id": f"wamid.in{next(self._ids)}", "timestamp": str(int(time.time()))}
            told.append({**head, **source, **message})
        return self._event({"contacts": contacts, "messages": told})

    def _event(self, value: dict[str, object]) -> dict[str, object]:
        about = {"display_phone_number": "6281200009999", "phone_number_id": self.number}
        value = {"messaging_product": "whatsapp", "metadata": about, **value}
        change = {"field": "messages", "value": value}
        entry = {"id": "1", "changes": [change]}
        return {"object": "whatsapp_business_account", "entry": [entry]}

    def deliver(self, event: dict[str, object]) -> None:
        """Bring an event to the webhook, again until it says 2xx."""
        body = json.dumps(event).encode()
        self.postman.bring(body, self.webhook, {"X-Hub-Signature-256": self.signature(body)})

    def tell(self, wamid: str, person: str, status: str, **more: object) -> None:
        """Say what became of a message of the number."""
        head = {"id": wamid, "status": status, "recipient_id": person}
        told = {**head, "timestamp": str(int(time.time())), **more}
        self.deliver(self._event({"statuses": [told]}))

    def signature(self, body: bytes) -> str:
        """What proves a body."""
        return "sha256=" + hmac.new(self._secret.encode(), body, hashlib.sha256).hexdigest()

    async def _message(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return _no(401, 190, "Invalid OAuth access token")
        try:
            body = await request.json()
        except ClientDisconnect:  # whoever called was killed
            return _no(400, 100, "Bad Request")
        if self.errors:
            status, code = self.errors.popleft()
            return _no(status, code, "as the test wishes")
        refusal = _refusal(body)
        person = str(body.get("to") or body.get("recipient") or "")
        if refusal or request.path_params["number"] != self.number:
            return _no(400, 100, refusal or "Unsupported post request")
        if person in self.closed and body["type"] != "template":
            return _no(400, 131047, "Re-engagement message")
        if person not in self.talks:
            return _no(400, 131026, "Message undeliverable")
        wamid = f"wamid.out{next(self._ids)}"
        self._said(self.talks[person], wamid, body)
        contact = {"input": person, "wa_id": person}
        told = {"contacts": [contact], "messages": [{"id": wamid}]}
        return JSONResponse({"messaging_product": "whatsapp", **told})

    def _said(self, talk: Talk, wamid: str, body: dict[str, object]) -> None:
        self.bodies.append(body)
        self.counts.sent += 1
        last = talk.heard[-1]["body"] if talk.heard else None
        if not talk.spoken and last == body:
            self.counts.doubled += 1
            self.copies.add("", digest(talk.heard[-1]["id"]), digest(wamid))
        talk.spoken = False
        talk.patience.answered()
        message = {"id": wamid, "body": body, **shown(body)}
        talk.heard.append(message)
        talk.unread.put_nowait(message)
        for status in self.statuses:
            self.tell(wamid, talk.id, status)

    async def _upload(self, request: Request) -> Response:
        async with request.form() as form:
            file = form["file"]
            data = b"" if isinstance(file, str) else await file.read()
        return JSONResponse({"id": self.keep_file(data)})

    async def _about(self, request: Request) -> Response:
        media = request.path_params["media"]
        if media not in self._files:
            return _no(400, 100, "Unsupported get request")
        about = {
            "id": media,
            "url": f"{self.file_base or self.base}/download/{media}",
            "mime_type": "image/jpeg",
        }
        size = {"file_size": str(len(self._files[media]))} if self.file_sizes else {}
        return JSONResponse({**about, **size})

    async def _download(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.token}" or self.broken_files:
            self.broken_files = max(0, self.broken_files - 1)
            return Response(status_code=404)
        return Response(self._files[request.path_params["media"]])


def shown(body: dict[str, Json]) -> dict[str, Json]:
    """What the person sees: a text, and the buttons or rows below it, as on other phones."""
    inner = body[body["type"]]
    if body["type"] == "template":
        return {"text": inner["components"][0]["parameters"][0]["text"]}
    if body["type"] != "interactive":
        return {"text": inner.get("body") or inner.get("caption", "")}
    action = inner["action"]
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    rows += [button["reply"] for button in action.get("buttons", ())]
    keys = [{"text": row["title"], "callback_data": row["id"]} for row in rows]
    return {"text": inner["body"]["text"], "reply_markup": {"inline_keyboard": [keys]}}


def _refusal(body: dict[str, Json]) -> str:
    """What Meta would say of a body that is beyond its limits."""
    inner = body.get(str(body.get("type")), {})
    if body.get("type") == "text":
        return "" if 0 < len(inner.get("body", "")) <= 4096 else "text too long"
    if body.get("type") != "interactive":
        return ""
    action = inner["action"]
    replies = [button["reply"] for button in action.get("buttons", ())]
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    titles, ids = [r["title"] for r in replies], [r["id"] for r in [*replies, *rows]]
    sound = (
        0 < len(inner["body"]["text"]) <= 1024
        and len(replies) <= 3
        and len(rows) <= 10
        and len(set(titles)) == len(titles)
        and len(set(ids)) == len(ids)
        and all(0 < len(r["title"]) <= 20 for r in replies)
        and all(0 < len(r["title"]) <= 24 and len(r.get("description", "")) <= 72 for r in rows)
        and len(action.get("button", "")) <= 20
        and all(0 < len(one) <= 200 for one in ids)
    )
    return "" if sound else "an interactive message beyond the limits"


def _no(status: int, code: int, message: str) -> Response:
    error = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code}
    return JSONResponse({"error": error}, status_code=status)
