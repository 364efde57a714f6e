"""Builds the bot's parts from the settings; nobody else does."""

from collections.abc import Iterable

from bot.channels.telegram import Telegram
from bot.channels.webchat import Webchat
from bot.channels.whatsapp import WhatsApp, WhatsAppEntrance
from bot.handling import Channels
from bot.media import Media, open_store
from bot.ports import Channel
from models.sealing import Keys
from models.settings import Settings


def media(settings: Settings) -> Media:
    """Where photos are kept."""
    return Media(open_store(settings.photos_url or settings.var / "photos"))


def telegram_bots(settings: Settings, photos: Media | None = None) -> list[Telegram]:
    """The Telegram bots of this installation; none without a token."""
    if settings.telegram_bot_token is None:
        return []
    token = settings.telegram_bot_token.get_secret_value()
    read = photos.read if photos else None
    base = settings.telegram_api_base.rstrip("/")
    return [Telegram(settings.telegram_bot_name, token, base=base, read_file=read)]


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


def by_account(channels: Iterable[Channel]) -> Channels:
    """Channels as the worker looks them up."""
    return {(channel.name, channel.account): channel for channel in channels}
