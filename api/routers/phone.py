"""What the page of the browser phone asks and tells: enter, send a message, hear what is new."""

import secrets
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from api.http.browsers import named
from api.http.value_kinds import Number
from api.phone import arrivals, feed, gate, incoming_photos, pictures, shown, who
from api.phone.desk import Desk, TheDesk
from api.phone.gate import Refused
from api.phone.limits import Limits
from api.phone.who import Phone
from models.errors import NotFound, TooFast
from models.stores.messaging import phone_talks
from models.stores.messaging.phone_talks import Cursor
from models.stores.persons import phone_sessions

router = APIRouter(include_in_schema=False)

LONGEST_WAIT = 25.0
"""Seconds that a question for news stays open: proxies in between cut off after 30 or more."""


B = TypeVar("B", bound=BaseModel)
OurPage = Annotated[str, Depends(who.from_our_page)]


async def the_phone(request: Request, desk: TheDesk, key: OurPage) -> Phone:
    """The phone that asks, named by the page and proven by its cookie."""
    return await who.phone_of(request, desk, key)


ThePhone = Annotated[Phone, Depends(the_phone)]


def _pace(limits: Limits, sender: str) -> None:
    seconds = limits.wait(sender)
    if seconds > 0:
        raise TooFast("too much at once: wait a moment, nothing is lost", after=seconds)


async def of_body(kind: type[B], request: Request) -> B:
    """The body as this kind of value, read only once the caller is known."""
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError as error:
        told = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        raise RequestValidationError(told) from None


class Code(BaseModel):
    """The code that belongs to a personal link."""

    code: Annotated[str, StringConstraints(max_length=40)]


@router.post("/phone/enter")
async def enter(
    request: Request, desk: TheDesk, key: OurPage, saksi_link: Annotated[str, Cookie()] = ""
) -> Response:
    """Try the code of the link that was opened last; the right one makes the cookie."""
    body = await of_body(Code, request)
    async with desk.database.transaction() as tx:
        browser = named(request.headers.get("user-agent", ""))
        found = await gate.enter(tx, desk.keyed, desk.account, saksi_link, body.code, browser)
    if isinstance(found, Refused):
        return JSONResponse({"refused": found.reason, "seconds": found.seconds}, status_code=403)
    response = JSONResponse({"entered": True})
    _set(response, desk, who.OWN_COOKIE, found.cookie, phone_sessions.DAYS * 86_400)
    response.delete_cookie(who.LINK_COOKIE, path="/")
    return response


@router.post("/phone/leave")
async def leave(
    desk: TheDesk, key: OurPage, saksi_phone: Annotated[str, Cookie()] = ""
) -> Response:
    """Forget the personal phone in this browser; its cookie opens nothing from then on."""
    async with desk.database.transaction() as tx:
        await gate.leave(tx, desk.keyed, saksi_phone)
    response = JSONResponse({"left": True})
    response.delete_cookie(who.OWN_COOKIE, path="/")
    return response


@router.post("/phone/start")
async def start(request: Request, desk: TheDesk, key: OurPage) -> Response:
    """The phones of this browser: the own one, or the made-up ones, made at the first visit."""
    if key == who.OWN:
        return _started(await shown.phones(desk, [await who.own_phone(request, desk)]))
    if not desk.training:
        raise NotFound("the training phones are switched off here")
    browser = request.cookies.get(who.TRAINING_COOKIE, "")
    browser = browser if len(browser) >= 16 else secrets.token_urlsafe(18)
    response = _started(await shown.phones(desk, who.training_phones(browser)))
    _set(response, desk, who.TRAINING_COOKIE, browser, phone_sessions.DAYS * 86_400)
    return response


def _started(described: list[dict[str, object]]) -> Response:
    return JSONResponse({"phones": described, "now": feed.now_milliseconds()})


def _set(response: Response, desk: Desk, name: str, value: str, age: int) -> None:
    response.set_cookie(
        name, value, max_age=age, path="/", secure=desk.secure, httponly=True, samesite="strict"
    )


@router.post("/phone/message")
async def message(request: Request, desk: TheDesk, phone: ThePhone) -> dict[str, object]:
    """Store one message, once; the answer means that it is stored."""
    _pace(desk.messages, phone.sender)
    body = await of_body(arrivals.Message, request)
    await desk.accept(arrivals.event(desk.keyed, phone, body))
    return {"stored": True, "now": feed.now_milliseconds()}


@router.post("/phone/photo")
async def photo(request: Request, desk: TheDesk, phone: ThePhone) -> dict[str, object]:
    """Store the bytes of a photo, at most 20 MB; the answer is what a message names it by."""
    _pace(desk.pictures, phone.sender)
    with desk.uploads.of(phone.sender), incoming_photos.apart() as file:
        await incoming_photos.taken(request.stream(), file)
        async with desk.uploads.room:
            stored = await desk.media.keep(file.read())
    return arrivals.upload(desk.keyed, phone, stored).model_dump()


class Known(BaseModel):
    """What a page has of one phone: the cursor, and the keys of what came after it."""

    cursor: tuple[Number, Number] | None = None
    have: list[Annotated[str, StringConstraints(max_length=32)]] = Field(
        default_factory=list, max_length=1000
    )

    @property
    def after(self) -> Cursor:
        """Where to look for more."""
        return Cursor(*self.cursor) if self.cursor else Cursor(0, 0)


class Question(BaseModel):
    """What is new for these phones? Asked again and again by the page."""

    phones: dict[str, Known] = Field(max_length=8)
    wait: float = Field(default=LONGEST_WAIT, ge=0, le=LONGEST_WAIT)


@router.post("/phone/feed")
async def news(request: Request, desk: TheDesk, key: OurPage) -> dict[str, object]:
    """What is new, at once or as soon as it comes; an empty answer after `wait` seconds."""
    who.some_phone(request)
    body = await of_body(Question, request)
    asked = [(await who.phone_of(request, desk, key), known) for key, known in body.phones.items()]
    _pace(desk.polls, asked[0][0].sender if asked else "")
    found, marks = await _look(desk, asked)
    first = any(known.cursor is None for _, known in asked)
    if asked and not first and not any(one["items"] for one in found.values()):
        cursors = {phone.sender: known.after for phone, known in asked}
        if await desk.watch.wait(cursors, marks, body.wait):
            found, _ = await _look(desk, asked)
    return {"phones": found, "now": feed.now_milliseconds()}


async def _look(
    desk: Desk, asked: list[tuple[Phone, Known]]
) -> tuple[dict[str, dict[str, object]], dict[str, str]]:
    """The new items of each phone; and the marks, read before them, to watch for more."""
    found: dict[str, dict[str, object]] = {}
    async with desk.database.transaction() as tx:
        cursors = [(phone.sender, known.after) for phone, known in asked]
        marks = await phone_talks.marks(tx, desk.account, cursors)
        for phone, known in asked:
            cursor = known.after if known.cursor else None
            talk = await phone_talks.talk(tx, desk.account, phone.sender, cursor, known.have)
            items = feed.items(talk, desk.keys.unseal_payload)
            found[phone.key] = {"items": items, "cursor": talk.cursor}
    return found, dict(zip((sender for sender, _ in cursors), marks, strict=True))


@router.get("/phone/picture/{key}/{item}")
async def picture(key: str, item: str, request: Request, desk: TheDesk) -> Response:
    """A picture of the conversation, for the phone that has it and nobody else."""
    if item[:1] not in ("i", "o") or not item[1:].isdecimal() or len(item) > 18:
        raise NotFound("there is no such picture in this conversation")
    phone = await who.phone_of(request, desk, key)
    async with desk.database.transaction() as tx:
        file = await pictures.file_of(tx, desk.account, phone, item, desk.keys.unseal_payload)
    data = await desk.media.read(file.path)
    headers = {
        "Cache-Control": "private, max-age=86400, immutable",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    if file.document is not None:
        name = quote(file.document.name)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    mime = file.document.mime if file.document else pictures.kind(data)
    return Response(data, media_type=mime, headers=headers)
