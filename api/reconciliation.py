"""What providers say, against what is stored: numbers without a gap, lists of ids, reports."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.channels.whatsapp.updates import digest
from models.errors import BadInput
from models.stores.base.database import Transaction
from models.stores.messaging import reconciling
from models.stores.messaging.reconciling import Numbers, Told
from models.values import Json

Line = tuple[str, str]
"""A channel and an account."""
_COLUMNS = ("channel", "account", "id")


@dataclass
class Reconciliation:
    """What was compared; `missing` and `waiting`: ids of a provider's list, as it wrote them."""

    numbers: Sequence[Numbers] = ()
    told: Sequence[Told] = ()
    listed: int = 0
    missing: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether all that a provider says it brought is here."""
        return not self.missing and not any(one.unexplained for one in self.numbers)

    def to_json(self) -> dict[str, Json]:
        """One document."""
        numbers = [{**asdict(one), "unexplained": one.unexplained} for one in self.numbers]
        told = [asdict(one) for one in self.told]
        lists = {"listed": self.listed, "missing": self.missing, "waiting": self.waiting}
        return {"agrees": self.agrees, "telegram_numbers": numbers, "sent": told, **lists}


def read_list(file: Path) -> dict[Line, list[str]]:
    """A provider's list: CSV with channel, account, id. Raises BadInput."""
    with file.open(newline="", encoding="utf-8-sig") as source:
        table = csv.DictReader(source)
        if not set(_COLUMNS) <= set(table.fieldnames or ()):
            raise BadInput(f"{file}: the first line has to name {', '.join(_COLUMNS)}")
        found: dict[Line, list[str]] = {}
        for row in table:
            found.setdefault((row["channel"], row["account"]), []).append(row["id"].strip())
    return found


async def reconcile(tx: Transaction, listed: Mapping[Line, Sequence[str]]) -> Reconciliation:
    """Compare; `listed`: ids by line, as the provider writes them (update_id, wamid)."""
    found = Reconciliation(await reconciling.telegram_numbers(tx), await reconciling.told(tx))
    for (channel, account), ids in listed.items():
        ours = {digest(one) if channel == "whatsapp" else one: one for one in ids}
        missing, waiting = await reconciling.arrived(tx, channel, account, list(ours))
        found.listed += len(ours)
        found.missing += [ours[one] for one in missing]
        found.waiting += [ours[one] for one in waiting]
    return found
