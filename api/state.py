"""What the web process keeps while it runs; routers read it from `request.app.state`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.telegram import Telegram
from bot.ingest import Ingest


@dataclass(frozen=True, slots=True)
class Entrance:
    """The way in: where events are kept, the bots by public name, and the secret of each."""

    ingest: Ingest
    bots: Mapping[str, Telegram]
    secrets: Mapping[str, str]
