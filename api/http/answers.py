"""Recap answers as bytes: encoded once and kept until the recap changes; long ones streamed."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from api.http.provenance import stamp
from api.http.recap_state import RecapState, lists_of
from api.http.streams import document, joined
from models.rules.recap import RecapRow
from models.stores.base.database import Database
from models.stores.recap import recap
from models.stores.recap.recap import Question

LONGEST = 1_000
"""Rows up to which an answer is kept; longer ones are streamed and read anew each time."""
PART_SECONDS = 30.0
"""Longest that one part of a long answer may take, a free connection included."""
MOST_BYTES = 64_000_000
MOST_QUERIES = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer with its tag, or the pieces of one that is too long to keep."""

    body: bytes | None
    tag: str
    pieces: AsyncIterator[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one election, None the current one: the key of a kept answer."""

    question: Question
    election: str | None = None


class Answers:
    """The kept answers of one process, forgotten whenever the recap or a pack changes.

    Whoever asks the same at once waits for one answer: while reports come in each change makes all
    of them anew, and a crowd would make each as often as it is asked.
    """

    def __init__(self, database: Database, recap_state: RecapState | None = None) -> None:
        self._database = database
        self._recap = recap_state or RecapState(database)
        self._kept: OrderedDict[Asked, Answer] = OrderedDict()
        self._queries: dict[tuple[object, bytes], Asked] = {}
        self._flights: dict[tuple[str, Asked], asyncio.Task[Answer | None]] = {}
        self._long: set[Asked] = set()
        self._bytes = 0
        self._state = ""

    def at_hand(self, asked: Asked) -> Answer | None:
        """The kept answer while the last look at the counter holds."""
        return self._kept.get(asked) if self._fresh else None

    @property
    def _fresh(self) -> bool:
        return self._recap.at_hand == self._state

    def asked_before(self, reach: object, query: bytes) -> Asked | None:
        """What a query string asks, as it stood in the address.

        `reach`: what the asker may see. What was answered to it once may be answered again; the
        same words of somebody with another reach are another question.
        """
        return self._queries.get((reach, query))

    def remember(self, reach: object, query: bytes, asked: Asked) -> None:
        """That a query string of such an asker asks this, as long as the packs stay."""
        if len(self._queries) < MOST_QUERIES:
            self._queries[reach, query] = asked

    async def answer(self, asked: Asked) -> Answer:
        """The answer, kept or made; raises what the question's mistakes raise."""
        whole = await self.whole(asked)
        return whole if whole is not None else self._pieces(asked)

    async def whole(self, asked: Asked) -> Answer | None:
        """The same; None where it is too long to keep, and read anew for each who asks."""
        if not self._fresh:
            self._follow(await self._recap.now())
        kept = self._kept.get(asked)
        if kept is not None or asked in self._long:
            return kept
        flight = self._flights.get((self._state, asked))
        if flight is None:
            flight = asyncio.create_task(self._make(asked))
            self._flights[self._state, asked] = flight
            flight.add_done_callback(partial(self._landed, (self._state, asked)))
        return await asyncio.shield(flight)

    def _landed(self, key: tuple[str, Asked], flight: "asyncio.Task[Answer | None]") -> None:
        del self._flights[key]
        if not flight.cancelled():
            flight.exception()  # whoever waited has it; nobody may be left to

    def _follow(self, state: str) -> None:
        if state != self._state:
            self._kept.clear()
            if lists_of(state) != lists_of(self._state):
                self._queries.clear()
                self._long.clear()
            self._bytes, self._state = 0, state

    def _tag(self, asked: Asked) -> str:
        return f'"{sha256(f"{self._state}{asked}".encode()).hexdigest()[:24]}"'

    def _pieces(self, asked: Asked) -> Answer:
        return Answer(None, self._tag(asked), joined(_document(self._database, asked)))

    async def _make(self, asked: Asked) -> Answer | None:
        state, tag = self._state, self._tag(asked)
        read: list[bytes] = []
        async with aclosing(_document(self._database, asked)) as pieces:
            async for piece in pieces:
                read.append(piece)
                if len(read) > LONGEST + 1:  # the heading is a piece, too
                    if len(self._long) >= MOST_QUERIES:
                        self._long.clear()
                    self._long.add(asked)
                    return None
        answer = Answer(b"".join(read), tag)
        if state == self._state:
            self._keep(asked, answer)
        return answer

    def _keep(self, asked: Asked, answer: Answer) -> None:
        body = answer.body or b""
        self._bytes += len(body)
        self._kept[asked] = answer
        if self._bytes > MOST_BYTES:
            self._queries.clear()
        while self._bytes > MOST_BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.body or b"")


async def _document(database: Database, asked: Asked) -> AsyncGenerator[bytes, None]:
    """The answer's bytes: the heading, a piece for each row, the end.

    No transaction is open while a piece is taken: whoever takes them slowly holds nothing. Parts of
    a long answer are each of their own moment.
    """
    async with database.transaction() as tx:
        scope = await recap.understand(tx, asked.question, asked.election)
        first, after = await recap.part(tx, scope)
    head = {**scope.heading, **stamp(scope.election)}
    async for piece in document(head, _rows(database, scope, first, after)):
        yield piece


async def _rows(
    database: Database, scope: recap.Scope, part: list[RecapRow], after: str | None
) -> AsyncGenerator[dict[str, object], None]:
    for row in part:
        yield row.as_json()
    while after is not None:
        async with asyncio.timeout(PART_SECONDS), database.transaction() as tx:
            part, after = await recap.part(tx, scope, after)
        for row in part:
            yield row.as_json()
