"""The clock's part of broadcasts: finds the recipients of new ones, hands approved ones over.

The pace is a share of what a provider allows an account, so that answers always have room; it is
also what the time said beforehand is computed from.
"""

from datetime import datetime

from bot.base.events import notice
from bot.broadcast.as_sent import frame, quiet
from bot.broadcast.doers import reported, told
from bot.broadcast.talk.outcomes import BroadcastAnswered, BroadcastReady
from bot.messaging.outbox import LIMITS
from models.rules.broadcast import State, seconds
from models.settings import Settings
from models.stores.base import elections
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.broadcast import broadcast_feed, broadcasts
from models.stores.broadcast.broadcasts import Broadcast
from models.stores.messaging import notices

SHARE = 0.7
"""Of an account's limit; the rest is for answers and duty, which go first anyway."""
OTHERS = 20.0
"""Messages a second on channels without a provider's limit (the browser phone)."""
UNLIMITED = 500.0
"""With the platforms' limits switched off (an emulator at the other end)."""
TICK = 1.0
"""Seconds between two slices."""
_AHEAD = 3.0
"""Seconds of bulk that the outbox may hold of one account."""


class _Rates(dict[str, float]):
    """Bulk messages a second by account ("telegram/saksi")."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._limited = settings.platform_limits

    def __missing__(self, lane: str) -> float:
        if not self._limited:
            return UNLIMITED
        limit = LIMITS.get(lane.partition("/")[0])
        return OTHERS if limit is None else limit * SHARE


async def prepare(tx: Transaction, settings: Settings, now: datetime) -> None:
    """Find the recipients of the oldest draft, and show its author what it would be."""
    row = await broadcasts.next_draft(tx)
    if row is not None:
        await find_recipients(tx, settings, row)


async def find_recipients(tx: Transaction, settings: Settings, row: Broadcast) -> None:
    """Find the recipients of this draft; its author hears how many they are, and how long."""
    template = bool(settings.whatsapp_template)
    lanes = await broadcasts.find_recipients(tx, row, template=template)
    await broadcasts.ready(tx, row.id, lanes, seconds(lanes, _Rates(settings)))
    election = await _election(tx, row)
    held = await broadcasts.hold(tx, row.receipt)
    event = await told(tx, election, held, BroadcastReady)
    purpose = f"broadcast:{row.id}:ready"
    new = notice(purpose, event, row.author_id, inbox_id=row.inbox_id)
    await notices.put(tx, [new])


async def feed(tx: Transaction, settings: Settings, now: datetime) -> None:
    """Hand the outbox the next slice of what goes out, and end what is through."""
    rows = await broadcast_feed.running(tx)
    if not rows:
        return
    rates, held = _Rates(settings), dict(await broadcast_feed.waiting(tx))
    for row in rows:
        election = await _election(tx, row)
        if row.campaign and quiet(election, now):
            await _pause(tx, row)
            continue
        left = await broadcast_feed.lanes(tx, row.id)
        for lane in left:
            room = min(rates[lane] * TICK, rates[lane] * _AHEAD - held.get(lane, 0))
            if room >= 1:
                given = await _give(tx, settings, election, row, lane, int(room))
                held[lane] = held.get(lane, 0) + given
        if not left and not await broadcast_feed.unfinished(tx, row.id):
            await _end(tx, election, row)


async def _give(
    tx: Transaction,
    settings: Settings,
    election: LoadedElection,
    row: Broadcast,
    lane: str,
    most: int,
) -> int:
    words, template = frame(row, election), bool(settings.whatsapp_template)
    return await broadcast_feed.hand_over(tx, row, lane, most, words, template=template)


async def _pause(tx: Transaction, row: Broadcast) -> None:
    """The quiet days have begun: what campaigns stops by itself."""
    await broadcast_feed.take_back(tx, row.id)
    await broadcasts.move(tx, row.id, State.PAUSED, None)
    await note(tx, "clock", "broadcast pause", f"broadcast:{row.receipt}", {"quiet": True})
    event = BroadcastAnswered(row.receipt, "quiet")
    purpose = f"broadcast:{row.id}:quiet"
    await notices.put(tx, [notice(purpose, event, row.author_id)])


async def _end(tx: Transaction, election: LoadedElection, row: Broadcast) -> None:
    await broadcasts.move(tx, row.id, State.DONE, None)
    await note(tx, "clock", "broadcast done", f"broadcast:{row.receipt}", {})
    ended = await broadcasts.hold(tx, row.receipt)
    event = await reported(tx, election, ended)
    both = {one for one in (row.author_id, row.approver_id) if one is not None}
    news = [notice(f"broadcast:{row.id}:done:{one}", event, one) for one in sorted(both)]
    await notices.put(tx, news)


async def _election(tx: Transaction, row: Broadcast) -> LoadedElection:
    """The broadcast's own election."""
    found = await elections.elections(tx)
    return next(one for one in found if one.id == row.election_id)
