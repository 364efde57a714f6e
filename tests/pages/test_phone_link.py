"""`saksi phones link`: a link and a code for an enrolled witness, shown once."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from api.phone import gate
from models.errors import NotFound
from models.sealing import Keys
from models.settings import Settings, settings
from models.stores.base.database import Database
from models.stores.persons.people import put_person


@pytest.fixture
def installation(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """The environment of a command, with one enrolled witness."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SAKSI_VAR", str(tmp_path))
    monkeypatch.setenv("SAKSI_PUBLIC_URL", "https://saksi.example.org/")
    settings.cache_clear()
    asyncio.run(_enrol(database_url, Keys.of(settings())))
    yield settings()
    settings.cache_clear()


async def _enrol(url: str, keys: Keys) -> None:
    database = Database(url, size=1)
    async with database.transaction() as tx:
        await put_person(tx, keys, "Siti Rahayu", "+6281200000009")
    await database.close()


def test_a_link_and_a_code_are_printed(installation: Settings) -> None:
    done = CliRunner().invoke(app, ["phone-link", "0812 0000 0009", "--json"])
    made = json.loads(done.stdout)
    assert made["link"].startswith("https://saksi.example.org/p/")
    assert len(made["code"].replace(" ", "")) == 6
    again = json.loads(CliRunner().invoke(app, ["phone-link", "0812 0000 0009", "--json"]).stdout)
    assert again != made


def test_somebody_unknown_gets_none(installation: Settings) -> None:
    done = CliRunner().invoke(app, ["phone-link", "+6281200000001"])
    assert isinstance(done.exception, NotFound)
    assert "witnesses import" in str(done.exception)


def test_an_operator_sees_which_browsers_are_in_and_ends_them(installation: Settings) -> None:
    run = CliRunner().invoke
    made = json.loads(run(app, ["phones", "link", "0812 0000 0009", "--json"]).stdout)
    assert "no browser" in run(app, ["phones", "browsers", "0812 0000 0009"]).stdout
    asyncio.run(_enter(installation, made["link"].rpartition("/")[2], made["code"]))
    assert "Firefox, Linux, since" in run(app, ["phones", "browsers", "0812 0000 0009"]).stdout
    assert "ended" in run(app, ["phones", "browsers", "0812 0000 0009", "--end"]).stdout
    assert "no browser" in run(app, ["phones", "browsers", "0812 0000 0009"]).stdout


async def _enter(config: Settings, token: str, code: str) -> None:
    database = Database(config.database_url or "", size=1)
    keyed = gate.keyed_by(Keys.of(config))
    async with database.transaction() as tx:
        entered = await gate.enter(tx, keyed, "web", token, code, "Firefox, Linux")
        assert isinstance(entered, gate.Entered)
    await database.close()
