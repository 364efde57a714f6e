"""As soon as strangers can come in, it is production; what leaves is for its reader alone."""

import csv
import logging
import os
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
import structlog
from pydantic import ValidationError

from api.app import create_app
from api.files.recap_table import one_line
from models import logs
from models.settings import Settings
from tests.api.conftest import browse

STRONG = "5f0c1e7ab94d2c6880e3a1b7"
OPENED = [
    {"telegram_bot_token": "1:abc"},
    {"telegram_bots": "b:1:abc"},
    {"whatsapp_token": "abc"},
    {"public_url": "https://saksi.example"},
    {"host": "0.0.0.0"},
    {"host": "192.0.2.1"},
    {"host": "::"},
]


@pytest.mark.parametrize("opened", OPENED, ids=str)
def test_it_is_production_by_itself_once_strangers_can_come_in(opened: dict[str, str]) -> None:
    settings = Settings.model_validate(opened)
    assert settings.production
    assert not settings.phones_for_training


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_a_bare_machine_it_is_the_open_demonstration(host: str) -> None:
    assert not Settings(host=host).production


@pytest.mark.parametrize("token", ["", "abc", "a" * 40, "password" * 2, "admin123"])
def test_a_weak_token_is_refused_in_production(token: str) -> None:
    with pytest.raises(ValidationError, match="too weak"):
        Settings.model_validate({**OPENED[3], "api_token": token})
    assert Settings.model_validate({**OPENED[3], "api_token": STRONG}).production


@pytest.mark.parametrize("name", ["secret_key", "whatsapp_app_secret", "telegram_webhook_secret"])
def test_a_secret_that_signs_what_comes_in_is_no_word_in_production(name: str) -> None:
    for weak in ("abc", "a" * 40, "saksisaksisaksisaksi"):
        with pytest.raises(ValidationError, match="too weak"):
            Settings.model_validate({**OPENED[3], name: weak})
    assert Settings.model_validate({**OPENED[3], name: STRONG}).production


async def test_strangers_see_no_figures_and_no_map_of_the_house(database_url: str) -> None:
    settings = Settings.model_validate(
        {"public_url": "https://saksi.example", "secret_key": STRONG, "api_token": STRONG}
    )
    app = create_app(settings, database_url)
    async with app.router.lifespan_context(app), browse(app) as client:
        here = {"host": "saksi.example"}
        for path, status in {
            "/docs": 404, "/openapi.json": 404, "/metrics": 401, "/api/v1/recap?ballot=ppwp": 401,
            "/phone": 404, "/health": 200,
        }.items():  # fmt: skip
            answer = await client.get(path, headers=here)
            assert answer.status_code == status, path
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "max-age" in answer.headers["strict-transport-security"]
        shown = await client.get("/metrics", headers={**here, "authorization": f"Bearer {STRONG}"})
        assert shown.status_code == 200
        for host in ("evil.example", "saksi.example.evil.example", "", "saksi.example:80:80"):
            assert (await client.get("/health", headers={"host": host})).status_code == 421
        for host in ("saksi.example:443", "SAKSI.example", "127.0.0.1:8080", "[::1]:8080"):
            assert (await client.get("/health", headers={"host": host})).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
async def test_without_a_public_address_no_name_of_somebody_else_is_answered(
    database_url: str, host: str
) -> None:
    """A page whose name is made to lead here (DNS rebinding) would read what a browser may."""
    given = {"host": host, "telegram_bot_token": "1:abc", "secret_key": STRONG}
    app = create_app(Settings.model_validate(given), database_url)
    async with app.router.lifespan_context(app), browse(app) as client:
        for name in ("evil.example", "127.0.0.1.evil.example", ""):
            assert (await client.get("/health", headers={"host": name})).status_code == 421, name
        for name in ("localhost:8080", "127.0.0.1:8080", "192.0.2.7:8080", "[2001:db8::7]:8080"):
            assert (await client.get("/health", headers={"host": name})).status_code == 200, name


async def test_answers_of_the_api_and_the_phone_are_kept_by_nobody(database_url: str) -> None:
    app = create_app(Settings(secret_key=STRONG), database_url)
    async with app.router.lifespan_context(app), browse(app) as client:
        for path in ("/api/v1/audit", "/api/v1/reports", "/api/v1/attendance", "/phone/x"):
            stored = (await client.get(path)).headers["cache-control"]
            assert stored in ("no-store", "no-cache"), path


def test_the_documentation_of_the_api_says_how_to_come_in_and_what_is_refused() -> None:
    document = create_app(Settings(), "postgresql://nobody@127.0.0.1/nothing").openapi()
    assert document["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    for path, methods in document["paths"].items():
        if path.startswith("/api/v1"):
            for told in methods.values():
                assert told["security"], path
                assert {"401", "403", "404"} <= told["responses"].keys(), path


@pytest.mark.parametrize("said", ["Tim\r\n3404,PALSU,1", "a\nb", "a\u2028b", "a\x00b", "a\x85b"])
def test_for_whom_a_file_is_made_cannot_add_a_line_to_it(said: str) -> None:
    text = f"# Untuk: {one_line(said)}\r\n"
    assert len(list(csv.reader(StringIO(text, newline="")))) == 1
    assert len(text.splitlines()) == 1


async def test_nor_by_the_address(database_url: str) -> None:
    app = create_app(Settings(secret_key=STRONG), database_url)
    async with app.router.lifespan_context(app), browse(app) as client:
        answer = await client.get("/api/v1/recap.csv?ballot=ppwp&for=Tim%0D%0A3404,PALSU,1")
        assert answer.status_code == 400


@pytest.mark.parametrize("said", ["\x1b[2Jcleared", "a\rb", "a\x00b", "\u202egnal", "a\x9bb"])
def test_no_control_character_reaches_a_log(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    structlog.get_logger().warning("odd", path=said)
    logging.getLogger("odd").warning("came: %s", said)
    told = capsys.readouterr().err
    assert "odd" in told
    assert not any(letter in told for letter in "\x1b\r\x00\u202e\x9b")


def test_nobody_can_write_a_log_line_of_his_own(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    forged = "x\n2029-02-14T10:00:00Z level=info event='result confirmed'"
    structlog.get_logger().warning("odd", path=forged)
    record = logging.LogRecord("odd", logging.WARNING, "", 1, "came: %s", (forged,), None)
    line = logs._Lines("%(message)s").format(record)
    assert "\n" not in line
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_what_the_command_line_makes_is_for_its_user_alone(tmp_path: Path) -> None:
    code = "import sys; sys.argv=['saksi','sample','--help']; from api.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "open('made','w').close(); import os; os.mkdir('folder')"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)
    assert stat.S_IMODE(os.stat(tmp_path / "made").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(tmp_path / "folder").st_mode) == 0o700
