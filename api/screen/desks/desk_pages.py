"""/screen/TABLE: each table as a page, as CSV and XLSX, and what is done about its rows."""

from asyncio import Semaphore
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from api.http.audited_reads import Seen
from api.http.deps import TheDatabase, the_keys
from api.http.streams import ahead
from api.reach import TheSeen
from api.screen import acts
from api.screen.desks import crowd_findings
from api.screen.desks.all_desks import TABLES
from api.screen.desks.desk_files import Cover, lines, workbook
from api.screen.desks.desk_query import Asked, asked, cursor
from api.screen.desks.desk_table import Beside, Table, Value
from api.screen.desks.desk_words import Words
from api.screen.desks.said_once import COOKIE, carried, carry
from api.screen.desks.shown_rows import plain, shown
from api.screen.frame import ScreenRoute, language_of, screen_page
from api.screen.gate import Gate, TheViewer, Viewer, fields
from api.screen.photo_address import Addresses
from models.errors import BadInput
from models.stores.base import audit, elections
from models.stores.base.database import Database, Transaction
from models.stores.base.elections import LoadedElection
from models.stores.desks import message_tables
from models.stores.desks.paging import each, page

router = APIRouter(include_in_schema=False, route_class=ScreenRoute)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PRIVATE = {"Cache-Control": "no-store"}
_LONGEST = 300
"""Letters of a note, as by chat."""
_SHEETS = Semaphore(2)
"""Workbooks that one process writes at a time: each holds a file in memory."""


class Kind(StrEnum):
    """What a table is written as."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Desk:
    """One table and its routes."""

    table: Table[object]

    async def look(
        self, request: Request, viewer: Viewer, database: Database, said: str = ""
    ) -> Response:
        """The page of a question; `said`: what came of something that was done."""
        table, query = self.table, request.query_params
        async with database.transaction() as tx:
            election = await elections.election(tx)
            question = await self._asked(tx, election, viewer, query)
            found = await page(tx, table.listing, question.wanted)
            channels = await message_tables.channels(tx) if table.beside is Beside.CHANNELS else []
            words = Words(language_of(request, viewer.language), election.config.timezone)
            crowd = await self._crowd(tx, election, question, words)
        whole = "" in question.wanted.paths and question.wanted.nowhere
        return screen_page(
            "desk.html",
            viewer,
            request,
            table=table,
            tables=offered(viewer),
            question=question,
            rows=shown(table, found.rows, words),
            words=words,
            following=cursor(found.after),
            channels=channels if whole else (),
            crowd=crowd,
            photo_at=Addresses(the_keys(request), viewer.person),
            said=said,
        )

    async def _crowd(
        self, tx: Transaction, election: LoadedElection, question: Asked, words: Words
    ) -> tuple[crowd_findings.Told, ...] | None:
        """What only shows in the crowd; None where it is not asked for here."""
        area = question.area
        if self.table.beside is not Beside.CROWD or area is None:
            return None
        if not crowd_findings.small_enough(area):
            return None
        return await crowd_findings.told(tx, election, area, words)

    async def _asked(
        self, tx: Transaction, election: LoadedElection, viewer: Viewer, query: Mapping[str, str]
    ) -> Asked:
        held = viewer.caller.roles(election.id)
        return await asked(tx, self.table, election, (viewer.person, held), query)

    async def act(
        self, request: Request, viewer: Viewer, database: Database, seen: Seen
    ) -> Response:
        """Do what a form of the page asks, by the chat's own doer; then the page again.

        To htmx as the answer; a browser without it is led there, so that no reload asks it again.
        """
        given = await fields(request)
        wanted = self.table.act(given.get("act", ""))
        if wanted is None:
            raise BadInput("nothing like that is done here")
        note = given.get("note", "").strip()[:_LONGEST]
        if wanted.note is not None and len(note) < wanted.note:
            raise BadInput("say in a few words what was done")
        try:
            effect = wanted.effect(given.get("handle", ""), note)
        except ValueError:
            raise BadInput("there is no such row") from None
        language = language_of(request, viewer.language)
        async with database.transaction() as tx:
            done = await acts.do(tx, the_keys(request), viewer.person, effect, language)
        if "hx-request" in request.headers:
            await self.seen(request, viewer, seen)
            return await self.look(request, viewer, database, done.text)
        path = f"/screen/{self.table.name}"
        query = f"?{request.url.query}" if request.url.query else ""
        response = RedirectResponse(path + query, status_code=303)
        secure = request.app.state.settings.https
        carry(response, viewer, done.text, secure=secure)
        return response

    async def seen(self, request: Request, viewer: Viewer, seen: Seen) -> None:
        """Note in the audit log that the rows of the page were looked at."""
        area = request.query_params.get("area") or "own"
        subject = f"list:{self.table.shows}" if self.table.shows else f"area:{area}"
        await seen.note(viewer.caller, f"/screen/{self.table.name}", subject)

    async def file(
        self, kind: Kind, request: Request, viewer: Viewer, database: Database
    ) -> Response:
        """All rows of the question as a file, marked with for whom and when it was made."""
        async with database.transaction() as tx:
            election = await elections.election(tx)
            question = await self._asked(tx, election, viewer, request.query_params)
            areas = [path.rpartition(".")[2] for path in question.reach]
            data = {"list": self.table.name, "kind": kind.value, "areas": areas}
            subject = f"list:{self.table.name}"
            await audit.note(tx, viewer.caller.name, "exported", subject, data)
        words = Words(language_of(request, viewer.language), election.config.timezone)
        cover = self._cover(viewer, words, election, areas)
        name = f"saksi-{self.table.name}-{datetime.now(UTC):%Y%m%d-%H%M}-{viewer.person}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', **_PRIVATE}
        rows = self._all(database, question, words)
        if kind is Kind.CSV:
            media = "text/csv; charset=utf-8"
            pieces = ahead(database, lines(cover, rows))
            return StreamingResponse(pieces, media_type=media, headers=headers)
        async with _SHEETS:
            return Response(await workbook(cover, rows), media_type=XLSX, headers=headers)

    def _cover(
        self, viewer: Viewer, words: Words, election: LoadedElection, areas: Sequence[str]
    ) -> Cover:
        title = words.t(f"desks.t_{self.table.name}")
        place = ", ".join(code for code in areas if code) or words.t("desks.everywhere")
        whom = f"{viewer.name} ({viewer.caller.name})"
        hour = words.hour(datetime.now(UTC))
        named = {"title": title, "election": election.name, "place": place, "whom": whom}
        mark = words.t("desks.mark", **named, hour=hour)
        headings = tuple(words.t(f"desks.c_{one.name}") for one in self.table.columns)
        return Cover(title, mark, headings, words.t("desks.sheet_full"))

    async def _all(
        self, database: Database, question: Asked, words: Words
    ) -> AsyncIterator[Sequence[Value]]:
        whole = replace(question.wanted, after=None)
        async with database.transaction() as tx:
            found = each(tx, self.table.listing, whole)
            async for row in plain(self.table, found, words):
                yield row


def offered(viewer: Viewer) -> list[Table[object]]:
    """The tables that somebody may open."""
    return [one for one in TABLES if viewer.caller.admitted(one.who)]


@router.get("/screen/work")
async def work(viewer: TheViewer) -> Response:
    """The table that is looked at most, of those that this person may open."""
    names = [one.name for one in offered(viewer)]
    name = next(one for one in ("incidents", "findings") if one in names)
    return RedirectResponse(f"/screen/{name}", status_code=303)


def offer(table: Table[object]) -> None:
    """The routes of a table."""
    desk, guard = Desk(table), Depends(Gate(table.who))

    async def look(
        request: Request, viewer: Annotated[Viewer, guard], database: TheDatabase, seen: TheSeen
    ) -> Response:
        said = carried(request, viewer)
        answer = await desk.look(request, viewer, database, said)
        await desk.seen(request, viewer, seen)
        if said:
            answer.delete_cookie(COOKIE, path="/screen")
        return answer

    async def act(
        request: Request, viewer: Annotated[Viewer, guard], database: TheDatabase, seen: TheSeen
    ) -> Response:
        return await desk.act(request, viewer, database, seen)

    async def file(
        kind: Kind, request: Request, viewer: Annotated[Viewer, guard], database: TheDatabase
    ) -> Response:
        return await desk.file(kind, request, viewer, database)

    router.add_api_route(f"/screen/{table.name}", look, methods=["GET"])
    router.add_api_route(f"/screen/{table.name}.{{kind}}", file, methods=["GET"])
    if table.acts:
        router.add_api_route(f"/screen/{table.name}", act, methods=["POST"])


for one in TABLES:
    offer(one)
