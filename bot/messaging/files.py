"""Fetches the files of messages from their providers: before a turn, or later when it fails."""

import asyncio
from dataclasses import dataclass, replace

import structlog
from obstore.exceptions import BaseError
from tenacity import (
    AsyncRetrying,
    retry_if_exception,
    stop_after_attempt,
    stop_after_delay,
    wait_exponential,
)

from bot.base.media import LARGEST_FILE, Media
from bot.base.ports import TOO_LARGE, Channel, SendFailed
from bot.engine.messages import Inbound, Kind, StoredFile

_TRIES, _SECONDS = 3, 20.0
"""Attempts before a turn, and how long they may take together with waiting for room."""
_AT_ONCE = 8
"""Fetches under way in one process."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a message's file: ours, refused for good (`refused` says why), or neither.

    `refused` is one of file_too_large, file_gone, file_enough.
    """

    stored: StoredFile | None = None
    refused: str | None = None
    error: str = ""

    def into(self, inbound: Inbound) -> Inbound:
        """The message as the conversation gets it: a refused file is of kind OTHER."""
        if self.refused is not None:
            return replace(inbound, kind=Kind.OTHER, text=self.refused, file=None)
        return replace(inbound, stored=self.stored)


class Files:
    """Gets files from their providers into our own store."""

    def __init__(self, media: Media) -> None:
        self._media, self._room = media, asyncio.Semaphore(_AT_ONCE)

    async def fetch(self, channel: Channel, inbound: Inbound) -> Fetched:
        """The file of this message, kept; failures are in the answer, nothing is raised."""
        if inbound.file is None:
            return Fetched(refused="file_gone")
        if (inbound.file.size or 0) > LARGEST_FILE:
            return Fetched(refused="file_too_large")
        try:
            async with asyncio.timeout(_SECONDS), self._room:
                data = await self._persistently(channel, inbound)
        except TimeoutError:
            return Fetched(error="the provider took too long")
        except SendFailed as failure:
            log.info("a file could not be fetched", reason=failure.reason, again=failure.again)
            return Fetched(refused=_refusal(failure), error=failure.reason)
        except Exception as problem:  # an answer that the channel does not understand
            log.error("a file could not be fetched", exc_info=problem)
            return Fetched(error=type(problem).__name__)
        if len(data) > LARGEST_FILE:
            return Fetched(refused="file_too_large")
        try:
            return Fetched(await self._media.keep(data))
        except (BaseError, OSError) as error:  # a full disk, a bucket that does not answer
            log.error("a file could not be kept", error=str(error))
            return Fetched(error=type(error).__name__)

    async def _persistently(self, channel: Channel, inbound: Inbound) -> bytes:
        assert inbound.file is not None
        attempts = AsyncRetrying(
            retry=retry_if_exception(lambda e: isinstance(e, SendFailed) and e.again),
            stop=stop_after_attempt(_TRIES) | stop_after_delay(_SECONDS),
            wait=wait_exponential(0.3, max=4),
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                return await channel.fetch(inbound.file)
        raise AssertionError("unreachable")


def _refusal(failure: SendFailed) -> str | None:
    if failure.again:
        return None
    return "file_too_large" if failure.reason == TOO_LARGE else "file_gone"
