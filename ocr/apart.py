"""Opens strangers' files in a process of its own, which the system limits and we replace.

A picture library is large and old; what it does with a file made on purpose is not foreseeable:
memory without end, a crash, another's program. So the process has no key, no token and no
database, and gives back nothing but checked data (docs/threats.md).
"""

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock, Timer
from typing import Concatenate, ParamSpec, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from models.errors import UnreadablePhoto
from ocr.child import BYTES_AS_TEXT, one_tuple, receive, send
from ocr.picture_limits import MAX_PIXELS

P = ParamSpec("P")
T = TypeVar("T")
_START = "import sys; from ocr.child import main; main(int(sys.argv[1]))"
_HANDED_ON = (
    "PATH",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TESSDATA_PREFIX",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
)
"""All that the process knows of our environment: no token, no key, no address."""
_FROM_OUTSIDE = {-signal.SIGTERM, -getattr(signal, "SIGKILL", signal.SIGTERM)}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of address space, seconds of processor to begin with, seconds by the clock."""

    memory: int
    processor: float
    clock: float


class NotStarted(OSError):
    """The process could not be started: no fault of the file, which may be tried again."""


class Apart:
    """One process for one kind of work, started at the first file; calls wait for each other."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self._lock = limits, Lock()
        self._threads = ThreadPoolExecutor(1, "apart")
        self._child: subprocess.Popen[bytes] | None = None
        self._late = False
        atexit.register(self.close)

    async def call(
        self,
        function: Callable[Concatenate[bytes, P], T],
        data: bytes,
        *about: P.args,
        **_: P.kwargs,
    ) -> T:
        """What a function of ours makes of a file. Raises UnreadablePhoto, NotStarted."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._call, function, data, about)

    def _call(self, function: Callable[..., T], data: bytes, about: tuple[object, ...]) -> T:
        name = f"{function.__module__}:{function.__qualname__}"
        head = {"do": name, "seconds": self.limits.processor, "about": to_jsonable_python(about)}
        with self._lock:
            answer = self._asked(json.dumps(head).encode(), data)
        if "refused" in answer:
            raise UnreadablePhoto(str(answer["refused"]), reason=str(answer["reason"]))
        try:
            (gave,) = _gives(function).validate_python((answer["gave"],))
            return gave  # type: ignore[no-any-return]
        except (ValidationError, KeyError) as error:
            raise UnreadablePhoto("its reading is none of ours", reason="broken") from error

    def _asked(self, head: bytes, data: bytes) -> dict[str, object]:
        """Ask; once more where somebody else ended the process, which is no fault of the file."""
        for again in (True, False):
            child = self._running()
            found, code = self._answer(child, head, data)
            if found is not None:
                return found
            if not (again and code in _FROM_OUTSIDE and not self._late):
                break
        return {"refused": f"it ended its process ({code})", "reason": "limits"}

    def _answer(
        self, child: "subprocess.Popen[bytes]", head: bytes, data: bytes
    ) -> tuple[dict[str, object] | None, int]:
        assert child.stdin is not None
        assert child.stdout is not None
        self._late = False
        clock = Timer(self.limits.clock, self._too_late, (child,))
        clock.daemon = True
        clock.start()
        try:
            send(child.stdin, head)
            send(child.stdin, data)
            answer = json.loads(receive(child.stdout) or b"null")
        except (OSError, ValueError):
            answer = None
        finally:
            clock.cancel()
        if not isinstance(answer, dict) or answer.get("last"):
            self._end(child)
        return (answer if isinstance(answer, dict) else None), child.returncode or 0

    def _too_late(self, child: "subprocess.Popen[bytes]") -> None:
        self._late = True
        _kill(child)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is None:
            return self._child
        known = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
        threads = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        pixels = {"OPENCV_IO_MAX_IMAGE_PIXELS": str(MAX_PIXELS)}
        self._child = child = subprocess.Popen(
            [sys.executable, "-c", _START, str(self.limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**known, **threads, **pixels, "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
        )
        assert child.stdout is not None
        if receive(child.stdout) is None:
            self._end(child)
            raise NotStarted("the process that opens files does not start")
        return child

    def _end(self, child: "subprocess.Popen[bytes]") -> None:
        """Take the process away with all that it started, after its own end where it comes."""
        self._child = None
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        try:
            child.wait(1.0)
        except subprocess.TimeoutExpired:
            _kill(child)
            child.wait()

    def close(self) -> None:
        """End the process; the next file starts another one."""
        if self._child is not None:
            self._end(self._child)


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """End the process, and the programs that it started (tesseract), at once."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    except ProcessLookupError:
        return


@lru_cache
def _gives(function: Callable[..., T]) -> TypeAdapter[tuple[T]]:
    return TypeAdapter(one_tuple(get_type_hints(function)["return"]), config=BYTES_AS_TEXT)


OPENING = Apart(Limits(memory=700 * 1024**2, processor=3.0, clock=20.0))
"""For a look at what arrived: is it a picture that opens to its last row?"""
READING = Apart(Limits(memory=1536 * 1024**2, processor=10.0, clock=100.0))
"""For form photos: more time is allowed page by page (ocr.allowance); less than a claim's life."""
