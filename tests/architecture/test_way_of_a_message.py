"""What one message costs: how many product files it enters, and how many statements it runs.

Counted from the look at the queue to the look after it, with the real worker and PostgreSQL. The
numbers are ceilings: they may fall, and whoever raises one says why.
"""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import event

from bot.channels.console import Console
from bot.channels.console import event as console_event
from tests.cases.desk import Desk, Phone, open_desk

ROOT = Path(__file__).parents[2]
PRODUCT = tuple(f"{ROOT / folder}/" for folder in ("api", "bot", "models", "ocr"))
TALLY = "ISI PPWP 102 87 45 sah 234 tidak sah 3 jumlah 237"
CEILINGS = {
    TALLY: (101, 5),
    "benar": (50, 5),
    "belum": (48, 5),
    "hadir": (47, 5),
    "@loc:-7.79,110.36": (44, 9),
    "ubah ppwp 2 jadi 88": (90, 5),
}
"""Files and statements of a message of a known witness, in this order.

One file more is entered since everyday questions are heard at every place (bot/intents), and one
that tells numbers of a tally from others, where a word has figures behind it. A stage of the
grammar is a file of its own: parting four files of over 300 lines added four to a tally, the rule
of rows that hold no figure one, what waits for an answer one, whether a ballot is only spoken of
two, what the sum behind the choices is of one; which figures a button stands for one, what answers
our buttons in everyday words one; the words that leave figures as they are, the form's letters,
figures written out and which sums bear figures one each, and so what brackets say of a figure,
rows that are dictated, what closes a form said short and whose figure elsewhere was. Who is next,
who rests and which files are under way are asked in every turn (three files): nobody waits behind
a file server, or a younger message. The buttons below our last message are remembered, so that
their words do what they do (bot/engine/below.py, the texts of their labels and the words that those
are).
"""
SAVED = 14
"""Statements of the word that saves a report: kept, noted in the log, settled, told."""


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(database_url, tmp_path) as one:
        yield one


async def cost(desk: Desk, phone: Phone, line: str) -> tuple[int, int]:
    """Files entered and statements run for one line."""
    files: set[str] = set()
    statements: list[str] = []

    def entered(frame: FrameType, kind: str, _argument: object) -> None:
        file = frame.f_code.co_filename
        if kind == "call" and file.startswith(PRODUCT) and frame.f_code.co_name != "<module>":
            files.add(file)

    def executed(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    payload = console_event(phone.number, line, desk.now)
    assert await desk.entrance.keep(Console(), payload) is None
    engine = desk.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", executed)
    sys.setprofile(entered)
    try:
        await desk.worker.drain()
    finally:
        sys.setprofile(None)
        event.remove(engine, "before_cursor_execute", executed)
    assert await phone.hear()
    return len(files), len(statements)


async def test_a_report_is_saved_in_few_statements(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    for first in ("hadir", "@loc:-7.79,110.36", "PPWP 102 87 20 sah 209 tidak sah 3 jumlah 212"):
        await siti.say(first)
    _, statements = await cost(desk, siti, "benar")
    assert await desk.rows("select number from revision")
    assert statements <= SAVED, statements


async def test_a_message_enters_few_files_and_runs_few_statements(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    for first in ("halo", "belum", "ISI PPWP", "batal"):  # what a process reads once
        await siti.say(first)
    found = {line: await cost(desk, siti, line) for line in CEILINGS}
    over = {
        line: spent
        for line, spent in found.items()
        if any(one > most for one, most in zip(spent, CEILINGS[line], strict=True))
    }
    assert not over, f"more than { ({line: CEILINGS[line] for line in over}) }"
