"""Two bots serve one election: each polls, answers and keeps its limit by itself."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.rehearsal.cast import Role, Stage, cast
from api.rehearsal.fake_telegram import FakeTelegram
from api.rehearsal.serving import serving
from api.rehearsal.telegram_person import Person
from bot.processes import wiring
from models.errors import BadInput
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.base.elections import current_election
from models.stores.packs.pack_load import load_pack
from tests.messaging.station import Station
from tests.packs.tiny import make_tiny_pack

HERE, AWAY = "111111:TOKEN-of-the-own-province", "222222:TOKEN-of-another"
LINES = "telegram/sini=98:@SaksiSini, telegram/sana=33:@SaksiSana"


@contextlib.asynccontextmanager
async def exchange(*bots: FakeTelegram) -> AsyncIterator[str]:
    """One Bot API for several bots, as Telegram's is."""
    known = {bot.token: bot for bot in bots}

    async def call(request: Request) -> Response:
        return await known[request.path_params["token"]]._call(request)

    route = Route("/bot{token}/{method}", call, methods=["GET", "POST"])
    async with serving(Starlette(routes=[route])) as base:
        yield base


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    given = {"database_url": database_url, "var": tmp_path, "secret_key": "a key of this test only"}
    given |= {"telegram_bots": f"sini:{HERE}, sana:{AWAY}", "lines": LINES}
    return Settings.model_validate(given)


async def witness(database_url: str, folder: Path, keys: Keys) -> Role:
    database = Database(database_url)
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(folder / "tiny"))
        election = await current_election(tx)
        assert election is not None
        (role,) = await cast(tx, keys, election, Stage(1, ("ppwp",), "", 5), {})
    await database.close()
    return role


async def test_each_bot_serves_and_says_once_which_line_is_meant(
    settings: Settings, tmp_path: Path
) -> None:
    keys = Keys.of(settings)
    role = await witness(str(settings.database_url), tmp_path, keys)
    here, away = FakeTelegram(HERE), FakeTelegram(AWAY)
    async with exchange(here, away) as base:
        station = Station(
            str(settings.database_url),
            settings.model_copy(update={"telegram_api_base": base}),
            here,
        )
        near, far = (Person(bot, 7, role.name, role.phone) for bot in (here, away))
        async with station.worker(wiring.runner(settings).handle):
            far.share_contact()
            assert "TPS" in await far.hear_text()
            assert "@SaksiSini" in await far.hear_text()
            far.say("HADIR")
            assert "lokasi" in await far.hear_text()
            near.say("HADIR")  # the same person of Telegram: no second proof
            assert "lokasi" in await near.hear_text()
            far.say("BELUM")
            assert "TPS" in await far.hear_text()
            leases = await station.rows("select name from lease order by name")
    named = {row["name"] for row in leases}
    assert named >= {"poll:telegram/sini", "poll:telegram/sana"}
    assert named >= {"rate:telegram/sini", "rate:telegram/sana"}
    assert far.chat.unread.empty()
    assert near.chat.unread.empty()


async def test_each_bot_has_a_webhook_and_a_secret_of_its_own(settings: Settings) -> None:
    station = Station(str(settings.database_url), settings, FakeTelegram(HERE))
    keys, update = Keys.of(settings), {"update_id": 1, "message": {"text": "a"}}
    secrets = {name: wiring.telegram_secret(settings, keys, name) for name in ("sini", "sana")}
    async with station.website() as web, httpx.AsyncClient(trust_env=False) as client:
        answers = {}
        for bot in ("sini", "sana", "lain"):
            for name, secret in secrets.items():
                url = f"{web}/webhooks/telegram/{bot}"
                shown = {"X-Telegram-Bot-Api-Secret-Token": secret}
                answers[bot, name] = (
                    await client.post(url, json=update, headers=shown)
                ).status_code
    assert answers == {
        **dict.fromkeys([("sini", "sini"), ("sana", "sana")], 200),
        **dict.fromkeys([("sini", "sana"), ("sana", "sini")], 401),
        **dict.fromkeys([("lain", "sini"), ("lain", "sana")], 404),
    }


def test_a_line_of_no_bot_and_a_bot_without_a_token_are_refused(settings: Settings) -> None:
    wrong = settings.model_copy(update={"lines": "telegram/lain=34:@x"})
    with pytest.raises(BadInput, match="telegram/lain"):
        wiring.lines(wrong)
    broken = Settings.model_validate({"telegram_bots": "sini", "var": settings.var})
    with pytest.raises(BadInput, match="bot 1: write NAME:TOKEN"):
        wiring.telegram_bots(broken)
