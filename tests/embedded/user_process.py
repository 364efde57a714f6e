"""A process that uses the embedded database until it reads "release": the tests start and kill it.

Prints one JSON line when the database answers, or the refusal; needs no package but models.
Where MADE names a data folder as initdb left it, a new one is its copy: initdb takes most of such
a process's time, and a few tests prove it.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from models.embedded import acquire, cluster
from models.embedded.locks import Lock
from models.embedded.place import Place
from models.errors import DatabaseUnavailable


def copied(place: Place, lock: Lock, command: list[str], text: str = "") -> None:
    """In place of initdb and of its first database."""
    if command[0].endswith("initdb"):
        copy = ["cp", "-R", "--no-preserve=mode", os.environ["MADE"], command[2]]
        subprocess.run(copy, cwd="/", check=True, **place.account.popen)


def main(var: str, store: str, *more: str) -> None:
    """Use the database of `var`; "deaf" ignores Ctrl-C, "durable" syncs as in real life."""
    if "MADE" in os.environ:
        cluster._run = copied
    if "deaf" in more:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    durable = "durable" in more
    told: list[str] = []
    try:
        share = acquire(Path(var), store=Path(store), durable=durable, tell=told.append)
    except DatabaseUnavailable as refusal:
        print(json.dumps({"refused": refusal.code, "sentence": str(refusal)}), flush=True)
        return
    facts = {"url": share.url, "pid": share.pid, "data": str(share.data), "told": told}
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        if line.strip() == "release":
            break
    share.release()
    print(json.dumps({"released": True}), flush=True)


main(*sys.argv[1:])
