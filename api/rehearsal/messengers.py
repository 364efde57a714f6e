"""The messengers of a rehearsal: a Bot API and a Cloud API of our own, and phones on them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from api.rehearsal.delivery import Counts
from api.rehearsal.fake_telegram import FakeTelegram
from api.rehearsal.fake_whatsapp import FakeWhatsApp
from api.rehearsal.phone_in_hand import Phone
from api.rehearsal.telegram_person import Person
from api.rehearsal.whatsapp_person import WhatsAppPerson

CHANNELS = ("telegram", "whatsapp")
_BOT_TOKEN = "1000000001:REHEARSAL-token-of-nobody"  # noqa: S105
_GRAPH_TOKEN, _APP_SECRET = "REHEARSAL-token-of-nobody", "REHEARSAL-app-secret-of-nobody"
REPEATED = 0.03
"""Share of events that come twice: it happens, and must change nothing."""
_FIRST_CHAT = 500_000_000


@dataclass
class Lines:
    """Both ends of the wire; `bot` is the bot's name and `number` the WhatsApp number's id."""

    telegram: FakeTelegram
    whatsapp: FakeWhatsApp
    channels: Sequence[str]
    bot: str
    number: str

    @property
    def accounts(self) -> list[str]:
        """The accounts that play."""
        return [self.bot, self.number]

    def phone(self, channel: str, number: int, name: str, phone: str) -> Phone:
        """Somebody's messenger."""
        if channel == "whatsapp":
            return WhatsAppPerson(self.whatsapp, phone.removeprefix("+"), name)
        return Person(self.telegram, _FIRST_CHAT + number, name, phone)

    def environment(self) -> dict[str, str]:
        """The settings by which web and worker find these messengers and no other."""
        telegram = {
            "TELEGRAM_BOT_NAME": self.bot,
            "TELEGRAM_BOT_TOKEN": _BOT_TOKEN,
            "TELEGRAM_BOTS": "",  # no bot of the installation takes part
            "LINES": "",
            "TELEGRAM_API_BASE": self.telegram.base,
            "TELEGRAM_WEBHOOK_SECRET": "the-webhook-secret-of-a-rehearsal",
        }
        whatsapp = {
            "WHATSAPP_NUMBERS": self.number if "whatsapp" in self.channels else "",
            "WHATSAPP_TOKEN": _GRAPH_TOKEN,
            "WHATSAPP_APP_SECRET": _APP_SECRET,
            "WHATSAPP_API_BASE": f"{self.whatsapp.base}/v23.0",
        }
        return {f"SAKSI_{name}": value for name, value in (telegram | whatsapp).items()}

    async def ready(self, web: str, patience: float) -> None:
        """Wait until the worker has set the webhook of the bot; raises TimeoutError."""
        self.whatsapp.webhook = f"{web}/webhooks/whatsapp"
        async with asyncio.timeout(patience):
            while self.telegram.webhook is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def said(self) -> int:
        """How much people have said so far."""
        return self.telegram.counts.updates + self.whatsapp.counts.updates

    def doubled_beyond(self, repeats: Mapping[tuple[str, str], int]) -> int:
        """Replies that came twice though they are none of these repeats, by recipient and id."""
        whatsapp = {("", number): times for (_, number), times in repeats.items()}
        beyond = self.whatsapp.copies.beyond(whatsapp)
        return beyond + self.telegram.copies.beyond(repeats)

    def counts(self) -> Counts:
        """What happened on both wires."""
        whole = Counts()
        for side in (self.telegram.counts, self.whatsapp.counts):
            for name, number in vars(side).items():
                setattr(whole, name, getattr(whole, name) + number)
        return whole


@contextlib.asynccontextmanager
async def running(channels: Sequence[str], seed: int, mark: int) -> AsyncIterator[Lines]:
    """Both messengers at work; `mark` makes their accounts this rehearsal's own."""
    bot, number = f"rehearsal-{mark}", f"99{mark}"
    telegram = FakeTelegram(_BOT_TOKEN, repeat=REPEATED, seed=seed)
    whatsapp = FakeWhatsApp(number, _GRAPH_TOKEN, _APP_SECRET, repeat=REPEATED, seed=seed)
    whatsapp.statuses = ("delivered",)
    async with telegram.running(), whatsapp.running():
        yield Lines(telegram, whatsapp, channels, bot, number)
