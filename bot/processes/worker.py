"""The worker process: messages through the conversation, replies out, polling where needed."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.base.claimed_turns import Handler
from bot.base.media import media_of
from bot.base.ports import Channel, SendFailed
from bot.base.watched import Duty, Ended, as_long_as_all_live
from bot.channels.telegram import Telegram
from bot.messaging.clock_steps import ClockSteps
from bot.messaging.files import Files
from bot.messaging.handling import Channels, Handling
from bot.messaging.ingest import ingest
from bot.messaging.late_files import LateFiles
from bot.messaging.notices import Notices
from bot.messaging.outbox import Sender, Senders
from bot.messaging.removals import Removals
from bot.messaging.worker import LANES, Worker
from bot.processes import wiring
from bot.processes.folding import Folding
from bot.processes.polling import Polling
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.messaging.sending import LONGEST_PAUSE

_MOST_CONNECTIONS = 40
"""To send by, however many bots and numbers there are: they wait for each other then."""
_RARELY = 15.0
"""Seconds between two looks of one account by itself: one look for all accounts rings it."""
TELLERS = 3
"""Loops that tell notices in one process: a round of digests goes out as fast as providers take it.
They wait for the database most of the time; each person's notices stay in order."""
log = structlog.get_logger()


async def run_worker(settings: Settings, database: Database, stop: asyncio.Event) -> None:
    """The worker of `saksi worker`: the conversation for every channel, and the folded recap."""
    files = media_of(settings)
    runner, phone = wiring.runner(settings, files), wiring.webchat(files)
    await work(
        settings, database, stop, runner.handle, phone, also={"fold": Folding(database).run()}
    )


async def work(
    settings: Settings,
    database: Database,
    stop: asyncio.Event,
    handler: Handler,
    *others: Channel,
    also: Mapping[str, Duty] | None = None,
) -> None:
    """Do a worker's duties until `stop`: `others` are channels beside the configured ones.

    Raises Ended when one of them ends by itself: the process is started again then.
    """
    keys, photos = Keys.of(settings), media_of(settings)
    bots = wiring.telegram_bots(settings, photos)
    numbers = wiring.whatsapp_numbers(settings, keys, photos)
    channels = wiring.by_account([*bots, *numbers, *others])
    lines = Database(database.url, size=min(2 * len(channels) + 2, _MOST_CONNECTIONS))
    limited = settings.platform_limits
    each = {p: Sender(lines, c, limited=limited, poll=_RARELY) for p, c in channels.items()}
    senders = Senders(lines, each)
    sending = {f"send {name}/{account}": s.run() for (name, account), s in each.items()}
    sending["look what to send"] = senders.run()
    listening = _listening(settings, database, channels, handler, senders)
    duties = {**(also or {}), **sending, **listening}
    if bots:
        duties["receive"] = _receive(settings, database, keys, bots)
    try:
        await as_long_as_all_live(duties, stop)
    finally:
        for bot in bots:
            await bot.close()
        for number in numbers:
            await number.close()
        await lines.close()


def _listening(
    settings: Settings,
    database: Database,
    channels: Channels,
    handler: Handler,
    senders: Senders,
) -> dict[str, Duty]:
    """The duties that take messages through the handler, and ring the senders afterwards."""
    keys, photos = Keys.of(settings), media_of(settings)
    files = Files(photos)
    language, paced = settings.language, settings.platform_limits
    handling = Handling(
        database,
        channels,
        handler,
        keys,
        files,
        language=language,
        paced=paced,
        on_reply=senders.ring,
    )
    tellers = [
        Notices(database, handler, language=language, paced=paced, on_told=senders.ring)
        for _ in range(TELLERS)
    ]
    return {
        "converse": Worker(database, handling, lanes=LANES).run(),
        "late files": LateFiles(database, channels, handling, files).run(),
        "removals": Removals(database, photos).run(),
        "clock steps": ClockSteps(database).run(),
        **{f"notices {n}": teller.run() for n, teller in enumerate(tellers)},
    }


async def _receive(
    settings: Settings, database: Database, keys: Keys, bots: list[Telegram]
) -> None:
    """Have Telegram call our webhooks, or poll where there is no public address."""
    if settings.public_url is None:
        async with ingest(database.url, keys) as entrance:
            polling = {bot.account: Polling(database, bot, entrance).run() for bot in bots}
            await as_long_as_all_live(polling, entrance.deaf)
        raise Ended("the way in")
    for bot in bots:
        url = f"{settings.public_url.rstrip('/')}/webhooks/telegram/{bot.account}"
        await _register(bot, url, wiring.telegram_secret(settings, keys, bot.account))
    await asyncio.Event().wait()  # the webhooks are the web process' duty from here on


async def _register(bot: Telegram, url: str, secret: str) -> None:
    while True:
        try:
            await bot.use_webhook(url, secret)
        except SendFailed as failure:
            log.warning("the webhook is not set yet", bot=bot.account, reason=failure.reason)
            await asyncio.sleep(min(failure.after or 5.0, LONGEST_PAUSE))
        else:
            log.info("webhook set", bot=bot.account)
            return
