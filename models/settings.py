"""The one Settings object: read once from the environment (prefix SAKSI_), never changed after."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AliasChoices,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.errors import BadInput


def _named(name: str) -> AliasChoices:
    """The conventional name beside the one with our prefix, which wins."""
    return AliasChoices(f"SAKSI_{name}", name)


LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
_SHORTEST_TOKEN, _SHORTEST_KEY = 24, 16
"""Characters; of keys fewer than of new tokens: one that sealed a database stays with it."""
_SHORTEST_SET = 8
"""Different characters of a secret at the least."""
_IS_DATABASE = re.compile(r"postgres(?:ql)?(?:\+asyncpg)?://")
_IS_TOKEN = re.compile(r"\d+:\S+")


def _by_itself(given: dict[str, object]) -> bool:
    """Whether strangers can come in, as far as the settings before it say."""
    opened = ("public_url", "telegram_bot_token", "telegram_bots", "whatsapp_token")
    return any(given.get(name) for name in opened) or given.get("host") not in LOOPBACK


class Settings(BaseSettings):
    """How this installation runs; `saksi run` needs none of it set."""

    model_config = SettingsConfigDict(
        env_prefix="SAKSI_",
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
        hide_input_in_errors=True,  # what was given may be a secret
    )

    database_url: str | None = Field(default=None, validation_alias=_named("DATABASE_URL"))
    """postgresql://...; the embedded server on `var` when empty."""
    migration_url: str | None = None
    """The same database for the owner of its tables: then the user of `database_url` owns nothing
    and cannot change or delete what is kept."""
    var: Path = Path("var")
    """Folder for the embedded database, photos and the key file."""
    photos_url: str | None = None
    """Where photos go: a folder's file:// or an s3:// URL; `var/photos` when empty."""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535, validation_alias=_named("PORT"))
    proxies: str = "127.0.0.1,::1"
    """Addresses of the proxies in front of us, with commas between: they tell whom they speak for,
    and may hold more connections than one caller may."""
    public_url: str | None = None
    """Public address (https://...): Telegram then uses its webhook instead of polling."""
    training_phones: bool | None = None
    """The made-up phones of the browser: on outside production unless set."""
    secret_key: SecretStr | None = None
    """Key for phones, identity hashes and seals; made once in `var` when empty."""
    api_token: SecretStr | None = None
    """A token that opens the whole API (Authorization: Bearer ...)."""
    language: str = "id"

    voter_keys: SecretStr | None = None
    """Keys that wrap the stored hashes of voters, the oldest first, with commas between them."""
    voter_second_fact: Literal["first_name", "family_card"] = "first_name"
    """What a voter gives beside the NIK: first name as on the card, or the last four of the NKK."""
    voter_legal_basis: str = ""
    """Why a participant may hold whole NIKs (law and article, or the KPU's letter)."""

    telegram_bot_token: SecretStr | None = Field(
        default=None, validation_alias=_named("TELEGRAM_BOT_TOKEN")
    )
    telegram_bot_name: str = "saksi"
    """Public name of the bot in the webhook's path, never its token."""
    telegram_bots: SecretStr | None = Field(default=None, validation_alias=_named("TELEGRAM_BOTS"))
    """More bots, NAME:TOKEN with commas between them."""
    telegram_api_base: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr | None = None
    """Made from the secret key when empty."""

    whatsapp_numbers: str = ""
    """Phone number ids of the Cloud API, with commas between them; WhatsApp is off without."""
    whatsapp_token: SecretStr | None = None
    """Access token of the system user that sends for these numbers."""
    whatsapp_app_secret: SecretStr | None = None
    """Signs the webhook's calls; nothing is taken without it."""
    whatsapp_verify_token: SecretStr | None = None
    """What Meta sends back when the webhook is set up; made from the secret key when empty."""
    whatsapp_api_base: str = "https://graph.facebook.com/v23.0"
    whatsapp_template: str = ""
    """NAME or NAME:LANGUAGE of a template with one parameter, for what goes out after 24 hours."""
    whatsapp_location_request: bool = False
    """Ask for locations by WhatsApp's own button, a kind that Meta's API description lacks."""

    production: bool = Field(default_factory=_by_itself)
    """True switches the made-up phones off and asks every API caller for a token. Without a word it
    is so as soon as strangers can come in: a bot or number, a public address, a host other than
    this machine."""

    lines: str = ""
    """Which bot or number is for which area: telegram/NAME=AREA+AREA:LABEL, with commas between."""

    platform_limits: bool = True
    """Keep the platforms' sending limits; off only where the other end is an emulator of ours."""

    backup_url: str = ""
    """Where sealed bundles go on a timetable: a folder, or s3://BUCKET/PREFIX; none when empty."""
    backup_passphrase: SecretStr | None = None
    """Seals the bundles; kept apart from them."""
    backup_hours: float = Field(default=6.0, gt=0)
    backup_keep: int = Field(default=12, ge=0)
    """How many bundles stay there; 0: all."""

    timestamp_calendars: str = ""
    """OpenTimestamps calendars that stamp heads of the audit log, with commas between; or none."""

    log_level: str = "info"
    web_workers: int = 1

    @property
    def backup_every(self) -> float | None:
        """Hours between two backups by the timetable; None where there is none."""
        return self.backup_hours if self.backup_url else None

    @property
    def whatsapp_accounts(self) -> tuple[str, ...]:
        """The phone number ids that this installation serves."""
        return tuple(part.strip() for part in self.whatsapp_numbers.split(",") if part.strip())

    @property
    def messenger_lines(self) -> tuple[str, ...]:
        """Our bots and numbers as "channel/account"; the browser phone is none."""
        numbers = self.whatsapp_accounts if self.whatsapp_token is not None else ()
        bots = (f"telegram/{name}" for name in self.telegram_tokens)
        return (*bots, *(f"whatsapp/{number}" for number in numbers))

    @property
    def telegram_tokens(self) -> dict[str, str]:
        """The token of each bot by its public name."""
        found = {}
        if self.telegram_bot_token is not None:
            found[self.telegram_bot_name] = self.telegram_bot_token.get_secret_value()
        more = self.telegram_bots.get_secret_value() if self.telegram_bots else ""
        for part in filter(None, (one.strip() for one in more.split(","))):
            name, _, token = part.partition(":")
            found[name.strip()] = token.strip()
        return found

    @property
    def https(self) -> bool:
        """Whether people reach us by https."""
        return (self.public_url or "").startswith("https://")

    @property
    def pages(self) -> str:
        """Where people open our pages: the public address, or this machine's own."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names that the web process answers to; none outside production: any."""
        if not self.production:
            return ()
        own = urlsplit(self.public_url).hostname if self.public_url else self.host
        return (own or "", *LOOPBACK)

    @field_validator("database_url", "migration_url")
    @classmethod
    def postgresql(cls, address: str | None, about: ValidationInfo) -> str | None:
        """An address of PostgreSQL, as libpq knows them, or none."""
        name = variable(about.field_name or "")
        if address is not None and not _IS_DATABASE.match(address):
            raise ValueError(
                f"{name} is no address of PostgreSQL: write postgresql://USER:PASS@HOST/NAME, "
                "or leave it empty for the embedded database"
            )
        return address

    @field_validator("telegram_bot_token")
    @classmethod
    def bots_token(cls, token: SecretStr | None) -> SecretStr | None:
        """A token as BotFather writes it."""
        if token is not None and not _IS_TOKEN.fullmatch(token.get_secret_value().strip()):
            raise ValueError(
                "TELEGRAM_BOT_TOKEN is no bot's token: copy it whole from @BotFather, "
                "it looks like 123456:ABC-DEF"
            )
        return token

    @field_validator("public_url", "telegram_api_base", "whatsapp_api_base")
    @classmethod
    def web_address(cls, address: str | None, about: ValidationInfo) -> str | None:
        """An http(s) address with a host."""
        parts = urlsplit(address or "")
        if address is not None and (parts.scheme not in ("http", "https") or not parts.hostname):
            name = variable(about.field_name or "")
            raise ValueError(f"{name} is no web address: write it as https://saksi.example.org")
        return address

    @model_validator(mode="after")
    def strong_enough(self) -> Self:
        """In production a secret that could be guessed is none: whoever guesses one that signs
        what providers send speaks for everybody."""
        given = {
            "SAKSI_API_TOKEN": (self.api_token, _SHORTEST_TOKEN),
            "SAKSI_TELEGRAM_WEBHOOK_SECRET": (self.telegram_webhook_secret, _SHORTEST_TOKEN),
            "SAKSI_WHATSAPP_APP_SECRET": (self.whatsapp_app_secret, _SHORTEST_KEY),
            "SAKSI_SECRET_KEY": (self.secret_key, _SHORTEST_KEY),
        }
        for name, (secret, shortest) in given.items():
            if self.production and secret is not None:
                _strong(name, secret.get_secret_value(), shortest)
        return self

    @property
    def phones_for_training(self) -> bool:
        """Whether the browser shows the made-up phones."""
        if self.training_phones is None:
            return not self.production
        return self.training_phones

    @property
    def made_up_people(self) -> bool:
        """Whether made-up people may act here: never where real results are counted."""
        return self.phones_for_training and not self.production


def _strong(name: str, secret: str, shortest: int) -> None:
    if len(secret) < shortest or len(set(secret)) < _SHORTEST_SET:
        raise ValueError(
            f"{name} is too weak for production: {shortest} characters at random or more, "
            "for example from: openssl rand -hex 32"
        )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read at first use.

    Raises BadInput for one that cannot be: a sentence for each, with its variable and the cure,
    never with what was given.
    """
    try:
        return Settings()
    except ValidationError as refused:
        wrong = (one for one in refused.errors() if one["type"] != "default_factory_not_called")
        told = (_refusal(one["loc"], one["msg"], one["type"]) for one in wrong)
        raise BadInput("\n".join(dict.fromkeys(told))) from None


_CURES = {
    "port": "a port is a number from 1 to 65535, for example PORT=8081",
    "var": "write the path of a folder, for example SAKSI_VAR=/srv/saksi",
    "backup_hours": "write a number of hours, for example SAKSI_BACKUP_HOURS=6",
    "backup_keep": "write a whole number, for example SAKSI_BACKUP_KEEP=12",
    "web_workers": "write a whole number, for example SAKSI_WEB_WORKERS=2",
    "voter_second_fact": "write first_name or family_card",
    "production": "write true or false",
    "training_phones": "write true or false",
    "platform_limits": "write true or false",
    "whatsapp_location_request": "write true or false",
}
"""What to write instead, where the type alone does not say it."""


def _refusal(place: Sequence[int | str], message: str, kind: str) -> str:
    """One wrong setting as a sentence; messages of our own name their variable themselves."""
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    name = str(place[0]) if place else ""
    field = name.lower().removeprefix("saksi_")
    return f"{variable(field)} is not what it should be: {_CURES.get(field, message.lower())}"


def variable(field: str) -> str:
    """The environment variable of a setting, as it is usually written."""
    usual = field.upper()
    return usual if usual in _USUAL else f"SAKSI_{usual}"


_USUAL = frozenset({"DATABASE_URL", "PORT", "TELEGRAM_BOT_TOKEN"})
