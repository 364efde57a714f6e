"""The review queue: one dispute after the other, each number beside its box, by the keyboard."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.deps import TheDatabase, TheKeys
from api.http.value_kinds import Number
from api.pages import HEADERS, rendered
from api.screen.field_words import FieldWords
from api.screen.frame import ScreenRoute, language_of, screen_page
from api.screen.gate import TheReviewer, Viewer, fields
from api.screen.photo_address import Addresses
from bot.disputes import deciding
from bot.disputes.facts import told
from bot.engine.facts import DisputeFacts
from models.errors import BadInput, NotFound
from models.rules.rights import Action, Held, may, paths
from models.stores.base import audit, elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.disputes import review_queue
from models.stores.disputes.decisions import Word
from models.stores.disputes.review_queue import Escalated, Lent, Reviewer
from models.stores.reading import cells_read
from models.stores.reading.cells_read import CellRead, FormPhoto
from models.stores.reports import open_disputes
from models.stores.reports.open_disputes import OpenDispute

router = APIRouter(prefix="/screen/queue", route_class=ScreenRoute, include_in_schema=False)
REASON_LEAST, REASON_MOST = 4, 300
_DIGITS = 6
PART = "x-part"
"""The header with which our script asks for a part of the page, and is answered without one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in dispute: what each report says (None: nothing), and what the photo shows."""

    name: str
    label: str
    figures: tuple[int | None, ...]
    read: CellRead | None

    @property
    def proposed(self) -> int | None:
        """What stands in the input at first: what the photo was read as, if a report says so."""
        return self.read.value if self.read and self.read.value in self.figures else None


@dataclass(frozen=True, slots=True)
class Item:
    """A dispute as it is looked at; `seen`: the revisions that are shown."""

    id: int
    waiting: int
    ballot: str
    dispute: DisputeFacts
    cells: tuple[Cell, ...]
    photos: tuple[FormPhoto, ...]
    escalated: tuple[Escalated, ...]

    @property
    def seen(self) -> str:
        """Ids of the revisions, as a form sends them back."""
        return " ".join(str(voice.revision) for voice in self.dispute.voices)


@router.get("")
async def queue(
    request: Request, viewer: TheReviewer, database: TheDatabase, keys: TheKeys
) -> Response:
    """The dispute at hand, or the heaviest one that nobody looks at."""
    language = language_of(request, viewer.language)
    async with database.transaction() as tx:
        item = await _lent(tx, viewer, language, ())
        loaded = await elections.election(tx)
        below = paths(viewer.caller.roles(loaded.id), Action.DECIDE)
        rechecked = await open_disputes.rechecked(tx, loaded.id, below)
    return screen_page(
        "queue.html",
        viewer,
        request,
        item=item,
        rechecked=rechecked,
        zone=loaded.config.timezone,
        address=Addresses(keys, viewer.person),
    )


@router.get("/next")
async def following(
    request: Request,
    viewer: TheReviewer,
    database: TheDatabase,
    keys: TheKeys,
    without: Annotated[list[Number] | None, Query(max_length=10)] = None,
) -> Response:
    """One more, beside those at hand (`without`), as a part of the page; 204 where none waits."""
    language = language_of(request, viewer.language)
    async with database.transaction() as tx:
        item = await _lent(tx, viewer, language, tuple(without or ()))
    if item is None:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    html = rendered(
        "screen/queue_item.html",
        language,
        item=item,
        viewer=viewer,
        address=Addresses(keys, viewer.person),
    )
    headers = {**HEADERS, "Cache-Control": "no-store"}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


@router.post("/{number}/decide")
async def decide(
    number: Number, request: Request, viewer: TheReviewer, database: TheDatabase
) -> Response:
    """Decide a dispute: every number of it, the revisions seen, and the reason."""
    given = await fields(request)
    numbers = {
        name.removeprefix("cell:"): _number(said)
        for name, said in given.items()
        if name.startswith("cell:")
    }
    reason = given.get("reason", "").strip()
    if len(reason) < REASON_LEAST:
        raise BadInput("the reason is missing", field="reason")
    seen = frozenset(_number(one, 18) for one in given.get("seen", "").split())
    async with database.transaction() as tx:
        loaded, held, found = await _held(tx, viewer, number)
        word = Word(viewer.person, numbers, seen, reason[:REASON_MOST])
        known = await elections.contests(tx, [found.contest_id])
        (dispute,) = await told(tx, loaded, [found], known)
        place = (found.station_id, found.contest_id)
        await deciding.decide(tx, held, place, word, dispute.station.facts, own=found.own)
        await review_queue.give_back(tx, number, viewer.person)
    return _done(request)


@router.post("/{number}/skip")
async def skip(
    number: Number, request: Request, viewer: TheReviewer, database: TheDatabase
) -> Response:
    """Not now: it waits for somebody else, and for this person in a while."""
    async with database.transaction() as tx:
        await _held(tx, viewer, number)
        await review_queue.pass_by(tx, number, viewer.person)
    return _done(request)


@router.post("/{number}/escalate")
async def escalate(
    number: Number, request: Request, viewer: TheReviewer, database: TheDatabase
) -> Response:
    """Hand it on to another reviewer, who sees it first and why."""
    note = (await fields(request)).get("reason", "").strip()[:REASON_MOST]
    async with database.transaction() as tx:
        _, _, found = await _held(tx, viewer, number)
        await review_queue.pass_by(tx, number, viewer.person, escalate=True, note=note)
        data = {"dispute": number, "contest": found.contest_id, "reason": note}
        subject = f"station:{found.station_id}"
        await audit.note(tx, viewer.caller.name, "dispute escalated", subject, data)
    return _done(request)


async def _held(
    tx: Transaction, viewer: Viewer, number: int
) -> tuple[LoadedElection, tuple[Held, ...], OpenDispute]:
    """A dispute of the viewer's areas, held until the commit. Raises NotFound, StaleRevision."""
    loaded = await elections.election(tx)
    held = viewer.caller.roles(loaded.id)
    found = await review_queue.lent(tx, number, viewer.person)
    if not may(held, Action.DECIDE, found.path):
        raise NotFound("there is no such dispute", dispute=number)
    return loaded, held, await review_queue.hold(tx, number, viewer.person)


async def _lent(
    tx: Transaction, viewer: Viewer, language: str, without: tuple[int, ...]
) -> Item | None:
    loaded = await elections.election(tx)
    held = viewer.caller.roles(loaded.id)
    reviewer = Reviewer(viewer.person, paths(held, Action.DECIDE), held)
    lent = await review_queue.lend(tx, loaded, reviewer, without=without)
    if lent is None:
        return None
    return await _item(tx, loaded, viewer, language, lent)


async def _item(
    tx: Transaction, loaded: LoadedElection, viewer: Viewer, language: str, lent: Lent
) -> Item:
    found = await review_queue.lent(tx, lent.id, viewer.person)
    known = await elections.contests(tx, [found.contest_id])
    (dispute,) = await told(tx, loaded, [found], known)
    photos = await cells_read.photos(tx, found.station_id, found.contest_id)
    contest = known[found.contest_id]
    words = FieldWords(loaded, dispute.station, found.contest_id, contest, language)
    subject = f"station:{found.station_id}"
    await audit.note(tx, viewer.caller.name, "saw", subject, {"route": "/screen/queue"})
    return Item(
        lent.id,
        lent.waiting,
        words.ballot(),
        dispute,
        tuple(_cell(name, words, dispute, photos) for name in dispute.cells),
        tuple(photos),
        tuple(await review_queue.escalated(tx, lent.id)),
    )


def _cell(name: str, words: FieldWords, dispute: DisputeFacts, photos: list[FormPhoto]) -> Cell:
    figures = tuple(voice.numbers.get(name) for voice in dispute.voices)
    return Cell(name, words.field(name), figures, cells_read.best(photos, name))


def _number(said: str, digits: int = _DIGITS) -> int:
    if not said.isascii() or not said.isdecimal() or len(said) > digits:
        raise BadInput("a number is digits alone", number=said[:20])
    return int(said)


def _done(request: Request) -> Response:
    if PART in request.headers:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    return RedirectResponse("/screen/queue", 303)
