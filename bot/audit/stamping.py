"""Has the hourly heads of the audit log stamped by OpenTimestamps calendars, where some are named.

A stamp proves that a head was there by then, to people who trust neither us nor a calendar: it is
anchored in Bitcoin within hours. Only the hash of a head leaves the machine. The proof lies beside
its file (head-...json.ots): `ots upgrade`, then `ots verify`, by anybody.
"""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import httpx
import structlog

from models.settings import Settings
from models.stores.base.database import Database

TICK, LONGEST = 600.0, 120.0
"""Seconds between two looks for heads without a stamp, and for one of them in all."""
NEWEST = 48
"""Hours back that are stamped after a network was away."""
_PATIENCE = 10.0
_LARGEST = 10_000
"""Bytes of a calendar's answer; usual ones have some hundred."""
_MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01"
"""What a detached proof begins with, and its version."""
_SHA256 = b"\x08"
_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
"""Stands in the answer of every calendar: the proof goes on there."""
_ACCEPT = {"Accept": "application/vnd.opentimestamps.v1"}
log = structlog.get_logger()


async def due(_database: Database, settings: Settings, _now: datetime) -> None:
    """Stamp the newest heads that have no stamp yet; each by the first calendar that answers."""
    said = (one.strip().rstrip("/") for one in settings.timestamp_calendars.split(","))
    calendars = tuple(filter(None, said))
    if not calendars:
        return
    waiting = [one for one in _newest(settings.var / "heads") if not _proof_of(one).exists()]
    async with httpx.AsyncClient(timeout=_PATIENCE, headers=_ACCEPT) as client:
        for head in waiting:
            digest = sha256(head.read_bytes()).digest()
            stamp = await _stamp(client, calendars, digest)
            if stamp is None:
                return  # the next look tries again
            part = _proof_of(head).with_suffix(".part")
            part.write_bytes(_MAGIC + _SHA256 + digest + stamp)
            part.rename(_proof_of(head))


def _newest(folder: Path) -> list[Path]:
    return sorted(folder.glob("head-*.json"))[-NEWEST:]


def _proof_of(head: Path) -> Path:
    return head.with_name(f"{head.name}.ots")


async def _stamp(
    client: httpx.AsyncClient, calendars: tuple[str, ...], digest: bytes
) -> bytes | None:
    """What a calendar says of a digest, as it stands in a proof; None where none answers."""
    for calendar in calendars:
        try:
            async with client.stream("POST", f"{calendar}/digest", content=digest) as answer:
                said = await _said(answer)
        except httpx.HTTPError as problem:
            log.warning("a calendar does not answer", problem=type(problem).__name__)
            continue
        if answer.status_code == httpx.codes.OK and _PENDING in said and len(said) <= _LARGEST:
            return said
        log.warning("a calendar's answer is no stamp", status=answer.status_code)
    return None


async def _said(answer: httpx.Response) -> bytes:
    said = b""
    async for piece in answer.aiter_bytes():
        said += piece
        if len(said) > _LARGEST:
            break
    return said
