"""Every word and route by eleven kinds of person; chat and API show each the same areas, seats."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from httpx import AsyncClient

from api.screen.gate import COOKIE, CSRF, Viewers
from bot.capabilities import CONVERSATION
from bot.engine.facts import PersonFacts
from bot.engine.messages import Dialog, Inbound, Kind, State, Step
from bot.engine.spec import Spec
from bot.engine.step import Engine
from bot.engine.turn import Turn
from models.settings import Settings
from models.stores.persons import api_tokens
from models.values import Role
from tests.api.conftest import browse, reading_app
from tests.cases.desk import Desk, open_desk
from tests.rights_table import PERSONAS, Persona, routes, table, words
from tests.screen.conftest import cookie_of, screen_app
from tests.worlds import siti

NOW = datetime(2024, 2, 14, 19, 14, tzinfo=UTC)
PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
AREAS = ("0", "98", "9801", "980101", "9801012001", "980102", "9871")
STREAM = "/screen/live"
"""Goes on for as long as somebody listens: who is let in hears no end of it."""
SECRET = "the secret key of these tests"


def test_the_page_of_rights_is_what_the_code_says() -> None:
    assert PAGE.read_text("utf-8") == table(), "run: python -m tests.rights_table > docs/rights.md"


class Recorder:
    """The engine with every word's answer replaced by a note that it was reached."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.engine = Engine(self._told(spec) for spec in CONVERSATION.engine.specs)

    def _told(self, spec: Spec) -> Spec:
        def reach(word: str) -> "object":
            def answer(turn: Turn, rest: str) -> Step:
                self.reached.append(word)
                return turn.stay()

            return answer

        answers = {word: reach(word) for word in spec.words}
        return replace(spec, words=answers, codes={}, claim=None)

    def say(self, persona: Persona, word: str) -> bool:
        """Whether the word's own answer was called for this person."""
        world = siti()
        person = PersonFacts(1, "Orang Contoh", roles=(persona.role.value,) if persona.role else ())
        facts = replace(
            world,
            person=person if persona.known else None,
            mandates=world.mandates if persona.mandate else (),
        )
        self.reached.clear()
        said = Inbound(Kind.TEXT, NOW, text=word)
        self.engine.step(State(Dialog("home"), facts), said, NOW)
        return word in (one.lower() for one in self.reached)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda one: one.name)
def test_a_word_is_answered_for_those_of_the_table_and_for_nobody_else(persona: Persona) -> None:
    recorder = Recorder()
    wrong = [
        word for word, who in words() if recorder.say(persona, word.lower()) != persona.may(who)
    ]
    assert wrong == []


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


PRODUCTION = Settings.model_validate(
    {"production": True, "api_token": "geheim-und-lang-genug-4711", "secret_key": SECRET}
)


async def token(desk: Desk, person: int) -> str:
    async with desk.database.transaction() as tx:
        until = datetime.now(UTC) + timedelta(days=1)
        return (await api_tokens.make(tx, desk.keys, person, "test", until))[1]


async def opened(client: AsyncClient, method: str, path: str, bearer: str | None) -> bool:
    """Whether the gate lets this caller through, whatever the question itself is answered."""
    if path.startswith("/screen"):
        return await shown(client, method, path)
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    address = path.replace("{kind}", "csv").replace("{code}", "980101")
    given = {"ballot": "ppwp", "method": "acak", "funding": "sendiri", "version": "x"}
    answer = await client.request(method, address, params=given, headers=headers, content=b"")
    return answer.status_code != 401 and '"needs"' not in answer.text


async def come_in(client: AsyncClient, desk: Desk, person: int) -> None:
    """The client's browser is in the war room for a person, and sends our pages' own token."""
    cookies = await cookie_of(desk, desk.keys, person)
    viewer = await Viewers(desk.keys, desk.database).known(cookies[COOKIE])
    client.cookies.update(cookies)
    client.headers[CSRF] = viewer.csrf


async def shown(client: AsyncClient, method: str, path: str) -> bool:
    """Whether a page of the war room lets this browser through; what it asks is not answered."""
    address = re.sub(r"\{\w+\}", "0", path)
    try:
        async with asyncio.timeout(1.0 if path == STREAM else None):
            answer = await client.request(method, address)
    except TimeoutError:
        return True
    return answer.status_code not in (401, 403)


async def test_a_route_is_open_for_those_of_the_table_and_for_nobody_else(desk: Desk) -> None:
    wrong = []
    async with browse(screen_app(desk, PRODUCTION)) as client:
        for number, persona in enumerate(PERSONAS, 1):
            bearer = None
            if persona.known:
                known = await (
                    desk.witness(persona.name, number)
                    if persona.mandate
                    else desk.person(persona.name, number)
                )
                if persona.role:
                    kecamatan = "980101" if persona.role is Role.RECAP_WITNESS else None
                    party = "party:3" if persona.role is Role.CANDIDATE else None
                    await desk.holder(persona.name, number, persona.role, kecamatan, party)
                bearer = await token(desk, known.person)
            for method, path, who in routes():
                if persona.known and path.startswith("/screen"):
                    await come_in(client, desk, known.person)
                if await opened(client, method, path, bearer) != persona.may(who):
                    wrong.append((persona.name, path))
    assert wrong == []


@pytest.mark.parametrize("own", ["98", "9801", "980101", "9871"])
async def test_chat_and_api_show_the_same_areas(desk: Desk, own: str) -> None:
    phone = await desk.holder("Pak Dedi", 2, Role.COORDINATOR, own)
    bearer = await token(desk, phone.person)
    async with browse(reading_app(desk.database, PRODUCTION)) as client:
        differing = []
        for code in AREAS:
            headers = {"Authorization": f"Bearer {bearer}"}
            address = f"/api/v1/recap?ballot=ppwp&area={code}"
            shown = (await client.get(address, headers=headers)).status_code == 200
            phone.buttons["asked"] = f"rekap:ppwp:{code}"
            heard = await phone.say("[asked]")
            if ("Presiden: " in heard) != shown:
                differing.append((code, shown, heard))
    assert differing == []


@pytest.mark.parametrize("own", ["0", "98", "9801", "980101", "9871"])
@pytest.mark.parametrize("ballot", ["dpr", "dprd_prov", "dprd_kab"])
async def test_chat_and_api_show_the_same_seats(desk: Desk, own: str, ballot: str) -> None:
    phone = await desk.holder("Pak Dedi", 2, Role.COORDINATOR, own)
    bearer = await token(desk, phone.person)
    districts = await desk.rows("select code, name from contest where ballot = :b", b=ballot)
    heard = await phone.say(f"kursi {ballot.replace('_', ' ')}")
    differing = []
    async with browse(reading_app(desk.database, PRODUCTION)) as client:
        for code, name in districts:
            headers = {"Authorization": f"Bearer {bearer}"}
            address = f"/api/v1/seats?ballot={ballot}&district={code}"
            shown = (await client.get(address, headers=headers)).status_code == 200
            if (f"{name}, " in heard) != shown:
                differing.append((code, name, shown, heard))
    assert differing == []


async def test_a_part_of_a_district_is_told_nothing_of_its_seats(desk: Desk) -> None:
    siti_ = await desk.witness("Bu Siti", 1)
    await siti_.say("dpr 1: 40, 2: 30, 3: 110 sah 180 tidak sah 5 jumlah 185")
    await siti_.say("benar")
    await desk.recap("dpr")
    far = await desk.holder("Bu Rini", 3, Role.COORDINATOR, "9871")
    heard = await far.say("kursi dpr")
    assert "dapilnya lebih luas dari" in heard
    assert "PKL" not in heard, "another area's votes"
