"""Recap answers as bytes: encoded once and kept until the recap changes; long ones streamed."""

from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

from api.http.provenance import stamp
from api.http.streams import document, joined
from models.stores.base.database import Database
from models.stores.recap import changes, recap
from models.stores.recap.recap import Question

LONGEST = 1_000
"""Rows up to which an answer is kept; longer ones are streamed and read anew each time."""
FRESH_SECONDS = 0.2
"""How long a look at the change counter holds: a report shows within a second."""
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
    """The kept answers of one process, forgotten whenever the recap or a pack changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[Asked, Answer] = OrderedDict()
        self._queries: dict[tuple[object, bytes], tuple[Answer, Asked]] = {}
        self._bytes = 0
        self._state = ""
        self._looked = float("-inf")

    def at_hand(self, asked: Asked) -> Answer | None:
        """The kept answer while the last look at the counter holds."""
        if monotonic() - self._looked > FRESH_SECONDS:
            return None
        return self._kept.get(asked)

    def asked_before(self, reach: object, query: bytes) -> tuple[Answer, Asked] | None:
        """The kept answer to a query string, as it stood in the address, while it holds.

        `reach`: what the asker may see. What was answered to it once may be answered again; the
        same words of somebody with another reach are another question.
        """
        if monotonic() - self._looked > FRESH_SECONDS:
            return None
        return self._queries.get((reach, query))

    def remember(self, reach: object, query: bytes, asked: Asked) -> None:
        """That a query string of such an asker asks this, as long as its answer is kept."""
        kept = self._kept.get(asked)
        if kept is not None and len(self._queries) < MOST_QUERIES:
            self._queries[reach, query] = kept, asked

    async def answer(self, asked: Asked) -> Answer:
        """The answer, kept or made; raises what the question's mistakes raise."""
        if monotonic() - self._looked > FRESH_SECONDS:
            await self._look()
        kept = self._kept.get(asked)
        return kept if kept is not None else await self._make(asked)

    async def _look(self) -> None:
        looked = monotonic()
        async with self._database.transaction() as tx:
            state = await changes.state(tx)
        if state != self._state:
            self._kept.clear()
            self._queries.clear()
            self._bytes, self._state = 0, state
        self._looked = looked

    async def _make(self, asked: Asked) -> Answer:
        state = self._state
        tag = f'"{sha256(f"{state}{asked}".encode()).hexdigest()[:24]}"'
        pieces = _document(self._database, asked)
        read: list[bytes] = []
        async for piece in pieces:
            read.append(piece)
            if len(read) > LONGEST + 1:  # the heading is a piece, too
                return Answer(None, tag, _chained(read, pieces))
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
    """The answer's bytes: the heading, a piece for each row, the end."""
    async with database.transaction() as tx:
        scope = await recap.understand(tx, asked.question, asked.election)
        async with aclosing(recap.rows(tx, scope)) as rows:
            head = {**scope.heading, **stamp(scope.election)}
            async for piece in document(head, (row.as_json() async for row in rows)):
                yield piece


async def _chained(
    read: list[bytes], rest: AsyncGenerator[bytes, None]
) -> AsyncGenerator[bytes, None]:
    """What was read already, then the rest."""
    yield b"".join(read)
    async with aclosing(rest):
        async for piece in joined(rest):
            yield piece
