"""The command line on a test's database, as a person or a script runs it."""

import asyncio
from dataclasses import dataclass

from typer.testing import CliRunner

from api.cli.commands import app
from models.errors import SaksiError
from models.settings import settings


@dataclass(frozen=True, slots=True)
class Done:
    code: int | None
    out: str
    err: str


class Saksi:
    """Runs the command line on the test's database, in this process but a thread of its own."""

    def __init__(self, url: str, var: str) -> None:
        self.environment = {"DATABASE_URL": url, "COLUMNS": "200", "SAKSI_VAR": var}

    async def __call__(self, *words: str, text: str = "") -> Done:
        """Run these words; the text is what is typed."""
        return await asyncio.to_thread(self._run, list(words), text)

    def _run(self, words: list[str], text: str) -> Done:
        settings.cache_clear()
        try:
            result = CliRunner().invoke(app, words, input=text, env=self.environment)
        finally:
            settings.cache_clear()
        if isinstance(result.exception, SaksiError):  # api.cli.main tells it in these words
            return Done(2, result.stdout, f"{result.exception}\n")
        return Done(result.exit_code, result.stdout, result.stderr)
