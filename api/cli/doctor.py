"""`saksi doctor`, `saksi status`: what is wrong here and its cure; what this installation holds."""

import asyncio
import json
import shutil
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.moments import local, zone_here

if TYPE_CHECKING:
    from models.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_ROOM = 2 * 1024**3
"""Bytes that should be free: a night of photos of a kabupaten."""
_SKEW = 5.0
"""Seconds by which the clock of this machine may differ from the database's."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at: whether it is well, what is so, and the cure where not."""

    what: str
    well: bool
    told: str
    cure: str = ""


def doctor(as_json: AsJson = False) -> None:
    """Look at settings, database, disk, keys, programs, bot; say what to do. Exit 1 if ill."""
    from models.settings import settings

    found = asyncio.run(_all(settings()))
    if as_json:
        print(json.dumps({"checks": [asdict(one) for one in found]}, ensure_ascii=False))
    else:
        for one in found:
            mark = "ok  " if one.well else "ILL "
            print(
                f"{mark}{one.what:12} {one.told}" + (f"\n      -> {one.cure}" if one.cure else "")
            )
    if not all(one.well for one in found):
        raise typer.Exit(1)


def status(as_json: AsJson = False) -> None:
    """What this installation holds, what waits, and which processes lead a duty now."""
    from models.settings import settings

    found = asyncio.run(_held(settings()))
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        told = ", ".join(value) or "none" if isinstance(value, list) else f"{value:,}"
        print(f"{name.replace('_', ' '):16} {told}")


async def _held(config: "Settings") -> dict[str, int | list[str]]:
    from api.processes.place import ready_database
    from models.stores.base.condition import held

    async with ready_database(config) as database:
        found = asdict(await held(database))
    return {**found, "leads": list(found["leads"])}


async def _all(config: "Settings") -> list[Found]:
    """Every check; one that cannot be done is ill and says why."""
    checks: tuple[Callable[[Settings], Awaitable[Found]], ...] = (
        *(
            _settings,
            _database,
            _disk,
            _photos,
            _key,
            _port,
            _pages,
            _tesseract,
            _backup,
            _lines,
            _bot,
        ),
    )
    return [await check(config) for check in checks]


async def _settings(config: "Settings") -> Found:
    kind = "production" if config.production else "training: made-up phones, API without a token"
    if config.production and config.api_token is None:
        cure = "set SAKSI_API_TOKEN, for example from: openssl rand -hex 32"
        return Found("settings", False, "production without a token for the API", cure)
    return Found("settings", True, kind)


async def _database(config: "Settings") -> Found:
    from api.processes.place import ready_database
    from models.errors import SaksiError
    from models.stores.base.condition import of_database

    try:
        async with ready_database(config) as database:
            seen = await of_database(database, time.time())
    except SaksiError as refused:
        return Found("database", False, str(refused), "see docs/operators/database.md")
    told = f"PostgreSQL {seen.version}, schema {seen.schema}"
    if abs(seen.ahead) > _SKEW:
        cure = "set the clock of this machine: timedatectl set-ntp true"
        return Found("database", False, f"{told}; clocks differ by {seen.ahead:.0f} s", cure)
    return Found("database", True, told)


async def _disk(config: "Settings") -> Found:
    from bot.alarms.timed import disk_of

    config.var.mkdir(parents=True, exist_ok=True)
    disk = disk_of(config.var)
    told = f"{disk.free / 1024**3:.1f} GB ({disk.percent} %) free in {config.var.resolve()}"
    cure = "make room: photos of a night need some GB" if disk.short else ""
    return Found("disk", not disk.short, told, cure)


async def _photos(config: "Settings") -> Found:
    from bot.base.media import media_of

    where = config.photos_url or str(config.var / "photos")
    try:
        await media_of(config).has("doctor")
    except Exception as problem:  # each kind of store has errors of its own
        cure = "correct SAKSI_PHOTOS_URL: a folder, or s3://BUCKET with its keys in the environment"
        return Found("photos", False, f"{where}: {type(problem).__name__}", cure)
    return Found("photos", True, where)


async def _key(config: "Settings") -> Found:
    from models.errors import SaksiError
    from models.sealing import Keys

    file = config.var / "secret.key"
    given = config.secret_key is not None
    where = "SAKSI_SECRET_KEY" if given else str(file)
    if not given and file.exists() and file.stat().st_mode & 0o077:
        return Found("key", False, f"{file} can be read by others", f"chmod 600 {file}")
    try:
        if given or file.exists():
            _ = Keys.of(config).check_value
    except SaksiError as refused:
        cure = "the key that this installation began with; a new one: openssl rand -hex 32"
        return Found("key", False, f"{where}: {refused}", cure)
    return Found("key", True, f"{where}; keep a copy apart from the backups")


async def _port(config: "Settings") -> Found:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken = trial.connect_ex((config.host, config.port)) == 0
    told = "a process answers there" if taken else "free; nothing runs there now"
    return Found("port", True, f"{config.host}:{config.port}: {told}")


async def _pages(config: "Settings") -> Found:
    from api.pages import has_guide, missing_libraries

    missing = missing_libraries()
    if missing:
        told = f"the war room is not live and has no map: without {', '.join(missing)}"
        return Found(
            "pages", False, told, "bin/vendor fetches them from npm, by the hashes we keep"
        )
    guide = "the guide at /docs/guide" if has_guide() else "but no guide yet: make docs"
    return Found("pages", True, f"the libraries of the war room are there, {guide}")


async def _tesseract(config: "Settings") -> Found:
    if shutil.which("tesseract"):
        return Found("tesseract", True, "reads the printed heads of forms")
    cure = "apt-get install tesseract-ocr tesseract-ocr-ind (forms are read without it, too)"
    return Found("tesseract", True, "is not there: witnesses are asked for the head instead", cure)


async def _backup(config: "Settings") -> Found:
    """Whether a backup was made lately, where a timetable of them is set."""
    from datetime import UTC, datetime

    from api.processes.place import ready_database
    from models.errors import SaksiError
    from models.stores.base import made_backups

    cure = "docs/operators/backups.md; now: saksi database backup"
    if config.backup_url and config.backup_passphrase is None:
        return Found("backup", False, "SAKSI_BACKUP_PASSPHRASE is not set: none is made", cure)
    try:
        async with ready_database(config) as database, database.transaction() as tx:
            seen = await made_backups.condition(tx, config, datetime.now(UTC))
            zone = await zone_here(tx)
    except SaksiError as refused:
        return Found("backup", False, str(refused), "see database")
    at = f"the last one of {local(seen.made_at, zone)}" if seen.made_at else "none so far"
    told = f"{at}; {seen.problem}" if seen.problem else at
    well = seen.backups.state == "well" or not config.backup_url
    timetable = "" if config.backup_url else " (no timetable: SAKSI_BACKUP_URL is empty)"
    return Found("backup", well, told + timetable, "" if well else cure)


async def _lines(config: "Settings") -> Found:
    """Whether the processes can be built from what is set: bots, numbers, and their areas."""
    from models.errors import SaksiError

    try:
        areas = await _areas_of_lines(config)
    except SaksiError as refused:
        cure = "correct SAKSI_LINES, TELEGRAM_BOTS or SAKSI_WHATSAPP_...: docs/operators/lines.md"
        return Found("lines", False, str(refused), cure)
    half = _half_whatsapp(config)
    if half:
        return Found("lines", False, f"WhatsApp lacks {half}", "docs/operators/whatsapp.md")
    return Found(
        "lines", True, f"{areas} areas have a line of their own" if areas else "one for all"
    )


async def _areas_of_lines(config: "Settings") -> int:
    """How many areas have a line; raises SaksiError for a line that is none, or of no area."""
    from api.processes.place import ready_database
    from bot.processes import wiring
    from models.errors import BadInput, NotFound
    from models.stores.base import areas
    from models.stores.base.elections import current_election

    wiring.telegram_bots(config)
    codes = [code for line in wiring.lines(config) for code in line.areas]
    if not codes:
        return 0
    async with ready_database(config) as database, database.transaction() as tx:
        election = await current_election(tx)
        for code in codes if election else ():
            try:
                await areas.area(tx, election.id if election else 0, code)
            except NotFound:
                raise BadInput(f"SAKSI_LINES: the election has no area {code}") from None
    return len(codes)


def _half_whatsapp(config: "Settings") -> str:
    """What is missing where WhatsApp is set in part; "" where all or nothing is."""
    parts = {
        "SAKSI_WHATSAPP_NUMBERS": bool(config.whatsapp_accounts),
        "SAKSI_WHATSAPP_TOKEN": config.whatsapp_token is not None,
        "SAKSI_WHATSAPP_APP_SECRET": config.whatsapp_app_secret is not None,
    }
    missing = [name for name, there in parts.items() if not there]
    return ", ".join(missing) if len(missing) < len(parts) else ""


async def _bot(config: "Settings") -> Found:
    """Each bot's name and webhook, asked of Telegram itself."""
    import httpx

    if not config.telegram_tokens:
        return Found("bot", True, "none: the browser phone and the terminal alone")
    told = []
    async with httpx.AsyncClient(timeout=10) as client:
        for name, token in config.telegram_tokens.items():
            if not token:
                continue  # told by the check of the lines
            address = f"{config.telegram_api_base}/bot{token}"
            try:
                answer = (await client.get(f"{address}/getMe")).json()
                hook = (await client.get(f"{address}/getWebhookInfo")).json()
            except (httpx.HTTPError, ValueError) as problem:
                cure = "is api.telegram.org reachable from here? Look at firewall and proxy"
                return Found("bot", False, f"{name}: {type(problem).__name__}", cure)
            if not answer.get("ok"):
                cure = "copy the token again from @BotFather into TELEGRAM_BOT_TOKEN"
                return Found("bot", False, f"{name}: Telegram refuses the token", cure)
            way = (hook.get("result", {}).get("url") and "by webhook") or "by polling"
            told.append(f"{name} is @{answer['result']['username']}, {way}")
    return Found("bot", True, "; ".join(told))
