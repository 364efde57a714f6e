"""A spreadsheet read once in a process that may die of it, before one that serves people reads it.

A few hundred bytes can name a cell at the far corner, or one long text in every cell: the reader
then asks for more memory than the machine has, and its process ends without a word.
"""

import asyncio
import os
import sys
from pathlib import Path

from models.errors import BadInput
from models.registers.rows import head_of
from ocr.allowance import allow, confine, taken

MEMORY = 512 * 1024 * 1024
"""Bytes that reading may take: fifty thousand lines take about 80 MB."""
SECONDS = 20.0
"""Processor time of one reading; sixty thousand rows take about a second."""
_CLOCK = 60.0
"""Seconds on the wall, for a machine that is busy, and where the system limits nothing."""
_ROOT = Path(__file__).parents[2]
_KEPT = ("PATH", "SYSTEMROOT")
"""What Python needs of the surroundings; no token, key or address goes along."""
_one_at_a_time = asyncio.Semaphore(1)


async def survive(path: Path) -> None:
    """Raises BadInput for a spreadsheet whose reading does not end within the limits."""
    async with _one_at_a_time:
        trial = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "api.screen.sheet_trial", str(path),
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            cwd=_ROOT, env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )  # fmt: skip
        try:
            code = await asyncio.wait_for(trial.wait(), _CLOCK)
        except TimeoutError:
            code = -1
        finally:
            if trial.returncode is None:
                trial.kill()
                await trial.wait()
    if code != 0:
        raise BadInput(
            "this spreadsheet is too large inside: send it as CSV", says="imports.too_many"
        )


def read(path: Path) -> None:
    """All that `models/registers/rows.py` holds of a spreadsheet, within the limits; what it
    refuses in words is read again by whoever tells them.
    """
    confine(taken() + MEMORY)
    allow(SECONDS)
    try:
        head_of(path, lambda row: sum(map(bool, row)), sys.maxsize - 1_000)
    except BadInput:
        return


if __name__ == "__main__":
    read(Path(sys.argv[1]))
