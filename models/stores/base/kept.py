"""What a process keeps of a pack: valid as long as the election's fingerprint is the same."""

from typing import Generic, TypeVar

from sqlalchemy.engine import URL

from models.stores.base.database import Transaction

T = TypeVar("T")


class Kept(Generic[T]):
    """A bounded memory by database and id; an entry with another fingerprint is forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: dict[tuple[URL, int], tuple[str, T]] = {}

    def get(self, tx: Transaction, id_: int, fingerprint: str) -> T | None:
        """What was kept for this fingerprint, else None."""
        entry = self._entries.get((tx.engine.url, id_))
        return entry[1] if entry is not None and entry[0] == fingerprint else None

    def put(self, tx: Transaction, id_: int, fingerprint: str, value: T) -> None:
        """Keep a value; the oldest makes room."""
        if len(self._entries) >= self._most:
            self._entries.pop(next(iter(self._entries)))
        self._entries[tx.engine.url, id_] = fingerprint, value
