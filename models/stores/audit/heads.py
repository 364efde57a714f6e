"""Heads of the audit log that leave the database: as signed lines of a file, and to people."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from models.errors import BadInput
from models.sealing import Keys
from models.stores.audit.audit_check import Head
from models.stores.base.database import Transaction

_LAST = text("""
select number, hash, entries, sealed_at, signature from audit_block order by number desc limit 1
""")


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The newest block, as it is told outside; all that is needed to check it."""

    number: int
    hash: str
    sealed_at: str
    signature: str
    key: str

    def line(self) -> str:
        """One line of JSON with sorted keys."""
        names = ("hash", "key", "number", "sealed_at", "signature")
        return json.dumps({name: getattr(self, name) for name in names}, sort_keys=True)


async def newest(tx: Transaction, keys: Keys) -> SignedHead | None:
    """The newest block that this installation signed; None before the first."""
    row = (await tx.execute(_LAST)).first()
    if row is None or row.signature is None:
        return None
    sealed_at = row.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    return SignedHead(
        row.number, row.hash.hex(), sealed_at, row.signature.hex(), keys.head_key.hex()
    )


def keep(head: SignedHead, folder: Path, now: datetime) -> None:
    """Add a head to `heads.jsonl`, once; and one file an hour to be stamped (ots stamp FILE)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file, line = folder / "heads.jsonl", head.line()
    told = file.read_text().splitlines() if file.exists() else []
    if told[-1:] != [line]:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")
    stamp = folder / f"head-{now.astimezone(UTC):%Y%m%dT%HZ}.json"
    if not stamp.exists():
        stamp.write_text(line + "\n", encoding="utf-8")


def kept(file: Path) -> list[Head]:
    """The heads of such a file; none when there is no file. Raises BadInput for another kind."""
    if not file.exists():
        return []
    try:
        lines = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        return [Head(bytes.fromhex(one["hash"]), int(one["number"])) for one in lines]
    except (ValueError, KeyError, TypeError):
        raise BadInput(f"{file} holds no heads of an audit log") from None


def said(heads: Iterable[str]) -> list[Head]:
    """Heads as they are typed: HASH or NUMBER:HASH; raises BadInput."""
    found = []
    for one in heads:
        number, _, hash_ = one.strip().rpartition(":")
        try:
            found.append(Head(bytes.fromhex(hash_), int(number) if number else None))
        except ValueError:
            raise BadInput(f"--head {one!r}: write the hash, or NUMBER:HASH") from None
    return found


def key_of(said_: str) -> bytes:
    """A public key as it is typed, 64 hex digits; raises BadInput."""
    with contextlib.suppress(ValueError):
        if len(key := bytes.fromhex(said_)) == 32:
            return key
    raise BadInput("--key: write the 64 hex digits of the public key")
