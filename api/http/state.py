"""What the web process keeps while it runs; routers read it from `request.app.state`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsAppEntrance
from bot.messaging.ingest import Ingest


@dataclass(frozen=True, slots=True)
class WhatsAppDoor:
    """WhatsApp's way in: who reads its events, what signs them, what the handshake asks for."""

    reader: WhatsAppEntrance
    app_secret: str
    verify_token: str


@dataclass(frozen=True, slots=True)
class Entrance:
    """The way in: where events are kept, the bots by public name, and the secret of each.

    `whatsapp` is None unless it is switched on.
    """

    ingest: Ingest
    bots: Mapping[str, Telegram]
    secrets: Mapping[str, str]
    whatsapp: WhatsAppDoor | None = None
