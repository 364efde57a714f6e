"""The process that opens strangers' files: takes one file at a time, answers with plain data."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from types import GenericAlias
from typing import IO, Any, get_type_hints

from pydantic import ConfigDict, TypeAdapter
from pydantic_core import to_json

from models.errors import UnreadablePhoto
from ocr.allowance import allow, confine, taken

BYTES_AS_TEXT = ConfigDict(val_json_bytes="base64")


def main(memory: int) -> None:
    """Work until the parent goes away. The parent names what to do: never the file does."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes to the log
    confine(memory)
    with suppress(BrokenPipeError), answers:  # the parent went away: nobody waits for the answer
        _serve(source, answers, memory)


def _serve(source: IO[bytes], answers: IO[bytes], memory: int) -> None:
    send(answers, b"")
    while (head := receive(source)) is not None:
        data = receive(source) or b""
        answer = _answer(json.loads(head), data)
        answer["last"] = "last" in answer or taken() > memory // 4 * 3
        send(answers, to_json(answer, bytes_mode="base64"))
        if answer["last"]:
            return


def _answer(head: dict[str, object], data: bytes) -> dict[str, object]:
    function, wanted = _named(head["do"])
    allow(float(str(head["seconds"])))
    try:
        return {"gave": function(data, *wanted.validate_python(head["about"]))}
    except UnreadablePhoto as refusal:
        return {"refused": str(refusal), "reason": refusal.facts.get("reason", "broken")}
    except MemoryError:
        return {"refused": "it takes too much memory", "reason": "limits", "last": True}
    except Exception as problem:  # a library's own error about a broken file
        return {"refused": f"{type(problem).__name__}: {problem}", "reason": "broken"}


@lru_cache
def _named(name: str) -> tuple[Callable[..., object], TypeAdapter[tuple[object, ...]]]:
    module, _, function = name.partition(":")
    found = getattr(import_module(module), function)
    kinds = [kind for name, kind in get_type_hints(found).items() if name != "return"]
    return found, TypeAdapter(one_tuple(*kinds[1:]), config=BYTES_AS_TEXT)


def one_tuple(*kinds: object) -> Any:
    """The type of a tuple of just these: an adapter's settings reach into nothing else."""
    return GenericAlias(tuple, kinds or ((),))


def send(pipe: IO[bytes], data: bytes) -> None:
    """One block of bytes, its length in front."""
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes], most: int = 64 * 1024 * 1024) -> bytes | None:
    """One block of bytes; None where the other side is gone or says more than `most`."""
    head = pipe.read(8)
    size = int.from_bytes(head, "big")
    if len(head) < 8 or size > most:
        return None
    data = pipe.read(size)
    return data if len(data) == size else None
