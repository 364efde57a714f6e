"""Whether everything that is stored fits together: messages, reports, photos, recap, audit log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.base.media import media_of
from models.sealing import Keys, fingerprint
from models.settings import Settings
from models.stores.audit import audit_check, messages_check
from models.stores.audit.audit_check import Head, Verdict
from models.stores.audit.messages_check import Held
from models.stores.base.database import Database, Transaction
from models.stores.reading.photos import files
from models.values import Json


@dataclass(frozen=True, slots=True)
class Consistency:
    """Every law with its rows, the audit log's verdict, and what is still on its way."""

    laws: Sequence[Held]
    log: Verdict
    waiting: dict[str, int]

    def broken(self) -> list[str]:
        """A line for everything that does not hold."""
        told = [f"{one.law}: {one.wrong:,} of {one.rows:,} do not, such as {one.example}"
                for one in self.laws if one.wrong]  # fmt: skip
        if self.log.broken is not None:
            told.append(
                f"audit log, {self.log.what or f'block {self.log.block}'}: {self.log.broken}"
            )
        return told

    def to_json(self) -> dict[str, Json]:
        """One document."""
        log, laws = self.log, [{"law": h.law, "rows": h.rows, "wrong": h.wrong,
                                "example": h.example} for h in self.laws]  # fmt: skip
        sealed = {"blocks": log.blocks, "entries": log.entries, "rows": log.rows}
        sealed |= {"results": log.results, "files": log.files}
        told = {"consistent": not self.broken(), "laws": laws, "audit": sealed}
        return {**told, "waiting": self.waiting, "broken": self.broken()}


async def everything(
    settings: Settings, database: Database, heads: Sequence[Head] = (), *, with_files: bool = True
) -> Consistency:
    """All of it, read only; `with_files`: the bytes of every photo, too."""
    async with database.transaction() as tx:
        laws, waiting = await messages_check.check(tx), await messages_check.waiting(tx)
    async with database.transaction() as tx:
        verdict = await audit_check.verify(tx, Keys.of(settings).head_key, heads)
    if with_files and verdict.broken is None:
        async with database.transaction() as tx:
            verdict = await photo_files(tx, settings, verdict)
    return Consistency(laws, verdict, waiting)


async def photo_files(tx: Transaction, settings: Settings, verdict: Verdict) -> Verdict:
    """Every photo's file against the sum that was noted when it came."""
    media, count = media_of(settings), 0
    async for photo in files(tx):
        try:
            found = fingerprint(await media.read(photo.path))
        except FileNotFoundError:
            return replace(verdict, what=f"photo:{photo.id}", broken="its file is gone")
        if found != photo.sha256.hex():
            return replace(verdict, what=f"photo:{photo.id}", broken="its file was changed")
        count += 1
    return replace(verdict, files=count)
