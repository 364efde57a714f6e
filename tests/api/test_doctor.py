"""`saksi doctor`, `saksi status`, `saksi --version`: how an installation is, and what to do."""

import json
import socket
from pathlib import Path

import pytest

from tests.api.terminal import Saksi
from tests.api.test_wrong_settings import started


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Saksi:
    saksi = Saksi(database_url, str(tmp_path))
    with socket.socket() as free:  # whoever else runs here may have the usual one
        free.bind(("127.0.0.1", 0))
        saksi.environment["PORT"] = str(free.getsockname()[1])
    return saksi


async def test_a_sound_installation_is_told_so_check_by_check(here: Saksi) -> None:
    done = await here("doctor", "--json")
    found = {one["what"]: one for one in json.loads(done.out)["checks"]}
    assert done.code == 0, found
    assert set(found) >= {"settings", "database", "disk", "photos", "key", "port", "bot"}
    assert "schema" in found["database"]["told"]


async def test_each_illness_is_named_with_its_cure(here: Saksi, tmp_path: Path) -> None:
    await here("status")  # makes the key
    (tmp_path / "secret.key").chmod(0o644)
    here.environment |= {
        "SAKSI_PRODUCTION": "true",
        "TELEGRAM_BOT_TOKEN": "1:geheimes-token",
        "SAKSI_TELEGRAM_API_BASE": "http://127.0.0.1:9",
        "SAKSI_PHOTOS_URL": "nonsense://photos",
    }
    done = await here("doctor", "--json")
    ill = {one["what"]: one["cure"] for one in json.loads(done.out)["checks"] if not one["well"]}
    assert done.code == 1
    assert set(ill) == {"settings", "photos", "key", "bot"}
    assert "SAKSI_API_TOKEN" in ill["settings"]
    assert "SAKSI_PHOTOS_URL" in ill["photos"]
    assert "chmod 600" in ill["key"]
    assert "geheimes" not in done.out


async def test_a_database_that_is_away_is_an_illness_and_no_traceback(tmp_path: Path) -> None:
    done = await Saksi("postgresql://x@127.0.0.1:1/y", str(tmp_path))("doctor")
    assert done.code == 1
    assert "ILL database" in done.out
    assert "does not answer" in done.out


async def test_status_counts_what_is_here_and_what_waits(here: Saksi) -> None:
    done = await here("status", "--json")
    told = json.loads(done.out)
    assert (told["reports"], told["to_handle"], told["leads"]) == (0, 0, [])


def test_the_version_is_told(tmp_path: Path) -> None:
    code, told = started("--version", SAKSI_VAR=str(tmp_path))
    assert (code, told.split()[0]) == (0, "saksi")


@pytest.mark.parametrize(
    ("name", "value", "check", "cure"),
    [
        ("SAKSI_SECRET_KEY", "short", "key", "openssl rand -hex 32"),
        ("SAKSI_LINES", "garbage", "lines", "SAKSI_LINES"),
        ("SAKSI_LINES", "telegram/nobody=34:@Bot", "lines", "SAKSI_LINES"),
        ("TELEGRAM_BOTS", "no-token-in-here", "lines", "TELEGRAM_BOTS"),
        ("SAKSI_WHATSAPP_NUMBERS", "123", "lines", "whatsapp.md"),
    ],
)
async def test_what_would_keep_a_process_from_starting_is_an_illness(
    here: Saksi, name: str, value: str, check: str, cure: str
) -> None:
    here.environment |= {name: value, "SAKSI_PRODUCTION": "false"}
    here.environment["SAKSI_TELEGRAM_API_BASE"] = "http://127.0.0.1:9"
    done = await here("doctor", "--json")
    ill = {one["what"]: one["cure"] for one in json.loads(done.out)["checks"] if not one["well"]}
    assert done.code == 1
    assert cure in ill[check]
    assert "no-token" not in done.out


async def test_a_key_file_that_was_cut_is_an_illness(here: Saksi, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("cut\n")
    (tmp_path / "secret.key").chmod(0o600)
    done = await here("doctor", "--json")
    ill = [one["what"] for one in json.loads(done.out)["checks"] if not one["well"]]
    assert "key" in ill
