"""/screen/imports: a list of witnesses, seen through before anything of it is written.

The browser sends the file twice, to look and to import; nothing of it is kept between. Both go the
way of `saksi witnesses import`: the same reader, the same checks, all of the file or nothing.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

from fastapi import APIRouter, Request, Response

from api.http.deps import TheDatabase, the_keys
from api.screen.desks.desk_pages import offered
from api.screen.desks.desk_words import Words
from api.screen.desks.import_faults import Facts, told
from api.screen.frame import ScreenRoute, language_of, screen_page
from api.screen.gate import TheKeeper, Viewer
from api.screen.sheet_trial import survive
from api.screen.uploads import Form, form_of, keep
from models.errors import BadInput, SaksiError
from models.registers.headings import Headings
from models.registers.rows import head_of, is_sheet
from models.registers.witness_list import HEADINGS
from models.sealing import Keys
from models.stores.base import elections
from models.stores.base.database import Database, Transaction
from models.stores.mandates.witnesses import Imported, import_witnesses
from models.stores.messaging import inbox
from models.stores.persons import held_acts

router = APIRouter(include_in_schema=False, route_class=ScreenRoute)
_MOST_FAULTS = 200
_MOST_LINES = 50_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file comes to: its headings with our columns and first cells, faults, and counts.

    `refused`: the key of a text that says why nothing can be imported now; `problem`: what is wrong
    with the whole file, `notes` what else was seen, both in the page's language.
    """

    name: str
    digest: str
    heads: tuple[tuple[str, str, str], ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    more_faults: int = 0
    problem: str = ""
    refused: str = ""
    done: Imported | None = None
    written: bool = False
    columns: tuple[str, ...] = field(default=tuple(HEADINGS.names))


@router.get("/screen/imports")
async def look(request: Request, viewer: TheKeeper) -> Response:
    """The form."""
    return screen_page("imports.html", viewer, request, seen=None, tables=offered(viewer))


@router.post("/screen/imports")
async def send(request: Request, viewer: TheKeeper, database: TheDatabase) -> Response:
    """Look through a file, or import it where the person looked at this very file before."""
    form = form_of(request.headers.get("content-type", ""), await request.body())
    if form.file is None or not form.file.content:
        raise BadInput("choose a file first", says="imports.choose")
    digest = sha256(form.file.content).hexdigest()
    write = form.one("seen") == digest and form.one("do") == "import"
    with tempfile.TemporaryDirectory() as folder:
        path = keep(form.file, Path(folder))
        if is_sheet(path):
            await survive(path)
        keys = the_keys(request)
        words = Words(language_of(request, viewer.language))
        file = _File(path, form, digest, words)
        seen = await _seen(database, keys, viewer, file, write=write)
    return screen_page("imports.html", viewer, request, seen=seen, tables=offered(viewer))


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    form: Form
    digest: str
    words: Words

    @property
    def mapped(self) -> dict[str, str]:
        """What the person said of the headings: "HEADING=column", as --map says it."""
        parts = (one.rpartition("=") for one in self.form.fields.get("map", ()))
        return {heading: column for heading, equals, column in parts if equals and heading}


@dataclass(slots=True)
class _Outcome:
    """What an import came to, or would."""

    done: Imported | None = None
    refused: str = ""
    problem: Facts | None = None
    faults: Sequence[tuple[str, Facts]] = ()
    proposed: Mapping[str, str] = field(default_factory=dict)
    written: bool = False


async def _seen(
    database: Database, keys: Keys, viewer: Viewer, file: _File, *, write: bool
) -> Seen:
    name = file.form.file.name if file.form.file else ""
    headings = HEADINGS.confirmed(file.mapped)
    lines = head_of(file.path, lambda row: _likely(headings, row), 1)
    head, first = (lines[0] if lines else []), (lines[1] if len(lines) > 1 else [])
    found = await _tried(database, keys, viewer, (file.path, headings), write=write)
    return Seen(
        name,
        file.digest,
        _heads(headings, head, first, found.proposed),
        tuple((line, told(one, file.words)) for line, one in found.faults[:_MOST_FAULTS]),
        tuple(told(one.facts, file.words) for one in found.done.notes) if found.done else (),
        max(0, len(found.faults) - _MOST_FAULTS),
        "" if found.problem is None else told(found.problem, file.words),
        found.refused,
        found.done,
        found.written,
    )


async def _tried(
    database: Database, keys: Keys, viewer: Viewer, read: tuple[Path, Headings], *, write: bool
) -> _Outcome:
    found = _Outcome()
    try:
        async with database.transaction() as tx:
            found.refused = await _refused(tx, viewer)
            found.done = await _import(tx, keys, viewer, read)
            found.written = write and not found.refused
            if not found.written:
                await tx.rollback()
    except SaksiError as wrong:
        faults, proposed = wrong.facts.get("faults"), wrong.facts.get("proposed")
        found.faults = faults if isinstance(faults, list) else ()
        found.proposed = dict(proposed) if isinstance(proposed, list) else {}
        found.problem = None if found.faults else {"fault": wrong.code, **wrong.facts}
    return found


async def _import(
    tx: Transaction, keys: Keys, viewer: Viewer, read: tuple[Path, Headings]
) -> Imported:
    election = await elections.election(tx)
    file, headings = read
    by = viewer.caller.name
    where = (tx, keys, election.id, file)
    return await import_witnesses(*where, headings=headings, progress=_bounded, by=by)


def _bounded(lines: int) -> None:
    """Raises BadInput for a list of more lines than one page imports."""
    if lines > _MOST_LINES:
        raise BadInput(
            f"more than {_MOST_LINES:,} lines: import it in parts",
            fault="lines_many",
            most=_MOST_LINES,
        )


async def _refused(tx: Transaction, viewer: Viewer) -> str:
    """Why this person imports nothing now: what the chat asks a second person or a code for."""
    if elections.opened(await elections.election(tx), datetime.now(UTC)):
        return "imports.refused_opened"
    chat = await inbox.chat_of(tx, viewer.person)
    if chat is None:
        return "frame.refused_no_chat"
    if await held_acts.fresh(tx, chat["id"]):
        return "imports.refused_fresh"
    return ""


def _likely(headings: Headings, row: Sequence[str]) -> float:
    """How much a row looks like the headings: by those we know, then by filled cells."""
    return sum(bool(headings.of(cell)[0]) for cell in row) + sum(map(bool, row)) / 1_000


def _heads(
    headings: Headings, head: Sequence[str], sample: Sequence[str], proposed: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Each heading with our column (as it is known, else as it is proposed) and its first cell."""
    return tuple(
        (cell, headings.of(cell)[0] or proposed.get(cell, ""), first)
        for cell, first in zip_longest(head, sample[: len(head)], fillvalue="")
        if cell
    )
