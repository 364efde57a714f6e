"""Builds the bot's parts from the settings; nobody else does."""

import re
from collections.abc import Iterable

from bot.base.media import Media
from bot.base.ports import Channel
from bot.capabilities import CONVERSATION
from bot.channels.telegram import Telegram
from bot.channels.webchat import ACCOUNT, CHANNEL, Webchat
from bot.channels.whatsapp import WhatsApp, WhatsAppEntrance
from bot.messaging.handling import Channels
from bot.messaging.runner import Runner
from models.errors import BadInput
from models.rules.lines import Line, parse
from models.sealing import Keys
from models.settings import Settings

_BOT = re.compile(r"[A-Za-z0-9_-]{1,64} [0-9]+:[A-Za-z0-9_-]+")
"""A public name, which stands in an address, and a token as Telegram gives it."""


def telegram_bots(settings: Settings, photos: Media | None = None) -> list[Telegram]:
    """The Telegram bots of this installation; none without a token."""
    read = photos.read if photos else None
    base = settings.telegram_api_base.rstrip("/")
    tokens = settings.telegram_tokens
    for number, (name, token) in enumerate(tokens.items(), 1):
        if not _BOT.fullmatch(f"{name} {token}"):  # not quoted: it may be a token
            raise BadInput(f"bot {number}: write NAME:TOKEN, with commas between (TELEGRAM_BOTS)")
    return [Telegram(name, token, base=base, read_file=read) for name, token in tokens.items()]


def lines(settings: Settings) -> tuple[Line, ...]:
    """Which bot or number is for which area; raises BadInput for one that is not there."""
    found = parse(settings.lines)
    bots = {("telegram", name) for name in settings.telegram_tokens}
    there = bots | {("whatsapp", number) for number in settings.whatsapp_accounts}
    for line in found:
        if line.key not in there:
            raise BadInput(f"{line.channel}/{line.account} in SAKSI_LINES is none of our lines")
    return found


def runner(settings: Settings, files: Media | None = None) -> Runner:
    """The conversation of this installation."""
    bots = tuple(settings.telegram_tokens)
    return Runner(CONVERSATION, Keys.of(settings), files, lines(settings), bots, settings.pages)


def whatsapp_numbers(settings: Settings, keys: Keys, photos: Media) -> list[WhatsApp]:
    """The WhatsApp numbers of this installation; none unless it is switched on."""
    if settings.whatsapp_token is None:
        return []
    name, _, language = settings.whatsapp_template.partition(":")
    token = settings.whatsapp_token.get_secret_value()
    return [
        WhatsApp(
            account,
            token,
            keys,
            base=settings.whatsapp_api_base,
            template=(name, language or settings.language) if name else None,
            read_file=photos.read,
            location_request=settings.whatsapp_location_request,
        )
        for account in settings.whatsapp_accounts
    ]


def whatsapp_entrance(settings: Settings, keys: Keys) -> WhatsAppEntrance | None:
    """How WhatsApp's events come in; None without numbers or without the secret that signs them."""
    accounts = settings.whatsapp_accounts
    if not accounts or settings.whatsapp_app_secret is None:
        return None
    return WhatsAppEntrance(accounts, accounts[0] if len(accounts) == 1 else "", keys)


def whatsapp_verify_token(settings: Settings, keys: Keys) -> str:
    """What Meta has to know to set up the webhook."""
    if settings.whatsapp_verify_token is not None:
        return settings.whatsapp_verify_token.get_secret_value()
    return keys.webhook_secret("whatsapp", "verify")


def webchat(photos: Media) -> Webchat:
    """The browser phone."""
    return Webchat(photos.read)


def telegram_secret(settings: Settings, keys: Keys, name: str) -> str:
    """What Telegram sends along with every call of a bot's webhook."""
    if settings.telegram_webhook_secret is not None:
        return settings.telegram_webhook_secret.get_secret_value()
    return keys.webhook_secret("telegram", name)


def served(settings: Settings) -> list[tuple[str, str]]:
    """The accounts (channel, name) that this installation's workers send for."""
    lines = [one.partition("/") for one in settings.messenger_lines]
    return [*((channel, account) for channel, _, account in lines), (CHANNEL, ACCOUNT)]


def by_account(channels: Iterable[Channel]) -> Channels:
    """Channels as the worker looks them up."""
    return {(channel.name, channel.account): channel for channel in channels}
